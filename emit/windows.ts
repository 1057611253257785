// What follows a call over a window: partition, order and frame.

import type { PlanExpression, PlanFrame, PlanStep } from "../language/plan.ts";
import type { Value } from "../language/types.ts";
import type { PrintContext } from "./context.ts";
import { printExpression, printSortKey } from "./expressions.ts";

export function withWindow(
  step: PlanStep & { readonly kind: "window" },
  context: PrintContext,
): PrintContext {
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
