// What a run hands to a store and what each layout of a store does with it.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { StoredColumn } from "./stored-content.ts";

/** The mode with its keys as the result's column names. */
export type WriteMode =
  | { readonly kind: "replace" | "append" }
  | { readonly kind: "merge" | "replaceBy"; readonly keys: readonly string[] };

export interface StoreWrite {
  readonly connection: DuckDBConnection;
  /** A SELECT that runs by itself and gives the rows to store. */
  readonly sql: string;
  readonly columns: readonly StoredColumn[];
  /** Loads Arrow files into a new temporary table of that name. */
  readonly loadArrow: (
    connection: DuckDBConnection,
    files: readonly string[],
    table: string,
  ) => Promise<void>;
  /** Writes the rows of a SELECT as one Arrow IPC file and gives their number. */
  readonly writeArrow: (connection: DuckDBConnection, sql: string, path: string) => Promise<number>;
}

/** What each layout of a store does with the rows. */
export interface StoreWriter {
  /** Exact files and whole folders that DuckDB must be let to. */
  readonly allowedPaths: readonly string[];
  readonly allowedFolders: readonly string[];
  /** Makes the new content ready in staging (or in a transaction). Gives the rows of the result. */
  write(write: StoreWrite): Promise<number>;
  /** Switches to the new content. */
  commit(): Promise<void>;
  /** Size of what the store holds after `commit`. */
  size(): { readonly files: number; readonly bytes: number };
}
