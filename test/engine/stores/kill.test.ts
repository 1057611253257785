// A process that is killed while it replaces a store leaves the old or the new content whole, and the next use of the
// store leaves nothing else behind.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { filesBelow } from "../../../engine/stores/stored-content.ts";
import { lockStore, recoverStore } from "../../../engine/stores/switch.ts";
import { fuzzRuns } from "../../support/fuzz.ts";

const program = fileURLToPath(new URL("./replacing-process.ts", import.meta.url));

const kinds = [
  { format: "parquet", path: "out/facts" },
  { format: "parquet", path: "out/facts.parquet" },
  { format: "duckdb", path: "out/facts.duckdb" },
] as const;

describe("a process killed while it replaces a store", function () {
  this.timeout(300_000);

  for (const { format, path } of kinds) {
    const kills = Math.max(7, fuzzRuns(20));
    it(`leaves ${format} ${path} whole, ${kills} times`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "weir-kill-"));
      try {
        let known = 0;
        for (let kill = 0; kill < kills; kill++) {
          const started = await killedAtRandom(folder, format, path, known + 1);
          const store = join(folder, path);
          const lock = lockStore(store, "facts", () => new Date());
          await recoverStore(store);
          lock.release();
          const held = await generationOf(format, store);
          if (held === undefined) assert.equal(started, 1, "content that was there is gone");
          else {
            assert.ok(
              held.generation === started || held.generation === started - 1,
              `generation ${held.generation}, begun ${started}`,
            );
            assert.equal(held.rows, 20_000);
            known = held.generation;
          }
          const left = readdirSync(join(folder, "out")).filter(
            (name) => name.includes("weir-") && !name.endsWith(".weir-store"),
          );
          assert.deepEqual(left, []);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

/** Runs the process, kills it after a random while, and gives the last generation that it had begun. */
async function killedAtRandom(folder: string, format: string, path: string, start: number): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", program, folder, format, path, String(start)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (data: Buffer) => {
    printed += data.toString();
  });
  await once(child.stdout, "data");
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
  child.kill("SIGKILL");
  await once(child, "exit");
  return Number(printed.trim().split("\n").at(-1));
}

async function generationOf(
  format: string,
  store: string,
): Promise<{ generation: number; rows: number } | undefined> {
  if (!existsSync(store)) return undefined;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    if (format === "duckdb") await connection.run(`ATTACH '${store}' AS held (READ_ONLY)`);
    const files = format === "duckdb" || !existsSync(join(store, "_weir.json")) ? [store] : filesBelow(store);
    const from =
      format === "duckdb" ? "held.facts" : `read_parquet([${files.map((file) => `'${file}'`).join(", ")}])`;
    const result = await connection.runAndReadAll(
      `SELECT min(generation)::INT AS low, max(generation)::INT AS high, count(DISTINCT id)::INT AS n FROM ${from}`,
    );
    const row = result.getRowObjectsJS()[0] as { low: number; high: number; n: number };
    assert.equal(row.low, row.high);
    return { generation: row.low, rows: row.n };
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
