// Values of DuckDB in the cells of the results panel: what a person reads of each type, over the borders of batches, from the
// bytes that the engine makes.

import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import { cellLook } from "../../client/panel/web/cell.ts";
import { cellText, type LoadedPage, readPage } from "../../client/panel/web/page.ts";
import { arrowStream } from "../../engine/arrow-stream.ts";

/** The rows of a query as a page that begins at `offset`; `types` are those of its columns. */
async function pageOf(sql: string, types: readonly string[], offset = 0): Promise<LoadedPage> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const result = await connection.stream(sql);
    const fields = result.deduplicatedColumnNames().map((name, index) => ({
      name,
      nullable: true,
      weirType: types[index] ?? "",
    }));
    const parts: Uint8Array[] = [];
    for await (const batch of arrowStream(result, fields, () => false)) parts.push(batch.bytes);
    return readPage(new Uint8Array(Buffer.concat(parts)), offset, false);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What the cell of a one-row query shows, digits grouped. */
async function shown(expression: string, type: string): Promise<string> {
  const page = await pageOf(`SELECT ${expression} AS value`, [type]);
  const look = cellLook(cellText(page, 0, 0), type, true);
  return look.kind === "value" ? look.pieces.map((piece) => piece.text).join("") : look.kind;
}

describe("DuckDB's values in the results panel", () => {
  const cases: readonly (readonly [expression: string, type: string, text: string])[] = [
    ["true", "bool", "true"],
    ["9223372036854775807::BIGINT", "int", "9,223,372,036,854,775,807"],
    ["-1234::INTEGER", "int", "-1,234"],
    ["0.1::DOUBLE", "float", "0.1"],
    ["1234567.0::DOUBLE", "float", "1,234,567.0"],
    ["'nan'::DOUBLE", "float", "NaN"],
    ["'-infinity'::DOUBLE", "float", "-Infinity"],
    ["-12345678901234567890123.45::DECIMAL(38, 2)", "decimal(38, 2)", "-12,345,678,901,234,567,890,123.45"],
    ["0.05::DECIMAL(4, 2)", "decimal(4, 2)", "0.05"],
    ["'Zürich'", "text", "Zürich"],
    ["''", "text", ""],
    ["'null'", "text", "null"],
    ["NULL::VARCHAR", "text", "null"],
    ["chr(10) || 'x'", "text", "\\nx"],
    ["DATE '1969-12-31'", "date", "1969-12-31"],
    ["TIMESTAMP '1969-12-31 23:59:59.999999'", "timestamp", "1969-12-31 23:59:59.999999"],
    ["TIMESTAMPTZ '2026-01-31 08:30:00+00'", "instant", "2026-01-31 08:30:00 UTC"],
    ["INTERVAL '1 hour 2 seconds'", "duration", "PT1H2S"],
    ["'6f1b0c1e-5a0f-4d7e-9d1f-0a1b2c3d4e5f'::UUID", "uuid", "6f1b0c1e-5a0f-4d7e-9d1f-0a1b2c3d4e5f"],
    ["'\\x00\\xff'::BLOB", "binary", "AP8="],
    ["[1, NULL, 3]::BIGINT[]", "list(int)", "[1,null,3]"],
    [
      "{'a': 1, 'b': [{'c': 'x\"y'}]}",
      "struct(a: int, b: list(struct(c: text)))",
      '{"a":1,"b":[{"c":"x\\"y"}]}',
    ],
  ];
  for (const [expression, type, text] of cases) {
    it(`shows ${expression}`, async () => {
      assert.equal(await shown(expression, type), text);
    });
  }

  it("finds each row of a page with several batches", async () => {
    const offset = 5_000_000;
    const page = await pageOf(
      "SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'row ' || i END AS name FROM range(150_000) t(i)",
      ["int", "text"],
      offset,
    );
    assert.equal(page.rows, 150_000);
    assert.ok(page.batches.length > 1, `${page.batches.length} batches`);
    for (let row = 0; row < page.rows; row += 997) {
      assert.equal(cellText(page, offset + row, 0), String(row));
      assert.equal(cellText(page, offset + row, 1), row % 3 === 0 ? undefined : `row ${row}`);
    }
    assert.throws(() => cellText(page, offset, 2), /has no column/);
  });
});
