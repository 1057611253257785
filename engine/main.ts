// The engine's process: one program that a caller forks, which answers its messages and holds DuckDB. It serves one
// request at a time to each kind of work, ends when its caller goes away, and is the one place where errors of the
// engine are caught. What it prints goes nowhere: it speaks through messages only.

import { DuckDBInstance, version } from "@duckdb/node-api";
import { CancelledError } from "./cancelled.ts";
import { describeLocations } from "./catalogue.ts";
import { explainMessage } from "./explain-error.ts";
import type { EngineEvent, EngineRequest, RunFailure } from "./messages.ts";
import type { KeptResult } from "./results/kept-result.ts";
import { type StartedRun, startRun } from "./run/run.ts";
import { sqlText } from "./run/sql-text.ts";
import { RunError } from "./run-error.ts";

/** Batches that may be under way to the caller at once. */
const openBatches = 4;

interface Work {
  readonly run: StartedRun;
  /** Batches sent and not yet taken. */
  outstanding: number;
  /** Called when the caller has taken a batch. */
  wake: (() => void) | undefined;
}

const works = new Map<number, Work>();
/** Results that somebody may look at, by the id of their run. */
const results = new Map<number, KeptResult>();
/** What pages and exports are under way, by their own id. */
const looking = new Map<number, KeptResult>();

function send(event: EngineEvent): Promise<void> {
  return new Promise((resolve) => {
    // The channel is gone with its caller, and so will this process be in a moment.
    if (!process.connected || process.send === undefined) resolve();
    else process.send(event, () => resolve());
  });
}

async function answer(request: EngineRequest): Promise<void> {
  switch (request.kind) {
    case "describe":
      return guarded(request.id, async () => {
        const answers = await describeLocations(request.locations, request.settings);
        await send({ kind: "described", id: request.id, answers });
      });
    case "run":
      return guarded(request.id, () => runRequest(request));
    case "sql":
      return guarded(request.id, async () => {
        const text = await sqlText(request.plan, request.settings);
        await send({ kind: "sqlText", id: request.id, text });
      });
    case "page":
      return guarded(request.id, () =>
        look(request, async (result) => {
          const page = await result.page(request);
          await send({ kind: "page", id: request.id, ...page });
        }),
      );
    case "export":
      return guarded(request.id, () =>
        look(request, async (result) => {
          const bytes = await result.exportTo(request, request.format, request.path);
          await send({ kind: "exported", id: request.id, bytes });
        }),
      );
    case "forget":
      results.get(request.result)?.close();
      results.delete(request.result);
      return;
    case "cancel": {
      looking.get(request.target)?.cancel();
      const work = works.get(request.target);
      work?.run.cancel();
      work?.wake?.();
      return;
    }
    case "taken": {
      const work = works.get(request.id);
      if (work === undefined) return;
      work.outstanding--;
      work.wake?.();
      return;
    }
  }
}

async function look(
  { id, result: resultId }: { readonly id: number; readonly result: number },
  work: (result: KeptResult) => Promise<void>,
): Promise<void> {
  const result = results.get(resultId);
  if (result === undefined) {
    throw new RunError("WR640", "the result is not there any more", { hint: "Run the pipeline again." });
  }
  looking.set(id, result);
  try {
    await work(result);
  } finally {
    looking.delete(id);
  }
}

async function runRequest(request: EngineRequest & { readonly kind: "run" }): Promise<void> {
  const { id } = request;
  const work: { current: Work | undefined } = { current: undefined };
  let isCancelled = false;
  const run = startRun(request.run, {
    progress: (progress) => void send({ kind: "progress", id, progress }),
    keep: (result) => void results.set(id, result),
    async batch(bytes, rows) {
      const { current } = work;
      if (current === undefined) throw new Error("a batch came before its run");
      while (current.outstanding >= openBatches && !isCancelled) {
        await new Promise<void>((resolve) => {
          current.wake = resolve;
        });
      }
      current.outstanding++;
      // Not waited for: what is under way is bounded by what the caller has taken.
      void send({ kind: "batch", id, bytes, rows });
    },
  });
  work.current = {
    run: {
      report: run.report,
      cancel() {
        isCancelled = true;
        run.cancel();
      },
    },
    outstanding: 0,
    wake: undefined,
  };
  works.set(id, work.current);
  try {
    await send({ kind: "finished", id, report: await run.report });
  } finally {
    works.delete(id);
  }
}

async function guarded(id: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CancelledError) await send({ kind: "cancelled", id });
    else await send({ kind: "failed", id, failure: failureOf(error) });
  }
}

function failureOf(error: unknown): RunFailure {
  if (error instanceof RunError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  const explained = explainMessage(message);
  if (explained !== undefined) return explained.failure;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new RunError("WR633", `there is no space left to write${path === undefined ? "" : ` "${path}"`}`, {
      file: path,
      hint: "Free some space, or write to another disk.",
    }).failure;
  }
  if (code !== undefined && path !== undefined) {
    return new RunError("WR634", `"${path}" cannot be written or read: ${message}`, { file: path }).failure;
  }
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  return new RunError("WR639", `the engine met a fault of its own: ${stack}`, {
    hint: "This is a bug of Weir; please report it with the pipeline that shows it.",
  }).failure;
}

/** How long what is under way may take to clean up behind itself when the caller is gone. */
const leaveMillis = 300;

/** Nothing is left when the caller ends, however it ends. A process with a query in it ends by force only. */
function leave(): void {
  if (works.size === 0) process.exit(0);
  for (const work of works.values()) {
    work.run.cancel();
    work.wake?.();
    work.run.report.catch(() => undefined).finally(() => works.size <= 1 && process.exit(0));
  }
  setTimeout(() => process.kill(process.pid, "SIGKILL"), leaveMillis);
}

if (process.send === undefined) {
  process.stderr.write("The engine is started by `weir`, not by hand.\n");
  process.exitCode = 2;
} else {
  process.on("disconnect", leave);
  // The caller may be gone before this line was reached.
  if (!process.connected) process.exit(0);
  // The terminal sends Ctrl-C to the whole group: the caller decides what becomes of it.
  process.on("SIGINT", () => undefined);
  process.on("message", (message) => void answer(message as EngineRequest));
  void send({ kind: "ready", duckdbVersion: version() });
  // The first instance of a process takes longer: it is made while the caller still parses.
  const first = await DuckDBInstance.create(":memory:");
  first.closeSync();
}
