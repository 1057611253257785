// The arithmetic of dates and durations as a table, and the rule for decimals.

import type { Type } from "../types.ts";
import { maximumPrecision } from "../values/decimal.ts";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "//" | "%";

type Kind = Type["kind"];

export interface ArithmeticRule {
  readonly operator: ArithmeticOperator;
  readonly left: Kind;
  readonly right: Kind;
  /** `days`: a date where the duration is a constant number of whole days, else a timestamp. */
  readonly result: "date" | "timestamp" | "instant" | "duration" | "float" | "months" | "days";
}

/** Everything that is not between numbers. A date beside a timestamp has been widened before. */
const rules: readonly ArithmeticRule[] = [
  { operator: "-", left: "date", right: "date", result: "duration" },
  { operator: "-", left: "timestamp", right: "timestamp", result: "duration" },
  { operator: "-", left: "instant", right: "instant", result: "duration" },
  { operator: "+", left: "date", right: "duration", result: "days" },
  { operator: "+", left: "duration", right: "date", result: "days" },
  { operator: "-", left: "date", right: "duration", result: "days" },
  { operator: "+", left: "timestamp", right: "duration", result: "timestamp" },
  { operator: "+", left: "duration", right: "timestamp", result: "timestamp" },
  { operator: "-", left: "timestamp", right: "duration", result: "timestamp" },
  { operator: "+", left: "instant", right: "duration", result: "instant" },
  { operator: "+", left: "duration", right: "instant", result: "instant" },
  { operator: "-", left: "instant", right: "duration", result: "instant" },
  { operator: "+", left: "date", right: "months", result: "date" },
  { operator: "+", left: "months", right: "date", result: "date" },
  { operator: "-", left: "date", right: "months", result: "date" },
  { operator: "+", left: "timestamp", right: "months", result: "timestamp" },
  { operator: "+", left: "months", right: "timestamp", result: "timestamp" },
  { operator: "-", left: "timestamp", right: "months", result: "timestamp" },
  { operator: "+", left: "duration", right: "duration", result: "duration" },
  { operator: "-", left: "duration", right: "duration", result: "duration" },
  { operator: "*", left: "duration", right: "int", result: "duration" },
  { operator: "*", left: "int", right: "duration", result: "duration" },
  { operator: "*", left: "duration", right: "float", result: "duration" },
  { operator: "*", left: "float", right: "duration", result: "duration" },
  { operator: "/", left: "duration", right: "int", result: "duration" },
  { operator: "/", left: "duration", right: "float", result: "duration" },
  { operator: "/", left: "duration", right: "duration", result: "float" },
];

/** The rule for two kinds that are not both numbers. */
export function arithmeticRule(
  operator: ArithmeticOperator,
  left: Kind,
  right: Kind,
): ArithmeticRule | undefined {
  return rules.find((rule) => rule.operator === operator && rule.left === left && rule.right === right);
}

/** The kinds that may stand on the right of `operator` after `left`. */
export function rightKinds(operator: ArithmeticOperator, left: Kind): readonly Kind[] {
  return rules.filter((rule) => rule.operator === operator && rule.left === left).map((rule) => rule.right);
}

/**
 * The type of `+ - *` of two decimals. A sum keeps the larger scale and has one digit more before the point than
 * the larger of both; a product adds the scales and the digits. 38 digits are the most: where the rule asks for
 * more, digits before the point are given up, so that a result too large is an overflow and never rounded.
 * Undefined where the scale alone is larger than 38.
 */
export function decimalResult(
  operator: "+" | "-" | "*",
  left: Type & { readonly kind: "decimal" },
  right: Type & { readonly kind: "decimal" },
): Type | undefined {
  if (operator === "*") {
    const scale = left.scale + right.scale;
    if (scale > maximumPrecision) return undefined;
    return {
      kind: "decimal",
      precision: Math.min(maximumPrecision, left.precision + right.precision),
      scale,
    };
  }
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return { kind: "decimal", precision: Math.min(maximumPrecision, whole + scale + 1), scale };
}
