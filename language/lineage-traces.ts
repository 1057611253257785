// Sets of source columns, and what is done with them: the arithmetic of lineage. They are never changed in place.

import type { DataLocation } from "./catalogue.ts";

/** A column of a source or store. */
export interface SourceColumn {
  readonly kind: "source" | "store";
  readonly name: string;
  /** URI of the file that declares the source or store. */
  readonly declaredIn: string;
  readonly column: string;
}

/** Source columns by a key of their own. */
export type Sources = ReadonlyMap<string, SourceColumn>;

/** What one column is made of. */
export interface Trace {
  readonly value: Sources;
  readonly influence: Sources;
}

export const none: Sources = new Map();
export const nothing: Trace = { value: none, influence: none };
/** The trace of a source's or store's own column. */
export function sourceTrace(
  kind: "source" | "store",
  name: string,
  location: DataLocation,
  column: string,
): Trace {
  const source: SourceColumn = { kind, name, declaredIn: location.declaredIn, column };
  return { value: new Map([[`${location.declaredIn}\n${name}\n${column}`, source]]), influence: none };
}

/** `trace` with everything in `others` as influence. */
export function influenced(trace: Trace, others: readonly Trace[]): Trace {
  const all = together(others);
  return { value: trace.value, influence: merged([trace.influence, all.value, all.influence]) };
}

/** Everything that some of `traces` is made of. */
export function together(traces: readonly Trace[]): Trace {
  if (traces.length === 1) return traces[0]!;
  return {
    value: merged(traces.map((trace) => trace.value)),
    influence: merged(traces.map((trace) => trace.influence)),
  };
}

/** The union of sets. */
export function merged(all: readonly Sources[]): Sources {
  const filled = all.filter((sources) => sources.size > 0);
  if (filled.length === 0) return none;
  return filled.length === 1 ? filled[0]! : new Map(filled.flatMap((sources) => [...sources]));
}

/** By name and column. */
export function sorted(sources: readonly SourceColumn[]): readonly SourceColumn[] {
  const key = (source: SourceColumn) => `${source.name}\n${source.column}\n${source.declaredIn}`;
  return sources.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
