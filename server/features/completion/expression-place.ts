// What could stand where an expression has a name: columns, functions, parameters, conditions of joins, names of arguments.

import { CompletionItemKind } from "vscode-languageserver-types";
import {
  type AnyNode,
  type Argument,
  type CallNode,
  type Expression,
  type Item,
  quoteName,
  type Step,
} from "../../../grammar/index.ts";
import { functionNamed, type Scope } from "../../../language/index.ts";
import type { View } from "../../view.ts";
import { columnProposals, memberProposals } from "./columns.ts";
import { type Expected, expectedAt } from "./expected.ts";
import { functionProposals } from "./functions.ts";
import { foreignNames, foreignProposals } from "./imports.ts";
import { conditionsAt } from "./joins.ts";
import { argumentNameProposals, parameterProposals, wordProposals } from "./names.ts";
import type { Probe } from "./probe.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";
import type { CompletionWorld, Proposal } from "./types.ts";
import type { WordPlace } from "./word.ts";

const none: readonly Proposal[] = [];

/** A bare name of an expression. */
export function expressionProposals(
  view: View,
  found: Probe,
  scope: Scope,
  path: readonly AnyNode[],
  world: CompletionWorld,
  place: WordPlace,
): readonly Proposal[] {
  const around = surroundingsOf(found);
  const expected = expectedAt(path, scope);
  const step = path.findLast((node) => "keyword" in node) as Step | undefined;
  const isDirectKey = step?.kind === "join" && path.at(-2) === step;
  const call =
    path.at(-2)?.kind === "argument" ? (path.at(-3) as unknown as CallNode | undefined) : undefined;
  const mayCall = expected.use !== "sort" || step?.kind === "sort";
  const onlyColumns =
    step?.kind === "drop" || step?.kind === "into" || step?.kind === "unpivot" || step?.kind === "rename";
  const columns = columnProposals(scope, expected, around);
  if (step !== undefined && isUnnamed(step, path)) {
    return newItemProposals(step, columns, functionProposals(scope, expected, undefined), around, scope);
  }
  if (onlyColumns) return columns;
  return [
    ...columns,
    ...(isDirectKey ? conditionsAt(found, "") : none),
    ...(mayCall ? functionProposals(scope, expected, undefined) : none),
    ...parameterProposals(found, view.uri, scope, expected, "$"),
    ...(call?.kind === "call" ? argumentNameProposals(call, scope) : none),
    ...literals(expected, path.at(-2)),
    ...wholes(step, path, scope),
    ...foreignProposals(view, foreignNames(world, place), new Set(["function", "let"])),
  ];
}

/** Whether the cursor stands where an item begins that has to have a name. */
function isUnnamed(step: Step, path: readonly AnyNode[]): boolean {
  if (step.kind !== "derive" && step.kind !== "aggregate" && step.kind !== "window") return false;
  const item = path.at(-2) as unknown as Item;
  return item.kind === "item" && item.name === undefined && step.items.includes(item);
}

/** New names that something below asks for, columns to be replaced, aggregates under their own names. */
function newItemProposals(
  step: Step,
  columns: readonly Proposal[],
  functions: readonly Proposal[],
  { wanted }: Surroundings,
  scope: Scope,
): readonly Proposal[] {
  const known = new Set(scope.columns.map(({ name }) => name));
  const asked = [...wanted].filter((name) => !known.has(name));
  const named = asked.map(
    (name, index): Proposal => ({
      label: name,
      kind: CompletionItemKind.Field,
      description: "used below",
      insert: `${quoteName(name)} = `,
      score: 300 - index,
      asksAgain: true,
    }),
  );
  if (step.kind === "derive") {
    return [
      ...named,
      ...columns.map((each) => ({ ...each, insert: `${each.insert ?? each.label} = `, asksAgain: true })),
    ];
  }
  const grouped = functions.filter(({ label }) => (functionNamed(label)?.kind ?? "scalar") !== "scalar");
  return [
    ...named,
    ...grouped.map((each) => ({
      ...each,
      insert: `${each.label} = ${each.insert ?? each.label}`,
      snippet:
        each.snippet === undefined
          ? undefined
          : `\${1:${each.label}} = ${each.snippet.replaceAll("$1", "$2")}`,
    })),
  ];
}

/** A name behind a dot. */
export function memberPlaceProposals(
  found: Probe,
  member: Expression & { readonly kind: "member" },
): readonly Proposal[] {
  const alias = member.object.kind === "columnName" ? member.object.name.text : undefined;
  const { open } = found;
  if (open === undefined) return none;
  const expected = expectedAt(found.path.slice(0, -1), open.scope);
  return memberProposals(alias, open.object, open.scope, expected, surroundingsOf(found));
}

/** The name of a call whose parentheses stand there already. */
export function callPlaceProposals(
  view: View,
  found: Probe,
  world: CompletionWorld,
  call: CallNode,
  place: WordPlace,
): readonly Proposal[] {
  const { open } = found;
  if (open === undefined) return none;
  const expected = expectedAt(found.path.slice(0, -1), open.scope);
  const foreignFunctions = foreignProposals(view, foreignNames(world, place), new Set(["function"]));
  return [
    ...functionProposals(open.scope, expected, call),
    ...foreignFunctions.map(({ snippet: _snippet, ...proposal }) => proposal),
  ];
}

/** `unique(…)` of `expect`, and all columns of a relation in `select`. */
function wholes(step: Step | undefined, path: readonly AnyNode[], scope: Scope): readonly Proposal[] {
  if (step?.kind === "expect" && step.condition === (path.at(-1) as unknown)) {
    const doc = "No two rows are alike in these columns.";
    const insert = { insert: "unique", snippet: "unique($1)$0", asksAgain: true };
    return [{ label: "unique", kind: CompletionItemKind.Keyword, ...insert, documentation: doc, score: 30 }];
  }
  const item = path.at(-2) as unknown as Item;
  if (step?.kind !== "select" || !step.items.includes(item) || item.name !== undefined) return none;
  return ["*", ...[...scope.aliases.keys()].map((alias) => `${quoteName(alias)}.*`)].map((label, index) => ({
    label,
    kind: CompletionItemKind.Field,
    description: "all columns",
    score: 22 - index,
  }));
}

/** Words that are values themselves, or begin an expression. */
function literals(expected: Expected, outer: AnyNode | undefined): readonly Proposal[] {
  const wantsBool = expected.isTyped && expected.fit({ type: { kind: "bool" }, nullable: false }) === 2;
  const isArgument = outer?.kind === "argument" && (outer as unknown as Argument).name?.text !== "where";
  const score = wantsBool && isArgument ? 140 : wantsBool ? 5 : -30;
  return [
    ...wordProposals(["true", "false"]).map((proposal) => ({ ...proposal, score })),
    { label: "null", kind: CompletionItemKind.Constant, score: -32 },
    {
      label: "if",
      kind: CompletionItemKind.Keyword,
      insert: "if ",
      snippet: "if ${1:condition} then ${2} else $0",
      score: -6,
    },
    {
      label: "case",
      kind: CompletionItemKind.Keyword,
      insert: "case ",
      snippet: "case {\n  ${1:condition} => ${2},\n  else => $0,\n}",
      score: -7,
    },
    { label: "not", kind: CompletionItemKind.Keyword, insert: "not ", score: wantsBool ? 0 : -34 },
  ];
}
