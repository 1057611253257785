// The order of known values: numbers by size whatever their kind, texts by code point, times by time, lists and
// structs part by part. Null comes first; kinds that do not meet keep a fixed order, so that sorting never fails.

import type { Value } from "./types.ts";
import { compareDecimals, type Decimal } from "./values/decimal.ts";

/** Below zero where `left` comes first, above where `right` does, 0 for equal values. */
export function compareValues(left: Value, right: Value): number {
  const leftNumber = decimalOf(left);
  const rightNumber = decimalOf(right);
  if (leftNumber !== undefined && rightNumber !== undefined) return compareDecimals(leftNumber, rightNumber);
  if (isNumber(left) && isNumber(right)) return compareFloats(floatOf(left), floatOf(right));
  const leftTime = microsOf(left);
  const rightTime = microsOf(right);
  if (leftTime !== undefined && rightTime !== undefined) return compare(leftTime, rightTime);
  if (left.kind !== right.kind) return compare(left.kind, right.kind);
  switch (left.kind) {
    case "text":
    case "uuid":
      return compareTexts(left.value, (right as typeof left).value);
    case "bool":
      return compare(Number(left.value), Number((right as typeof left).value));
    case "duration":
      return compare(left.micros, (right as typeof left).micros);
    case "months":
      return compare(left.months, (right as typeof left).months);
    case "size":
      return compare(left.bytes, (right as typeof left).bytes);
    case "money":
      return compare(Number(left.dollars), Number((right as typeof left).dollars));
    case "list":
      return compareLists(left.items, (right as typeof left).items);
    case "struct": {
      const other = right as typeof left;
      return compareLists(
        left.fields.map((field) => field.value),
        other.fields.map((field) => field.value),
      );
    }
    default:
      return 0;
  }
}

/** Texts by code point, as the language sorts them (UTF-16 units would put some characters elsewhere). */
export function compareTexts(left: string, right: string): number {
  const leftPoints = [...left];
  const rightPoints = [...right];
  const shorter = Math.min(leftPoints.length, rightPoints.length);
  for (let index = 0; index < shorter; index++) {
    const difference = leftPoints[index]!.codePointAt(0)! - rightPoints[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return leftPoints.length - rightPoints.length;
}

function decimalOf(value: Value): Decimal | undefined {
  if (value.kind === "int") return { unscaled: value.value, scale: 0 };
  return value.kind === "decimal" ? value : undefined;
}

function isNumber(value: Value): boolean {
  return value.kind === "int" || value.kind === "float" || value.kind === "decimal";
}

function floatOf(value: Value): number {
  if (value.kind === "float") return value.value;
  if (value.kind === "int") return Number(value.value);
  return value.kind === "decimal" ? Number(value.unscaled) / 10 ** value.scale : Number.NaN;
}

/** NaN is the largest number and equals itself. */
function compareFloats(left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return compare(left, right);
}

function microsOf(value: Value): bigint | undefined {
  if (value.kind === "timestamp" || value.kind === "instant") return value.micros;
  return value.kind === "date" ? BigInt(value.days) * 86_400_000_000n : undefined;
}

function compareLists(left: readonly Value[], right: readonly Value[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = compareValues(left[index]!, right[index]!);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compare<T extends number | bigint | string>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
