// Prints a chain of steps as common table expressions, one a step, each with an explicit list of the columns that are
// read later. Columns are known by their ids; a name is chosen anew in each expression so that no two collide.

import type { Column, ColumnId, PlanExpression, PlanItem, PlanStep, RelationPlan } from "../language/plan.ts";
import { columnsRead } from "../language/plan-walk.ts";
import { addExpression, type Builder, contextOf, type Rows, selectList } from "./builder.ts";
import type { PrintContext } from "./context.ts";
import { printExpression, printPredicate, printSortKey, printTyped } from "./expressions.ts";
import { printInput } from "./inputs.ts";
import { printJoin } from "./joins.ts";
import { neededAfterSteps, takeOrder } from "./needed-columns.ts";
import { printSets } from "./sets.ts";
import { withWindow } from "./windows.ts";

/** Prints a relation so that the columns of `wanted` can be read from it. */
export function printRelation(
  relation: RelationPlan,
  wanted: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const needed = neededAfterSteps(relation, wanted);
  let rows: Rows | undefined;
  let before: PlanStep | undefined;
  for (const [index, step] of relation.steps.entries()) {
    rows = printStep(step, before, rows, needed[index]!, builder, within);
    builder.steps.push({ step, cte: rows.cte, within });
    before = step;
  }
  if (rows === undefined) throw new Error("a relation without steps cannot be printed");
  return rows;
}

// -------------------------------------------------------------------------------------------------- steps

function printStep(
  step: PlanStep,
  before: PlanStep | undefined,
  rows: Rows | undefined,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  if (step.kind === "from") return printInput(step.input, step.alias, needed, builder, within);
  if (rows === undefined || before === undefined)
    throw new Error(`a relation cannot begin with \`${step.kind}\``);
  const { dialect } = builder;
  const context = contextOf(rows, builder);
  const from = `FROM ${dialect.quoteName(rows.cte)}`;
  const plan = (values: ReadonlyMap<ColumnId, string>) =>
    selectList(step.output, needed, values, rows, builder);
  const add = (names: ReadonlyMap<ColumnId, string>, sql: string): Rows =>
    addExpression(builder, within, step.kind, names, sql);
  switch (step.kind) {
    case "where": {
      const { list, names } = plan(new Map());
      return add(
        names,
        `SELECT ${list}\n${from}\nWHERE ${unwrapped(printPredicate(step.condition, context))}`,
      );
    }
    case "derive":
      return printDerive(step, rows, needed, builder, within);
    case "select": {
      const items = step.items.filter((item) => needed.has(item.id));
      const values = new Map(items.map((item) => [item.id, printTyped(item.value, context)] as const));
      const { list, names } = plan(values);
      return add(names, `SELECT ${list}\n${from}`);
    }
    case "drop":
    case "rename": {
      const { list, names } = plan(new Map());
      return add(names, `SELECT ${list}\n${from}`);
    }
    case "sort":
    case "expect":
    case "faulty":
    case "into":
      return rows;
    case "join":
      return printJoin(step, rows, needed, builder, within);
    case "aggregate": {
      const keys = step.keys.map((key) => [key.id, printTyped(key.value, context)] as const);
      const items = step.items.filter((item) => needed.has(item.id));
      const values = new Map([
        ...keys,
        ...items.map((item) => [item.id, printTyped(item.value, context)] as const),
      ]);
      const all = new Set([...needed, ...step.keys.map((key) => key.id)]);
      const { list, names } = selectList(step.output, all, values, rows, builder);
      const positions = step.keys.map((key) => 1 + [...names.keys()].indexOf(key.id));
      const grouped = positions.length === 0 ? "" : `\nGROUP BY ${positions.join(", ")}`;
      return add(names, `SELECT ${list}\n${from}${grouped}`);
    }
    case "window": {
      const windowed = withWindow(step, context);
      const items = step.items.filter((item) => needed.has(item.id));
      const { list, names } = plan(
        new Map(items.map((item) => [item.id, printTyped(item.value, windowed)] as const)),
      );
      return add(names, `SELECT ${list}\n${from}`);
    }
    case "take":
      return printTake(step, before, rows, needed, builder, within);
    case "distinct": {
      const { list, names } = selectList(step.output, idsOf(step.output.columns), new Map(), rows, builder);
      return add(names, `SELECT DISTINCT ${list}\n${from}`);
    }
    case "union":
    case "except":
    case "intersect":
      return printSets(step, rows, needed, builder, within);
    case "unnest": {
      const value = dialect.unnest(printTyped(step.item.value, context), step.keepEmpty);
      const { list, names } = plan(new Map([[step.item.id, value]]));
      const unread = needed.has(step.item.id)
        ? list
        : `${list}, ${value} AS ${dialect.quoteName("unnested element")}`;
      return add(names, `SELECT ${unread}\n${from}`);
    }
    case "pivot": {
      const keys = step.keys.map((key) => [key.id, printTyped(key.value, context)] as const);
      const cells = step.cells
        .filter((cell) => needed.has(cell.column))
        .map((cell) => [cell.column, printTyped(cell.aggregate, { ...context, cell: cell.when })] as const);
      const all = new Set([...needed, ...step.keys.map((key) => key.id)]);
      const { list, names } = selectList(step.output, all, new Map([...keys, ...cells]), rows, builder);
      const positions = step.keys.map((key) => 1 + [...names.keys()].indexOf(key.id));
      return add(
        names,
        `SELECT ${list}\n${from}${positions.length === 0 ? "" : `\nGROUP BY ${positions.join(", ")}`}`,
      );
    }
    case "unpivot": {
      const labels = step.arms.map((arm) => dialect.quoteText(arm.label));
      const values = step.arms.map((arm) => printTyped(arm.value, context));
      const type = step.output.columns.find((column) => column.id === step.value)!.type;
      const list = dialect.list(
        values.map((value) => `CAST(${value} AS ${dialect.typeName(type)})`),
        type,
      );
      const printed = new Map([
        [step.label, dialect.unnest(dialect.list(labels, { kind: "text" }), false)],
        [step.value, dialect.unnest(list, false)],
      ]);
      const both = new Set([...needed, step.label, step.value]);
      const selected = selectList(step.output, both, printed, rows, builder);
      return add(selected.names, `SELECT ${selected.list}\n${from}`);
    }
    case "sample": {
      const { list, names } = plan(new Map());
      const seed = step.seed === undefined ? undefined : printSampleNumber(step.seed);
      return add(
        names,
        `SELECT ${list}\n${from} ${dialect.sampleClause(printSampleNumber(step.amount), step.unit, seed)}`,
      );
    }
    case "sql":
      return printSqlStep(step, before, rows, builder, within);
    case "score":
      throw new Error(`the model ${step.model.name} is not connected`);
  }
}

/** Items of one `derive` may use earlier ones: each run of items that do not is an expression of its own. */
function printDerive(
  step: PlanStep & { readonly kind: "derive" },
  rows: Rows,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const layers: PlanItem[][] = [];
  let defined = new Set<ColumnId>();
  for (const item of step.items) {
    if (layers.length === 0 || [...columnsRead(item.value)].some((id) => defined.has(id))) {
      layers.push([]);
      defined = new Set();
    }
    layers.at(-1)!.push(item);
    defined.add(item.id);
  }
  const wanted: ReadonlySet<ColumnId>[] = [];
  let after = new Set(needed);
  for (const layer of [...layers].reverse()) {
    wanted.unshift(after);
    const before = new Set(after);
    for (const item of layer) before.delete(item.id);
    for (const item of layer)
      if (after.has(item.id)) for (const id of columnsRead(item.value)) before.add(id);
    after = before;
  }
  let current = rows;
  for (const [index, layer] of layers.entries()) {
    const context = contextOf(current, builder);
    const read = layer.filter((item) => wanted[index]!.has(item.id));
    const values = new Map(read.map((item) => [item.id, printTyped(item.value, context)] as const));
    const { list, names } = selectList(step.output, wanted[index]!, values, current, builder);
    const sql = `SELECT ${list}\nFROM ${builder.dialect.quoteName(current.cte)}`;
    current = addExpression(builder, within, "derive", names, sql);
  }
  return current;
}

function printTake(
  step: PlanStep & { readonly kind: "take" },
  before: PlanStep,
  rows: Rows,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const context = contextOf(rows, builder);
  const from = `FROM ${dialect.quoteName(rows.cte)}`;
  const { list, names } = selectList(step.output, needed, new Map(), rows, builder);
  const count = printCount(step.count, context);
  const offset = step.offset === undefined ? undefined : printCount(step.offset, context);
  const keys = (step.partition.length > 0 ? step.sorted : takeOrder(step, before)).map((key) =>
    printSortKey(key, context),
  );
  const order = keys.length === 0 ? "" : `ORDER BY ${keys.join(", ")}`;
  if (step.partition.length === 0) {
    const skipped = offset === undefined ? "" : ` OFFSET ${offset}`;
    const sql = `SELECT ${list}\n${from}${order === "" ? "" : `\n${order}`}\nLIMIT ${count}${skipped}`;
    return addExpression(builder, within, "take", names, sql);
  }
  const partition = step.partition.map((key) => printExpression(key, context)).join(", ");
  const position = dialect.quoteName("row in group");
  const numbered = `row_number() OVER (PARTITION BY ${partition}${order === "" ? "" : ` ${order}`}) AS ${position}`;
  const inner = [...names.values()].map((name) => dialect.quoteName(name)).join(", ");
  const kept =
    offset === undefined
      ? `${position} <= ${count}`
      : `${position} > ${offset} AND ${position} <= ${offset} + ${count}`;
  const sql = `SELECT ${inner === "" ? `1 AS ${dialect.quoteName("row")}` : inner}\nFROM (SELECT ${list}, ${numbered} ${from}) AS numbered\nWHERE ${kept}`;
  return addExpression(builder, within, "take", names, sql);
}

function printSqlStep(
  step: PlanStep & { readonly kind: "sql" },
  before: PlanStep,
  rows: Rows,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const text = step.texts[dialect.name]?.replace(/[;\s]+$/, "");
  if (text === undefined) throw new Error(`the sql step has no text for ${dialect.name}`);
  const input = before.output.columns.map(
    (column) => `${dialect.quoteName(rows.names.get(column.id)!)} AS ${dialect.quoteName(column.name)}`,
  );
  const items = step.output.columns.map((column) => {
    return `CAST(${dialect.quoteName(column.name)} AS ${dialect.typeName(column.type)}) AS ${dialect.quoteName(column.name)}`;
  });
  const names = new Map(step.output.columns.map((column) => [column.id, column.name] as const));
  const listed = step.output.columns.map((column) => dialect.quoteName(column.name)).join(", ");
  // The text stands on lines of its own, so that a comment at its end closes nothing, and one level down, so that it
  // may have expressions of its own.
  const sql = `SELECT ${items.join(", ")}\nFROM (\nWITH input AS (SELECT ${input.join(", ")} FROM ${dialect.quoteName(rows.cte)})\nSELECT ${listed}\nFROM (\n${text}\n) AS statement\n) AS result`;
  return addExpression(builder, within, "sql", names, sql, true);
}

// ------------------------------------------------------------------------------------------------ helpers

/** A number of rows: its digits where they are known. */
function printCount(count: PlanExpression, context: PrintContext): string {
  const bare = count.kind === "value" ? context.dialect.bareNumber(count.value) : undefined;
  return bare ?? printExpression(count, context);
}

function printSampleNumber(amount: PlanExpression): string {
  if (amount.kind !== "value") throw new Error("a sample's size is not a constant");
  const { value } = amount;
  if (value.kind === "float") return String(value.value);
  if (value.kind === "int") return String(value.value);
  if (value.kind === "decimal") return String(Number(value.unscaled) / 10 ** value.scale);
  throw new Error(`a sample's size of kind ${value.kind}`);
}

function idsOf(columns: readonly Column[]): Set<ColumnId> {
  return new Set(columns.map((column) => column.id));
}

function unwrapped(sql: string): string {
  return isWrapped(sql) ? sql.slice(1, -1) : sql;
}

/** Whether the first parenthesis closes at the very end. Texts in it are quoted with `'`, names with `"`. */
function isWrapped(sql: string): boolean {
  if (!sql.startsWith("(") || !sql.endsWith(")")) return false;
  let depth = 0;
  let quote = "";
  for (let index = 0; index < sql.length; index++) {
    const character = sql[index]!;
    if (quote !== "") {
      if (character === quote) quote = "";
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0 && index < sql.length - 1) return false;
  }
  return true;
}
