// What a store holds, as a source of rows: its files and the layout in which Weir wrote them. An interrupted switch is
// brought to its end first, so that nobody reads half of one. A store that does not exist yet has no rows.

import { existsSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DataLocation, SchemaAnswer } from "../../language/catalogue.ts";
import { openDatabase } from "../database.ts";
import { storedSource } from "../known-schema.ts";
import type { EngineSettings } from "../messages.ts";
import { answerOf, keepDescription } from "../schema-cache.ts";
import { placeOf, type StorePlace } from "../stores/place.ts";
import { type Ownership, readOwnership, storedFiles } from "../stores/stored-content.ts";
import { lockStore, needsRecovery, neighboursOf, recoverStore } from "../stores/switch.ts";
import { temporaryFolderOf } from "../temporary.ts";
import { allowedFiles, describeSource } from "./describe.ts";
import type { DescribedColumn, SourceDescription } from "./description.ts";
import type { LocatedSource } from "./location.ts";
import { textOption } from "./spelling.ts";
import { parseColumnType } from "./type-notation.ts";

/** A store's files, as a source; undefined where it holds nothing yet. */
export interface HeldStore {
  readonly place: StorePlace;
  readonly source: LocatedSource | undefined;
  readonly ownership: Ownership | undefined;
}

/** @throws {RunError} where the store has no connector, is not Weir's or is damaged. */
export async function openStore(name: string, location: DataLocation): Promise<HeldStore> {
  const place = placeOf({ name, location, partitionBy: [] });
  if (place.layout !== "database") await bringToRest(name, place.path);
  const paths = storedFiles(name, place);
  const ownership = place.layout === "folder" ? readOwnership(name, place.path) : undefined;
  if (paths.length === 0) return { place, source: undefined, ownership };
  const source = storedSource(place, paths);
  return { place, source, ownership };
}

/** How the content of a store is read. Its own record of types counts for more than what a text file looks like. */
export async function describeHeld(
  connection: DuckDBConnection,
  location: DataLocation,
  held: HeldStore & { readonly source: LocatedSource },
): Promise<Awaited<ReturnType<typeof describeSource>>> {
  const options =
    location.format === "csv" ? { ...location.options, ...writtenCsvOptions } : location.options;
  const found = await describeSource(connection, { ...location, options }, held.source);
  if (found.kind === "failed") return found;
  return { kind: "described", description: withRecordedTypes(found.description, held.ownership) };
}

export async function describeStore(location: DataLocation, settings: EngineSettings): Promise<SchemaAnswer> {
  const held = await openStore(textOption(location, "table") ?? location.path, location);
  const { source } = held;
  if (source === undefined)
    return held.ownership === undefined ? { status: "absent" } : recordedAnswer(held.ownership);
  const database = await openDatabase({
    ...settings,
    temporaryFolder: temporaryFolderOf(settings),
    allowedPaths: allowedFiles(source),
    allowedFolders: [],
  });
  try {
    const found = await describeHeld(database.connection, location, { ...held, source });
    if (found.kind === "described") {
      keepDescription(location, source, settings.cacheFolder, found.description);
      return answerOf(found.description);
    }
    if (found.reason === "missing-table") return { status: "absent" };
    return { status: "failed", reason: found.reason, detail: found.detail };
  } finally {
    database.close();
  }
}

// ------------------------------------------------------------------------------------------------ helpers

/** As `copyRows` writes. */
const writtenCsvOptions = {
  quote: { kind: "text", value: '"' },
  escape: { kind: "text", value: '"' },
  header: { kind: "bool", value: true },
} as const;

/** How long a reader waits for another process to finish the moment of a switch. */
const patienceMillis = 2000;

async function bringToRest(name: string, path: string): Promise<void> {
  const { journal } = neighboursOf(path);
  const until = Date.now() + patienceMillis;
  while (existsSync(journal)) {
    if (needsRecovery(path)) {
      const lock = lockStore(path, name, () => new Date());
      try {
        await recoverStore(path);
      } finally {
        lock.release();
      }
      return;
    }
    if (Date.now() > until) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Columns in the types that the store was written with. */
function withRecordedTypes(
  description: SourceDescription,
  ownership: Ownership | undefined,
): SourceDescription {
  if (ownership === undefined) return description;
  const isText = description.layout.format === "csv" || description.layout.format === "json";
  const recorded = new Map(ownership.columns.map((column) => [column.name, parseColumnType(column.type)]));
  const retyped = description.columns.map((column): DescribedColumn => {
    const known = recorded.get(column.name);
    if (known === undefined || (!isText && !column.partition)) return column;
    const reading: DescribedColumn["reading"] =
      column.partition || description.layout.format === "csv" ? { kind: "text" } : { kind: "json" };
    return { ...column, ...known, nullable: true, reading };
  });
  const order = [...recorded.keys()];
  const place = (column: DescribedColumn) => {
    const at = order.indexOf(column.name);
    return at < 0 ? order.length : at;
  };
  return { ...description, columns: [...retyped].sort((a, b) => place(a) - place(b)) };
}

function recordedAnswer(ownership: Ownership): SchemaAnswer {
  const columns = ownership.columns.map(({ name, type }) => {
    const column = parseColumnType(type) ?? { type: { kind: "text" as const }, nullable: true };
    return { name, doc: "", partition: false, ...column, nullable: true };
  });
  return { status: "known", columns };
}
