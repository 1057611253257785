// The real world of the language server's process, in one place: disk, clock, environment, the engine's process. The
// rest of server/ takes it as an argument. It loads no native module.

import { readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { type Engine, startEngine } from "../engine/client.ts";
import { decodeText, type PathStyle, pathStyleOf, type ReadResult } from "../project/index.ts";

export interface FileStamp {
  readonly bytes: number;
  readonly modifiedMillis: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

export interface ServerHost {
  readonly style: PathStyle;
  readonly environment: NodeJS.ProcessEnv;
  /** The text of a file at an absolute path. */
  readText(path: string): ReadResult;
  /** Size and time of a file; undefined where there is none. */
  stampOf(path: string): FileStamp | undefined;
  /** Files and folders in a folder, symbolic links as what they lead to; empty where it cannot be read. */
  entriesOf(path: string): readonly FolderEntry[];
  /** The path without symbolic links; undefined where nothing is there. */
  realPath(path: string): string | undefined;
  /** Writes a file as a whole or not at all, with the folders that it needs; false where it cannot be written. */
  replaceText(path: string, text: string): Promise<boolean>;
  /** Removes a folder with all that is in it; nothing where there is none. False where it cannot be removed. */
  removeFolder(path: string): boolean;
  startEngine(): Engine;
  /** Milliseconds of a clock that never goes back. */
  nowMillis(): number;
}

export function realHost(): ServerHost {
  return {
    style: pathStyleOf(process.platform),
    environment: process.env,
    readText,
    stampOf,
    entriesOf,
    realPath(path) {
      try {
        return realpathSync.native(path);
      } catch (error) {
        return unlessSystem(error, undefined);
      }
    },
    replaceText,
    removeFolder(path) {
      try {
        rmSync(path, { recursive: true, force: true });
        return true;
      } catch (error) {
        return unlessSystem(error, false);
      }
    },
    startEngine: () => startEngine(),
    nowMillis: () => performance.now(),
  };
}

function readText(path: string): ReadResult {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "ENOENT" || code === "ENOTDIR"
      ? { kind: "missing" }
      : { kind: "unreadable", reason: message };
  }
}

function stampOf(path: string): FileStamp | undefined {
  try {
    const found = statSync(path);
    return found.isFile() ? { bytes: found.size, modifiedMillis: found.mtimeMs } : undefined;
  } catch (error) {
    return unlessSystem(error, undefined);
  }
}

function entriesOf(path: string): readonly FolderEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry): FolderEntry[] => {
      if (entry.isFile()) return [{ name: entry.name, kind: "file" }];
      if (entry.isDirectory()) return [{ name: entry.name, kind: "folder" }];
      if (!entry.isSymbolicLink()) return [];
      return linkedEntry(`${path}/${entry.name}`, entry.name);
    });
  } catch (error) {
    return unlessSystem(error, []);
  }
}

function linkedEntry(path: string, name: string): FolderEntry[] {
  try {
    const found = statSync(path);
    if (found.isFile()) return [{ name, kind: "file" }];
    return found.isDirectory() ? [{ name, kind: "folder" }] : [];
  } catch (error) {
    return unlessSystem(error, []);
  }
}

async function replaceText(path: string, text: string): Promise<boolean> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, text);
    await rename(beside, path);
    return true;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    return unlessSystem(error, false);
  }
}

/** What cannot be read is as if it were not there; anything else is a bug. */
function unlessSystem<T>(error: unknown, fallback: T): T {
  if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  return fallback;
}
