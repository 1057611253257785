// A store made ready for one run: the place is checked, locked and brought to rest, then the run writes into staging
// and the content is switched at the very end. Whatever happens before `commit`, the old content stays whole.

import { rmSync } from "node:fs";
import type { StoreTarget } from "../../language/plan.ts";
import type { EngineSettings, StoreReport } from "../messages.ts";
import { databaseStore } from "./database-store.ts";
import { fileStore } from "./file-store.ts";
import { folderStore } from "./folder-store.ts";
import { placeOf, requirePermission } from "./place.ts";
import type { StoreWrite, WriteMode } from "./store-writer.ts";
import { requireOwnership, requireOwnFile } from "./stored-content.ts";
import { createStaging, lockStore, recoverStore } from "./switch.ts";

export interface PreparedStore {
  readonly allowedPaths: readonly string[];
  readonly allowedFolders: readonly string[];
  write(write: StoreWrite): Promise<void>;
  commit(): Promise<StoreReport>;
  /** Leaves the old content and takes everything else away. Also right after `commit`, and twice. */
  close(): void;
}

/**
 * @throws {RunError} WR660–WR665 where the store cannot be written, in words for a person.
 */
export async function prepareStore(
  target: StoreTarget,
  mode: WriteMode,
  settings: EngineSettings,
  now: () => Date,
): Promise<PreparedStore> {
  const place = placeOf(target);
  requirePermission(target.name, place, settings);
  const lock = lockStore(place.path, target.name, now);
  let staging: string | undefined;
  const close = () => {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    lock.release();
  };
  try {
    await recoverStore(place.path);
    if (place.layout === "folder") requireOwnership(target.name, place.path);
    if (place.layout === "file" && mode.kind === "replace") requireOwnFile(target.name, place.path);
    if (place.layout !== "database") staging = createStaging(place.path);
    const writer =
      place.layout === "database"
        ? databaseStore(target, place, mode)
        : place.layout === "file"
          ? fileStore(target, place, mode, staging!)
          : folderStore(target, place, mode, staging!);
    let rows = 0;
    return {
      allowedPaths: writer.allowedPaths,
      allowedFolders: writer.allowedFolders,
      write: async (write) => {
        rows = await writer.write(write);
      },
      commit: async () => {
        await writer.commit();
        const { format, path } = place;
        return { name: target.name, kind: format, mode: modeText(mode), path, rows, ...writer.size() };
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function modeText(mode: WriteMode): string {
  if (mode.kind === "merge") return `merge on ${mode.keys.join(", ")}`;
  if (mode.kind === "replaceBy") return `replace by ${mode.keys.join(", ")}`;
  return mode.kind;
}
