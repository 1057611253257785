// What a run has to check beside computing: expectations, and joins that promise `one` match. Each check is statements
// of its own over the steps before it.

import type {
  ColumnId,
  PipelinePlan,
  PlanExpression,
  PlanStep,
  RelationInput,
  RelationPlan,
} from "../language/plan.ts";
import { type Builder, contextOf, type Rows } from "./builder.ts";
import type { PrintContext } from "./context.ts";
import { printExpression, printPredicate, printTyped } from "./expressions.ts";
import { printInput } from "./inputs.ts";
import { givenBy, neededOfJoin, orderColumns } from "./needed-columns.ts";
import { printRelation } from "./relation.ts";
import { type EmitOptions, printStatement, type Statement } from "./statement.ts";

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
  return printStatement(options, (builder) => {
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
      return `SELECT ${shown.join(", ")}, count(*) AS "matches"\nFROM ${rightName} AS r\nWHERE EXISTS (SELECT 1 FROM ${leftName} AS l WHERE ${equalities.join(" AND ")})\nGROUP BY ${keys}\nHAVING count(*) > 1\nLIMIT 5`;
    }
    const all = [...equalities, ...step.conditions.map((condition) => printPredicate(condition, context))];
    const items = [...leftIds].map(
      (id, index) => `CAST(any_value(${context.columns.get(id)!}) AS VARCHAR) AS "key ${index}"`,
    );
    const listed = [...left.names.values()].map((name) => `${dialect.quoteName(name)}, `).join("");
    return `SELECT ${[...items, `count(*) AS "matches"`].join(", ")}\nFROM (SELECT ${listed}row_number() OVER () AS "left row" FROM ${leftName}) AS l\nJOIN ${rightName} AS r ON ${all.join(" AND ")}\nGROUP BY l."left row"\nHAVING count(*) > 1\nLIMIT 5`;
  }).statement;
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
  return printStatement(options, (builder) => select(printRelation(prefix, wanted, builder, []), builder))
    .statement;
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
