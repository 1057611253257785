// Files that hang together with one: those that import it, however far around. They are found in the texts of the workspace's
// folders, without parsing what has nothing to do with it.

import {
  type FileSystem,
  type PathStyle,
  pathOfUri,
  pathsImportedIn,
  resolveFrom,
  uriOfPath,
} from "../../project/index.ts";
import type { ServerHost } from "../host.ts";

/** Folders that hold nothing of a person's own. */
const skipped: ReadonlySet<string> = new Set([
  "node_modules",
  "__pycache__",
  "dist",
  "out",
  "target",
  "venv",
]);

/** URIs of all .weir files below the folders, as far as `mayRead` lets look. */
export function programFilesBelow(
  folders: readonly string[],
  host: ServerHost,
  mayRead: (uri: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  const queue = [...folders];
  const seen = new Set<string>();
  for (const folder of queue) {
    const path = pathOfUri(folder, host.style);
    if (path === undefined || !mayRead(folder)) continue;
    // A link that leads back up would go round for ever.
    const real = host.realPath(path) ?? path;
    if (seen.has(real)) continue;
    seen.add(real);
    for (const { name, kind } of host.entriesOf(path)) {
      if (name.startsWith(".") || (kind === "folder" && skipped.has(name))) continue;
      const uri = uriOfPath(`${path.replace(/[\\/]+$/, "")}/${name}`, host.style);
      if (kind === "folder") queue.push(uri);
      else if (name.endsWith(".weir")) found.push(uri);
    }
  }
  return found;
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
