// Words that go on behind a complete operand: clauses of the step, order words, operators, units after numbers. Clauses
// that the step has already are left out.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type AnyNode, joinKindWords, nodesAt, type Step, unitWords } from "../../../grammar/index.ts";
import { modeWords, storeModes, type Type } from "../../../language/index.ts";
import { conditionsAt } from "./joins.ts";
import type { Probe } from "./probe.ts";
import { visibleSymbols } from "./symbols.ts";
import type { Proposal } from "./types.ts";
import type { PlacedToken, WordPlace } from "./word.ts";

/** `join` behind `left` and its like, which begin a step only together with it. */
export function kindProposals({ before }: WordPlace, text: string): readonly Proposal[] | undefined {
  const last = before.at(-1);
  if (last === undefined || !kindWords.has(last.text)) return undefined;
  const lineStart = Math.max(text.lastIndexOf("\n", last.start), text.lastIndexOf("|", last.start)) + 1;
  if (text.slice(lineStart, last.start).trim() !== "") return undefined;
  return (last.text === "left" ? ["join", "unnest"] : ["join"]).map((word, index) =>
    keyword(`${word} `, 100 - index, { label: word, insert: `${word} ` }),
  );
}

const kindWords: ReadonlySet<string> = new Set(joinKindWords);

export function clauseProposals(place: WordPlace, found: Probe, uri: string): readonly Proposal[] {
  const step = stepBefore(place, found);
  const since = tokensOfStep(place, found, step);
  const depth = depthOf(since);
  const words = new Set(since.map(({ text }) => text));
  const operators = operatorProposals(place, found, step, since);
  const nested = words.has("sorted") && depth > 0 ? orderWords : [];
  if (depth > 0) return [...operators, ...nested];
  const clauses = step === undefined ? headProposals(found, since) : stepClauses(step, words, found, uri);
  return [...clauses, ...operators];
}

/** Units for a number that stands right before the cursor: of times beside times, of sizes in budgets and options. */
export function unitProposals(place: WordPlace, found: Probe): readonly Proposal[] {
  const isSize = found.path.some(({ kind }) => kind === "budgetItem" || kind === "connector");
  const step = stepBefore(place, found);
  if (step?.kind === "take" || step?.kind === "sample") return [];
  const score = isSize || step === undefined || isBesideTime(place, found) ? 140 : 20;
  const words = isSize ? [...sizeWords, ...durationWords] : durationWords;
  return words
    .filter((unit) => unitWords.includes(unit))
    .map((unit, index) => ({ label: unit, kind: CompletionItemKind.Unit, score: score - index }));
}

const durationWords = ["days", "hours", "minutes", "s", "weeks", "months", "years", "quarters", "ms", "us"];
const sizeWords = ["MB", "GB", "TB", "MiB", "GiB", "TiB"];
const times: ReadonlySet<string> = new Set(["date", "timestamp", "instant", "duration"]);

/** Whether the operator or call that the number stands in has a time as another operand. */
function isBesideTime(place: WordPlace, found: Probe): boolean {
  const last = place.before.at(-1);
  const { bound, declarationStart } = found;
  if (last === undefined || bound === undefined) return false;
  const around = nodesAt(bound.declaration, last.start - declarationStart);
  const holder = around.find(({ kind }) => kind === "binary" || kind === "between" || kind === "frame");
  if (holder === undefined) return false;
  if (holder.kind === "frame") return true;
  return bound.references.some(({ start, end }) => {
    if (start < holder.start || end > holder.end) return false;
    const type = typeOfColumnAt(found, start);
    return type !== undefined && times.has(type.kind);
  });
}

/** The last step that begins before the cursor, in the innermost chain around it. */
function stepBefore({ word }: WordPlace, { path, declarationStart }: Probe): Step | undefined {
  const hole = word.start - declarationStart;
  const direct = path.findLast((node) => "keyword" in node) as Step | undefined;
  const chain = path.findLast((node) => "steps" in node) as
    | (AnyNode & { steps: readonly Step[] })
    | undefined;
  const before = chain?.steps.findLast(({ keyword }) => keyword.end <= hole);
  return direct !== undefined && direct.keyword.end <= hole && direct.start >= (before?.start ?? 0)
    ? direct
    : before;
}

function tokensOfStep(
  { before }: WordPlace,
  { declarationStart }: Probe,
  step: Step | undefined,
): readonly PlacedToken[] {
  if (step === undefined) return before;
  return before.filter(({ start }) => start >= declarationStart + step.start);
}

function depthOf(tokens: readonly PlacedToken[]): number {
  let depth = 0;
  for (const { text } of tokens) {
    if (text === "(" || text === "[" || text === "{") depth++;
    if (text === ")" || text === "]" || text === "}") depth--;
  }
  return depth;
}

function keyword(label: string, score: number, more: Partial<Proposal> = {}): Proposal {
  return { label, kind: CompletionItemKind.Keyword, score, asksAgain: label.endsWith(" "), ...more };
}

const orderWords: readonly Proposal[] = [
  keyword("desc", 120),
  keyword("nulls first", 96),
  keyword("nulls last", 95),
  keyword("asc", 90),
];

function stepClauses(step: Step, words: ReadonlySet<string>, found: Probe, uri: string): readonly Proposal[] {
  const missing = (...list: readonly [string, number][]) =>
    list.filter(([word]) => !words.has(word.split(" ")[0]!)).map(([word, score]) => keyword(word, score));
  switch (step.kind) {
    case "from":
      return missing(["as", 120]);
    case "join": {
      const conditions = words.has("on") || step.join === "cross" ? [] : conditionsAt(found, "on ");
      return [...conditions, ...missing(["on", 140], ["as", 130], ["one", 120], ["many", 60])];
    }
    case "sort":
      return orderWords;
    case "aggregate":
      return missing(["by", 120]);
    case "window":
      return [
        ...missing(["by", 120], ["sorted", 118]),
        ...(words.has("sorted") ? [...orderWords, ...missing(["rows", 80], ["range", 78])] : []),
      ];
    case "take":
      return [
        ...missing(["by", 120], ["sorted", 118], ["offset", 110]),
        ...(words.has("sorted") ? orderWords : []),
      ];
    case "pivot":
      return words.has("for") ? missing(["in", 120]) : missing(["by", 118], ["for", 120]);
    case "unpivot":
      return missing(["to", 120]);
    case "sample":
      return missing(["rows", 110], ["seed", 100]);
    case "expect":
      return missing(["warn", 100], ["at most 1%", 96]);
    case "sql":
      return missing(["returns", 120]);
    case "into":
      return modesOf(step.store.text, found, uri);
    default:
      return [];
  }
}

function modesOf(store: string, found: Probe, uri: string): readonly Proposal[] {
  const symbol = visibleSymbols(found.program, uri).get(store);
  const modes = symbol?.kind === "store" ? storeModes[symbol.target.location.format] : storeModes.parquet;
  return modes.map((mode, index) => keyword(modeWords[mode], 120 - index));
}

/** What may follow in the head of a declaration or in an item of a block. */
function headProposals({ bound }: Probe, since: readonly PlacedToken[]): readonly Proposal[] {
  const words = new Set(since.map(({ text }) => text));
  const last = since.at(-1)?.text;
  switch (bound?.declaration.kind) {
    case "pipeline":
      return words.has("{") ? [] : [keyword("budget", 100)];
    case "test":
      return words.has("of") ? [] : [keyword("of", 100)];
    case "import":
      return words.has("from") ? [] : [keyword("from", 100)];
    case "service":
      if (words.has("limit") && !words.has("per"))
        return [keyword("per minute", 100), keyword("per second", 99)];
      return words.has("endpoint") ? [keyword("example", 90)] : [];
    case "job":
      if (last !== undefined && /^(day|[a-z]+day)$/.test(last)) return [keyword("at", 100)];
      return words.has("every") ? [keyword("in", 90)] : [];
    default:
      return [];
  }
}

function operatorProposals(
  place: WordPlace,
  found: Probe,
  step: Step | undefined,
  since: readonly PlacedToken[],
): readonly Proposal[] {
  if (step === undefined || step.kind === "from" || step.kind === "into" || step.kind === "distinct")
    return [];
  if (step.kind === "join" && !since.some(({ text }) => text === "on")) return [];
  const type = typeBefore(place, found);
  const isCondition = step.kind === "where" || step.kind === "expect" || step.kind === "join";
  const isBool = type?.kind === "bool";
  const isText = type === undefined || type.kind === "text";
  const branch = openBranch(since);
  const hasComparison = since.some(({ text }) => /^(?:[=!<>]=?|==|in|like|matches|between)$/.test(text));
  const joins = (isCondition && (isBool || hasComparison)) || isBool ? 110 : 50;
  return [
    ...(branch === undefined ? [] : [keyword(branch, 150)]),
    keyword("and", joins),
    keyword("or", joins - 1),
    ...(isBool ? [] : [keyword("in", isCondition ? 90 : 42), keyword("not in", isCondition ? 84 : 38)]),
    ...(isBool ? [] : [keyword("between", isCondition ? 86 : 41)]),
    ...(isText ? [keyword("like", isCondition ? 88 : 40), keyword("matches", isCondition ? 87 : 39)] : []),
    keyword("as", 60),
    keyword("as?", 55),
  ];
}

/** `then` or `else` where an `if` waits for it. */
function openBranch(since: readonly PlacedToken[]): string | undefined {
  const open: string[] = [];
  for (const { text, kind } of since) {
    if (kind !== "keyword") continue;
    if (text === "if") open.push("then");
    if (text === "then" && open.length > 0) open[open.length - 1] = "else";
    if (text === "else") open.pop();
  }
  return open.at(-1);
}

/** The type of a column that stands right before the cursor. */
function typeBefore({ before }: WordPlace, found: Probe): Type | undefined {
  const last = before.at(-1);
  return last === undefined ? undefined : typeOfColumnAt(found, last.start - found.declarationStart);
}

/** The type of the column named at an offset of the declaration. */
function typeOfColumnAt({ bound }: Probe, at: number): Type | undefined {
  const reference = bound?.references.find(({ start }) => start === at);
  if (bound === undefined || reference?.target.kind !== "column") return undefined;
  const { column: id } = reference.target;
  const step = bound.steps.findLast(({ node }) => node.start <= at);
  const known = [step?.input, step?.output].flatMap((flow) => [
    ...(flow?.shape.columns ?? []),
    ...(flow?.shape.hidden ?? []),
  ]);
  return known.find((column) => column.id === id)?.type;
}
