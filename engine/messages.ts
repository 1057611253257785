// What the engine's process and its callers say to each other, over Node's IPC channel with structured clone
// (bigints and bytes pass as they are). The callers are the command line and, later, the language server's
// broker. Messages are data only: no paths of the caller's choosing reach DuckDB but through a plan's locations.

import type { DataLocation, SchemaAnswer } from "../language/catalogue.ts";
import type { PipelinePlan, StepOrigin } from "../language/plan.ts";
import type { ColumnType } from "../language/types.ts";

/** What a caller asks. Each request has an `id` of the caller's, which its answers repeat. */
export type EngineRequest =
  | {
      readonly kind: "describe";
      readonly id: number;
      readonly locations: readonly DataLocation[];
      readonly settings: EngineSettings;
    }
  | { readonly kind: "run"; readonly id: number; readonly run: RunRequest }
  /** The SQL of a plan, to be run elsewhere; nothing is run here. */
  | {
      readonly kind: "sql";
      readonly id: number;
      /** Specialised: no parameters left. */
      readonly plan: PipelinePlan;
      readonly settings: EngineSettings;
    }
  /** Rows of a result that was kept; `result` is the id of its run. Answered by `page`. */
  | {
      readonly kind: "page";
      readonly id: number;
      readonly result: number;
      readonly offset: number;
      readonly rows: number;
      readonly sort: readonly ResultOrder[];
      /** A text that some column has to hold; empty for all rows. */
      readonly filter: string;
      readonly maximumBytes: number;
    }
  /** Writes a kept result into a file. Answered by `exported`. */
  | {
      readonly kind: "export";
      readonly id: number;
      readonly result: number;
      readonly sort: readonly ResultOrder[];
      readonly filter: string;
      readonly format: ResultFormat;
      /** Absolute. */
      readonly path: string;
    }
  /** Lets go of a kept result. Not answered. */
  | { readonly kind: "forget"; readonly id: number; readonly result: number }
  /** Interrupts what `target` has under way; it then answers `cancelled`. */
  | { readonly kind: "cancel"; readonly id: number; readonly target: number }
  /** The caller has taken a batch: flow control, so that a slow reader bounds the memory of both. */
  | { readonly kind: "taken"; readonly id: number };

export interface EngineSettings {
  /** Absolute path of the project folder: cache, staging and default permission to write. */
  readonly projectFolder: string;
  /** Absolute path of the cache folder. */
  readonly cacheFolder: string;
  readonly memoryLimitBytes: number | undefined;
  readonly threads: number | undefined;
  readonly temporaryFolder: string | undefined;
  readonly temporaryLimitBytes: number | undefined;
  /** Folders outside the project that stores may be written to (`--allow-write`). */
  readonly allowWrite: readonly string[];
}

export interface RunRequest {
  readonly settings: EngineSettings;
  /** Specialised: no parameters left. */
  readonly plan: PipelinePlan;
  /** Start of the run, microseconds since the epoch: what `now()` is. */
  readonly startedAtMicros: bigint;
  /** Rows returned at most; undefined for all. */
  readonly limit: number | undefined;
  readonly output: RunOutput;
  /** False leaves `into` out (`--no-store`). */
  readonly store: boolean;
  readonly measureSteps: boolean;
  /** Rows given instead of relations, by name (tests). */
  readonly given: Readonly<Record<string, GivenRows>> | undefined;
}

/** Where the rows of the result go. */
export type RunOutput =
  /** To the caller as `batch` messages: Arrow IPC stream bytes. */
  | { readonly kind: "batches" }
  /** Written by the engine itself, beside and swapped in. */
  | {
      readonly kind: "file";
      readonly format: "parquet" | "csv" | "arrow" | "json" | "ndjson";
      readonly path: string;
    }
  /** They stay in the engine's process, to be asked for page by page. */
  | { readonly kind: "kept" }
  /** Nobody reads them: only the store is written. */
  | { readonly kind: "none" };

export type ResultFormat = "parquet" | "csv" | "arrow" | "json";

/** A column that a result is sorted by; nulls come last. */
export interface ResultOrder {
  readonly column: string;
  readonly descending: boolean;
}

export interface GivenRows {
  readonly columns: readonly { readonly name: string; readonly column: ColumnType }[];
  /** An Arrow IPC stream. */
  readonly arrow: Uint8Array;
}

export type EngineEvent =
  | { readonly kind: "ready"; readonly duckdbVersion: string }
  | { readonly kind: "described"; readonly id: number; readonly answers: readonly SchemaAnswer[] }
  | { readonly kind: "sqlText"; readonly id: number; readonly text: SqlText }
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  /** Schema first (in the first batch), then record batches; together one Arrow IPC stream. */
  | { readonly kind: "batch"; readonly id: number; readonly bytes: Uint8Array; readonly rows: number }
  | { readonly kind: "finished"; readonly id: number; readonly report: RunReport }
  /** `bytes` are one Arrow IPC stream; `totalRows` are those that the filter leaves. */
  | {
      readonly kind: "page";
      readonly id: number;
      readonly bytes: Uint8Array;
      readonly offset: number;
      readonly rows: number;
      readonly totalRows: number;
      /** Its one row would not fit: long texts in it were shortened. */
      readonly isCut: boolean;
    }
  | { readonly kind: "exported"; readonly id: number; readonly bytes: number }
  | { readonly kind: "cancelled"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly failure: RunFailure };

export interface SqlText {
  /** Statements with literals and absolute paths. */
  readonly sql: string;
  /** What keeps it from running by itself; empty where nothing does. */
  readonly notes: readonly string[];
  /** Which lines of it (from 0, `end` exclusive) are which step's, steps of called pipelines included. */
  readonly steps: readonly { readonly origin: StepOrigin; readonly start: number; readonly end: number }[];
}

export interface Progress {
  readonly phase: "schema" | "load" | "query" | "expectations" | "store" | "switch";
  /** 0–1, undefined where DuckDB cannot tell. */
  readonly fraction: number | undefined;
  readonly rows: number | undefined;
}

/** A fault of the run, as a problem of the table (WR6xx) with what the person needs to mend it. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  /** File, line and column where known: of the data file, or of the step in the source. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly hint: string | undefined;
  readonly expectations: readonly ExpectationReport[];
  /** The step at fault, where \`line\` is that of a source text; the client turns it into that line. */
  readonly origin?: StepOrigin | undefined;
}

export interface RunReport {
  readonly seconds: number;
  readonly peakMemoryBytes: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Rows of the result. */
  readonly rows: number;
  readonly steps: readonly StepReport[];
  readonly stores: readonly StoreReport[];
  readonly expectations: readonly ExpectationReport[];
  readonly warnings: readonly string[];
}

export interface StepReport {
  readonly file: string;
  /** From 1; counted in the declaration until the client has turned \`origin\` into a line of the file. */
  readonly line: number;
  readonly origin: StepOrigin;
  /** Names of the called pipelines around it, outermost first; empty for the pipeline's own steps. */
  readonly within: readonly string[];
  readonly kind: string;
  readonly rows: number | null;
  /** `counted` by --measure-steps, `operator` where one operator's output is that step, else `fused`. */
  readonly rowsBasis: "counted" | "operator" | "fused";
}

export interface StoreReport {
  readonly name: string;
  readonly kind: string;
  readonly mode: string;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly files: number;
}

export interface ExpectationReport {
  readonly file: string;
  /** As in \`StepReport\`. */
  readonly line: number;
  readonly origin: StepOrigin;
  readonly text: string;
  readonly message: string;
  readonly severity: "fail" | "warn";
  readonly passed: boolean;
  readonly violations: number;
  readonly rows: number;
  /** Up to five rows that broke it, as display texts by column. */
  readonly examples: readonly Readonly<Record<string, string | null>>[];
}
