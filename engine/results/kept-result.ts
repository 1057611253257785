// A result that stays in the engine: its rows are a table of the run's own database, which is locked as it was for the run.
// Whoever looks asks for pages, in an order and with a filter; both are made once, as a table of their own, and paged
// through from there. No SQL of the caller's gets here: columns are known by name, a filter is a text to look for.

import { rmSync } from "node:fs";
import { copyFile, mkdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { Column } from "../../language/plan.ts";
import type { Database } from "../database.ts";
import type { ResultFormat, ResultOrder } from "../messages.ts";
import { deliverBatches, stagingMark, writeArrowFile } from "../run/deliver.ts";
import { type StatementRunner, statementRunner } from "../run/statement-runner.ts";
import { RunError } from "../run-error.ts";
import { systemReason } from "../sources/glob.ts";
import { copyRows } from "../stores/copy-rows.ts";

/** Rows as they are looked at: in an order, and only those in which a text is found. */
export interface ResultView {
  readonly sort: readonly ResultOrder[];
  /** Empty for all rows. */
  readonly filter: string;
}

export interface ResultPage {
  /** One Arrow IPC stream. */
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly rows: number;
  /** Rows that the filter leaves. */
  readonly totalRows: number;
  /** Its one row would not fit: long texts in it were shortened. */
  readonly isCut: boolean;
}

export interface PageWish extends ResultView {
  readonly offset: number;
  readonly rows: number;
  /** The page is cut where it would be larger. */
  readonly maximumBytes: number;
}

export interface KeptResult {
  /** @throws {CancelledError} after `cancel`, {@link RunError} for a column that is not there. */
  page(wish: PageWish): Promise<ResultPage>;
  /** Writes all rows of a view beside `path` and puts them in its place; gives the size in bytes. */
  exportTo(view: ResultView, format: ResultFormat, path: string): Promise<number>;
  /** Stops what is under way; what is asked after it is answered. */
  cancel(): void;
  close(): void;
}

/** The table that holds the rows of the result. */
export const keptTable = quoteName("weir result");
const viewTable = quoteName("weir view");

/** Units of a text that is shown of a single row which would not fit a page. */
const longestText = 20_000;

export function keptResult(database: Database, columns: readonly Column[], rowCount: number): KeptResult {
  let runner: StatementRunner | undefined;
  let shown: { readonly key: string; readonly rows: number } | undefined;
  /** The connection runs one statement at a time. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: (runner: StatementRunner) => Promise<T>): Promise<T> {
    const turn = last.then(async () => {
      runner = statementRunner(database);
      try {
        return await work(runner);
      } finally {
        runner = undefined;
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  /** The table to page through, made anew where another order or filter is wanted. */
  async function tableFor(
    view: ResultView,
    using: StatementRunner,
  ): Promise<{ table: string; rows: number }> {
    if (view.sort.length === 0 && view.filter === "") return { table: keptTable, rows: rowCount };
    const key = JSON.stringify([view.sort, view.filter]);
    if (shown?.key !== key) {
      shown = undefined;
      const where = view.filter === "" ? "" : ` WHERE ${containing(view.filter, columns)}`;
      const order = view.sort.length === 0 ? "" : ` ORDER BY ${orderOf(view.sort, columns)}, rowid`;
      await using.run(`DROP TABLE IF EXISTS ${viewTable}`);
      await using.run(`CREATE TABLE ${viewTable} AS SELECT * FROM ${keptTable}${where}${order}`);
      const [counted] = await using.rows(`SELECT count(*) AS n FROM ${viewTable}`);
      shown = { key, rows: Number(counted?.n ?? 0) };
    }
    return { table: viewTable, rows: shown.rows };
  }

  return {
    page: (wish) =>
      inTurn(async (using) => {
        const { table, rows: totalRows } = await tableFor(wish, using);
        const offset = Math.max(0, Math.min(Math.floor(wish.offset), totalRows));
        let rows = Math.max(0, Math.min(Math.floor(wish.rows), totalRows - offset));
        for (let cut = false; ; ) {
          const bytes = await arrowOf(using, pageSql(table, columns, { offset, rows, cut }), columns);
          if (bytes.byteLength <= wish.maximumBytes || (rows <= 1 && cut))
            return { bytes, offset, rows, totalRows, isCut: cut };
          // Rows of very different size: rather a round more than a page that does not fit.
          if (rows > 1) rows = Math.max(1, Math.floor((rows * wish.maximumBytes * 0.8) / bytes.byteLength));
          else cut = true;
        }
      }),
    exportTo: (view, format, path) =>
      inTurn(async (using) => {
        const { table } = await tableFor(view, using);
        const made = join(dirname(database.profileFile), `export-${basename(path)}`);
        try {
          const sql = `SELECT ${names(columns)} FROM ${table}`;
          if (format === "arrow") await writeArrowFile(using, sql, made);
          else
            await copyRows(using.connection, sql, {
              format,
              path: made,
              partitionBy: [],
              fileName: "",
              options: {},
            });
          return await put(made, path);
        } finally {
          rmSync(made, { force: true });
        }
      }),
    cancel: () => runner?.cancel(),
    close() {
      runner?.cancel();
      void last.then(() => database.close());
    },
  };
}

// ------------------------------------------------------------------------------------------------ helpers

interface Slice {
  readonly offset: number;
  readonly rows: number;
  readonly cut: boolean;
}

function pageSql(table: string, columns: readonly Column[], { offset, rows, cut }: Slice): string {
  const shown = columns.map(({ name, type }) => {
    const column = quoteName(name);
    return cut && type.kind === "text" ? `left(${column}, ${longestText}) AS ${column}` : column;
  });
  return `SELECT ${shown.join(", ")} FROM ${table} LIMIT ${rows} OFFSET ${offset}`;
}

function names(columns: readonly Column[]): string {
  return columns.map(({ name }) => quoteName(name)).join(", ");
}

/** Whether some column, written as a text, holds the text; capitals and small letters are one. */
function containing(filter: string, columns: readonly Column[]): string {
  const wanted = `lower(${quoteText(filter)})`;
  const found = columns.map(({ name }) => `contains(lower(CAST(${quoteName(name)} AS VARCHAR)), ${wanted})`);
  return found.length === 0 ? "false" : found.map((one) => `coalesce(${one}, false)`).join(" OR ");
}

function orderOf(sort: readonly ResultOrder[], columns: readonly Column[]): string {
  return sort
    .map(({ column, descending }) => {
      const known = columns.find(({ name }) => name === column);
      if (known === undefined) throw new RunError("WR640", `the result has no column \`${column}\``, {});
      const value = known.type.kind === "json" ? `CAST(${quoteName(column)} AS VARCHAR)` : quoteName(column);
      return `${value} ${descending ? "DESC" : "ASC"} NULLS LAST`;
    })
    .join(", ");
}

async function arrowOf(
  runner: StatementRunner,
  sql: string,
  columns: readonly Column[],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await deliverBatches(runner, sql, columns, async (bytes) => {
    parts.push(bytes);
  });
  return Buffer.concat(parts);
}

/** Moves a finished file into its place, over what is there; the disk may be another one. */
async function put(made: string, path: string): Promise<number> {
  const beside = join(dirname(path), `${stagingMark}${process.pid}-${basename(path)}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await copyFile(made, beside);
    await rename(beside, path);
    return (await stat(path)).size;
  } catch (error) {
    rmSync(beside, { force: true });
    throw new RunError("WR634", `the result cannot be written to "${path}": ${systemReason(error)}`, {
      file: path,
      hint: "Choose a place in a folder that may be written.",
    });
  }
}
