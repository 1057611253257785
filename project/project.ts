// The project that a file belongs to: the folder of the nearest weir.json upwards, else the file's own folder. It
// also says where the project's cache lies.

import type { Problem } from "../language/index.ts";
import type { FileSystem } from "./file-system.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { folderOf } from "./paths.ts";

export const manifestName = "weir.json";

export interface Project {
  /** URI of the project folder, without a slash at its end. */
  readonly folder: string;
  /** URI of the manifest; undefined where there is none. */
  readonly manifestUri: string | undefined;
  readonly manifest: Manifest | undefined;
  /** Problems of the manifest, in offsets of its text. */
  readonly problems: readonly Problem[];
  /** Text of the manifest, for lines and columns. */
  readonly manifestText: string;
}

/** Finds the project of a file by its URI. */
export function projectOf(fileUri: string, files: FileSystem): Project {
  const own = folderOf(fileUri);
  for (let folder = own; ; folder = folderOf(folder)) {
    const uri = childOf(folder, manifestName);
    const found = files.readText(uri);
    if (found.kind === "text") return projectIn(folder, uri, found.text);
    if (folderOf(folder) === folder) break;
  }
  return { folder: own, manifestUri: undefined, manifest: undefined, problems: [], manifestText: "" };
}

function projectIn(folder: string, manifestUri: string, manifestText: string): Project {
  const { manifest, problems } = readManifest(manifestText);
  return { folder, manifestUri, manifest, problems, manifestText };
}

/** The folder of the project's cache. */
export function cacheFolderOf(projectFolder: string): string {
  return childOf(childOf(projectFolder, ".weir"), "cache");
}

/**
 * Where the cache goes when the project folder cannot be written: a folder of the user's cache, named after the
 * project's folder so that projects do not share it.
 */
export function fallbackCacheFolder(projectFolder: string, userCacheFolder: string): string {
  const name = projectFolder.replace(/\/+$/, "");
  const last = name
    .slice(name.lastIndexOf("/") + 1)
    .replace(/[^A-Za-z0-9_-]/g, "_")
    .slice(0, 40);
  return childOf(childOf(userCacheFolder, "weir"), `${last || "root"}-${fingerprint(name)}`);
}

function childOf(folder: string, name: string): string {
  return `${folder.replace(/\/+$/, "")}/${name}`;
}

/** A short number for a text (FNV-1a, 64 bits): names differ, nothing is secret. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
