// A process that replaces a store again and again, to be killed at a random moment by the test beside it.
// Arguments: project folder, format, path. It prints a line before each run.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { prepareStore } from "../../../engine/stores/prepare-store.ts";
import type { SourceFormat } from "../../../language/catalogue.ts";

const [folder = "", format = "", path = "", start = "1"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();

for (let generation = Number(start); ; generation++) {
  process.stdout.write(`${generation}\n`);
  const prepared = await prepareStore(
    {
      name: "facts",
      location: {
        role: "store",
        format: format as SourceFormat,
        path,
        declaredIn: pathToFileURL(join(folder, "pipeline.weir")).href,
        options: {},
      },
      schema: undefined,
      partitionBy: [],
      capacityBytes: undefined,
    },
    { kind: "replace" },
    {
      projectFolder: folder,
      cacheFolder: join(folder, ".weir"),
      memoryLimitBytes: undefined,
      threads: undefined,
      temporaryFolder: undefined,
      temporaryLimitBytes: undefined,
      allowWrite: [],
    },
    () => new Date(),
  );
  await prepared.write({
    connection,
    sql: `SELECT ${generation}::BIGINT AS generation, range AS id FROM range(20000)`,
    columns: [
      { name: "generation", type: { type: { kind: "int" }, nullable: false } },
      { name: "id", type: { type: { kind: "int" }, nullable: false } },
    ],
    loadArrow: () => Promise.reject(new Error("no Arrow here")),
    writeArrow: () => Promise.reject(new Error("no Arrow here")),
  });
  await prepared.commit();
  prepared.close();
  await connection.run('DROP TABLE IF EXISTS "weir result"');
}
