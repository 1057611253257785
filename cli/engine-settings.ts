// What a project says of the engine: its folders, and the limits of its target in weir.json.

import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { EngineSettings } from "../engine/messages.ts";
import {
  cacheFolderOf,
  fallbackCacheFolder,
  folderOf,
  type OptionValue,
  type Project,
} from "../project/index.ts";
import { usageError } from "./exit.ts";
import { pathOf, uriOf } from "./file-system.ts";
import type { Host } from "./host.ts";

/** Settings for a project; `allowWrite` are absolute folders. */
export function engineSettings(
  host: Host,
  project: Project,
  allowWrite: readonly string[] = [],
): EngineSettings {
  const { manifest } = project;
  const name = manifest?.defaults.target;
  const target = name === undefined ? undefined : manifest?.targets.get(name);
  if (target !== undefined && target.kind !== "duckdb") {
    throw usageError(
      `the target "${target.name}" of weir.json is ${target.kind}; this version runs on duckdb`,
      'set `defaults.target` in weir.json to a target with `"engine": "duckdb"`',
    );
  }
  const options = target?.options ?? {};
  const temporary = options.temporary_directory;
  const manifestFolder = project.manifestUri === undefined ? project.folder : folderOf(project.manifestUri);
  return {
    projectFolder: pathOf(project.folder),
    cacheFolder: cacheFolder(host, project),
    memoryLimitBytes: numberOf(options.memory ?? manifest?.defaults.memoryBytes),
    threads: numberOf(options.threads ?? manifest?.defaults.threads),
    temporaryFolder: typeof temporary === "string" ? join(pathOf(manifestFolder), temporary) : undefined,
    temporaryLimitBytes: numberOf(options.temporary_limit),
    allowWrite,
  };
}

/** In the project, or in the person's own cache where the project cannot be written. */
function cacheFolder(host: Host, project: Project): string {
  const inside = pathOf(cacheFolderOf(project.folder));
  if (isWritable(nearestExisting(inside))) return inside;
  return pathOf(fallbackCacheFolder(project.folder, uriOf(userCacheFolder(host.environment))));
}

function nearestExisting(path: string): string {
  let folder = path;
  while (!existsSync(folder) && folder !== join(folder, "..")) folder = join(folder, "..");
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOENT") return false;
    throw error;
  }
}

function userCacheFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === "win32") return environment.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  const chosen = environment.XDG_CACHE_HOME ?? "";
  return chosen === "" ? join(homedir(), ".cache") : chosen;
}

function numberOf(value: OptionValue | undefined): number | undefined {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}
