// Prints a chain of steps as common table expressions, one a step, each with an explicit list of the columns that are
// read later. Columns are known by their ids; a name is chosen anew in each expression so that no two collide.

import type {
  Column,
  ColumnId,
  PlanExpression,
  PlanFrame,
  PlanItem,
  PlanStep,
  RelationInput,
  RelationPlan,
  RowShape,
} from "../language/plan.ts";
import { columnsRead } from "../language/plan-walk.ts";
import type { Type, Value } from "../language/types.ts";
import type { PrintContext } from "./context.ts";
import type { SqlDialect } from "./dialect.ts";
import { printExpression, printPredicate, printSortKey, printTyped } from "./expressions.ts";
import { givenBy, neededAfterSteps, neededOfJoin, takeOrder } from "./needed-columns.ts";
import type { ScanSpelling } from "./scan.ts";

/** A step and the expression that holds its rows: steps that change no row share one with the step before. */
export interface StepExpression {
  readonly step: PlanStep;
  readonly cte: string;
  /** Names of the called pipelines around it, outermost first; empty for the pipeline's own steps. */
  readonly within: readonly string[];
}

/** Collects the expressions of one statement. */
export interface Builder {
  readonly dialect: SqlDialect;
  readonly scans: ScanSpelling;
  readonly constant: (value: Value, type: Type) => string;
  readonly now: string;
  readonly ctes: { readonly name: string; readonly sql: string }[];
  readonly steps: StepExpression[];
  /** Names taken, in lower case. */
  readonly taken: Set<string>;
  /** Chains already printed, by what they mean: a pipeline that is read twice is written once. */
  readonly printed: Map<string, Rows>;
}

/** Rows that can be read from `cte`; `names` gives each column's name there. */
export interface Rows {
  readonly cte: string;
  readonly names: ReadonlyMap<ColumnId, string>;
}

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

/** What an expression over `rows` is printed in; `alias` qualifies the names where two relations meet. */
export function contextOf(rows: Rows, builder: Builder, alias?: string): PrintContext {
  const { dialect } = builder;
  const prefix = alias === undefined ? "" : `${dialect.quoteName(alias)}.`;
  const columns = new Map<ColumnId, string>();
  for (const [id, name] of rows.names) columns.set(id, prefix + dialect.quoteName(name));
  return contextWith(columns, builder);
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

const joinWords = {
  inner: "JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  full: "FULL JOIN",
  semi: "SEMI JOIN",
  anti: "ANTI JOIN",
  cross: "CROSS JOIN",
  asof: "ASOF LEFT JOIN",
} as const;

function printJoin(
  step: PlanStep & { readonly kind: "join" },
  rows: Rows,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const both = neededOfJoin(step, needed);
  const right = printInput(step.right, step.alias, givenBy(step.right, both), builder, within);
  const leftAlias = rows.cte;
  const rightAlias = right.cte === rows.cte ? freeName(builder, `${right.cte}_right`) : right.cte;
  const columns = new Map([
    ...contextOf(rows, builder, leftAlias).columns,
    ...contextOf(right, builder, rightAlias).columns,
  ]);
  const context = contextWith(columns, builder);
  const conditions = [
    ...step.keys.map(
      (key) => `${printExpression(key.left, context)} = ${printExpression(key.right, context)}`,
    ),
    ...step.conditions.map((condition) => printPredicate(condition, context)),
  ];
  if (step.asof !== undefined) {
    const { left, operator, right: nearest } = step.asof;
    conditions.push(`${printExpression(left, context)} ${operator} ${printExpression(nearest, context)}`);
  }
  const values = new Map<ColumnId, string>(columns);
  for (const { left, right: other, merged } of step.merged) {
    if (merged === left || !needed.has(merged)) continue;
    const [first, second] = [columns.get(left)!, columns.get(other)!];
    values.set(merged, step.join === "full" ? `coalesce(${first}, ${second})` : second);
  }
  const { list, names } = selectList(step.output, needed, values, rows, builder);
  const alias = rightAlias === right.cte ? "" : ` AS ${dialect.quoteName(rightAlias)}`;
  const on =
    step.join === "cross" ? "" : `\n  ON ${conditions.length === 0 ? "true" : conditions.join("\n  AND ")}`;
  const sql = `SELECT ${list}\nFROM ${dialect.quoteName(leftAlias)}\n${joinWords[step.join]} ${dialect.quoteName(right.cte)}${alias}${on}`;
  return addExpression(builder, within, step.join === "inner" ? "join" : `${step.join}_join`, names, sql);
}

function printSets(
  step: PlanStep & { readonly kind: "union" | "except" | "intersect" },
  rows: Rows,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const columns = step.output.columns.filter((column) => step.kind !== "union" || needed.has(column.id));
  const positions = columns.map((column) => step.output.columns.indexOf(column));
  const branch = (input: Rows, ids: readonly (ColumnId | undefined)[]) => {
    const items = columns.map((column, index) => {
      const id = ids[positions[index]!];
      const name = id === undefined ? "NULL" : dialect.quoteName(input.names.get(id)!);
      return `CAST(${name} AS ${dialect.typeName(column.type)}) AS ${dialect.quoteName(column.name)}`;
    });
    return `SELECT ${items.length === 0 ? `1 AS ${dialect.quoteName("row")}` : items.join(", ")}\nFROM ${dialect.quoteName(input.cte)}`;
  };
  const branches = [branch(rows, step.columns[0] ?? [])];
  for (const [index, other] of step.others.entries()) {
    const ids = step.columns[index + 1] ?? [];
    const wanted = new Set(positions.map((position) => ids[position]).filter((id) => id !== undefined));
    branches.push(branch(printInput(other, inputName(other), wanted, builder, within), ids));
  }
  const word = { union: "UNION ALL", except: "EXCEPT", intersect: "INTERSECT" }[step.kind];
  const names = new Map(columns.map((column) => [column.id, column.name] as const));
  return addExpression(builder, within, step.kind, names, branches.join(`\n${word}\n`));
}

function printSqlStep(
  step: PlanStep & { readonly kind: "sql" },
  before: PlanStep,
  rows: Rows,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const text = step.texts[dialect.name];
  if (text === undefined) throw new Error(`the sql step has no text for ${dialect.name}`);
  const input = before.output.columns.map(
    (column) => `${dialect.quoteName(rows.names.get(column.id)!)} AS ${dialect.quoteName(column.name)}`,
  );
  const items = step.output.columns.map((column) => {
    return `CAST(${dialect.quoteName(column.name)} AS ${dialect.typeName(column.type)}) AS ${dialect.quoteName(column.name)}`;
  });
  const names = new Map(step.output.columns.map((column) => [column.id, column.name] as const));
  // The text stands on lines of its own, so that a comment at its end closes nothing.
  const sql = `SELECT ${items.join(", ")}\nFROM (\nWITH input AS (SELECT ${input.join(", ")} FROM ${dialect.quoteName(rows.cte)})\n${text}\n) AS result`;
  return addExpression(builder, within, "sql", names, sql);
}

// ------------------------------------------------------------------------------------------------- inputs

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
      const key = `${keyOf(relation)} ${[...wanted].sort((a, b) => a - b).join(",")}`;
      let rows = builder.printed.get(key);
      if (rows === undefined) {
        rows = printRelation(relation, wanted, builder, name === "" ? within : [...within, name]);
        builder.printed.set(key, rows);
      }
      const { names } = rows;
      return {
        cte: rows.cte,
        names: new Map([...needed].map((id) => [id, names.get(inner.get(id)!)!] as const)),
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

// ------------------------------------------------------------------------------------------------ helpers

/** The select list of a step: visible columns first, then what is carried for later. */
function selectList(
  shape: RowShape,
  needed: ReadonlySet<ColumnId>,
  values: ReadonlyMap<ColumnId, string>,
  rows: Rows,
  builder: Builder,
): { readonly list: string; readonly names: ReadonlyMap<ColumnId, string> } {
  const { dialect } = builder;
  const names = new Map<ColumnId, string>();
  const taken = new Set<string>();
  const claim = (id: ColumnId, wanted: string) => {
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} ${n}`;
    taken.add(name.toLowerCase());
    names.set(id, name);
  };
  for (const column of shape.columns) if (needed.has(column.id)) claim(column.id, column.name);
  for (const column of shape.hidden) {
    if (needed.has(column.id) && !names.has(column.id))
      claim(column.id, `${column.qualifier}.${column.name}`);
  }
  for (const id of needed)
    if (!names.has(id) && (rows.names.has(id) || values.has(id))) claim(id, rows.names.get(id) ?? "carried");
  const items = [...names].map(([id, name]) => {
    const quoted = dialect.quoteName(name);
    const value = values.get(id) ?? dialect.quoteName(rows.names.get(id) ?? missing(id, name));
    return value === quoted || value.endsWith(`.${quoted}`) ? value : `${value} AS ${quoted}`;
  });
  return { list: items.length === 0 ? `1 AS ${dialect.quoteName("row")}` : items.join(", "), names };
}

function missing(id: ColumnId, name: string): never {
  throw new Error(`column ${name} (${id}) is not carried to where it is selected`);
}

function contextWith(columns: ReadonlyMap<ColumnId, string>, builder: Builder): PrintContext {
  return {
    dialect: builder.dialect,
    columns,
    constant: builder.constant,
    now: builder.now,
    highWater(expression) {
      const { dialect } = builder;
      const type = dialect.typeName(expression.type);
      const scan = builder.scans.storeScan(expression.store, expression.location, expression.column);
      if (scan === undefined) return `CAST(NULL AS ${type})`;
      return `(SELECT CAST(max(${dialect.quoteName(expression.column)}) AS ${type}) FROM ${scan.sql})`;
    },
  };
}

function withWindow(step: PlanStep & { readonly kind: "window" }, context: PrintContext): PrintContext {
  const partition = step.partition.map((key) => printExpression(key, context));
  const keys = step.sorted.map((key) => printSortKey(key, context));
  const frame = step.frame === undefined ? undefined : printFrame(step.frame, context);
  return {
    ...context,
    over(call) {
      const parts: string[] = [];
      if (partition.length > 0) parts.push(`PARTITION BY ${partition.join(", ")}`);
      if (keys.length > 0) parts.push(`ORDER BY ${keys.join(", ")}`);
      if (call.kind === "aggregate") parts.push(frame ?? defaultFrame(call.function, keys.length > 0));
      return ` OVER (${parts.join(" ")})`;
    },
  };
}

/** With an order an aggregate runs to this row, by row and not by equal keys; `first` and `last` see the whole group. */
function defaultFrame(name: string, isSorted: boolean): string {
  const runs = isSorted && name !== "first" && name !== "last";
  return `ROWS BETWEEN UNBOUNDED PRECEDING AND ${runs ? "CURRENT ROW" : "UNBOUNDED FOLLOWING"}`;
}

function printFrame(frame: PlanFrame, context: PrintContext): string {
  const from = frame.from === undefined ? "UNBOUNDED PRECEDING" : printBound(frame.from, context);
  const to = frame.to === undefined ? "UNBOUNDED FOLLOWING" : printBound(frame.to, context);
  return `${frame.unit === "rows" ? "ROWS" : "RANGE"} BETWEEN ${from} AND ${to}`;
}

/** A bound before the row is negative in Weir and a PRECEDING distance in SQL. */
function printBound(bound: PlanExpression, context: PrintContext): string {
  if (bound.kind !== "value") throw new Error("a frame's bound is not a constant");
  const { value } = bound;
  const sign = signOf(value);
  if (sign === 0) return "CURRENT ROW";
  const size = sign < 0 ? negated(value) : value;
  const sql = context.dialect.bareNumber(size) ?? context.dialect.literal(size, bound.type);
  return `${sql} ${sign < 0 ? "PRECEDING" : "FOLLOWING"}`;
}

function signOf(value: Value): number {
  const amount = amountOf(value);
  return amount < 0 ? -1 : amount > 0 ? 1 : 0;
}

function amountOf(value: Value): bigint | number {
  switch (value.kind) {
    case "int":
    case "float":
      return value.value;
    case "decimal":
      return value.unscaled;
    case "duration":
      return value.micros;
    case "months":
      return value.months;
    default:
      throw new Error(`a frame's bound of kind ${value.kind}`);
  }
}

function negated(value: Value): Value {
  switch (value.kind) {
    case "int":
      return { ...value, value: -value.value };
    case "float":
      return { ...value, value: -value.value };
    case "decimal":
      return { ...value, unscaled: -value.unscaled };
    case "duration":
      return { ...value, micros: -value.micros };
    case "months":
      return { ...value, months: -value.months };
    default:
      return value;
  }
}

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

function addExpression(
  builder: Builder,
  within: readonly string[],
  wanted: string,
  names: ReadonlyMap<ColumnId, string>,
  sql: string,
): Rows {
  const name = freeName(builder, [...within, wanted].join("_"));
  builder.ctes.push({ name, sql });
  return { cte: name, names };
}

/** `orders`, `orders_2`, … for relations; `where_1`, `where_2`, … for steps, whose words SQL itself uses. */
function freeName(builder: Builder, wanted: string): string {
  const isStep = stepWords.has(wanted);
  let name = isStep ? `${wanted}_1` : wanted;
  for (let n = 2; builder.taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
  builder.taken.add(name.toLowerCase());
  return name;
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

function inputName(input: RelationInput): string {
  if (input.kind === "source" || input.kind === "store") return input.name;
  return input.kind === "pipeline" ? (input.pipeline.name ?? "") : "";
}

const stepWords: ReadonlySet<string> = new Set(
  "where derive select drop rename join aggregate window take distinct union except intersect unnest pivot unpivot sample sql".split(
    " ",
  ),
);

/** Equal relations have equal keys: everything but where they were written. */
function keyOf(relation: RelationPlan): string {
  return JSON.stringify(relation.steps, (key, value: unknown) => {
    if (key === "origin" || key === "doc" || key === "uniqueKeys") return undefined;
    return typeof value === "bigint" ? `${value}n` : value;
  });
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
