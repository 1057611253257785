// Hive partitions: columns whose values stand in the names of folders, as in `year=2026/month=01/part.parquet`.
// They are found from the paths alone, once, and their types are handed to DuckDB, so that it never guesses anew.

import { sep } from "node:path";
import type { ColumnType, Type } from "../../language/types.ts";

export interface PartitionColumn extends ColumnType {
  readonly name: string;
}

/** What stands in the path for a value that is null. */
const nullFolder = "__HIVE_DEFAULT_PARTITION__";

/**
 * Partition columns that all of `files` have, below the part of `path` that is no pattern or, for a folder, below it.
 */
export function partitionColumns(files: readonly string[], path: string): PartitionColumn[] {
  const fixed = fixedFolder(path);
  const values = new Map<string, (string | undefined)[]>();
  for (const file of files) {
    const below = file.slice(fixed.length).split(/[\\/]/).slice(0, -1);
    for (const part of below) {
      const split = part.indexOf("=");
      if (split <= 0) continue;
      const name = decoded(part.slice(0, split));
      const text = part.slice(split + 1);
      const list = values.get(name);
      const value = text === nullFolder ? undefined : decoded(text);
      if (list === undefined) values.set(name, [value]);
      else list.push(value);
    }
  }
  return [...values]
    .filter(([, list]) => list.length === files.length)
    .map(([name, list]) => ({ name, type: typeOf(list), nullable: list.includes(undefined) }));
}

/** The folders at the start of a pattern that hold no pattern themselves, with the separator at their end. */
function fixedFolder(path: string): string {
  const parts = path.split(/[\\/]/);
  const first = parts.findIndex((part) => /[*?[{]/.test(part) || part.includes("="));
  const fixed = first < 0 ? parts : parts.slice(0, first);
  return fixed.join(sep) + (first < 0 ? "" : sep);
}

function typeOf(values: readonly (string | undefined)[]): Type {
  const texts = values.filter((value) => value !== undefined);
  if (texts.length > 0 && texts.every((text) => /^(0|-?[1-9][0-9]{0,17}|0[0-9]{1,3})$/.test(text)))
    return { kind: "int" };
  if (texts.length > 0 && texts.every(isDate)) return { kind: "date" };
  return { kind: "text" };
}

function isDate(text: string): boolean {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
