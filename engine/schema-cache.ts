// Schemas as found before, kept in the project's cache folder by what the files were then: path, size and time of
// their last change. It loads no native module, so that a process without DuckDB may answer from it; whatever is
// damaged, of another version or cannot be written counts as not being there.

import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogueColumn, DataLocation, SchemaAnswer } from "../language/catalogue.ts";
import type { SourceDescription } from "./sources/description.ts";
import { type LocatedSource, locate } from "./sources/location.ts";

/** Changes with the form of what is kept and with how sources are read. */
const version = 3;

/** Undefined where the engine has to look. Never waits, never throws. */
export function cachedSchema(location: DataLocation, cacheFolder: string): SchemaAnswer | undefined {
  if (location.role === "store") return undefined;
  const located = locate(location);
  if (located.kind === "failed") return { status: "failed", reason: located.reason, detail: located.detail };
  const description = cachedDescription(location, located, cacheFolder);
  return description === undefined ? undefined : answerOf(description);
}

/** A description as the binder wants it. */
export function answerOf(description: SourceDescription): SchemaAnswer {
  const columns: CatalogueColumn[] = description.columns.map(({ name, doc, partition, type, nullable }) => {
    return { name, doc, partition, type, nullable };
  });
  return { status: "known", columns };
}

export function cachedDescription(
  location: DataLocation,
  source: LocatedSource,
  cacheFolder: string,
): SourceDescription | undefined {
  const path = entryPath(location, source, cacheFolder);
  try {
    const entry = JSON.parse(readFileSync(path, "utf8")) as Partial<Entry>;
    if (entry.version !== version || entry.files !== filesKey(source)) return undefined;
    return Array.isArray(entry.description?.columns) ? entry.description : undefined;
  } catch {
    // Not there, not readable, or not what was written: the engine looks again and writes it anew.
    return undefined;
  }
}

/** Keeps a description. A folder that cannot be written only costs looking again. */
export function keepDescription(
  location: DataLocation,
  source: LocatedSource,
  cacheFolder: string,
  description: SourceDescription,
): void {
  const entry: Entry = { version, files: filesKey(source), description };
  writeEntry(entryPath(location, source, cacheFolder), cacheFolder, JSON.stringify(entry));
}

/** Whether `fact` was found to hold of the source as it is now. */
export function isKnownFact(
  location: DataLocation,
  source: LocatedSource,
  cacheFolder: string,
  fact: string,
): boolean {
  try {
    const entry = JSON.parse(
      readFileSync(factPath(location, source, cacheFolder, fact), "utf8"),
    ) as Partial<Entry>;
    return entry.version === version && entry.files === filesKey(source);
  } catch {
    // As above: what is not known is found out.
    return false;
  }
}

export function keepFact(
  location: DataLocation,
  source: LocatedSource,
  cacheFolder: string,
  fact: string,
): void {
  const text = JSON.stringify({ version, files: filesKey(source) });
  writeEntry(factPath(location, source, cacheFolder, fact), cacheFolder, text);
}

// ------------------------------------------------------------------------------------------------ helpers

interface Entry {
  readonly version: number;
  readonly files: string;
  readonly description: SourceDescription;
}

function entryPath(location: DataLocation, source: LocatedSource, cacheFolder: string): string {
  return join(
    cacheFolder,
    "schemas",
    `${hashOf([location.role, location.format, source.path, optionsText(location)])}.json`,
  );
}

function factPath(location: DataLocation, source: LocatedSource, cacheFolder: string, fact: string): string {
  const name = hashOf([location.format, source.path, optionsText(location), fact]);
  return join(cacheFolder, "facts", `${name}.json`);
}

function filesKey(source: LocatedSource): string {
  return hashOf(source.files.flatMap((file) => [file.path, String(file.bytes), String(file.modifiedMillis)]));
}

function optionsText(location: DataLocation): string {
  const options = Object.entries(location.options).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(options, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

function hashOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part};`);
  return hash.digest("hex").slice(0, 40);
}

/** Written beside and renamed, since two windows share the cache. */
function writeEntry(path: string, cacheFolder: string, text: string): void {
  const temporary = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    const ignore = join(cacheFolder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    // Read-only, full, or taken away at this moment: the next look finds out anew.
    rmSync(temporary, { force: true });
  }
}
