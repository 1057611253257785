// Runs the statements of one run one after the other, under one flag of cancellation: an interrupted statement fails,
// and none is begun after it. It also says how far the one under way has come.

import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import { CancelledError } from "../cancelled.ts";
import type { Progress } from "../messages.ts";

export interface StatementRunner {
  readonly connection: DuckDBConnection;
  /** Runs to the end. @throws {CancelledError} */
  run(sql: string): Promise<void>;
  /** All rows, as plain values; for statements that give few. */
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** A result to be fetched chunk by chunk. */
  stream(sql: string): Promise<DuckDBResult>;
  /** What the run is doing now. */
  setPhase(phase: Progress["phase"]): void;
  /** Rows loaded or handed over, where DuckDB does not know. */
  setRows(rows: number | undefined): void;
  isCancelled(): boolean;
  /** Stops the statement under way and all that would follow. */
  cancel(): void;
  progress(): Progress;
}

export function statementRunner(connection: DuckDBConnection): StatementRunner {
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
  return {
    connection,
    run: (sql) => guarded(async () => void (await connection.run(sql))),
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRowObjects()),
    stream: (sql) => guarded(() => connection.stream(sql)),
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
