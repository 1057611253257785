// The engine as one bundled program for the tests of this process: a process from sources takes many times as long to
// start. It lies in the repository's folder for generated files, where packages are found.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { repositoryRoot } from "../support/repository.ts";

let program: string | undefined;

/** Path of the bundle, made at the first call and taken away when this process ends. */
export function engineProgram(): string {
  if (program !== undefined) return program;
  const folder = join(repositoryRoot, "out", `test-engine-${process.pid}`);
  buildSync({
    absWorkingDir: repositoryRoot,
    entryPoints: { engine: "engine/main.ts" },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: ["@duckdb/node-bindings", "@duckdb/node-bindings-*"],
    banner: {
      js: 'import { createRequire as __r } from "node:module"; const require = __r(import.meta.url);',
    },
    logLevel: "warning",
  });
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  program = join(folder, "engine.js");
  return program;
}
