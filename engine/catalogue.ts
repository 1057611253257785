// Answers what columns sources and stores have: from the cache where the files have not changed since, else by
// looking, in a database that may read these files and nothing else.

import type { DataLocation, SchemaAnswer } from "../language/catalogue.ts";
import { openDatabase } from "./database.ts";
import { knownSchema } from "./known-schema.ts";
import type { EngineSettings } from "./messages.ts";
import { RunError } from "./run-error.ts";
import { answerOf, cachedDescription, keepDescription } from "./schema-cache.ts";
import { allowedFiles, describeSource } from "./sources/describe.ts";
import { type LocatedSource, locate } from "./sources/location.ts";
import { describeStore } from "./sources/store.ts";
import { temporaryFolderOf } from "./temporary.ts";

/** One answer a location, in their order. Only a bug throws. */
export async function describeLocations(
  locations: readonly DataLocation[],
  settings: EngineSettings,
): Promise<SchemaAnswer[]> {
  const answers: (SchemaAnswer | undefined)[] = locations.map(() => undefined);
  const toLook: {
    readonly index: number;
    readonly location: DataLocation;
    readonly source: LocatedSource;
  }[] = [];
  for (const [index, location] of locations.entries()) {
    if (location.role === "store") {
      answers[index] = knownSchema(location, settings.cacheFolder) ?? (await storeAnswer(location, settings));
      continue;
    }
    const source = locate(location);
    if (source.kind === "failed") {
      answers[index] = { status: "failed", reason: source.reason, detail: source.detail };
      continue;
    }
    const known = cachedDescription(location, source, settings.cacheFolder);
    if (known !== undefined) answers[index] = answerOf(known);
    else toLook.push({ index, location, source });
  }
  if (toLook.length > 0) {
    const database = await openDatabase({
      ...settings,
      temporaryFolder: temporaryFolderOf(settings),
      allowedPaths: toLook.flatMap(({ source }) => allowedFiles(source)),
      allowedFolders: [],
    });
    try {
      for (const { index, location, source } of toLook) {
        const found = await describeSource(database.connection, location, source);
        if (found.kind === "described") {
          keepDescription(location, source, settings.cacheFolder, found.description);
          answers[index] = answerOf(found.description);
        } else {
          answers[index] = { status: "failed", reason: found.reason, detail: found.detail };
        }
      }
    } finally {
      database.close();
    }
  }
  return answers.map((answer) => answer ?? { status: "pending" });
}

async function storeAnswer(location: DataLocation, settings: EngineSettings): Promise<SchemaAnswer> {
  try {
    return await describeStore(location, settings);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const { code, message } = error.failure;
    const reason = code === "WR660" ? "not-connected" : code === "WR618" ? "locked" : "unreadable";
    return { status: "failed", reason, detail: message };
  }
}
