// Where a store lives on disk: which file or folder, in which layout, and whether this run may write there.
// It only decides; nothing is created here.

import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { StoreTarget } from "../../language/plan.ts";
import type { EngineSettings } from "../messages.ts";
import { RunError } from "../run-error.ts";

export type FileStoreFormat = "parquet" | "csv" | "json" | "arrow";

/** A store's place. Paths are absolute, with symbolic links resolved as far as the path exists. */
export type StorePlace =
  | { readonly layout: "file"; readonly format: FileStoreFormat; readonly path: string }
  | { readonly layout: "folder"; readonly format: FileStoreFormat; readonly path: string }
  | { readonly layout: "database"; readonly format: "duckdb"; readonly path: string; readonly table: string };

const fileEndings: Readonly<Record<FileStoreFormat, RegExp>> = {
  parquet: /\.(parquet|pq)$/i,
  csv: /\.(csv|tsv|txt)(\.gz|\.zst)?$/i,
  json: /\.(json|ndjson|jsonl)(\.gz|\.zst)?$/i,
  arrow: /\.(arrow|arrows|feather|ipc)$/i,
};

/** The file name marker by which Weir knows a folder as its own. */
export const ownershipFile = "_weir.json";

/**
 * Finds the place of a store. A path with the format's ending is a file, any other a folder of files.
 * @throws {RunError} WR660 for a kind that has no connector yet, WR661 where the place cannot hold it.
 */
export function placeOf(target: Pick<StoreTarget, "name" | "location" | "partitionBy">): StorePlace {
  const { format } = target.location;
  if (format === "postgres" || format === "redis") {
    throw new RunError(
      "WR660",
      `store "${target.name}" is of kind \`${format}\`, which this version of Weir does not connect to yet`,
      {
        hint: "Run with --no-store to see the rows, or store them as parquet, csv, json, arrow or duckdb.",
      },
    );
  }
  const path = resolvedPath(
    resolve(dirname(fileURLToPath(target.location.declaredIn)), target.location.path),
  );
  if (format === "duckdb") {
    const table = target.location.options.table;
    return { layout: "database", format, path, table: table?.kind === "text" ? table.value : target.name };
  }
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (target.partitionBy.length === 0 && fileEndings[format].test(path)) {
    if (isFolder) {
      throw new RunError(
        "WR661",
        `store "${target.name}" wants to write the file "${path}", but a folder stands there`,
        {
          file: path,
          hint: "Give the store another path, or move the folder away.",
        },
      );
    }
    return { layout: "file", format, path };
  }
  if (existsSync(path) && !isFolder) {
    throw new RunError(
      "WR661",
      `store "${target.name}" wants to write the folder "${path}", but a file stands there`,
      {
        file: path,
        hint: "Give the store another path, or move the file away.",
      },
    );
  }
  return { layout: "folder", format, path };
}

/** @throws {RunError} WR662 where the place is outside the project folder and was not allowed. */
export function requirePermission(name: string, place: StorePlace, settings: EngineSettings): void {
  const allowed = [settings.projectFolder, ...settings.allowWrite].map(resolvedPath);
  if (allowed.some((folder) => isInside(place.path, folder))) return;
  throw new RunError(
    "WR662",
    `store "${name}" would write to "${place.path}", which is outside the project folder "${settings.projectFolder}"`,
    { file: place.path, hint: `Allow it for this run with --allow-write "${dirname(place.path)}".` },
  );
}

/** The path with the symbolic links of its existing part resolved, so that a link cannot lead out unseen. */
export function resolvedPath(path: string): string {
  const missing: string[] = [];
  let existing = resolve(path);
  while (!existsSync(existing) && dirname(existing) !== existing) {
    missing.unshift(basename(existing));
    existing = dirname(existing);
  }
  return join(realpathSync(existing), ...missing);
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
