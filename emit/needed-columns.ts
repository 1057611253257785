// Which columns each step has to hand on, found from the end backwards, so that the SQL of a step lists the columns
// that somebody reads and no others.

import type {
  ColumnId,
  PlanExpression,
  PlanItem,
  PlanSortKey,
  PlanStep,
  RelationInput,
  RelationPlan,
} from "../language/plan.ts";
import { columnsRead } from "../language/plan-walk.ts";
import { unreachable } from "../language/unreachable.ts";

/** Columns needed after each step of the relation, by the step's index. */
export function neededAfterSteps(
  relation: RelationPlan,
  wanted: ReadonlySet<ColumnId>,
): ReadonlySet<ColumnId>[] {
  const after: ReadonlySet<ColumnId>[] = new Array(relation.steps.length);
  let needed = wanted;
  for (let index = relation.steps.length - 1; index >= 0; index--) {
    after[index] = needed;
    const before = relation.steps[index - 1];
    if (before !== undefined) needed = neededBefore(relation.steps[index]!, before, needed);
  }
  return after;
}

/** Columns of the order that `shape` promises. */
export function orderColumns(order: readonly PlanSortKey[]): ColumnId[] {
  return order.flatMap((key) => [...columnsRead(key.value)]);
}

/** Of `needed`, the ids that an input gives. */
export function givenBy(input: RelationInput, needed: ReadonlySet<ColumnId>): Set<ColumnId> {
  const ids = new Set(input.columns.map((column) => column.id));
  if (input.kind === "pipeline" || input.kind === "steps")
    for (const { column } of input.carried) ids.add(column.id);
  return new Set([...needed].filter((id) => ids.has(id)));
}

/** Both sides' columns that a join reads and hands on. */
export function neededOfJoin(
  step: PlanStep & { readonly kind: "join" },
  after: ReadonlySet<ColumnId>,
): Set<ColumnId> {
  const needed = new Set(after);
  for (const { left, right, merged } of step.merged) {
    if (!needed.delete(merged) && merged !== left) continue;
    needed.add(left);
    if (merged !== left) needed.add(right);
  }
  for (const key of step.keys) addAll(needed, key.left, key.right);
  addAll(needed, ...step.conditions);
  if (step.asof !== undefined) addAll(needed, step.asof.left, step.asof.right);
  return needed;
}

// ------------------------------------------------------------------------------------------------ helpers

function neededBefore(step: PlanStep, before: PlanStep, after: ReadonlySet<ColumnId>): ReadonlySet<ColumnId> {
  const needed = new Set(after);
  switch (step.kind) {
    case "from":
    case "drop":
    case "rename":
    case "sort":
    case "sample":
    case "expect":
    case "faulty":
      return needed;
    case "where":
      addAll(needed, step.condition);
      return needed;
    case "derive":
      for (const item of [...step.items].reverse()) replaceItem(needed, item);
      return needed;
    case "select": {
      const wanted = step.items.filter((item) => needed.has(item.id));
      for (const item of step.items) needed.delete(item.id);
      for (const item of wanted) addAll(needed, item.value);
      return needed;
    }
    case "join": {
      const both = neededOfJoin(step, after);
      for (const id of givenBy(step.right, both)) both.delete(id);
      return both;
    }
    case "aggregate": {
      const read = new Set<ColumnId>();
      for (const key of step.keys) addAll(read, key.value);
      for (const item of step.items) if (needed.has(item.id)) addAll(read, item.value);
      return read;
    }
    case "window": {
      for (const item of step.items) replaceItem(needed, item);
      addAll(needed, ...step.partition, ...step.sorted.map((key) => key.value));
      return needed;
    }
    case "take": {
      addAll(needed, ...step.partition, ...step.sorted.map((key) => key.value));
      if (step.partition.length === 0) for (const id of orderColumns(takeOrder(step, before))) needed.add(id);
      return needed;
    }
    case "distinct":
    case "sql":
    case "into":
      return new Set([...needed, ...before.output.columns.map((column) => column.id)]);
    case "union":
    case "except":
    case "intersect": {
      const first = step.columns[0] ?? [];
      const wanted = step.output.columns.map((column, index) =>
        step.kind !== "union" || needed.has(column.id) ? first[index] : undefined,
      );
      return new Set(wanted.filter((id) => id !== undefined));
    }
    case "unnest":
      needed.delete(step.item.id);
      addAll(needed, step.item.value);
      return needed;
    case "pivot": {
      const read = new Set<ColumnId>();
      for (const key of step.keys) addAll(read, key.value);
      for (const cell of step.cells) if (needed.has(cell.column)) addAll(read, cell.when, cell.aggregate);
      return read;
    }
    case "unpivot":
      needed.delete(step.label);
      needed.delete(step.value);
      addAll(needed, ...step.arms.map((arm) => arm.value));
      return needed;
    case "score":
      needed.delete(step.column);
      addAll(needed, ...step.arguments);
      return needed;
    default:
      return unreachable(step);
  }
}

/** The order by which a plain `take` chooses its rows. */
export function takeOrder(
  step: PlanStep & { readonly kind: "take" },
  before: PlanStep,
): readonly PlanSortKey[] {
  return step.sorted.length > 0 ? step.sorted : before.output.order;
}

function replaceItem(needed: Set<ColumnId>, item: PlanItem): void {
  if (needed.delete(item.id)) addAll(needed, item.value);
}

function addAll(needed: Set<ColumnId>, ...expressions: readonly PlanExpression[]): void {
  for (const expression of expressions) for (const id of columnsRead(expression)) needed.add(id);
}
