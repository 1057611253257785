// Conditions of joins, proposed whole: columns of one name on both sides, and `customer_id == c.id` where the names say
// that one refers to the other. What is unique on one side comes first.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type AnyNode, quoteName, type Step } from "../../../grammar/index.ts";
import { type BoundStep, type ColumnType, commonType, type Flow, typeName } from "../../../language/index.ts";
import type { Probe } from "./probe.ts";
import type { Proposal } from "./types.ts";

interface Named extends ColumnType {
  readonly name: string;
}

/** Whole conditions between a flow and a relation that joins it. `unique` names the right's unique columns. */
export function joinConditions(
  left: Flow,
  right: readonly Named[],
  alias: string,
  relation: string,
  unique: readonly string[],
): readonly Proposal[] {
  const proposals: Proposal[] = [];
  const shared = left.shape.columns.flatMap((column) => {
    const other = right.find(({ name }) => name === column.name);
    return other !== undefined && isKeyLike(column) && commonType(column, other) !== undefined ? [other] : [];
  });
  for (const column of shared) {
    const bonus = unique.includes(column.name) ? 40 : 0;
    proposals.push(condition(quoteName(column.name), column, 40 + keyWord(column.name) + bonus));
  }
  const keys = shared.filter(({ name }) => keyWord(name) > 0);
  if (keys.length > 1) {
    const written = keys.map(({ name }) => quoteName(name)).join(", ");
    proposals.push(condition(written, undefined, 48));
  }
  for (const column of left.shape.columns) {
    for (const other of right) {
      if (column.name === other.name || !isKeyLike(column) || !isKeyLike(other)) continue;
      if (commonType(column, other) === undefined) continue;
      const likeness = refers(column.name, other.name, relation);
      if (likeness === 0) continue;
      const isSeen = !left.shape.columns.some(({ name }) => name === other.name);
      const written = `${quoteName(column.name)} == ${side(other.name, alias, isSeen)}`;
      const bonus = unique.includes(other.name) ? 40 : 0;
      proposals.push(condition(written, other, likeness + bonus));
    }
  }
  return proposals.sort((a, b) => b.score - a.score);
}

/** Conditions for the join at the cursor. `isDirect`: the cursor stands where a whole condition may begin. */
export function conditionsAt(found: Probe, prefix: string): readonly Proposal[] {
  const step = found.path.findLast((node: AnyNode) => "keyword" in node) as Step | undefined;
  const bound = found.bound?.steps.find(({ node }) => node === step);
  if (bound?.plan.kind !== "join" || step?.kind !== "join") return [];
  const { right, alias } = bound.plan;
  const taken = new Set(step.on.flatMap((each) => (each.kind === "columnName" ? [each.name.text] : [])));
  const name =
    "name" in right ? right.name : right.kind === "pipeline" ? (right.pipeline.name ?? alias) : alias;
  return joinConditions(bound.input, right.columns, alias, name, uniqueOf(bound))
    .filter(({ insert }) => !taken.has(insert ?? ""))
    .map((proposal) => ({
      ...proposal,
      label: `${prefix}${proposal.label}`,
      insert: `${prefix}${proposal.insert ?? proposal.label}`,
      score: 150 + proposal.score,
    }));
}

/** Columns that are a unique key of the right side by themselves. */
function uniqueOf({ plan }: BoundStep): readonly string[] {
  if (plan.kind !== "join") return [];
  const { right } = plan;
  const shape =
    right.kind === "pipeline"
      ? right.pipeline.body.shape
      : right.kind === "steps"
        ? right.relation.shape
        : undefined;
  const names = new Map(shape?.columns.map(({ id, name }) => [id, name]));
  return (shape?.uniqueKeys ?? []).flatMap((key) => (key.length === 1 ? (names.get(key[0]!) ?? []) : []));
}

function condition(written: string, type: ColumnType | undefined, score: number): Proposal {
  return {
    label: written,
    kind: CompletionItemKind.Snippet,
    insert: written,
    description: type === undefined ? "key" : `key: ${typeName(type.type)}`,
    score,
  };
}

function side(name: string, alias: string, isSeen: boolean): string {
  return alias === "" && isSeen ? quoteName(name) : `${quoteName(alias)}.${quoteName(name)}`;
}

function isKeyLike({ type: { kind } }: ColumnType): boolean {
  return (
    kind === "int" ||
    kind === "text" ||
    kind === "uuid" ||
    kind === "date" ||
    kind === "bool" ||
    kind === "timestamp"
  );
}

function keyWord(name: string): number {
  return /(^|_)(id|key|code|day|date|month|year|symbol|iata|sku)$/i.test(name) ? 12 : 0;
}

/** How surely a column on the left names a row of the relation on the right: `customer_id` and `customers.id`. */
function refers(left: string, right: string, relation: string): number {
  const from = left.toLowerCase();
  const to = right.toLowerCase();
  const one = relation
    .toLowerCase()
    .replace(/(?:ies)$/, "y")
    .replace(/s$/, "");
  if (from === `${one}_${to}` || from === `${one}${to}`) return 60;
  if (to === `${one}_${from}`) return 50;
  if (from.endsWith(`_${to}`)) return 40;
  if (to.endsWith(`_${from}`)) return 34;
  if (from === one || `${from}s` === relation.toLowerCase()) return keyWord(to) > 0 ? 32 : 12;
  return keyWord(from) > 0 && keyWord(to) > 0 && from.includes(to.replace(/_.*$/, "")) ? 20 : 0;
}
