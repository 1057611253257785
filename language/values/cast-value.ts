// Casts of known values by Weir's rules. A cast that must fail is told apart from one that is left to the engine,
// because only the first is null under `as?`.

import type { Type, Value } from "../types.ts";
import { microsPerDay, parseDate, parseInstant, parseTimestamp, printDate, splitMicros } from "./calendar.ts";
import { fitsPrecision, parseDecimal, powerOfTen, printDecimal, rescale } from "./decimal.ts";

/** A value; `"fails"` where the cast fails on every engine; undefined where the engine has to say. */
export type CastOutcome = Value | "fails" | undefined;

const intLimit = 2n ** 63n;
const exactFloatLimit = 2n ** 53n;

/** Casts `value` to `to`. */
export function castValue(value: Value, to: Type): CastOutcome {
  if (value.kind === "null") return value;
  switch (value.kind) {
    case "bool":
      if (to.kind === "int") return { kind: "int", value: value.value ? 1n : 0n };
      return to.kind === "text" ? text(String(value.value)) : same(value, to);
    case "int":
      return castInt(value.value, to);
    case "float":
      return castFloat(value.value, to);
    case "decimal":
      return castDecimal(value, to);
    case "text":
      return castText(value.value, to);
    case "uuid":
      return to.kind === "text" ? text(value.value) : same(value, to);
    case "date":
      if (to.kind === "timestamp") return { kind: "timestamp", micros: BigInt(value.days) * microsPerDay };
      return to.kind === "text" ? text(printDate(value.days)) : same(value, to);
    case "timestamp":
      return to.kind === "date" ? { kind: "date", days: splitMicros(value.micros).days } : same(value, to);
    case "list":
      return to.kind === "list" ? castItems(value.items, to.element.type) : undefined;
    case "struct":
      return to.kind === "struct" ? castFields(value, to) : undefined;
    default:
      return same(value, to);
  }
}

function castInt(value: bigint, to: Type): CastOutcome {
  switch (to.kind) {
    case "int":
      return { kind: "int", value };
    case "float":
      return { kind: "float", value: Number(value) };
    case "decimal":
      return decimal(value * powerOfTen(to.scale), to);
    case "text":
      return text(value.toString());
    default:
      return undefined;
  }
}

function castFloat(value: number, to: Type): CastOutcome {
  if (to.kind === "float") return { kind: "float", value };
  if (!Number.isFinite(value)) return undefined;
  if (to.kind === "int") {
    const whole = BigInt(Math.trunc(value));
    return whole < intLimit && whole >= -intLimit ? { kind: "int", value: whole } : "fails";
  }
  if (to.kind !== "decimal") return undefined;
  // Engines multiply as floats before they round, so that ties are those of the product.
  const scaled = value * 10 ** to.scale;
  if (Math.abs(scaled) >= Number(exactFloatLimit)) return undefined;
  return decimal(BigInt(Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5)), to);
}

function castDecimal(value: Value & { readonly kind: "decimal" }, to: Type): CastOutcome {
  switch (to.kind) {
    case "decimal":
      return decimal(rescale(value, to.scale), to);
    case "int": {
      const whole = value.unscaled / powerOfTen(value.scale);
      return whole < intLimit && whole >= -intLimit ? { kind: "int", value: whole } : "fails";
    }
    case "float":
      return decimalToFloat(value);
    case "text":
      return text(printDecimal(value));
    default:
      return undefined;
  }
}

/** Exact operands make the quotient the nearest float; beyond that engines differ in the last digit. */
function decimalToFloat(value: Value & { readonly kind: "decimal" }): CastOutcome {
  const isExact =
    value.unscaled <= exactFloatLimit && value.unscaled >= -exactFloatLimit && value.scale <= 22;
  return isExact ? { kind: "float", value: Number(value.unscaled) / 10 ** value.scale } : undefined;
}

function castText(original: string, to: Type): CastOutcome {
  if (to.kind === "text") return text(original);
  const value = original.replace(/^ +| +$/g, "");
  switch (to.kind) {
    case "bool":
      if (value === "true" || value === "false") return { kind: "bool", value: value === "true" };
      return "fails";
    case "int": {
      if (!/^[+-]?\d+$/.test(value)) return "fails";
      const int = BigInt(value.replace("+", ""));
      return int < intLimit && int >= -intLimit ? { kind: "int", value: int } : "fails";
    }
    case "float": {
      if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) return "fails";
      const float = Number(value);
      return Number.isFinite(float) ? { kind: "float", value: float } : undefined;
    }
    case "decimal": {
      const parsed = parseDecimal(value);
      return parsed === undefined ? "fails" : decimal(rescale(parsed, to.scale), to);
    }
    case "date": {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return "fails";
      const days = parseDate(value);
      return days === undefined ? undefined : { kind: "date", days };
    }
    case "timestamp": {
      const micros = parseTimestamp(value);
      return micros === undefined ? undefined : { kind: "timestamp", micros };
    }
    case "instant": {
      const micros = parseInstant(value);
      return micros === undefined ? undefined : { kind: "instant", micros };
    }
    case "uuid": {
      const isCanonical = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
      return isCanonical && value === original ? { kind: "uuid", value } : undefined;
    }
    default:
      return undefined;
  }
}

/** A list is cast where every element is; what engines do with one that fails is theirs. */
function castItems(items: readonly Value[], to: Type): CastOutcome {
  const cast: Value[] = [];
  for (const item of items) {
    const outcome = castValue(item, to);
    if (outcome === undefined || outcome === "fails") return undefined;
    cast.push(outcome);
  }
  return { kind: "list", items: cast };
}

function castFields(
  value: Value & { readonly kind: "struct" },
  to: Type & { readonly kind: "struct" },
): CastOutcome {
  const fields: { readonly name: string; readonly value: Value }[] = [];
  for (const field of to.fields) {
    const source = value.fields.find((candidate) => candidate.name === field.name);
    const outcome = source === undefined ? undefined : castValue(source.value, field.type);
    if (outcome === undefined || outcome === "fails") return undefined;
    fields.push({ name: field.name, value: outcome });
  }
  return { kind: "struct", fields };
}

function decimal(unscaled: bigint, to: Type & { readonly kind: "decimal" }): CastOutcome {
  if (!fitsPrecision(unscaled, to.precision)) return "fails";
  return { kind: "decimal", unscaled, precision: to.precision, scale: to.scale };
}

function text(value: string): Value {
  return { kind: "text", value };
}

function same(value: Value, to: Type): CastOutcome {
  return value.kind === to.kind ? value : undefined;
}
