// The schemas of data for this command: from the project's cache while the files are as they were, else from the
// engine, which is started only when something has to be looked at.

import { type Engine, EngineFailure, startEngine } from "../engine/client.ts";
import { knownSchema } from "../engine/known-schema.ts";
import type { EngineSettings } from "../engine/messages.ts";
import type { DataLocation, SchemaAnswer } from "../language/index.ts";
import { locationKey, type Project } from "../project/index.ts";
import { engineSettings } from "./engine-settings.ts";
import { fault } from "./exit.ts";
import { pathStyle } from "./file-system.ts";
import type { Host } from "./host.ts";
import type { Schemas } from "./open.ts";

/** Schemas that hold on to an engine of their own, or to the one that is given. */
export interface ClosableSchemas extends Schemas {
  /** Ends the engine that was started here. */
  close(): Promise<void>;
}

/** Finds out about sources and stores: an answer each, in their order. */
export type AskSchemas = (
  locations: readonly DataLocation[],
  project: Project,
) => Promise<readonly SchemaAnswer[]>;

/** Schemas from the cache, and by `ask` where it does not have them. */
export function schemasFrom(host: Host, ask: AskSchemas): Schemas {
  const answers = new Map<string, SchemaAnswer>();
  /** What is being looked at, so that files which read the same data wait for one look. */
  const asked = new Map<string, Promise<void>>();
  const cacheFolders = new Map<string, string>();
  const cacheFolderOf = (project: Project) => {
    const folder = cacheFolders.get(project.folder) ?? engineSettings(host, project).cacheFolder;
    cacheFolders.set(project.folder, folder);
    return folder;
  };
  return {
    known(location, project) {
      const key = locationKey(location, pathStyle);
      const before = answers.get(key);
      if (before !== undefined) return before;
      const cached = knownSchema(location, cacheFolderOf(project));
      if (cached === undefined) return { status: "pending" };
      answers.set(key, cached);
      return cached;
    },
    async find(locations, project) {
      const distinct = new Map(locations.map((location) => [locationKey(location, pathStyle), location]));
      const unasked = [...distinct].filter(([key]) => !asked.has(key));
      if (unasked.length > 0) {
        const answering = ask(
          unasked.map(([, location]) => location),
          project,
        ).then((found) => {
          for (const [index, [key]] of unasked.entries()) answers.set(key, found[index]!);
        });
        for (const [key] of unasked) asked.set(key, answering);
      }
      await Promise.all([...distinct.keys()].map((key) => asked.get(key)));
    },
  };
}

/** Schemas from the cache and from the engine: the one that is given, else one that is started for the first question. */
export function schemasFor(host: Host, given?: Engine): ClosableSchemas {
  let own: Engine | undefined;
  const schemas = schemasFrom(host, (locations, project) => {
    if (given === undefined) own ??= startEngine();
    return describe(given ?? own!, locations, engineSettings(host, project));
  });
  return {
    ...schemas,
    async close() {
      await own?.close();
    },
  };
}

async function describe(
  engine: Engine,
  locations: readonly DataLocation[],
  settings: EngineSettings,
): Promise<readonly SchemaAnswer[]> {
  try {
    return await engine.describe(locations, settings);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    throw fault(`${error.failure.code}: ${error.failure.message}`, error.failure.hint);
  }
}
