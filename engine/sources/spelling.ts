// Spells paths and options for DuckDB's readers. A path is always one exact file here, so what DuckDB would take for
// a pattern in its name is escaped.

import { quoteText } from "../../emit/duckdb.ts";
import type { DataLocation } from "../../language/catalogue.ts";
import type { Value } from "../../language/types.ts";

/** The path as a pattern that matches this one file only. */
export function exactPath(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

/** What DuckDB has to be allowed so that `path` can be read: the file, and the pattern by which it is named. */
export function allowedFor(path: string): readonly string[] {
  const exact = exactPath(path);
  return exact === path ? [path] : [path, exact];
}

/** A list of files as the first argument of a reader. */
export function fileList(paths: readonly string[]): string {
  return `[${paths.map((path) => quoteText(exactPath(path))).join(", ")}]`;
}

export function textOption(location: DataLocation, name: string): string | undefined {
  const value = location.options[name];
  return value?.kind === "text" ? value.value : undefined;
}

export function boolOption(location: DataLocation, name: string): boolean | undefined {
  const value = location.options[name];
  return value?.kind === "bool" ? value.value : undefined;
}

export function intOption(location: DataLocation, name: string): bigint | undefined {
  const value = location.options[name];
  return value?.kind === "int" ? value.value : undefined;
}

/** One text or a list of texts. */
export function textsOption(location: DataLocation, name: string): readonly string[] | undefined {
  const value: Value | undefined = location.options[name];
  if (value?.kind === "text") return [value.value];
  if (value?.kind !== "list") return undefined;
  return value.items.flatMap((item) => (item.kind === "text" ? [item.value] : []));
}
