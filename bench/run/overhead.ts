// What Weir costs beside the same SQL: `weir run` to Parquet as a process of its own, in turns with a bare process that
// hands the SQL of `weir sql` to DuckDB.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bench, type Figure, median } from "../measure.ts";
import { prepareSales } from "./data.ts";

const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const bare = fileURLToPath(new URL("./bare.mjs", import.meta.url));

/** Processes of each side. */
const rounds = 11;

const queries: Readonly<Record<string, string>> = {
  "groups and a sort": `from sales
where day >= @2021-01-01
aggregate revenue = sum(quantity * price), orders = count(), top = max(price) by part, region
sort revenue desc`,
  "a join and a window": `from sales
join (from sales | aggregate mean = avg(price) by part) as m on part
where price > m.mean
window place = row_number() by part sorted price desc, id
where place <= 3
select id, part, price, place`,
  "a sort of all rows": `from sales
sort note, id
select id, part, quantity, price, day, region, note`,
};

export const overheadBench: Bench = {
  name: "overhead",
  about: `Runs to Parquet beside the same SQL in a bare process, ${rounds} of each in turns, whole processes.`,
  async run() {
    const folder = await prepareSales();
    const figures: Figure[] = [];
    for (const [name, steps] of Object.entries(queries)) figures.push(...measure(folder, name, steps));
    return figures;
  },
};

interface Side {
  readonly seconds: number[];
  readonly bytes: number[];
}

function measure(folder: string, name: string, steps: string): Figure[] {
  const scratch = join(folder, `bench-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  try {
    const file = join(scratch, "query.weir");
    writeFileSync(file, `source sales = parquet("../sales.parquet")\n\n${steps}\n`);
    const statement = join(scratch, "query.sql");
    writeFileSync(statement, runProcess([program, "sql", file]));
    const ours: Side = { seconds: [], bytes: [] };
    const theirs: Side = { seconds: [], bytes: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const side of round % 2 === 0 ? ([ours, theirs] as const) : ([theirs, ours] as const)) {
        const output = join(scratch, "out.parquet");
        const report = join(scratch, "report.json");
        const start = performance.now();
        const said =
          side === ours
            ? runProcess([program, "run", file, "--output", output, "--report", report])
            : runProcess([bare, statement, output]);
        const seconds = (performance.now() - start) / 1000;
        // The first round warms the cache of the file system for both.
        if (round === 0) continue;
        side.seconds.push(seconds);
        side.bytes.push(side === ours ? peakOf(report) : Number(said));
        rmSync(output);
      }
    }
    const [our, their] = [median(ours.seconds), median(theirs.seconds)];
    const [ourBytes, theirBytes] = [median(ours.bytes), median(theirs.bytes)];
    const size = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    return [
      {
        name: `${name}: time`,
        value: our / their,
        unit: "×",
        limit: { relation: "≤", value: 1.05 },
        basis: `${our.toFixed(2)} s ÷ ${their.toFixed(2)} s`,
      },
      {
        name: `${name}: peak memory`,
        value: ourBytes / theirBytes,
        unit: "×",
        ...(theirBytes >= 1e9 ? { limit: { relation: "≤", value: 1.1 } as const } : {}),
        basis: `${size(ourBytes)} ÷ ${size(theirBytes)}`,
      },
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function peakOf(report: string): number {
  const text = JSON.parse(readFileSync(report, "utf8")) as { readonly peakMemoryBytes: number };
  return text.peakMemoryBytes;
}

function runProcess(parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${parameters.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}
