// Files that hang together with one: those that import it, however far around. They are found in the texts of the workspace's
// folders, without parsing what has nothing to do with it.

import { type FileSystem, type PathStyle, pathsImportedIn, resolveFrom } from "../../project/index.ts";
import type { ServerHost } from "../host.ts";
import { listedFolders } from "../index/listing.ts";

/** URIs of all .weir files below the folders, as far as `mayRead` lets look. */
export function programFilesBelow(
  folders: readonly string[],
  host: ServerHost,
  mayRead: (uri: string) => boolean,
): readonly string[] {
  return [...listedFolders(folders, host, mayRead)].flatMap(({ files }) => files);
}

/** `uri` and, of `candidates`, every file that imports it, or imports one that does. */
export function importersOf(
  uri: string,
  candidates: readonly string[],
  files: FileSystem,
  style: PathStyle,
): readonly string[] {
  const importers = new Map<string, string[]>();
  for (const candidate of candidates) {
    const result = files.readText(candidate);
    if (result.kind !== "text") continue;
    for (const path of pathsImportedIn(result.text)) {
      const imported = resolveFrom(candidate, path, style);
      const known = importers.get(imported);
      if (known === undefined) importers.set(imported, [candidate]);
      else known.push(candidate);
    }
  }
  const found = new Set([uri]);
  for (const each of found) for (const importer of importers.get(each) ?? []) found.add(importer);
  return [...found];
}
