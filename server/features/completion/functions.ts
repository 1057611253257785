// Functions that could be called at the cursor, ranked by what they give and, where the arguments stand there already,
// kept to those that take them. Their documentation is written when an item is looked at.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type CallNode, quoteName } from "../../../grammar/index.ts";
import {
  allFunctions,
  type CallArgument,
  type ColumnType,
  type FunctionEntry,
  parseSignature,
  patternName,
  resultFit,
  resultOf,
  type Scope,
  typeName,
  typeOfExpression,
  type UserFunction,
} from "../../../language/index.ts";
import { type Expected, plainValue } from "./expected.ts";
import type { Proposal } from "./types.ts";

/** Functions for a place; `call` is the call whose name is wanted, where its parentheses stand there already. */
export function functionProposals(
  scope: Scope,
  expected: Expected,
  call: CallNode | undefined,
): readonly Proposal[] {
  const given = call === undefined ? undefined : givenArguments(call, scope);
  const isInside = expected.calls.some(({ name }) => kindOf(name.text) !== "scalar");
  const proposals: Proposal[] = [];
  for (const entry of allFunctions) {
    if (!mayStand(entry, scope, isInside)) continue;
    const score = libraryScore(entry, expected, given, call, scope);
    if (score !== undefined) proposals.push(libraryProposal(entry, call, score));
  }
  if (scope.context !== "constant" || scope.functions.size > 0) {
    for (const callee of scope.functions.values()) {
      const score = userScore(callee, expected, given);
      if (score !== undefined) proposals.push(userProposal(callee, call, score));
    }
  }
  return [...proposals, ...runProposals(expected, given, call)];
}

function kindOf(name: string): FunctionEntry["kind"] {
  return allFunctions.find((entry) => entry.name === name)?.kind ?? "scalar";
}

/** Aggregates and window functions stand where rows are looked at together, and not inside each other. */
function mayStand(entry: FunctionEntry, scope: Scope, isInside: boolean): boolean {
  if (entry.kind === "scalar") return true;
  if (isInside) return false;
  if (entry.kind === "window") return scope.context === "window";
  return scope.context === "aggregate" || scope.context === "pivot" || scope.context === "window";
}

type Given = readonly (CallArgument & { readonly isWord: boolean })[];

function givenArguments(call: CallNode, scope: Scope): Given {
  return call.arguments.flatMap((argument): Given => {
    const value = plainValue(argument);
    const name = argument.name?.text;
    if (value.kind === "missing") return [];
    const isWord = name === "where" || name === "distinct" || name === "sorted";
    if (value.kind === "lambda") {
      return [{ name, kind: "lambda", parameters: value.parameters.length, isWord }];
    }
    return [{ name, kind: "value", type: typeOfExpression(value, scope), isWord }];
  });
}

function libraryScore(
  entry: FunctionEntry,
  expected: Expected,
  given: Given | undefined,
  call: CallNode | undefined,
  scope: Scope,
): number | undefined {
  let score = call === undefined ? 0 : 60;
  const isGrouped = entry.kind !== "scalar";
  if (isGrouped) score += expected.use === "aggregate" || scope.context !== "scalar" ? 40 : 0;
  score += popularity.get(entry.name) ?? 0;
  score += resemblance(entry.name, expected.itemName);
  let result: ColumnType | undefined;
  if (given !== undefined && given.length > 0) {
    const words = given.filter(({ isWord }) => isWord);
    const own = given.filter(({ isWord }) => !isWord);
    if (words.length > 0 && entry.kind !== "aggregate") return undefined;
    if (words.some(({ name }) => name === "sorted") && entry.ordered !== true) return undefined;
    result = resultOf(entry, own);
    if (result === undefined) return undefined;
    score += Math.min(own.length, 4) * 12 + own.filter(({ name }) => name !== undefined).length * 25;
    score += exactness(entry, own);
  } else if (given !== undefined) {
    result = resultOf(entry, []);
    score += result === undefined ? -40 : 20;
  }
  if (!expected.isTyped) return score;
  const fit = result === undefined ? resultFit(entry, expected.fit) : expected.fit(result);
  return score + [-45, 4, 18][Math.min(2, Math.max(0, fit))]!;
}

/** Functions whose parameters name the types of the arguments rather than take anything. */
function exactness(entry: FunctionEntry, given: Given): number {
  let best = 0;
  for (const { type } of entry.signatures) {
    const { parameters } = parseSignature(type);
    const exact = given.filter((argument, index) => {
      const parameter = parameters[index];
      return (
        argument.kind === "value" &&
        parameter?.pattern.kind === "type" &&
        parameter.pattern.type.kind === argument.type.type.kind
      );
    });
    best = Math.max(best, exact.length);
  }
  return Math.min(best, 2) * 5;
}

function userScore(callee: UserFunction, expected: Expected, given: Given | undefined): number | undefined {
  let score = given === undefined ? 14 : 80;
  if (given !== undefined && given.length > 0) {
    const own = given.filter(({ name }) => name === undefined);
    const named = given.filter(({ name }) => name !== undefined);
    const required = callee.parameters.filter((parameter) => parameter.default === undefined).length;
    if (own.length > callee.parameters.length || given.length < required) return undefined;
    if (named.some(({ name }) => !callee.parameters.some((parameter) => parameter.name === name)))
      return undefined;
    score += 12 * given.length;
    for (const [index, argument] of own.entries()) {
      const type = callee.parameters[index]?.type;
      if (argument.kind === "lambda" || type === undefined) return undefined;
      const found = argument.type.type.kind;
      if (found !== type.kind && found !== "unknown")
        score -= isNumeric(found) && isNumeric(type.kind) ? 5 : 60;
    }
  }
  score += resemblance(callee.name, expected.itemName);
  return expected.isTyped ? score + [-45, 4, 18][expected.fit(callee.returns)]! : score;
}

function isNumeric(kind: string): boolean {
  return kind === "int" || kind === "float" || kind === "decimal";
}

/** `hour = hour(at)`, `mean_delay = avg(delay)`: names often say what makes them. */
function resemblance(name: string, itemName: string | undefined): number {
  if (itemName === undefined) return 0;
  const words = itemName.toLowerCase().split("_");
  if (words.includes(name)) return 30;
  if (words.some((word) => synonyms.get(word) === name)) return 26;
  const stem = name.split("_")[0]!;
  if (words.some((word) => word === stem || (word.length > 3 && name.startsWith(word.slice(0, 4)))))
    return 14;
  return 0;
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ["mean", "avg"],
  ["average", "avg"],
  ["total", "sum"],
  ["running", "sum"],
  ["n", "count"],
  ["rows", "count"],
  ["number", "count"],
  ["unique", "count_distinct"],
  ["different", "count_distinct"],
  ["previous", "lag"],
  ["before", "lag"],
  ["next", "lead"],
  ["largest", "max"],
  ["latest", "max"],
  ["best", "max"],
  ["smallest", "min"],
  ["earliest", "min"],
  ["position", "row_number"],
  ["size", "length"],
]);

/** How often functions are called, in the pipelines that people write. */
const popularity: ReadonlyMap<string, number> = new Map(
  [
    ["count", "sum", "round"],
    ["avg", "min", "max", "lower", "coalesce"],
    ["count_distinct", "lag", "row_number", "date_trunc", "trim", "length", "list"],
    ["median", "upper", "replace", "split", "abs", "year", "month", "first", "last", "lead", "rank"],
    ["null_if", "contains", "starts_with", "left", "day", "hour", "weekday", "floor", "least", "greatest"],
    [
      "format",
      "parse_date",
      "list_map",
      "list_filter",
      "regex_replace",
      "quantile",
      "string_join",
      "list_contains",
    ],
  ].flatMap((names, rank) => names.map((name) => [name, 16 - 2 * rank] as const)),
);

// ----------------------------------------------------------------------------------------------------- items

function libraryProposal(entry: FunctionEntry, call: CallNode | undefined, score: number): Proposal {
  const { parameters, result } = parseSignature(entry.signatures[0]!.type);
  const shown = parameters.map(({ name }) => name).join(", ");
  const takesNothing = entry.signatures.every(({ type }) => parseSignature(type).parameters.length === 0);
  const suffix = patternName(result.pattern) + (result.nullable ? "?" : "");
  return {
    label: entry.name,
    kind: CompletionItemKind.Function,
    detail: `(${shown})`,
    description: suffix,
    ...called(entry.name, call, takesNothing),
    data: { of: "function", name: entry.name },
    score,
  };
}

function userProposal(callee: UserFunction, call: CallNode | undefined, score: number): Proposal {
  return {
    label: callee.name,
    kind: CompletionItemKind.Function,
    detail: `(${callee.parameters.map(({ name }) => name).join(", ")})`,
    description: typeName(callee.returns),
    ...called(quoteName(callee.name), call, callee.parameters.length === 0),
    documentation: callee.doc === "" ? undefined : callee.doc,
    score,
  };
}

/** `now()`, `today()` and `high_water(…)`, which are no functions of their arguments. */
function runProposals(
  expected: Expected,
  given: Given | undefined,
  call: CallNode | undefined,
): readonly Proposal[] {
  const forms = [
    {
      name: "now",
      type: { type: { kind: "instant" }, nullable: false },
      doc: "The start of the run.",
      takes: 0,
    },
    {
      name: "today",
      type: { type: { kind: "date" }, nullable: false },
      doc: "The date of the run.",
      takes: 1,
    },
    {
      name: "high_water",
      type: { type: { kind: "unknown" }, nullable: true },
      doc: "The largest value of a column that a store holds; null where there is none.",
      takes: 1,
    },
  ] as const;
  return forms.flatMap(({ name, type, doc, takes }): Proposal[] => {
    if (given !== undefined && given.length > takes) return [];
    const score = (call === undefined ? 0 : 55) + (expected.isTyped ? [-45, 4, 16][expected.fit(type)]! : 2);
    return [
      {
        label: name,
        kind: CompletionItemKind.Function,
        detail: takes === 0 ? "()" : "(…)",
        ...called(name, call, takes === 0),
        documentation: doc,
        score: given?.length === 1 && name === "high_water" ? score - 30 : score,
      },
    ];
  });
}

function called(
  written: string,
  call: CallNode | undefined,
  takesNothing: boolean,
): Pick<Proposal, "insert" | "snippet" | "asksAgain"> {
  if (call !== undefined) return { insert: written };
  if (takesNothing) return { insert: `${written}()` };
  return { insert: written, snippet: `${escapeSnippet(written)}($1)$0`, asksAgain: true };
}

/** A text as it is written in a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, (character) => `\\${character}`);
}
