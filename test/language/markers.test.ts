import assert from "node:assert/strict";
import { assertProblems, parseMarked } from "./markers.ts";

const marked = ["from t", "where amuont > 3", "      ^^^^^^ WR101 `amount`"].join("\n");

describe("markers", () => {
  it("are taken out of the text and name line, columns, code and message", () => {
    assert.deepEqual(parseMarked(marked), {
      text: "from t\nwhere amuont > 3",
      expected: [{ line: 1, column: 6, endColumn: 12, code: "WR101", part: "`amount`" }],
    });
  });

  it("may stand behind a # and are compared one to one", () => {
    const behind = parseMarked("from t\nwhere  amuont > 3\n#      ^^^^^^ WR101");
    assertProblems(behind, [{ start: 14, end: 20, code: "WR101", message: "no column `amuont`" }]);
    assert.throws(() => assertProblems(behind, []), /not reported: line 2, columns 8–13: WR101/);
    const twice = { start: 14, end: 20, code: "WR101", message: "no column" };
    assert.throws(() => assertProblems(behind, [twice, twice]), /not marked: {3}line 2/);
  });

  it("see another place, code or message as a difference", () => {
    const wanted = parseMarked(marked);
    const found = { start: 13, end: 19, code: "WR101", message: "did you mean `amount`?" };
    assertProblems(wanted, [found]);
    assert.throws(() => assertProblems(wanted, [{ ...found, end: 18 }]));
    assert.throws(() => assertProblems(wanted, [{ ...found, code: "WR102" }]));
    assert.throws(() => assertProblems(wanted, [{ ...found, message: "other" }]));
  });

  it("compare a range over several lines on its first line", () => {
    const wanted = parseMarked("where a\n      ^ WR110\n  + b");
    assertProblems(wanted, [{ start: 6, end: 13, code: "WR110", message: "x" }]);
  });
});
