// What a run promises beside its rows: expectations, `one`, high-water marks, limits, outputs, reports, tests' rows.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as arrow from "apache-arrow";
import { attempt, bench, failureOf, rowsOf } from "./harness.ts";

describe("a run", () => {
  const on = bench();

  before(async () => {
    await on.sql(`copy (select i as id, i % 10 as k, i % 7 as v, case when i % 100 = 0 then null else 'n' || i end as name
      from range(10000) t(i)) to 'FOLDER/facts.parquet'`);
    await on.sql(`copy (select i as k, 'key ' || i as label from range(10) t(i)) to 'FOLDER/keys.parquet'`);
    on.write("twice.csv", "k,label\n1,a\n2,b\n2,c\n,d\n,e\n77,f\n77,g\n");
  });
  const facts = `source facts = parquet("facts.parquet")\nsource keys = parquet("keys.parquet")\nsource twice = csv("twice.csv", header: true)\n`;

  it("says of a broken expectation how many rows broke it, and shows five", async () => {
    const failure = await failureOf(
      on,
      `${facts}from facts\nwhere k == 0\nexpect name != null, "nameless"\nselect id`,
    );
    assert.equal(failure.code, "WR620");
    assert.match(failure.message, /`name != null` does not hold for 100 of 1000 rows/);
    const [report] = failure.expectations;
    assert.equal(report!.line, 6);
    assert.deepEqual(
      [report!.violations, report!.rows, report!.passed, report!.message],
      [100, 1000, false, "nameless"],
    );
    assert.equal(report!.examples.length, 5);
    assert.deepEqual(Object.keys(report!.examples[0]!), ["id", "k", "v", "name"]);
    assert.equal(report!.examples[0]!.name, null);
  });

  it("lets a run go on where an expectation warns or tolerates", async () => {
    const { rows, report } = await rowsOf(
      on,
      `${facts}from facts\nexpect name != null warn\nexpect name != null at most 1%\naggregate n = count()`,
    );
    assert.deepEqual(rows, [["10000"]]);
    assert.deepEqual(
      report.expectations.map(({ severity, passed, violations }) => [severity, passed, violations]),
      [
        ["warn", false, 100],
        ["fail", true, 100],
      ],
    );
    const failure = await failureOf(
      on,
      `${facts}from facts\nexpect name != null at most 0.5%\naggregate n = count()`,
    );
    assert.equal(failure.code, "WR620");
  });

  it("checks expectations behind costly steps, in called pipelines and on keys", async () => {
    const { rows, report } = await rowsOf(
      on,
      `${facts}
pipeline sums {
  from facts
  aggregate total = sum(v), n = count() by k
  sort total desc, k
  expect n == 1000
  expect unique(k)
  take 3
}
from sums
join keys as l one on k
expect total > 0
select k, total, l.label`,
    );
    assert.equal(rows.length, 3);
    assert.deepEqual(
      report.expectations.map(({ text, rows: seen }) => [text, seen]),
      [
        ["n == 1000", 10],
        ["unique(k)", 10],
        ["total > 0", 3],
      ],
    );
    const totals = rows.map((row) => Number(row[1]));
    assert.deepEqual(
      totals,
      [...totals].sort((a, b) => b - a),
    );
    const failure = await failureOf(
      on,
      `${facts}from facts\naggregate n = count() by k, v\nexpect unique(k)`,
    );
    assert.deepEqual([failure.code, failure.expectations[0]!.violations], ["WR620", 70]);
  });

  it("keeps the order and hidden columns over what an expectation kept", async () => {
    const { rows } = await rowsOf(
      on,
      `${facts}
from facts
where id < 30
left join keys as l one on k == l.k
sort id % 3 desc, id
expect l.label != null
select id, l.label
take 4`,
    );
    assert.deepEqual(rows, [
      ["2", "key 2"],
      ["5", "key 5"],
      ["8", "key 8"],
      ["11", "key 1"],
    ]);
  });

  it("fails a join to `one` that finds two, and only where a row asks for them", async () => {
    const failure = await failureOf(on, `${facts}from facts\njoin twice as t one on k\nselect id, t.label`);
    assert.equal(failure.code, "WR621");
    assert.match(failure.message, /`t` promises `one`, but more than one row matches for 2 \(2 rows\)/);
    assert.equal(failure.line, 5);
    const { rows } = await rowsOf(
      on,
      `${facts}from facts\nwhere k == 1\njoin twice as t one on k\naggregate n = count()`,
    );
    assert.deepEqual(rows, [["1000"]]);
  });

  it("limits what it returns, and reports seconds, bytes and rows of steps", async () => {
    const { rows, report } = await rowsOf(on, `${facts}from facts\naggregate n = count() by k\nsort k`, {
      limit: 3,
    });
    assert.equal(rows.length, 3);
    assert.ok(report.seconds > 0 && report.peakMemoryBytes > 20e6);
    const whole = await rowsOf(on, `${facts}from facts\naggregate n = count() by k\nsort k`);
    assert.deepEqual(
      whole.report.steps.map(({ kind, rows: count, rowsBasis, line }) => [kind, count, rowsBasis, line]),
      [
        ["from", 10000, "operator", 4],
        ["aggregate", 10, "operator", 5],
        ["sort", 10, "operator", 6],
      ],
    );
    const file = statSync(on.path("facts.parquet")).size;
    assert.ok(
      whole.report.bytesRead > 0 && whole.report.bytesRead < file,
      `${whole.report.bytesRead} of ${file}`,
    );
    assert.deepEqual(whole.report.rows, 10);
  });

  it("says nothing of steps that DuckDB fuses, but counts every one on demand", async () => {
    const text = `${facts}from facts\nwhere k < 5\nwhere v == 3\njoin keys as l on k\naggregate n = count() by l.label`;
    const fused = await rowsOf(on, text);
    assert.deepEqual(
      fused.report.steps.map(({ rows, rowsBasis }) => [rows, rowsBasis]),
      [
        [null, "fused"],
        [null, "fused"],
        [null, "fused"],
        [null, "fused"],
        [5, "operator"],
      ],
    );
    const counted = await rowsOf(on, text, { measureSteps: true });
    assert.deepEqual(
      counted.report.steps.map(({ rows }) => rows),
      [10000, 5000, 715, 715, 5],
    );
    assert.ok(counted.report.steps.every(({ rowsBasis }) => rowsBasis === "counted"));
  });

  for (const format of ["parquet", "csv", "json", "ndjson", "arrow"] as const) {
    it(`writes its rows as ${format}, whole or not at all`, async () => {
      const path = on.path(`out.${format}`);
      const text = `${facts}from facts\nsort id\nselect id, name, at = @2026-01-02T03:04:05\ntake 3`;
      const { outcome } = await attempt(on, text, { output: { kind: "file", format, path } });
      assert.equal(outcome.kind, "finished");
      const expected = {
        csv: `id,name,at\n0,,2026-01-02T03:04:05\n1,n1,2026-01-02T03:04:05\n2,n2,2026-01-02T03:04:05\n`,
      };
      if (format === "csv") assert.equal(readFileSync(path, "utf8"), expected.csv);
      if (format === "json")
        assert.deepEqual(JSON.parse(readFileSync(path, "utf8"))[1], {
          id: 1,
          name: "n1",
          at: "2026-01-02T03:04:05",
        });
      if (format === "ndjson")
        assert.deepEqual(
          readFileSync(path, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line).id),
          [0, 1, 2],
        );
      if (format === "arrow") {
        const bytes = readFileSync(path);
        assert.equal(bytes.subarray(0, 6).toString(), "ARROW1");
        assert.equal(arrow.tableFromIPC(bytes).numRows, 3);
      }
      const again = await rowsOf(
        on,
        `source t = ${format === "ndjson" ? "json" : format}("out.${format}")\nfrom t\nsort id\nselect id, name, at`,
      );
      assert.deepEqual(again.rows, [
        ["0", null, "2026-01-02T03:04:05"],
        ["1", "n1", "2026-01-02T03:04:05"],
        ["2", "n2", "2026-01-02T03:04:05"],
      ]);
      const before = readFileSync(path);
      const failed = await attempt(on, `${facts}from facts\nderive bad = name as int`, {
        output: { kind: "file", format, path },
      });
      assert.equal(failed.outcome.kind, "failed");
      assert.deepEqual(readFileSync(path), before);
      assert.deepEqual(
        readdirSync(on.folder).filter((name) => name.includes("weir-tmp")),
        [],
      );
    });
  }

  it("brings its rows to the caller and to the store from one computation", async () => {
    const text = `${facts}store kept = parquet("kept")\nfrom facts\nsample 50% seed 3\naggregate n = count() by k\nsort k\ninto kept`;
    const { rows, report } = await rowsOf(on, text);
    assert.equal(rows.length, 10);
    assert.deepEqual(
      report.stores.map(({ name, mode, rows: count }) => [name, mode, count]),
      [["kept", "replace", 10]],
    );
    const stored = await rowsOf(on, `${facts}store kept = parquet("kept")\nfrom kept\nsort k`);
    assert.deepEqual(stored.rows, rows);
    const without = await rowsOf(
      on,
      `${facts}store other = parquet("other")\nfrom facts\ntake 1\ninto other`,
      { store: false },
    );
    assert.deepEqual([without.report.stores, existsSync(on.path("other"))], [[], false]);
  });

  it("loads on from the largest value that a store held", async () => {
    const text = `${facts}store grown = parquet("grown") { id: int }\nfrom facts\nwhere id > (high_water(grown.id) ?? 9_989)\nwhere id < (high_water(grown.id) ?? 9_989) + 5\nselect id\ninto grown append`;
    assert.deepEqual(
      (await rowsOf(on, text)).report.stores.map(({ rows }) => rows),
      [4],
    );
    assert.deepEqual(
      (await rowsOf(on, text)).report.stores.map(({ rows }) => rows),
      [4],
    );
    assert.deepEqual(
      (
        await rowsOf(
          on,
          `${facts}store grown = parquet("grown")\nfrom grown\naggregate a = min(id), b = max(id), n = count()`,
        )
      ).rows,
      [["9990", "9997", "8"]],
    );
  });

  it("stores nothing where an expectation fails", async () => {
    const failure = await failureOf(
      on,
      `${facts}store never = csv("never.csv")\nfrom facts\nexpect name != null\ninto never`,
    );
    assert.equal(failure.code, "WR620");
    assert.deepEqual(
      readdirSync(on.folder).filter((name) => name.includes("never")),
      [],
    );
  });

  it("reads and writes one database file", async () => {
    await on.sql(`attach 'FOLDER/both.db' as b; create table b.raw as select range as id from range(5)`);
    const text = `source raw = duckdb("both.db", table: "raw")\nstore clean = duckdb("both.db", table: "clean")\nfrom raw\nwhere id > 2\ninto clean`;
    assert.deepEqual(
      (await rowsOf(on, text)).report.stores.map(({ rows }) => rows),
      [2],
    );
    assert.deepEqual(
      await on.sql(`attach 'FOLDER/both.db' as b (read_only); select id from b.clean order by id`),
      [{ id: "3" }, { id: "4" }],
    );
  });

  it("has the caller's clock", async () => {
    const { rows } = await rowsOf(on, "from rows([{a: 1}])\nselect at = now(), day = today()");
    assert.deepEqual(rows, [["2027-01-15T08:00:00Z", "2027-01-15"]]);
  });

  it("reads rows that a test gives, and nothing else", async () => {
    const stream = arrow.tableToIPC(
      new arrow.Table({
        id: arrow.vectorFromArray([5n, 6n], new arrow.Int64()),
        k: arrow.vectorFromArray([1n, null], new arrow.Int64()),
      }),
      "stream",
    );
    const int = { type: { kind: "int" }, nullable: true } as const;
    const given = {
      facts: {
        columns: [
          { name: "id", column: int },
          { name: "k", column: int },
        ],
        arrow: stream,
      },
    };
    const { rows } = await rowsOf(on, `${facts}from facts\nselect id, k, name`, { given });
    assert.deepEqual(rows, [
      ["5", "1", null],
      ["6", null, null],
    ]);
    const failure = await failureOf(on, `${facts}from facts\njoin keys as l on k\nselect id`, { given });
    assert.equal(failure.code, "WR623");
  });

  it("runs raw SQL over `input`", async () => {
    const { rows } = await rowsOf(
      on,
      `${facts}from facts\nsql duckdb """select k, count(*) as n from input group by k""" returns (k: int, n: int)\nsort k\ntake 1`,
    );
    assert.deepEqual(rows, [["0", "1000"]]);
  });
});
