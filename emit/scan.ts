// How the printer learns where a source's rows are: whoever emits hands in the spelling of scans, since paths, sniffed
// options and loaded tables are known outside.

import type { DataLocation } from "../language/catalogue.ts";
import type { Column, RelationInput } from "../language/plan.ts";

/** A scan as something that may follow FROM. */
export interface Scan {
  readonly sql: string;
  /** SQL types of its columns by name, where they are known: a column that has the plan's type needs no cast. */
  readonly types?: ReadonlyMap<string, string>;
}

export interface ScanSpelling {
  scan(input: RelationInput & { readonly kind: "source" | "store" }): Scan;
  /** The rows of a store for `high_water`, undefined where it holds none yet. */
  storeScan(store: string, location: DataLocation, column: string): Scan | undefined;
  /** Rows given in place of a relation (tests); undefined where it is computed. */
  given?(input: RelationInput, columns: readonly Column[]): Scan | undefined;
}
