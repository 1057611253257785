// The sources and stores of one run: found before the database is opened (it is locked to their files), then looked
// at, attached or loaded, and at last spelled as scans wherever the SQL reads them.

import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbType, quoteName } from "../../emit/duckdb.ts";
import type { Scan, ScanSpelling } from "../../emit/scan.ts";
import type { DataLocation } from "../../language/catalogue.ts";
import type { Column, RelationInput } from "../../language/plan.ts";
import type { RunScan } from "../explain-error.ts";
import type { EngineSettings, GivenRows } from "../messages.ts";
import { RunError } from "../run-error.ts";
import { cachedDescription, keepDescription } from "../schema-cache.ts";
import { attachReadOnly, detach } from "../sources/database.ts";
import { allowedFiles, describeSource } from "../sources/describe.ts";
import type { SourceDescription } from "../sources/description.ts";
import { type LocatedSource, type LocationFailure, locate } from "../sources/location.ts";
import { type RunSource, scanOf } from "../sources/scan.ts";
import { describeHeld, type HeldStore, openStore } from "../sources/store.ts";
import type { PlanParts } from "./plan-parts.ts";

/** A source or store whose files are known. `held` is that of a store. */
interface FoundSource {
  readonly name: string;
  readonly location: DataLocation;
  /** Undefined for a store that holds nothing yet. */
  readonly source: LocatedSource | undefined;
  readonly held: HeldStore | undefined;
}

export interface FoundSources {
  readonly found: ReadonlyMap<string, FoundSource>;
  /** Exact files that the database has to be allowed. */
  readonly allowedPaths: readonly string[];
}

/** @throws {RunError} WR610–WR619 where a source cannot be had. */
export async function findSources(parts: PlanParts): Promise<FoundSources> {
  const found = new Map<string, FoundSource>();
  const wanted = [
    ...parts.inputs.map(({ name, location }) => ({ name, location })),
    ...parts.highWaters.map(({ store, location }) => ({ name: store, location })),
  ];
  for (const { name, location } of wanted) {
    const key = keyOf(location);
    if (found.has(key)) continue;
    if (location.role === "store") {
      const held = await openStore(name, location);
      found.set(key, { name, location, source: held.source, held });
      continue;
    }
    const source = locate(location);
    if (source.kind === "failed") throw locationError(name, location, source);
    found.set(key, { name, location, source, held: undefined });
  }
  const allowedPaths = [...found.values()].flatMap(({ source }) =>
    source === undefined ? [] : allowedFiles(source),
  );
  return { found, allowedPaths };
}

export interface RunSources extends ScanSpelling {
  /** Every scan that was spelled, by the number that broken values carry. */
  readonly scans: readonly RunScan[];
  /** The source of an input, as it was found. */
  sourceOf(location: DataLocation): LocatedSource | undefined;
  /** Columns that were left out of sources, said once a run. */
  readonly notes: readonly string[];
  /** Rows of a temporary table stand for this location from now on. */
  stage(location: DataLocation, table: string): void;
  /** Lets go of database files, so that a store in one of them can be written. */
  detachAll(): Promise<void>;
}

/** Looks at, attaches and loads what was found; with `isLoaded` false no row is read. */
export async function prepareSources(
  connection: DuckDBConnection,
  sources: FoundSources,
  parts: PlanParts,
  given: Readonly<Record<string, GivenRows>>,
  settings: EngineSettings,
  onRows: (rows: number) => void,
  isLoaded = true,
): Promise<RunSources> {
  const ready = new Map<string, Omit<RunSource, "number"> | undefined>();
  const attachments = new Map<string, string>();
  const notes: string[] = [];
  for (const [key, found] of sources.found) {
    const { source, name } = found;
    if (source === undefined) {
      ready.set(key, undefined);
      continue;
    }
    let alias = `weir source ${ready.size + 1}`;
    if (source.format === "duckdb") {
      const { path } = source.files[0]!;
      const attached = attachments.get(path);
      if (attached === undefined) {
        await attachReadOnly(connection, path, alias);
        attachments.set(path, alias);
      } else alias = attached;
    }
    const description = await describeFound(connection, found, source, settings, alias);
    if (description === undefined) {
      ready.set(key, undefined);
      continue;
    }
    notes.push(...description.notes.map((note) => `source "${name}": ${note}`));
    if (source.format === "arrow" && isLoaded) {
      const { loadArrowFiles } = await import("../sources/arrow.ts");
      const read = readColumns(key, description, parts);
      await loadArrowFiles(
        connection,
        source.files.map((file) => file.path),
        alias,
        read,
        onRows,
      );
    }
    ready.set(key, { name, source, description, alias });
  }
  const tables = await loadGiven(connection, given);
  return runSources(connection, sources, ready, tables, attachments, notes);
}

// ------------------------------------------------------------------------------------------------ helpers

async function describeFound(
  connection: DuckDBConnection,
  found: FoundSource,
  source: LocatedSource,
  settings: EngineSettings,
  alias: string,
): Promise<SourceDescription | undefined> {
  const { name, location, held } = found;
  if (held === undefined) {
    const known = cachedDescription(location, source, settings.cacheFolder);
    if (known !== undefined) return known;
  }
  const described =
    held !== undefined && source.format !== "duckdb"
      ? await describeHeld(connection, location, { ...held, source })
      : await describeSource(connection, location, source, source.format === "duckdb" ? alias : undefined);
  if (described.kind === "described") {
    if (held === undefined) keepDescription(location, source, settings.cacheFolder, described.description);
    return described.description;
  }
  // A store's table that the file does not have yet is an empty store.
  if (held !== undefined && described.reason === "missing-table") return undefined;
  throw locationError(name, location, { ...described, path: source.path });
}

/** The columns of an Arrow file that some step reads: others need no memory. */
function readColumns(
  key: string,
  description: SourceDescription,
  parts: PlanParts,
): SourceDescription["columns"] {
  const names = new Set<string>();
  for (const input of parts.inputs) {
    if (keyOf(input.location) === key) for (const column of input.columns) names.add(column.name);
  }
  for (const mark of parts.highWaters) if (keyOf(mark.location) === key) names.add(mark.column);
  return description.columns.filter((column) => names.has(column.name));
}

interface GivenTable {
  readonly table: string;
  readonly columns: GivenRows["columns"];
}

async function loadGiven(
  connection: DuckDBConnection,
  given: Readonly<Record<string, GivenRows>>,
): Promise<ReadonlyMap<string, GivenTable>> {
  const tables = new Map<string, GivenTable>();
  for (const [name, rows] of Object.entries(given)) {
    const { loadArrowBytes } = await import("../sources/arrow.ts");
    const table = `weir given ${tables.size + 1}`;
    const columns = rows.columns.map(({ name: column, column: type }) => ({ name: column, ...type }));
    await loadArrowBytes(connection, rows.arrow, table, columns);
    tables.set(name, { table, columns: rows.columns });
  }
  return tables;
}

function runSources(
  connection: DuckDBConnection,
  sources: FoundSources,
  ready: ReadonlyMap<string, Omit<RunSource, "number"> | undefined>,
  given: ReadonlyMap<string, GivenTable>,
  attachments: ReadonlyMap<string, string>,
  notes: readonly string[],
): RunSources {
  const scans: RunScan[] = [];
  const staged = new Map<DataLocation, string>();
  const scanFound = (location: DataLocation, columns: readonly Column[]): Scan | undefined => {
    const found = ready.get(keyOf(location));
    if (found === undefined) return undefined;
    const source: RunSource = { ...found, number: scans.length };
    scans.push({ source, columns });
    return scanOf(source, columns);
  };
  return {
    scans,
    notes,
    sourceOf: (location) => sources.found.get(keyOf(location))?.source,
    stage: (location, table) => staged.set(location, table),
    scan(input) {
      const table = staged.get(input.location);
      if (table !== undefined) return { sql: quoteName(table) };
      return scanFound(input.location, input.columns) ?? emptyScan(input.columns);
    },
    storeScan(_store, location, column) {
      const held = ready.get(keyOf(location))?.description.columns.find((one) => one.name === column);
      if (held === undefined) return undefined;
      return scanFound(location, [{ ...held, id: 0, name: column }]);
    },
    given(input, columns) {
      const name = nameOfInput(input);
      const rows = name === undefined ? undefined : given.get(name);
      return rows === undefined ? undefined : givenScan(rows, columns);
    },
    async detachAll() {
      for (const alias of attachments.values()) await detach(connection, alias);
    },
  };
}

/** The name by which rows may be given in place of an input. */
export function nameOfInput(input: RelationInput): string | undefined {
  if (input.kind === "source" || input.kind === "store") return input.name;
  return input.kind === "pipeline" ? input.pipeline.name : undefined;
}

function emptyScan(columns: readonly Column[]): Scan {
  const items = columns.map(({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${quoteName(name)}`);
  return { sql: `(SELECT ${items.length === 0 ? "1" : items.join(", ")} WHERE false)` };
}

function givenScan(rows: GivenTable, columns: readonly Column[]): Scan {
  const names = new Set(rows.columns.map((column) => column.name));
  const items = columns.map(({ name, type }) => {
    const value = names.has(name) ? quoteName(name) : "NULL";
    return `CAST(${value} AS ${duckdbType(type)}) AS ${quoteName(name)}`;
  });
  return { sql: `(SELECT ${items.length === 0 ? "1" : items.join(", ")} FROM ${quoteName(rows.table)})` };
}

/** Locations are plain data: equal ones are the same source. */
function keyOf(location: DataLocation): string {
  return JSON.stringify(
    [location.role, location.format, location.path, location.declaredIn, location.options],
    (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value),
  );
}

const failureCodes = {
  "missing-file": "WR610",
  "empty-glob": "WR611",
  unreadable: "WR612",
  "missing-table": "WR619",
  "not-connected": "WR617",
  locked: "WR618",
  "not-trusted": "WR612",
} as const;

function locationError(
  name: string,
  location: DataLocation,
  failure: Omit<LocationFailure, "kind">,
): RunError {
  const { reason, path, detail } = failure;
  const because = detail === "" ? "" : `: ${detail}`;
  const messages: Readonly<Record<LocationFailure["reason"], string>> = {
    "missing-file": `source "${name}": there is no file "${path}"${because}`,
    "empty-glob": `source "${name}": no file matches "${path}"${because}`,
    unreadable: `source "${name}": "${path}" cannot be read as ${location.format}${because}`,
    "missing-table": `source "${name}": "${path}" has no such table; ${detail}`,
    "not-connected": `"${name}" is of kind \`${location.format}\`, which this version of Weir does not connect to yet`,
    locked: `source "${name}": another process holds "${path}"${because}`,
    "not-trusted": `source "${name}": "${path}" is not read in a folder that is not trusted`,
  };
  const hints: Partial<Record<LocationFailure["reason"], string>> = {
    "missing-file": "Correct the path of the source; it is relative to the file that declares it.",
    "empty-glob": "Correct the pattern of the source; it is relative to the file that declares it.",
    unreadable: "Check that the file is what the source says, is whole, and may be read by you.",
    locked: "Close the database in the other program; then run again.",
    "not-connected": "Read its rows from a file, or run a pipeline that does not need it.",
  };
  const file = reason === "not-connected" ? undefined : path;
  return new RunError(failureCodes[reason], messages[reason], { file, hint: hints[reason] });
}
