// Runs Weir texts through all stages in the engine's own process, as the command line does: a folder of its own for
// each test, one engine for all. Used by the tests of engine/ alone.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import { columnsOf, displayText } from "../../engine/cell-text.ts";
import { type Engine, type RunOptions, type RunOutcome, startEngine } from "../../engine/client.ts";
import type { EngineSettings, RunFailure, RunReport, RunRequest } from "../../engine/messages.ts";
import type { Catalogue, DataLocation, PipelinePlan, SchemaAnswer, Value } from "../../language/index.ts";
import { specialise, typeName } from "../../language/index.ts";
import { type FileSystem, type LoadedProgram, loadProgram, rebind } from "../../project/index.ts";
import { engineProgram } from "./engine-program.ts";

export interface Bench {
  readonly folder: string;
  readonly settings: EngineSettings;
  readonly engine: Engine;
  /** Writes a file below the folder. */
  write(path: string, content: string | Uint8Array): string;
  /** Runs SQL in a DuckDB without any lock, to make data. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  path(name: string): string;
}

let shared: Engine | undefined;

/** A folder and an engine; both are taken away after the test file. */
export function bench(settings: Partial<EngineSettings> = {}): Bench {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "weir-engine-")));
  shared ??= startEngine({ program: engineProgram() });
  const engine = shared;
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    // The next suite of this process starts another one by asking.
    await engine.close();
  });
  const full: EngineSettings = {
    projectFolder: folder,
    cacheFolder: join(folder, ".weir", "cache"),
    memoryLimitBytes: undefined,
    threads: undefined,
    temporaryFolder: undefined,
    temporaryLimitBytes: undefined,
    allowWrite: [],
    ...settings,
  };
  return {
    folder,
    settings: full,
    engine,
    path: (name) => join(folder, name),
    write(path, content) {
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content);
      return place;
    },
    async sql(text) {
      const instance = await DuckDBInstance.create(":memory:");
      const connection = await instance.connect();
      try {
        const result = await connection.runAndReadAll(
          text.replaceAll("FOLDER", folder.replaceAll("'", "''")),
        );
        return result.getRowObjectsJson() as Record<string, unknown>[];
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };
}

/** The program of a text, bound with what the engine finds of its sources. */
export async function load(on: Bench, text: string): Promise<LoadedProgram> {
  const uri = pathToFileURL(join(on.folder, "main.weir")).href;
  const files: FileSystem = {
    readText: (asked) => (asked === uri ? { kind: "text", text } : { kind: "missing" }),
  };
  const answers = new Map<string, SchemaAnswer>();
  const catalogue: Catalogue = {
    schemaOf: (location) => answers.get(keyOf(location)) ?? { status: "pending" },
  };
  const first = loadProgram({ files, uris: [uri], catalogue, style: "posix" });
  const locations = first.program.dataLocations;
  const found = await on.engine.describe(locations, on.settings);
  for (const [index, location] of locations.entries()) answers.set(keyOf(location), found[index]!);
  return rebind(first, catalogue);
}

/** The plan of the text's last pipeline. @throws where the text has errors. */
export async function planOf(
  on: Bench,
  text: string,
  parameters: Readonly<Record<string, Value>> = {},
): Promise<{ readonly plan: PipelinePlan; readonly program: LoadedProgram["program"] }> {
  const { program } = await load(on, text);
  const file = [...program.files.values()][0]!;
  const errors = file.problems.filter((problem) => problem.severity === "error");
  assert.deepEqual(
    errors.map((problem) => `${problem.code} ${problem.message}`),
    [],
  );
  const { plan, problems } = specialise(file.pipelines.at(-1)!, parameters);
  assert.deepEqual(problems, []);
  return { plan, program };
}

export interface Rows {
  readonly columns: readonly string[];
  /** Types as Weir writes them, by column. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly report: RunReport;
}

export function requestOf(on: Bench, plan: PipelinePlan, more: Partial<RunRequest> = {}): RunRequest {
  return {
    settings: on.settings,
    plan,
    startedAtMicros: 1_800_000_000_000_000n,
    limit: undefined,
    output: { kind: "batches" },
    store: true,
    measureSteps: false,
    given: undefined,
    ...more,
  };
}

/** Runs the text's last pipeline. */
export async function attempt(
  on: Bench,
  text: string,
  more: Partial<RunRequest> = {},
  options: RunOptions = {},
): Promise<{
  readonly outcome: RunOutcome;
  readonly parts: readonly Uint8Array[];
  readonly plan: PipelinePlan;
}> {
  const { plan, program } = await planOf(on, text);
  const run = on.engine.run(requestOf(on, plan, more), {
    lineOf: (origin) => program.lineOf(origin),
    ...options,
  });
  const parts: Uint8Array[] = [];
  for await (const part of run) parts.push(part);
  return { outcome: await run.outcome, parts, plan };
}

export async function rowsOf(on: Bench, text: string, more: Partial<RunRequest> = {}): Promise<Rows> {
  const { outcome, parts, plan } = await attempt(on, text, more);
  if (outcome.kind !== "finished") assert.fail(JSON.stringify(outcome, bigintsAsText));
  const table = parts.length === 0 ? new arrow.Table() : arrow.tableFromIPC([...parts]);
  const rows = table.batches.flatMap((batch) => {
    const columns = columnsOf(batch);
    return Array.from({ length: batch.numRows }, (_, row) =>
      columns.map((column) => displayText(column, row) ?? null),
    );
  });
  return {
    columns: plan.body.shape.columns.map((column) => column.name),
    types: plan.body.shape.columns.map((column) =>
      typeName({ type: column.type, nullable: column.nullable }),
    ),
    rows,
    report: outcome.report,
  };
}

export async function failureOf(
  on: Bench,
  text: string,
  more: Partial<RunRequest> = {},
): Promise<RunFailure> {
  const { outcome } = await attempt(on, text, more);
  if (outcome.kind !== "failed") assert.fail(`the run ${outcome.kind}`);
  return outcome.failure;
}

function keyOf(location: DataLocation): string {
  return JSON.stringify(location, bigintsAsText);
}

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
