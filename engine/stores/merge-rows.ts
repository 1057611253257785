// The SQL by which new rows meet the rows that a store holds: which of the old ones stay, and what has to hold of
// the new ones' keys. All names are quoted; nothing here reads or writes files by itself.

import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "../../emit/duckdb.ts";
import { RunError } from "../run-error.ts";
import type { WriteMode } from "./store-writer.ts";
import type { StoredColumn } from "./stored-content.ts";

/** The temporary table that holds a run's rows while they are merged. */
export const resultTable = quoteName("weir result");

/**
 * Keeps the rows of `sql` in `resultTable`.
 * @throws {RunError} WR666, WR667 where the keys of a merge are null or not unique.
 */
export async function holdResult(
  connection: DuckDBConnection,
  sql: string,
  store: string,
  mode: WriteMode,
): Promise<number> {
  await connection.run(`CREATE TEMP TABLE ${resultTable} AS ${sql}`);
  if (mode.kind === "merge") await requireMergeKeys(connection, store, mode.keys);
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE AS n FROM ${resultTable}`);
  return counted.getRowObjectsJS()[0]?.n as number;
}

/** A condition that holds for the old rows (alias `old`) which give way to the new ones. */
export function replacedCondition(mode: WriteMode): string {
  if (mode.kind !== "merge" && mode.kind !== "replaceBy") return "false";
  const equal = mode.kind === "merge" ? "=" : "IS NOT DISTINCT FROM";
  const conditions = mode.keys.map((key) => `old.${quoteName(key)} ${equal} new.${quoteName(key)}`);
  return `EXISTS (SELECT 1 FROM ${resultTable} AS new WHERE ${conditions.join(" AND ")})`;
}

/** The new rows under the store's columns, in the store's order and types: what the result lacks is null. */
export function alignedSelect(
  columns: readonly { readonly name: string; readonly sqlType: string }[],
  available: readonly StoredColumn[],
  from: string,
): string {
  const names = new Set(available.map((column) => column.name));
  const items = columns.map(({ name, sqlType }) => {
    const value = names.has(name) ? quoteName(name) : "NULL";
    return `CAST(${value} AS ${sqlType}) AS ${quoteName(name)}`;
  });
  return `SELECT ${items.join(", ")} FROM ${from}`;
}

/** @throws {RunError} WR668 where the result has columns that the store lacks. */
export function requireKnownColumns(
  store: string,
  stored: readonly { readonly name: string }[],
  result: readonly StoredColumn[],
): void {
  const known = new Set(stored.map((column) => column.name));
  const extra = result.filter((column) => !known.has(column.name)).map((column) => `"${column.name}"`);
  if (extra.length === 0) return;
  throw new RunError("WR668", `the store "${store}" has no column ${extra.join(", ")}`, {
    hint: "Leave the column out with `select` or `drop`, or write the store anew with `into … replace`.",
  });
}

async function requireMergeKeys(
  connection: DuckDBConnection,
  store: string,
  keys: readonly string[],
): Promise<void> {
  const names = keys.map(quoteName);
  const isNull = names.map((name) => `${name} IS NULL`).join(" OR ");
  const nulls = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE AS n FROM ${resultTable} WHERE ${isNull}`,
  );
  const nullRows = nulls.getRowObjectsJS()[0]?.n as number;
  if (nullRows > 0) {
    throw new RunError(
      "WR666",
      `${nullRows} rows of the result have no value in the merge key ${keys.join(", ")} of store "${store}"`,
      {
        hint: `Leave them out before the merge: \`where ${keys.map((key) => `${key} != null`).join(" and ")}\`.`,
      },
    );
  }
  const list = names.join(", ");
  const twice = await connection.runAndReadAll(
    `SELECT ${names.map((name) => `CAST(${name} AS VARCHAR)`).join(" || ', ' || ")} AS k, count(*)::DOUBLE AS n
     FROM ${resultTable} GROUP BY ${list} HAVING count(*) > 1 ORDER BY n DESC, k LIMIT 1`,
  );
  const row = twice.getRowObjectsJS()[0];
  if (row !== undefined) {
    throw new RunError(
      "WR667",
      `the result has ${row.n} rows with the merge key ${keys.join(", ")} = ${row.k} of store "${store}"`,
      {
        hint: `Keep one row a key before the merge: \`take 1 by ${keys.join(", ")} sorted …\`.`,
      },
    );
  }
}
