// Names that are neither columns nor functions nor relations: parameters and constants, stores and models, types,
// connectors and their options, arguments by name, budgets, items of blocks.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type AnyNode, type Argument, type CallNode, itemWords, quoteName } from "../../../grammar/index.ts";
import {
  type ColumnType,
  type ConnectorRole,
  connectorNamed,
  connectors,
  functionNamed,
  type Parameter,
  parseSignature,
  patternName,
  type Scope,
  typeName,
} from "../../../language/index.ts";
import { typeScore } from "./columns.ts";
import type { Expected } from "./expected.ts";
import type { Probe } from "./probe.ts";
import { docOf, visibleSymbols } from "./symbols.ts";
import type { Proposal } from "./types.ts";

/** Parameters and constants; `sign` is what is written before the name where nothing is yet. */
export function parameterProposals(
  found: Probe,
  uri: string,
  scope: Scope | undefined,
  expected: Expected,
  sign: "$" | "",
): readonly Proposal[] {
  const proposals: Proposal[] = [];
  const add = (name: string, type: ColumnType | undefined, doc: string, what: string, score: number) => {
    proposals.push({
      label: `$${name}`,
      kind: what === "constant" ? CompletionItemKind.Constant : CompletionItemKind.Variable,
      detail: type === undefined ? undefined : `: ${typeName(type)}`,
      description: what,
      insert: `${sign}${quoteName(name)}`,
      filter: `${sign}${name}`,
      documentation: doc === "" ? undefined : doc,
      score:
        score +
        (type === undefined ? 0 : typeScore(type, expected)) / 2 +
        (expected.use === "count" ? 40 : 0),
    });
  };
  const parameters = scope?.parameters ?? declaredParameters(found);
  for (const parameter of parameters.values()) {
    add(parameter.name, parameter, parameter.doc, "parameter", sign === "" ? 100 : 40);
  }
  for (const [name, symbol] of visibleSymbols(found.program, uri)) {
    if (symbol.kind !== "constant" || parameters.has(name) || name === found.bound?.key) continue;
    add(name, symbol.value, docOf(symbol), "constant", sign === "" ? 90 : 32);
  }
  return proposals;
}

function declaredParameters({ bound }: Probe): ReadonlyMap<string, Parameter> {
  return new Map(bound?.pipeline?.parameters.map((parameter) => [parameter.name, parameter]));
}

/** Stores, or models. */
export function symbolProposals(found: Probe, uri: string, kind: "store" | "model"): readonly Proposal[] {
  const written = new Set<string>();
  for (const { declaration } of found.program.file(uri)?.declarations ?? []) {
    if (declaration.kind !== "pipeline") continue;
    for (const step of declaration.steps) if (step.kind === "into") written.add(step.store.text);
  }
  return [...visibleSymbols(found.program, uri)].flatMap(([name, symbol]): Proposal[] => {
    if (symbol.kind !== kind) return [];
    const score = written.has(name) ? 90 : 100;
    const documentation = docOf(symbol) === "" ? undefined : docOf(symbol);
    return [
      {
        label: name,
        kind: CompletionItemKind.Class,
        description: kind,
        insert: quoteName(name),
        documentation,
        score,
      },
    ];
  });
}

const types: readonly (readonly [string, string | undefined])[] = [
  ["text", undefined],
  ["int", undefined],
  ["float", undefined],
  ["date", undefined],
  ["timestamp", undefined],
  ["bool", undefined],
  ["decimal", "decimal(${1:12}, ${2:2})$0"],
  ["instant", undefined],
  ["duration", undefined],
  ["uuid", undefined],
  ["json", undefined],
  ["binary", undefined],
  ["list", "list(${1:text})$0"],
  ["struct", "struct{${1:name}: ${2:text}}$0"],
];

export function typeProposals(): readonly Proposal[] {
  return types.map(([name, snippet], index) => ({
    label: name,
    kind: CompletionItemKind.TypeParameter,
    snippet,
    score: 100 - index,
  }));
}

/** What a source, store or model may be made with. */
export function connectorProposals(role: ConnectorRole | undefined): readonly Proposal[] {
  return connectors
    .filter(({ roles }) => role === undefined || roles.includes(role))
    .map(({ name, doc, first, options }, index): Proposal => {
      const required = options.filter(
        (option) => option.required === true && role !== undefined && option.roles.includes(role),
      );
      const rest = required.map(
        (option, at) => `, ${option.name}: ${option.kind === "text" ? `"\${${at + 2}}"` : `\${${at + 2}}`}`,
      );
      return {
        label: name,
        kind: CompletionItemKind.Constructor,
        detail: first === "path" ? '("path")' : '("connection")',
        snippet: `${name}("$1"${rest.join("")})$0`,
        insert: name,
        documentation: doc,
        asksAgain: true,
        score: 100 - index,
      };
    });
}

/** Options of a connector that are not given yet. */
export function optionProposals(
  connector: string,
  role: ConnectorRole | undefined,
  given: readonly Argument[],
): readonly Proposal[] {
  const names = new Set(given.map(({ name }) => name?.text));
  return (connectorNamed(connector)?.options ?? [])
    .filter((option) => !names.has(option.name) && (role === undefined || option.roles.includes(role)))
    .map((option, index): Proposal => {
      const quoted = option.kind === "text" || option.kind === "texts" || option.kind === "character";
      return {
        label: `${option.name}:`,
        kind: CompletionItemKind.Property,
        description: option.kind,
        insert: `${option.name}: `,
        snippet: quoted
          ? `${option.name}: "$0"`
          : option.kind === "bool"
            ? `${option.name}: \${1|true,false|}`
            : undefined,
        filter: option.name,
        documentation: option.doc,
        score: 110 - index + (option.required === true ? 20 : 0),
      };
    });
}

/** Parameters of a call that may be given by name. */
export function argumentNameProposals(call: CallNode, scope: Scope | undefined): readonly Proposal[] {
  const given = new Set(call.arguments.flatMap(({ name }) => name?.text ?? []));
  const positional = call.arguments.filter(({ name }) => name === undefined).length;
  const named = (name: string, type: string, doc: string | undefined, score: number): Proposal => ({
    label: `${name}:`,
    kind: CompletionItemKind.Property,
    description: type,
    insert: `${quoteName(name)}: `,
    filter: name,
    documentation: doc,
    score,
  });
  const callee = scope?.functions.get(call.name.text);
  if (callee !== undefined) return pipelineArgumentProposals(callee.parameters, call.arguments);
  const entry = functionNamed(call.name.text);
  if (entry === undefined) return [];
  const proposals = new Map<string, Proposal>();
  for (const { type } of entry.signatures) {
    parseSignature(type).parameters.forEach((parameter, index) => {
      if (given.has(parameter.name) || index < positional - 1 || parameter.variadic) return;
      const isOptional = parameter.default !== undefined;
      if (!isOptional && index === 0) return;
      const score = isOptional ? 60 : 20;
      proposals.set(parameter.name, named(parameter.name, patternName(parameter.pattern), undefined, score));
    });
  }
  if (entry.kind === "aggregate") {
    if (!given.has("where"))
      proposals.set("where", named("where", "bool", "Only rows for which it is true.", 55));
    if (!given.has("distinct"))
      proposals.set("distinct", named("distinct", "bool", "Each different value once.", 26));
    if (!given.has("sorted") && entry.ordered === true)
      proposals.set("sorted", named("sorted", "keys", "The order of the rows.", 54));
  }
  return [...proposals.values()];
}

/** Parameters of a pipeline or function that are not given yet. */
export function pipelineArgumentProposals(
  parameters: readonly Parameter[],
  given: readonly Argument[],
): readonly Proposal[] {
  const names = new Set(given.flatMap(({ name }) => name?.text ?? []));
  return parameters
    .filter(({ name }) => !names.has(name))
    .map(
      (parameter, index): Proposal => ({
        label: `${parameter.name}:`,
        kind: CompletionItemKind.Property,
        description: typeName(parameter),
        insert: `${quoteName(parameter.name)}: `,
        filter: parameter.name,
        documentation: parameter.doc === "" ? undefined : parameter.doc,
        score: 120 - index + (parameter.default === undefined ? 10 : 0),
      }),
    );
}

const budgets: readonly (readonly [string, string, string])[] = [
  ["time", "time ${1:30 s}$0", "How long a run may take."],
  ["memory", "memory ${1:2 GB}$0", "How much memory a run may use."],
  ["scan", "scan ${1:10 GB}$0", "How much a run may read."],
  ["cost", "cost \\$${1:0.50}$0", "What a run may cost."],
];

export function budgetProposals(given: readonly AnyNode[]): readonly Proposal[] {
  const names = new Set(given.map((item) => (item as AnyNode & { name?: { text: string } }).name?.text));
  return budgets
    .filter(([name]) => !names.has(name))
    .map(([label, snippet, documentation], index) => ({
      label,
      snippet,
      documentation,
      kind: CompletionItemKind.Property,
      score: 100 - index,
    }));
}

const itemSnippets: Readonly<Record<string, string>> = {
  given: "given ${1:source} = [\n  {$0},\n]",
  expect: "expect rows [\n  {$0},\n]",
  endpoint: 'endpoint "/${1:path}" = $0',
  auth: "auth ${1|token,none|}",
  limit: "limit ${1:100} per ${2|minute,second,hour|}",
  cache: "cache ${1:5 minutes}",
  run: "run $0",
  every: 'every day at ${1:02:00} in "${2:Europe/Berlin}"',
  on: "on $0",
  retry: "retry ${1:3}",
};

/** Items of a test, service or job. */
export function itemProposals(block: "test" | "service" | "job"): readonly Proposal[] {
  return itemWords[block].map((word, index) => ({
    label: word,
    kind: CompletionItemKind.Keyword,
    insert: `${word} `,
    snippet: itemSnippets[word],
    score: 100 - index,
  }));
}

const dayWords = ["day", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Words that stand for themselves at one place of a block. */
export function wordProposals(
  words: readonly string[],
  kind: CompletionItemKind = CompletionItemKind.Value,
): readonly Proposal[] {
  return words.map((label, index) => ({ label, kind, score: 100 - index }));
}

export const scheduleWords: readonly string[] = dayWords;
