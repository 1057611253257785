// The program that the benchmark of the index bundles and runs: one index over a folder, from the start until every file is
// known, while something else asks for its turn all the time. It prints its figures as JSON.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { realHost } from "../../server/host.ts";
import { WorkspaceIndex } from "../../server/index/workspace-index.ts";

export interface IndexMeasured {
  readonly seconds: number;
  /** The longest that anybody waited for a turn meanwhile. */
  readonly longestWaitMillis: number;
  readonly files: number;
  /** Of the whole process, at its highest. */
  readonly megabytes: number;
  readonly questionMillis: Readonly<Record<"using" | "importers" | "matching", number>>;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("a folder is wanted");
const start = performance.now();
const index = new WorkspaceIndex(realHost(), {
  weir: "bench",
  mayRead: () => true,
  keptAt: () => join(folder, ".weir", "cache", "index"),
  openTrees: () => [],
  onFault: (error) => {
    throw error;
  },
});
let asked = performance.now();
let longestWaitMillis = 0;
let isDone = false;
const ask = () => {
  longestWaitMillis = Math.max(longestWaitMillis, performance.now() - asked);
  asked = performance.now();
  if (!isDone) setImmediate(ask);
};
ask();
index.setFolders([pathToFileURL(folder).href]);
await index.settled();
const seconds = (performance.now() - start) / 1000;
isDone = true;

const millis = (work: () => void) => {
  const before = performance.now();
  work();
  return performance.now() - before;
};
const measured: IndexMeasured = {
  seconds,
  longestWaitMillis,
  files: index.digests().size,
  megabytes: process.resourceUsage().maxRSS / 1000,
  questionMillis: {
    using: millis(() => index.filesUsing("country")),
    importers: millis(() => index.importersOf(pathToFileURL(join(folder, "group-0", "file-0.weir")).href)),
    matching: millis(() => index.declarationsMatching("rev")),
  },
};
await index.close();
process.stdout.write(JSON.stringify(measured));
