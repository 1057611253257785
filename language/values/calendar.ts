// Dates and times as counts: days and microseconds since 1970-01-01, in the proleptic Gregorian calendar.
// It knows no clock and no zones, and answers only for the years 1 to 9999, where every engine agrees.

export const microsPerSecond = 1_000_000n;
export const microsPerDay = 86_400_000_000n;

export interface CivilDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01; undefined for a date that no calendar has or a year outside 1 to 9999. */
export function daysOfDate(year: number, month: number, day: number): number | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return undefined;
  }
  // Years are counted from March, so that the leap day is the last of its year.
  const shifted = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  return daysBeforeMarchYear(shifted) + dayOfYear - daysBeforeEpoch;
}

/** The date `days` after 1970-01-01. */
export function dateOfDays(days: number): CivilDate {
  const fromMarchOfYearZero = days + daysBeforeEpoch;
  let year = Math.floor(fromMarchOfYearZero / 365.2425);
  while (daysBeforeMarchYear(year + 1) <= fromMarchOfYearZero) year++;
  while (daysBeforeMarchYear(year) > fromMarchOfYearZero) year--;
  const dayOfYear = fromMarchOfYearZero - daysBeforeMarchYear(year);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: month <= 2 ? year + 1 : year, month, day };
}

/** The length of a month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether `days` lies in the years 1 to 9999. */
export function isCalendarDay(days: number): boolean {
  return days >= firstDay && days <= lastDay;
}

/** `days` moved by whole months; a day that the month lacks becomes its last. Undefined outside the calendar. */
export function addMonths(days: number, months: number): number | undefined {
  const { year, month, day } = dateOfDays(days);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return daysOfDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** The day in which a time lies, and the microseconds since its midnight. */
export function splitMicros(micros: bigint): { readonly days: number; readonly rest: bigint } {
  const rest = ((micros % microsPerDay) + microsPerDay) % microsPerDay;
  return { days: Number((micros - rest) / microsPerDay), rest };
}

/** `2026-01-31` as days; undefined for anything else. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match === null ? undefined : daysOfDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * `2026-01-31T08:30:00.5` (or with a blank for the `T`, without seconds, or a date alone) as microseconds.
 * Undefined for anything else, also for more than six digits of a second.
 */
export function parseTimestamp(text: string): bigint | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(text);
  if (match === null) return undefined;
  const days = parseDate(match[1]!);
  const hours = Number(match[2] ?? "0");
  const minutes = Number(match[3] ?? "0");
  const seconds = Number(match[4] ?? "0");
  if (days === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = BigInt((match[5] ?? "").padEnd(6, "0"));
  return (
    BigInt(days) * microsPerDay + BigInt(hours * 3600 + minutes * 60 + seconds) * microsPerSecond + fraction
  );
}

/** A timestamp followed by `Z` or an offset such as `+02:00`, as microseconds in UTC. */
export function parseInstant(text: string): bigint | undefined {
  const match = /^(.*\d)(?:Z|([+-])(\d{2}):?(\d{2})?)$/.exec(text);
  if (match === null || !/[T ]/.test(match[1]!)) return undefined;
  const local = parseTimestamp(match[1]!);
  if (local === undefined) return undefined;
  const hours = Number(match[3] ?? "0");
  const minutes = Number(match[4] ?? "0");
  if (hours > 15 || minutes > 59) return undefined;
  const offset = BigInt(hours * 3600 + minutes * 60) * microsPerSecond;
  return match[2] === "-" ? local + offset : local - offset;
}

/** `2026-01-31`. */
export function printDate(days: number): string {
  const { year, month, day } = dateOfDays(days);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `2026-01-31T08:30:00`, with as many digits of a second as there are. */
export function printTimestamp(micros: bigint): string {
  const { days, rest } = splitMicros(micros);
  const seconds = Number(rest / microsPerSecond);
  const fraction = Number(rest % microsPerSecond);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => padded(part, 2))
    .join(":");
  const digits = fraction === 0 ? "" : `.${padded(fraction, 6).replace(/0+$/, "")}`;
  return `${printDate(days)}T${clock}${digits}`;
}

/** Days from 1 March of year 0 to 1970-01-01. */
const daysBeforeEpoch = 719_468;

const firstDay = daysOfDate(1, 1, 1)!;
const lastDay = daysOfDate(9999, 12, 31)!;

function daysBeforeMarchYear(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
