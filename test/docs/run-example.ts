// Runs an example of a page: its problems as lines, and the rows of its last pipeline as the table that `weir run`
// prints, without the line that counts them. Examples hold their data themselves; what reads a file can be checked here, not run.

import { Buffer } from "node:buffer";
import type { DuckDBConnection } from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import { tableText } from "../../cli/output/table.ts";
import { noColours } from "../../cli/output/terminal.ts";
import { type EmitOptions, emitChecks, emitDuckdb, emitPromises } from "../../emit/emit.ts";
import { arrowStream } from "../../engine/arrow-stream.ts";
import {
  type BoundFile,
  type Catalogue,
  type PipelinePlan,
  specialise,
  typeName,
} from "../../language/index.ts";
import { loadProgram, memoryFileSystem } from "../../project/index.ts";

const uri = "file:///docs/example.weir";

/** `now()` of every example: 2026-03-01T12:00:00Z. */
const startOfRun = BigInt(Date.UTC(2026, 2, 1, 12)) * 1000n;

/** Sources are there and not looked at; stores have never been written. */
const catalogue: Catalogue = {
  schemaOf: (location) => ({ status: location.role === "store" ? "absent" : "pending" }),
};

const options: EmitOptions = {
  scans: {
    scan: () => {
      throw new Error("an example with rows reads no file");
    },
    storeScan: () => {
      throw new Error("an example with rows reads no store");
    },
  },
  literals: true,
  startedAtMicros: startOfRun,
};

export function bindExample(text: string): BoundFile {
  const { program } = loadProgram({
    files: memoryFileSystem(new Map([[uri, text]])),
    uris: [uri],
    catalogue,
    style: "posix",
  });
  return program.file(uri)!;
}

/** `WR104 message`, one line a problem. */
export function problemLines(file: BoundFile): string {
  return file.problems.map(({ code, message }) => `${code} ${message}\n`).join("");
}

/**
 * The rows of the last pipeline. Where no order is promised the lines are compared as a bag: see `sameRows`.
 * Expectations and promises of `one` are checked too.
 */
export async function rowsTable(file: BoundFile, connection: DuckDBConnection): Promise<string> {
  const plan = lastPlan(file);
  for (const check of emitChecks(plan, options)) {
    const counts = await connection.runAndReadAll(check.counts.sql);
    const violations = Number(counts.getRowObjects()[0]!.violations);
    if (violations > 0) throw new Error(`${violations} rows break \`${check.step.text}\``);
  }
  for (const promise of emitPromises(plan, options)) {
    const broken = await connection.runAndReadAll(promise.broken.sql);
    if (broken.currentRowCount > 0) throw new Error("a join of `one` finds more");
  }
  const { columns } = plan.body.shape;
  const result = await connection.stream(emitDuckdb(plan, options).sql);
  const fields = columns.map((column) => ({
    name: column.name,
    nullable: column.nullable,
    weirType: typeName(column),
  }));
  const parts: Uint8Array[] = [];
  for await (const { bytes } of arrowStream(result, fields, () => false)) parts.push(bytes);
  const table = tableText({ colours: noColours, width: 1_000_000, shownRows: 1_000 });
  for (const batch of arrow.RecordBatchReader.from(Buffer.concat(parts))) {
    refuseNulls(batch);
    table.add(batch);
  }
  return table.end().replace(/[^\n]*\n$/, "");
}

/** Whether two tables have the same rows: in order where the pipeline promises one. */
export function sameRows(file: BoundFile, left: string, right: string): boolean {
  if (lastPlan(file).body.shape.order.length > 0) return left === right;
  const sorted = (table: string) => table.split("\n").sort().join("\n");
  return sorted(left) === sorted(right);
}

export function hasPipeline(file: BoundFile): boolean {
  return file.pipelines.length > 0;
}

function lastPlan(file: BoundFile): PipelinePlan {
  const plan = file.pipelines.at(-1);
  if (plan === undefined) throw new Error("this example holds no pipeline");
  const { plan: specialised, problems } = specialise(plan, {}, { now: startOfRun });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  return specialised;
}

/** A column that is said never to be null holds none. */
function refuseNulls(batch: arrow.RecordBatch): void {
  for (const [index, field] of batch.schema.fields.entries()) {
    const nulls = batch.getChildAt(index)?.nullCount ?? 0;
    if (!field.nullable && nulls > 0) throw new Error(`\`${field.name}\` is null and may not be`);
  }
}
