// DuckDB's spellings: names, types, literals and casts by Weir's rules. Nothing here knows plans.

import type { Type, Value } from "../language/types.ts";
import { printDate as dateText, printTimestamp as timestampText } from "../language/values/calendar.ts";
import { printDecimal } from "../language/values/decimal.ts";
import { type SqlDialect, UnprintableError } from "./dialect.ts";

// Words that DuckDB does not take as a plain name everywhere (its keyword list, but for the unreserved ones).
const reserved: ReadonlySet<string> = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization between bigint binary bit boolean
  both by case cast char character check coalesce collate collation column columns concurrently constraint create
  cross dec decimal default deferrable desc describe distinct do else end except exists extract false fetch float for
  foreign freeze from full generated glob group grouping grouping_id having ilike in initially inner inout int integer
  intersect interval into is isnull join lambda lateral leading left like limit map national natural nchar none not
  notnull null nullif numeric offset on only or order out outer overlaps overlay pivot pivot_longer pivot_wider placing
  position positional precision primary qualify real references returning right row select semi setof show similar
  smallint some struct substring summarize symmetric table tablesample then time timestamp to trailing treat trim true
  try_cast union unique unpack unpivot using values varchar variadic verbose when where window with xmlattributes
  xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(
    /\s+/,
  ),
);

/** A name as DuckDB identifier; quoted unless it is a plain word that is not reserved. */
export function quoteName(name: string): string {
  refuseNul(name);
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toLowerCase())) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as DuckDB literal: only quotes are doubled, a backslash stands for itself. */
export function quoteText(text: string): string {
  refuseNul(text);
  return `'${text.replaceAll("'", "''")}'`;
}

export function duckdbType(type: Type): string {
  switch (type.kind) {
    case "bool":
      return "BOOLEAN";
    case "int":
      return "BIGINT";
    case "float":
      return "DOUBLE";
    case "decimal":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "text":
      return "VARCHAR";
    case "date":
      return "DATE";
    case "timestamp":
      return "TIMESTAMP";
    case "instant":
      return "TIMESTAMPTZ";
    case "duration":
    case "months":
      return "INTERVAL";
    case "uuid":
      return "UUID";
    case "binary":
      return "BLOB";
    case "json":
      return "JSON";
    case "list":
      return `${duckdbType(type.element.type)}[]`;
    case "struct":
      return `STRUCT(${type.fields.map((field) => `${quotedField(field.name)} ${duckdbType(field.type)}`).join(", ")})`;
    case "null":
      // A column that is always null and nothing else is known of; DuckDB itself gives such columns this type.
      return "INTEGER";
    case "size":
      return "BIGINT";
    case "money":
      return "DECIMAL(18, 2)";
    case "unknown":
      throw new UnprintableError("a column of unknown type has no SQL type");
  }
}

export const duckdbDialect: SqlDialect = {
  name: "duckdb",
  quoteName,
  quoteText,
  typeName: duckdbType,
  literal,
  bareNumber,
  cast,
  field: (object, name) => `struct_extract(${object}, ${quoteText(name)})`,
  element(object, index, constant) {
    if (constant !== undefined)
      return `list_extract(${object}, ${constant >= 0n ? constant + 1n : constant})`;
    return `list_extract(${object}, CASE WHEN ${index} >= 0 THEN ${index} + 1 ELSE ${index} END)`;
  },
  jsonStep(object, key, constant, keyType) {
    const path =
      constant?.kind === "text"
        ? quoteText(`/${pointerPart(constant.value)}`)
        : constant?.kind === "int"
          ? quoteText(constant.value >= 0n ? `$[${constant.value}]` : `$[#${constant.value}]`)
          : keyType.kind === "text"
            ? `'/' || replace(replace(${key}, '~', '~0'), '/', '~1')`
            : `CASE WHEN ${key} >= 0 THEN '$[' || ${key} || ']' ELSE '$[#' || ${key} || ']' END`;
    return `nullif(json_extract(${object}, ${path}), CAST('null' AS JSON))`;
  },
  list: (items, type) => (items.length === 0 ? `CAST([] AS ${duckdbType(type)})` : `[${items.join(", ")}]`),
  struct: (fields) => `{${fields.map((field) => `${quoteText(field.name)}: ${field.sql}`).join(", ")}}`,
  lambda: (parameters, body) => `lambda ${parameters.map(quoteName).join(", ")}: ${body}`,
  listContains: (list, value) =>
    `coalesce(CASE WHEN ${value} IS NULL THEN len(${list}) > len(list_filter(${list}, lambda x: x IS NOT NULL)) ELSE list_contains(${list}, ${value}) END, false)`,
  // Durations are intervals of microseconds only: DuckDB does not see that 1 day less 1 hour are 23 hours.
  between: (kind, left, right) =>
    kind === "date"
      ? `to_microseconds(CAST(${left} - ${right} AS BIGINT) * 86400000000)`
      : `to_microseconds(epoch_us(${left}) - epoch_us(${right}))`,
  wholeDivision: (left, right) => `${left} // ${right}`,
  now: "now()",
  todayIn: (now, zone) => `CAST(timezone(${zone}, ${now}) AS DATE)`,
  unnest: (list, keepEmpty) =>
    keepEmpty ? `unnest(CASE WHEN len(${list}) > 0 THEN ${list} ELSE [NULL] END)` : `unnest(${list})`,
  series(from, to, step, type, stepType) {
    if (stepType.kind === "months") return calendarSeries(from, to, step, type);
    const series = `unnest(generate_series(${from}, ${to}, ${step}))`;
    return type.kind === "int" ? series : `CAST(${series} AS ${duckdbType(type)})`;
  },
  sampleClause(amount, unit, seed) {
    const repeatable = seed === undefined ? "" : ` REPEATABLE (${seed})`;
    return unit === "percent"
      ? `TABLESAMPLE bernoulli(${amount} PERCENT)${repeatable}`
      : `TABLESAMPLE reservoir(${amount} ROWS)${repeatable}`;
  },
};

/** Each value is so many steps after the first: DuckDB's own series would lose the end of a month after February. */
function calendarSeries(from: string, to: string, step: string, type: Type): string {
  const places = `range(datediff('month', ${from}, ${to}) + 1)`;
  const values = `list_transform(${places}, lambda i: CAST(${from} + ${step} * i AS ${duckdbType(type)}))`;
  return `unnest(list_filter(${values}, lambda v: v <= ${to}))`;
}

// ----------------------------------------------------------------------------------------------- literals

function literal(value: Value, type: Type): string {
  switch (value.kind) {
    case "null":
      return `CAST(NULL AS ${duckdbType(type)})`;
    case "bool":
      return String(value.value);
    case "int":
      if (type.kind === "decimal" || type.kind === "float")
        return `CAST(${value.value} AS ${duckdbType(type)})`;
      return `CAST(${value.value} AS BIGINT)`;
    case "float":
      return Number.isFinite(value.value)
        ? `CAST(${floatDigits(value.value)} AS DOUBLE)`
        : `CAST('${value.value}' AS DOUBLE)`;
    case "decimal":
      return `CAST(${decimalText(value.unscaled, value.scale)} AS DECIMAL(${value.precision}, ${value.scale}))`;
    case "text":
      return quoteText(value.value);
    case "uuid":
      return `CAST(${quoteText(value.value)} AS UUID)`;
    case "date":
      return `CAST('${dateText(value.days)}' AS DATE)`;
    case "timestamp":
      return `CAST('${timestampText(value.micros)}' AS TIMESTAMP)`;
    case "instant":
      return `CAST('${timestampText(value.micros)}+00' AS TIMESTAMPTZ)`;
    case "duration":
      return `to_microseconds(${value.micros})`;
    case "months":
      return `to_months(${value.months})`;
    case "size":
      return `CAST(${value.bytes} AS BIGINT)`;
    case "money":
      return `CAST(${value.dollars} AS DECIMAL(18, 2))`;
    case "list": {
      if (type.kind !== "list") throw new Error(`a list constant of type ${type.kind}`);
      if (value.items.length === 0) return `CAST([] AS ${duckdbType(type)})`;
      return `[${value.items.map((item) => literal(item, type.element.type)).join(", ")}]`;
    }
    case "struct": {
      if (type.kind !== "struct") throw new Error(`a struct constant of type ${type.kind}`);
      const fields = type.fields.map((field) => {
        const given = value.fields.find((candidate) => candidate.name === field.name);
        return `${quoteText(field.name)}: ${literal(given?.value ?? { kind: "null" }, field.type)}`;
      });
      return `{${fields.join(", ")}}`;
    }
  }
}

function bareNumber(value: Value): string | undefined {
  if (value.kind === "int") return value.value < 0n ? `(${value.value})` : String(value.value);
  if (value.kind !== "decimal") return undefined;
  const text = decimalText(value.unscaled, value.scale);
  return value.unscaled < 0n ? `(${text})` : text;
}

/** Always with an exponent: without one DuckDB reads a decimal, of limited digits. */
function floatDigits(value: number): string {
  const text = String(value);
  return text.includes("e") ? text : `${text}e0`;
}

function refuseNul(text: string): void {
  if (text.includes("\0"))
    throw new UnprintableError("a text with a NUL character (U+0000) cannot be handed to DuckDB");
  if (/\p{Surrogate}/u.test(text))
    throw new UnprintableError("a text with half of a surrogate pair cannot be handed to DuckDB");
}

/** A struct's field name in a type, where DuckDB wants quotes in more cases than elsewhere. */
function quotedField(name: string): string {
  refuseNul(name);
  return `"${name.replaceAll('"', '""')}"`;
}

/** RFC 6901. */
function pointerPart(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

// -------------------------------------------------------------------------------------------------- casts

const fullMatches: Partial<Record<Type["kind"], string>> = {
  bool: "true|false",
  int: "[+-]?[0-9]+",
  float: "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?",
  decimal: "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)",
  date: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
  timestamp: "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?",
  instant:
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:[0-9]{2})?)",
};

function cast(sql: string, from: Type, to: Type, safe: boolean): string {
  const target = duckdbType(to);
  const convert = safe ? "TRY_CAST" : "CAST";
  if (from.kind === "json" && to.kind !== "json") return castJson(sql, to, safe);
  if (from.kind === "text") {
    const pattern = fullMatches[to.kind];
    if (pattern === undefined) return to.kind === "json" ? jsonOf(sql) : `${convert}(${sql} AS ${target})`;
    // Blanks around are allowed, DuckDB's other generosities (1.7 as an int, 'yes' as a bool) are not.
    const otherwise = safe ? "NULL" : `error('"' || ${sql} || '" is not ${wanted(to)}')`;
    const text = `trim(${sql})`;
    return `${convert}(CASE WHEN ${sql} IS NULL OR regexp_full_match(${text}, '${pattern}') THEN ${text} ELSE ${otherwise} END AS ${target})`;
  }
  if (to.kind === "int" && (from.kind === "float" || from.kind === "decimal"))
    return `${convert}(trunc(${sql}) AS BIGINT)`;
  if (to.kind === "json") return jsonOf(sql);
  return `${convert}(${sql} AS ${target})`;
}

function jsonOf(sql: string): string {
  return `to_json(${sql})`;
}

/** Json scalars become texts and are read by the rules of text; lists go element by element. */
function castJson(sql: string, to: Type, safe: boolean): string {
  const text = `json_extract_string(${sql}, '$')`;
  if (to.kind === "text") return text;
  if (to.kind === "list") {
    const items = `CAST(${sql} AS JSON[])`;
    const isList = `json_type(${sql}) = 'ARRAY'`;
    const list =
      to.element.type.kind === "json"
        ? items
        : `list_transform(${items}, lambda x: ${castJson("x", to.element.type, safe)})`;
    const otherwise = safe
      ? "NULL"
      : `CASE WHEN ${text} IS NULL THEN NULL ELSE error('json ' || ${sql} || ' is not a list') END`;
    return `CASE WHEN ${isList} THEN ${list} ELSE ${otherwise} END`;
  }
  if (to.kind === "struct") return `${safe ? "TRY_CAST" : "CAST"}(${sql} AS ${duckdbType(to)})`;
  return cast(text, { kind: "text" }, to, safe);
}

function wanted(type: Type): string {
  switch (type.kind) {
    case "int":
      return "an int (digits, with a sign before them)";
    case "bool":
      return "true or false";
    case "float":
    case "decimal":
      return "a number";
    case "date":
      return "an ISO date (2026-01-31)";
    case "timestamp":
      return "an ISO timestamp (2026-01-31T08:30:00)";
    default:
      return "an ISO timestamp with Z or an offset (2026-01-31T08:30:00Z)";
  }
}

function decimalText(unscaled: bigint, scale: number): string {
  return printDecimal({ unscaled, scale });
}
