// What a store holds before a run: its files and the SQL that reads them with the types it was written with. Text
// formats carry no types of their own, so each of Weir's folders keeps them in its ownership file.

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ColumnType } from "../../language/types.ts";
import { RunError } from "../run-error.ts";
import { ownershipFile, type StorePlace } from "./place.ts";
import { neighboursOf } from "./switch.ts";

export interface StoredColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** The content of a folder's ownership file. */
export interface Ownership {
  /** Version of this file's form. */
  readonly weir: 1;
  readonly store: string;
  readonly format: string;
  readonly partitionBy: readonly string[];
  /** Names, types in Weir's notation for people, and DuckDB's types by which the files are read back. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly sqlType: string }[];
}

/**
 * Files of a store, absolute, in the order of their names; empty where there is nothing yet.
 * @throws {RunError} WR664 where a folder is neither empty nor Weir's own.
 */
export function storedFiles(name: string, place: StorePlace): string[] {
  if (!existsSync(place.path)) return [];
  if (place.layout !== "folder") return [place.path];
  requireOwnership(name, place.path);
  return filesBelow(place.path);
}

/** @throws {RunError} WR664. */
export function requireOwnership(name: string, folder: string): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder);
  if (entries.length === 0 || entries.includes(ownershipFile)) return;
  throw new RunError(
    "WR664",
    `store "${name}" would take over the folder "${folder}", which holds "${entries[0]}" and was not made by Weir`,
    { file: folder, hint: "Give the store a folder of its own, or empty this one." },
  );
}

/**
 * A file that Weir did not write is not replaced: its content would be gone. Rows may be added to it.
 * @throws {RunError} WR664.
 */
export function requireOwnFile(name: string, path: string): void {
  if (!existsSync(path) || statSync(path).size === 0 || isOwnFile(path)) return;
  throw new RunError(
    "WR664",
    `store "${name}" would replace the file "${path}", which was not written by Weir`,
    {
      file: path,
      hint: "Move the file away or remove it, give the store another path, or add rows to it with `into … append`.",
    },
  );
}

export function isOwnFile(path: string): boolean {
  return existsSync(neighboursOf(path).mark);
}

/** Notes beside a file that it is Weir's own. */
export function markOwnFile(name: string, path: string): void {
  writeFileSync(neighboursOf(path).mark, `${JSON.stringify({ weir: 1, store: name })}\n`);
}

/** The ownership file of a folder, undefined where there is none (an empty folder). @throws {RunError} WR665 on damage. */
export function readOwnership(name: string, folder: string): Ownership | undefined {
  const path = join(folder, ownershipFile);
  if (!existsSync(path)) return undefined;
  try {
    const ownership = JSON.parse(readFileSync(path, "utf8")) as Partial<Ownership>;
    if (ownership.weir === 1 && Array.isArray(ownership.columns)) return ownership as Ownership;
  } catch {
    // Not JSON: reported below, as a file of another form is.
  }
  throw new RunError("WR665", `"${path}" of store "${name}" is damaged or was written by a newer Weir`, {
    file: path,
    hint: "Run the pipeline with `into … replace` into another folder, or restore the file.",
  });
}

export function writeOwnership(folder: string, ownership: Ownership): void {
  writeFileSync(join(folder, ownershipFile), `${JSON.stringify(ownership, undefined, 2)}\n`);
}

export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

export function sizeOf(place: StorePlace): FolderSize {
  if (!existsSync(place.path)) return { files: 0, bytes: 0 };
  const files = place.layout === "folder" ? filesBelow(place.path) : [place.path];
  return { files: files.length, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

/** Data files below a folder: everything but what begins with `_` or `.`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => /^[_.]/.test(part)),
    )
    .sort();
}
