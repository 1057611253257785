// Files that the command itself writes: beside their place first and then renamed, so that nobody ever reads half of
// one, and an interrupted command leaves the old one as it was.

import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fault, systemReason } from "./exit.ts";

/** Writes a file as a whole; one that was there keeps its rights. `shown` is the path as typed. */
export async function writeWhole(typed: string, content: string | Uint8Array, shown: string): Promise<void> {
  const mode = await modeOf(typed);
  // What a link leads to is replaced, not the link.
  const path = mode === undefined ? typed : await realpath(typed);
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(beside, "wx", mode);
    try {
      await file.writeFile(content);
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw fault(`"${shown}" cannot be written: ${systemReason(error)}`);
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** On Windows a file that somebody is reading cannot be replaced for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isBusy = code === "EPERM" || code === "EBUSY" || code === "EACCES";
      if (process.platform !== "win32" || !isBusy || tries === 20) throw error;
      await wait(10 * (tries + 1));
    }
  }
}
