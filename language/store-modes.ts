// Which store takes which mode of `into`, and which one it takes when none is written. One table: the binder
// refuses what it does not list, and the engine implements what it does.

import type { SourceFormat } from "./catalogue.ts";
import type { PlanStoreMode } from "./plan.ts";

export type StoreModeKind = PlanStoreMode["kind"];

/** Modes by format, the default first. A format that no store has takes none. */
export const storeModes: Readonly<Record<SourceFormat, readonly StoreModeKind[]>> = {
  parquet: ["replace", "append", "merge", "replaceBy"],
  csv: ["replace", "append", "merge", "replaceBy"],
  json: ["replace", "append", "merge", "replaceBy"],
  arrow: ["replace", "append", "merge", "replaceBy"],
  duckdb: ["replace", "append", "merge", "replaceBy"],
  postgres: ["replace", "append", "merge", "replaceBy"],
  // Redis holds one value a key: whatever comes in is merged on the store's own key.
  redis: ["merge"],
};

/** A mode as it is written. */
export const modeWords: Readonly<Record<StoreModeKind, string>> = {
  replace: "replace",
  append: "append",
  merge: "merge on",
  replaceBy: "replace by",
};
