// Steps that make sense at the cursor. Where the rest of a step stands there already (its word was deleted, or is being
// changed), each word is tried: those with which the text is right come first.

import { CompletionItemKind } from "vscode-languageserver-types";
import type { AnyNode, Step, StepKind } from "../../../grammar/index.ts";
import type { View } from "../../view.ts";
import type { Probe } from "./probe.ts";
import { stepEntries, usualScore } from "./step-table.ts";
import { triedWords } from "./step-trials.ts";
import type { Proposal } from "./types.ts";
import type { WordPlace } from "./word.ts";

export interface StepPlace {
  /** Whether a chain of steps begins here, so that only `from` makes sense. */
  readonly isFirst: boolean;
  /** Whether the chain is that of a pipeline, which may store. */
  readonly mayStore: boolean;
}

export function stepProposals(
  view: View,
  place: WordPlace,
  found: Probe,
  { isFirst, mayStore }: StepPlace,
): readonly Proposal[] {
  const hasRest = restFollows(place);
  const previous = previousStep(found);
  const previousWord = previous === undefined ? undefined : wordOf(previous);
  const rows = stepEntries.filter(
    ({ word }) => (word === "from") === isFirst && (mayStore || word !== "into"),
  );
  const trials = hasRest
    ? triedWords(
        view,
        place.word,
        rows.map(({ word }) => word),
      )
    : undefined;
  return rows.map(({ word, snippet, doc }): Proposal => {
    const usual = usualScore(word, previousWord);
    const score = 100 + usual + (trials?.get(word) ?? 0) + (hasRest ? 0 : nextScore(word, found));
    return {
      label: word,
      kind: CompletionItemKind.Keyword,
      description: firstWords(doc),
      insert: hasRest || word === "distinct" ? word : `${word} `,
      snippet: hasRest || word === "distinct" ? undefined : snippet,
      data: { of: "step", name: word },
      asksAgain: !hasRest && word !== "distinct",
      score,
    };
  });
}

function firstWords(doc: string): string {
  return doc.replace(/[.;:].*$/s, "").toLowerCase();
}

/** Whether what follows the word goes on with its step. */
function restFollows({ after }: WordPlace): boolean {
  if (after === undefined) return false;
  if (after.kind === "step" || after.kind === "declaration" || after.kind === "unknown") return false;
  return !["|", "}", ")"].includes(after.text);
}

function previousStep({ path, hole }: Probe): Step | undefined {
  const holders = path.flatMap((node) => (node as AnyNode & { steps?: readonly Step[] }).steps ?? []);
  return holders.findLast(({ keyword, kind }) => keyword.start < hole && kind !== "faultyStep");
}

function wordOf({ kind }: Step): StepKind | undefined {
  return kind === "faultyStep" ? undefined : kind;
}

/** A step that nothing would come of is unlikely. */
function nextScore(word: string, found: Probe): number {
  const flow = found.bound?.steps.findLast(({ node }) => node.start < found.hole)?.output;
  if (flow === undefined || !flow.shape.complete) return 0;
  if (word === "unnest" || word === "left unnest") {
    return flow.shape.columns.some(({ type }) => type.kind === "list") ? 12 : -12;
  }
  return 0;
}
