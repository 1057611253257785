// Functions that read something from dates and times. Those of an instant take `zone:`, since only in a zone does an
// instant have a year or an hour.

import type { FunctionEntry, Signature } from "./entry.ts";
import { chapter, signature } from "./spelling.ts";

type Entry = Omit<FunctionEntry, "category" | "kind">;

export const datePartFunctions = chapter("date and time", [
  part("year", "The year.", "year($1)", "2026"),
  part("quarter", "The quarter of the year, 1 to 4.", "quarter($1)", "1"),
  part("month", "The month, 1 to 12.", "month($1)", "1"),
  part(
    "week",
    "The week of the year by ISO 8601, 1 to 53; it may belong to the neighbouring year, which `week_year` gives.",
    "weekofyear($1)",
    "5",
  ),
  part("week_year", "The year to which the week by ISO 8601 belongs.", "isoyear($1)", "2026"),
  part("day", "The day of the month, 1 to 31.", "day($1)", "31"),
  part("day_of_year", "The day of the year, 1 to 366.", "dayofyear($1)", "31"),
  part("weekday", "The day of the week, 1 for Monday to 7 for Sunday.", "isodow($1)", "6"),
  part("is_weekend", "Whether the day is a Saturday or Sunday.", "(isodow($1) >= 6)", "true", "bool"),
  part("month_name", "The month in English, as `January`.", "monthname($1)", '"January"', "text"),
  part("weekday_name", "The day of the week in English, as `Monday`.", "dayname($1)", '"Saturday"', "text"),
  part("days_in_month", "How many days the month has.", "day(last_day(CAST($1 AS DATE)))", "31"),
  part("is_leap_year", "Whether the year has a 29 February.", leapYear("$1"), "false", "bool"),
  clockPart("hour", "The hour of the day, 0 to 23.", "hour($1)", "8"),
  clockPart("minute", "The minute of the hour, 0 to 59.", "minute($1)", "30"),
  clockPart("second", "The second of the minute, 0 to 59, without its fraction.", "second($1)", "15"),
  {
    name: "time_of_day",
    doc: "What has passed since midnight by the clock.",
    signatures: [
      signature("(at: timestamp) -> duration", "($1 - date_trunc('day', $1))"),
      signature(
        '(at: instant, zone: text = "UTC") -> duration',
        "(timezone($2, $1) - date_trunc('day', timezone($2, $1)))",
        { checks: { zone: "zone" } },
      ),
    ],
    example: { call: "time_of_day(@2026-01-31T08:30:00)", result: "8 hours + 30 minutes" },
  },
  {
    name: "epoch_seconds",
    doc: "Whole seconds since the start of 1970. A timestamp counts as UTC.",
    signatures: epochSignatures("(epoch_us($1) - (epoch_us($1) % 1000000 + 1000000) % 1000000) // 1000000"),
    example: { call: "epoch_seconds(@2026-01-31T08:30:00Z)", result: "1769848200" },
  },
  {
    name: "epoch_millis",
    doc: "Whole milliseconds since the start of 1970. A timestamp counts as UTC.",
    signatures: epochSignatures("(epoch_us($1) - (epoch_us($1) % 1000 + 1000) % 1000) // 1000"),
    example: { call: "epoch_millis(@1970-01-01T00:00:01Z)", result: "1000" },
  },
  {
    name: "epoch_micros",
    doc: "Microseconds since the start of 1970. A timestamp counts as UTC.",
    signatures: epochSignatures("epoch_us($1)"),
    example: { call: "epoch_micros(@1970-01-01T00:00:01Z)", result: "1000000" },
  },
]);

function part(name: string, doc: string, sql: string, result: string, type = "int"): Entry {
  const call = name === "week_year" ? "2026-01-31" : "2026-01-31";
  return {
    name,
    doc,
    signatures: [
      signature(`(at: date) -> ${type}`, sql),
      signature(`(at: timestamp) -> ${type}`, sql),
      zoned(type, sql),
    ],
    example: { call: `${name}(@${call})`, result },
  };
}

function clockPart(name: string, doc: string, sql: string, result: string): Entry {
  return {
    name,
    doc,
    signatures: [signature("(at: timestamp) -> int", sql), zoned("int", sql)],
    example: { call: `${name}(@2026-01-31T08:30:15)`, result },
  };
}

function zoned(type: string, sql: string): Signature {
  return signature(
    `(at: instant, zone: text = "UTC") -> ${type}`,
    sql.replaceAll("$1", () => "timezone($2, $1)"),
    { checks: { zone: "zone" } },
  );
}

function leapYear(at: string): string {
  return `(day(last_day(make_date(year(${at}), 2, 1))) = 29)`;
}

function epochSignatures(sql: string): readonly Signature[] {
  return [signature("(at: instant) -> int", sql), signature("(at: timestamp) -> int", sql)];
}
