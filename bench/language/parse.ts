// Whether parsing is linear work: the time a token of texts that make parsers slow, next to the median of all.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Bench, type Figure, median } from "../measure.ts";
import type { MeasuredText } from "./parse-measured.ts";

export const parseBench: Bench = {
  name: "parse",
  about:
    "Time a token of texts that make parsers slow, of 20,000 and 200,000 characters, as a ratio to the median of all; bundled as it ships. A token counts once for each 16 characters that it begins.",
  async run(): Promise<readonly Figure[]> {
    const measured = await measure();
    const middle = median(measured.map(({ nanosecondsPerToken }) => nanosecondsPerToken));
    const figures = measured.map(({ name, characters, nanosecondsPerToken }): Figure => {
      const limit = { relation: "≤" as const, value: 20 };
      const value = nanosecondsPerToken / middle;
      return { name: `${name}, ${characters / 1000}k`, value, unit: "×", limit, basis: "best of 3" };
    });
    return [
      { name: "median time a token", value: middle, unit: "ns", basis: "of all texts" },
      ...figures.sort((a, b) => b.value - a.value),
    ];
  },
};

async function measure(): Promise<readonly MeasuredText[]> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-"));
  try {
    const outfile = join(folder, "measured.mjs");
    const entry = fileURLToPath(new URL("./parse-measured.ts", import.meta.url));
    await build({
      entryPoints: [entry],
      bundle: true,
      platform: "node",
      format: "esm",
      outfile,
      logLevel: "error",
    });
    return JSON.parse(
      execFileSync(process.execPath, [outfile], { encoding: "utf8" }),
    ) as readonly MeasuredText[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
