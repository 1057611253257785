// What is offered above which line, and which place its command is given.
import assert from "node:assert/strict";
import { codeLenses } from "../../server/features/code-lenses.ts";
import type { PlaceParams } from "../../server/protocol.ts";
import { viewText } from "./view-text.ts";

/** Each lens as `line title → line that the command gets`, lines from 0. */
function lensesOf(text: string): readonly string[] {
  return codeLenses(viewText(text, { cursor: "¦" }).view, "file:///shown.weir").map(({ range, command }) => {
    const place = command?.arguments?.[0] as PlaceParams;
    assert.equal(place.uri, "file:///shown.weir");
    return `${range.start.line} ${command?.title} ${command?.command} → ${place.line}`;
  });
}

describe("code lenses", () => {
  it("offer to run, look and see the SQL above a pipeline's name, and to look above each step", () => {
    const text = `store kept = parquet("out")

## A doc comment.
pipeline p(n: int = 1) {
  from rows([{a: 1}])
  where a > $n | sort a
  into kept
}
`;
    assert.deepEqual(lensesOf(text), [
      "3 Run weir.run → 3",
      "3 Preview weir.previewStep → 5",
      "3 SQL weir.showSql → 3",
      "4 Preview weir.previewStep → 4",
      "5 Preview weir.previewStep → 5",
    ]);
  });

  it("stand above the first step of a pipeline without a name, once", () => {
    assert.deepEqual(lensesOf("from rows([{a: 1}])\ntake 1\n"), [
      "0 Run weir.run → 0",
      "0 Preview weir.previewStep → 1",
      "0 SQL weir.showSql → 0",
      "1 Preview weir.previewStep → 1",
    ]);
  });

  it("stand above half-typed pipelines too, and above nothing else", () => {
    assert.deepEqual(lensesOf("pipeline p {\n  from\n")[0], "0 Run weir.run → 0");
    assert.deepEqual(lensesOf("let a = 1\nfunction f(x: int) -> int = x\n"), []);
    assert.deepEqual(lensesOf(""), []);
  });
});
