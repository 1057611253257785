// Every kind of store takes every mode on a real DuckDB: what it holds afterwards is read back and compared, and
// whatever fails before the switch leaves the old content and nothing else.

import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { EngineSettings, StoreReport } from "../../../engine/messages.ts";
import { RunError } from "../../../engine/run-error.ts";
import { prepareStore } from "../../../engine/stores/prepare-store.ts";
import type { WriteMode } from "../../../engine/stores/store-writer.ts";
import { filesBelow } from "../../../engine/stores/stored-content.ts";
import type { SourceFormat } from "../../../language/catalogue.ts";
import type { StoreTarget } from "../../../language/plan.ts";
import type { Type } from "../../../language/types.ts";

let folder = "";
let instance: DuckDBInstance;
let connection: DuckDBConnection;

const columns = [
  { name: "id", type: { type: { kind: "int" } as Type, nullable: false } },
  { name: "day", type: { type: { kind: "date" } as Type, nullable: true } },
  { name: "name", type: { type: { kind: "text" } as Type, nullable: true } },
  { name: "seen", type: { type: { kind: "timestamp" } as Type, nullable: true } },
];

type Row = readonly [number, string, string | null, string | null];

function rowsSql(rows: readonly Row[]): string {
  if (rows.length === 0)
    return "SELECT 1::BIGINT AS id, NULL::DATE AS day, NULL::VARCHAR AS name, NULL::TIMESTAMP AS seen WHERE false";
  const lines = rows.map(([id, day, name, at]) => {
    const text = (value: string | null) => (value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`);
    return `(${id}::BIGINT, ${text(day)}::DATE, ${text(name)}::VARCHAR, ${text(at)}::TIMESTAMP)`;
  });
  return `SELECT * FROM (VALUES ${lines.join(", ")}) AS t(id, day, name, seen)`;
}

function target(format: SourceFormat, path: string, partitionBy: readonly string[] = []): StoreTarget {
  const declaredIn = pathToFileURL(join(folder, "pipeline.weir")).href;
  return {
    name: "facts",
    location: { role: "store", format, path, declaredIn, options: {} },
    schema: undefined,
    partitionBy,
    capacityBytes: undefined,
  };
}

function settings(): EngineSettings {
  return {
    projectFolder: folder,
    cacheFolder: join(folder, ".weir"),
    memoryLimitBytes: undefined,
    threads: undefined,
    temporaryFolder: undefined,
    temporaryLimitBytes: undefined,
    allowWrite: [],
  };
}

async function store(
  to: StoreTarget,
  mode: WriteMode,
  rows: readonly Row[],
  fail = false,
): Promise<StoreReport | undefined> {
  const prepared = await prepareStore(to, mode, settings(), () => new Date(0));
  try {
    await prepared.write({
      connection,
      sql: rowsSql(rows),
      columns,
      loadArrow: () => assert.fail("no Arrow store is read here"),
      writeArrow: () => assert.fail("no Arrow store is written here"),
    });
    if (fail) throw new Error("an expectation did not hold");
    return await prepared.commit();
  } finally {
    prepared.close();
    await connection.run("ROLLBACK").catch(() => undefined);
    await connection.run('DETACH DATABASE IF EXISTS "weir store"');
    await connection.run('DROP TABLE IF EXISTS "weir result"');
  }
}

/** Rows of a store as texts `id day name at`, in the order of their ids. */
async function content(format: SourceFormat, path: string): Promise<string[]> {
  const absolute = join(folder, path);
  const isFolder = format !== "duckdb" && statSync(absolute).isDirectory();
  const files = `[${(isFolder ? filesBelow(absolute) : [absolute]).map((file) => `'${file}'`).join(", ")}]`;
  if (format === "duckdb") await connection.run(`ATTACH '${absolute}' AS held (READ_ONLY)`);
  const from = {
    parquet: `read_parquet(${files}, hive_partitioning = true)`,
    csv: `read_csv(${files}, hive_partitioning = true, header = true, allow_quoted_nulls = false, quote = '"', escape = '"', union_by_name = true)`,
    json: `read_json(${files}, hive_partitioning = true)`,
    duckdb: "held.facts",
  }[format as "parquet"];
  const select = `SELECT id, day::VARCHAR AS day, coalesce(name, 'NULL') AS name, coalesce(seen::TIMESTAMP::VARCHAR, 'NULL') AS seen FROM ${from} ORDER BY id, name`;
  const result = await connection.runAndReadAll(select);
  if (format === "duckdb") await connection.run("DETACH held");
  return result.getRowObjectsJson().map((row) => `${row.id} ${row.day} ${row.name} ${row.seen}`);
}

function neighbours(): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.includes("weir-") && !name.endsWith(".weir-store"));
}

const first: Row[] = [
  [1, "2026-01-01", "one", "2026-01-01 08:00:00"],
  [2, "2026-01-02", 'it\'s "two", or\nso', "2026-01-02 08:00:00.5"],
  [3, "2026-01-02", null, null],
];
const second: Row[] = [
  [2, "2026-01-03", "moved", "2026-01-03 00:00:00"],
  [4, "2026-01-01", "", null],
];
const firstTexts = [
  "1 2026-01-01 one 2026-01-01 08:00:00",
  '2 2026-01-02 it\'s "two", or\nso 2026-01-02 08:00:00.5',
  "3 2026-01-02 NULL NULL",
];
const secondTexts = ["2 2026-01-03 moved 2026-01-03 00:00:00", "4 2026-01-01  NULL"];

const kinds: readonly {
  readonly title: string;
  readonly format: SourceFormat;
  readonly path: string;
  readonly by: readonly string[];
}[] = [
  { title: "a parquet file", format: "parquet", path: "out/facts.parquet", by: [] },
  { title: "a parquet folder", format: "parquet", path: "out/facts", by: [] },
  { title: "a partitioned parquet folder", format: "parquet", path: "out/facts", by: ["day"] },
  { title: "a csv file", format: "csv", path: "out/facts.csv", by: [] },
  { title: "a compressed csv file", format: "csv", path: "out/facts.csv.gz", by: [] },
  { title: "a partitioned csv folder", format: "csv", path: "out/facts", by: ["day"] },
  { title: "a json file", format: "json", path: "out/facts.json", by: [] },
  { title: "a json lines file", format: "json", path: "out/facts.ndjson", by: [] },
  { title: "a json folder", format: "json", path: "out/facts", by: [] },
  { title: "a database table", format: "duckdb", path: "out/facts.duckdb", by: [] },
];

describe("stores", () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "weir-stores-"));
    mkdirSync(join(folder, "out"));
    instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
  });

  afterEach(() => {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { title, format, path, by } of kinds) {
    describe(title, () => {
      it("is made, replaced, and replaced by nothing", async () => {
        const report = await store(target(format, path, by), { kind: "replace" }, first);
        assert.equal(report?.rows, 3);
        assert.ok(report.bytes > 0 && report.files > 0);
        assert.deepEqual(await content(format, path), firstTexts);
        await store(target(format, path, by), { kind: "replace" }, second);
        assert.deepEqual(await content(format, path), secondTexts);
        await store(target(format, path, by), { kind: "replace" }, []);
        if (format !== "duckdb" && !existsSync(join(folder, path, "_weir.json")))
          assert.ok(existsSync(join(folder, path)));
        assert.deepEqual(neighbours(), []);
      });

      it("takes rows more", async () => {
        await store(target(format, path, by), { kind: "append" }, first);
        const report = await store(target(format, path, by), { kind: "append" }, second);
        assert.equal(report?.rows, 2);
        const expected = [...firstTexts, ...secondTexts].sort((a, b) => (a < b ? -1 : 1));
        assert.deepEqual(
          (await content(format, path)).sort((a, b) => (a < b ? -1 : 1)),
          expected,
        );
        assert.deepEqual(neighbours(), []);
      });

      it("merges whole rows by key", async () => {
        const merge = { kind: "merge", keys: ["id"] } as const;
        await store(target(format, path, by), merge, first);
        await store(target(format, path, by), merge, second);
        assert.deepEqual(await content(format, path), [
          firstTexts[0],
          secondTexts[0],
          firstTexts[2],
          secondTexts[1],
        ]);
        assert.deepEqual(neighbours(), []);
      });

      it("replaces what it holds for the keys of the result", async () => {
        const replaceBy = { kind: "replaceBy", keys: ["day"] } as const;
        await store(target(format, path, by), replaceBy, first);
        await store(target(format, path, by), replaceBy, second);
        assert.deepEqual(
          await content(format, path),
          [...secondTexts.slice(0, 1), ...firstTexts.slice(1), ...secondTexts.slice(1)].sort(),
        );
      });

      it("keeps the old content when the run fails before the switch", async () => {
        await store(target(format, path, by), { kind: "replace" }, first);
        await assert.rejects(
          store(target(format, path, by), { kind: "merge", keys: ["id"] }, second, true),
          /did not hold/,
        );
        assert.deepEqual(await content(format, path), firstTexts);
        assert.deepEqual(neighbours(), []);
      });

      it("refuses a merge with one key twice or without a key", async () => {
        await store(target(format, path, by), { kind: "replace" }, first);
        const merge = { kind: "merge", keys: ["name"] } as const;
        await assert.rejects(
          store(target(format, path, by), merge, first),
          (error) => codeOf(error) === "WR666",
        );
        const twice = [...second, second[0]!];
        await assert.rejects(
          store(target(format, path, by), { kind: "merge", keys: ["id"] }, twice),
          (error) => {
            return codeOf(error) === "WR667" && /2 rows.* = 2 /.test((error as Error).message);
          },
        );
        assert.deepEqual(await content(format, path), firstTexts);
      });
    });
  }

  it("refuses a folder that it did not make, a path outside the project and a store in use", async () => {
    mkdirSync(join(folder, "out/mine"));
    writeFileSync(join(folder, "out/mine/notes.txt"), "do not touch");
    await assert.rejects(
      store(target("parquet", "out/mine"), { kind: "replace" }, first),
      (error) => codeOf(error) === "WR664",
    );
    assert.equal(readFileSync(join(folder, "out/mine/notes.txt"), "utf8"), "do not touch");
    await assert.rejects(
      store(target("parquet", "../elsewhere.parquet"), { kind: "replace" }, first),
      (error) => codeOf(error) === "WR662",
    );
    const held = await prepareStore(
      target("parquet", "out/facts"),
      { kind: "replace" },
      settings(),
      () => new Date(0),
    );
    await assert.rejects(
      store(target("parquet", "out/facts"), { kind: "replace" }, first),
      (error) => codeOf(error) === "WR663",
    );
    held.close();
    assert.deepEqual(neighbours(), []);
  });

  it("refuses partitions where the format has none", async () => {
    for (const format of ["json", "arrow"] as const) {
      const partitioned = store(target(format, "out/facts", ["day"]), { kind: "replace" }, first);
      await assert.rejects(partitioned, (error) => codeOf(error) === "WR661");
    }
    assert.deepEqual(neighbours(), []);
  });

  it("refuses columns that the store does not have", async () => {
    await store(target("parquet", "out/facts"), { kind: "replace" }, first);
    const prepared = await prepareStore(
      target("parquet", "out/facts"),
      { kind: "append" },
      settings(),
      () => new Date(0),
    );
    const wider = [...columns, { name: "extra", type: { type: { kind: "int" } as Type, nullable: true } }];
    const write = {
      connection,
      sql: `SELECT *, 1::BIGINT AS extra FROM (${rowsSql(second)})`,
      columns: wider,
      loadArrow: () => assert.fail(),
      writeArrow: () => assert.fail(),
    };
    await assert.rejects(
      prepared.write(write),
      (error) => codeOf(error) === "WR668" && /"extra"/.test((error as Error).message),
    );
    prepared.close();
    assert.deepEqual(await content("parquet", "out/facts"), firstTexts);
  });
});

function codeOf(error: unknown): string {
  return error instanceof RunError ? error.failure.code : String(error);
}
