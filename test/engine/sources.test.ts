// Every kind of source on a real DuckDB: columns and types as they are found, and rows as they are read.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as arrow from "apache-arrow";
import { bench, rowsOf } from "./harness.ts";

describe("sources", () => {
  const on = bench();

  it("reads Parquet with its types, narrower ones widened", async () => {
    await on.sql(`copy (select 1::tinyint as a, 2::ubigint as b, 1.5::decimal(6, 2) as c, 'x' as d, date '2026-01-02' as e,
      timestamp '2026-01-02 03:04:05.678901' as f, timestamptz '2026-01-02 03:04:05+02' as g, true as h, 0.5::float as i,
      map {'k': 1} as m, [1, 2]::int[] as l, {'x': 1, 'y': 'z'} as s, uuid '01234567-89ab-cdef-8123-456789abcdef' as u,
      time '10:00' as t, 'on'::enum('on', 'off') as n, '{"q": 1}'::json as j, interval '90 minutes' as v) to 'FOLDER/types.parquet'`);
    const { columns, types, rows } = await rowsOf(on, `source t = parquet("types.parquet")\nfrom t`);
    assert.deepEqual(
      Object.fromEntries(columns.map((name, index) => [name, [types[index], rows[0]![index]]])),
      {
        a: ["int?", "1"],
        b: ["decimal(20, 0)?", "2"],
        c: ["decimal(6, 2)?", "1.50"],
        d: ["text?", "x"],
        e: ["date?", "2026-01-02"],
        f: ["timestamp?", "2026-01-02T03:04:05.678901"],
        g: ["instant?", "2026-01-02T01:04:05Z"],
        h: ["bool?", "true"],
        i: ["float?", "0.5"],
        m: ["list(struct{key: text, value: int?})?", '[{"key":"k","value":1}]'],
        l: ["list(int?)?", "[1,2]"],
        s: ["struct{x: int?, y: text?}?", '{"x":1,"y":"z"}'],
        u: ["uuid?", "01234567-89ab-cdef-8123-456789abcdef"],
        t: ["text?", "10:00:00"],
        n: ["text?", "on"],
        j: ["json?", '{"q": 1}'],
        v: ["duration?", "PT1H30M"],
      },
    );
  });

  it("calls a required Parquet column never null", async () => {
    on.write("required.parquet", readFileSync(new URL("./fixtures/required.parquet", import.meta.url)));
    const { types, rows } = await rowsOf(
      on,
      `source t = parquet("required.parquet")\nfrom t\nsort r_regionkey\ntake 1`,
    );
    assert.deepEqual(types, ["int", "text", "text"]);
    assert.deepEqual(rows[0]!.slice(0, 2), ["0", "AFRICA"]);
  });

  it("reads hive partitions over a pattern and over a folder, and skips folders that a filter rules out", async () => {
    await on.sql(`copy (select i as id, 2020 + i % 3 as year, date '2026-01-01' + (i % 2)::int as day from range(12) t(i))
      to 'FOLDER/hive' (format parquet, partition_by (year, day))`);
    const pattern = await rowsOf(
      on,
      `source t = parquet("hive/year=*/*/*.parquet")\nfrom t\nwhere year == 2021\nsort id\nselect id, year, day`,
    );
    assert.deepEqual(pattern.types, ["int?", "int", "date"]);
    assert.deepEqual(pattern.rows, [
      ["1", "2021", "2026-01-02"],
      ["4", "2021", "2026-01-01"],
      ["7", "2021", "2026-01-02"],
      ["10", "2021", "2026-01-01"],
    ]);
    const folder = await rowsOf(
      on,
      `source t = parquet("hive")\nfrom t\naggregate n = count() by year\nsort year`,
    );
    assert.deepEqual(folder.rows, [
      ["2020", "4"],
      ["2021", "4"],
      ["2022", "4"],
    ]);
    const braces = await rowsOf(
      on,
      `source t = parquet("hive/year={2020,2022}/**/*.parquet")\nfrom t\naggregate n = count()`,
    );
    assert.deepEqual(braces.rows, [["8"]]);
  });

  it("unites Parquet files whose columns differ", async () => {
    await on.sql(`copy (select 1 as a, 'x' as b) to 'FOLDER/differ-1.parquet'`);
    await on.sql(`copy (select 2.5 as a, 3 as c) to 'FOLDER/differ-2.parquet'`);
    const { rows, types } = await rowsOf(on, `source t = parquet("differ-*.parquet")\nfrom t\nsort a`);
    assert.deepEqual(types.length, 3);
    assert.deepEqual(
      rows.map((row) => row.map((value) => value?.replace(/\.0+$/, "") ?? null)),
      [
        ["1", "x", null],
        ["2.5", null, "3"],
      ],
    );
  });

  it("sniffs a CSV once: delimiter, header, types, formats of dates", async () => {
    on.write(
      "sniffed.csv",
      'id;day;price;ok;name\n1;31.12.2025;1.5;true;a\n2;01.02.2026;2.25;false;"b;c"\n3;;;;\n',
    );
    const { types, rows } = await rowsOf(on, `source t = csv("sniffed.csv")\nfrom t`);
    assert.deepEqual(types, ["int?", "date?", "float?", "bool?", "text?"]);
    assert.deepEqual(rows, [
      ["1", "2025-12-31", "1.5", "true", "a"],
      ["2", "2026-02-01", "2.25", "false", "b;c"],
      ["3", null, null, null, null],
    ]);
  });

  it("reads a CSV by its options and its schema block, whatever stands in other columns", async () => {
    on.write("options.tsv", "made by hand\na\tb\tc\n 7 \tNA\tfree text\n-8\t2026-01-02T03:04:05\t-\n");
    const { types, rows } = await rowsOf(
      on,
      `source t = csv("options.tsv", header: true, skip: 1, null: ["", "NA"]) {\n  b: timestamp?\n  a: int\n}\nfrom t`,
    );
    assert.deepEqual(types, ["timestamp?", "int"]);
    assert.deepEqual(rows, [
      [null, "7"],
      ["2026-01-02T03:04:05", "-8"],
    ]);
  });

  it("reads CSV files whose columns stand in another order by their names", async () => {
    on.write("parts/1.csv", "a,b\n1,x\n");
    on.write("parts/2.csv", "b,a\ny,2\n");
    on.write("parts/3.csv", "a,b\n3,z\n");
    const { rows } = await rowsOf(on, `source t = csv("parts/*.csv", header: true)\nfrom t\nsort a`);
    assert.deepEqual(rows, [
      ["1", "x"],
      ["2", "y"],
      ["3", "z"],
    ]);
  });

  it("reads packed and foreign-coded CSV", async () => {
    on.write("packed.csv.gz", gzipSync("a,b\n1,x\n"));
    on.write("latin.csv", Buffer.from("a,b\n1,\xe9t\xe9\n", "latin1"));
    assert.deepEqual((await rowsOf(on, `source t = csv("packed.csv.gz")\nfrom t`)).rows, [["1", "x"]]);
    assert.deepEqual((await rowsOf(on, `source t = csv("latin.csv", encoding: "latin-1")\nfrom t`)).rows, [
      ["1", "été"],
    ]);
  });

  it("reads JSON arrays and lines, with nested values", async () => {
    on.write(
      "array.json",
      JSON.stringify([
        { a: 1, d: "2026-01-02", s: { x: 1 }, l: ["p", "q"] },
        { a: null, b: "t" },
      ]),
    );
    on.write("lines.ndjson", `{"a":1,"at":"2026-01-02T03:04:05","b":{"k":[1,2]}}\n{"a":2}\n`);
    const array = await rowsOf(on, `source t = json("array.json")\nfrom t`);
    assert.deepEqual(array.types, ["int?", "date?", "struct{x: int?}?", "list(text?)?", "text?"]);
    assert.deepEqual(array.rows, [
      ["1", "2026-01-02", '{"x":1}', '["p","q"]', null],
      [null, null, null, null, "t"],
    ]);
    const lines = await rowsOf(
      on,
      `source t = json("lines.ndjson") {\n  a: int\n  at: timestamp?\n  b: json?\n}\nfrom t`,
    );
    assert.deepEqual(lines.rows, [
      ["1", "2026-01-02T03:04:05", '{"k":[1,2]}'],
      ["2", null, null],
    ]);
  });

  it("reads Arrow files and streams with their types", async () => {
    const at = 1_767_323_045_123_456n;
    const table = new arrow.Table({
      n: arrow.vectorFromArray([1n, null, -3n], new arrow.Int64()),
      small: arrow.vectorFromArray([1, 2, null], new arrow.Int16()),
      x: arrow.vectorFromArray([0.5, null, 2], new arrow.Float64()),
      t: arrow.vectorFromArray(["a", null, "a longer text than twelve bytes"], new arrow.Utf8()),
      word: arrow.vectorFromArray(
        ["on", "off", null],
        new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
      ),
      yes: arrow.vectorFromArray([true, false, null], new arrow.Bool()),
      at: arrow.makeVector(
        arrow.makeData({
          type: new arrow.TimestampMicrosecond(),
          length: 3,
          nullCount: 1,
          nullBitmap: new Uint8Array([0b101]),
          data: BigInt64Array.from([at, 0n, at + 1n]),
        }),
      ),
      millis: arrow.makeVector(
        arrow.makeData({
          type: new arrow.TimestampMillisecond("UTC"),
          length: 3,
          data: BigInt64Array.from([1000n, 1500n, -1n]),
        }),
      ),
      list: arrow.vectorFromArray(
        [[1, 2], null, []],
        new arrow.List(new arrow.Field("item", new arrow.Int32())),
      ),
      price: arrow.makeVector(
        arrow.makeData({
          type: new arrow.Decimal(2, 9, 128),
          length: 3,
          data: Uint32Array.from([150, 0, 0, 0, 0xffffff6a, 0xffffffff, 0xffffffff, 0xffffffff, 0, 0, 0, 0]),
        }),
      ),
    });
    on.write("rows.arrow", arrow.tableToIPC(table, "file"));
    on.write("rows.arrows", arrow.tableToIPC(table, "stream"));
    const arrowTypes = [
      "int?",
      "int?",
      "float?",
      "text?",
      "text?",
      "bool?",
      "timestamp?",
      "instant?",
      "list(int)?",
      "decimal(9, 2)?",
    ];
    for (const name of ["rows.arrow", "rows.arrows"]) {
      const { types, rows } = await rowsOf(on, `source t = arrow("${name}")\nfrom t`);
      assert.deepEqual(types, arrowTypes);
      assert.deepEqual(rows, [
        [
          "1",
          "1",
          "0.5",
          "a",
          "on",
          "true",
          "2026-01-02T03:04:05.123456",
          "1970-01-01T00:00:01Z",
          "[1,2]",
          "1.50",
        ],
        [null, "2", null, null, "off", "false", null, "1970-01-01T00:00:01.500000Z", null, "-1.50"],
        [
          "-3",
          null,
          "2.0",
          "a longer text than twelve bytes",
          null,
          null,
          "2026-01-02T03:04:05.123457",
          "1969-12-31T23:59:59.999000Z",
          "[]",
          "0.00",
        ],
      ]);
    }
  });

  it("reads a table of a DuckDB file, which stays free for others afterwards", async () => {
    await on.sql(
      `attach 'FOLDER/shop.db' as shop; create schema shop.sales; create table shop.sales.orders (id integer not null, name varchar); insert into shop.sales.orders values (1, 'x')`,
    );
    const text = `source t = duckdb("shop.db", table: "sales.orders")\nfrom t`;
    const { types, rows } = await rowsOf(on, text);
    assert.deepEqual([types, rows], [["int", "text?"], [["1", "x"]]]);
    await on.sql(`attach 'FOLDER/shop.db' as shop; insert into shop.sales.orders values (2, null)`);
    assert.deepEqual((await rowsOf(on, text)).rows.length, 2);
  });

  it("makes rows of inline values and of series", async () => {
    assert.deepEqual((await rowsOf(on, `from rows([{a: 1, b: "x"}, {a: 2}])`)).rows, [
      ["1", "x"],
      ["2", null],
    ]);
    assert.deepEqual((await rowsOf(on, "from series(1, 7, 3)")).rows, [["1"], ["4"], ["7"]]);
  });

  it("reads files and columns with hostile names", async () => {
    const name = `it's [a] "b" *?; drop table x -- 🦆`;
    on.write(`${name}.csv`, `"col ""q"" ' [x]; --",b\n1,2\n`);
    const escaped = name.replaceAll('"', '\\"');
    const { rows, columns } = await rowsOf(on, `source t = csv("${escaped}.csv", header: true)\nfrom t`);
    assert.deepEqual([columns, rows], [[`col "q" ' [x]; --`, "b"], [["1", "2"]]]);
  });
});
