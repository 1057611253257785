// What holds for completion at any place of any text: it never throws, and what it offers as a column is one.

import assert from "node:assert/strict";
import fc from "fast-check";
import { type CompletionItem, CompletionItemKind } from "vscode-languageserver-types";
import { exampleViews, scoresOf, shareOf } from "../../../bench/completion/bench.ts";
import { reparse } from "../../../grammar/index.ts";
import { completion } from "../../../server/features/completion/completion.ts";
import { type View, viewOf } from "../../../server/view.ts";
import { fuzzRuns } from "../../support/fuzz.ts";
import { viewText } from "../view-text.ts";
import { applied, itemsAt, tables } from "./check.ts";

const abilities = {
  snippets: false,
  insertReplace: true,
  labelDetails: true,
  markdown: true,
  asksAgain: false,
};
// After `on` a column of one side is no key by itself (WR176), but may begin a condition: it exists all the same.
const unknownName = new Set(["WR100", "WR101", "WR103", "WR104"]);

let views: readonly View[] = [];
let close: () => Promise<void> = () => Promise.resolve();

function edited(view: View, text: string): View {
  const program = view.program.withTree(view.uri, reparse(view.file.tree, text));
  return viewOf(view.uri, program, view.project)!;
}

function isColumn({ kind, labelDetails }: CompletionItem): boolean {
  return kind === CompletionItemKind.Field && labelDetails?.detail?.startsWith(":") === true;
}

/** Problems that say of the name which the item wrote that it stands for nothing. */
function complaints(view: View, item: CompletionItem): readonly string[] {
  const text = applied(view, item);
  const edit = item.textEdit!;
  const start = "range" in edit ? edit.range.start : edit.replace.start;
  const after = edited(view, text);
  return after.file.problems
    .filter(({ code, start: from, end }) => {
      const at = after.lines.starts[start.line]! + start.character;
      return unknownName.has(code) && from < at + edit.newText.trimEnd().length && at < end;
    })
    .map(({ message }) => `${item.label}: ${message}`);
}

describe("completion anywhere", function () {
  this.timeout(120_000);
  before(async () => {
    ({ views, close } = await exampleViews());
  });
  after(() => close());

  it("offers columns that exist, at any offset of any example", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (file, place, choice) => {
        const view = views[file % views.length]!;
        const { items } = completion(view, place % (view.text.length + 1), abilities);
        const columns = items.filter(isColumn);
        if (columns.length === 0) return;
        assert.deepEqual(complaints(view, columns[choice % columns.length]!), []);
      }),
      { numRuns: fuzzRuns(4000) },
    );
  });

  it("never throws on texts that are broken, and its edits lie at the cursor", () => {
    const junk = fc.constantFrom(
      "",
      " ",
      "\n",
      "(",
      ")",
      "{",
      "}",
      "[",
      '"',
      "`",
      "$",
      ".",
      ",",
      "|",
      "=",
      "from ",
      "where ",
      "by ",
      'f"{',
      "#",
      "\u{1f986}",
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(60), junk, fc.nat(), (file, place, length, inserted, cursor) => {
        const view = views[file % views.length]!;
        const at = place % (view.text.length + 1);
        const text = view.text.slice(0, at) + inserted + view.text.slice(at + length);
        const broken = edited(view, text);
        const offset = Math.min(text.length, Math.max(0, at + inserted.length - 10 + (cursor % 20)));
        for (const { textEdit } of completion(broken, offset, abilities).items) {
          assert.ok(textEdit !== undefined);
          const range = "range" in textEdit ? textEdit.range : textEdit.insert;
          const { starts } = broken.lines;
          assert.equal(starts[range.end.line]! + range.end.character, offset);
        }
      }),
      { numRuns: fuzzRuns(6000) },
    );
  });

  it("never throws on texts of odd pieces", () => {
    const piece = fc.constantFrom(
      "from",
      " ",
      "\n",
      "orders",
      "where",
      "select",
      "(",
      ")",
      "{",
      "}",
      "[",
      "]",
      '"',
      "`",
      "$",
      "$n",
      ".",
      ",",
      "|",
      "=",
      "==",
      "by",
      "as",
      "in",
      "join",
      "on",
      "aggregate",
      "count()",
      "pipeline p",
      "source s = csv(",
      "test",
      "import",
      "3",
      'f"',
      "case",
      "=>",
      "#",
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.nat(), (pieces, cursor) => {
        const { view } = viewText(tables + pieces.join(" "), { cursor: "¦" as "|" });
        completion(view, tables.length + (cursor % (view.text.length - tables.length + 1)), abilities);
      }),
      { numRuns: fuzzRuns(6000) },
    );
  });

  it("every column item gives a text without an unknown name", () => {
    for (const step of [
      "where |",
      "select |",
      "sort |",
      "derive x = |",
      "aggregate n = max(|)",
      "join customers as c on id\nselect |",
    ]) {
      const marked = `${tables}from orders\n${step}`;
      const { view } = viewText(marked);
      const columns = itemsAt(marked).filter(isColumn);
      assert.ok(columns.length > 4);
      for (const item of columns) {
        assert.deepEqual(complaints(view, item), [], step);
      }
    }
  });

  it("keeps its promise at seeded positions of the examples", () => {
    const scores = scoresOf(views, 160);
    assert.ok(shareOf(scores, ({ untyped }) => untyped) >= 60);
    assert.ok(shareOf(scores, ({ typed }) => typed) >= 95);
    assert.deepEqual(
      scores.flatMap(({ invented }) => invented),
      [],
    );
  });
});
