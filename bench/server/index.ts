// How long the language server's index takes over 10,000 files, from nothing and from what was kept; as a process of its own.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Bench, Figure } from "../measure.ts";
import type { IndexMeasured } from "./index-measured.ts";
import { writeWorkspace } from "./workspace-files.ts";

const files = 10_000;

export const indexBench: Bench = {
  name: "index",
  about: `The index of a workspace of ${files.toLocaleString("en-US")} files of 50 lines, in a process of its own.`,
  async run() {
    const scratch = mkdtempSync(join(tmpdir(), "weir-bench-"));
    try {
      const outfile = join(scratch, "measured.mjs");
      await build({
        entryPoints: [fileURLToPath(new URL("./index-measured.ts", import.meta.url))],
        bundle: true,
        platform: "node",
        format: "esm",
        outfile,
        logLevel: "error",
      });
      const folder = join(scratch, "workspace");
      writeWorkspace(folder, files);
      return [...figures("from nothing", 8, measure(outfile, folder)), ...keptFigures(outfile, folder)];
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

function keptFigures(program: string, folder: string): readonly Figure[] {
  const kept = measure(program, folder);
  const questions = Object.entries(kept.questionMillis).map(([name, value]): Figure => {
    return { name: `files and names: ${name}`, value, unit: "ms", basis: "asked once" };
  });
  return [...figures("from what was kept", 2, kept), ...questions];
}

function measure(program: string, folder: string): IndexMeasured {
  const measured = JSON.parse(
    execFileSync(process.execPath, [program, folder], { encoding: "utf8" }),
  ) as IndexMeasured;
  if (measured.files !== files)
    throw new Error(`the index has ${measured.files} of ${files} files: its figures mean nothing`);
  return measured;
}

function figures(name: string, seconds: number, measured: IndexMeasured): readonly Figure[] {
  const basis = "one run";
  const at = (value: number) => ({ relation: "≤" as const, value });
  return [
    { name, value: measured.seconds, unit: "s", limit: at(seconds), basis },
    {
      name: `${name}: longest wait meanwhile`,
      value: measured.longestWaitMillis,
      unit: "ms",
      limit: at(400),
      basis,
    },
    { name: `${name}: memory`, value: measured.megabytes, unit: "MB", limit: at(400), basis },
  ];
}
