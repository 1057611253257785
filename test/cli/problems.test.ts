// Problems of source files as people and as scripts see them.
import assert from "node:assert/strict";
import { problemRecords, problemsText, type ShownProblem, summaryText } from "../../cli/output/problems.ts";
import { noColours } from "../../cli/output/terminal.ts";

const source = { uri: "file:///a.weir", file: "a.weir", text: "from x\r\n\twhere 😀 > delai\r\n" };
const start = source.text.indexOf("delai");
const problem: ShownProblem = {
  source,
  part: 0,
  start,
  end: start + 5,
  severity: "error",
  code: "WR104",
  message: "`delai` is no column",
  fixes: [{ title: "Write `delay`", edits: [{ start, end: start + 5, newText: "delay" }] }],
  related: [{ source, start: 5, end: 6, message: "`x` is read here" }],
};

describe("problems", () => {
  it("have lines and columns from 1, in UTF-16 units, the end exclusive", () => {
    assert.deepEqual(problemRecords([problem]), [
      {
        file: "a.weir",
        line: 2,
        column: 13,
        endLine: 2,
        endColumn: 18,
        severity: "error",
        code: "WR104",
        message: "`delai` is no column",
        fixes: [
          {
            title: "Write `delay`",
            edits: [{ line: 2, column: 13, endLine: 2, endColumn: 18, newText: "delay" }],
          },
        ],
      },
    ]);
  });

  it("show their line with carets under the fault, related places and fixes", () => {
    assert.equal(
      problemsText([problem], noColours),
      [
        "a.weir:2:13: error WR104: `delai` is no column",
        "  2 │   where 😀 > delai",
        "    │              ^^^^^",
        "    = see: a.weir:1:6: `x` is read here",
        "    = fix: Write `delay`",
        "",
        "",
      ].join("\n"),
    );
  });

  it("show a part of a line that is too long, and escape what could act on the terminal", () => {
    const text = `${"a".repeat(500)}\u001b[31m${"b".repeat(500)}`;
    const shown = problemsText(
      [{ ...problem, source: { ...source, file: "\u001b", text }, start: 500, end: 505 }],
      noColours,
    );
    const lines = shown.split("\n");
    assert.ok(lines.every((line) => line.length < 200));
    assert.ok(!shown.includes("\u001b"));
    assert.equal(lines[1]!.indexOf("\\x1b[31m"), lines[2]!.indexOf("^^^^^^^^"));
  });

  it("mark at least one place, at the end of the text too", () => {
    const text = "from x";
    const shown = problemsText([{ ...problem, source: { ...source, text }, start: 6, end: 6 }], noColours);
    assert.deepEqual(shown.split("\n").slice(1, 3), ["  1 │ from x", "    │       ^"]);
  });

  it("are summed up in a line", () => {
    const note: ShownProblem = { ...problem, severity: "information" };
    assert.equal(summaryText([], 3, noColours), "3 files, no problem");
    assert.equal(summaryText([problem, problem, note], 1, noColours), "2 errors and 1 note in 1 file");
  });
});
