// Library functions of known arguments, where the answer is the same on every engine beyond doubt. Everything that
// hangs on an engine's tables (letters beyond ASCII, patterns, hashes, rounding of floats) is left to it.

import type { Value } from "../types.ts";
import { dateOfDays, microsPerDay, splitMicros } from "./calendar.ts";
import { negate } from "./operate.ts";

/** The value of a call; undefined where the engine has to compute it. */
export function callValue(name: string, values: readonly Value[]): Value | undefined {
  const compute = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (compute === undefined) return undefined;
  if (values.some((value) => value.kind === "null")) return { kind: "null" };
  return compute(values);
}

/** Names of the functions that are computed here, for tests. */
export function computedFunctions(): readonly string[] {
  return Object.keys(functions);
}

type Compute = (values: readonly Value[]) => Value | undefined;

/** All of them give null for null. */
const functions: Readonly<Record<string, Compute>> = {
  lower: asciiText((value) => value.toLowerCase()),
  upper: asciiText((value) => value.toUpperCase()),
  length([value]) {
    if (value?.kind === "text") return int([...value.value].length);
    return value?.kind === "list" ? int(value.items.length) : undefined;
  },
  concat(values) {
    const texts = values.map((value) => (value.kind === "text" ? value.value : undefined));
    return texts.every((text) => text !== undefined) ? { kind: "text", value: texts.join("") } : undefined;
  },
  starts_with: twoTexts((value, part) => value.startsWith(part)),
  ends_with: twoTexts((value, part) => value.endsWith(part)),
  abs([value]) {
    switch (value?.kind) {
      case "int":
        return value.value < 0n ? negate(value) : value;
      case "float":
        return { kind: "float", value: Math.abs(value.value) };
      case "decimal":
        return value.unscaled < 0n ? negate(value) : value;
      default:
        return undefined;
    }
  },
  year: datePart((days) => dateOfDays(days).year),
  month: datePart((days) => dateOfDays(days).month),
  day: datePart((days) => dateOfDays(days).day),
  date_trunc([unit, time]) {
    if (unit?.kind !== "text" || (time?.kind !== "date" && time?.kind !== "timestamp")) return undefined;
    const days = time.kind === "date" ? time.days : splitMicros(time.micros).days;
    const first = firstDayOf(unit.value, days);
    if (first === undefined) return undefined;
    return time.kind === "date"
      ? { kind: "date", days: first }
      : { kind: "timestamp", micros: BigInt(first) * microsPerDay };
  },
};

function firstDayOf(unit: string, days: number): number | undefined {
  const { month, day } = dateOfDays(days);
  switch (unit) {
    case "day":
      return days;
    case "week":
      // 1970-01-01 was a Thursday; weeks begin on Mondays.
      return days - ((((days + 3) % 7) + 7) % 7);
    case "month":
      return days - day + 1;
    case "quarter":
      return firstOfMonths(days, (month - 1) % 3);
    case "year":
      return firstOfMonths(days, month - 1);
    default:
      return undefined;
  }
}

/** The first day of the month `months` before that of `days`. */
function firstOfMonths(days: number, months: number): number {
  let first = days - dateOfDays(days).day + 1;
  for (let count = 0; count < months; count++) first = first - 1 - dateOfDays(first - 1).day + 1;
  return first;
}

function asciiText(compute: (value: string) => string): Compute {
  return ([value]) => {
    if (value?.kind !== "text" || !/^[\x00-\x7f]*$/.test(value.value)) return undefined;
    return { kind: "text", value: compute(value.value) };
  };
}

function twoTexts(compute: (value: string, part: string) => boolean): Compute {
  return ([value, part]) => {
    if (value?.kind !== "text" || part?.kind !== "text") return undefined;
    return { kind: "bool", value: compute(value.value, part.value) };
  };
}

/** Only of dates and timestamps: an instant has no calendar without a zone. */
function datePart(compute: (days: number) => number): Compute {
  return ([value, ...others]) => {
    if (others.length > 0) return undefined;
    if (value?.kind === "date") return int(compute(value.days));
    return value?.kind === "timestamp" ? int(compute(splitMicros(value.micros).days)) : undefined;
  };
}

function int(value: number): Value {
  return { kind: "int", value: BigInt(value) };
}
