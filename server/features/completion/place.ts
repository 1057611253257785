// Which kinds of names could stand at the cursor, by the token before it: a declaration, a step, an item, a clause, or
// whatever the tree says.

import type { View } from "../../view.ts";
import { clauseProposals, kindProposals, unitProposals } from "./clauses.ts";
import { declarationProposals } from "./declarations.ts";
import { expectedAt } from "./expected.ts";
import { itemProposals, parameterProposals } from "./names.ts";
import type { Probe } from "./probe.ts";
import { stepProposals } from "./steps.ts";
import { treeProposals } from "./tree-place.ts";
import type { CompletionWorld, Proposal } from "./types.ts";
import type { PlacedToken, WordPlace } from "./word.ts";

/** Everything that could stand at the cursor, in no order. */
export function proposalsAt(
  view: View,
  place: WordPlace,
  found: Probe,
  world: CompletionWorld,
): readonly Proposal[] {
  const last = place.before.at(-1);
  if (place.word.kind === "parameter") {
    const expected = expectedAt(found.path.slice(0, -1), found.open?.scope);
    return parameterProposals(found, view.uri, found.open?.scope, expected, "");
  }
  if (last === undefined || isTopLevel(view, place)) return topLevel(view, place, found);
  const joins = kindProposals(place, found.text);
  if (joins !== undefined) return joins;
  const block = blockOf(found, place);
  if (last.text === "|") return steps(view, place, found, false);
  if (block === "pipeline" && opensSteps(last, place.before)) return steps(view, place, found, true);
  if (block === "test" || block === "service" || block === "job") {
    if (place.isLineStart && (last.text === "{" || endsOperand(last))) return itemProposals(block);
  }
  if (last.kind === "number" && last.end < place.word.start + 2 && !place.isLineStart) {
    return [...unitProposals(place, found), ...clauseProposals(place, found, view.uri)];
  }
  if (endsOperand(last)) {
    const clauses = clauseProposals(place, found, view.uri);
    const isStepPlace = place.isLineStart && block === "pipeline" && depthBefore(place.before) === 0;
    return isStepPlace ? [...steps(view, place, found, false), ...lowered(clauses)] : clauses;
  }
  const listed = treeProposals(view, found, world, place);
  if (last.text !== "," || !place.isLineStart || block !== "pipeline" || depthBefore(place.before) > 0)
    return listed;
  // A list may end with a comma: further left than its entries a step begins.
  const isOut = columnOf(found.text, place.word.start) <= stepColumn(found, place);
  const begun = steps(view, place, found, false);
  return isOut ? [...begun, ...listed.map(behind)] : [...listed, ...begun.map(behind)];
}

// ------------------------------------------------------------------------------------------------ what surrounds

function topLevel(view: View, place: WordPlace, found: Probe): readonly Proposal[] {
  const isInBare =
    found.path[0]?.kind === "bare" ||
    place.before.some(({ kind, text }) => kind === "step" && text === "from");
  const kind = view.file.tree.parts.findLast(({ start }) => start <= place.word.start)?.declaration.kind;
  if (kind !== "bare" || !isInBare) return declarationProposals();
  return [...steps(view, place, found, false), ...declarationProposals(60)];
}

/** Whether a declaration could begin here: in the first column, with nothing open. */
function isTopLevel({ text }: View, { word, before, isLineStart }: WordPlace): boolean {
  const behind = text[word.start - 1];
  const isFirstColumn = word.start === 0 || behind === "\n" || behind === "\r";
  const last = before.at(-1);
  if (!isLineStart || last === undefined) return last === undefined;
  return (
    isFirstColumn &&
    bracesBefore(before) === 0 &&
    (endsOperand(last) || last.text === "}" || last.text === "*")
  );
}

function bracesBefore(tokens: readonly PlacedToken[]): number {
  let depth = 0;
  for (const { text } of tokens) {
    if (text === "{") depth++;
    if (text === "}") depth--;
  }
  return depth;
}

/** How many brackets are open in the step at the cursor. */
function depthBefore(tokens: readonly PlacedToken[]): number {
  let depth = 0;
  for (const { text, kind } of tokens) {
    if (kind === "step") depth = 0;
    if (text === "(" || text === "[") depth++;
    if (text === ")" || text === "]") depth = Math.max(0, depth - 1);
  }
  return depth;
}

type Block = "pipeline" | "test" | "service" | "job" | undefined;

/** The block that the cursor stands in; steps in parentheses and bare pipelines are pipelines. */
function blockOf({ path }: Probe, { before }: WordPlace): Block {
  const holder = path.findLast((node) => "steps" in node || "items" in node);
  if (holder !== undefined && "steps" in holder) return "pipeline";
  const kind = path[0]?.kind;
  if (kind === "test" || kind === "service" || kind === "job") {
    return before.some(({ text }) => text === "{") ? kind : undefined;
  }
  return kind === "pipeline" || kind === "bare" ? "pipeline" : undefined;
}

/** `{` of a pipeline's body, and `(` where a relation stands. */
function opensSteps(last: PlacedToken, before: readonly PlacedToken[]): boolean {
  if (last.text === "{") {
    return !before.some(({ kind }) => kind === "step") && before.some(({ kind }) => kind === "declaration");
  }
  if (last.text !== "(") return false;
  const opener = before.at(-2);
  return opener !== undefined && takesRelation.has(opener.text);
}

const takesRelation: ReadonlySet<string> = new Set(["from", "join", "union", "except", "intersect"]);
const closers: ReadonlySet<string> = new Set([")", "]", "}", "%"]);
const completing: ReadonlySet<string> = new Set([
  "asc",
  "desc",
  "first",
  "last",
  "one",
  "many",
  "warn",
  "append",
  "replace",
  "distinct",
  "nulls",
]);

/** Whether a token ends what can stand by itself, so that no name may follow. */
function endsOperand({ kind, text }: PlacedToken): boolean {
  switch (kind) {
    case "name":
    case "number":
    case "text":
    case "date":
    case "money":
    case "unit":
    case "constant":
      return true;
    case "parameter":
      return text !== "$";
    case "punctuation":
      return closers.has(text);
    case "keyword":
    case "step":
      return completing.has(text);
    case "operator":
      return false;
    default:
      return kind === "unknown";
  }
}

/** How far a place is from the beginning of its line. */
function columnOf(text: string, offset: number): number {
  return offset - 1 - Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1));
}

/** Where the word of the step before the cursor stands on its line. */
function stepColumn({ text }: Probe, { before }: WordPlace): number {
  const step = before.findLast(({ kind }) => kind === "step");
  return step === undefined ? -1 : columnOf(text, step.start);
}

function behind(proposal: Proposal): Proposal {
  return { ...proposal, score: proposal.score - 400 };
}

function lowered(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.map((proposal) => ({ ...proposal, score: proposal.score - 20 }));
}

function steps(view: View, place: WordPlace, found: Probe, isFirst: boolean): readonly Proposal[] {
  const isInner = found.path.some(({ kind }) => kind === "stepsRelation") || depthBefore(place.before) > 0;
  const isEmpty = isFirst || !place.before.some(({ kind }) => kind === "step");
  return stepProposals(view, place, found, { isFirst: isEmpty, mayStore: !isInner });
}
