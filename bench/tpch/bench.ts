// TPC-H at scale 1: the SQL that Weir prints beside the reference SQL, in turns on the same DuckDB over the same files.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Bench, type Figure, median } from "../measure.ts";
import { compileQuery } from "./compile.ts";
import { prepareTpch, tpchQueryNames, tpchReferenceFile, tpchTableFile, tpchTables } from "./data.ts";

const rounds = 5;

export const tpchBench: Bench = {
  name: "tpch",
  about: `The 22 queries at scale 1, ${rounds} rounds in turns: time of Weir's SQL over time of the reference SQL.`,
  async run() {
    const data = prepareTpch(1);
    if (data.status !== "ready") throw new Error(data.reason);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const table of tpchTables) {
      await connection.run(
        `CREATE VIEW ${table} AS FROM read_parquet('${tpchTableFile(data.folder, table)}')`,
      );
    }
    const figures: Figure[] = [];
    const ratios: number[] = [];
    for (const name of tpchQueryNames()) {
      const ours = compileQuery(join(data.folder, `${name}.weir`)).sql;
      const reference = readFileSync(tpchReferenceFile(name), "utf8");
      const times: { readonly ours: number[]; readonly reference: number[] } = { ours: [], reference: [] };
      for (let round = 0; round <= rounds; round++) {
        for (const side of round % 2 === 0
          ? (["ours", "reference"] as const)
          : (["reference", "ours"] as const)) {
          const start = performance.now();
          await connection.runAndReadAll(side === "ours" ? ours : reference);
          // The first round warms the caches of both.
          if (round > 0) times[side].push(performance.now() - start);
        }
      }
      const ratio = median(times.ours) / median(times.reference);
      ratios.push(ratio);
      const basis = `${median(times.ours).toFixed(0)} ms ÷ ${median(times.reference).toFixed(0)} ms`;
      figures.push({ name, value: ratio, unit: "×", basis });
    }
    return [...figures, { name: "all 22", value: median(ratios), unit: "×", basis: "median of the ratios" }];
  },
};
