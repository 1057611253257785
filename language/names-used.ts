// Which declared names a declaration mentions, read from its tree alone. The program orders its work by it
// (what must be bound before what, where the cycles are), knows by it what an edit touches, and finds what is
// never used. It resolves nothing: whether a name exists is the binder's question.

import type {
  Argument,
  ConnectorCall,
  Declaration,
  Expression,
  Name,
  ParameterDeclaration,
  RelationNode,
  SortKey,
  Step,
} from "../grammar/tree.ts";
import { argumentValue, eachOperand, eachStepExpression, stepRelations } from "./walk.ts";

/** Names by what they are used as, each with the nodes that mention it, in the order of the text. */
export interface NamesUsed {
  /** Sources, stores and pipelines that are read. */
  readonly relations: ReadonlyMap<string, readonly Name[]>;
  /** Stores named by `high_water(store.column)`. */
  readonly highWaters: ReadonlyMap<string, readonly Name[]>;
  /** Stores that `into` writes. */
  readonly written: ReadonlyMap<string, readonly Name[]>;
  /** Names of calls, of the library and of functions alike. */
  readonly functions: ReadonlyMap<string, readonly Name[]>;
  /** `$name`: parameters and constants. */
  readonly parameters: ReadonlyMap<string, readonly Name[]>;
  readonly models: ReadonlyMap<string, readonly Name[]>;
}

/** Names while they are collected. A use that does not occur shares one empty map: most of them do not. */
interface Collected {
  relations: Map<string, Name[]>;
  highWaters: Map<string, Name[]>;
  written: Map<string, Name[]>;
  functions: Map<string, Name[]>;
  parameters: Map<string, Name[]>;
  models: Map<string, Name[]>;
  /** Collects what an expression mentions; made once for a whole declaration. */
  readonly visit: (node: Expression) => void;
}

type Use = Exclude<keyof Collected, "visit">;

const noNames: Map<string, Name[]> = new Map();

const known = new WeakMap<Declaration, NamesUsed>();

/** The names that `declaration` mentions. Remembered with the tree's object. */
export function namesUsed(declaration: Declaration): NamesUsed {
  const remembered = known.get(declaration);
  if (remembered !== undefined) return remembered;
  const names = emptyNames();
  collectDeclaration(declaration, names);
  known.set(declaration, names);
  return names;
}

function collectDeclaration(declaration: Declaration, names: Collected): void {
  switch (declaration.kind) {
    case "source":
    case "store":
    case "model":
      collectConnector(declaration.connector, names);
      return;
    case "let":
      collectExpression(declaration.value, names);
      return;
    case "function":
      collectParameters(declaration.parameters, names);
      collectExpression(declaration.body, names);
      return;
    case "pipeline":
      collectParameters(declaration.parameters, names);
      for (const item of declaration.budget) collectExpression(item.value, names);
      collectSteps(declaration.steps, names);
      return;
    case "bare":
      collectSteps(declaration.steps, names);
      return;
    case "test":
      collectRelation(declaration.of, names);
      for (const item of declaration.items) {
        if (item.kind === "given") {
          add(names, "relations", item.name);
          collectRows(item.value, names);
        } else if (item.kind === "expectRows") collectRows(item.rows, names);
        else if (item.kind === "expectCondition") collectExpression(item.condition, names);
      }
      return;
    case "service":
      for (const item of declaration.items) {
        if (item.kind === "endpoint") {
          collectRelation(item.relation, names);
          collectArguments(item.example ?? [], names);
        } else if (item.kind === "cache") collectExpression(item.duration, names);
        else if (item.kind === "limit") collectExpression(item.count, names);
      }
      return;
    case "job":
      for (const item of declaration.items) {
        if (item.kind === "run") collectRelation(item.relation, names);
        else if (item.kind === "retry") collectExpression(item.count, names);
        else if (item.kind === "every" && item.schedule.kind === "interval") {
          collectExpression(item.schedule.interval, names);
        }
      }
      return;
    case "import":
    case "faultyDeclaration":
      return;
  }
}

function collectSteps(steps: readonly Step[], names: Collected): void {
  for (const step of steps) {
    for (const relation of stepRelations(step)) collectRelation(relation, names);
    eachStepExpression(step, names.visit);
    if (step.kind === "into") add(names, "written", step.store);
    if (step.kind === "score") add(names, "models", step.model);
  }
}

function collectRelation(relation: RelationNode, names: Collected): void {
  switch (relation.kind) {
    case "namedRelation":
      add(names, "relations", relation.name);
      collectArguments(relation.arguments ?? [], names);
      return;
    case "rowsRelation":
      collectExpression(relation.rows, names);
      return;
    case "seriesRelation":
      collectArguments(relation.arguments, names);
      return;
    case "stepsRelation":
      collectSteps(relation.steps, names);
      return;
    case "connectorRelation":
      collectConnector(relation.connector, names);
      return;
  }
}

function collectRows(value: Expression | RelationNode, names: Collected): void {
  if (isRelation(value)) collectRelation(value, names);
  else collectExpression(value, names);
}

/** Whether the value of a `given` or `expect rows` is written as a relation (`csv("…")`) and not as a list. */
export function isRelation(value: Expression | RelationNode): value is RelationNode {
  return value.kind.endsWith("Relation");
}

function collectParameters(parameters: readonly ParameterDeclaration[], names: Collected): void {
  for (const parameter of parameters) {
    if (parameter.default !== undefined) collectExpression(parameter.default, names);
    if (parameter.check?.kind === "in") collectExpression(parameter.check.values, names);
    if (parameter.check?.kind === "between") {
      collectExpression(parameter.check.low, names);
      collectExpression(parameter.check.high, names);
    }
  }
}

function collectConnector(connector: ConnectorCall | undefined, names: Collected): void {
  if (connector !== undefined) collectArguments(connector.arguments, names);
}

function collectArguments(items: readonly Argument[], names: Collected): void {
  for (const argument of items) collectExpression(argumentValue(argument), names);
}

function collectExpression(node: Expression | SortKey, names: Collected): void {
  if (node.kind === "parameterName") add(names, "parameters", node.name);
  else if (node.kind === "call") {
    add(names, "functions", node.name);
    const first = node.arguments[0];
    if (node.name.text === "high_water" && first?.value.kind === "member") {
      const object = first.value.object;
      if (object.kind === "columnName") add(names, "highWaters", object.name);
    }
  }
  if (node.kind === "sortKey") collectExpression(node.value, names);
  else eachOperand(node, names.visit);
}

function add(names: Collected, use: Use, name: Name): void {
  if (name.text === "") return;
  if (names[use] === noNames) names[use] = new Map();
  const before = names[use].get(name.text);
  if (before === undefined) names[use].set(name.text, [name]);
  else before.push(name);
}

/** The names that one relation mentions, arguments and inner steps included. */
export function namesUsedByRelation(relation: RelationNode): NamesUsed {
  const names = emptyNames();
  collectRelation(relation, names);
  return names;
}

function emptyNames(): Collected {
  const names: Collected = {
    relations: noNames,
    highWaters: noNames,
    written: noNames,
    functions: noNames,
    parameters: noNames,
    models: noNames,
    visit: (node) => collectExpression(node, names),
  };
  return names;
}
