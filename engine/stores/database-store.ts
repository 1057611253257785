// Stores that are a table of a DuckDB database file: every mode is one transaction in that file, so a kill leaves what
// was committed before. The file is attached for the moment of use only.

import { existsSync, statSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { StoreTarget } from "../../language/plan.ts";
import { RunError } from "../run-error.ts";
import {
  alignedSelect,
  holdResult,
  replacedCondition,
  requireKnownColumns,
  resultTable,
} from "./merge-rows.ts";
import type { StorePlace } from "./place.ts";
import type { FileColumn } from "./read-files.ts";
import type { StoreWriter, WriteMode } from "./store-writer.ts";

type DatabasePlace = Extract<StorePlace, { readonly layout: "database" }>;

const attached = quoteName("weir store");
const ownComment = "Written by Weir";

export function databaseStore(target: StoreTarget, place: DatabasePlace, mode: WriteMode): StoreWriter {
  let connection: DuckDBConnection | undefined;
  const table = `${attached}.${tableName(place.table)}`;
  return {
    // The log, and where DuckDB keeps it while it works it into the file.
    allowedPaths: ["", ".wal", ".wal.checkpoint", ".wal.recovery"].map((ending) => place.path + ending),
    allowedFolders: [],
    async write(write) {
      connection = write.connection;
      const rows = await holdResult(connection, write.sql, target.name, mode);
      await attach(connection, target, place);
      const existing = await tableColumns(connection, table);
      await connection.run("BEGIN TRANSACTION");
      const { schema } = splitName(place.table);
      if (schema !== undefined)
        await connection.run(`CREATE SCHEMA IF NOT EXISTS ${attached}.${quoteName(schema)}`);
      if (mode.kind === "replace" || existing === undefined) {
        if (existing !== undefined) await requireOwnTable(connection, target, place);
        await connection.run(`CREATE OR REPLACE TABLE ${table} AS SELECT * FROM ${resultTable}`);
        await connection.run(`COMMENT ON TABLE ${table} IS ${quoteText(ownComment)}`);
        return rows;
      }
      requireKnownColumns(target.name, existing, write.columns);
      if (mode.kind !== "append")
        await connection.run(`DELETE FROM ${table} AS old WHERE ${replacedCondition(mode)}`);
      await connection.run(`INSERT INTO ${table} ${alignedSelect(existing, write.columns, resultTable)}`);
      return rows;
    },
    async commit() {
      await connection!.run("COMMIT");
      await connection!.run(`DETACH ${attached}`);
    },
    size() {
      return { files: 1, bytes: existsSync(place.path) ? statSync(place.path).size : 0 };
    },
  };
}

/**
 * A table that Weir did not make is not replaced. It knows its own by their comment.
 * @throws {RunError} WR664.
 */
async function requireOwnTable(
  connection: DuckDBConnection,
  target: StoreTarget,
  place: DatabasePlace,
): Promise<void> {
  const { schema, table } = splitName(place.table);
  const result = await connection.runAndReadAll(
    `SELECT comment FROM duckdb_tables() WHERE database_name = 'weir store'
       AND schema_name = ${quoteText(schema ?? "main")} AND lower(table_name) = lower(${quoteText(table)})`,
  );
  if (result.getRowObjectsJS()[0]?.comment === ownComment) return;
  throw new RunError(
    "WR664",
    `store "${target.name}" would replace the table "${place.table}" of "${place.path}", which was not made by Weir`,
    {
      file: place.path,
      hint: "Drop or rename the table, give the store another `table:`, or add rows to it with `into … append`.",
    },
  );
}

async function attach(
  connection: DuckDBConnection,
  target: StoreTarget,
  place: DatabasePlace,
): Promise<void> {
  try {
    await connection.run(`ATTACH ${quoteText(place.path)} AS ${attached}`);
  } catch (error) {
    throw new RunError(
      "WR669",
      `the database "${place.path}" of store "${target.name}" cannot be opened for writing: ${(error as Error).message}`,
      {
        file: place.path,
        hint: "If another program has it open, close it there; then run again.",
      },
    );
  }
}

/** Columns of the table in the store's database, undefined where there is no such table. */
async function tableColumns(connection: DuckDBConnection, table: string): Promise<FileColumn[] | undefined> {
  try {
    const result = await connection.runAndReadAll(`DESCRIBE ${table}`);
    return result
      .getRowObjectsJS()
      .map((row) => ({ name: String(row.column_name), sqlType: String(row.column_type) }));
  } catch (error) {
    if (/does not exist/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

function splitName(name: string): { readonly schema: string | undefined; readonly table: string } {
  const dot = name.indexOf(".");
  return dot < 0
    ? { schema: undefined, table: name }
    : { schema: name.slice(0, dot), table: name.slice(dot + 1) };
}

function tableName(name: string): string {
  const { schema, table } = splitName(name);
  return schema === undefined ? quoteName(table) : `${quoteName(schema)}.${quoteName(table)}`;
}
