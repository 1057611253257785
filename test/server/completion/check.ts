// How completion is tested: a text with `|` (or `¦` where the text has a `|` itself) is completed, and what is compared is the
// text after an item was taken, imports and all.

import assert from "node:assert/strict";
import type { CompletionItem, TextEdit } from "vscode-languageserver-types";
import { completion } from "../../../server/features/completion/completion.ts";
import type { CompletionAbilities, CompletionWorld } from "../../../server/features/completion/types.ts";
import { toOffset, type View } from "../../../server/view.ts";
import type { BindOptions } from "../../language/bind.ts";
import { viewText } from "../view-text.ts";

export interface CheckOptions extends BindOptions {
  readonly world?: CompletionWorld;
  readonly abilities?: Partial<CompletionAbilities>;
  readonly trigger?: string;
}

const plain: CompletionAbilities = {
  snippets: false,
  insertReplace: false,
  labelDetails: true,
  markdown: true,
  asksAgain: false,
};

/** The tables that most tests read. */
export const tables = `source orders = parquet("orders.parquet") {
  id: int
  customer_id: int       ## Who bought.
  status: text
  amount: float?
  at: timestamp
  tags: list(text)
  who: struct{name: text, born: int}
}
source customers = parquet("customers.parquet") {
  id: int
  name: text
  country: text?
}
`;

/** The items at the cursor, in the order in which they are shown. */
export function itemsAt(marked: string, options: CheckOptions = {}): readonly CompletionItem[] {
  return completeMarked(marked, options).items;
}

function completeMarked(marked: string, options: CheckOptions) {
  const cursor = marked.includes("¦") ? "¦" : "|";
  const { view, offset } = viewText(marked, { ...options, cursor });
  const { items } = completion(
    view,
    offset,
    { ...plain, ...options.abilities },
    options.world,
    options.trigger,
  );
  return { view, items: items.toSorted((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1)) };
}

/** Labels at the cursor, in order. */
export function labelsAt(marked: string, options: CheckOptions = {}): readonly string[] {
  return itemsAt(marked, options).map(({ label }) => label);
}

/** Taking the item `label` gives `expected`. */
export function check(marked: string, label: string, expected: string, options: CheckOptions = {}): void {
  const { view, items } = completeMarked(marked, options);
  const item = items.find((candidate) => candidate.label === label);
  assert.ok(item, `\`${label}\` is offered; there are ${items.map((each) => each.label).join(", ")}`);
  assert.equal(applied(view, item), expected);
}

/** The first labels, in this order. */
export function begins(marked: string, labels: readonly string[], options: CheckOptions = {}): void {
  assert.deepEqual(labelsAt(marked, options).slice(0, labels.length), labels);
}

/** All of these are offered. */
export function offers(marked: string, labels: readonly string[], options: CheckOptions = {}): void {
  const found = new Set(labelsAt(marked, options));
  assert.deepEqual(
    labels.filter((label) => !found.has(label)),
    [],
    `missing in ${[...found].join(", ")}`,
  );
}

/** None of these is offered. */
export function lacks(marked: string, labels: readonly string[], options: CheckOptions = {}): void {
  const found = new Set(labelsAt(marked, options));
  assert.deepEqual(
    labels.filter((label) => found.has(label)),
    [],
  );
}

/** The text after an item was taken. */
export function applied(view: View, item: CompletionItem): string {
  const edit = item.textEdit;
  assert.ok(edit !== undefined, "every item has an edit");
  const main: TextEdit = { newText: edit.newText, range: "range" in edit ? edit.range : edit.replace };
  let { text } = view;
  const edits = [main, ...(item.additionalTextEdits ?? [])].map(({ range, newText }) => ({
    start: toOffset(view.lines, range.start),
    end: toOffset(view.lines, range.end),
    newText,
  }));
  for (const { start, end, newText } of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + newText + text.slice(end);
  }
  return text;
}
