// The database of a run is locked to its declared files. Each statement here is one way out that was thought of; the
// raw `sql` step is the only place where a person's SQL comes in, and its gate refuses what is no SELECT over `input`.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Database, openDatabase } from "../../engine/database.ts";
import { requireHarmlessSelect } from "../../engine/run/raw-sql.ts";
import { RunError } from "../../engine/run-error.ts";
import { bench, failureOf, rowsOf } from "./harness.ts";

describe("the database of a run", () => {
  const on = bench();
  let database: Database;

  before(async () => {
    on.write("declared.csv", "a\n1\n");
    on.write("secret.csv", "a\n2\n");
    await on.sql(
      `copy (select 1 as a) to 'FOLDER/secret.parquet'; attach 'FOLDER/secret.db' as s; create table s.t as select 1 as a`,
    );
    mkdirSync(on.path("staging"));
    symlinkSync(on.path("secret.csv"), on.path("staging/link.csv"));
    symlinkSync(on.folder, on.path("staging/out"));
    database = await openDatabase({
      memoryLimitBytes: 150e6,
      threads: 2,
      temporaryFolder: on.path("temporary"),
      temporaryLimitBytes: 500e6,
      allowedPaths: [on.path("declared.csv")],
      allowedFolders: [on.path("staging")],
    });
  });
  after(() => database.close());

  const forbidden: readonly string[] = [
    "select * from read_csv('FOLDER/secret.csv')",
    "select * from 'FOLDER/secret.csv'",
    "select * from read_csv('FOLDER/staging/../secret.csv')",
    "select * from read_csv('FOLDER/staging/link.csv')",
    "select * from read_csv('FOLDER/staging/out/secret.csv')",
    "select * from read_csv('FOLDER/*.csv')",
    "select * from read_parquet('FOLDER/secret.parquet')",
    "select * from parquet_metadata('FOLDER/secret.parquet')",
    "select * from parquet_schema('FOLDER/secret.parquet')",
    "select * from sniff_csv('FOLDER/secret.csv')",
    "select * from read_json('FOLDER/secret.csv')",
    "select * from read_text('FOLDER/secret.csv')",
    "select * from read_blob('/etc/passwd')",
    "select * from glob('/etc/*')",
    "select * from read_csv('https://example.org/x.csv')",
    "select * from read_parquet('s3://bucket/x.parquet')",
    "copy (select 1) to 'FOLDER/written.csv'",
    "copy (select 1) to '/tmp/weir-written.csv'",
    "attach 'FOLDER/secret.db' as s (read_only)",
    "attach 'FOLDER/new.db' as n",
    "export database 'FOLDER/exported'",
    "import database 'FOLDER'",
    "install httpfs",
    "load httpfs",
    "load 'FOLDER/x.duckdb_extension'",
    "create persistent secret s (type s3)",
    "set memory_limit = '100GB'",
    "set threads = 64",
    "set temp_directory = 'FOLDER'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset memory_limit",
    "set TimeZone = 'Europe/Berlin'",
    "set allowed_directories = ['/']",
    "set profiling_output = 'FOLDER/profile.json'",
    "pragma enable_profiling = 'json'",
    "pragma enable_logging",
  ];
  for (const sql of forbidden) {
    it(`refuses ${sql}`, async () => {
      await assert.rejects(
        database.connection.run(sql.replaceAll("FOLDER", on.folder)),
        /Permission Error|Invalid Input Error|Catalog Error|Binder Error|IO Error|HTTP|extension|locked|not be found|Missing Extension|disabled/i,
      );
      for (const name of ["written.csv", "new.db", "exported", "profile.json"]) {
        assert.equal(existsSync(on.path(name)), false, `${name} was written`);
      }
      assert.equal(existsSync("/tmp/weir-written.csv"), false);
    });
  }

  it("reads what was declared and computes beyond its memory", async () => {
    const read = await database.connection.runAndReadAll(
      `select a::int as a from read_csv('${on.path("declared.csv")}')`,
    );
    assert.deepEqual(read.getRowObjectsJS(), [{ a: 1 }]);
    const sorted = await database.connection.runAndReadAll(
      "select count(*)::int as n from (select * from range(8000000) t(i) order by hash(i) limit 7000000)",
    );
    assert.deepEqual(sorted.getRowObjectsJS(), [{ n: 7_000_000 }]);
  });

  it("means the same SQL whatever DuckDB's defaults become", async () => {
    const result = await database.connection.runAndReadAll(
      "select (1 / 0) is null as division, current_setting('TimeZone') as zone, 7 / 2 as quotient, 'a' < 'B' as collated",
    );
    assert.deepEqual(result.getRowObjectsJS(), [
      { division: true, zone: "UTC", quotient: 3.5, collated: false },
    ]);
    await assert.rejects(database.connection.run("select (select * from range(2))"), /More than one row/);
  });
});

describe("the gate for raw SQL", () => {
  const on = bench();
  let database: Database;

  before(async () => {
    database = await openDatabase({
      memoryLimitBytes: undefined,
      threads: 1,
      temporaryFolder: join(on.folder, "temporary"),
      temporaryLimitBytes: undefined,
      allowedPaths: [],
      allowedFolders: [],
    });
  });
  after(() => database.close());

  for (const sql of [
    "select * from input",
    "select k, sum(v) as v from input group by all having sum(v) > 1 order by 1",
    "with a as (select * from input), b as (select * from a) select * from a join b using (k)",
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 5) select * from r, input",
    "select * from (values (1), (2)) as t(x) union all select k from input",
    "select unnest(list) from input where k in (select k from input i2) -- a comment",
    "select * from input, range(3), unnest([1, 2])",
    "select i.* from Input i where exists (select 1 from input where input.k = i.k)",
    "pivot input on k using sum(v)",
  ]) {
    it(`lets pass: ${sql}`, async () => {
      if (sql.startsWith("pivot"))
        await assert.rejects(requireHarmlessSelect(database.connection, sql), RunError);
      else await requireHarmlessSelect(database.connection, sql);
    });
  }

  for (const sql of [
    "select 1; select 2",
    "select * from input;",
    "",
    "selec 1",
    "insert into input values (1)",
    "drop table input",
    "copy input to 'x.csv'",
    "attach 'x.db'",
    "set threads = 1",
    "pragma database_list",
    "describe input",
    "summarize input",
    "show tables",
    "from 'secret.csv'",
    "select * from 'secret.csv'",
    "select * from read_csv('secret.csv')",
    "select * from read_text('/etc/passwd')",
    "select * from input where k = (select count(*) from read_blob('x'))",
    "select * from glob('*')",
    "select * from other",
    "select * from main.input",
    "select * from information_schema.tables",
    "select * from duckdb_settings()",
    "select * from pragma_database_list()",
    "select * from query('select 1')",
    "select * from query_table('other')",
    "select getenv('HOME') from input",
    "select current_setting('temp_directory') from input",
    "with input2 as (select * from sniff_csv('x')) select * from input2",
    "select * from (select * from (select * from parquet_metadata('x')))",
    "select 1) as x; drop table t; select (1",
  ]) {
    it(`refuses: ${sql || "nothing at all"}`, async () => {
      await assert.rejects(requireHarmlessSelect(database.connection, sql), (error: unknown) => {
        assert.ok(error instanceof RunError);
        assert.equal(error.failure.code, "WR622");
        return true;
      });
    });
  }
});

describe("what a run reaches", () => {
  const on = bench();

  it("is refused as a failure with its code, from the step that asked", async () => {
    on.write("a.csv", "a\n1\n");
    const failure = await failureOf(
      on,
      `source a = csv("a.csv", header: true)\nfrom a\nsql duckdb """select * from read_text('/etc/passwd')""" returns (content: text)`,
    );
    assert.deepEqual([failure.code, /read_text/.test(failure.message)], ["WR622", true]);
  });

  it("follows a link that a person declared", async () => {
    on.write("real.csv", "a,b\n1,2\n");
    symlinkSync(on.path("real.csv"), on.path("link.csv"));
    assert.deepEqual((await rowsOf(on, `source l = csv("link.csv")\nfrom l`)).rows, [["1", "2"]]);
  });

  it("is never a network", async () => {
    for (const path of [
      "https://example.org/x.csv",
      "s3://bucket/x.csv",
      "\\\\\\\\server\\\\share\\\\x.csv",
      "//server/share/x.csv",
    ]) {
      const failure = await failureOf(on, `source n = csv("${path}") {\n  a: int\n}\nfrom n`).catch(
        (error: Error) => error,
      );
      const text = failure instanceof Error ? failure.message : `${failure.code} ${failure.message}`;
      assert.match(text, /WR203|WR612/, path);
    }
  });

  it("keeps hostile values as values", async () => {
    const hostile = `'; drop table x; -- " \\\\ 🦆`;
    const { rows } = await rowsOf(
      on,
      `from rows([{a: "${hostile.replaceAll('"', '\\"')}"}])\nwhere a != "x"\nderive b = a + "y"`,
    );
    assert.deepEqual(rows[0]![0], `'; drop table x; -- " \\ 🦆`);
    assert.equal(readFileSync(on.path("real.csv"), "utf8"), "a,b\n1,2\n");
  });
});
