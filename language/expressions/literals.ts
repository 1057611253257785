// Literals: numbers, texts, dates, durations, and what is wrong with them when no value has that form.

import type { DurationUnit, LiteralNode } from "../../grammar/tree.ts";
import type { PlanExpression } from "../plan.ts";
import type { Type, Value } from "../types.ts";
import { unreachable } from "../unreachable.ts";
import { parseDate, parseInstant, parseTimestamp } from "../values/calendar.ts";
import { digitCount, maximumPrecision, parseDecimal, powerOfTen } from "../values/decimal.ts";
import { type Binding, constant, unboundOf } from "./binding.ts";

const intLimit = 2n ** 63n;

/** Binds a literal. */
export function bindLiteral(node: LiteralNode, binding: Binding): PlanExpression {
  const literal = node.value;
  switch (literal.kind) {
    case "null":
      return constant({ kind: "null" }, { kind: "null" });
    case "bool":
      return constant({ kind: "bool", value: literal.value }, { kind: "bool" });
    case "int":
      return bindInt(literal.digits, node, binding);
    case "point":
      return bindPoint(literal.digits);
    case "float": {
      const value = Number(literal.digits);
      if (Number.isFinite(value)) return constant({ kind: "float", value }, { kind: "float" });
      return invalid(node, binding, "float", `\`${literal.digits}\` is too large for \`float\``);
    }
    case "text":
      return constant({ kind: "text", value: literal.value }, { kind: "text" });
    case "date": {
      const days = parseDate(literal.iso);
      if (days !== undefined) return constant({ kind: "date", days }, { kind: "date" });
      return invalid(node, binding, "date", `\`@${literal.iso}\` is no date of the calendar`);
    }
    case "timestamp":
    case "instant": {
      const micros = literal.kind === "instant" ? parseInstant(literal.iso) : parseTimestamp(literal.iso);
      if (micros !== undefined) return constant({ kind: literal.kind, micros }, { kind: literal.kind });
      return invalid(node, binding, literal.kind, `\`@${literal.iso}\` is no time of the calendar`);
    }
    case "duration":
      return bindDuration(literal.amount, literal.unit, node, binding);
    case "size":
      return constant({ kind: "size", bytes: literal.bytes }, { kind: "size" });
    case "money":
      return constant({ kind: "money", dollars: literal.dollars }, { kind: "money" });
    default:
      return unreachable(literal);
  }
}

/** The negative of a literal that is only valid with the minus before it: `-9223372036854775808`. */
export function bindNegatedInt(digits: string): PlanExpression | undefined {
  return BigInt(digits) === intLimit
    ? constant({ kind: "int", value: -intLimit }, { kind: "int" })
    : undefined;
}

/**
 * The decimal that a constant made of written numbers is beside a decimal: `0.19`, `1 - 0.05`. Undefined for
 * everything else, and where no decimal of 38 digits holds it.
 */
export function exactForm(expression: PlanExpression): (Value & { readonly kind: "decimal" }) | undefined {
  switch (expression.kind) {
    case "value": {
      const value = expression.exact ?? expression.value;
      if (value.kind === "decimal") return value;
      return value.kind === "int" ? decimalOf(value.value, 0) : undefined;
    }
    case "negate": {
      const operand = exactForm(expression.operand);
      return operand === undefined ? undefined : decimalOf(-operand.unscaled, operand.scale);
    }
    case "cast":
      return expression.implicit ? exactForm(expression.value) : undefined;
    case "arithmetic": {
      const left = exactForm(expression.left);
      const right = left === undefined ? undefined : exactForm(expression.right);
      if (left === undefined || right === undefined) return undefined;
      const scale = Math.max(left.scale, right.scale);
      const leftUnits = left.unscaled * powerOfTen(scale - left.scale);
      const rightUnits = right.unscaled * powerOfTen(scale - right.scale);
      if (expression.operator === "+") return decimalOf(leftUnits + rightUnits, scale);
      if (expression.operator === "-") return decimalOf(leftUnits - rightUnits, scale);
      if (expression.operator !== "*") return undefined;
      return decimalOf(left.unscaled * right.unscaled, left.scale + right.scale);
    }
    default:
      return undefined;
  }
}

/** Whether the expression is a number written with a point, or made of such: a float that may be exact. */
export function hasExactForm(expression: PlanExpression): boolean {
  return expression.type.kind !== "decimal" && exactForm(expression) !== undefined;
}

function bindInt(digits: string, node: LiteralNode, binding: Binding): PlanExpression {
  const value = BigInt(digits);
  if (value < intLimit) return constant({ kind: "int", value }, { kind: "int" });
  return invalid(
    node,
    binding,
    "int",
    `\`${digits}\` is too large for \`int\`, which ends at ${intLimit - 1n}; \`${digits}.0\` is a float`,
  );
}

function bindPoint(digits: string): PlanExpression {
  const value: Value = { kind: "float", value: Number(digits) };
  const parsed = parseDecimal(digits);
  const exact = parsed === undefined ? undefined : decimalOf(parsed.unscaled, parsed.scale);
  const type: Type = { kind: "float" };
  return exact === undefined
    ? { kind: "value", value, type, nullable: false }
    : { kind: "value", value, exact, type, nullable: false };
}

function bindDuration(
  amount: string,
  unit: DurationUnit,
  node: LiteralNode,
  binding: Binding,
): PlanExpression {
  const value = durationValue(amount, unit);
  if (typeof value !== "string") return constant(value, { kind: value.kind });
  const kind = monthsIn[unit] === undefined ? "duration" : "months";
  return invalid(node, binding, kind, `\`${amount} ${unit}s\` ${value}`);
}

/** A number of units as a duration or as months; else what is wrong with it, as the end of a sentence. */
export function durationValue(
  amount: string,
  unit: DurationUnit,
): (Value & { readonly kind: "duration" | "months" }) | string {
  const months = monthsIn[unit];
  const parsed = parseDecimal(amount);
  if (parsed === undefined) return "is no number of units";
  if (months !== undefined) {
    if (parsed.scale !== 0) return `is no whole number of ${unit}s`;
    const count = Number(parsed.unscaled) * months;
    return count <= 120_000 ? { kind: "months", months: count } : "is longer than the calendar";
  }
  const scaled = parsed.unscaled * (microsIn[unit] ?? 1n);
  const micros = scaled / powerOfTen(parsed.scale);
  if (micros >= intLimit) return "is longer than a duration can be";
  if (micros * powerOfTen(parsed.scale) !== scaled) return "is no whole number of microseconds";
  return { kind: "duration", micros };
}

const monthsIn: Partial<Record<DurationUnit, number>> = { month: 1, quarter: 3, year: 12 };

const microsIn: Partial<Record<DurationUnit, bigint>> = {
  microsecond: 1n,
  millisecond: 1_000n,
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
  week: 604_800_000_000n,
};

function invalid(
  node: LiteralNode,
  binding: Binding,
  kind: "int" | "float" | "date" | "timestamp" | "instant" | "duration" | "months",
  message: string,
): PlanExpression {
  binding.reporter.report("WR117", node, message);
  return unboundOf({ kind }, false);
}

function decimalOf(unscaled: bigint, scale: number): (Value & { readonly kind: "decimal" }) | undefined {
  const precision = Math.max(digitCount(unscaled), scale, 1);
  return precision > maximumPrecision ? undefined : { kind: "decimal", unscaled, precision, scale };
}
