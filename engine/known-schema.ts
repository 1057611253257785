// Schemas that can be told without DuckDB: what was found of the same files before, and that a store holds nothing yet.
// It loads no native module and mends nothing: a store that needs bringing to rest is left to the engine.

import { existsSync, statSync } from "node:fs";
import type { DataLocation, SchemaAnswer } from "../language/catalogue.ts";
import { RunError } from "./run-error.ts";
import { answerOf, cachedDescription, cachedSchema } from "./schema-cache.ts";
import type { LocatedSource } from "./sources/location.ts";
import { placeOf } from "./stores/place.ts";
import { readOwnership, storedFiles } from "./stores/stored-content.ts";
import { neighboursOf } from "./stores/switch.ts";

/** Undefined where the engine has to look. Never waits, never throws. */
export function knownSchema(location: DataLocation, cacheFolder: string): SchemaAnswer | undefined {
  if (location.role === "source") return cachedSchema(location, cacheFolder);
  try {
    return knownStore(location, cacheFolder);
  } catch (error) {
    // What is wrong with a store is the engine's to say.
    if (error instanceof RunError || isSystemError(error)) return undefined;
    throw error;
  }
}

function knownStore(location: DataLocation, cacheFolder: string): SchemaAnswer | undefined {
  const name = location.path;
  const place = placeOf({ name, location, partitionBy: [] });
  if (place.layout !== "database" && existsSync(neighboursOf(place.path).journal)) return undefined;
  const paths = storedFiles(name, place);
  if (paths.length === 0) {
    const isNew = place.layout !== "folder" || readOwnership(name, place.path) === undefined;
    return isNew ? { status: "absent" } : undefined;
  }
  const description = cachedDescription(location, storedSource(place, paths), cacheFolder);
  return description === undefined ? undefined : answerOf(description);
}

/** The files of a store as a source. */
export function storedSource(place: ReturnType<typeof placeOf>, paths: readonly string[]): LocatedSource {
  const files = paths.map((path) => {
    const { size, mtimeMs } = statSync(path);
    return { path, bytes: size, modifiedMillis: mtimeMs };
  });
  return {
    kind: "located",
    format: place.format,
    path: place.path,
    files,
    isPattern: place.layout === "folder",
  };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}
