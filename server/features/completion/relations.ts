// Names of relations after `from`, `join` and their like, ranked by how many of the names used further down they have.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type AnyNode, type Argument, quoteName, type Step } from "../../../grammar/index.ts";
import type { Parameter, RelationSymbol } from "../../../language/index.ts";
import { escapeSnippet } from "./functions.ts";
import { joinConditions } from "./joins.ts";
import type { Probe } from "./probe.ts";
import { wantedNames } from "./surroundings.ts";
import { columnsOf, docOf, isRelation, readsPipeline, visibleSymbols } from "./symbols.ts";
import type { Proposal } from "./types.ts";

export interface RelationPlace {
  /** Pipelines alone, as jobs and endpoints take them. */
  readonly onlyPipelines: boolean;
  /** Whether rows written out and steps in parentheses may stand there. */
  readonly mayBeWritten: boolean;
  /** The arguments that follow the name already; undefined without parentheses. */
  readonly given: readonly Argument[] | undefined;
  /** What it is wanted for, where that matters to the order. */
  readonly use?: "run" | "test" | undefined;
}

export function relationProposals(found: Probe, uri: string, place: RelationPlace): readonly Proposal[] {
  const wanted = wantedNames(found);
  const used = usesOfRelations(found, uri);
  const own = found.bound?.symbol?.kind === "pipeline" ? found.bound.key : undefined;
  const step = found.path.findLast((node: AnyNode) => "keyword" in node) as Step | undefined;
  const left = found.bound?.steps.find(({ node }) => node === step)?.input;
  const alias = step !== undefined && "alias" in step ? step.alias?.text : undefined;
  const proposals: Proposal[] = [];
  let position = 0;
  for (const [name, symbol] of visibleSymbols(found.program, uri)) {
    if (!isRelation(symbol)) continue;
    if (place.onlyPipelines && symbol.kind !== "pipeline") continue;
    if (symbol.kind === "pipeline") {
      if (name.includes("#")) continue;
      if (own !== undefined && readsPipeline(symbol, own, uri)) continue;
    }
    if (!takes(symbol, place.given)) continue;
    const columns = columnsOf(symbol);
    let score = 100 + (position++ % 50) / 100;
    const matched = columns.filter((column) => wanted.has(column.name)).length;
    if (wanted.size > 0) score += (120 * matched) / wanted.size;
    if (matched > 0) score += (20 * matched) / columns.length;
    if (wanted.has(name)) score += 60;
    if (step?.kind === "join" && left !== undefined && left.shape.columns.length > 0) {
      const conditions = joinConditions(left, columns, alias ?? name, name, []);
      score += Math.min(30, conditions[0]?.score ?? -20) / 2;
    }
    if (alias !== undefined && alias !== "" && name.startsWith(alias)) score += 15;
    if (left?.aliases.has(name) === true) score -= 20;
    if (symbol.kind === "store") score -= 15;
    if (!used.has(name)) score += 12;
    if (symbol.kind === "pipeline") score += useScore(symbol, place.use, found, uri);
    proposals.push(relationProposal(name, symbol, place.given !== undefined, score));
  }
  return place.mayBeWritten ? [...proposals, ...writtenRelations] : proposals;
}

/** Whether the arguments that are written are those of the relation. */
function takes(symbol: RelationSymbol, given: readonly Argument[] | undefined): boolean {
  if (given === undefined || given.length === 0) return true;
  if (symbol.kind !== "pipeline") return false;
  const names = new Set(symbol.face.parameters.map(({ name }) => name));
  return given.length <= names.size && given.every(({ name }) => name === undefined || names.has(name.text));
}

/** Jobs run what stores; tests are written for what has none yet. */
function useScore(
  symbol: RelationSymbol & { readonly kind: "pipeline" },
  use: RelationPlace["use"],
  { program }: Probe,
  uri: string,
): number {
  if (use === "run") return symbol.plan.body.steps.at(-1)?.kind === "into" ? 40 : 0;
  if (use !== "test") return 0;
  const declarations = program.file(uri)?.declarations ?? [];
  const isTested = declarations.some(
    ({ declaration }) =>
      declaration.kind === "test" &&
      declaration.of.kind === "namedRelation" &&
      declaration.of.name.text === symbol.name,
  );
  return isTested ? 0 : 20;
}

/** One relation as it is shown everywhere. */
export function relationProposal(
  name: string,
  symbol: RelationSymbol,
  hasArguments: boolean,
  score: number,
): Proposal {
  const doc = docOf(symbol);
  const names = columnsOf(symbol).map((column) => column.name);
  const shown = names.length === 0 ? "" : `Columns: ${names.map((each) => `\`${each}\``).join(", ")}`;
  return {
    label: name,
    kind: symbol.kind === "pipeline" ? CompletionItemKind.Function : CompletionItemKind.Class,
    description: symbol.kind,
    insert: quoteName(name),
    ...(symbol.kind === "pipeline" && !hasArguments ? withArguments(name, symbol.face.parameters) : {}),
    documentation: [doc, shown].filter((part) => part !== "").join("\n\n") || undefined,
    score,
  };
}

/** The parameters that have to be given, to be filled in. */
function withArguments(name: string, parameters: readonly Parameter[]): Pick<Proposal, "snippet"> {
  const required = parameters.filter((parameter) => parameter.default === undefined);
  if (required.length === 0) return {};
  const fields = required.map((parameter, index) => `${quoteName(parameter.name)}: \${${index + 1}}`);
  return { snippet: `${escapeSnippet(quoteName(name))}(${fields.join(", ")})$0` };
}

const writtenRelations: readonly Proposal[] = [
  {
    label: "rows",
    kind: CompletionItemKind.Snippet,
    detail: "([{…}])",
    insert: "rows",
    snippet: "rows([{${1:name}: ${2:value}}])$0",
    documentation: "Rows that are written out.",
    score: 12,
  },
  {
    label: "series",
    kind: CompletionItemKind.Snippet,
    detail: "(first, last)",
    insert: "series",
    snippet: "series(${1:first}, ${2:last})$0",
    documentation: "Numbers or days, one row each, in a column `value`.",
    score: 11,
  },
  {
    label: "(from …)",
    kind: CompletionItemKind.Snippet,
    filter: "from",
    insert: "(from )",
    snippet: "(from ${1} | $0)",
    documentation: "A relation made of steps, in place.",
    score: 10,
  },
];

/** Relations that the file reads somewhere. */
function usesOfRelations({ program }: Probe, uri: string): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { references } of program.file(uri)?.declarations ?? []) {
    for (const { target } of references) if (target.kind === "symbol") used.add(target.name);
  }
  return used;
}
