#!/usr/bin/env node
// The `weir` command's first module, and that of its threads. It answers `--version` by itself and loads the rest only when there is something
// to do: nothing heavy may be imported here, or every start of the command pays for it.

import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { isMainThread, workerData } from "node:worker_threads";
import type { CheckShare } from "./checking/messages.ts";

// Node 22 and later keep the compiled code of the modules loaded after this; before, the call does not exist.
if ("enableCompileCache" in nodeModule) (nodeModule.enableCompileCache as () => void)();

const parameters = process.argv.slice(2);
if (!isMainThread) {
  const { checkShare } = await import("./checking/thread.ts");
  await checkShare(workerData as CheckShare);
} else if (parameters.length === 1 && (parameters[0] === "--version" || parameters[0] === "-V")) {
  process.stdout.write(`${version()}\n`);
} else {
  const { leaveEngine, warmUp } = await import("./warm-engine.ts");
  warmUp(parameters);
  const { runCommandLine } = await import("./command-line.ts");
  process.exitCode = await runCommandLine(parameters, version);
  await leaveEngine();
}

/** Written into the bundle; a run from the sources reads the manifest. */
function version(): string {
  const bundled = process.env.WEIR_VERSION;
  if (bundled !== undefined) return bundled;
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
