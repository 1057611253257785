// Writes the sample project that the extension carries ("Weir: Open Sample Project"): the flights example over every twelfth
// flight, with its data beside it, so that it runs without the repository and without a network. At most two megabytes.
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = join(root, "examples", "flights");
const datasets = join(root, "node_modules", "vega-datasets", "data");

/** What the program of the example says of itself and of where its data lie → what the sample says. */
const replacements = [
  [
    "# Three million flights within the United States, January to June 2001: which are late, and when.",
    "# Every twelfth flight within the United States, January to June 2001: which are late, and when.",
  ],
  ["../../node_modules/vega-datasets/data/flights-3m.parquet", "data/flights.parquet"],
  ["../../node_modules/vega-datasets/data/airports.csv", "data/airports.csv"],
  ["1_000_000 = 20_000", "1_000_000 = 1_500"],
];

/**
 * Writes the sample into `folder`.
 *
 * @param {string} folder
 */
export async function writeSample(folder) {
  const data = join(folder, "data");
  await mkdir(data, { recursive: true });
  await writeFile(join(folder, "flights.weir"), await sampleProgram());
  await copyFile(join(example, "weir.json"), join(folder, "weir.json"));
  await copyFile(join(datasets, "airports.csv"), join(data, "airports.csv"));
  await writeFile(join(folder, ".gitignore"), ".weir/\nout/\n");
  await copyFile(await sampledFlights(), join(data, "flights.parquet"));
}

/** The sampled file, made once for a version of the data and kept in out/: builds are to stay quick. */
async function sampledFlights() {
  const { version } = JSON.parse(await readFile(join(datasets, "..", "package.json"), "utf8"));
  const kept = join(root, "out", `sample-flights-${version}.parquet`);
  if (!existsSync(kept)) {
    await mkdir(join(root, "out"), { recursive: true });
    await writeFlights(kept);
  }
  return kept;
}

async function sampleProgram() {
  let program = await readFile(join(example, "flights.weir"), "utf8");
  for (const [found, wanted] of replacements) {
    if (!program.includes(found ?? "")) throw new Error(`examples/flights/flights.weir lacks "${found}"`);
    program = program.replace(found ?? "", wanted ?? "");
  }
  return program;
}

/** @param {string} path */
async function writeFlights(path) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    // Flights of one route lie beside each other, which makes the file small; every twelfth of a day, so that no hour is missing.
    await connection.run(`
      COPY (
        SELECT date, delay, distance, origin, destination
        FROM (SELECT *, row_number() OVER (ORDER BY date, origin, destination, delay) AS place
              FROM read_parquet('${join(datasets, "flights-3m.parquet").replaceAll("'", "''")}'))
        WHERE place % 12 = 0
        ORDER BY origin, destination, date
      ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
