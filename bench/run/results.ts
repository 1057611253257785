// What a person waits for who looks at rows: the first rows of a preview, and pages of a result of ten million rows.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Engine, type EngineRun, startEngine } from "../../engine/client.ts";
import type { RunRequest } from "../../engine/messages.ts";
import { planUpTo, specialise } from "../../language/index.ts";
import { type FileSystem, loadProgram } from "../../project/index.ts";
import { type Bench, type Figure, median, percentile } from "../measure.ts";

const program = fileURLToPath(new URL("../../dist/engine.js", import.meta.url));
const flights = fileURLToPath(
  new URL("../../node_modules/vega-datasets/data/flights-3m.parquet", import.meta.url),
);
const rounds = 15;
const bigRows = 10_000_000;

export const resultsBench: Bench = {
  name: "results",
  about: `From the question to the rows in the caller's process: a preview of 1,000 rows over 3,000,000 flights, and pages of 100 rows of a kept result of ${bigRows.toLocaleString("en-US")} rows.`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "weir-bench-results-"));
    try {
      return [...(await previews(folder)), ...(await pages(folder))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const previewText = `source flights = parquet(${JSON.stringify(flights)}) {
  date: timestamp?
  delay: int?
  distance: int?
  origin: text?
  destination: text?
}
from flights
where delay > 30
derive hours = delay / 60
`;

async function previews(folder: string): Promise<Figure[]> {
  const warm: number[] = [];
  const cold: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const millis of [cold, warm]) {
      let engine: Engine | undefined;
      if (millis === warm) {
        engine = startEngine({ program });
        await engine.describe([], requestOf(folder, previewText).settings);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      const start = performance.now();
      engine ??= startEngine({ program });
      const run = engine.run(requestOf(folder, previewText, 1000));
      await firstPage(engine, run);
      millis.push(performance.now() - start);
      await engine.close();
    }
  }
  const basis = `p50 of ${rounds}`;
  return [
    {
      name: "preview, engine warm",
      value: median(warm),
      unit: "ms",
      limit: { relation: "≤", value: 300 },
      basis,
    },
    {
      name: "preview, engine to be started",
      value: median(cold),
      unit: "ms",
      limit: { relation: "≤", value: 1200 },
      basis,
    },
  ];
}

async function pages(folder: string): Promise<Figure[]> {
  const text = `from series(1, ${bigRows}, 1)\nderive part = value % 997, price = (value * 7919 % 100003) / 100, note = f"note {value % 4099}"\n`;
  const engine = startEngine({ program });
  try {
    const run = engine.run(requestOf(folder, text));
    const outcome = await run.outcome;
    if (outcome.kind !== "finished") throw new Error(`the run ${outcome.kind}`);
    const plain = await pageTimes(engine, run, []);
    const sortedStart = performance.now();
    await engine.page(run, wish(0, [{ column: "price", descending: true }]));
    const sorting = performance.now() - sortedStart;
    const sorted = await pageTimes(engine, run, [{ column: "price", descending: true }]);
    const at = { relation: "≤" as const, value: 100 };
    const basis = "p95 of 40 places";
    return [
      { name: "a page on scroll", value: percentile(plain, 0.95), unit: "ms", limit: at, basis },
      { name: "a page of the sorted result", value: percentile(sorted, 0.95), unit: "ms", limit: at, basis },
      { name: "sorting it by a column of floats", value: sorting, unit: "ms", basis: "once" },
    ];
  } finally {
    await engine.close();
  }
}

async function pageTimes(
  engine: Engine,
  run: EngineRun,
  sort: ReturnType<typeof wish>["sort"],
): Promise<number[]> {
  const millis: number[] = [];
  for (let place = 0; place < 40; place++) {
    const offset = (place * 6_700_417) % (bigRows - 100);
    const start = performance.now();
    await engine.page(run, wish(offset, sort));
    millis.push(performance.now() - start);
  }
  return millis;
}

async function firstPage(engine: Engine, run: EngineRun): Promise<void> {
  const outcome = await run.outcome;
  if (outcome.kind !== "finished") throw new Error(`the run ${outcome.kind}`);
  const page = await engine.page(run, wish(0, []));
  if (page === "cancelled" || page.rows === 0) throw new Error("no page came");
}

function wish(offset: number, sort: readonly { readonly column: string; readonly descending: boolean }[]) {
  return { offset, rows: 100, sort, filter: "", maximumBytes: 750_000 };
}

function requestOf(folder: string, text: string, limit?: number): RunRequest {
  const path = join(folder, "bench.weir");
  writeFileSync(path, text);
  const uri = pathToFileURL(path).href;
  const files: FileSystem = {
    readText: (asked) => (asked === uri ? { kind: "text", text } : { kind: "missing" }),
  };
  const catalogue = { schemaOf: () => ({ status: "pending" }) as const };
  const { program: bound } = loadProgram({ files, uris: [uri], catalogue, style: "posix" });
  const whole = bound.file(uri)!.pipelines[0]!;
  const cut = planUpTo(whole, text.length);
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
    plan: specialise(cut?.plan ?? whole, {}).plan,
    startedAtMicros: BigInt(Date.now()) * 1000n,
    limit,
    output: { kind: "kept" },
    store: false,
    measureSteps: false,
    given: undefined,
  };
}
