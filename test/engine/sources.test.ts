// Every kind of source on a real DuckDB: columns and types as they are found, and rows as they are read.

import assert from "node:assert/strict";
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
});
