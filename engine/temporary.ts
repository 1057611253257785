// Where a run may put what does not fit into memory, and what it makes ready before it is switched in.

import { join } from "node:path";
import type { EngineSettings } from "./messages.ts";

/** The folder of the target, else one in the project's cache, which is known to be writable. */
export function temporaryFolderOf(settings: EngineSettings): string {
  return settings.temporaryFolder ?? join(settings.cacheFolder, "temporary");
}
