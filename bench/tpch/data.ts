// The data of TPC-H, made once a scale by a real generator (`tpchgen-cli`) and kept under `.cache/tpch/`,
// where git does not look. Beside the Parquet files lie copies of the queries, so that a scale's folder is
// a project of its own. Never changes a folder that is complete: a scale is made aside, then renamed.

import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const tpchTables = [
  "region",
  "nation",
  "supplier",
  "customer",
  "part",
  "partsupp",
  "orders",
  "lineitem",
] as const;

export type TpchTable = (typeof tpchTables)[number];

export type TpchData =
  | {
      readonly status: "ready";
      /** Holds `q01.weir` … `q22.weir`, `tables.weir` and `data/TABLE.parquet`. */
      readonly folder: string;
    }
  /** The generator is not to be had here; `reason` says what was tried and how to get it. */
  | { readonly status: "unavailable"; readonly reason: string };

type Generator =
  | { readonly status: "found"; readonly command: string }
  | { readonly status: "missing"; readonly reason: string };

const generatorName = "tpchgen-cli";
const generatorVersion = "4.0.0";
const sourceFolder = import.meta.dirname;
const cacheFolder = resolve(sourceFolder, "../../.cache/tpch");

/**
 * Gives the folder of a scale (1 is about 1 GB as text, 350 MB as Parquet), making the data first where it is
 * not there yet. Throws only when the generator is there and fails.
 */
export function prepareTpch(scale: number): TpchData {
  if (!(scale > 0)) throw new RangeError(`The scale is "${scale}"; it would be a number above 0.`);
  const folder = join(cacheFolder, `sf${scale}`);
  if (!existsSync(join(folder, "data"))) {
    const generator = findGenerator();
    if (generator.status === "missing") return { status: "unavailable", reason: generator.reason };
    generate(generator.command, scale, folder);
  }
  layOutQueries(folder);
  return { status: "ready", folder };
}

/** Path of a table's file in a scale's folder. */
export function tpchTableFile(folder: string, table: TpchTable): string {
  return join(folder, "data", `${table}.parquet`);
}

/** The names of the queries in order: `q01` … `q22`. */
export function tpchQueryNames(): string[] {
  return readdirSync(sourceFolder)
    .filter((name) => /^q\d\d\.weir$/.test(name))
    .map((name) => name.slice(0, 3))
    .sort();
}

/** Path of a query's reference SQL, which reads the tables by their plain names. */
export function tpchReferenceFile(query: string): string {
  return join(sourceFolder, "reference", `${query}.sql`);
}

function layOutQueries(folder: string): void {
  for (const name of readdirSync(sourceFolder)) {
    if (name.endsWith(".weir")) copyFileSync(join(sourceFolder, name), join(folder, name));
  }
}

function generate(command: string, scale: number, folder: string): void {
  makeCacheFolder();
  const unfinished = `${folder}.${process.pid}`;
  const data = join(unfinished, "data");
  mkdirSync(data, { recursive: true });
  try {
    const run = spawn(command, ["parquet", "-s", String(scale), "-o", data, "--no-progress"]);
    if (run.status !== 0) {
      throw new Error(`"${command}" made no data of scale ${scale}: ${failureOf(run)}`);
    }
    const absent = tpchTables.filter((table) => !existsSync(tpchTableFile(unfinished, table)));
    if (absent.length > 0) throw new Error(`"${command}" made no file of ${absent.join(", ")}.`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** The generator on the PATH, the one installed before, or one installed now with pip. */
function findGenerator(): Generator {
  const toolFolder = join(cacheFolder, `${generatorName}-${generatorVersion}`);
  const installed = ["bin", "Scripts"].map((folder) => join(toolFolder, folder, generatorName));
  const usable = [generatorName, ...installed].find(isGenerator);
  if (usable !== undefined) return { status: "found", command: usable };

  const python = ["python3", "python", "py"].find(
    (name) => spawn(name, ["-m", "pip", "--version"]).status === 0,
  );
  if (python === undefined) {
    return {
      status: "missing",
      reason: `neither "${generatorName}" nor a Python with pip was found. ${howToGetIt()}`,
    };
  }
  makeCacheFolder();
  const install = spawn(python, [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"],
    ...["--target", toolFolder, `${generatorName}==${generatorVersion}`],
  ]);
  const command = installed.find(isGenerator);
  if (install.status === 0 && command !== undefined) return { status: "found", command };
  return {
    status: "missing",
    reason: `pip could not install "${generatorName}" ${generatorVersion}: ${failureOf(install)} ${howToGetIt()}`,
  };
}

/** Other versions may write other types, which the schema blocks of `tables.weir` would refuse. */
function isGenerator(command: string): boolean {
  const run = spawn(command, ["--version"]);
  return run.status === 0 && run.stdout.trim().endsWith(` ${generatorVersion}`);
}

function howToGetIt(): string {
  return `To get it: python3 -m pip install ${generatorName}==${generatorVersion}, with its folder on the PATH.`;
}

function makeCacheFolder(): void {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(join(cacheFolder, ".gitignore"), "*\n");
}

function spawn(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { encoding: "utf8", timeout: 600_000, windowsHide: true });
}

function failureOf(run: SpawnSyncReturns<string>): string {
  const lastLine = run.stderr?.trim().split("\n").at(-1) ?? "";
  const failure = run.error?.message ?? (lastLine === "" ? `it ended with code ${run.status}` : lastLine);
  return `${failure.replace(/\.$/, "")}.`;
}

if (process.argv[1] === import.meta.filename) {
  const data = prepareTpch(Number(process.argv[2] ?? "0.1"));
  console.log(data.status === "ready" ? data.folder : `No TPC-H data: ${data.reason}`);
  process.exitCode = data.status === "ready" ? 0 : 1;
}
