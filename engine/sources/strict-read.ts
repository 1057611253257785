// SQL that turns what stands in a file into the type that the plan expects, strictly: a value that does not fit ends
// the statement with a message that carries its source, its column and itself, so that the place can be found.

import { duckdbDialect, duckdbType, quoteText } from "../../emit/duckdb.ts";
import type { ColumnType, Type } from "../../language/types.ts";
import type { Reading } from "./description.ts";

/** What a broken value says of itself. Control characters keep it apart from what data may hold. */
export interface BrokenValue {
  readonly source: number;
  readonly column: number;
  /** Undefined for a null where none may be. */
  readonly value: string | undefined;
}

const start = "\u0001weir ";
const end = "\u0002";

/** The SQL of a column's value as `wanted`. `raw` is its name as the reader gives it. */
export function strictRead(
  raw: string,
  reading: Reading,
  found: ColumnType,
  wanted: ColumnType,
  place: { readonly source: number; readonly column: number },
): string {
  const broken = (value: string) =>
    `error(${quoteText(`${start}${place.source} ${place.column} v${end}`)} || ${value})`;
  const value = readAs(raw, reading, found.type, wanted.type, broken);
  const mayBeNull =
    found.nullable || reading.kind === "text" || reading.kind === "sniffed" || reading.kind === "json";
  if (wanted.nullable || !mayBeNull) return value;
  return `coalesce(${value}, error(${quoteText(`${start}${place.source} ${place.column} n${end}`)}))`;
}

/** Whether the value of a column is broken, for the search of its place. */
export function brokenCondition(
  raw: string,
  reading: Reading,
  found: ColumnType,
  wanted: ColumnType,
): string {
  const attempt = readAs(raw, reading, found.type, wanted.type, () => "NULL");
  const isPresent = reading.kind === "json" ? presentJson(raw) : `${raw} IS NOT NULL`;
  return wanted.nullable ? `${isPresent} AND (${attempt}) IS NULL` : `(${attempt}) IS NULL`;
}

/** What a failed statement says of a broken value; undefined where it failed for another reason. */
export function brokenValueIn(message: string): BrokenValue | undefined {
  const match = /\u0001weir (\d+) (\d+) ([vn])\u0002([\s\S]*)$/.exec(message);
  if (match === null) return undefined;
  const [, source, column, kind, value] = match;
  return { source: Number(source), column: Number(column), value: kind === "n" ? undefined : value };
}

// ------------------------------------------------------------------------------------------------ helpers

function readAs(
  raw: string,
  reading: Reading,
  found: Type,
  wanted: Type,
  broken: (value: string) => string,
): string {
  const target = duckdbType(wanted);
  switch (reading.kind) {
    case "plain":
      // Durations are microseconds only; a day of a file's interval is 24 hours.
      if (wanted.kind === "duration") return `to_microseconds(epoch_us(${raw}))`;
      return duckdbType(found) === target ? raw : `CAST(${raw} AS ${target})`;
    case "cast":
      return `CAST(${raw} AS ${target})`;
    case "mapEntries":
      return `CAST(map_entries(${raw}) AS ${target})`;
    case "text":
      return textAs(raw, wanted, broken);
    case "sniffed":
      if (found.kind !== wanted.kind) return textAs(raw, wanted, broken);
      return orBroken(raw, sniffedAs(raw, reading.format, target), broken);
    case "json":
      return jsonAs(raw, wanted, broken);
  }
}

/** By the rules of `as` from text; a value in the way that the engine prints it takes a shorter way. */
function textAs(raw: string, wanted: Type, broken: (value: string) => string): string {
  if (wanted.kind === "text") return raw;
  const target = duckdbType(wanted);
  if (wanted.kind === "json") return orBroken(raw, `TRY_CAST(${raw} AS JSON)`, broken);
  const slow = orBroken(raw, duckdbDialect.cast(raw, { kind: "text" }, wanted, true), broken);
  if (wanted.kind !== "int" && wanted.kind !== "date" && wanted.kind !== "timestamp") return slow;
  const quick = `TRY_CAST(${raw} AS ${target})`;
  return `CASE WHEN CAST(${quick} AS VARCHAR) = ${raw} THEN ${quick} ELSE ${slow} END`;
}

function sniffedAs(raw: string, format: string | undefined, target: string): string {
  if (format === undefined) return `TRY_CAST(${raw} AS ${target})`;
  return `CAST(try_strptime(${raw}, ${quoteText(format)}) AS ${target})`;
}

function jsonAs(raw: string, wanted: Type, broken: (value: string) => string): string {
  if (wanted.kind === "json") return raw;
  const value = duckdbDialect.cast(raw, { kind: "json" }, wanted, true);
  return `coalesce(${value}, CASE WHEN ${presentJson(raw)} THEN ${broken(`CAST(${raw} AS VARCHAR)`)} END)`;
}

function orBroken(raw: string, value: string, broken: (value: string) => string): string {
  return `coalesce(${value}, CASE WHEN ${raw} IS NOT NULL THEN ${broken(raw)} END)`;
}

function presentJson(raw: string): string {
  return `(${raw} IS NOT NULL AND json_type(${raw}) <> 'NULL')`;
}
