// The COPY statements by which DuckDB writes rows as files, one spelling for file and folder stores and for results.
// Text formats get texts that Weir and others read back alike: ISO 8601 for times and durations.

import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { Type, Value } from "../../language/types.ts";
import type { StoredColumn } from "./stored-content.ts";

export interface CopyRequest {
  readonly format: "parquet" | "csv" | "json" | "ndjson";
  /** File, or folder with `partitionBy`. Absolute. */
  readonly path: string;
  readonly partitionBy: readonly string[];
  /** File name without ending, in a partitioned copy. */
  readonly fileName: string;
  readonly options: Readonly<Record<string, Value>>;
}

/** Writes the rows of `sql` and gives their number. */
export async function copyRows(
  connection: DuckDBConnection,
  sql: string,
  columns: readonly StoredColumn[],
  request: CopyRequest,
): Promise<number> {
  const rows = request.format === "parquet" ? sql : `SELECT ${textReady(columns)} FROM (${sql})`;
  const result = await connection.run(`COPY (${rows}) TO ${quoteText(request.path)} (${optionsOf(request).join(", ")})`);
  return result.rowsChanged;
}

/** The select list that turns values into the texts that CSV and JSON files carry. */
function textReady(columns: readonly StoredColumn[]): string {
  return columns.map(({ name, type }) => `${textValue(quoteName(name), type.type)} AS ${quoteName(name)}`).join(", ");
}

/** SQL of a value as it stands in a text file; numbers, texts, booleans and dates are right as they are. */
function textValue(sql: string, type: Type): string {
  switch (type.kind) {
    case "timestamp":
      return `replace(CAST(${sql} AS VARCHAR), ' ', 'T')`;
    case "instant":
      return `replace(replace(CAST(${sql} AS VARCHAR), ' ', 'T'), '+00', 'Z')`;
    case "duration":
      return isoDuration(sql);
    case "list":
      return hasTimes(type) ? `list_transform(${sql}, lambda x: ${textValue("x", type.element.type)})` : sql;
    case "struct": {
      if (!hasTimes(type)) return sql;
      const fields = type.fields.map((field) => {
        return `${quoteName(field.name)} := ${textValue(`struct_extract(${sql}, ${quoteText(field.name)})`, field.type)}`;
      });
      return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
    }
    default:
      return sql;
  }
}

function hasTimes(type: Type): boolean {
  if (type.kind === "list") return hasTimes(type.element.type);
  if (type.kind === "struct") return type.fields.some((field) => hasTimes(field.type));
  return type.kind === "timestamp" || type.kind === "instant" || type.kind === "duration";
}

/** `P1DT2H3M4.5S`; the microseconds of an interval without months, days counted as 24 hours. */
function isoDuration(sql: string): string {
  const micros = `(datepart('day', ${sql})::HUGEINT * 86400000000 + epoch_us(${sql} - to_days(datepart('day', ${sql})::INTEGER)))`;
  const size = `abs(${micros})`;
  const days = `${size} // 86400000000`;
  const hours = `${size} // 3600000000 % 24`;
  const minutes = `${size} // 60000000 % 60`;
  const seconds = `${size} // 1000000 % 60`;
  const fraction = `rtrim(lpad((${size} % 1000000)::VARCHAR, 6, '0'), '0')`;
  const time = `(CASE WHEN ${hours} > 0 THEN (${hours})::VARCHAR || 'H' ELSE '' END
    || CASE WHEN ${minutes} > 0 THEN (${minutes})::VARCHAR || 'M' ELSE '' END
    || CASE WHEN ${seconds} > 0 OR ${fraction} <> '' THEN (${seconds})::VARCHAR
       || CASE WHEN ${fraction} = '' THEN '' ELSE '.' || ${fraction} END || 'S' ELSE '' END)`;
  return `CASE WHEN ${sql} IS NULL THEN NULL WHEN ${micros} = 0 THEN 'PT0S' ELSE
    CASE WHEN ${micros} < 0 THEN '-P' ELSE 'P' END || CASE WHEN ${days} > 0 THEN (${days})::VARCHAR || 'D' ELSE '' END
    || CASE WHEN ${time} = '' THEN '' ELSE 'T' || ${time} END END`;
}

function optionsOf(request: CopyRequest): string[] {
  const { format, options, partitionBy } = request;
  const compression = textOption(options, "compression") ?? compressionOf(request.path, format);
  const parts = [`FORMAT ${format === "ndjson" ? "json" : format}`];
  if (format === "json" || format === "ndjson") parts.push(`ARRAY ${format === "json"}`);
  if (format === "csv") {
    const header = options["header"];
    parts.push(`HEADER ${header?.kind !== "bool" || header.value}`);
    parts.push(`DELIMITER ${quoteText(textOption(options, "delimiter") ?? (/\.tsv(\.|$)/i.test(request.path) ? "\t" : ","))}`);
  }
  if (compression !== undefined) parts.push(`COMPRESSION ${quoteText(compression)}`);
  if (partitionBy.length > 0) {
    parts.push(`PARTITION_BY (${partitionBy.map(quoteName).join(", ")})`, "OVERWRITE_OR_IGNORE true");
    parts.push(`FILENAME_PATTERN ${quoteText(`${request.fileName}-{uuid}`)}`);
  }
  return parts;
}

function compressionOf(path: string, format: CopyRequest["format"]): string | undefined {
  if (format === "parquet") return undefined;
  return /\.gz$/i.test(path) ? "gzip" : /\.zst$/i.test(path) ? "zstd" : undefined;
}

function textOption(options: Readonly<Record<string, Value>>, name: string): string | undefined {
  const value = options[name];
  return value?.kind === "text" ? value.value : undefined;
}
