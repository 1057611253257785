// The files of this machine behind the interface of project/. Texts are UTF-8 without their byte order mark, as editors
// count them; a file that is not UTF-8 is unreadable and says so.

import { readFileSync } from "node:fs";
import {
  decodeText,
  type FileSystem,
  pathOfUri,
  pathStyleOf,
  type ReadResult,
  uriOfPath,
} from "../project/index.ts";
import { systemReason } from "./exit.ts";

export const pathStyle = pathStyleOf(process.platform);

/** The URI under which this program knows the file at an absolute path. */
export function uriOf(path: string): string {
  return uriOfPath(path, pathStyle);
}

/** The path of a file's URI; the URI itself where it names no file. */
export function pathOf(uri: string): string {
  return pathOfUri(uri, pathStyle) ?? uri;
}

/** Reads from the disk; what was read stays known, so that every part of one command sees one state of a file. */
export function realFiles(): FileSystem {
  const known = new Map<string, ReadResult>();
  return {
    readText(uri) {
      const before = known.get(uri);
      if (before !== undefined) return before;
      const result = readFromDisk(pathOf(uri));
      known.set(uri, result);
      return result;
    },
  };
}

function readFromDisk(path: string): ReadResult {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "unreadable", reason: systemReason(error) };
  }
  return decodeText(bytes);
}
