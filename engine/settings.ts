// What a project says of the engine: its folders, and the limits of its target in weir.json. It loads no native module,
// so that callers of the engine may ask it.

import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  cacheFolderOf,
  fallbackCacheFolder,
  folderOf,
  type OptionValue,
  type Project,
  parseSize,
  pathOfUri,
  pathStyleOf,
  uriOfPath,
} from "../project/index.ts";
import type { EngineSettings } from "./messages.ts";

/** Settings, or why this engine cannot run the project's target. */
export type SettingsResult =
  | { readonly kind: "settings"; readonly settings: EngineSettings }
  | { readonly kind: "refused"; readonly message: string; readonly hint: string };

/**
 * Variables of the environment with the person's own limits for this machine, which no project may exceed: a size such as
 * `4 GB`, and a number. What is neither counts as not set.
 */
export const memoryVariable = "WEIR_MEMORY_LIMIT";
export const threadsVariable = "WEIR_THREADS";

/** Settings for a project; `allowWrite` are absolute folders. */
export function engineSettingsOf(
  project: Project,
  environment: NodeJS.ProcessEnv,
  allowWrite: readonly string[] = [],
): SettingsResult {
  const { manifest } = project;
  const name = manifest?.defaults.target;
  const target = name === undefined ? undefined : manifest?.targets.get(name);
  if (target !== undefined && target.kind !== "duckdb") {
    return {
      kind: "refused",
      message: `the target "${target.name}" of weir.json is ${target.kind}; this version runs on duckdb`,
      hint: 'set `defaults.target` in weir.json to a target with `"engine": "duckdb"`',
    };
  }
  const options = target?.options ?? {};
  const temporary = options.temporary_directory;
  const manifestFolder = project.manifestUri === undefined ? project.folder : folderOf(project.manifestUri);
  const settings: EngineSettings = {
    projectFolder: pathOf(project.folder),
    cacheFolder: cacheFolderFor(project, environment),
    memoryLimitBytes: smaller(
      numberOf(options.memory ?? manifest?.defaults.memoryBytes),
      numberOf(parseSize(environment[memoryVariable] ?? "")),
    ),
    threads: smaller(
      numberOf(options.threads ?? manifest?.defaults.threads),
      wholeNumber(environment[threadsVariable]),
    ),
    temporaryFolder: typeof temporary === "string" ? join(pathOf(manifestFolder), temporary) : undefined,
    temporaryLimitBytes: numberOf(options.temporary_limit),
    allowWrite,
  };
  return { kind: "settings", settings };
}

/** In the project, or in the person's own cache where the project cannot be written. */
export function cacheFolderFor(project: Project, environment: NodeJS.ProcessEnv): string {
  const inside = pathOf(cacheFolderOf(project.folder));
  if (isWritable(nearestExisting(inside))) return inside;
  return pathOf(fallbackCacheFolder(project.folder, uriOfPath(userCacheFolder(environment), style)));
}

const style = pathStyleOf(process.platform);

/** The path of a file's URI; the URI itself where it names no file. */
function pathOf(uri: string): string {
  return pathOfUri(uri, style) ?? uri;
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

/** The stricter of two limits, either of which may not be there. */
function smaller(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}

function numberOf(value: OptionValue | undefined): number | undefined {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}
