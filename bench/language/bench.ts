// How long the compiler takes on a file of 1,000 lines: from nothing, after one typed character, and beside prqlc on
// the same pipelines in the same process.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Bench } from "../measure.ts";

type Measured = Record<
  | "parseMedian"
  | "parseP95"
  | "wholeMedian"
  | "wholeP95"
  | "reparseP95"
  | "reboundP95"
  | "rivalMedian"
  | "keystrokes"
  | "pipelines",
  number
>;

export const languageBench: Bench = {
  name: "language",
  about:
    "Parsing, binding and checking a file of 1,000 lines (41 pipelines), bundled as it ships, after a warm-up; characters typed into it one after the other; and prqlc (WebAssembly) compiling the same 41 pipelines to SQL in the same process.",
  async run() {
    const measured = await measure();
    const at = (limit: number) => ({ relation: "≤" as const, value: limit });
    const basis = "p95 of 120";
    const typed = `p95 of ${measured.keystrokes} keystrokes`;
    return [
      { name: "parse, 1,000 lines", value: measured.parseP95, unit: "ms", limit: at(10), basis },
      { name: "parse + bind + check", value: measured.wholeP95, unit: "ms", limit: at(20), basis },
      { name: "one character: parse", value: measured.reparseP95, unit: "ms", limit: at(1), basis: typed },
      {
        name: "one character: up to fresh problems",
        value: measured.reboundP95,
        unit: "ms",
        limit: at(5),
        basis: typed,
      },
      { name: "parse, 1,000 lines, median", value: measured.parseMedian, unit: "ms", basis: "median of 120" },
      {
        name: "parse + bind + check, median",
        value: measured.wholeMedian,
        unit: "ms",
        basis: "median of 120",
      },
      {
        name: `prqlc, the same ${measured.pipelines} pipelines`,
        value: measured.rivalMedian,
        unit: "ms",
        basis: "median of 8",
      },
      {
        name: "Weir ÷ prqlc",
        value: measured.wholeMedian / measured.rivalMedian,
        unit: "×",
        limit: at(1),
        basis: "medians of one run",
      },
    ];
  },
};

async function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-"));
  try {
    const outfile = join(folder, "measured.mjs");
    await build({
      entryPoints: [fileURLToPath(new URL("./measured.ts", import.meta.url))],
      bundle: true,
      platform: "node",
      format: "esm",
      outfile,
      logLevel: "error",
    });
    return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: "utf8" })) as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
