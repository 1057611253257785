// Stores that are one file: the new content is written whole beside the old one and renamed over it.

import { existsSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { StoreTarget } from "../../language/plan.ts";
import { type CopyRequest, copyRows } from "./copy-rows.ts";
import {
  alignedSelect,
  holdResult,
  replacedCondition,
  requireKnownColumns,
  resultTable,
} from "./merge-rows.ts";
import type { StorePlace } from "./place.ts";
import { fileColumns, readFiles, sqlTypes } from "./read-files.ts";
import type { StoreWrite, StoreWriter, WriteMode } from "./store-writer.ts";
import { markOwnFile, sizeOf } from "./stored-content.ts";
import { switchFile } from "./switch.ts";

type FilePlace = Extract<StorePlace, { readonly layout: "file" }>;

/** `staging` is an empty folder beside the store; it is removed by whoever made it. */
export function fileStore(
  target: StoreTarget,
  place: FilePlace,
  mode: WriteMode,
  staging: string,
): StoreWriter {
  const staged = join(staging, basename(place.path));
  return {
    allowedPaths: [place.path],
    allowedFolders: [staging],
    async write(write) {
      const sql = await newContent(target, place, mode, write);
      const rows = await writeFile(place, staged, sql.all, write, target);
      return sql.resultRows ?? rows;
    },
    async commit() {
      // Marked first: a mark without the file claims nothing that was not there before.
      if (!existsSync(place.path) || mode.kind === "replace") markOwnFile(target.name, place.path);
      await switchFile(staged, place.path);
    },
    size: () => sizeOf(place),
  };
}

/** The whole new content as SQL, and how many of its rows are the result's where they are not all. */
async function newContent(
  target: StoreTarget,
  place: FilePlace,
  mode: WriteMode,
  write: StoreWrite,
): Promise<{ readonly all: string; readonly resultRows: number | undefined }> {
  const { connection } = write;
  const isNew = !existsSync(place.path);
  if (mode.kind === "replace" || (mode.kind === "append" && isNew))
    return { all: write.sql, resultRows: undefined };
  const resultRows = await holdResult(connection, write.sql, target.name, mode);
  const resultColumns = sqlTypes(write.columns);
  const result = alignedSelect(resultColumns, write.columns, resultTable);
  if (isNew) return { all: result, resultRows };
  const files = { format: place.format, files: [place.path], options: target.location.options };
  const stored = await fileColumns(write, files, sqlTypes(write.columns));
  requireKnownColumns(target.name, stored, write.columns);
  const old = readFiles(files, stored);
  const kept = `SELECT * FROM (${old}) AS old WHERE NOT ${replacedCondition(mode)}`;
  return { all: `${kept} UNION ALL ${alignedSelect(stored, write.columns, resultTable)}`, resultRows };
}

async function writeFile(
  place: FilePlace,
  staged: string,
  sql: string,
  write: StoreWrite,
  target: StoreTarget,
): Promise<number> {
  rmSync(staged, { force: true });
  if (place.format === "arrow") return write.writeArrow(write.connection, sql, staged);
  const format =
    place.format === "json" && /\.(ndjson|jsonl)(\.|$)/i.test(place.path) ? "ndjson" : place.format;
  const request: CopyRequest = {
    format,
    path: staged,
    partitionBy: [],
    fileName: "",
    options: target.location.options,
  };
  return copyRows(write.connection, sql, request);
}
