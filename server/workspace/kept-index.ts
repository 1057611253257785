// Where the index of a workspace folder is kept: in the cache of the project that the folder belongs to, under a name of its own.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheFolderFor } from "../../engine/settings.ts";
import type { Project } from "../../project/index.ts";
import type { ServerHost } from "../host.ts";

/** Undefined in a run from the sources: what reads the texts changes there from one start to the next. */
export function keptIndexAt(folder: string, project: Project, host: ServerHost): string | undefined {
  if (process.env.WEIR_VERSION === undefined) return undefined;
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return join(cacheFolderFor(project, host.environment), `workspace-${name}.index`);
}
