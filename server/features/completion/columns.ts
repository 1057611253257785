// Columns that could stand at the cursor: exactly those that the binder would find there, ranked by type, by what the
// rest of the pipeline asks for, and by what the list already has.

import { CompletionItemKind } from "vscode-languageserver-types";
import { quoteName, reservedWords } from "../../../grammar/index.ts";
import { type Column, type ColumnType, type Scope, typeName } from "../../../language/index.ts";
import type { Expected } from "./expected.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Proposal } from "./types.ts";

/** Columns, lambda parameters and aliases in scope. */
export function columnProposals(scope: Scope, expected: Expected, around: Surroundings): readonly Proposal[] {
  const listed = around.listed;
  const proposals: Proposal[] = [];
  for (const [name, variable] of scope.variables) {
    const score = 130 + typeScore(variable, expected);
    proposals.push(namedValue(name, variable, CompletionItemKind.Variable, score));
  }
  scope.columns.forEach((column, position) => {
    if (listed.has(column.name) || scope.variables.has(column.name)) return;
    const score = columnScore(column, position, scope, expected, around);
    proposals.push(columnProposal(column.name, column, ownerOf(column, scope), score));
  });
  for (const column of scope.hidden) {
    const written = `${quoteName(column.qualifier)}.${quoteName(column.name)}`;
    if (listed.has(written)) continue;
    const score = columnScore(column, scope.columns.length, scope, expected, around) - 25;
    proposals.push({ ...columnProposal(written, column, column.qualifier, score), insert: written });
  }
  for (const alias of scope.aliases.keys()) {
    if (scope.columns.some(({ name }) => name === alias)) continue;
    proposals.push({
      label: alias,
      kind: CompletionItemKind.Module,
      description: "relation",
      insert: quoteName(alias),
      score: aliasScore(alias, scope, around),
    });
  }
  return proposals;
}

/** Before a dot stands what has the name behind it. */
function aliasScore(alias: string, scope: Scope, { field }: Surroundings): number {
  if (field === undefined) return 20;
  return scope.aliases.get(alias)?.has(field) === true ? 175 : 60;
}

/** Columns behind an alias, or the fields of a struct. */
export function memberProposals(
  alias: string | undefined,
  object: ColumnType | undefined,
  scope: Scope,
  expected: Expected,
  around: Surroundings,
): readonly Proposal[] {
  const names = alias === undefined || scope.variables.has(alias) ? undefined : scope.aliases.get(alias);
  if (names !== undefined) {
    const all = [...scope.columns, ...scope.hidden];
    return [...names].flatMap(([name, id], position): Proposal[] => {
      const column = all.find((candidate) => candidate.id === id);
      if (column === undefined) return [];
      const score = columnScore({ ...column, name }, position, scope, expected, around);
      return [columnProposal(name, column, alias, score)];
    });
  }
  const type = object?.type ?? fieldHolder(alias, scope)?.type;
  if (type?.kind !== "struct") return [];
  return type.fields.map((field, position) => {
    const score = 100 - position / 10 + typeScore(field, expected) + (around.wanted.has(field.name) ? 60 : 0);
    return namedValue(field.name, field, CompletionItemKind.Field, score);
  });
}

function fieldHolder(name: string | undefined, scope: Scope): ColumnType | undefined {
  if (name === undefined) return undefined;
  return scope.variables.get(name) ?? scope.columns.find((column) => column.name === name);
}

/** One column as it is shown everywhere. */
export function columnProposal(
  label: string,
  column: ColumnType & { readonly doc?: string },
  owner: string | undefined,
  score: number,
): Proposal {
  const proposal = namedValue(label, column, CompletionItemKind.Field, score);
  return {
    ...proposal,
    description: owner,
    documentation: column.doc === undefined || column.doc === "" ? undefined : column.doc,
  };
}

function namedValue(label: string, type: ColumnType, kind: CompletionItemKind, score: number): Proposal {
  const detail = type.type.kind === "unknown" ? undefined : `: ${typeName(type)}`;
  return { label, kind, detail, insert: quoteName(label), score };
}

function ownerOf(column: Column, scope: Scope): string | undefined {
  for (const [alias, names] of scope.aliases) {
    if (names.get(column.name) === column.id) return alias;
  }
  return undefined;
}

/** How much a type counts. */
export function typeScore(type: ColumnType, expected: Expected): number {
  if (!expected.isTyped) return 0;
  return [-70, 10, 30][expected.fit(type)] ?? 0;
}

function columnScore(
  column: Column,
  position: number,
  scope: Scope,
  expected: Expected,
  around: Surroundings,
): number {
  let score = 100 + typeScore(column, expected) - Math.min(position, 40) / 10;
  if (around.field !== undefined) {
    const { type } = column;
    const has = type.kind === "struct" && type.fields.some(({ name }) => name === around.field);
    score += has ? 70 : type.kind === "json" || type.kind === "unknown" ? 20 : -60;
  }
  if (around.wanted.has(column.name)) score += expected.itemName === undefined ? 60 : 8;
  if (expected.use === "key" || expected.use === "sort") score += keyScore(column, expected, around);
  if (expected.use === "aggregate" && expected.calls.length === 0) score -= 60;
  score += nameScore(column.name, expected) + measureScore(column, expected);
  score += orderScore(column, scope, around);
  if (around.fresh.has(column.id)) score += around.mentioned.has(column.name) ? 4 : 16;
  else if (around.mentioned.has(column.name)) score += 3;
  if (around.besides.has(column.name)) score -= 12;
  if (reserved.has(column.name)) score -= 1;
  return score;
}

const reserved: ReadonlySet<string> = new Set(reservedWords);

/** Keys are names, days and places; not measures, lists or documents. */
function keyScore({ type, name }: Column, { use }: Expected, { uniqueNames }: Surroundings): number {
  switch (type.kind) {
    case "list":
    case "struct":
    case "json":
    case "binary":
      return -60;
    case "float":
    case "decimal":
    case "duration":
      return use === "key" ? -25 : 4;
    default: {
      const isKey = /(^|_)(id|key|code|name|day|date|at)$/i.test(name);
      return (isKey ? 10 : 0) + (uniqueNames.has(name) ? 6 : 0);
    }
  }
}

const measuring: ReadonlySet<string> = new Set(["sum", "avg", "median", "quantile", "stddev", "variance"]);

/** What is added up is a measure: not a number that names something. */
function measureScore({ name, type }: Column, { calls }: Expected): number {
  if (calls[0] === undefined || !measuring.has(calls[0].name.text)) return 0;
  if (/(^|_)(id|key|code|year|month|day)$/i.test(name)) return -14;
  return type.kind === "float" || type.kind === "decimal" ? 6 : 0;
}

/** A new column often has a word of the column that it is made of in its name. */
function nameScore(name: string, { itemName, calls }: Expected): number {
  if (itemName === undefined) return 0;
  const words = new Set(wordsOf(itemName));
  const shared = wordsOf(name).filter((word) => words.has(word)).length;
  if (shared > 0) return name === itemName ? 14 : 18;
  return calls.length === 0 && itemName.startsWith(name.slice(0, 3)) ? 6 : 0;
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .map((word) => (word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word));
}

/** Lists often follow the order of the columns. */
function orderScore(column: Column, scope: Scope, { previousName, nextName }: Surroundings): number {
  const at = scope.columns.indexOf(column);
  if (at < 0) return 0;
  let score = 0;
  if (previousName !== undefined && scope.columns[at - 1]?.name === previousName) score += 14;
  if (nextName !== undefined && scope.columns[at + 1]?.name === nextName) score += 10;
  return score;
}
