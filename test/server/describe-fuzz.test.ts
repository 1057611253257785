// The features on every example, and on examples that were torn apart: nothing throws, and what they give lies in the text.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Range } from "vscode-languageserver-types";
import { codeActions, fixedText } from "../../server/features/code-actions/quick-fixes.ts";
import { documentSymbols } from "../../server/features/document-symbols.ts";
import { foldingRanges } from "../../server/features/folding.ts";
import { formatDocument } from "../../server/features/formatting.ts";
import { highlights } from "../../server/features/highlights.ts";
import { hover } from "../../server/features/hover.ts";
import { inlayHints } from "../../server/features/inlay-hints.ts";
import { definition } from "../../server/features/navigation/definition.ts";
import { prepareRename } from "../../server/features/navigation/rename.ts";
import { selectionRange } from "../../server/features/selection-ranges.ts";
import { semanticTokens } from "../../server/features/semantic-tokens.ts";
import { signatureHelp } from "../../server/features/signature-help.ts";
import { toOffset, type View, withText } from "../../server/view.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { repositoryRoot } from "../support/repository.ts";
import { viewText } from "./view-text.ts";

const texts = ["examples", "bench/tpch"].flatMap((folder) =>
  readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\w\.weir$/.test(name))
    .map((name) => readFileSync(join(repositoryRoot, folder, name), "utf8")),
);

function assertInside(view: View, { start, end }: Range): void {
  const shown = JSON.stringify({ start, end });
  for (const { line, character } of [start, end]) {
    const from = view.lines.starts[line];
    assert.ok(from !== undefined && character >= 0, shown);
    assert.ok(from + character <= (view.lines.starts[line + 1] ?? view.text.length), shown);
  }
  assert.ok(toOffset(view.lines, start) <= toOffset(view.lines, end), shown);
}

function useAll(view: View, offset: number): void {
  const told = hover(view, offset);
  if (told?.range !== undefined) assertInside(view, told.range);
  for (const { range } of definition(view, offset, (uri) => uri)) assert.ok(range.start.line >= 0);
  for (const { range } of highlights(view, offset)) assertInside(view, range);
  prepareRename(view, offset);
  signatureHelp(view, offset);
  for (const { position } of inlayHints(view, 0, view.text.length, { types: true }))
    assertInside(view, { start: position, end: position });
  for (const edit of formatDocument(view)) assertInside(view, edit.range);
  codeActions(view, { start: offset, end: offset }, {}, view.uri, () => undefined);
  const fixed = fixedText(view, (text) => withText(view, text));
  assert.equal(typeof fixed, "string");
  const outline = documentSymbols(view);
  for (const { range, selectionRange: selected } of outline) {
    assertInside(view, range);
    assert.ok(toOffset(view.lines, range.start) <= toOffset(view.lines, selected.start));
    assert.ok(toOffset(view.lines, selected.end) <= toOffset(view.lines, range.end));
  }
  for (const { startLine, endLine } of foldingRanges(view)) assert.ok(startLine < endLine);
  let inner = selectionRange(view, offset);
  for (let outer = inner.parent; outer !== undefined; outer = inner.parent) {
    assert.ok(toOffset(view.lines, outer.range.start) <= toOffset(view.lines, inner.range.start));
    assert.ok(toOffset(view.lines, outer.range.end) >= toOffset(view.lines, inner.range.end));
    inner = outer;
  }
  assertOrdered(view);
}

/** Tokens stand one after the other, each on one line. */
function assertOrdered(view: View): void {
  const { data } = semanticTokens(view);
  let [line, character, end] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down, right, length] = [data[at]!, data[at + 1]!, data[at + 2]!];
    assert.ok(down >= 0 && right >= 0 && length > 0);
    line += down;
    character = down === 0 ? character + right : right;
    if (down === 0) assert.ok(character >= end, "tokens do not overlap");
    end = character + length;
    assertInside(view, { start: { line, character }, end: { line, character: end } });
  }
}

describe("features on any text", function () {
  this.timeout(300_000);

  it("work at every place of the examples that is tried", () => {
    const property = fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (text, share) => {
        const { view } = viewText(text, { cursor: "¦" });
        useAll(view, Math.floor(share * text.length));
      },
    );
    fc.assert(property, { numRuns: fuzzRuns(4000) });
  });

  it("work where texts were torn apart", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const junk = fc.constantFrom(
      "",
      "(",
      "{",
      '"',
      "`",
      "$",
      "\r\n",
      "🦆",
      "from ",
      "by ",
      "= ",
      "\ud800",
      'f"{',
    );
    const property = fc.property(
      fc.constantFrom(...texts),
      share,
      share,
      junk,
      (text, first, second, inserted) => {
        const [from, to] = [first, second].map((at) => Math.floor(at * text.length)).sort((a, b) => a - b);
        const torn = `${text.slice(0, from)}${inserted}${text.slice(Math.min(to!, from! + 40))}`;
        const { view } = viewText(torn, { cursor: "\u0000" });
        useAll(view, Math.min(from! + inserted.length, torn.length));
      },
    );
    fc.assert(property, { numRuns: fuzzRuns(10_000) });
  });
});
