// Which kinds of names could stand at the cursor, by the nodes around the placeholder.

import { CompletionItemKind } from "vscode-languageserver-types";
import type {
  AnyNode,
  Argument,
  CallNode,
  ConnectorCall,
  Expression,
  ImportDeclaration,
  RelationNode,
  Step,
} from "../../../grammar/index.ts";
import type { View } from "../../view.ts";
import { columnProposal } from "./columns.ts";
import { callPlaceProposals, expressionProposals, memberPlaceProposals } from "./expression-place.ts";
import { foreignNames, foreignProposals, importedNameProposals } from "./imports.ts";
import {
  argumentNameProposals,
  budgetProposals,
  connectorProposals,
  optionProposals,
  pipelineArgumentProposals,
  scheduleWords,
  symbolProposals,
  typeProposals,
  wordProposals,
} from "./names.ts";
import { type Probe, placeholder } from "./probe.ts";
import { relationProposals } from "./relations.ts";
import { stepProposals } from "./steps.ts";
import { surroundingsOf } from "./surroundings.ts";
import { visibleSymbols } from "./symbols.ts";
import { testNameProposals } from "./tests.ts";
import { roleOf } from "./texts.ts";
import type { CompletionWorld, ForeignDeclaration, Proposal } from "./types.ts";
import type { WordPlace } from "./word.ts";

const none: readonly Proposal[] = [];

/** What could stand where the tree has a name that nobody gave yet. */
export function treeProposals(
  view: View,
  found: Probe,
  world: CompletionWorld,
  place: WordPlace,
): readonly Proposal[] {
  const { path } = found;
  const name = path.at(-1);
  const parent = path.at(-2);
  if (parent === undefined || (name as { text?: string }).text !== placeholder) {
    return found.open === undefined
      ? none
      : expressionProposals(view, found, found.open.scope, path, world, place);
  }
  switch (parent.kind) {
    case "columnName":
      return columnPlace(view, found, world, place, path.slice(0, -1));
    case "member":
      if (isHighWater(path)) return storeColumns(found, parent as unknown as Expression, view.uri);
      return memberPlaceProposals(found, parent as unknown as Expression & { readonly kind: "member" });
    case "call":
      return callPlaceProposals(view, found, world, parent as unknown as CallNode, place);
    case "namedRelation":
      return relationPlace(view, found, world, parent, place);
    case "argument":
      return argumentName(view, found, path);
    case "connector":
      return connectorProposals(roleOf(path[0]));
    case "type":
      return typeProposals();
    case "into":
      return symbolProposals(found, view.uri, "store");
    case "score":
      return (parent as unknown as { model: AnyNode }).model === name
        ? symbolProposals(found, view.uri, "model")
        : none;
    case "pivot":
      return found.open === undefined
        ? none
        : expressionProposals(view, found, found.open.scope, path, world, place);
    case "faultyStep":
      return stepProposals(view, place, found, { isFirst: false, mayStore: true });
    case "budgetItem":
      return budgetProposals((path[0] as unknown as { budget: readonly AnyNode[] }).budget);
    case "import": {
      const { path: file, names } = parent as unknown as ImportDeclaration;
      return file === undefined
        ? none
        : importedNameProposals(
            view,
            file.value,
            names.map(({ text }) => text),
          );
    }
    case "item":
      return newNames(found, path);
    case "struct":
    case "given":
      return testNameProposals(found, path, view.uri);
    case "sql":
      return wordProposals(["duckdb"]);
    case "auth":
      return wordProposals(["token", "none"]);
    case "limit":
      return wordProposals(["minute", "second", "hour", "day"]);
    case "on":
      return wordProposals([...(view.project.manifest?.targets.keys() ?? [])]);
    case "every":
      return wordProposals(scheduleWords);
    default:
      return none;
  }
}

function columnPlace(
  view: View,
  found: Probe,
  world: CompletionWorld,
  place: WordPlace,
  path: readonly AnyNode[],
): readonly Proposal[] {
  if (isHighWater(path)) return symbolProposals(found, view.uri, "store");
  const connector = path.findLast(({ kind }) => kind === "connector") as unknown as ConnectorCall | undefined;
  if (connector !== undefined) return connectorPlace(found, connector, path);
  const relation = path.findLast(({ kind }) => kind === "namedRelation") as unknown as
    | RelationNode
    | undefined;
  const callee =
    relation?.kind === "namedRelation"
      ? visibleSymbols(found.program, view.uri).get(relation.name.text)
      : undefined;
  const isArgument =
    path.at(-2)?.kind === "argument" && (path.at(-2) as unknown as Argument).name === undefined;
  const names =
    callee?.kind === "pipeline" && relation?.kind === "namedRelation" && isArgument
      ? pipelineArgumentProposals(callee.face.parameters, relation.arguments ?? [])
      : none;
  const { open } = found;
  if (open === undefined) {
    const isRelation = path.some(({ kind }) => kind === "test") && path.at(-2)?.kind === "expectRows";
    if (isRelation)
      return relationProposals(found, view.uri, {
        onlyPipelines: false,
        mayBeWritten: true,
        given: undefined,
      });
    return names;
  }
  return [...names, ...expressionProposals(view, found, open.scope, path, world, place)];
}

function relationPlace(
  view: View,
  found: Probe,
  world: CompletionWorld,
  node: AnyNode,
  word: WordPlace,
): readonly Proposal[] {
  const relation = node as unknown as RelationNode & { readonly kind: "namedRelation" };
  const outer = found.path.at(-3)?.kind;
  const onlyPipelines = outer === "run" || outer === "endpoint";
  const place = {
    onlyPipelines,
    mayBeWritten: !onlyPipelines && outer !== "test",
    given: relation.arguments,
    use: outer === "run" || outer === "test" ? (outer as "run" | "test") : undefined,
  };
  const kinds = new Set<ForeignDeclaration["kind"]>(
    onlyPipelines ? ["pipeline"] : ["pipeline", "source", "store"],
  );
  return [
    ...relationProposals(found, view.uri, place),
    ...foreignProposals(view, foreignNames(world, word), kinds),
  ];
}

function argumentName(view: View, found: Probe, path: readonly AnyNode[]): readonly Proposal[] {
  const holder = path.at(-3);
  if (holder?.kind === "connector") {
    const connector = holder as unknown as ConnectorCall;
    return optionProposals(connector.name.text, roleOf(path[0]), connector.arguments).map(withoutColon);
  }
  if (holder?.kind === "namedRelation") {
    const { name, arguments: given } = holder as unknown as RelationNode & { readonly kind: "namedRelation" };
    const symbol = visibleSymbols(found.program, view.uri).get(name.text);
    return symbol?.kind === "pipeline"
      ? pipelineArgumentProposals(symbol.face.parameters, given ?? []).map(withoutColon)
      : none;
  }
  return holder?.kind === "call"
    ? argumentNameProposals(holder as unknown as CallNode, found.open?.scope).map(withoutColon)
    : none;
}

/** The colon stands there already. */
function withoutColon(proposal: Proposal): Proposal {
  const { snippet: _snippet, ...rest } = proposal;
  const name = (proposal.insert ?? proposal.label).replace(/: $/, "");
  return { ...rest, label: proposal.label.replace(/:$/, ""), insert: name };
}

function connectorPlace(
  found: Probe,
  connector: ConnectorCall,
  path: readonly AnyNode[],
): readonly Proposal[] {
  const argument = path.findLast(({ kind }) => kind === "argument") as unknown as Argument | undefined;
  const role = roleOf(path[0]);
  if (argument?.name === undefined) {
    return connector.arguments[0] === argument
      ? none
      : optionProposals(connector.name.text, role, connector.arguments);
  }
  if (argument.name.text === "header") return wordProposals(["true", "false"]);
  if (argument.name.text !== "partition_by" && argument.name.text !== "key") return none;
  const store = visibleSymbols(found.program, found.uri).get(found.bound?.key ?? "");
  return store?.kind === "store"
    ? store.relation().columns.map(({ name }, index) => ({
        label: name,
        kind: CompletionItemKind.Field,
        score: 100 - index,
      }))
    : none;
}

/** Names of new columns: those that something further down asks for. */
function newNames(found: Probe, path: readonly AnyNode[]): readonly Proposal[] {
  const step = path.findLast((node) => "keyword" in node) as Step | undefined;
  if (step === undefined) return none;
  return [...surroundingsOf(found).wanted].map((label, index) => ({
    label,
    kind: CompletionItemKind.Field,
    description: "used below",
    score: 100 - index,
  }));
}

/** Whether the cursor stands in `high_water(…)`, which takes a column of a store. */
function isHighWater(path: readonly AnyNode[]): boolean {
  const call = path.findLast(({ kind }) => kind === "call") as unknown as CallNode | undefined;
  return call?.name.text === "high_water";
}

/** Columns of the store before the dot. */
function storeColumns(found: Probe, member: Expression, uri: string): readonly Proposal[] {
  if (member.kind !== "member" || member.object.kind !== "columnName") return none;
  const store = visibleSymbols(found.program, uri).get(member.object.name.text);
  if (store?.kind !== "store") return none;
  return store.relation().columns.map((column, position) => {
    return columnProposal(column.name, column, store.name, 100 - position / 10);
  });
}
