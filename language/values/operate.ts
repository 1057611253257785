// Arithmetic of known values, exact where the type is. What overflows is undefined: the engine then says so when
// it comes to it, with the row in hand.

import type { Type, Value } from "../types.ts";
import { addMonths, isCalendarDay, microsPerDay, splitMicros } from "./calendar.ts";
import { fitsPrecision, rescale } from "./decimal.ts";

type Operator = "+" | "-" | "*" | "/" | "//" | "%";

const intLimit = 2n ** 63n;
const nothing: Value = { kind: "null" };

/** `left operator right` as a value of `type`; undefined where only the engine can say. */
export function operate(operator: Operator, left: Value, right: Value, type: Type): Value | undefined {
  if (left.kind === "null" || right.kind === "null") return nothing;
  switch (type.kind) {
    case "int":
      return left.kind === "int" && right.kind === "int"
        ? operateInts(operator, left.value, right.value)
        : undefined;
    case "float":
      return operateFloats(operator, left, right);
    case "decimal":
      return operateDecimals(operator, left, right, type);
    case "duration":
      return operateDurations(operator, left, right);
    case "date":
    case "timestamp":
    case "instant":
      return moveTime(operator, left, right, type.kind);
    default:
      return undefined;
  }
}

/** `-value`. */
export function negate(value: Value): Value | undefined {
  switch (value.kind) {
    case "null":
      return value;
    case "int":
      return int(-value.value);
    case "float":
      return { kind: "float", value: -value.value };
    case "decimal":
      return { ...value, unscaled: -value.unscaled };
    case "duration":
      return { kind: "duration", micros: -value.micros };
    case "months":
      return { kind: "months", months: -value.months };
    default:
      return undefined;
  }
}

function operateInts(operator: Operator, left: bigint, right: bigint): Value | undefined {
  switch (operator) {
    case "+":
      return int(left + right);
    case "-":
      return int(left - right);
    case "*":
      return int(left * right);
    case "//":
      return right === 0n ? nothing : int(left / right);
    case "%":
      return right === 0n ? nothing : int(left % right);
    default:
      return undefined;
  }
}

function operateFloats(operator: Operator, left: Value, right: Value): Value | undefined {
  if (left.kind === "duration" && right.kind === "duration" && operator === "/") {
    if (right.micros === 0n) return nothing;
    return float(Number(left.micros) / Number(right.micros));
  }
  if (left.kind !== "float" || right.kind !== "float") return undefined;
  switch (operator) {
    case "+":
      return float(left.value + right.value);
    case "-":
      return float(left.value - right.value);
    case "*":
      return float(left.value * right.value);
    case "/":
      return right.value === 0 ? nothing : float(left.value / right.value);
    default:
      return undefined;
  }
}

function operateDecimals(
  operator: Operator,
  left: Value,
  right: Value,
  type: Type & { readonly kind: "decimal" },
): Value | undefined {
  if (left.kind !== "decimal" || right.kind !== "decimal") return undefined;
  let unscaled: bigint;
  if (operator === "*") unscaled = left.unscaled * right.unscaled;
  else if (operator === "+") unscaled = rescale(left, type.scale) + rescale(right, type.scale);
  else if (operator === "-") unscaled = rescale(left, type.scale) - rescale(right, type.scale);
  else return undefined;
  if (!fitsPrecision(unscaled, type.precision)) return undefined;
  return { kind: "decimal", unscaled, precision: type.precision, scale: type.scale };
}

function operateDurations(operator: Operator, left: Value, right: Value): Value | undefined {
  if (operator === "*") {
    const [length, factor] = left.kind === "duration" ? [left, right] : [right, left];
    if (length.kind !== "duration") return undefined;
    if (factor.kind === "int") return duration(length.micros * factor.value);
    return factor.kind === "float" ? truncated(Number(length.micros) * factor.value) : undefined;
  }
  if (operator === "/") {
    if (left.kind !== "duration" || (right.kind !== "int" && right.kind !== "float")) return undefined;
    const divisor = Number(right.value);
    return divisor === 0 ? nothing : truncated(Number(left.micros) / divisor);
  }
  const first = microsOf(left);
  const second = microsOf(right);
  if (first === undefined || second === undefined) return undefined;
  if (operator === "-") return duration(first - second);
  return operator === "+" ? duration(first + second) : undefined;
}

function moveTime(
  operator: Operator,
  left: Value,
  right: Value,
  kind: "date" | "timestamp" | "instant",
): Value | undefined {
  const isLength = left.kind === "duration" || left.kind === "months";
  const [time, length] = isLength ? [right, left] : [left, right];
  const micros = microsOf(time);
  if (micros === undefined || time.kind === "duration") return undefined;
  const sign = operator === "-" ? -1 : 1;
  if (length.kind === "duration") return timeOf(micros + BigInt(sign) * length.micros, kind);
  if (length.kind !== "months") return undefined;
  const { days, rest } = splitMicros(micros);
  const moved = addMonths(days, sign * length.months);
  return moved === undefined ? undefined : timeOf(BigInt(moved) * microsPerDay + rest, kind);
}

function timeOf(micros: bigint, kind: "date" | "timestamp" | "instant"): Value | undefined {
  const { days } = splitMicros(micros);
  if (!isCalendarDay(days)) return undefined;
  return kind === "date" ? { kind, days } : { kind, micros };
}

function microsOf(value: Value): bigint | undefined {
  if (value.kind === "date") return BigInt(value.days) * microsPerDay;
  const isTime = value.kind === "timestamp" || value.kind === "instant" || value.kind === "duration";
  return isTime ? value.micros : undefined;
}

function int(value: bigint): Value | undefined {
  return value < intLimit && value >= -intLimit ? { kind: "int", value } : undefined;
}

function float(value: number): Value | undefined {
  return Number.isFinite(value) ? { kind: "float", value } : undefined;
}

function duration(micros: bigint): Value | undefined {
  return micros < intLimit && micros >= -intLimit ? { kind: "duration", micros } : undefined;
}

/** Beyond 2^53 a float no longer names one microsecond. */
function truncated(micros: number): Value | undefined {
  return Number.isSafeInteger(Math.trunc(micros)) ? duration(BigInt(Math.trunc(micros))) : undefined;
}
