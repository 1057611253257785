// The .weir files that a person means by paths: files as they are, folders by what lies below them. Folders that are
// hidden and those of packages are left out; a file is found once however often it is named.

import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { extname, isAbsolute, join, normalize, relative, resolve } from "node:path";
import { fault, systemReason, usageError } from "./exit.ts";
import { absolutePath, type Host, kindOfPath } from "./host.ts";

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** As the person would name it, with `/`. */
  readonly shown: string;
}

/** Files in the order of the paths, those of a folder by name. */
export async function findFiles(host: Host, paths: readonly string[]): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  const add = (path: string, shown: string) => {
    if (!found.has(path)) found.set(path, { path, shown: withSlashes(shown) });
  };
  for (const typed of paths) {
    const root = absolutePath(host, typed);
    if ((await kindOfPath(host, typed)) === "file") {
      refuseOtherFile(typed);
      add(root, normalize(typed));
    } else for (const inside of await filesBelow(root, "")) add(join(root, inside), join(typed, inside));
  }
  return [...found.values()];
}

/** A file that nobody named (an import, a store): relative to the current folder if it lies below it, else absolute. */
export function shownPath(host: Host, path: string): string {
  const absolute = resolve(host.workingFolder, path);
  const near = relative(host.workingFolder, absolute);
  return withSlashes(near === "" || near.startsWith("..") || isAbsolute(near) ? absolute : near);
}

/** Names files of reports, which are URIs of sources or paths of data. */
export function namingFor(host: Host, shown: (uri: string) => string): (file: string) => string {
  return (file) => (file.startsWith("file:") ? shown(file) : shownPath(host, file));
}

/** A table read as a program would be a fault on every line. A path without an ending may be a pipe of the shell. */
function refuseOtherFile(path: string): void {
  const ending = extname(path);
  if (ending === "" || ending.toLowerCase() === ".weir") return;
  throw usageError(`"${path}" is no .weir file`, "data is read by a `source` of a .weir file");
}

async function filesBelow(folder: string, prefix: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw fault(`the folder "${folder}" cannot be read: ${systemReason(error)}`);
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const { name } = entry;
      if (name.startsWith(".")) return [];
      const inside = join(prefix, name);
      if (entry.isDirectory()) return name === "node_modules" ? [] : filesBelow(join(folder, name), inside);
      // A linked file counts, a linked folder does not: it could lead in a circle.
      return (entry.isFile() || entry.isSymbolicLink()) && name.endsWith(".weir") ? [inside] : [];
    }),
  );
  return nested.flat();
}

const withSlashes = (path: string) => (process.platform === "win32" ? path.replaceAll("\\", "/") : path);
