// Where each output column comes from: the columns of sources and stores whose values end up in it, and those that
// only decide which rows it is computed over (filters, joins, groups, orders). Called pipelines are looked through.

import {
  influenced,
  merged,
  none,
  nothing,
  type SourceColumn,
  type Sources,
  sorted,
  sourceTrace,
  type Trace,
  together,
} from "./lineage-traces.ts";
import type {
  ColumnId,
  PipelinePlan,
  PlanExpression,
  PlanSortKey,
  PlanStep,
  RelationInput,
  RelationPlan,
} from "./plan.ts";
import { eachPlanOperand } from "./plan-walk.ts";
import { unreachable } from "./unreachable.ts";

export interface ColumnLineage {
  readonly column: string;
  /** Columns whose values are part of this one's. */
  readonly value: readonly SourceColumn[];
  /** Columns that are no part of it but decide over it. */
  readonly influence: readonly SourceColumn[];
}

/** The lineage of each output column of a pipeline, in their order. */
export function lineageOf(plan: PipelinePlan): readonly ColumnLineage[] {
  const traced = traceRelation(plan.body);
  return plan.body.shape.columns.map((column) => {
    const trace = traced.columns.get(column.id) ?? nothing;
    const value = [...trace.value.values()];
    const influence = [...merged([trace.influence, traced.rows])]
      .filter(([key]) => !trace.value.has(key))
      .map(([, source]) => source);
    return { column: column.name, value: sorted(value), influence: sorted(influence) };
  });
}

/** What is known at one place of a chain. */
interface Traced {
  readonly columns: ReadonlyMap<ColumnId, Trace>;
  /** What decides which rows there are: it bears on every column. */
  readonly rows: Sources;
}

const known = new WeakMap<RelationPlan, Traced>();

function traceRelation(relation: RelationPlan): Traced {
  const remembered = known.get(relation);
  if (remembered !== undefined) return remembered;
  let traced: Traced = { columns: new Map(), rows: none };
  for (const step of relation.steps) traced = traceStep(step, traced);
  known.set(relation, traced);
  return traced;
}

function traceStep(step: PlanStep, before: Traced): Traced {
  const decides = (...expressions: readonly PlanExpression[]) => withRows(before, expressions);
  switch (step.kind) {
    case "from":
      return traceInput(step.input);
    case "where":
      return decides(step.condition);
    case "derive": {
      let traced = before;
      for (const item of step.items) traced = withColumn(traced, item.id, traceOf(item.value, traced));
      return traced;
    }
    case "select": {
      const columns = new Map(step.items.map((item) => [item.id, traceOf(item.value, before)]));
      return { columns, rows: before.rows };
    }
    case "drop":
    case "rename":
    case "expect":
    case "into":
    case "faulty":
    case "sample":
    case "sort":
      return before;
    case "join":
      return traceJoin(step, before);
    case "aggregate": {
      const grouped = decides(...step.keys.map((key) => key.value));
      const columns = new Map(
        [...step.keys, ...step.items].map((item) => [item.id, traceOf(item.value, before)]),
      );
      return { columns, rows: grouped.rows };
    }
    case "window": {
      const around = [...step.partition, ...values(step.sorted)].map((expression) =>
        traceOf(expression, before),
      );
      let traced = before;
      for (const item of step.items) {
        traced = withColumn(traced, item.id, influenced(traceOf(item.value, before), around));
      }
      return traced;
    }
    case "take":
      return decides(...step.partition, ...values(step.sorted));
    case "distinct":
      return withRows(before, step.output.columns.map(readOf));
    case "union":
    case "except":
    case "intersect":
      return traceSets(step, before);
    case "unnest":
      return withColumn(before, step.item.id, traceOf(step.item.value, before));
    case "pivot": {
      const grouped = decides(...step.keys.map((key) => key.value));
      const columns = new Map(step.keys.map((key) => [key.id, traceOf(key.value, before)]));
      for (const cell of step.cells) {
        columns.set(cell.column, influenced(traceOf(cell.aggregate, before), [traceOf(cell.when, before)]));
      }
      return { columns, rows: grouped.rows };
    }
    case "unpivot": {
      const arms = step.arms.map((arm) => traceOf(arm.value, before));
      const traced = withColumn(before, step.label, nothing);
      return withColumn(traced, step.value, together(arms));
    }
    case "score":
      return withColumn(
        before,
        step.column,
        together(step.arguments.map((argument) => traceOf(argument, before))),
      );
    case "sql": {
      // Nobody knows what the text does: everything may be part of everything.
      const all = together([...before.columns.values()]);
      return { columns: new Map(step.output.columns.map((column) => [column.id, all])), rows: before.rows };
    }
    default:
      return unreachable(step);
  }
}

function traceJoin(step: PlanStep & { readonly kind: "join" }, before: Traced): Traced {
  const right = traceInput(step.right);
  const both: Traced = {
    columns: new Map([...before.columns, ...right.columns]),
    rows: merged([before.rows, right.rows]),
  };
  const conditions = [...step.keys.flatMap((key) => [key.left, key.right]), ...step.conditions];
  if (step.asof !== undefined) conditions.push(step.asof.left, step.asof.right);
  const joined = withRows(both, conditions);
  const columns = new Map(joined.columns);
  for (const { left, right: other, merged: one } of step.merged) {
    const sides = step.join === "right" ? [other] : step.join === "full" ? [left, other] : [left];
    columns.set(one, together(sides.map((id) => both.columns.get(id) ?? nothing)));
  }
  return { columns, rows: joined.rows };
}

function traceSets(
  step: PlanStep & { readonly kind: "union" | "except" | "intersect" },
  before: Traced,
): Traced {
  const inputs = [before, ...step.others.map(traceInput)];
  const sideTrace = (side: number, position: number): Trace => {
    const id = step.columns[side]?.[position];
    return (id === undefined ? undefined : inputs[side]?.columns.get(id)) ?? nothing;
  };
  const columns = new Map(
    step.output.columns.map((column, position) => {
      // The right side of `except` gives no value, it only takes rows away.
      const traces = inputs.map((_, side) => sideTrace(side, position));
      if (step.kind === "except")
        return [column.id, influenced(traces[0] ?? nothing, traces.slice(1))] as const;
      return [column.id, together(traces)] as const;
    }),
  );
  return { columns, rows: merged(inputs.map((input) => input.rows)) };
}

function traceInput(input: RelationInput): Traced {
  switch (input.kind) {
    case "source":
    case "store": {
      const columns = new Map(
        input.columns.map((column) => [
          column.id,
          sourceTrace(input.kind, input.name, input.location, column.name),
        ]),
      );
      return { columns, rows: none };
    }
    case "pipeline": {
      const inner = traceRelation(input.pipeline.body);
      const inside = input.pipeline.body.shape.columns;
      const columns = new Map<ColumnId, Trace>();
      input.columns.forEach((column, position) => {
        const from = inside[position];
        columns.set(column.id, (from === undefined ? undefined : inner.columns.get(from.id)) ?? nothing);
      });
      for (const { inner: from, column } of input.carried) {
        columns.set(column.id, inner.columns.get(from) ?? nothing);
      }
      return { columns, rows: inner.rows };
    }
    case "steps":
      return traceRelation(input.relation);
    case "rows":
    case "series":
      return { columns: new Map(input.columns.map((column) => [column.id, nothing])), rows: none };
    default:
      return unreachable(input);
  }
}

// ---------------------------------------------------------------------------------------------- expressions

/** What an expression is made of. Conditions inside it choose between values, so that they are influence. */
function traceOf(expression: PlanExpression, at: Traced): Trace {
  switch (expression.kind) {
    case "column":
      return at.columns.get(expression.column) ?? nothing;
    case "highWater":
      return sourceTrace("store", expression.store, expression.location, expression.column);
    case "case": {
      const chosen = [...expression.arms.map((arm) => arm.value), expression.otherwise];
      const conditions = expression.arms.map((arm) => traceOf(arm.condition, at));
      return influenced(together(chosen.map((value) => traceOf(value, at))), conditions);
    }
    case "aggregate": {
      const around = [
        ...(expression.where === undefined ? [] : [expression.where]),
        ...values(expression.sorted),
      ];
      const value = together(expression.arguments.map((argument) => traceOf(argument, at)));
      return influenced(
        value,
        around.map((part) => traceOf(part, at)),
      );
    }
    default: {
      const parts: Trace[] = [];
      eachPlanOperand(expression, (operand) => parts.push(traceOf(operand, at)));
      return together(parts);
    }
  }
}

function readOf(
  column: { readonly id: ColumnId } & Pick<PlanExpression, "type" | "nullable">,
): PlanExpression {
  return { kind: "column", column: column.id, type: column.type, nullable: column.nullable };
}

function values(keys: readonly PlanSortKey[]): readonly PlanExpression[] {
  return keys.map((key) => key.value);
}

function withColumn(traced: Traced, id: ColumnId, trace: Trace): Traced {
  return { columns: new Map([...traced.columns, [id, trace]]), rows: traced.rows };
}

/** All of what `expressions` are made of decides over the rows from here on. */
function withRows(traced: Traced, expressions: readonly PlanExpression[]): Traced {
  const all = together(expressions.map((expression) => traceOf(expression, traced)));
  return { columns: traced.columns, rows: merged([traced.rows, all.value, all.influence]) };
}
