// How far down the list the wanted item stands, as an editor would show it: items are filtered and ordered by the letters
// typed so far, then by the order that the server gives.

import { type CompletionItem, CompletionItemKind } from "vscode-languageserver-types";
import { reparse } from "../../grammar/index.ts";
import type { BoundStep } from "../../language/index.ts";
import { completion } from "../../server/features/completion/completion.ts";
import { declarationAt, type View, viewOf } from "../../server/view.ts";
import type { Position } from "./positions.ts";

export interface Score {
  readonly position: Position;
  /** Places in the list, from 1; infinite where the item is not offered. */
  readonly untyped: number;
  readonly typed: number;
  /** Columns that were offered and do not exist at the place. */
  readonly invented: readonly string[];
  readonly millis: number;
  readonly first: readonly string[];
}

const abilities = {
  snippets: true,
  insertReplace: true,
  labelDetails: true,
  markdown: true,
  asksAgain: false,
};

/** Letters typed for the second figure. */
const letters = 2;

export function scoreOf(position: Position): Score {
  const began = performance.now();
  const untyped = itemsWith(position, "");
  const millis = performance.now() - began;
  const start = position.wanted.slice(0, letters);
  const typed = itemsWith(position, start);
  return {
    position,
    untyped: placeOf(position.wanted, shown(untyped, "")),
    typed: placeOf(position.wanted, shown(typed, start)),
    invented: inventedColumns(position, [...untyped, ...typed]),
    millis,
    first: shown(untyped, "")
      .slice(0, 8)
      .map(({ label }) => label),
  };
}

function itemsWith({ view, start, end }: Position, typed: string): readonly CompletionItem[] {
  const text = view.text.slice(0, start) + typed + view.text.slice(end);
  const edited = viewOf(
    view.uri,
    view.program.withTree(view.uri, reparse(view.file.tree, text)),
    view.project,
  ) as View;
  return completion(edited, start + typed.length, abilities).items;
}

function placeOf(wanted: string, items: readonly CompletionItem[]): number {
  const at = items.findIndex(({ label }) => label === wanted);
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
}

/** What an editor shows after these letters. */
export function shown(items: readonly CompletionItem[], typed: string): readonly CompletionItem[] {
  const ranked = items.map((item) => ({ item, match: matchOf(item.filterText ?? item.label, typed) }));
  return ranked
    .filter(({ match }) => match < 4)
    .sort((a, b) => a.match - b.match || ((a.item.sortText ?? "") < (b.item.sortText ?? "") ? -1 : 1))
    .map(({ item }) => item);
}

/** 0: begins so; 1: but for case; 2: a word in it does; 3: the letters are in it, in order; 4: they are not. */
function matchOf(text: string, typed: string): number {
  if (text.startsWith(typed)) return 0;
  const lower = text.toLowerCase();
  const wanted = typed.toLowerCase();
  if (lower.startsWith(wanted)) return 1;
  if (lower.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 2;
  let at = 0;
  for (const letter of wanted) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return 4;
  }
  return 3;
}

// ------------------------------------------------------------------------------------- columns that do not exist

/** Columns among the items that the whole text, before anything was deleted, does not have at the place. */
function inventedColumns(position: Position, items: readonly CompletionItem[]): readonly string[] {
  if (position.kind !== "column") return [];
  const { view, start } = position;
  const at = declarationAt(view, start);
  const step = at?.bound.steps
    .filter(({ node }) => node.start <= start - at.start && start - at.start <= node.end)
    .sort((a, b) => a.node.end - a.node.start - (b.node.end - b.node.start))[0];
  if (step === undefined) return [];
  const names = namesAt(step);
  return items
    .filter(
      ({ kind, labelDetails }) => kind === CompletionItemKind.Field && labelDetails?.detail?.startsWith(":"),
    )
    .map(({ label }) => label)
    .filter((label) => !names.has(label) && !isMember(view, start));
}

/** Behind a dot stand fields and columns of one relation, which the editor tests look at. */
function isMember({ text }: View, start: number): boolean {
  return text[start - 1] === ".";
}

function namesAt({ input, output, plan }: BoundStep): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { shape } of [input, output]) {
    for (const { name } of shape.columns) names.add(name);
    for (const { name, qualifier } of shape.hidden) names.add(`${qualifier}.${name}`);
  }
  if (plan.kind === "join") {
    for (const { name } of plan.right.columns) names.add(name).add(`${plan.alias}.${name}`);
  }
  return names;
}
