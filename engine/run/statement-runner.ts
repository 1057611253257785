// Runs the statements of one run one after the other, under one flag of cancellation: an interrupted statement fails,
// and none is begun after it. It says how far the one under way has come, and whether a stream came to its end: DuckDB
// ends a stream that failed in the middle without a word, but writes no profile of it.

import type { DuckDBResult } from "@duckdb/node-api";
import { quoteName } from "../../emit/duckdb.ts";
import { CancelledError } from "../cancelled.ts";
import type { Database } from "../database.ts";
import type { Progress } from "../messages.ts";
import { forgetProfile, type Operator, takeProfile } from "./profile.ts";

export interface StatementRunner {
  readonly connection: Database["connection"];
  /** Runs to the end. @throws {CancelledError} */
  run(sql: string): Promise<void>;
  /** All rows, as plain values; for statements that give few. */
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** A result to be fetched chunk by chunk; `finishStream` has to follow. */
  stream(sql: string): Promise<DuckDBResult>;
  /** @throws what DuckDB did not say, where the stream of `sql` broke off after `rows` rows. */
  finishStream(sql: string, rows: number): Promise<void>;
  /** Operators of the statements that computed rows of the plan. */
  readonly operators: readonly Operator[];
  /** Counts the last statement among those. */
  noteOperators(): void;
  /** What the run is doing now. */
  setPhase(phase: Progress["phase"]): void;
  /** Rows loaded or handed over, where DuckDB does not know. */
  setRows(rows: number | undefined): void;
  isCancelled(): boolean;
  /** Stops the statement under way and all that would follow. */
  cancel(): void;
  progress(): Progress;
}

export function statementRunner(database: Database): StatementRunner {
  const { connection, profileFile } = database;
  const operators: Operator[] = [];
  let isCancelled = false;
  let phase: Progress["phase"] = "schema";
  let rows: number | undefined;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isCancelled) throw new CancelledError();
    try {
      const result = await work();
      if (isCancelled) throw new CancelledError();
      return result;
    } catch (error) {
      throw isCancelled ? new CancelledError() : error;
    }
  };
  const run = (sql: string) => guarded(async () => void (await connection.run(sql)));
  return {
    connection,
    run,
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRowObjects()),
    stream(sql) {
      forgetProfile(profileFile);
      return guarded(() => connection.stream(sql));
    },
    async finishStream(sql, received) {
      if (isCancelled) throw new CancelledError();
      const profile = takeProfile(profileFile);
      if (profile?.rowsReturned === received) {
        operators.push(...profile.operators);
        return;
      }
      // Computed once more in a way that tells the error. Results that DuckDB knew while planning (a count from
      // footers, constants) have no profile either, and are complete.
      const probe = quoteName("weir probe");
      await run(`CREATE OR REPLACE TEMP TABLE ${probe} AS ${sql}`);
      const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE AS n FROM ${probe}`);
      await run(`DROP TABLE ${probe}`);
      if (counted.getRowObjectsJS()[0]?.n === received) return;
      throw new Error(`the result broke off after ${received} rows, and DuckDB does not say why`);
    },
    operators,
    noteOperators: () => operators.push(...(takeProfile(profileFile)?.operators ?? [])),
    setPhase(next) {
      phase = next;
      rows = undefined;
    },
    setRows(count) {
      rows = count;
    },
    isCancelled: () => isCancelled,
    cancel() {
      isCancelled = true;
      connection.interrupt();
    },
    progress() {
      const { percentage } = connection.progress;
      const isKnown = percentage > 0 && phase !== "switch";
      return { phase, fraction: isKnown ? Math.min(1, percentage / 100) : undefined, rows };
    },
  };
}
