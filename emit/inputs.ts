// Prints what steps read: scans of sources and stores, rows written out, series, and the chains of other pipelines, which
// are written once however often they are read.

import type { Column, ColumnId, RelationInput, RelationPlan } from "../language/plan.ts";
import { addExpression, type Builder, contextWith, type Rows } from "./builder.ts";
import { printTyped } from "./expressions.ts";

/** Prints an input so that the columns of `needed` can be read from it. */
export function printInput(
  input: RelationInput,
  alias: string,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const given = builder.scans.given?.(input, input.columns);
  if (given !== undefined) return printScan(given, input.columns, alias, needed, builder, within);
  switch (input.kind) {
    case "source":
    case "store":
      return printScan(builder.scans.scan(input), input.columns, alias, needed, builder, within);
    case "pipeline":
    case "steps": {
      const relation = input.kind === "pipeline" ? input.pipeline.body : input.relation;
      const name = input.kind === "pipeline" ? (input.pipeline.name ?? alias) : alias;
      const inner = innerIds(input, relation);
      const wanted = new Set([...needed].map((id) => inner.get(id)!));
      const key = keyOf(relation);
      const read = builder.read.columns.get(key) ?? new Set();
      builder.read.columns.set(key, read);
      let rows = builder.printed.get(key);
      if (rows !== undefined && [...wanted].some((id) => !read.has(id))) builder.read.grown = true;
      for (const id of wanted) read.add(id);
      if (rows === undefined) {
        rows = builder.chain(relation, new Set(read), builder, name === "" ? within : [...within, name]);
        builder.printed.set(key, rows);
      }
      const { names } = rows;
      return {
        cte: rows.cte,
        names: new Map([...needed].map((id) => [id, names.get(inner.get(id)!) ?? ""] as const)),
      };
    }
    case "rows":
      return printRows(input, alias, needed, builder, within);
    case "series": {
      const column = input.columns[0]!;
      const context = contextWith(new Map(), builder);
      const [from, to, step] = [input.from, input.to, input.step].map((bound) => printTyped(bound, context));
      const sql = `SELECT ${builder.dialect.series(from!, to!, step!, column.type, input.step.type)} AS ${builder.dialect.quoteName(column.name)}`;
      return addExpression(
        builder,
        within,
        alias === "" ? "series" : alias,
        new Map([[column.id, column.name]]),
        sql,
      );
    }
  }
}

function printScan(
  scan: { readonly sql: string; readonly types?: ReadonlyMap<string, string> },
  columns: readonly Column[],
  alias: string,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const read = columns.filter((column) => needed.has(column.id));
  const items = read.map((column) => {
    const name = dialect.quoteName(column.name);
    const type = dialect.typeName(column.type);
    return scan.types?.get(column.name) === type ? name : `CAST(${name} AS ${type}) AS ${name}`;
  });
  const names = new Map(read.map((column) => [column.id, column.name] as const));
  const list = items.length === 0 ? `1 AS ${dialect.quoteName("row")}` : items.join(", ");
  return addExpression(
    builder,
    within,
    alias === "" ? "input" : alias,
    names,
    `SELECT ${list}\nFROM ${scan.sql}`,
  );
}

function printRows(
  input: RelationInput & { readonly kind: "rows" },
  alias: string,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const context = contextWith(new Map(), builder);
  const kept = input.columns
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => needed.has(column.id));
  const names = new Map(kept.map(({ column }) => [column.id, column.name] as const));
  const name = alias === "" ? "rows" : alias;
  if (kept.length === 0) {
    const sql = `SELECT 1 AS ${dialect.quoteName("row")} FROM (VALUES ${input.rows.map(() => "(1)").join(", ")}) AS given`;
    return addExpression(
      builder,
      within,
      name,
      names,
      input.rows.length === 0 ? `SELECT 1 AS ${dialect.quoteName("row")} WHERE false` : sql,
    );
  }
  const typed = kept.map(
    ({ column }) =>
      `CAST(${dialect.quoteName(column.name)} AS ${dialect.typeName(column.type)}) AS ${dialect.quoteName(column.name)}`,
  );
  if (input.rows.length === 0) {
    const nulls = kept.map(
      ({ column }) => `CAST(NULL AS ${dialect.typeName(column.type)}) AS ${dialect.quoteName(column.name)}`,
    );
    return addExpression(builder, within, name, names, `SELECT ${nulls.join(", ")} WHERE false`);
  }
  const lines = input.rows.map(
    (row) => `(${kept.map(({ index }) => printTyped(row[index]!, context)).join(", ")})`,
  );
  const list = kept.map(({ column }) => dialect.quoteName(column.name)).join(", ");
  return addExpression(
    builder,
    within,
    name,
    names,
    `SELECT ${typed.join(", ")}\nFROM (VALUES ${lines.join(", ")}) AS given(${list})`,
  );
}

/** Maps the ids under which a called relation's columns are known outside to its own. */
function innerIds(
  input: RelationInput & { readonly kind: "pipeline" | "steps" },
  relation: RelationPlan,
): ReadonlyMap<ColumnId, ColumnId> {
  const ids = new Map<ColumnId, ColumnId>();
  for (const [index, column] of input.columns.entries()) {
    const inner = relation.shape.columns[index];
    if (inner !== undefined) ids.set(column.id, inner.id);
  }
  for (const { inner, column } of input.carried) ids.set(column.id, inner);
  return ids;
}

export function inputName(input: RelationInput): string {
  if (input.kind === "source" || input.kind === "store") return input.name;
  return input.kind === "pipeline" ? (input.pipeline.name ?? "") : "";
}

const relationKeys = new WeakMap<RelationPlan, string>();

/** Equal relations have equal keys: everything but where they were written. */
function keyOf(relation: RelationPlan): string {
  let key = relationKeys.get(relation);
  if (key === undefined) {
    key = computeKey(relation);
    relationKeys.set(relation, key);
  }
  return key;
}

function computeKey(relation: RelationPlan): string {
  return JSON.stringify(relation.steps, (key, value: unknown) => {
    if (key === "origin" || key === "doc" || key === "uniqueKeys") return undefined;
    return typeof value === "bigint" ? `${value}n` : value;
  });
}
