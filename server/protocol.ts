// What the editor and the language server say to each other beyond the language server protocol: types and method names
// only, for both sides. All of it is plain JSON.

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
  /** What the person typed to see fewer rows; left out or empty: all of them. */
  readonly filter?: string | undefined;
}

export interface PageResult {
  /** An Arrow IPC stream in base64, at most a megabyte of it. */
  readonly arrow: string;
  readonly offset: number;
  readonly rows: number;
  /** Rows that the filter leaves. */
  readonly totalRows: number;
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
