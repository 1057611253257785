// Reads back the files that a store wrote, with the types it wrote: from the files themselves where they carry types
// (Parquet, Arrow), else from what the caller knows.

import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbType, quoteName, quoteText } from "../../emit/duckdb.ts";
import type { Value } from "../../language/types.ts";
import type { FileStoreFormat } from "./place.ts";
import type { StoreWrite } from "./store-writer.ts";
import type { StoredColumn } from "./stored-content.ts";

/** A column of stored files with the DuckDB type in which it is read. */
export interface FileColumn {
  readonly name: string;
  readonly sqlType: string;
}

export interface StoredFiles {
  readonly format: FileStoreFormat;
  /** Absolute; at least one. */
  readonly files: readonly string[];
  /** Of the store's declaration: the delimiter of a CSV store. */
  readonly options: Readonly<Record<string, Value>>;
}

const arrowTable = "weir stored";

/** Name of the column that `withFileName` adds. */
export const fileNameColumn = "weir file name";

/**
 * The columns of stored files; hive partition columns come last. Text formats have the types of `known`, and text
 * where it has none. Arrow files are loaded for the reads that follow.
 */
export async function fileColumns(
  write: StoreWrite,
  stored: StoredFiles,
  known: readonly FileColumn[],
): Promise<FileColumn[]> {
  if (stored.format === "arrow") await write.loadArrow(write.connection, stored.files, arrowTable);
  const described = await describe(write.connection, scan(stored, undefined, false));
  const types = new Map(known.map((column) => [column.name, column.sqlType]));
  if (stored.format === "arrow") return described;
  return described.map(({ name, sqlType }) => ({
    name,
    // A hive partition is read as text, whatever was written: only what is known tells its type.
    sqlType: types.get(name) ?? (stored.format === "parquet" ? sqlType : "VARCHAR"),
  }));
}

/** A SELECT of the stored rows in `columns`, with `fileNameColumn` as the last column on demand. */
export function readFiles(stored: StoredFiles, columns: readonly FileColumn[], withFileName = false): string {
  const items = columns.map(
    ({ name, sqlType }) => `CAST(${quoteName(name)} AS ${sqlType}) AS ${quoteName(name)}`,
  );
  if (withFileName) items.push(quoteName(fileNameColumn));
  return `SELECT ${items.join(", ")} FROM ${scan(stored, columns, withFileName)}`;
}

function scan(
  stored: StoredFiles,
  columns: readonly FileColumn[] | undefined,
  withFileName: boolean,
): string {
  const { format, files, options } = stored;
  if (format === "arrow") return quoteName(arrowTable);
  const parts = [
    `[${files.map(quoteText).join(", ")}]`,
    "hive_partitioning = true",
    "hive_types_autocast = false",
  ];
  if (withFileName) parts.push(`filename = ${quoteText(fileNameColumn)}`);
  if (format === "csv") {
    const delimiter = options.delimiter;
    parts.push(
      "union_by_name = true, header = true, all_varchar = true, allow_quoted_nulls = false, quote = '\"', escape = '\"'",
      `delim = ${quoteText(delimiter?.kind === "text" ? delimiter.value : ",")}`,
    );
  } else if (format === "parquet") {
    parts.push("union_by_name = true");
  } else if (columns !== undefined) {
    const types = columns.map(({ name, sqlType }) => `${quoteText(name)}: ${quoteText(sqlType)}`);
    parts.push(`columns = {${types.join(", ")}}`);
  } else {
    parts.push("union_by_name = true");
  }
  const reader = { parquet: "read_parquet", csv: "read_csv", json: "read_json" }[format];
  return `${reader}(${parts.join(", ")})`;
}

async function describe(connection: DuckDBConnection, from: string): Promise<FileColumn[]> {
  const result = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  return result
    .getRowObjectsJS()
    .map((row) => ({ name: String(row.column_name), sqlType: String(row.column_type) }));
}

/** Columns of a result with the DuckDB types that Weir gives them. */
export function sqlTypes(columns: readonly StoredColumn[]): FileColumn[] {
  return columns.map((column) => ({ name: column.name, sqlType: duckdbType(column.type.type) }));
}
