// The files of the disk as the workspace may see them: read when asked, looked at again when they may have changed, and
// in an untrusted workspace nothing outside of its folders, symbolic links followed to where they lead.

import { type FileSystem, isInside, pathOfUri, type ReadResult, uriOfPath } from "../../project/index.ts";
import type { FileStamp, ServerHost } from "../host.ts";

export interface Disk extends FileSystem {
  /** Whether the workspace may read a file or folder at all. */
  mayRead(uri: string): boolean;
  /** What is known of these files holds no longer. */
  forget(uris: Iterable<string>): void;
  forgetAll(): void;
}

/** What limits reading. */
export interface Limits {
  /** URIs of the workspace's folders. */
  readonly folders: readonly string[];
  readonly isTrusted: boolean;
}

/** How long a file is taken to be as it was, in milliseconds: editors watch files, other programs of the protocol may not. */
const freshMillis = 1000;

interface Known {
  readonly result: ReadResult;
  readonly stamp: FileStamp | undefined;
  checkedMillis: number;
}

const missing: ReadResult = { kind: "missing" };

export function diskOf(host: ServerHost, limits: () => Limits): Disk {
  const known = new Map<string, Known>();
  const allowed = new Map<string, boolean>();

  function mayRead(uri: string): boolean {
    const { folders, isTrusted } = limits();
    const path = pathOfUri(uri, host.style);
    if (path === undefined) return false;
    if (isTrusted) return true;
    const before = allowed.get(uri);
    if (before !== undefined) return before;
    const isAllowed = isWithin(path, uri, folders);
    allowed.set(uri, isAllowed);
    return isAllowed;
  }

  /** By its name and by where it really lies. A place on another computer is never asked about. */
  function isWithin(path: string, uri: string, folders: readonly string[]): boolean {
    if (path.startsWith("\\\\") || path.startsWith("//")) return false;
    const outer = folders.find((folder) => isInside(folder, uri, host.style));
    if (outer === undefined) return false;
    const real = host.realPath(path);
    if (real === undefined) return true;
    const realFolder = host.realPath(pathOfUri(outer, host.style) ?? "");
    if (realFolder === undefined) return false;
    return isInside(uriOfPath(realFolder, host.style), uriOfPath(real, host.style), host.style);
  }

  return {
    mayRead,
    readText(uri) {
      const path = pathOfUri(uri, host.style);
      if (path === undefined || !mayRead(uri)) return missing;
      const now = host.nowMillis();
      const before = known.get(uri);
      if (before !== undefined) {
        if (now - before.checkedMillis < freshMillis) return before.result;
        const stamp = host.stampOf(path);
        if (sameStamp(stamp, before.stamp)) {
          before.checkedMillis = now;
          return before.result;
        }
      }
      const stamp = host.stampOf(path);
      const result = stamp === undefined ? missing : host.readText(path);
      known.set(uri, { result, stamp, checkedMillis: now });
      return result;
    },
    forget(uris) {
      for (const uri of uris) {
        known.delete(uri);
        allowed.delete(uri);
      }
    },
    forgetAll() {
      known.clear();
      allowed.clear();
    },
  };
}

function sameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  return a?.bytes === b?.bytes && a?.modifiedMillis === b?.modifiedMillis;
}
