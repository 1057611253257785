// Frames of windows: `rows a..b` counts rows, `range a..b` measures a distance in the one sorted key.

import type { Expression, Frame } from "../grammar/tree.ts";
import type { BindContext } from "./bind-context.ts";
import { bindConstant } from "./bind-step-rows.ts";
import { evaluate } from "./evaluate.ts";
import type { PlanExpression, PlanFrame, PlanSortKey } from "./plan.ts";

/** Binds a frame over rows in the order of `sorted`. */
export function bindFrame(node: Frame, sorted: readonly PlanSortKey[], context: BindContext): PlanFrame {
  let fits = true;
  const bound = (expression: Expression | undefined): PlanExpression | undefined => {
    if (expression === undefined) return undefined;
    const value = bindConstant(expression, context);
    if (fits) fits = checkBound(expression, value, node.unit, sorted, context);
    return value;
  };
  if (sorted.length === 0) {
    context.reporter.report("WR180", node, "A frame counts along an order; write `sorted KEY` before it");
  } else if (node.unit === "range" && sorted.length > 1) {
    context.reporter.report(
      "WR180",
      node,
      "`range` is a distance in one key; sort by one key, or use `rows`",
    );
  }
  const from = bound(node.from);
  const to = bound(node.to);
  const low = from === undefined ? undefined : numberOf(from);
  const high = to === undefined ? undefined : numberOf(to);
  if (low !== undefined && high !== undefined && low > high) {
    context.reporter.report("WR180", node, "This frame ends before it begins; the earlier bound comes first");
  }
  return { unit: node.unit, from, to };
}

/** Whether the bound fits; what does not is reported. */
function checkBound(
  node: Expression,
  value: PlanExpression,
  unit: "rows" | "range",
  sorted: readonly PlanSortKey[],
  context: BindContext,
): boolean {
  const kind = value.type.kind;
  if (kind === "unknown" || node.kind === "missing") return true;
  if (unit === "rows") {
    if (kind === "int") return true;
    context.reporter.report("WR180", node, "`rows` counts rows: a whole number, as in `rows -6..0`");
    return false;
  }
  const key = sorted[0]?.value.type.kind;
  if (key === undefined || key === "unknown") return true;
  const isTime = key === "date" || key === "timestamp" || key === "instant";
  const isNumber = key === "int" || key === "float" || key === "decimal";
  const fits = isTime
    ? kind === "duration" || kind === "months" || isZero(value)
    : kind === key ||
      ((key === "float" || key === "decimal") && (kind === "int" || kind === "decimal" || kind === "float"));
  if (fits) return true;
  const wanted = isTime
    ? "a duration, as in `range -6 days..0 days`"
    : isNumber
      ? "a number, as in `range -10..0`"
      : "only numbers, dates and times have distances; `rows -10..0` counts rows";
  context.reporter.report(
    "WR180",
    node,
    `\`range\` is a distance in the sorted key, which is \`${key}\`: ${wanted}`,
  );
  return false;
}

/** Whether a frame always holds the row itself, so that it is never empty. */
export function holdsOwnRow(frame: PlanFrame): boolean {
  const low = frame.from === undefined ? 0 : numberOf(frame.from);
  const high = frame.to === undefined ? 0 : numberOf(frame.to);
  return low !== undefined && high !== undefined && low <= 0 && high >= 0;
}

function isZero(expression: PlanExpression): boolean {
  return numberOf(expression) === 0;
}

function numberOf(expression: PlanExpression): number | undefined {
  const value = evaluate(expression);
  switch (value?.kind) {
    case "int":
      return Number(value.value);
    case "float":
      return value.value;
    case "decimal":
      return Number(value.unscaled) / 10 ** value.scale;
    case "duration":
      return Number(value.micros);
    case "months":
      return value.months;
    default:
      return undefined;
  }
}
