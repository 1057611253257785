// One run from its plan to its report: sources found and locked to, checks made, rows computed once and brought to the
// caller, a file and the store, which is switched at the very end. Whatever fails before leaves everything as it was.

import { type EmitOptions, type EmittedQuery, emitDuckdb, emitStepCounts } from "../../emit/emit.ts";
import type { Column, PipelinePlan, PlanStep } from "../../language/plan.ts";
import { CancelledError } from "../cancelled.ts";
import { type Database, type DatabaseOptions, openDatabase } from "../database.ts";
import { explainError } from "../explain-error.ts";
import type { Progress, RunReport, RunRequest, StoreReport } from "../messages.ts";
import { type KeptResult, keptResult, keptTable } from "../results/kept-result.ts";
import { RunError } from "../run-error.ts";
import { loadArrowStored } from "../sources/load-stored.ts";
import { placeOf } from "../stores/place.ts";
import { type PreparedStore, prepareStore } from "../stores/prepare-store.ts";
import type { WriteMode } from "../stores/store-writer.ts";
import { temporaryFolderOf } from "../temporary.ts";
import { bytesRead } from "./bytes-read.ts";
import {
  type BatchTaker,
  deliverBatches,
  type OutputFile,
  openOutputFile,
  writeArrowFile,
} from "./deliver.ts";
import { settleHighWaters } from "./high-water.ts";
import { type PlanParts, planParts } from "./plan-parts.ts";
import { requireHarmlessSelect } from "./raw-sql.ts";
import { findSources, nameOfInput, prepareSources, type RunSources } from "./run-sources.ts";
import { isMereScan, keepRelation, settlePlan } from "./settle.ts";
import type { SettleContext } from "./settle-context.ts";
import { type StatementRunner, statementRunner } from "./statement-runner.ts";
import { stepReports } from "./step-reports.ts";

export interface RunHandlers {
  /** Takes the next part of the result; resolves when more may come. */
  readonly batch: BatchTaker;
  readonly progress: (progress: Progress) => void;
  /** Takes over the database of a run whose result is to be kept, once all else is done. */
  readonly keep?: ((result: KeptResult) => void) | undefined;
}

export interface StartedRun {
  /** Rejects with a {@link RunError}, a {@link CancelledError}, or a bug. */
  readonly report: Promise<RunReport>;
  cancel(): void;
}

const progressMillis = 100;

export function startRun(request: RunRequest, handlers: RunHandlers): StartedRun {
  let runner: StatementRunner | undefined;
  let isCancelled = false;
  const watch = setInterval(() => {
    if (runner !== undefined && !isCancelled) handlers.progress(runner.progress());
  }, progressMillis);
  const report = execute(request, handlers, (ready) => {
    runner = ready;
    if (isCancelled) runner.cancel();
  }).finally(() => clearInterval(watch));
  return {
    report,
    cancel() {
      isCancelled = true;
      runner?.cancel();
    },
  };
}

async function execute(
  request: RunRequest,
  handlers: RunHandlers,
  onReady: (runner: StatementRunner) => void,
): Promise<RunReport> {
  const began = performance.now();
  const given = request.given ?? {};
  const parts = planParts(request.plan, (input) => {
    const name = nameOfInput(input);
    return name !== undefined && Object.hasOwn(given, name);
  });
  requireGiven(request, parts);
  requireConnected(parts);
  const target = request.store ? storeOf(request.plan) : undefined;
  const store =
    target === undefined
      ? undefined
      : await prepareStore(target.store, target.mode, request.settings, () => new Date());
  let output: OutputFile | undefined;
  let database: Database | undefined;
  try {
    // Read after the store is locked and at rest: a pipeline may read what it writes.
    const found = await findSources(parts);
    output = request.output.kind === "file" ? openOutputFile(request.output, process.pid) : undefined;
    const options: DatabaseOptions = {
      ...request.settings,
      temporaryFolder: temporaryFolderOf(request.settings),
      allowedPaths: [...found.allowedPaths, ...(store?.allowedPaths ?? [])],
      allowedFolders: [...(store?.allowedFolders ?? []), ...(output === undefined ? [] : [output.staging])],
    };
    database = await openDatabase(options);
    const { connection } = database;
    const runner = statementRunner(database);
    onReady(runner);
    for (const step of parts.sqlSteps) await requireHarmlessSelect(connection, step.texts.duckdb ?? "");
    runner.setPhase("load");
    const sources = await prepareSources(connection, found, parts, given, request.settings, runner.setRows);
    const run: Run = {
      request,
      handlers,
      runner,
      sources,
      parts,
      output,
      store,
      databasePath: databasePathOf(target),
    };
    try {
      const report = await computeAndDeliver(run, began);
      if (request.output.kind === "kept" && handlers.keep !== undefined) {
        handlers.keep(keptResult(database, columnsOf(request.plan), report.rows));
        database = undefined;
      }
      return report;
    } catch (error) {
      if (error instanceof CancelledError || runner.isCancelled()) throw new CancelledError();
      throw await explainError(error, connection, sources.scans, () => openDatabase(options));
    }
  } finally {
    database?.close();
    output?.close();
    store?.close();
  }
}

interface Run {
  readonly request: RunRequest;
  readonly handlers: RunHandlers;
  readonly runner: StatementRunner;
  readonly sources: RunSources;
  readonly parts: PlanParts;
  readonly output: OutputFile | undefined;
  readonly store: PreparedStore | undefined;
  /** The database file that the store is in. */
  readonly databasePath: string | undefined;
}

async function computeAndDeliver(run: Run, began: number): Promise<RunReport> {
  const { request, runner, sources, parts } = run;
  const { connection } = runner;
  const emit: EmitOptions = { scans: sources, literals: true, startedAtMicros: request.startedAtMicros };
  const plan = await settleHighWaters(request.plan, parts, sources, runner);
  const context: SettleContext = {
    runner,
    sources,
    emit,
    memoryLimitBytes: request.settings.memoryLimitBytes,
    cacheFolder: request.settings.cacheFolder,
  };
  const settled = await settlePlan(plan, context);
  const final = await onceForBoth(run, settled.plan, context);
  const query = emitDuckdb(final, emit);
  const written = await storeRows(run, query);
  const rows = await deliver(run, query, written);
  const counts = request.measureSteps ? await countSteps(plan, emit, runner) : undefined;
  const read = await bytesRead(connection, sources.scans, runner.operators);
  if (runner.isCancelled()) throw new CancelledError();
  runner.setPhase("switch");
  const outputBytes = (await run.output?.commit()) ?? 0;
  const stores: StoreReport[] = run.store === undefined ? [] : [await run.store.commit()];
  const resultRows = stores[0]?.rows ?? rows;
  return {
    seconds: (performance.now() - began) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    bytesRead: read,
    bytesWritten: outputBytes + stores.reduce((sum, store) => sum + store.bytes, 0),
    rows: resultRows,
    steps: stepReports(request.plan, emitDuckdb(plan, emit).steps, {
      operators: runner.operators,
      expectations: settled.expectations,
      resultRows: request.limit === undefined || stores.length > 0 ? resultRows : undefined,
      counts,
    }),
    stores,
    expectations: settled.expectations,
    warnings: sources.notes,
  };
}

/** Rows that go to two places, or into a database file that is also read, are computed once and kept. */
async function onceForBoth(run: Run, plan: PipelinePlan, context: SettleContext): Promise<PipelinePlan> {
  const { request, sources, parts, databasePath, store } = run;
  if (store === undefined) return plan;
  const isReadToo = parts.inputs.some(({ location }) => {
    return databasePath !== undefined && sources.sourceOf(location)?.path === databasePath;
  });
  const isTwice = request.output.kind !== "none" && !isMereScan(plan.body, context);
  if (!isReadToo && !isTwice) return plan;
  const kept = await keepRelation(plan.body, context);
  if (isReadToo) await sources.detachAll();
  return { ...plan, body: kept };
}

/** Makes the new content of the store ready. Gives whether there is one. */
async function storeRows(run: Run, query: EmittedQuery): Promise<boolean> {
  const { store, runner } = run;
  if (store === undefined) return false;
  runner.setPhase("store");
  await store.write({
    connection: runner.connection,
    sql: query.sql,
    columns: query.columns.map((column) => ({
      name: column.name,
      type: { type: column.type, nullable: column.nullable },
    })),
    loadArrow: loadArrowStored,
    writeArrow: (_, sql, path) => writeArrowFile(runner, sql, path),
  });
  runner.noteOperators();
  return true;
}

async function deliver(run: Run, query: EmittedQuery, isStored: boolean): Promise<number> {
  const { request, runner, output } = run;
  runner.setPhase("query");
  const sql = request.limit === undefined ? query.sql : limited(query.sql, request.limit);
  if (output !== undefined) {
    const rows = await output.write(runner, sql);
    runner.noteOperators();
    return rows;
  }
  if (request.output.kind === "kept") {
    await runner.run(`CREATE TABLE ${keptTable} AS ${sql}`);
    runner.noteOperators();
    // No file of the person's is held while somebody looks at the result.
    await run.sources.detachAll();
    const [counted] = await runner.rows(`SELECT count(*) AS n FROM ${keptTable}`);
    return Number(counted?.n ?? 0);
  }
  if (request.output.kind === "batches")
    return deliverBatches(runner, sql, query.columns, run.handlers.batch);
  if (isStored) return 0;
  const counted = await runner.rows(`SELECT count(*) AS n FROM (${query.sql}) AS result`);
  runner.noteOperators();
  return Number(counted[0]?.n ?? 0);
}

function columnsOf(plan: PipelinePlan): readonly Column[] {
  return plan.body.shape.columns;
}

function limited(sql: string, limit: number): string {
  return `SELECT * FROM (${sql}) AS result LIMIT ${Math.max(0, Math.floor(limit))}`;
}

async function countSteps(
  plan: PipelinePlan,
  emit: EmitOptions,
  runner: StatementRunner,
): Promise<ReadonlyMap<PlanStep, number>> {
  runner.setPhase("query");
  const statement = emitStepCounts(plan, emit);
  const row = (await runner.rows(statement.sql))[0] ?? {};
  return new Map(statement.steps.map(({ step }, index) => [step, Number(row[`step ${index}`])]));
}

// ------------------------------------------------------------------------------------------------- targets

interface RunStore {
  readonly store: (PlanStep & { readonly kind: "into" })["store"];
  readonly mode: WriteMode;
}

/** The store that the pipeline goes into, and the mode with its keys as names. */
function storeOf(plan: PipelinePlan): RunStore | undefined {
  const last = plan.body.steps.at(-1);
  if (last?.kind !== "into") return undefined;
  const { mode, store, output } = last;
  if (!("keys" in mode)) return { store, mode };
  const keys = mode.keys.map((id) => output.columns.find((column) => column.id === id)?.name ?? "");
  return { store, mode: { kind: mode.kind, keys } };
}

function databasePathOf(target: RunStore | undefined): string | undefined {
  if (target?.store.location.format !== "duckdb") return undefined;
  return placeOf(target.store).path;
}

/** In a test nothing is read but what is given. */
function requireGiven(request: RunRequest, parts: PlanParts): void {
  const [input] = parts.inputs;
  if (request.given === undefined || input === undefined) return;
  throw new RunError("WR623", `\`${input.name}\` is read, but the test gives no rows for it`, {
    hint: `Add \`given ${input.name} = [{…}]\` to the test.`,
  });
}

/** @throws {RunError} WR617 for what this version does not run. */
export function requireConnected(parts: PlanParts): void {
  const [score] = parts.models;
  if (score === undefined) return;
  throw new RunError(
    "WR617",
    `the model \`${score.model.name}\` is of kind \`onnx\`, which this version of Weir does not connect to yet`,
    {
      file: score.origin.file,
      line: score.origin.lineInDeclaration + 1,
      origin: score.origin,
      hint: "Run a pipeline without its `score` step.",
    },
  );
}
