// From a declared location to the exact files it means, or the reason why there are none. Addresses on a network are
// refused here, before anything could follow them.

import type { DataLocation, SchemaFailure } from "../../language/catalogue.ts";
import { isAbsolutePath, pathOfUri, pathStyleOf, resolveFrom } from "../../project/index.ts";
import { type FoundFile, findDataFiles } from "./glob.ts";

export type FileFormat = "parquet" | "csv" | "json" | "arrow" | "duckdb";

/** A source whose files were found. */
export interface LocatedSource {
  readonly kind: "located";
  readonly format: FileFormat;
  /** The declared path, absolute; may be a pattern or a folder. */
  readonly path: string;
  readonly files: readonly FoundFile[];
  /** False where the path names one file itself. */
  readonly isPattern: boolean;
}

export interface LocationFailure {
  readonly kind: "failed";
  readonly reason: SchemaFailure;
  readonly detail: string;
  readonly path: string;
}

const style = pathStyleOf(process.platform);

const endings: Readonly<Record<FileFormat, RegExp>> = {
  parquet: /\.(parquet|pq)$/i,
  csv: /\.(csv|tsv|txt)(\.gz|\.zst)?$/i,
  json: /\.(json|ndjson|jsonl)(\.gz|\.zst)?$/i,
  arrow: /\.(arrow|arrows|feather|ipc)$/i,
  duckdb: /\.(duckdb|db|ddb)$/i,
};

/** Finds the files of a location. Never throws for what a person can mend. */
export function locate(location: DataLocation): LocatedSource | LocationFailure {
  const { format, path: written } = location;
  if (format === "postgres" || format === "redis") {
    const detail = `this version of Weir does not connect to ${format} yet`;
    return { kind: "failed", reason: "not-connected", detail, path: written };
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(written) || /^(\\\\|\/\/)/.test(written)) {
    const detail = "data is read from files of this machine, never from an address on a network";
    return { kind: "failed", reason: "unreadable", detail, path: written };
  }
  const path = absolutePath(location);
  if (path === undefined) {
    const detail = `the file that declares it is not a file of this machine: ${location.declaredIn}`;
    return { kind: "failed", reason: "unreadable", detail, path: written };
  }
  const found = findDataFiles(path, endings[format]);
  switch (found.kind) {
    case "files":
      return { kind: "located", format, path, files: found.files, isPattern: found.isPattern };
    case "missing":
      return { kind: "failed", reason: "missing-file", detail: "", path };
    case "empty":
      return { kind: "failed", reason: "empty-glob", detail: "", path };
    case "unreadable":
      return { kind: "failed", reason: "unreadable", detail: `"${found.path}": ${found.reason}`, path };
  }
}

/** The absolute path that a location means; undefined where its declaration is no file of this machine. */
export function absolutePath(location: DataLocation): string | undefined {
  if (!isAbsolutePath(location.path, style) && !location.declaredIn.startsWith("file:")) return undefined;
  return pathOfUri(resolveFrom(location.declaredIn, location.path, style), style);
}
