// Tables of DuckDB database files: attached read-only for the moment of use, so that no file of the user's stays
// locked. The catalogue of the file says names, types and what may be null.

import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { DataLocation } from "../../language/catalogue.ts";
import type { SourceDescription } from "./description.ts";
import { describedColumns } from "./duckdb-types.ts";
import type { LocatedSource } from "./location.ts";
import { textOption } from "./spelling.ts";

/** The database has no such table. */
export class MissingTableError extends Error {}

/** Runs `use` with the file attached under `alias`. */
export async function attachReadOnly(
  connection: DuckDBConnection,
  path: string,
  alias: string,
): Promise<void> {
  await connection.run(`ATTACH ${quoteText(path)} AS ${quoteName(alias)} (READ_ONLY, TYPE duckdb)`);
}

export async function detach(connection: DuckDBConnection, alias: string): Promise<void> {
  await connection.run(`DETACH ${quoteName(alias)}`);
}

/** The file must be attached under `alias`. @throws {MissingTableError} with the tables that there are. */
export async function describeTable(
  connection: DuckDBConnection,
  location: DataLocation,
  alias: string,
): Promise<SourceDescription> {
  const { schema, table } = splitTable(textOption(location, "table") ?? "");
  const rows = await connection.runAndReadAll(
    `SELECT column_name AS name, is_nullable AS nullable FROM duckdb_columns()
     WHERE database_name = $1 AND schema_name = $2 AND table_name = $3`,
    [alias, schema, table],
  );
  const found = rows.getRowObjectsJS();
  if (found.length === 0) throw new MissingTableError(await tablesOf(connection, alias));
  const nullable = new Map(found.map((row) => [String(row.name), row.nullable === true]));
  const shown = await connection.run(`SELECT * FROM ${tableName(alias, schema, table)} LIMIT 0`);
  const { columns, notes } = describedColumns(
    shown.deduplicatedColumnNames(),
    shown.columnTypes(),
    (name) => nullable.get(name) ?? true,
  );
  return { columns, layout: { format: "duckdb", schema, table }, notes };
}

export function scanTable(description: SourceDescription, alias: string): string {
  const { layout } = description;
  if (layout.format !== "duckdb") throw new Error("the description is not one of a table");
  return tableName(alias, layout.schema, layout.table);
}

/** The file and the logs of DuckDB that may lie beside it. */
export function databaseFiles(source: LocatedSource): string[] {
  const endings = ["", ".wal", ".wal.checkpoint", ".wal.recovery"];
  return source.files.flatMap((file) => endings.map((ending) => file.path + ending));
}

function splitTable(name: string): { readonly schema: string; readonly table: string } {
  const dot = name.indexOf(".");
  return dot < 0
    ? { schema: "main", table: name }
    : { schema: name.slice(0, dot), table: name.slice(dot + 1) };
}

function tableName(alias: string, schema: string, table: string): string {
  return `${quoteName(alias)}.${quoteName(schema)}.${quoteName(table)}`;
}

async function tablesOf(connection: DuckDBConnection, alias: string): Promise<string> {
  const rows = await connection.runAndReadAll(
    `SELECT DISTINCT CASE WHEN schema_name = 'main' THEN table_name ELSE schema_name || '.' || table_name END AS name
     FROM duckdb_columns() WHERE database_name = $1 AND NOT internal ORDER BY 1 LIMIT 20`,
    [alias],
  );
  const names = rows.getRowObjectsJS().map((row) => `\`${String(row.name)}\``);
  return names.length === 0 ? "it holds no table" : `it has ${names.join(", ")}`;
}
