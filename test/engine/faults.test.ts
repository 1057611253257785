// Faults of the world: each ends in one failure with its code, which names the file, the line or the column where that
// is known, and says what to do. The tests that need root or a small disk say so where they skip.

import assert from "node:assert/strict";
import { fork, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { needs } from "../support/needs.ts";
import { bench, failureOf, load, planOf, rowsOf } from "./harness.ts";

describe("faults", () => {
  const on = bench();

  it("a file that is gone, before and after it was looked at", async () => {
    const pinned = `source gone = csv("gone.csv") {\n  a: int\n}\nfrom gone`;
    const never = await failureOf(on, pinned);
    assert.deepEqual([never.code, never.file], ["WR610", on.path("gone.csv")]);
    const pattern = await failureOf(on, `source gone = parquet("gone-*.parquet") {\n  a: int\n}\nfrom gone`);
    assert.equal(pattern.code, "WR611");
    const { program } = await load(on, `source gone = csv("gone.csv")\nfrom gone`);
    const problems = [...program.files.values()][0]!.problems.filter(
      (problem) => problem.severity === "error",
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["WR201"],
    );
    on.write("gone.csv", "a\n1\n");
    const { plan } = await planOf(on, `source gone = csv("gone.csv", header: true)\nfrom gone`);
    rmSync(on.path("gone.csv"));
    const run = on.engine.run({
      settings: on.settings,
      plan,
      startedAtMicros: 0n,
      limit: undefined,
      output: { kind: "none" },
      store: true,
      measureSteps: false,
      given: undefined,
    });
    const outcome = await run.outcome;
    assert.equal(outcome.kind === "failed" && outcome.failure.code, "WR610");
  });

  it("a Parquet file that is damaged, among others that are whole", async () => {
    await on.sql(
      `copy (select range as a, 'some text ' || range as b from range(50000)) to 'FOLDER/whole-1.parquet'; copy (select range as a, 'text' as b from range(10)) to 'FOLDER/whole-2.parquet'`,
    );
    const bytes = readFileSync(on.path("whole-1.parquet"));
    const source = `source d = parquet("damaged.parquet") {\n  a: int?\n  b: text?\n}\nfrom d\naggregate n = sum(a), m = max(b)`;
    for (const [what, damaged] of [
      ["no Parquet", Buffer.from("a,b\n1,2\n")],
      ["cut off", bytes.subarray(0, bytes.length >> 1)],
      ["empty", Buffer.alloc(0)],
    ] as const) {
      writeFileSync(on.path("damaged.parquet"), damaged);
      const failure = await failureOf(on, source).catch((error: Error) => error);
      const text = failure instanceof Error ? failure.message : `${failure.code} ${failure.message}`;
      assert.match(text, /WR203|WR612/, what);
      assert.match(text, /damaged\.parquet/, what);
    }
    const pages = Buffer.from(bytes);
    pages.fill(0xff, 4, 2000);
    writeFileSync(on.path("whole-3.parquet"), pages);
    const failure = await failureOf(
      on,
      `source d = parquet("whole-*.parquet")\nfrom d\naggregate n = sum(a), m = max(b)`,
    );
    assert.deepEqual([failure.code, failure.file], ["WR612", on.path("whole-3.parquet")]);
    assert.match(failure.hint ?? "", /anew/);
  });

  it("a CSV that breaks its schema at row 900,000: file, line and column", async () => {
    await on.sql(`copy (select i as id, case when i = 900000 then 'twelve' else (i * 2)::varchar end as amount, 'note ' || i as note
      from range(1, 1000001) t(i)) to 'FOLDER/large.csv'`);
    const failure = await failureOf(
      on,
      `source l = csv("large.csv", header: true) {\n  id: int\n  amount: int\n}\nfrom l\naggregate total = sum(amount), n = count()`,
    );
    assert.deepEqual([failure.code, failure.file, failure.line], ["WR614", on.path("large.csv"), 900_001]);
    assert.match(failure.message, /line 900001, column `amount`: "twelve" is not `int`/);
  });

  it("a sniffed CSV whose later rows are of another type", async () => {
    await on.sql(
      `copy (select i as id, case when i = 90000 then '1.5' else i::varchar end as amount from range(1, 100001) t(i)) to 'FOLDER/late.csv'`,
    );
    const failure = await failureOf(on, `source l = csv("late.csv")\nfrom l\naggregate total = sum(amount)`);
    assert.deepEqual([failure.code, failure.line], ["WR614", 90_001]);
    assert.match(failure.message, /"1\.5" is not `int`/);
  });

  it("a value that is missing where one is promised", async () => {
    on.write("holes.csv", `id,name\n1,"a\nb"\n\n2,\n`);
    const failure = await failureOf(
      on,
      `source h = csv("holes.csv", header: true) {\n  id: int\n  name: text\n}\nfrom h`,
    );
    assert.deepEqual([failure.code, failure.line], ["WR616", 5]);
    await on.sql(
      `copy (select case when range = 7 then null else range end as a from range(10)) to 'FOLDER/holes.parquet'`,
    );
    const parquet = await failureOf(on, `source h = parquet("holes.parquet") {\n  a: int\n}\nfrom h`);
    assert.equal(parquet.code, "WR616");
    assert.match(parquet.message, /row 8, column `a`/);
  });

  it("lines with too many values, bytes that are no text, quotes that never close", async () => {
    on.write("wide.csv", `a,b\n${"1,2\n".repeat(30000)}1,2,3\n`);
    const wide = await failureOf(
      on,
      `source w = csv("wide.csv", header: true, delimiter: ",") {\n  a: int\n  b: int\n}\nfrom w`,
    );
    assert.deepEqual([wide.code, wide.line, wide.file], ["WR615", 30_002, on.path("wide.csv")]);
    on.write("latin.csv", Buffer.from(`a,b\n${"1,x\n".repeat(30000)}1,\xe9\n`, "latin1"));
    const latin = await failureOf(
      on,
      `source w = csv("latin.csv", header: true) {\n  a: int\n  b: text\n}\nfrom w`,
    );
    assert.deepEqual([latin.code, latin.line], ["WR615", 30_002]);
    assert.match(latin.hint ?? "", /encoding/);
  });

  it("JSON values and lines that do not fit", async () => {
    on.write("values.ndjson", `{"a":1}\n{"a":2}\n{"a":"x"}\n`);
    const value = await failureOf(on, `source v = json("values.ndjson") {\n  a: int\n}\nfrom v`);
    assert.deepEqual([value.code, value.line], ["WR614", 3]);
    on.write("broken.ndjson", `{"a":1}\n${`{"a":2}\n`.repeat(50000)}{"a":\n`);
    const broken = await failureOf(
      on,
      `source v = json("broken.ndjson") {\n  a: int\n}\nfrom v\naggregate n = sum(a)`,
    );
    assert.deepEqual([broken.code, broken.line, broken.file], ["WR615", 50_002, on.path("broken.ndjson")]);
  });

  it("a schema block that the data does not keep to", async () => {
    const source = (block: string) => `source k = parquet("whole-2.parquet") {\n${block}\n}\nfrom k`;
    await assert.rejects(rowsOf(on, source("  missing: int")), /WR209/);
    await assert.rejects(rowsOf(on, source("  b: int")), /WR209/);
  });

  it("overflow and conversions, said as such", async () => {
    const overflow = await failureOf(
      on,
      "from rows([{a: 9_223_372_036_854_775_807}])\nwhere a > 0\nderive b = a + a",
    );
    assert.equal(overflow.code, "WR630");
    on.write("words.csv", "w\none\n2\n");
    const conversion = await failureOf(
      on,
      `source w = csv("words.csv", header: true)\nfrom w\nderive n = w as int`,
    );
    assert.deepEqual([conversion.code, /"one" is not an int/.test(conversion.message)], ["WR631", true]);
    assert.match(conversion.hint ?? "", /as\?/);
  });

  it("a database that another process holds, and a table that is not there", async () => {
    await on.sql("attach 'FOLDER/held.db' as h; create table h.t as select 1 as a");
    const missing = await rowsOf(on, `source t = duckdb("held.db", table: "u")\nfrom t`).catch(
      (error: Error) => error.message,
    );
    assert.match(String(missing), /WR204.*has `t`/);
    const holder = spawnHolder(on.path("held.db"));
    try {
      await holder.ready;
      const failure = await failureOf(on, `source t = duckdb("held.db", table: "t") {\n  a: int\n}\nfrom t`);
      assert.equal(failure.code, "WR618");
      assert.match(failure.message, /held\.db/);
    } finally {
      holder.end();
    }
  });

  it("connectors that are not there yet", async () => {
    const failure = await failureOf(
      on,
      `source p = postgres("crm", table: "people") {\n  id: int\n}\nfrom p`,
    );
    assert.deepEqual([failure.code, /postgres/.test(failure.message)], ["WR617", true]);
  });

  it("an output into a folder that is not there", async () => {
    const failure = await failureOf(on, "from rows([{a: 1}])", {
      output: { kind: "file", format: "csv", path: on.path("no/such/folder.csv") },
    });
    assert.deepEqual([failure.code, failure.file], ["WR634", on.path("no/such/folder.csv")]);
  });

  it("a folder that may not be read, as an unprivileged user", async function () {
    const isRoot = process.getuid?.() === 0;
    const folder = on.path("closed");
    mkdirSync(folder);
    on.write("closed/a.csv", "a\n1\n");
    if (!isRoot) {
      chmodSync(folder, 0);
      const failure = await failureOf(on, `source c = csv("closed/*.csv") {\n  a: int\n}\nfrom c`);
      chmodSync(folder, 0o700);
      assert.match(failure.message, /permission is denied/);
      return;
    }
    needs(this, {
      what: "setpriv",
      available: spawnSync("setpriv", ["--version"]).status === 0,
      remedy: "install util-linux",
    });
    chmodSync(folder, 0o700);
    const asked = spawnSync(
      "setpriv",
      [
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        process.execPath,
        "--import",
        "tsx",
        new URL("./locate-one.ts", import.meta.url).pathname,
        `${folder}/*.csv`,
      ],
      {
        encoding: "utf8",
        cwd: new URL("../..", import.meta.url).pathname,
        env: { ...process.env, TMPDIR: "/tmp", HOME: "/tmp" },
      },
    );
    assert.match(asked.stdout, /unreadable.*closed.*permission is denied/, asked.stderr);
  });

  it("a disk that is full", async function () {
    const small = on.path("small");
    mkdirSync(small);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", small]).status === 0;
    needs(this, {
      what: "a small disk (mount of a tmpfs)",
      available: mounted,
      remedy: "run the tests as root in a container that may mount",
    });
    try {
      const text = "from series(1, 3_000_000)\nderive h = hash_bucket(value, 1_000_000_000)";
      for (const format of ["parquet", "csv", "arrow"] as const) {
        const failure = await failureOf(on, text, {
          output: { kind: "file", format, path: `${small}/out.${format}` },
        });
        assert.equal(failure.code, "WR633", `${format}: ${failure.message}`);
        assert.match(failure.hint ?? "", /space/);
        assert.deepEqual(readdirSync(small), []);
      }
      const store = await failureOf(on, `store s = parquet("small/store")\n${text}\ninto s`, {
        output: { kind: "none" },
      });
      assert.equal(store.code, "WR633");
      assert.equal(existsSync(`${small}/store`), false);
    } finally {
      spawnSync("umount", [small]);
    }
  });
});

/** Another process that has the database open for writing. */
function spawnHolder(path: string): { readonly ready: Promise<void>; end(): void } {
  const holder = fork(new URL("./database-holder.ts", import.meta.url).pathname, [path], {
    execArgv: ["--import", "tsx"],
  });
  return {
    ready: new Promise((resolve) => holder.once("message", () => resolve())),
    end: () => void holder.kill("SIGKILL"),
  };
}
