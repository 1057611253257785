// Functions that make, move and measure dates, timestamps, instants and durations, and write and read them as text.

import type { FunctionEntry, SpelledCall } from "./entry.ts";
import { spellFormat } from "./number.ts";
import { chapter, constantText, quoted, signature } from "./spelling.ts";
import { strftimePattern, timePatternExpression } from "./time-pattern.ts";

type Entry = Omit<FunctionEntry, "category" | "kind">;

const zoneCheck = { zone: "zone" } as const;
const formatChecks = { pattern: "time pattern" } as const;

export const dateAndTimeFunctions = chapter("date and time", [
  {
    name: "now",
    doc: "The start of the run, the same for every row.",
    signatures: [signature("() -> instant", "now()")],
    example: { call: "now() == now()", result: "true" },
    volatile: true,
  },
  {
    name: "today",
    doc: "The date of the start of the run, in UTC or another zone.",
    signatures: [
      signature('(zone: text = "UTC") -> date', "CAST(timezone($1, now()) AS DATE)", { checks: zoneCheck }),
    ],
    example: { call: 'today() - today("UTC")', result: "0 days" },
    volatile: true,
  },
  {
    name: "date_trunc",
    doc: 'The start of the `unit` in which the time lies: `"second"`, `"minute"`, `"hour"`, `"day"`, `"week"` (Monday), `"month"`, `"quarter"` or `"year"`. What comes out has the type of what goes in.',
    signatures: [
      signature("(unit: text, at: date) -> date", "CAST(date_trunc($1, $2) AS DATE)", {
        checks: { unit: "calendar unit" },
      }),
      signature("(unit: text, at: timestamp) -> timestamp", "date_trunc($1, $2)", {
        checks: { unit: "calendar unit" },
      }),
      signature(
        '(unit: text, at: instant, zone: text = "UTC") -> instant',
        "timezone($3, date_trunc($1, timezone($3, $2)))",
        { checks: { unit: "calendar unit", ...zoneCheck } },
      ),
    ],
    example: { call: 'date_trunc("month", @2026-01-31)', result: "@2026-01-01" },
  },
  {
    name: "time_bucket",
    doc: "The start of the stretch of `width` in which the time lies; stretches are counted from 2000-01-03, a Monday.",
    signatures: [
      signature("(width: duration, at: timestamp) -> timestamp", "time_bucket($1, $2)"),
      signature(
        "(width: duration, at: instant) -> instant",
        "timezone('UTC', time_bucket($1, timezone('UTC', $2)))",
      ),
    ],
    example: {
      call: "time_bucket(15 minutes, @2026-01-31T08:43:00)",
      result: "@2026-01-31T08:30:00",
    },
  },
  {
    name: "month_end",
    doc: "The last day of the month.",
    signatures: [
      signature("(at: date) -> date", "last_day($1)"),
      signature("(at: timestamp) -> date", "last_day(CAST($1 AS DATE))"),
    ],
    example: { call: "month_end(@2026-02-10)", result: "@2026-02-28" },
  },
  {
    name: "add_months",
    doc: "The date or time moved by whole months, backwards where negative; a day that the month lacks becomes its last. Fixed distances are added: `day + 1 month`.",
    signatures: [
      signature("(at: date, months: int) -> date", "CAST($1 + to_months(CAST($2 AS INTEGER)) AS DATE)"),
      signature("(at: timestamp, months: int) -> timestamp", "($1 + to_months(CAST($2 AS INTEGER)))"),
    ],
    example: { call: "add_months(@2026-01-31, 1)", result: "@2026-02-28" },
  },
  between("years", "year", "@2024-03-01", "@2026-02-28", "1"),
  between("months", "month", "@2026-01-31", "@2026-03-30", "1"),
  between("weeks", "week", "@2026-01-01", "@2026-01-31", "4"),
  between("days", "day", "@2026-01-01", "@2026-01-31", "30"),
  {
    name: "at_zone",
    doc: "What the clocks of a zone show at an instant.",
    signatures: [
      signature("(at: instant, zone: text) -> timestamp", "timezone($2, $1)", { checks: zoneCheck }),
    ],
    example: {
      call: 'at_zone(@2026-06-01T00:00:00Z, "Europe/Berlin")',
      result: "@2026-06-01T02:00:00",
    },
  },
  {
    name: "in_zone",
    doc: "The instant at which the clocks of a zone show this time.",
    signatures: [
      signature("(at: timestamp, zone: text) -> instant", "timezone($2, $1)", { checks: zoneCheck }),
    ],
    example: {
      call: 'in_zone(@2026-06-01T02:00:00, "Europe/Berlin")',
      result: "@2026-06-01T00:00:00Z",
    },
  },
  {
    name: "make_date",
    doc: "A date from its parts; null where there is no such day.",
    signatures: [signature("(year: int, month: int, day: int) -> date?", "TRY(make_date($1, $2, $3))")],
    example: { call: "make_date(2026, 2, 29)", result: "null" },
  },
  {
    name: "make_timestamp",
    doc: "A timestamp from its parts; null where there is no such time.",
    signatures: [
      signature(
        "(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: float = 0.0) -> timestamp?",
        "CASE WHEN $4 BETWEEN 0 AND 23 AND $5 BETWEEN 0 AND 59 AND $6 >= 0 AND $6 < 60 THEN TRY(make_timestamp($1, $2, $3, $4, $5, $6)) ELSE NULL END",
      ),
    ],
    example: { call: "make_timestamp(2026, 1, 31, 8, 30)", result: "@2026-01-31T08:30:00" },
  },
  {
    name: "from_epoch_seconds",
    doc: "The instant so many seconds after the start of 1970.",
    signatures: [signature("(seconds: int) -> instant", "timezone('UTC', make_timestamp($1 * 1000000))")],
    example: { call: "from_epoch_seconds(1769848200)", result: "@2026-01-31T08:30:00Z" },
  },
  {
    name: "from_epoch_millis",
    doc: "The instant so many milliseconds after the start of 1970.",
    signatures: [signature("(milliseconds: int) -> instant", "timezone('UTC', make_timestamp($1 * 1000))")],
    example: { call: "from_epoch_millis(1500)", result: "@1970-01-01T00:00:01.5Z" },
  },
  {
    name: "from_epoch_micros",
    doc: "The instant so many microseconds after the start of 1970.",
    signatures: [signature("(microseconds: int) -> instant", "timezone('UTC', make_timestamp($1))")],
    example: { call: "from_epoch_micros(1)", result: "@1970-01-01T00:00:00.000001Z" },
  },
  duration("weeks", 604_800_000_000n, "2", "14 days"),
  duration("days", 86_400_000_000n, "2", "48 hours"),
  duration("hours", 3_600_000_000n, "2", "120 minutes"),
  duration("minutes", 60_000_000n, "2", "120 s"),
  duration("seconds", 1_000_000n, "2", "2000 ms"),
  duration("milliseconds", 1_000n, "2", "2 ms"),
  total("days", 86_400_000_000n, "1.5"),
  total("hours", 3_600_000_000n, "36.0"),
  total("minutes", 60_000_000n, "2160.0"),
  total("seconds", 1_000_000n, "129600.0"),
  {
    name: "format",
    doc: "A date, a time or a number as text. The letters of dates and times are `yyyy yy MMMM MMM MM M dd d EEEE EEE DDD HH H hh h mm m ss s SSS SSSSSS a`, other text in `'…'`; numbers are written by patterns as `\"#,##0.00\"` (see `format_number`).",
    signatures: [
      signature("(value: date, pattern: const text) -> text", spellTime, { checks: formatChecks }),
      signature("(value: timestamp, pattern: const text) -> text", spellTime, { checks: formatChecks }),
      signature('(value: instant, pattern: const text, zone: text = "UTC") -> text', spellInstant, {
        checks: { ...formatChecks, ...zoneCheck },
      }),
      ...["int", "decimal", "float"].map((type) =>
        signature(`(value: ${type}, pattern: const text) -> text`, spellFormat, {
          checks: { pattern: "number pattern" },
        }),
      ),
    ],
    example: { call: 'format(@2026-01-31, "d MMMM yyyy")', result: '"31 January 2026"' },
  },
  {
    name: "parse_date",
    doc: "The date that a text writes by a pattern (letters as in `format`), blanks around; null where it does not fit or there is no such day. `dd` wants two digits, `d` one or two; `yy` is a year from 1969 to 2068.",
    signatures: [
      signature(
        "(value: text, pattern: const text) -> date?",
        (args, call) => parsed(args[0]!, call, (text) => `CAST(${text} AS DATE)`),
        { checks: { pattern: "date to read" } },
      ),
    ],
    example: { call: 'parse_date("31.01.2026", "dd.MM.yyyy")', result: "@2026-01-31" },
  },
  {
    name: "parse_timestamp",
    doc: "The timestamp that a text writes by a pattern; null where it does not fit. What the pattern lacks is zero.",
    signatures: [
      signature(
        "(value: text, pattern: const text) -> timestamp?",
        (args, call) => parsed(args[0]!, call, (text) => text),
        { checks: { pattern: "time to read" } },
      ),
    ],
    example: {
      call: 'parse_timestamp("31/01/2026 8:30 PM", "dd/MM/yyyy h:mm a")',
      result: "@2026-01-31T20:30:00",
    },
  },
]);

/** `months_between` and its like: whole units, towards zero. */
function between(units: string, unit: string, from: string, to: string, result: string): Entry {
  const sql = `date_sub('${unit}', $1, $2)`;
  return {
    name: `${units}_between`,
    doc: `Whole ${units} from \`start\` to \`end\`: as many as can be added without passing it. Negative where \`end\` is earlier.`,
    signatures: [
      signature("(start: date, end: date) -> int", sql),
      signature("(start: timestamp, end: timestamp) -> int", sql),
      ...(unit === "month" || unit === "year"
        ? []
        : [signature("(start: instant, end: instant) -> int", sql)]),
    ],
    example: { call: `${units}_between(${from}, ${to})`, result },
  };
}

function duration(units: string, micros: bigint, amount: string, result: string): Entry {
  return {
    name: units,
    doc: `A duration of so many ${units}, for numbers that a column holds. Fixed ones are written: \`90 s\`, \`7 days\`.`,
    signatures: [
      signature("(amount: int) -> duration", `to_microseconds($1 * ${micros})`),
      signature("(amount: float) -> duration", `to_microseconds(CAST(round($1 * ${micros}) AS BIGINT))`),
    ],
    example: { call: `${units}(${amount})`, result },
  };
}

function total(units: string, micros: bigint, result: string): Entry {
  return {
    name: `total_${units}`,
    doc: `The whole duration in ${units}, with its fraction.`,
    signatures: [signature("(value: duration) -> float", `(epoch_us($1) / ${micros}e0)`)],
    example: { call: `total_${units}(36 hours)`, result },
  };
}

function spellTime(args: readonly string[], call: SpelledCall): string {
  const pattern = constantText(call, 1);
  if (pattern === undefined) return "CAST(NULL AS VARCHAR)";
  return `strftime(${args[0]}, ${quoted(strftimePattern(pattern))})`;
}

function spellInstant(args: readonly string[], call: SpelledCall): string {
  return spellTime([`timezone(${args[2]}, ${args[0]})`], call);
}

/** The text must fit the pattern to the letter before the engine reads it, since engines are generous. */
function parsed(value: string, call: SpelledCall, convert: (text: string) => string): string {
  const pattern = constantText(call, 1);
  if (pattern === undefined) return `CAST(NULL AS ${call.sqlType(call.result.type)})`;
  const text = `trim(${value}, E' \\t\\n\\r\\f')`;
  const read = `try_strptime(${text}, ${quoted(strftimePattern(pattern))})`;
  return `CASE WHEN regexp_full_match(${text}, ${quoted(timePatternExpression(pattern))}) THEN ${convert(read)} ELSE NULL END`;
}
