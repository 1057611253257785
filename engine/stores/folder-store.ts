// Stores that are a folder of files, partitioned or not. The whole new folder is made ready in staging: files that no
// new row touches are linked into it (no bytes are copied), the others are written anew; then the folders are swapped.

import { copyFileSync, existsSync, linkSync, mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { duckdbType, quoteName } from "../../emit/duckdb.ts";
import type { StoreTarget } from "../../language/plan.ts";
import { typeName } from "../../language/type-operations.ts";
import { RunError } from "../run-error.ts";
import { copyRows } from "./copy-rows.ts";
import {
  alignedSelect,
  holdResult,
  replacedCondition,
  requireKnownColumns,
  resultTable,
} from "./merge-rows.ts";
import type { StorePlace } from "./place.ts";
import {
  type FileColumn,
  fileColumns,
  fileNameColumn,
  readFiles,
  type StoredFiles,
  sqlTypes,
} from "./read-files.ts";
import type { StoreWrite, StoreWriter, WriteMode } from "./store-writer.ts";
import {
  type Ownership,
  readOwnership,
  type StoredColumn,
  sizeOf,
  storedFiles,
  writeOwnership,
} from "./stored-content.ts";
import { switchFolder } from "./switch.ts";

type FolderPlace = Extract<StorePlace, { readonly layout: "folder" }>;

const endings = { parquet: ".parquet", csv: ".csv", json: ".json", arrow: ".arrow" };

/** `staging` is an empty folder beside the store, which becomes the store at `commit`. */
export function folderStore(
  target: StoreTarget,
  place: FolderPlace,
  mode: WriteMode,
  staging: string,
): StoreWriter {
  const files = storedFiles(target.name, place);
  return {
    allowedPaths: files,
    allowedFolders: [staging],
    async write(write) {
      requirePartitionColumns(target, write.columns);
      if (mode.kind === "replace" || files.length === 0) {
        writeOwnership(staging, ownershipOf(target, place, write.columns));
        if (mode.kind === "replace" || mode.kind === "append") {
          return writeFiles(target, place, staging, write.sql, write);
        }
        const rows = await holdResult(write.connection, write.sql, target.name, mode);
        await writeFiles(target, place, staging, `SELECT * FROM ${resultTable}`, write);
        return rows;
      }
      return writeBeside(target, place, mode, staging, files, write);
    },
    commit: () => switchFolder(staging, place.path),
    size: () => sizeOf(place),
  };
}

/** Append, merge and replace-by over existing files. */
async function writeBeside(
  target: StoreTarget,
  place: FolderPlace,
  mode: WriteMode,
  staging: string,
  files: readonly string[],
  write: StoreWrite,
): Promise<number> {
  const { connection } = write;
  const rows = await holdResult(connection, write.sql, target.name, mode);
  const ownership = readOwnership(target.name, place.path);
  const known = ownership === undefined ? sqlTypes(write.columns) : ownership.columns;
  const stored: StoredFiles = { format: place.format, files, options: target.location.options };
  const columns = await fileColumns(write, stored, known);
  requireKnownColumns(target.name, columns, write.columns);
  const touched = mode.kind === "append" ? [] : await touchedFiles(write, stored, columns, mode);
  const touchedSet = new Set(touched);
  for (const file of files) if (!touchedSet.has(file)) link(file, join(staging, relative(place.path, file)));
  const fresh = alignedSelect(columns, write.columns, resultTable);
  const sql =
    touched.length === 0
      ? fresh
      : `SELECT * FROM (${readFiles({ ...stored, files: touched }, columns)}) AS old WHERE NOT ${replacedCondition(mode)}
         UNION ALL ${fresh}`;
  writeOwnership(staging, ownership ?? ownershipOf(target, place, write.columns));
  await writeFiles(target, place, staging, sql, write);
  return rows;
}

/** The files that hold a row which gives way to a new one. An Arrow store is one table once loaded: all its files. */
async function touchedFiles(
  write: StoreWrite,
  stored: StoredFiles,
  columns: readonly FileColumn[],
  mode: WriteMode,
): Promise<string[]> {
  if (stored.format === "arrow") return [...stored.files];
  const rows = readFiles(stored, columns, true);
  const name = quoteName(fileNameColumn);
  const result = await write.connection.runAndReadAll(
    `SELECT DISTINCT ${name} AS path FROM (${rows}) AS old WHERE ${replacedCondition(mode)}`,
  );
  return result.getRowObjectsJS().map((row) => String(row.path));
}

/** Writes rows into the staging folder and gives their number. */
async function writeFiles(
  target: StoreTarget,
  place: FolderPlace,
  staging: string,
  sql: string,
  write: StoreWrite,
): Promise<number> {
  const fileName = `part-${Date.now().toString(36)}-${process.pid.toString(36)}`;
  const isPartitioned = target.partitionBy.length > 0;
  const path = isPartitioned ? staging : join(staging, fileName + endings[place.format]);
  if (isPartitioned && (place.format === "arrow" || place.format === "json")) {
    const message = `store "${target.name}" is of kind \`${place.format}\`, which is not partitioned`;
    throw new RunError("WR661", message, {
      hint: "Use parquet or csv for a partitioned store, or leave `partition_by` out.",
    });
  }
  if (place.format === "arrow") {
    return write.writeArrow(write.connection, sql, path);
  }
  const format = place.format === "json" ? "ndjson" : place.format;
  const request = {
    format,
    path,
    partitionBy: target.partitionBy,
    fileName,
    options: target.location.options,
  } as const;
  return copyRows(write.connection, sql, request);
}

function ownershipOf(target: StoreTarget, place: FolderPlace, columns: readonly StoredColumn[]): Ownership {
  return {
    weir: 1,
    store: target.name,
    format: place.format,
    partitionBy: target.partitionBy,
    columns: columns.map(({ name, type }) => ({
      name,
      type: typeName(type),
      sqlType: duckdbType(type.type),
    })),
  };
}

/** @throws {RunError} WR661 where a partition column is not in the result, or nothing else is. */
function requirePartitionColumns(target: StoreTarget, columns: readonly StoredColumn[]): void {
  const names = new Set(columns.map((column) => column.name));
  const missing = target.partitionBy.find((name) => !names.has(name));
  if (missing !== undefined) {
    throw new RunError(
      "WR661",
      `store "${target.name}" is partitioned by "${missing}", which the result does not have`,
      {
        hint: `Derive a column \`${missing}\` before \`into\`, or change \`partition_by\`.`,
      },
    );
  }
  if (columns.length > 0 && columns.length === target.partitionBy.length) {
    throw new RunError(
      "WR661",
      `store "${target.name}" is partitioned by every column of the result: nothing is left for the files`,
    );
  }
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (existsSync(to)) return;
  try {
    linkSync(from, to);
  } catch {
    // A file system without hard links: the bytes are copied.
    copyFileSync(from, to);
  }
}
