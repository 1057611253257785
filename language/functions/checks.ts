// What constant arguments must be, said in words where they are not. The binder asks for literals, whoever gives
// parameters their values asks for those.

import type { Value } from "../types.ts";
import { unreachable } from "../unreachable.ts";
import { isZoneName } from "../values/zones.ts";
import type { ArgumentCheck } from "./entry.ts";
import { parseNumberPattern } from "./number-pattern.ts";
import { regularExpressionProblem } from "./regular-expression.ts";
import { timePatternProblem } from "./time-pattern.ts";

/** The units of a calendar, finest first. */
export const calendarUnits: readonly string[] = [
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
];

/** What is wrong with a constant argument, without the argument's name; undefined where nothing is. */
export function problemWithArgument(check: ArgumentCheck, value: Value): string | undefined {
  switch (check) {
    case "calendar unit":
      if (value.kind !== "text" || calendarUnits.includes(value.value)) return undefined;
      return `\`${value.value}\` is no unit; there are ${calendarUnits.map((unit) => `\`${unit}\``).join(", ")}`;
    case "time pattern":
      return value.kind === "text" ? timePatternProblem(value.value, undefined) : undefined;
    case "date to read":
      return value.kind === "text" ? timePatternProblem(value.value, "date") : undefined;
    case "time to read":
      return value.kind === "text" ? timePatternProblem(value.value, "time") : undefined;
    case "number pattern": {
      const parsed = value.kind === "text" ? parseNumberPattern(value.value) : undefined;
      return typeof parsed === "string" ? parsed : undefined;
    }
    case "regular expression":
      return value.kind === "text" ? regularExpressionProblem(value.value) : undefined;
    case "fraction": {
      const number = numberOf(value);
      if (number === undefined || (number >= 0 && number <= 1)) return undefined;
      return `${number} is not between 0 and 1; a 90 % quantile is \`0.9\``;
    }
    case "not negative":
      return isBelow(value, 0) ? `${numberOf(value)} is negative; it must be 0 or more` : undefined;
    case "positive":
      return isBelow(value, 1) ? `${numberOf(value)} is too small; it must be 1 or more` : undefined;
    case "one character":
      if (value.kind !== "text" || [...value.value].length === 1) return undefined;
      return `"${value.value}" must be one character`;
    case "zone":
      if (value.kind !== "text" || isZoneName(value.value)) return undefined;
      return `\`${value.value}\` is no time zone; zones are like "Europe/Berlin" or "UTC"`;
    default:
      return unreachable(check);
  }
}

function numberOf(value: Value): number | undefined {
  switch (value.kind) {
    case "int":
      return Number(value.value);
    case "float":
      return value.value;
    case "decimal":
      return Number(value.unscaled) / 10 ** value.scale;
    default:
      return undefined;
  }
}

function isBelow(value: Value, limit: number): boolean {
  const number = numberOf(value);
  return number !== undefined && number < limit;
}
