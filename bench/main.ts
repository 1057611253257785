// `npm run bench`: runs benchmarks by name (all without one) and prints their figures beside what is promised.
//
//   npm run bench -- cli           only the benchmark of that name
//   npm run bench -- --list        the names
import { cpus, totalmem } from "node:os";
import { type Bench, figuresTable, keepsPromise } from "./measure.ts";

/** Loaded when they are run, so that none pays for another's modules. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  cli: async () => (await import("./cli.ts")).cliBench,
  completion: async () => (await import("./completion/bench.ts")).completionBench,
  index: async () => (await import("./server/index.ts")).indexBench,
  language: async () => (await import("./language/bench.ts")).languageBench,
  overhead: async () => (await import("./run/overhead.ts")).overheadBench,
  parse: async () => (await import("./language/parse.ts")).parseBench,
  results: async () => (await import("./run/results.ts")).resultsBench,
  server: async () => (await import("./server/protocol.ts")).serverBench,
  stream: async () => (await import("./run/stream.ts")).streamBench,
  tpch: async () => (await import("./tpch/bench.ts")).tpchBench,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => name !== "--list" && !(name in benches));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark "${unknown.join('", "')}"; there are ${Object.keys(benches).join(", ")}.`,
  );
  process.exitCode = 2;
} else if (asked.includes("--list")) {
  console.log(Object.keys(benches).join("\n"));
} else {
  const names = asked.length > 0 ? asked : Object.keys(benches);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}, ${process.platform}\n`,
  );
  for (const name of names) {
    const bench = await benches[name]!();
    console.log(`## ${bench.name}\n\n${bench.about}\n`);
    const figures = await bench.run();
    console.log(`${figuresTable(figures)}\n`);
    const missed = figures.filter((figure) => keepsPromise(figure) === false);
    if (missed.length > 0) console.log(`Not kept: ${missed.map((figure) => figure.name).join("; ")}\n`);
  }
}
