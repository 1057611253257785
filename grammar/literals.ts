// What literals mean: escapes in texts, numbers, durations, sizes, dates. Pure functions over the text of a
// token; whatever is wrong with it comes back as findings, with a value that later stages can go on with.
import { excerpt, type Finding, finding, replacement } from "./finding.ts";
import type { LiteralValue } from "./tree.ts";
import { bytesPerUnit, durationUnit } from "./units.ts";

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

/** The value of the inside of a quoted text; `start` is where that inside stands. */
export function unescaped(inside: string, start: number, findings: Finding[]): string {
  if (!inside.includes("\\")) return inside;
  return inside.replace(/\\(u\{[0-9a-fA-F]{1,6}\}|[\s\S]|$)/g, (whole, code: string, at: number) => {
    const known = escapes.get(code);
    if (known !== undefined) return known;
    const from = start + at;
    if (code.startsWith("u{")) {
      const point = Number.parseInt(code.slice(2, -1), 16);
      if (point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)) return String.fromCodePoint(point);
      findings.push(
        finding(
          "WR005",
          from,
          from + whole.length,
          `\`${whole}\` is no character; code points go up to \`\\u{10ffff}\``,
        ),
      );
      return "";
    }
    const fix = replacement("Double the backslash", from, from + 1, "\\\\");
    const message = `\`${whole}\` is no escape; known are \`\\n\`, \`\\t\`, \`\\"\`, \`\\\\\` and \`\\u{…}\``;
    findings.push(finding("WR005", from, from + whole.length, message, [fix]));
    return whole;
  });
}

/** The value of a text token: `"…"`, `"""…"""`, or either without its end. */
export function textValue(image: string, start: number, findings: Finding[]): string {
  if (image.startsWith('"""')) {
    const isClosed = image.length >= 6 && image.endsWith('"""');
    return image.slice(3, isClosed ? -3 : undefined);
  }
  const isClosed = image.length >= 2 && image.endsWith('"') && !endsEscaped(image);
  return unescaped(image.slice(1, isClosed ? -1 : undefined), start + 1, findings);
}

function endsEscaped(image: string): boolean {
  let backslashes = 0;
  for (let at = image.length - 2; at > 0 && image[at] === "\\"; at--) backslashes++;
  return backslashes % 2 === 1;
}

/** A number without a unit. */
export function numberValue(image: string): LiteralValue {
  const digits = image.includes("_") ? image.replaceAll("_", "") : image;
  if (/[eE]/.test(digits)) return { kind: "float", digits };
  return digits.includes(".") ? { kind: "point", digits } : { kind: "int", digits };
}

/** A number with a unit; undefined if the word is no unit. */
export function measureValue(image: string, unit: string): LiteralValue | undefined {
  const amount = image.replaceAll("_", "");
  const duration = durationUnit(unit);
  if (duration !== undefined) return { kind: "duration", amount, unit: duration };
  const bytes = bytesPerUnit(unit);
  return bytes === undefined ? undefined : { kind: "size", bytes: wholeBytes(amount, bytes) };
}

/** Bytes of a decimal amount, fractions of a byte cut off; exponents beyond any disk count as nothing. */
function wholeBytes(amount: string, bytesEach: bigint): bigint {
  const [mantissa = "0", exponentText = "0"] = amount.toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const exponent = Number(exponentText);
  if (!(Math.abs(exponent) <= 40)) return 0n;
  const scale = exponent - fraction.length;
  const units = BigInt(whole + fraction) * bytesEach;
  return scale >= 0 ? units * 10n ** BigInt(scale) : units / 10n ** BigInt(-scale);
}

export function moneyValue(image: string): LiteralValue {
  return { kind: "money", dollars: image.slice(1).replaceAll("_", "") };
}

/** A date, timestamp or instant after `@`; undefined, with a finding, if there is no such moment. */
export function momentValue(image: string, start: number, findings: Finding[]): LiteralValue | undefined {
  const iso = image.slice(1);
  const date = iso.slice(0, 10);
  const time = iso.length > 10 ? iso.slice(11) : undefined;
  if (!isCalendarDate(date) || (time !== undefined && !isClockTime(time))) {
    findings.push(
      finding(
        "WR007",
        start,
        start + image.length,
        `\`${excerpt(image)}\` does not exist: no such ${isCalendarDate(date) ? "time" : "date"}`,
      ),
    );
    return undefined;
  }
  if (time === undefined) return { kind: "date", iso };
  return { kind: /Z$|[+-]\d\d:\d\d$/.test(time) ? "instant" : "timestamp", iso };
}

const daysOfMonth: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `YYYY-MM-DD`; the pattern of the token has made sure of the form. */
function isCalendarDate(date: string): boolean {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8, 10));
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** `HH:MM`, with seconds, a fraction and an offset or without. */
function isClockTime(time: string): boolean {
  const parts = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|[+-](\d\d):(\d\d))?$/.exec(time);
  if (parts === null) return false;
  const [, hours, minutes, seconds = "0", fraction = "", offsetHours = "0", offsetMinutes = "0"] = parts;
  const isTime = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60 && fraction.length <= 6;
  return isTime && Number(offsetHours) <= 18 && Number(offsetMinutes) < 60;
}
