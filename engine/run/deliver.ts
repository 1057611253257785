// Where the rows of a result go: to the caller as an Arrow stream with flow control, or into a file that is written
// whole beside its place and renamed. A reader that is slow makes the engine wait, never its memory grow.

import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import type { Column } from "../../language/plan.ts";
import { typeName } from "../../language/type-operations.ts";
import type { RunOutput } from "../messages.ts";
import { RunError } from "../run-error.ts";
import { weirTypeOf } from "../sources/duckdb-types.ts";
import { systemReason } from "../sources/glob.ts";
import { copyRows } from "../stores/copy-rows.ts";
import type { StatementRunner } from "./statement-runner.ts";

/** Takes a batch; resolves when the next may be made. */
export type BatchTaker = (bytes: Uint8Array, rows: number) => Promise<void>;

/** Streams a result to the caller and gives the number of rows. */
export async function deliverBatches(
  runner: StatementRunner,
  sql: string,
  columns: readonly Column[],
  take: BatchTaker,
): Promise<number> {
  const { arrowStream } = await import("../arrow-stream.ts");
  const result = await runner.stream(sql);
  const fields = columns.map((column) => ({
    name: column.name,
    nullable: column.nullable,
    weirType: typeName(column.type),
  }));
  let rows = 0;
  for await (const batch of arrowStream(result, fields, runner.isCancelled)) {
    await take(batch.bytes, batch.rows);
    rows += batch.rows;
    runner.setRows(rows);
  }
  await runner.finishStream(sql, rows);
  return rows;
}

/** The rows of a SELECT as one Arrow IPC file. */
export async function writeArrowFile(runner: StatementRunner, sql: string, path: string): Promise<number> {
  const { arrowStream } = await import("../arrow-stream.ts");
  const result = await runner.stream(sql);
  const types = result.columnTypes();
  const fields = result.deduplicatedColumnNames().map((name, index) => {
    const found = weirTypeOf(types[index]!);
    return { name, nullable: true, weirType: found.kind === "type" ? typeName(found.type) : "" };
  });
  const file = createWriteStream(path);
  const done = finished(file);
  // A fault of the disk is thrown where the file is ended, not while nobody waits for it.
  done.catch(() => undefined);
  let rows = 0;
  try {
    for await (const batch of arrowStream(result, fields, runner.isCancelled, "file")) {
      rows += batch.rows;
      runner.setRows(rows);
      if (!file.write(batch.bytes))
        await Promise.race([new Promise<void>((resolve) => file.once("drain", () => resolve())), done]);
    }
  } finally {
    file.end();
    await done;
  }
  await runner.finishStream(sql, rows);
  return rows;
}

export interface OutputFile {
  /** The folder in which the file is made ready. */
  readonly staging: string;
  write(runner: StatementRunner, sql: string): Promise<number>;
  /** Puts the file in its place and gives its size. */
  commit(): Promise<number>;
  /** Takes everything away that is not in its place. */
  close(): void;
}

/** The mark of what is made ready: also looked for after a kill. */
export const stagingMark = ".weir-tmp-";

/** @throws {RunError} WR634 where the file cannot be written there. */
export function openOutputFile(output: RunOutput & { readonly kind: "file" }, processId: number): OutputFile {
  const { path, format } = output;
  const folder = dirname(path);
  const staging = join(folder, `${stagingMark}${processId}-${basename(path)}`);
  try {
    if (existsSync(path) && statSync(path).isDirectory()) throw outputError(path, "a folder stands there");
    removeAbandoned(folder, basename(path));
    mkdirSync(staging, { mode: 0o700 });
  } catch (error) {
    throw error instanceof RunError ? error : outputError(path, systemReason(error));
  }
  const staged = join(staging, basename(path));
  return {
    staging,
    async write(runner, sql) {
      if (format === "arrow") return writeArrowFile(runner, sql, staged);
      const request = { format, path: staged, partitionBy: [], fileName: "", options: {} };
      return copyRows(runner.connection, sql, request);
    },
    async commit() {
      const { size } = statSync(staged);
      try {
        await rename(staged, path);
      } catch (error) {
        throw outputError(path, systemReason(error));
      }
      return size;
    },
    close: () => rmSync(staging, { recursive: true, force: true }),
  };
}

/** Removes what a killed run of another process left for the same file. */
export function removeAbandoned(folder: string, name: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) {
    const owner = new RegExp(`^\\${stagingMark}(\\d+)-`).exec(entry);
    if (owner === null || !entry.endsWith(`-${name}`) || isRunning(Number(owner[1]))) continue;
    rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function outputError(path: string, reason: string): RunError {
  return new RunError("WR634", `the result cannot be written to "${path}": ${reason}`, {
    file: path,
    hint: "Give `--output` a path in a folder that exists and may be written.",
  });
}
