// `series(a, b, step)`: one column `value` from a to b, both ends included, of ints, dates, timestamps or instants.

import type { RelationNode } from "../grammar/tree.ts";
import { type BindContext, type BoundRelation, newColumn } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import { constantScope, plainShape } from "./flow.ts";
import type { PlanExpression } from "./plan.ts";
import { commonType, typeName } from "./type-operations.ts";
import type { ColumnType, Type } from "./types.ts";
import { argumentValue } from "./walk.ts";

const microsPerDay = 86_400_000_000n;

/** Binds a series; ends and step are constants or parameters. */
export function bindSeries(
  node: RelationNode & { readonly kind: "seriesRelation" },
  context: BindContext,
): BoundRelation {
  const scope = constantScope(context.outer);
  const bound = node.arguments.map((argument) =>
    bindExpression(argumentValue(argument), scope, context.reporter),
  );
  const [from, to] = bound;
  if (from === undefined || to === undefined || bound.length > 3) {
    context.reporter.report(
      "WR142",
      node,
      "`series` takes a first value, a last value and a step: `series(1, 10, 1)`, `series(@2026-01-01, today(), 1 day)`",
    );
    return unknownSeries(context);
  }
  const step = bound[2] ?? defaultStep(from);
  const ends = commonType(from, to);
  const type = ends === undefined ? undefined : valueType(ends.type, step);
  if (ends === undefined || type === undefined) {
    if (![from, to, step].some((end) => end.type.kind === "unknown")) {
      context.reporter.report("WR142", node, seriesFault(from, to, step));
    }
    return unknownSeries(context);
  }
  if (isNotPositive(step)) {
    context.reporter.report("WR142", node.arguments[2] ?? node, "The step of a series is above zero");
  }
  const column = newColumn(context, "value", { type, nullable: false });
  const end = (value: PlanExpression) => convert(value, { type, nullable: value.nullable }) ?? value;
  return {
    input: { kind: "series", from: end(from), to: end(to), step, columns: [column] },
    shape: { ...plainShape([column], true), uniqueKeys: [[column.id]] },
    alias: "",
  };
}

/** The type of the values; undefined where ends and step do not go together. */
function valueType(ends: Type, step: PlanExpression): Type | undefined {
  const stepKind = step.type.kind;
  if (ends.kind === "int") return stepKind === "int" ? ends : undefined;
  if (ends.kind === "timestamp" || ends.kind === "instant") {
    return stepKind === "duration" || stepKind === "months" ? ends : undefined;
  }
  if (ends.kind !== "date") return undefined;
  if (stepKind === "months") return ends;
  if (stepKind !== "duration") return undefined;
  const length = evaluate(step);
  const isWholeDays = length?.kind !== "duration" || length.micros % microsPerDay === 0n;
  return isWholeDays ? ends : { kind: "timestamp" };
}

function defaultStep(from: PlanExpression): PlanExpression {
  return from.type.kind === "int"
    ? { kind: "value", value: { kind: "int", value: 1n }, type: { kind: "int" }, nullable: false }
    : {
        kind: "value",
        value: { kind: "duration", micros: microsPerDay },
        type: { kind: "duration" },
        nullable: false,
      };
}

function seriesFault(from: PlanExpression, to: PlanExpression, step: PlanExpression): string {
  const kinds = [from, to, step].map((end: ColumnType) => `\`${typeName(end)}\``).join(", ");
  return `A series runs over ints with an int step, or over dates and times with a duration; here are ${kinds}`;
}

function isNotPositive(step: PlanExpression): boolean {
  const value = evaluate(step);
  if (value?.kind === "int") return value.value <= 0n;
  if (value?.kind === "duration") return value.micros <= 0n;
  return value?.kind === "months" && value.months <= 0;
}

function unknownSeries(context: BindContext): BoundRelation {
  const column = newColumn(context, "value", { type: { kind: "unknown" }, nullable: true });
  return { input: undefined, shape: plainShape([column], true), alias: "" };
}
