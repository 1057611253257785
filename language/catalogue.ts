// What the binder asks of the outside world: the columns of a source or of what a store holds.
// The catalogue comes in as an argument and answers at once from what is known; it never waits and never throws.

import type { ColumnType, Value } from "./types.ts";

export type SourceFormat = "parquet" | "csv" | "json" | "arrow" | "duckdb" | "postgres" | "redis";

/** A source or store as declared, with constant options evaluated. */
export interface DataLocation {
  readonly role: "source" | "store";
  readonly format: SourceFormat;
  /** First argument: path or glob relative to the file that declares it, or the connection's name. */
  readonly path: string;
  /** URI of the file that declares it. */
  readonly declaredIn: string;
  /** The other arguments by name, constants only (`header`, `null`, `table`, `key`, `partition_by`, …). */
  readonly options: Readonly<Record<string, Value>>;
}

export interface CatalogueColumn extends ColumnType {
  readonly name: string;
  readonly doc: string;
  /** True for a hive partition column, which comes from the path. */
  readonly partition: boolean;
}

export type SchemaAnswer =
  | { readonly status: "known"; readonly columns: readonly CatalogueColumn[] }
  /** Not asked yet, or under way: the binder goes on with unknown columns and says nothing. */
  | { readonly status: "pending" }
  /** A store that does not exist yet. */
  | { readonly status: "absent" }
  | { readonly status: "failed"; readonly reason: SchemaFailure; readonly detail: string };

export type SchemaFailure =
  | "missing-file"
  | "empty-glob"
  | "unreadable"
  | "missing-table"
  | "not-connected"
  | "locked"
  | "not-trusted";

export interface Catalogue {
  schemaOf(location: DataLocation): SchemaAnswer;
}

/** The catalogue of those who know nothing: every schema is pending. */
export const emptyCatalogue: Catalogue = { schemaOf: () => ({ status: "pending" }) };
