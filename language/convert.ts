// Conversions that need no asking: a value where a wider type is wanted becomes a value of that type, by a cast
// that stands in the plan and is marked as implicit. Nothing is ever lost here.

import { exactForm, hasExactForm } from "./expressions/literals.ts";
import type { PlanExpression } from "./plan.ts";
import { commonType, sameType, widens } from "./type-operations.ts";
import type { ColumnType, Type } from "./types.ts";
import { digitCount, fitsPrecision, powerOfTen, rescale } from "./values/decimal.ts";

/**
 * `value` as the type of `target`, or undefined where it does not widen to it. Numbers written with a point
 * become exact decimals. The nullability stays that of the value: whether null is welcome is asked elsewhere.
 */
export function convert(value: PlanExpression, target: ColumnType): PlanExpression | undefined {
  const type = target.type;
  if (type.kind === "unknown" || value.type.kind === "unknown") return value;
  if (value.type.kind === "null") return typedNull(value, type);
  if (type.kind === "decimal") {
    const exact = exactDecimal(value, type.precision, type.scale);
    if (exact !== undefined) return exact;
  }
  if (value.kind === "list" && type.kind === "list") return convertItems(value, type);
  if (value.kind === "struct" && type.kind === "struct") return convertFields(value, type);
  if (sameType(value.type, type)) return value;
  return widens(value.type, type) ? castTo(value, type) : undefined;
}

/** Expressions made one type, for comparisons, branches and lists; undefined where they have none in common. */
export function commonOperands(
  expressions: readonly PlanExpression[],
): { readonly common: ColumnType; readonly operands: readonly PlanExpression[] } | undefined {
  const first = expressions[0];
  if (first !== undefined && expressions.every((expression) => sameType(expression.type, first.type))) {
    const nullable = expressions.some((expression) => expression.nullable);
    return { common: { type: first.type, nullable }, operands: expressions };
  }
  const besideDecimal = expressions.some((expression) => expression.type.kind === "decimal");
  let common: ColumnType = { type: { kind: "null" }, nullable: false };
  for (const expression of expressions) {
    const next = commonType(common, besideDecimal ? exactType(expression) : expression);
    if (next === undefined) return undefined;
    common = next;
  }
  const nullable = expressions.some((expression) => expression.nullable);
  const type = common.type;
  const operands = expressions.map(
    (expression) => convert(expression, { type, nullable }) ?? castTo(expression, type),
  );
  return { common: { type, nullable }, operands };
}

/** An implicit cast, or for literals the converted literal itself. */
export function castTo(value: PlanExpression, type: Type): PlanExpression {
  if (sameType(value.type, type)) return value;
  if (value.kind === "value" && value.value.kind === "int" && type.kind === "float") {
    const exact = exactForm(value);
    const float = { kind: "float", value: Number(value.value.value) } as const;
    return exact === undefined
      ? { kind: "value", value: float, type, nullable: false }
      : { kind: "value", value: float, exact, type, nullable: false };
  }
  return { kind: "cast", value, safe: false, implicit: true, type, nullable: value.nullable };
}

/** `null` of a type. */
export function typedNull(value: PlanExpression, type: Type): PlanExpression {
  if (value.kind === "value") return { ...value, type, nullable: true };
  return { kind: "cast", value, safe: false, implicit: true, type, nullable: true };
}

/** The type that a written number has beside a decimal; the type of anything else. */
export function exactType(expression: PlanExpression): ColumnType {
  if (!hasExactForm(expression)) return expression;
  const exact = exactForm(expression)!;
  return {
    type: { kind: "decimal", precision: exact.precision, scale: exact.scale },
    nullable: expression.nullable,
  };
}

/** A written number as a decimal, undefined where it is none or has more digits than the type. */
function exactDecimal(value: PlanExpression, precision: number, scale: number): PlanExpression | undefined {
  if (value.type.kind === "decimal") return undefined;
  const exact = exactForm(value);
  if (exact === undefined) return undefined;
  const unscaled = rescale(exact, scale);
  const isLossless = scale >= exact.scale || unscaled * powerOfTen(exact.scale - scale) === exact.unscaled;
  if (!isLossless || !fitsPrecision(unscaled, precision) || digitCount(unscaled) > precision)
    return undefined;
  return {
    kind: "value",
    value: { kind: "decimal", unscaled, precision, scale },
    type: { kind: "decimal", precision, scale },
    nullable: false,
  };
}

function convertItems(
  value: PlanExpression & { readonly kind: "list" },
  type: Type & { readonly kind: "list" },
): PlanExpression | undefined {
  const items: PlanExpression[] = [];
  for (const item of value.items) {
    const converted = convert(item, type.element);
    if (converted === undefined || (converted.nullable && !type.element.nullable)) return undefined;
    items.push(converted);
  }
  return { ...value, items, type };
}

function convertFields(
  value: PlanExpression & { readonly kind: "struct" },
  type: Type & { readonly kind: "struct" },
): PlanExpression | undefined {
  if (value.fields.length !== type.fields.length) return undefined;
  const fields: { readonly name: string; readonly value: PlanExpression }[] = [];
  for (const field of type.fields) {
    const source = value.fields.find((candidate) => candidate.name === field.name);
    const converted = source === undefined ? undefined : convert(source.value, field);
    if (converted === undefined || (converted.nullable && !field.nullable)) return undefined;
    fields.push({ name: field.name, value: converted });
  }
  return { ...value, fields, type };
}
