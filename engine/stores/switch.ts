// The switch from a store's old content to its new one, so that whoever looks finds one of them whole, also after a
// kill at any moment. New content is made ready in a staging place beside the store; files are then renamed over,
// folders swapped under a journal that the next run or read rolls forward. One run at a time holds a store's lock.

import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { RunError } from "../run-error.ts";

/** The hidden neighbours of a store: all start with `.NAME.weir-`, so that they are found again. */
export interface Neighbours {
  readonly folder: string;
  readonly lock: string;
  readonly journal: string;
  /** Tells that a store of one file is Weir's own. */
  readonly mark: string;
  /** Where the old folder waits during a swap. */
  readonly old: string;
  readonly stagingPrefix: string;
}

export function neighboursOf(path: string): Neighbours {
  const folder = dirname(path);
  const prefix = `.${basename(path)}.weir-`;
  return {
    folder,
    lock: join(folder, `${prefix}lock`),
    journal: join(folder, `${prefix}switch`),
    mark: join(folder, `${prefix}store`),
    old: join(folder, `${prefix}old`),
    stagingPrefix: `${prefix}staging-`,
  };
}

export interface StoreLock {
  release(): void;
}

interface LockOwner {
  readonly processId: number;
  readonly since: string;
}

/**
 * Takes the store for this process. A lock whose process is gone is taken over.
 * @throws {RunError} WR663 while another process holds it.
 */
export function lockStore(path: string, name: string, now: () => Date): StoreLock {
  const { folder, lock } = neighboursOf(path);
  mkdirSync(folder, { recursive: true });
  const owner: LockOwner = { processId: process.pid, since: now().toISOString() };
  // Linked into place, so that nobody ever reads a lock without its owner.
  const ticket = `${lock}-${randomUUID()}`;
  writeFileSync(ticket, JSON.stringify(owner));
  try {
    for (;;) {
      try {
        linkSync(ticket, lock);
        return { release: () => rmSync(lock, { force: true }) };
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      removeStaleLock(path, name, lock);
    }
  } finally {
    rmSync(ticket, { force: true });
  }
}

/** @throws {RunError} WR663 where the lock is not stale. */
function removeStaleLock(path: string, name: string, lock: string): void {
  const holder = lockOwner(lock);
  if (holder !== undefined && isRunning(holder.processId)) {
    throw new RunError(
      "WR663",
      `store "${name}" is being written by process ${holder.processId} since ${holder.since}`,
      {
        file: path,
        hint: "Wait until it has finished, or end that process; then run again.",
      },
    );
  }
  // Two processes may find the same stale lock: only one of them succeeds in renaming it away.
  const stale = `${lock}-${randomUUID()}`;
  try {
    renameSync(lock, stale);
    rmSync(stale, { force: true });
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Creates an empty staging folder beside the store (on the same file system, so that renames are atomic). */
export function createStaging(path: string): string {
  const { folder, stagingPrefix } = neighboursOf(path);
  const staging = join(folder, `${stagingPrefix}${process.pid}-${randomUUID().slice(0, 8)}`);
  mkdirSync(staging, { recursive: true });
  return staging;
}

/** Renames a finished file over the store's; on Windows a reader may hold it for a moment, so this tries again. */
export async function switchFile(staged: string, path: string): Promise<void> {
  flush(staged);
  await renamePatiently(staged, path);
  flushFolder(dirname(path));
}

/** Swaps a finished folder in. From the moment the journal stands the new content wins. */
export async function switchFolder(staged: string, path: string): Promise<void> {
  const { folder, journal } = neighboursOf(path);
  const text = JSON.stringify({ staged: basename(staged) });
  writeFileSync(`${journal}-new`, text);
  flush(`${journal}-new`);
  renameSync(`${journal}-new`, journal);
  flushFolder(folder);
  await rollForward(path);
}

/**
 * Brings a store to rest after whatever was interrupted: an unfinished swap is finished, what was never switched is
 * removed. The caller holds the lock. Harmless when there is nothing to do.
 */
export async function recoverStore(path: string): Promise<void> {
  const { folder, lock, journal, old, stagingPrefix } = neighboursOf(path);
  if (!existsSync(folder)) return;
  if (existsSync(journal)) await rollForward(path);
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(stagingPrefix) || entry.startsWith(`${basename(lock)}-`))
      rmSync(join(folder, entry), { recursive: true, force: true });
  }
  rmSync(`${journal}-new`, { force: true });
  rmSync(old, { recursive: true, force: true });
}

/** True where a switch was interrupted and its process is gone: a read must recover first. */
export function needsRecovery(path: string): boolean {
  const { lock, journal } = neighboursOf(path);
  if (!existsSync(journal)) return false;
  const holder = lockOwner(lock);
  return holder === undefined || !isRunning(holder.processId);
}

// ------------------------------------------------------------------------------------------------ helpers

async function rollForward(path: string): Promise<void> {
  const { folder, journal, old } = neighboursOf(path);
  const { staged } = JSON.parse(readFileSync(journal, "utf8")) as { readonly staged: string };
  const stagedPath = join(folder, basename(staged));
  if (existsSync(stagedPath)) {
    if (existsSync(path)) {
      rmSync(old, { recursive: true, force: true });
      await renamePatiently(path, old);
    }
    await renamePatiently(stagedPath, path);
    flushFolder(folder);
  }
  rmSync(old, { recursive: true, force: true });
  rmSync(journal, { force: true });
}

const renameTries = 40;

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const busy = ["EPERM", "EACCES", "EBUSY"].includes(codeOf(error)) && process.platform === "win32";
      if (!busy || tried === renameTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25 * Math.min(tried, 8)));
    }
  }
}

function lockOwner(lock: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as LockOwner;
  } catch {
    // Gone meanwhile, or its writer was killed before it could write: nobody holds it.
    return undefined;
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function flush(path: string): void {
  const handle = openSync(path, "r+");
  fsyncSync(handle);
  closeSync(handle);
}

/** Makes renames durable; Windows neither needs nor allows it. */
function flushFolder(path: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
