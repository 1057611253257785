// How fast rows come out of the engine's process as an Arrow IPC stream, and how soon it answers a cancelled run.

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Engine, startEngine } from "../../engine/client.ts";
import type { RunRequest } from "../../engine/messages.ts";
import { specialise } from "../../language/index.ts";
import { type FileSystem, loadProgram } from "../../project/index.ts";
import { type Bench, type Figure, median } from "../measure.ts";
import { prepareSales, saleRows } from "./data.ts";

const program = fileURLToPath(new URL("../../dist/engine.js", import.meta.url));
const rounds = 5;

export const streamBench: Bench = {
  name: "stream",
  about: `Rows as an Arrow stream from the engine's process to this one, and cancelling, ${rounds} times each.`,
  async run() {
    const folder = await prepareSales();
    const engine = startEngine({ program });
    try {
      return [
        await rate(engine, folder, "(int, float, text of 1)", "select id, price, region", 3_000_000),
        await rate(engine, folder, "(int, float, text of 6 to 11)", "select id, price, note", undefined),
        await cancelling(engine, folder, "a sort", "sort note, id"),
        await cancelling(engine, folder, "a group-by", "aggregate n = count() by id, note"),
      ];
    } finally {
      await engine.close();
    }
  },
};

async function rate(
  engine: Engine,
  folder: string,
  name: string,
  steps: string,
  promised: number | undefined,
): Promise<Figure> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const run = engine.run(requestOf(folder, steps));
    let bytes = 0;
    for await (const part of run) bytes += part.byteLength;
    const outcome = await run.outcome;
    if (outcome.kind !== "finished" || bytes === 0) throw new Error(`the run ${outcome.kind}`);
    rates.push(saleRows / ((performance.now() - start) / 1000));
  }
  return {
    name: `Arrow stream of ${name}`,
    value: median(rates),
    unit: "rows/s",
    ...(promised === undefined ? {} : { limit: { relation: "≥", value: promised } as const }),
    basis: `median of ${rounds}, ${saleRows.toLocaleString("en-US")} rows`,
  };
}

async function cancelling(engine: Engine, folder: string, name: string, steps: string): Promise<Figure> {
  const millis: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const stop = new AbortController();
    const run = engine.run(requestOf(folder, steps), { signal: stop.signal });
    await new Promise((resolve) => setTimeout(resolve, 800 + 200 * round));
    const asked = performance.now();
    stop.abort();
    const outcome = await run.outcome;
    if (outcome.kind !== "cancelled") throw new Error(`the run ${outcome.kind} before it was cancelled`);
    millis.push(performance.now() - asked);
  }
  return {
    name: `cancelling ${name}`,
    value: Math.max(...millis),
    unit: "ms",
    limit: { relation: "≤", value: 500 },
    basis: `longest of ${rounds}`,
  };
}

function requestOf(folder: string, steps: string): RunRequest {
  const uri = pathToFileURL(join(folder, "stream.weir")).href;
  const schema = "{\n  id: int?\n  price: float?\n  region: text?\n  note: text?\n}";
  const text = `source sales = parquet("sales.parquet") ${schema}\n\nfrom sales\n${steps}\n`;
  const files: FileSystem = {
    readText: (asked) => (asked === uri ? { kind: "text", text } : { kind: "missing" }),
  };
  const catalogue = { schemaOf: () => ({ status: "pending" }) as const };
  const { program } = loadProgram({ files, uris: [uri], catalogue, style: "posix" });
  const { plan } = specialise(program.file(uri)!.pipelines[0]!, {});
  return {
    settings: {
      projectFolder: folder,
      cacheFolder: join(folder, ".weir", "cache"),
      memoryLimitBytes: undefined,
      threads: undefined,
      temporaryFolder: undefined,
      temporaryLimitBytes: undefined,
      allowWrite: [],
    },
    plan,
    startedAtMicros: BigInt(Date.now()) * 1000n,
    limit: undefined,
    output: { kind: "batches" },
    store: false,
    measureSteps: false,
    given: undefined,
  };
}
