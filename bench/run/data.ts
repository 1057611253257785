// The rows that the benchmarks of runs read: one Parquet file, made once by DuckDB and kept under `.cache/run/`, where
// git does not look.

import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

const cacheFolder = resolve(import.meta.dirname, "../../.cache/run");

/** Rows of the file. */
export const saleRows = 20_000_000;

/** Folder of a project with `sales.parquet`; made at the first call. */
export async function prepareSales(): Promise<string> {
  const folder = join(cacheFolder, `sales-${saleRows}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}-${process.pid}`;
  mkdirSync(making, { recursive: true });
  writeFileSync(join(cacheFolder, ".gitignore"), "*\n");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT i AS id, hash(i) % 400000 AS part, (hash(i + 1) % 50)::DOUBLE AS quantity, (hash(i + 2) % 100000) / 100.0::DOUBLE AS price,
      DATE '2020-01-01' + (hash(i + 3) % 2500)::INTEGER AS day, chr(65 + (hash(i + 4) % 7)::INTEGER) AS region,
      'note ' || (hash(i) % 1000000) AS note
    FROM range(${saleRows}) AS t(i)
  ) TO '${join(making, "sales.parquet").replaceAll("'", "''")}'`);
  connection.closeSync();
  instance.closeSync();
  renameSync(making, folder);
  return folder;
}
