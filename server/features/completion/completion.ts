// Completion: what could stand at the cursor, the likeliest first. The place is found in the tree of the text with a name at
// the cursor; the names come from what the binder would find there. No text is searched for clues.

import type { CompletionList } from "vscode-languageserver-types";
import type { View } from "../../view.ts";
import { lettersOfForeign } from "./imports.ts";
import { itemsOf } from "./item.ts";
import { proposalsAt } from "./place.ts";
import { type Probe, probe } from "./probe.ts";
import { textProposals } from "./texts.ts";
import type { CompletionAbilities, CompletionWorld, Proposal } from "./types.ts";
import { type Word, type WordPlace, wordAt } from "./word.ts";

/** What completion answers to by itself, besides letters. */
export const completionTriggers: readonly string[] = [".", "$", '"', "/", "`", " "];

/** Triggers after which nothing is offered unless something certainly fits. */
const shyTriggers: ReadonlySet<string> = new Set([" ", '"', "/"]);

const nothing: CompletionList = { isIncomplete: false, items: [] };

/** The items at an offset. `trigger` is the character that asked, if one did. */
export function completion(
  view: View,
  offset: number,
  abilities: CompletionAbilities,
  world: CompletionWorld = {},
  trigger?: string,
): CompletionList {
  const word = wordAt(view, offset);
  if (word === undefined) return nothing;
  const { found, place } = probe(view, word);
  if (trigger !== undefined && isUnasked(place, trigger)) return nothing;
  const { proposals, keep } =
    word.kind === "text"
      ? textProposals(view, place, found, world)
      : { proposals: proposalsAt(view, place, found, world), keep: 0 };
  const isQuoted = word.kind !== "text" && view.text[word.start] === "`";
  const replaced = { start: word.start + keep, cursor: word.cursor, end: word.end, isQuoted };
  return {
    isIncomplete: mayHaveMore(word, found, world),
    items: itemsOf(view, fitted(proposals, place), replaced, abilities),
  };
}

/** Whether names of other files come in with the next letter, so that the editor has to ask again. */
function mayHaveMore({ kind, typed }: Word, { path }: Probe, world: CompletionWorld): boolean {
  if (world.declarationsMatching === undefined || kind !== "name" || typed.length >= lettersOfForeign)
    return false;
  return takesForeign.has(path.at(-2)?.kind ?? "");
}

const takesForeign: ReadonlySet<string> = new Set(["columnName", "namedRelation", "call"]);

/** A space asks only where a name has to follow; a slash and a quote only inside a text. */
function isUnasked({ word, before, isLineStart }: WordPlace, trigger: string): boolean {
  if (!shyTriggers.has(trigger)) return false;
  if (trigger === '"' || trigger === "/") return word.kind !== "text";
  if (word.kind === "text" || isLineStart) return true;
  const last = before.at(-1);
  if (last === undefined) return true;
  return (
    trigger === " " &&
    last.kind !== "step" &&
    last.kind !== "keyword" &&
    last.text !== "," &&
    last.text !== "="
  );
}

/** Parameters are shown with their `$`, which stands there already where the word follows one. */
function fitted(proposals: readonly Proposal[], { word }: WordPlace): readonly Proposal[] {
  if (word.kind !== "parameter") return proposals;
  return proposals.map((proposal) =>
    proposal.label.startsWith("$") ? { ...proposal, filter: proposal.label.slice(1) } : proposal,
  );
}
