// The engine from its caller's side: forks the process, asks, hands over what comes back, and starts another process
// when one was lost. It holds no native module, so a crash of DuckDB is a failed run here and nothing more.

import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DataLocation, SchemaAnswer } from "../language/catalogue.ts";
import type { PipelinePlan, StepOrigin } from "../language/plan.ts";
import type {
  EngineEvent,
  EngineRequest,
  EngineSettings,
  ExpectationReport,
  Progress,
  RunFailure,
  RunReport,
  RunRequest,
  SqlText,
} from "./messages.ts";

export interface Engine {
  /** One answer a location, in their order. @throws {EngineFailure} where the process was lost. */
  describe(locations: readonly DataLocation[], settings: EngineSettings): Promise<readonly SchemaAnswer[]>;
  /** The SQL of a specialised plan. @throws {EngineFailure} where a source cannot be had. */
  sql(plan: PipelinePlan, settings: EngineSettings): Promise<SqlText>;
  /** Starts a run. Batches have to be read to their end (or the run cancelled) for it to come to its own. */
  run(request: RunRequest, options?: RunOptions): EngineRun;
  /** Rows of a result that `run` kept. @throws {EngineFailure} where it is not there any more. */
  page(result: EngineRun, wish: PageWish, signal?: AbortSignal): Promise<ResultPage | "cancelled">;
  /** Writes a kept result into a file, whole or not at all; gives its bytes. @throws {EngineFailure} */
  export(result: EngineRun, wish: ExportWish, signal?: AbortSignal): Promise<number | "cancelled">;
  /** Lets go of a kept result. */
  forget(result: EngineRun): void;
  /** Ends the process; runs under way are cancelled. */
  close(): Promise<void>;
  /** Process id of the engine as it is now; undefined while there is none. For those who watch its memory. */
  readonly processId: number | undefined;
}

export type PageWish = Omit<EngineRequest & { readonly kind: "page" }, "kind" | "id" | "result">;
export type ExportWish = Omit<EngineRequest & { readonly kind: "export" }, "kind" | "id" | "result">;
export type ResultPage = Omit<EngineEvent & { readonly kind: "page" }, "kind" | "id">;

export interface RunOptions {
  readonly progress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The line of a step in its file, from 1; without it reports count lines in the declaration. */
  readonly lineOf?: ((origin: StepOrigin) => number) | undefined;
}

/** Parts of one Arrow IPC stream. Nothing is kept of those that were read. */
export interface EngineRun extends AsyncIterable<Uint8Array> {
  /** By which the process knows it. */
  readonly id: number;
  /** How the run ended; settles also when nobody reads the batches of a run that gives none. */
  readonly outcome: Promise<RunOutcome>;
}

export type RunOutcome =
  | { readonly kind: "finished"; readonly report: RunReport }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly failure: RunFailure };

/** The engine could not answer. */
export class EngineFailure extends Error {
  readonly failure: RunFailure;

  constructor(failure: RunFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** How long an interrupted run may take to say so before its process is killed. */
const patienceMillis = 300;

export interface EngineOptions {
  /** Path of the engine's program; by default the bundle beside this one, or the source where this is the source. */
  readonly program?: string | undefined;
}

/** Forks the process at once, so that DuckDB loads while the caller goes on. */
export function startEngine(options: EngineOptions = {}): Engine {
  const program = options.program ?? ownProgram();
  let current: Connection | undefined = connect(program);
  const connection = (): Connection => {
    if (current === undefined || current.isLost) current = connect(program);
    return current;
  };
  let nextId = 1;

  /** A question about a kept result, which `signal` may end. */
  function look<T>(
    signal: AbortSignal | undefined,
    ask: (id: number, listen: (event: Looked<T> | EngineEvent) => void) => void,
  ): Promise<T | "cancelled"> {
    const id = nextId++;
    const cancel = () => connection().tell({ kind: "cancel", id, target: id });
    return new Promise<T | "cancelled">((resolve, reject) => {
      if (signal?.aborted === true) return resolve("cancelled");
      signal?.addEventListener("abort", cancel, { once: true });
      ask(id, (event) => {
        if (event.kind === "answer") resolve(event.answer);
        else if (event.kind === "cancelled") resolve("cancelled");
        else if (event.kind === "failed") reject(new EngineFailure(event.failure));
      });
    }).finally(() => signal?.removeEventListener("abort", cancel));
  }

  return {
    async describe(locations, settings) {
      if (locations.length === 0) return [];
      const id = nextId++;
      return new Promise((resolve, reject) => {
        connection().ask({ kind: "describe", id, locations, settings }, (event) => {
          if (event.kind === "described") resolve(event.answers);
          else if (event.kind === "failed") reject(new EngineFailure(event.failure));
        });
      });
    },
    async sql(plan, settings) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        connection().ask({ kind: "sql", id, plan, settings }, (event) => {
          if (event.kind === "sqlText") resolve(event.text);
          else if (event.kind === "failed") reject(new EngineFailure(event.failure));
        });
      });
    },
    run: (request, options = {}) => startRun(connection(), nextId++, request, options),
    page: (result, wish, signal) =>
      look(signal, (id, listen) => {
        connection().ask({ kind: "page", id, result: result.id, ...wish }, (event) => {
          if (event.kind === "page") {
            const { bytes, offset, rows, totalRows, isCut } = event;
            listen({ kind: "answer", answer: { bytes, offset, rows, totalRows, isCut } });
          } else listen(event);
        });
      }),
    export: (result, wish, signal) =>
      look(signal, (id, listen) => {
        connection().ask({ kind: "export", id, result: result.id, ...wish }, (event) => {
          if (event.kind === "exported") listen({ kind: "answer", answer: event.bytes });
          else listen(event);
        });
      }),
    forget(result) {
      if (current?.isLost === false) current.tell({ kind: "forget", id: nextId++, result: result.id });
    },
    async close() {
      await current?.close();
      current = undefined;
    },
    get processId() {
      return current?.isLost === false ? current.child.pid : undefined;
    },
  };
}

interface Looked<T> {
  readonly kind: "answer";
  readonly answer: T;
}

// -------------------------------------------------------------------------------------------- connections

type Listener = (event: EngineEvent & { readonly id: number }) => void;

interface Connection {
  readonly child: ChildProcess;
  /** True when the process has ended, or was told to. */
  readonly isLost: boolean;
  /** Sends a request; `listen` hears its events until a last one, which comes in any case. */
  ask(
    request: EngineRequest & { readonly kind: "describe" | "run" | "sql" | "page" | "export" },
    listen: Listener,
  ): void;
  tell(request: EngineRequest): void;
  /** Ends the process at once. Its requests hear `cancelled` where they asked for it. */
  kill(): void;
  close(): Promise<void>;
}

/** Events after which a request is answered. */
const lastEvents: ReadonlySet<EngineEvent["kind"]> = new Set([
  "described",
  "sqlText",
  "finished",
  "page",
  "exported",
  "cancelled",
  "failed",
]);

function connect(program: string): Connection {
  const child = forkEngine(program);
  const listeners = new Map<number, Listener>();
  let isLost = false;
  let reason = "";
  const lose = (failure: RunFailure) => {
    isLost = true;
    for (const [id, listen] of [...listeners]) {
      listeners.delete(id);
      listen({ kind: "failed", id, failure });
    }
  };
  child.on("message", (message) => {
    const event = message as EngineEvent;
    if (event.kind === "ready") return;
    const listen = listeners.get(event.id);
    if (lastEvents.has(event.kind)) listeners.delete(event.id);
    listen?.(event);
  });
  child.on("error", (error) => {
    reason = error.message;
    lose(lostFailure(null, null, reason));
  });
  child.on("exit", (code, signal) => lose(lostFailure(code, signal, reason)));
  child.stderr?.on("data", (bytes: Buffer) => {
    reason = `${reason}${bytes.toString("utf8")}`.slice(-2000);
  });
  return {
    child,
    get isLost() {
      return isLost;
    },
    ask(request, listen) {
      listeners.set(request.id, listen);
      if (isLost) lose(lostFailure(null, null, reason));
      else child.send(request, (error) => error !== null && lose(lostFailure(null, null, error.message)));
    },
    tell(request) {
      if (!isLost && child.connected) child.send(request, () => undefined);
    },
    kill() {
      isLost = true;
      child.kill("SIGKILL");
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      isLost = true;
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      // A process whose channel closes ends by itself; one that does not is ended.
      if (child.connected) child.disconnect();
      const late = setTimeout(() => child.kill("SIGKILL"), patienceMillis);
      await ended;
      clearTimeout(late);
    },
  };
}

function ownProgram(): string {
  const isSource = import.meta.url.endsWith(".ts");
  return fileURLToPath(new URL(isSource ? "./main.ts" : "./engine.js", import.meta.url));
}

function forkEngine(program: string): ChildProcess {
  return fork(program, [], {
    serialization: "advanced",
    execArgv: program.endsWith(".ts") ? ["--import", "tsx"] : [],
    // Nothing that DuckDB may print gets into the caller's own output.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}

function lostFailure(code: number | null, signal: NodeJS.Signals | null, reason: string): RunFailure {
  const isMemory = signal === "SIGKILL" || /out of memory|bad_alloc|heap limit/i.test(reason);
  const how =
    signal !== null ? `was ended by ${signal}` : code !== null ? `ended with exit code ${code}` : "was lost";
  const said = reason.trim() === "" ? "" : `: ${reason.trim().split("\n").at(-1)}`;
  return {
    code: "WR636",
    message: `the engine's process ${how} during the run${said}`,
    file: undefined,
    line: undefined,
    column: undefined,
    hint: isMemory
      ? "Most likely the system ran out of memory: lower `memory` of the target in weir.json, so that DuckDB uses the disk instead."
      : "Run again; if it happens every time, please report it with the pipeline that shows it.",
    expectations: [],
  };
}

// --------------------------------------------------------------------------------------------------- runs

function startRun(connection: Connection, id: number, request: RunRequest, options: RunOptions): EngineRun {
  const waiting: Uint8Array[] = [];
  let wake: (() => void) | undefined;
  let isOver = false;
  let isCancelled = false;
  let settle: (outcome: RunOutcome) => void = () => undefined;
  const outcome = new Promise<RunOutcome>((resolve) => {
    settle = resolve;
  });
  const finish = (ended: RunOutcome) => {
    isOver = true;
    options.signal?.removeEventListener("abort", cancel);
    settle(ended);
    wake?.();
  };
  let late: NodeJS.Timeout | undefined;
  const cancel = () => {
    if (isOver || isCancelled) return;
    isCancelled = true;
    connection.tell({ kind: "cancel", id, target: id });
    late = setTimeout(() => {
      connection.kill();
      removeStaging(request, connection.child.pid);
    }, patienceMillis);
  };
  connection.ask({ kind: "run", id, run: request }, (event) => {
    switch (event.kind) {
      case "progress":
        if (!isCancelled) options.progress?.(event.progress);
        return;
      case "batch":
        waiting.push(event.bytes);
        wake?.();
        return;
      case "finished":
        clearTimeout(late);
        return finish({ kind: "finished", report: withLines(event.report, options) });
      case "cancelled":
        clearTimeout(late);
        return finish({ kind: "cancelled" });
      case "failed":
        clearTimeout(late);
        if (isCancelled) return finish({ kind: "cancelled" });
        return finish({ kind: "failed", failure: failureWithLines(event.failure, options) });
      default:
        return;
    }
  });
  if (options.signal?.aborted === true) cancel();
  else options.signal?.addEventListener("abort", cancel, { once: true });
  return {
    id,
    outcome,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const next = waiting.shift();
          if (next !== undefined) {
            yield next;
            connection.tell({ kind: "taken", id });
          } else if (isOver) return;
          else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        // Whoever stops reading wants no more of it.
        cancel();
      }
    },
  };
}

/** What a killed process made ready beside its output; stores are brought to rest by the next run. */
function removeStaging(request: RunRequest, processId: number | undefined): void {
  const { output } = request;
  if (output.kind !== "file" || processId === undefined) return;
  const folder = dirname(output.path);
  const name = `.weir-tmp-${processId}-${basename(output.path)}`;
  if (readdirSync(folder).includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
}

function withLines(report: RunReport, { lineOf }: RunOptions): RunReport {
  if (lineOf === undefined) return report;
  const steps = report.steps.map((step) => ({ ...step, line: lineOf(step.origin) }));
  return { ...report, steps, expectations: expectationsWithLines(report.expectations, lineOf) };
}

function failureWithLines(failure: RunFailure, { lineOf }: RunOptions): RunFailure {
  if (lineOf === undefined) return failure;
  const line = failure.origin === undefined ? failure.line : lineOf(failure.origin);
  return { ...failure, line, expectations: expectationsWithLines(failure.expectations, lineOf) };
}

function expectationsWithLines(
  expectations: readonly ExpectationReport[],
  lineOf: (origin: StepOrigin) => number,
): ExpectationReport[] {
  return expectations.map((expectation) => ({ ...expectation, line: lineOf(expectation.origin) }));
}
