// Runs pipelines and steps for the editor and keeps their results where they are, in a process of the engine for each, until
// nobody looks at them any more. It holds no rows: pages pass through. One process is kept warm for the next run. Without
// trust nothing is run.

import { type Engine, EngineFailure, type EngineRun, type RunOutcome } from "../../engine/client.ts";
import type { Progress, RunFailure } from "../../engine/messages.ts";
import { engineSettingsOf } from "../../engine/settings.ts";
import { isWhole } from "../../language/index.ts";
import { pipelineAt } from "../features/pipeline-at.ts";
import type { ServerHost } from "../host.ts";
import type {
  CloseResultParams,
  ExportParams,
  PageParams,
  PageResult,
  PlaceParams,
  RefusalReason,
  RunParams,
  RunResult,
  SqlResult,
} from "../protocol.ts";
import type { View } from "../view.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { columnsOf, type Runnable, runnableAt, withSomeValues } from "./runnable.ts";

/** Bytes of a page before base64 makes four of three: with it, a message stays within a megabyte. */
const pageBytes = 750_000;

/** Results that may be open at once; the one that was made first goes when another comes. */
const mostResults = 4;

/** Of a failure that is the loss of the engine's process. */
const lostCode = "WR636";

interface Opened {
  readonly engine: Engine;
  readonly run: EngineRun;
  readonly columns: readonly string[];
}

export interface Runs {
  run(params: RunParams, signal: AbortSignal, progress: (progress: Progress) => void): Promise<RunResult>;
  /** @throws {EngineFailure} with a reason for the person. */
  page(params: PageParams, signal: AbortSignal): Promise<PageResult | "cancelled">;
  /** @throws {EngineFailure} */
  export(params: ExportParams, signal: AbortSignal): Promise<"done" | "cancelled">;
  /** The SQL of the pipeline on a line, with its parameters' defaults. @throws {EngineFailure} */
  sql(params: PlaceParams): Promise<SqlResult | undefined>;
  closeResult(params: CloseResultParams): void;
  /** Loads the engine for a run that is likely to come. */
  warmUp(): void;
  close(): Promise<void>;
}

export function runsOf(host: ServerHost, workspace: Workspace): Runs {
  const opened = new Map<string, Opened>();
  let spare: Engine | undefined;
  let nextResult = 1;

  /** A file with all that is being found out about its data. */
  async function settledView(uri: string): Promise<View | undefined> {
    workspace.view(uri);
    // What the binder asks for is sent a moment later.
    await new Promise<void>((resolve) => setImmediate(resolve));
    await workspace.schemas.settled();
    return workspace.view(uri);
  }

  function takeEngine(): Engine {
    const engine = spare ?? host.startEngine();
    spare = undefined;
    return engine;
  }

  function warmUp(): void {
    if (workspace.isTrusted) spare ??= host.startEngine();
  }

  async function forget(resultId: string): Promise<void> {
    const result = opened.get(resultId);
    opened.delete(resultId);
    await result?.engine.close();
  }

  async function start(
    runnable: Runnable,
    params: RunParams,
    signal: AbortSignal,
    progress: (progress: Progress) => void,
  ): Promise<RunResult> {
    const settings = engineSettingsOf(runnable.view.project, host.environment);
    if (settings.kind === "refused") return refused(`${settings.message}; ${settings.hint}`);
    const isSpare = spare !== undefined;
    const engine = takeEngine();
    const { program } = runnable.view;
    const store = params.store && !params.upToStep;
    const run = engine.run(
      {
        settings: settings.settings,
        plan: runnable.plan,
        startedAtMicros: BigInt(Date.now()) * 1000n,
        limit: params.limit,
        output: { kind: "kept" },
        store,
        measureSteps: false,
        given: undefined,
      },
      { signal, progress, lineOf: (origin) => program.lineOf(origin) },
    );
    const outcome = await run.outcome;
    // A process that was kept warm may have been lost while it waited, before anybody could notice.
    if (isSpare && !store && outcome.kind === "failed" && outcome.failure.code === lostCode) {
      await engine.close();
      return start(runnable, params, signal, progress);
    }
    // The next run need not wait for its process either.
    warmUp();
    return settle(outcome, runnable, params, engine, run);
  }

  async function settle(
    outcome: RunOutcome,
    runnable: Runnable,
    params: RunParams,
    engine: Engine,
    run: EngineRun,
  ): Promise<RunResult> {
    if (outcome.kind !== "finished") {
      await engine.close();
      return outcome.kind === "failed" ? { kind: "failed", failure: outcome.failure } : { kind: "cancelled" };
    }
    const { report } = outcome;
    const columns = columnsOf(runnable.plan);
    const resultId = `result-${nextResult++}`;
    opened.set(resultId, { engine, run, columns: columns.map(({ name }) => name) });
    for (const oldest of [...opened.keys()].slice(0, Math.max(0, opened.size - mostResults)))
      void forget(oldest);
    return {
      kind: "result",
      resultId,
      columns,
      rows: report.rows,
      isComplete: params.limit === undefined || report.rows < params.limit,
      seconds: report.seconds,
      report,
    };
  }

  function resultOf(resultId: string): Opened {
    const result = opened.get(resultId);
    if (result === undefined) throw new EngineFailure(gone);
    return result;
  }

  return {
    async run(params, signal, progress) {
      if (!workspace.isTrusted) return refused(untrusted);
      const view = await settledView(params.uri);
      if (view === undefined) return refused("The file is not open, or it is no .weir file.");
      const runnable = runnableAt(view, params);
      if (runnable.kind === "refused")
        return { kind: "refused", problems: clientPlaces(runnable.problems, workspace) };
      return start(runnable, params, signal, progress);
    },
    async page({ resultId, offset, rows, sort, filter }, signal) {
      const { engine, run } = resultOf(resultId);
      const wish = { offset, rows, sort, filter: filter ?? "", maximumBytes: pageBytes };
      const page = await engine.page(run, wish, signal);
      if (page === "cancelled") return page;
      const arrow = Buffer.from(page.bytes.buffer, page.bytes.byteOffset, page.bytes.byteLength).toString(
        "base64",
      );
      const { rows: sent, totalRows, isCut } = page;
      return { arrow, offset: page.offset, rows: sent, totalRows, isCut };
    },
    async export({ resultId, format, path, sort, filter }, signal) {
      const { engine, run } = resultOf(resultId);
      const written = await engine.export(run, { format, path, sort, filter: filter ?? "" }, signal);
      return written === "cancelled" ? written : "done";
    },
    async sql({ uri, line }) {
      const view = await settledView(uri);
      const found = view === undefined ? undefined : pipelineAt(view, line);
      if (view === undefined || found === undefined) return undefined;
      const settings = engineSettingsOf(view.project, host.environment);
      if (!workspace.isTrusted || settings.kind === "refused")
        throw refusal(settings.kind === "refused" ? settings.message : untrusted);
      const plan = withSomeValues(found.plan);
      const problem = view.file.problems.find(({ severity }) => severity === "error");
      if (!isWhole(plan.body))
        throw refusal(problem?.message ?? "The columns of a source are not known yet.");
      spare ??= host.startEngine();
      const { sql, steps } = await spare.sql(plan, settings.settings);
      return {
        pipeline: found.title,
        sql,
        steps: steps
          // Steps of pipelines that it reads have places elsewhere, which say nothing of the cursor.
          .filter(({ origin }) => origin.file === view.uri && origin.declaration === found.bound.key)
          .map(({ origin, start, end }) => ({ line: view.program.lineOf(origin) - 1, start, end })),
      };
    },
    closeResult: ({ resultId }) => void forget(resultId),
    warmUp,
    async close() {
      const engines = [...opened.values()].map(({ engine }) => engine);
      opened.clear();
      if (spare !== undefined) engines.push(spare);
      spare = undefined;
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

const untrusted = "Nothing is run in a workspace that is not trusted.";

const gone: RunFailure = {
  code: "WR640",
  message: "the result is not there any more",
  file: undefined,
  line: undefined,
  column: undefined,
  hint: "Run the pipeline again.",
  expectations: [],
};

function refusal(message: string): EngineFailure {
  return new EngineFailure({ ...gone, message, hint: undefined });
}

function refused(message: string): RunResult {
  return { kind: "refused", problems: [{ message }] };
}

function clientPlaces(problems: readonly RefusalReason[], workspace: Workspace): RefusalReason[] {
  return problems.map((problem) =>
    problem.uri === undefined ? problem : { ...problem, uri: workspace.clientUri(problem.uri) },
  );
}
