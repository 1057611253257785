// What is known of a source after looking at it once: its columns and how they are read. Plain data that is kept in
// the cache as JSON and handed to the scan, so that looking and running always agree.

import type { ColumnType } from "../../language/types.ts";

/** How a column's value becomes the Weir type. */
export type Reading =
  /** It has the type already. */
  | { readonly kind: "plain" }
  /** DuckDB widens or renames it without loss. */
  | { readonly kind: "cast" }
  /** A map becomes a list of its entries. */
  | { readonly kind: "mapEntries" }
  /** A text, read by the rules for casts from text. */
  | { readonly kind: "text" }
  /** A text that DuckDB found to be of the type: `format` is the pattern of its dates and times where it is not ISO. */
  | { readonly kind: "sniffed"; readonly format: string | undefined }
  /** A json value, read by the rules for casts from json. */
  | { readonly kind: "json" };

export interface DescribedColumn extends ColumnType {
  readonly name: string;
  readonly doc: string;
  /** True for a hive partition column, which comes from the path. */
  readonly partition: boolean;
  readonly reading: Reading;
}

/** How the files of a CSV source are laid out, as sniffed once. */
export interface CsvLayout {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly comment: string;
  readonly header: boolean;
  readonly skip: number;
  readonly nullTexts: readonly string[];
  /** Whether such a text in quotes is null too. */
  readonly quotedNulls: boolean;
  readonly encoding: string | undefined;
  readonly compression: string | undefined;
}

/** Files of a CSV source whose columns stand in one order. */
export interface CsvGroup {
  /** Indices into the files. */
  readonly files: readonly number[];
  /** All names of the header, in order. */
  readonly names: readonly string[];
}

export type Layout =
  | { readonly format: "parquet"; readonly unionByName: boolean }
  | { readonly format: "csv"; readonly layout: CsvLayout; readonly groups: readonly CsvGroup[] }
  | {
      readonly format: "json";
      readonly form: "array" | "newline_delimited" | "unstructured";
      readonly compression: string | undefined;
    }
  | { readonly format: "arrow" }
  | { readonly format: "duckdb"; readonly schema: string; readonly table: string };

export interface SourceDescription {
  readonly columns: readonly DescribedColumn[];
  readonly layout: Layout;
  /** Said once: columns that were left out, and why. */
  readonly notes: readonly string[];
}
