// What checking and keeping rows needs of a run.

import type { EmitOptions } from "../../emit/emit.ts";
import type { RunSources } from "./run-sources.ts";
import type { StatementRunner } from "./statement-runner.ts";

export interface SettleContext {
  readonly runner: StatementRunner;
  readonly sources: RunSources;
  readonly emit: EmitOptions;
  readonly memoryLimitBytes: number | undefined;
  /** Folder of facts that hold of unchanged files. */
  readonly cacheFolder: string;
}
