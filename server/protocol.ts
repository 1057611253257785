// What the editor and the language server say to each other beyond the language server protocol: types and method names
// only, for both sides. All of it is plain JSON.

import type { RunFailure, RunReport } from "../engine/messages.ts";

/** State of the engine, as the editor shows it. */
export type EngineState = "off" | "starting" | "ready" | "busy" | "lost";

/** Server → editor, whenever the state changes. */
export interface StatusParams {
  readonly engine: EngineState;
  readonly detail?: string | undefined;
}

/** Editor → server, when the person trusts the workspace. */
export interface TrustParams {
  readonly trusted: boolean;
}

/** What the editor says at the start. */
export interface InitializationOptions {
  /** False or left out: nothing is read outside of the folders, and no engine is started. */
  readonly trusted?: boolean;
  /** Whether items of completion may name VS Code's command that asks for completion again. */
  readonly suggestsAgain?: boolean;
}

export const statusMethod = "weir/status";
export const trustMethod = "weir/trust";

/** A column of a result, as its header shows it; `type` is as Weir writes it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** One column that rows are sorted by; the first of several decides first. Nulls come last. */
export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** Editor → server: some rows of an open result, sorted and filtered by the engine. */
export interface PageParams {
  readonly resultId: string;
  /** From 0, among the rows that the filter leaves. */
  readonly offset: number;
  /** How many are wanted. Fewer come where the result ends, or where they would not fit a message. */
  readonly rows: number;
  readonly sort: readonly SortKey[];
  /** A text that some column has to hold, whatever its case; left out or empty: all rows. */
  readonly filter?: string | undefined;
}

export interface PageResult {
  /** An Arrow IPC stream in base64, at most a megabyte of it. */
  readonly arrow: string;
  readonly offset: number;
  readonly rows: number;
  /** Rows that the filter leaves. */
  readonly totalRows: number;
  /** Texts were shortened, since one row with all of them would not fit a message. */
  readonly isCut?: boolean | undefined;
}

/** Editor → server: nobody looks at the result any more. */
export interface CloseResultParams {
  readonly resultId: string;
}

export type ExportFormat = "csv" | "parquet" | "arrow" | "json";

/** Editor → server: the engine writes the whole result, as sorted and filtered, into a file that the person chose. */
export interface ExportParams {
  readonly resultId: string;
  readonly format: ExportFormat;
  /** Absolute. */
  readonly path: string;
  readonly sort: readonly SortKey[];
  readonly filter?: string | undefined;
}

export const pageMethod = "weir/page";
export const closeResultMethod = "weir/closeResult";
export const exportMethod = "weir/export";

// ------------------------------------------------------------------------------------- pipelines and their runs

/** A line of an open file, from 0: the pipeline that stands there is meant, and its step where a step is asked for. */
export interface PlaceParams {
  readonly uri: string;
  readonly line: number;
}

/** Commands of the editor that code lenses name; their one argument is a `PlaceParams`. */
export const placeCommands = {
  run: "weir.run",
  preview: "weir.previewStep",
  sql: "weir.showSql",
} as const;

/** Editor → server: what a run of the pipeline needs, and what is wrong with the texts typed so far. */
export interface ParametersParams extends PlaceParams {
  /** Parameter → its value as typed. Left out: only what the pipeline asks for. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

/** Null where no pipeline stands on the line. */
export interface ParametersResult {
  /** Its name; of one without a name, where it stands. */
  readonly pipeline: string;
  readonly parameters: readonly ParameterInfo[];
  /** What is wrong with the texts. A parameter without a text and without a default is named too. */
  readonly problems: readonly { readonly parameter: string; readonly message: string }[];
  /** Where its result is stored by a run; undefined where it is only shown. */
  readonly store: StoreInfo | undefined;
}

export interface ParameterInfo {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  /** As the program writes it; undefined where a value has to be given. */
  readonly default: string | undefined;
  /** `between 1 and 500`; undefined where nothing is checked. */
  readonly check: string | undefined;
  /** The only values that are allowed, as they are typed; undefined where there is no such list. */
  readonly choices: readonly string[] | undefined;
}

export interface StoreInfo {
  readonly name: string;
  readonly path: string;
  /** `replace`, `append`, `merge` or `replaceBy`. */
  readonly mode: string;
}

export const parametersMethod = "weir/parameters";

/** Editor → server: runs the pipeline at a place, as its text and those of its imports are shown, saved or not. */
export interface RunParams extends PlaceParams {
  /** Runs the steps down to the one on the line, those of inner relations too, and stores nothing. */
  readonly upToStep: boolean;
  /** Parameter → its value as typed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** False leaves `into` out. */
  readonly store: boolean;
  /** Rows of the result at most; undefined for all. */
  readonly limit?: number | undefined;
  /** Progress is reported under this token (`$/progress`). */
  readonly workDoneToken?: string | number | undefined;
}

export type RunResult =
  | OpenResult
  | { readonly kind: "failed"; readonly failure: RunFailure }
  | { readonly kind: "cancelled" }
  /** It was not run: the file has errors, a parameter does not fit, the workspace is not trusted. */
  | { readonly kind: "refused"; readonly problems: readonly RefusalReason[] };

/** A result that stays in the engine until `weir/closeResult`. */
export interface OpenResult {
  readonly kind: "result";
  readonly resultId: string;
  readonly columns: readonly ResultColumn[];
  /** Rows that there are to page through. */
  readonly rows: number;
  /** False where `limit` left some out. */
  readonly isComplete: boolean;
  readonly seconds: number;
  readonly report: RunReport;
}

export interface RefusalReason {
  readonly message: string;
  /** Where it stands; lines and columns from 0. */
  readonly uri?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export const runMethod = "weir/run";

/** Answer to `weir/sql`, which is asked with a `PlaceParams`; null where no pipeline stands on the line. */
export interface SqlResult {
  readonly pipeline: string;
  readonly sql: string;
  /** The pipeline's own steps, in no particular order: their lines in the program (`line`) and in `sql` (`start` up to and without `end`), all from 0. */
  readonly steps: readonly { readonly line: number; readonly start: number; readonly end: number }[];
}

export const sqlMethod = "weir/sql";

/** Editor → server: forgets what is known of data, on the disk and in memory. The answer is the folders that were removed. */
export const clearCacheMethod = "weir/clearCache";
