// Rebuilds plans with other expressions: each expression of a step put through a function, told apart by whether
// it is a condition (null counts as false there) or a value. Whatever rewrites plans goes through here.

import type {
  JoinKey,
  PlanExpression,
  PlanFrame,
  PlanItem,
  PlanSortKey,
  PlanStep,
  RelationInput,
} from "./plan.ts";
import { unreachable } from "./unreachable.ts";

export interface PlanRewrite {
  readonly value: (expression: PlanExpression) => PlanExpression;
  /** An expression at a place where null counts as false. */
  readonly condition: (expression: PlanExpression) => PlanExpression;
  readonly input: (input: RelationInput) => RelationInput;
}

/** `step` with its expressions and inputs rewritten. Its output shape stays. */
export function rewriteStep(step: PlanStep, rewrite: PlanRewrite): PlanStep {
  const { value, condition, input } = rewrite;
  switch (step.kind) {
    case "from":
      return { ...step, input: input(step.input) };
    case "where":
      return { ...step, condition: condition(step.condition) };
    case "derive":
    case "select":
      return { ...step, items: rewriteItems(step.items, value) };
    case "join":
      return {
        ...step,
        right: input(step.right),
        keys: step.keys.map((key): JoinKey => ({ left: value(key.left), right: value(key.right) })),
        conditions: step.conditions.map(condition),
        asof:
          step.asof === undefined
            ? undefined
            : { ...step.asof, left: value(step.asof.left), right: value(step.asof.right) },
      };
    case "aggregate":
      return { ...step, keys: rewriteItems(step.keys, value), items: rewriteItems(step.items, value) };
    case "window":
      return {
        ...step,
        items: rewriteItems(step.items, value),
        partition: step.partition.map(value),
        sorted: rewriteKeys(step.sorted, value),
        frame: step.frame === undefined ? undefined : rewriteFrame(step.frame, value),
      };
    case "sort":
      return { ...step, keys: rewriteKeys(step.keys, value) };
    case "take":
      return {
        ...step,
        count: value(step.count),
        offset: step.offset === undefined ? undefined : value(step.offset),
        partition: step.partition.map(value),
        sorted: rewriteKeys(step.sorted, value),
      };
    case "union":
    case "except":
    case "intersect":
      return { ...step, others: step.others.map(input) };
    case "unnest":
      return { ...step, item: { ...step.item, value: value(step.item.value) } };
    case "pivot":
      return {
        ...step,
        keys: rewriteItems(step.keys, value),
        column: value(step.column),
        cells: step.cells.map((cell) => ({
          column: cell.column,
          when: value(cell.when),
          aggregate: value(cell.aggregate),
        })),
      };
    case "unpivot":
      return { ...step, arms: step.arms.map((arm) => ({ label: arm.label, value: value(arm.value) })) };
    case "sample":
      return {
        ...step,
        amount: value(step.amount),
        seed: step.seed === undefined ? undefined : value(step.seed),
      };
    case "expect":
      return {
        ...step,
        condition: step.condition === undefined ? undefined : condition(step.condition),
        unique: step.unique.map(value),
      };
    case "score":
      return { ...step, arguments: step.arguments.map(value) };
    case "drop":
    case "rename":
    case "distinct":
    case "sql":
    case "into":
    case "faulty":
      return step;
    default:
      return unreachable(step);
  }
}

function rewriteItems(
  items: readonly PlanItem[],
  value: (expression: PlanExpression) => PlanExpression,
): readonly PlanItem[] {
  return items.map((item) => ({ ...item, value: value(item.value) }));
}

function rewriteKeys(
  keys: readonly PlanSortKey[],
  value: (expression: PlanExpression) => PlanExpression,
): readonly PlanSortKey[] {
  return keys.map((key) => ({ ...key, value: value(key.value) }));
}

function rewriteFrame(frame: PlanFrame, value: (expression: PlanExpression) => PlanExpression): PlanFrame {
  return {
    unit: frame.unit,
    from: frame.from === undefined ? undefined : value(frame.from),
    to: frame.to === undefined ? undefined : value(frame.to),
  };
}
