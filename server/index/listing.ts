// The .weir files of a workspace's folders, found a folder at a time: whoever walks the list may stop in between to do
// something else. It reads no file.

import { isInside, type PathStyle, pathOfUri, uriOfPath } from "../../project/index.ts";
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

export interface ListedFolder {
  readonly uri: string;
  /** Where it really lies. */
  readonly realPath: string;
  /** URIs of the .weir files directly in it. */
  readonly files: readonly string[];
}

export type ListingHost = Pick<ServerHost, "style" | "entriesOf" | "realPath">;

/** All folders below `folders`, each once wherever links lead, as far as `mayRead` lets look. */
export function* listedFolders(
  folders: readonly string[],
  host: ListingHost,
  mayRead: (uri: string) => boolean,
): Generator<ListedFolder> {
  const queue = [...folders];
  const seen = new Set<string>();
  for (const uri of queue) {
    const path = pathOfUri(uri, host.style);
    if (path === undefined || !mayRead(uri)) continue;
    // A link that leads back up would go round for ever.
    const realPath = host.realPath(path) ?? path;
    if (seen.has(realPath)) continue;
    seen.add(realPath);
    const files: string[] = [];
    for (const { name, kind } of host.entriesOf(path)) {
      if (isLeftOut(name, kind === "folder")) continue;
      const inside = uriOfPath(`${path.replace(/[\\/]+$/, "")}/${name}`, host.style);
      if (kind === "folder") queue.push(inside);
      else if (name.endsWith(".weir")) files.push(inside);
    }
    yield { uri, realPath, files };
  }
}

/** Whether a file is one that walking `folders` would come by, if it is there and no link leads to it. */
export function isListed(uri: string, folders: readonly string[], style: PathStyle): boolean {
  if (!uri.endsWith(".weir")) return false;
  return folders.some((folder) => {
    if (!isInside(folder, uri, style)) return false;
    const names = uri.slice(folder.replace(/\/+$/, "").length + 1).split("/");
    return names.every((name, index) => !isLeftOut(name, index < names.length - 1));
  });
}

function isLeftOut(name: string, isFolder: boolean): boolean {
  return name.startsWith(".") || (isFolder && skipped.has(name));
}
