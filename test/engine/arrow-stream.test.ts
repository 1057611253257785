// Every value that DuckDB gives must come out of the Arrow stream as it went in, in any mix of nulls, long and short
// strings and nested lists, over batch borders.

import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import { arrowStream } from "../../engine/arrow-stream.ts";

async function throughArrow(sql: string): Promise<{ table: arrow.Table; rows: number }> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const result = await connection.stream(sql);
  const fields = result.deduplicatedColumnNames().map((name) => ({ name, nullable: true, weirType: "" }));
  const parts: Uint8Array[] = [];
  let rows = 0;
  for await (const batch of arrowStream(result, fields, () => false)) {
    parts.push(batch.bytes);
    rows += batch.rows;
  }
  connection.closeSync();
  instance.closeSync();
  return { table: arrow.tableFromIPC(parts), rows };
}

function column(table: arrow.Table, name: string): unknown[] {
  return [...(table.getChild(name) ?? [])];
}

describe("a result as an Arrow stream", () => {
  it("keeps numbers, texts and nulls over batch borders", async () => {
    const { table, rows } = await throughArrow(`
      select i::bigint as whole, i / 7 as real,
        case when i % 5 = 0 then null when i % 3 = 0 then repeat('long text ', 1 + (i % 40)::int) else 's' || i end as label,
        case when i % 4 = 1 then null else i % 2 = 0 end as even
      from range(150000) t(i)`);
    assert.equal(rows, 150_000);
    const whole = column(table, "whole");
    const real = column(table, "real");
    const label = column(table, "label");
    const even = column(table, "even");
    for (let i = 0; i < 150_000; i++) {
      assert.equal(whole[i], BigInt(i));
      assert.equal(real[i], i / 7);
      assert.equal(label[i], i % 5 === 0 ? null : i % 3 === 0 ? "long text ".repeat(1 + (i % 40)) : `s${i}`);
      assert.equal(even[i], i % 4 === 1 ? null : i % 2 === 0);
    }
  });

  it("keeps lists and structs, nested and null, where the child is not in order", async () => {
    const { table, rows } = await throughArrow(`
      with t as (select i, case when i % 7 = 0 then null else list_transform(range(i % 4), x -> 'item number ' || (x + i)) end as l
        from range(5000) t(i))
      select i, l, {'a': i, 'b': l} as s, [l, null, []] as n from t where i % 3 <> 1 order by hash(i)`);
    assert.equal(rows, 3333);
    const numbers = column(table, "i") as bigint[];
    const lists = column(table, "l") as (arrow.Vector | null)[];
    const structs = column(table, "s") as { a: bigint; b: arrow.Vector | null }[];
    const nested = column(table, "n") as arrow.Vector<arrow.List>[];
    for (const [row, whole] of numbers.entries()) {
      const i = Number(whole);
      const expected = i % 7 === 0 ? null : Array.from({ length: i % 4 }, (_, x) => `item number ${x + i}`);
      assert.deepEqual(lists[row] === null ? null : [...(lists[row] ?? [])], expected);
      assert.equal(structs[row]?.a, whole);
      const inner = structs[row]?.b ?? null;
      assert.deepEqual(inner === null ? null : [...inner], expected);
      const items = [...(nested[row] ?? [])].map((item) =>
        item === null ? null : [...(item as arrow.Vector)],
      );
      assert.deepEqual(items, [expected, null, []]);
    }
  });

  it("widens decimals and keeps dates, times, durations, uuids and blobs", async () => {
    const { table } = await throughArrow(`
      select (-12.34)::decimal(4, 2) as d4, (-12345.67)::decimal(9, 2) as d9, (-1234567890.12)::decimal(18, 2) as d18,
        (-12345678901234567890.12)::decimal(38, 2) as d38, date '1969-12-31' as day, timestamp '2026-01-31 08:30:00.123456' as at,
        timestamptz '2026-01-31 08:30:00+02' as instant, interval '2 days 3 hours' as duration,
        uuid '01234567-89ab-cdef-8123-456789abcdef' as id, 'ab\\x00'::blob as bytes`);
    const decimal = (name: string) =>
      BigInt(arrow.util.bigNumToBigInt(table.getChild(name)?.get(0) as never));
    assert.equal(decimal("d4"), -1234n);
    assert.equal(decimal("d9"), -1_234_567n);
    assert.equal(decimal("d18"), -123_456_789_012n);
    assert.equal(decimal("d38"), -1_234_567_890_123_456_789_012n);
    const raw = (name: string) => (table.getChild(name)?.data[0]?.values as BigInt64Array | undefined)?.[0];
    assert.equal(Number(raw("day")), -1);
    assert.equal(raw("at"), 1_769_848_200_123_456n);
    assert.equal(raw("instant"), 1_769_841_000_000_000n);
    assert.equal(raw("duration"), 183_600_000_000n);
    assert.equal(table.getChild("id")?.get(0), "01234567-89ab-cdef-8123-456789abcdef");
    assert.deepEqual(table.getChild("bytes")?.get(0), new Uint8Array([97, 98, 0]));
  });

  it("gives a schema even without rows", async () => {
    const { table, rows } = await throughArrow("select 1 as a, 'x' as b where false");
    assert.equal(rows, 0);
    assert.deepEqual(
      table.schema.fields.map((field) => field.name),
      ["a", "b"],
    );
  });
});
