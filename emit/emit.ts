// A specialised plan as one SQL statement of a dialect. The public face of this folder: the engine, the command line
// and later the editor's SQL view come through here.

import type {
  Column,
  ColumnId,
  PipelinePlan,
  PlanExpression,
  PlanStep,
  RelationInput,
  RelationPlan,
} from "../language/plan.ts";
import type { Type, Value } from "../language/types.ts";
import type { PrintContext } from "./context.ts";
import { duckdbDialect } from "./duckdb.ts";
import { printExpression, printPredicate, printSortKey, printTyped } from "./expressions.ts";
import { givenBy, neededOfJoin, orderColumns } from "./needed-columns.ts";
import {
  type Builder,
  contextOf,
  printInput,
  printRelation,
  type Rows,
  type StepExpression,
} from "./relation.ts";
import type { ScanSpelling } from "./scan.ts";

export interface EmitOptions {
  readonly scans: ScanSpelling;
  /** True prints every value as a literal, so that the text runs by itself; else texts and lists are parameters. */
  readonly literals: boolean;
  /** Start of the run, microseconds since the epoch; undefined prints the engine's own clock. */
  readonly startedAtMicros: bigint | undefined;
}

/** A statement and the values of its `$1`, `$2`, … */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly { readonly value: Value; readonly type: Type }[];
}

export interface EmittedQuery extends Statement {
  /** The result's columns, in the statement's order. */
  readonly columns: readonly Column[];
  /** Which expression holds which step's rows, called pipelines' steps included. */
  readonly steps: readonly StepExpression[];
  /** The names of the expressions, in order. */
  readonly expressions: readonly string[];
}

/** An expectation of the plan with the statements that check it. */
export interface EmittedCheck {
  readonly step: PlanStep & { readonly kind: "expect" };
  readonly within: readonly string[];
  /** One row: `rows` and `violations`. */
  readonly counts: Statement;
  /** Up to five rows that break it. */
  readonly examples: Statement;
}

/** A join's promise of `one` that the plan does not know to hold, with the statement that finds what breaks it. */
export interface EmittedPromise {
  readonly step: PlanStep & { readonly kind: "join" };
  readonly within: readonly string[];
  /** Rows of the left side's keys with more than one match, and `matches`; at most five. */
  readonly broken: Statement;
}

/** The whole pipeline as one SELECT. The plan is specialised: it holds no parameters. */
export function emitDuckdb(plan: PipelinePlan, options: EmitOptions): EmittedQuery {
  return emitRelation(plan.body, options);
}

/** @see emitDuckdb */
export function emitRelation(relation: RelationPlan, options: EmitOptions): EmittedQuery {
  const statement = newStatement(options);
  const { builder } = statement;
  const { columns, order } = relation.shape;
  const wanted = new Set([...columns.map((column) => column.id), ...orderColumns(order)]);
  const rows = printRelation(relation, wanted, builder, []);
  const context = contextOf(rows, builder);
  const keys = order.map((key) => printSortKey(key, context));
  const { dialect } = builder;
  const items = columns.map((column) => {
    const name = dialect.quoteName(rows.names.get(column.id)!);
    const wantedName = dialect.quoteName(column.name);
    return name === wantedName ? name : `${name} AS ${wantedName}`;
  });
  const sorted = keys.length === 0 ? "" : `\nORDER BY ${keys.join(", ")}`;
  const select = `SELECT ${items.join(", ")}\nFROM ${dialect.quoteName(rows.cte)}${sorted}`;
  return {
    ...statement.finish(select),
    columns,
    steps: builder.steps,
    expressions: builder.ctes.map((cte) => cte.name),
  };
}

/** The statement that counts the rows after every step: one row, a column `step i` for `steps[i]` of the query. */
export function emitStepCounts(
  plan: PipelinePlan,
  options: EmitOptions,
): Statement & { readonly steps: readonly StepExpression[] } {
  const statement = newStatement(options);
  const { builder } = statement;
  const wanted = new Set(plan.body.shape.columns.map((column) => column.id));
  printRelation(plan.body, wanted, builder, []);
  const items = builder.steps.map(
    ({ cte }, index) => `(SELECT count(*) FROM ${builder.dialect.quoteName(cte)}) AS "step ${index}"`,
  );
  return { ...statement.finish(`SELECT ${items.join(", ")}`), steps: builder.steps };
}

/** Every expectation of the plan, called pipelines' included, in the order of the steps. */
export function emitChecks(plan: PipelinePlan, options: EmitOptions): EmittedCheck[] {
  const checks: EmittedCheck[] = [];
  eachStep(plan.body, [], (step, prefix, within) => {
    if (step.kind !== "expect" || prefix === undefined) return;
    checks.push({
      step,
      within,
      counts: countsOf(step, prefix, options),
      examples: examplesOf(step, prefix, options),
    });
  });
  return checks;
}

/** The promises of `one` that a run has to check. */
export function emitPromises(plan: PipelinePlan, options: EmitOptions): EmittedPromise[] {
  const promises: EmittedPromise[] = [];
  eachStep(plan.body, [], (step, prefix, within) => {
    if (step.kind !== "join" || step.cardinality !== "one" || prefix === undefined) return;
    if (step.join === "semi" || step.join === "anti" || step.join === "asof" || step.join === "cross") return;
    if (isRightUnique(step)) return;
    promises.push({ step, within, broken: brokenPromise(step, prefix, options) });
  });
  return promises;
}

// ------------------------------------------------------------------------------------------------ helpers

type JoinStep = PlanStep & { readonly kind: "join" };

interface StatementBuilder {
  readonly builder: Builder;
  finish(select: string): Statement;
}

function newStatement(options: EmitOptions): StatementBuilder {
  const dialect = duckdbDialect;
  const constants: { value: Value; type: Type }[] = [];
  const { startedAtMicros } = options;
  const builder: Builder = {
    dialect,
    scans: options.scans,
    constant(value, type) {
      if (options.literals) return dialect.literal(value, type);
      constants.push({ value, type });
      return mark(constants.length - 1);
    },
    now:
      startedAtMicros === undefined
        ? dialect.now
        : dialect.literal({ kind: "instant", micros: startedAtMicros }, { kind: "instant" }),
    ctes: [],
    steps: [],
    taken: new Set(),
    printed: new Map(),
  };
  return {
    builder,
    finish(select) {
      const expressions = builder.ctes.map(
        (cte) => `${dialect.quoteName(cte.name)} AS (\n${indented(cte.sql)}\n)`,
      );
      const sql = expressions.length === 0 ? select : `WITH ${expressions.join(",\n")}\n${select}`;
      return numbered(`${sql}\n`, constants);
    },
  };
}

/** Stands for a constant until the whole text is there. SQL itself never holds a NUL. */
function mark(index: number): string {
  return `\0${index}\0`;
}

/**
 * The text with `$1`, `$2`, … in the order of their first places. What is printed twice is one parameter, and what was
 * printed for a part that did not make it into the text is none.
 */
function numbered(sql: string, constants: readonly { value: Value; type: Type }[]): Statement {
  const parameters: { value: Value; type: Type }[] = [];
  const numbers = new Map<string, number>();
  const text = sql.replace(/\0(\d+)\0/g, (_, index: string) => {
    const constant = constants[Number(index)]!;
    const key = JSON.stringify(constant, (_name, part: unknown) =>
      typeof part === "bigint" ? `${part}n` : Object.is(part, -0) || Number.isNaN(part) ? String(part) : part,
    );
    let number = numbers.get(key);
    if (number === undefined) {
      parameters.push(constant);
      number = parameters.length;
      numbers.set(key, number);
    }
    return `$${number}`;
  });
  return { sql: text, parameters };
}

/** Lines of a text literal stay as they are: only lines that this printer began are indented. */
function indented(sql: string): string {
  return hasLineBreakInQuotes(sql) ? sql : sql.replace(/^/gm, "  ");
}

function hasLineBreakInQuotes(sql: string): boolean {
  let quote = "";
  for (const character of sql) {
    if (quote !== "") {
      if (character === "\n") return true;
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
  }
  return false;
}

function countsOf(
  step: PlanStep & { readonly kind: "expect" },
  prefix: RelationPlan,
  options: EmitOptions,
): Statement {
  return overPrefix(prefix, expectationColumns(step), options, (rows, builder) => {
    const from = builder.dialect.quoteName(rows.cte);
    const context = contextOf(rows, builder);
    if (step.condition !== undefined) {
      const holds = printPredicate(step.condition, context);
      return `SELECT count(*) AS "rows", count(*) FILTER (WHERE (${holds}) IS NOT TRUE) AS "violations"\nFROM ${from}`;
    }
    const keys = step.unique.map((key) => printTyped(key, context)).join(", ");
    return `SELECT coalesce(sum("n"), 0) AS "rows", coalesce(sum("n") FILTER (WHERE "n" > 1), 0) AS "violations"\nFROM (SELECT count(*) AS "n" FROM ${from} GROUP BY ${keys}) AS counted`;
  });
}

function examplesOf(
  step: PlanStep & { readonly kind: "expect" },
  prefix: RelationPlan,
  options: EmitOptions,
): Statement {
  const visible = prefix.shape.columns.map((column) => column.id);
  return overPrefix(prefix, new Set([...visible, ...expectationColumns(step)]), options, (rows, builder) => {
    const { dialect } = builder;
    const context = contextOf(rows, builder);
    const items = prefix.shape.columns.map(
      (column) => `${dialect.quoteName(rows.names.get(column.id)!)} AS ${dialect.quoteName(column.name)}`,
    );
    const from = dialect.quoteName(rows.cte);
    if (step.condition !== undefined) {
      return `SELECT ${items.join(", ")}\nFROM ${from}\nWHERE (${printPredicate(step.condition, context)}) IS NOT TRUE\nLIMIT 5`;
    }
    const keys = step.unique.map((key) => printTyped(key, context)).join(", ");
    return `SELECT ${items.join(", ")}\nFROM ${from}\nQUALIFY count(*) OVER (PARTITION BY ${keys}) > 1\nORDER BY ${keys}\nLIMIT 5`;
  });
}

function expectationColumns(step: PlanStep & { readonly kind: "expect" }): Set<ColumnId> {
  return new Set(columnsOfAll(step.condition === undefined ? step.unique : [step.condition]));
}

/**
 * What breaks `one`. Where key pairs alone join, the right side is searched for keys that stand twice and that some
 * left row asks for; further conditions make it necessary to count each left row's matches.
 */
function brokenPromise(step: JoinStep, prefix: RelationPlan, options: EmitOptions): Statement {
  const both = neededOfJoin(step, new Set());
  const rightIds = givenBy(step.right, both);
  const leftIds = new Set([...both].filter((id) => !rightIds.has(id)));
  const statement = newStatement(options);
  const { builder } = statement;
  const { dialect } = builder;
  const left = printRelation(prefix, leftIds, builder, []);
  const right = printInput(step.right, step.alias, rightIds, builder, []);
  const context: PrintContext = {
    ...contextOf(left, builder),
    columns: new Map([...contextOf(left, builder, "l").columns, ...contextOf(right, builder, "r").columns]),
  };
  const [leftName, rightName] = [dialect.quoteName(left.cte), dialect.quoteName(right.cte)];
  const equalities = step.keys.map(
    (key) => `${printExpression(key.left, context)} = ${printExpression(key.right, context)}`,
  );
  const shown = step.keys.map(
    (key, index) => `CAST(${printTyped(key.right, context)} AS VARCHAR) AS "key ${index}"`,
  );
  if (step.conditions.length === 0) {
    const keys = step.keys.map((key) => printExpression(key.right, context)).join(", ");
    return statement.finish(
      `SELECT ${shown.join(", ")}, count(*) AS "matches"\nFROM ${rightName} AS r\nWHERE EXISTS (SELECT 1 FROM ${leftName} AS l WHERE ${equalities.join(" AND ")})\nGROUP BY ${keys}\nHAVING count(*) > 1\nLIMIT 5`,
    );
  }
  const all = [...equalities, ...step.conditions.map((condition) => printPredicate(condition, context))];
  const items = [...leftIds].map(
    (id, index) => `any_value(${context.columns.get(id)!})::VARCHAR AS "key ${index}"`,
  );
  return statement.finish(
    `SELECT ${[...items, `count(*) AS "matches"`].join(", ")}\nFROM (SELECT *, row_number() OVER () AS "left row" FROM ${leftName}) AS l\nJOIN ${rightName} AS r ON ${all.join(" AND ")}\nGROUP BY l."left row"\nHAVING count(*) > 1\nLIMIT 5`,
  );
}

/** Whether the plan already knows that the right side's key columns are unique together. */
function isRightUnique(step: JoinStep): boolean {
  if (step.right.kind !== "pipeline" && step.right.kind !== "steps") return false;
  const relation = step.right.kind === "pipeline" ? step.right.pipeline.body : step.right.relation;
  const outer = new Map(
    step.right.columns.map((column, index) => [column.id, relation.shape.columns[index]?.id] as const),
  );
  const keys = new Set(
    step.keys.map((key) => (key.right.kind === "column" ? outer.get(key.right.column) : undefined)),
  );
  return relation.shape.uniqueKeys.some((unique) => unique.every((id) => keys.has(id)));
}

function overPrefix(
  prefix: RelationPlan,
  wanted: ReadonlySet<ColumnId>,
  options: EmitOptions,
  select: (rows: Rows, builder: Builder) => string,
): Statement {
  const statement = newStatement(options);
  const rows = printRelation(prefix, wanted, statement.builder, []);
  return statement.finish(select(rows, statement.builder));
}

/** Visits every step, called relations' first, each with the relation of the steps before it. */
function eachStep(
  relation: RelationPlan,
  within: readonly string[],
  visit: (step: PlanStep, prefix: RelationPlan | undefined, within: readonly string[]) => void,
): void {
  for (const [index, step] of relation.steps.entries()) {
    for (const input of inputsOf(step)) {
      if (input.kind === "pipeline")
        eachStep(input.pipeline.body, [...within, input.pipeline.name ?? ""], visit);
      if (input.kind === "steps") eachStep(input.relation, within, visit);
    }
    const before = relation.steps[index - 1];
    visit(
      step,
      before === undefined ? undefined : { steps: relation.steps.slice(0, index), shape: before.output },
      within,
    );
  }
}

function inputsOf(step: PlanStep): readonly RelationInput[] {
  if (step.kind === "from") return [step.input];
  if (step.kind === "join") return [step.right];
  if (step.kind === "union" || step.kind === "except" || step.kind === "intersect") return step.others;
  return [];
}

function columnsOfAll(expressions: readonly PlanExpression[]): ColumnId[] {
  return orderColumns(expressions.map((value) => ({ value, descending: false, nullsFirst: false })));
}
