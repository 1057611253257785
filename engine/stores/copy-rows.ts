// The COPY statements by which DuckDB writes rows as files, one spelling for file and folder stores and for results.
// Text formats get texts that Weir and others read back alike: ISO 8601 for times and durations.

import {
  type DuckDBConnection,
  type DuckDBListType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { Value } from "../../language/types.ts";

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
  request: CopyRequest,
): Promise<number> {
  const rows =
    request.format === "parquet" ? sql : `SELECT ${await textReady(connection, sql)} FROM (${sql})`;
  const result = await connection.run(
    `COPY (${rows}) TO ${quoteText(request.path)} (${optionsOf(request).join(", ")})`,
  );
  return result.rowsChanged;
}

/** The select list that turns values into the texts that CSV and JSON files carry. */
async function textReady(connection: DuckDBConnection, sql: string): Promise<string> {
  const statement = await connection.prepare(sql);
  try {
    return Array.from({ length: statement.columnCount }, (_, index) => {
      const name = quoteName(statement.columnName(index));
      return `${textValue(name, statement.columnType(index))} AS ${name}`;
    }).join(", ");
  } finally {
    statement.destroySync();
  }
}

/** SQL of a value as it stands in a text file; numbers, texts, booleans and dates are right as they are. */
function textValue(sql: string, type: DuckDBType): string {
  switch (type.typeId) {
    case DuckDBTypeId.TIMESTAMP:
      return `replace(CAST(${sql} AS VARCHAR), ' ', 'T')`;
    case DuckDBTypeId.TIMESTAMP_TZ:
      return `replace(replace(CAST(${sql} AS VARCHAR), ' ', 'T'), '+00', 'Z')`;
    case DuckDBTypeId.INTERVAL:
      return isoDuration(sql);
    case DuckDBTypeId.LIST: {
      const element = (type as DuckDBListType).valueType;
      return hasTimes(type) ? `list_transform(${sql}, lambda x: ${textValue("x", element)})` : sql;
    }
    case DuckDBTypeId.STRUCT: {
      if (!hasTimes(type)) return sql;
      const { entryNames, entryTypes } = type as DuckDBStructType;
      const fields = entryTypes.map((entry, index) => {
        const name = entryNames[index] ?? "";
        return `${quoteName(name)} := ${textValue(`struct_extract(${sql}, ${quoteText(name)})`, entry)}`;
      });
      return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
    }
    default:
      return sql;
  }
}

function hasTimes(type: DuckDBType): boolean {
  if (type.typeId === DuckDBTypeId.LIST) return hasTimes((type as DuckDBListType).valueType);
  if (type.typeId === DuckDBTypeId.STRUCT) return (type as DuckDBStructType).entryTypes.some(hasTimes);
  return [DuckDBTypeId.TIMESTAMP, DuckDBTypeId.TIMESTAMP_TZ, DuckDBTypeId.INTERVAL].includes(type.typeId);
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
    const header = options.header;
    parts.push(`HEADER ${header?.kind !== "bool" || header.value}`);
    parts.push(
      `DELIMITER ${quoteText(textOption(options, "delimiter") ?? (/\.tsv(\.|$)/i.test(request.path) ? "\t" : ","))}`,
    );
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
