// The 22 TPC-H queries, written in Weir without the `sql` step, give the rows of the reference SQL on the same DuckDB
// over real generated data.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { compileQuery } from "../../bench/tpch/compile.ts";
import {
  prepareTpch,
  tpchQueryNames,
  tpchReferenceFile,
  tpchTableFile,
  tpchTables,
} from "../../bench/tpch/data.ts";
import { needs } from "../support/needs.ts";

describe("TPC-H at scale 0.1", function () {
  this.timeout(300_000);
  let folder = "";
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;

  before(async function () {
    const data = prepareTpch(0.1);
    needs(this, {
      what: "The data of TPC-H",
      available: data.status === "ready",
      remedy: data.status === "ready" ? "" : data.reason,
    });
    if (data.status !== "ready") return;
    folder = data.folder;
    instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
    for (const table of tpchTables) {
      await connection.run(`CREATE VIEW ${table} AS FROM read_parquet('${tpchTableFile(folder, table)}')`);
    }
  });

  after(() => {
    connection?.closeSync();
    instance?.closeSync();
  });

  for (const name of tpchQueryNames()) {
    it(`${name} gives the reference's rows`, async () => {
      const { sql, problems } = compileQuery(join(folder, `${name}.weir`));
      assert.deepEqual(problems, []);
      const actual = await connection.runAndReadAll(sql);
      const expected = await connection.runAndReadAll(readFileSync(tpchReferenceFile(name), "utf8"));
      assert.deepEqual(actual.columnNames(), expected.columnNames());
      assert.ok(expected.currentRowCount > 0);
      assert.equal(actual.currentRowCount, expected.currentRowCount);
      const want = expected.getRowsJson();
      for (const [row, cells] of actual.getRowsJson().entries()) {
        for (const [column, cell] of cells.entries()) {
          const wanted = want[row]![column]!;
          assert.ok(
            isSame(cell, wanted),
            `row ${row + 1}, ${actual.columnNames()[column]}: ${cell} instead of ${wanted}`,
          );
        }
      }
    });
  }
});

/** Decimals exactly, whatever their written scale; floats to 1e-9 of their size; all else as it is. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left === "number" || typeof right === "number") {
    const [one, other] = [Number(left), Number(right)];
    return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
  }
  const number = /^-?\d+(\.\d+)?$/;
  if (typeof left === "string" && typeof right === "string" && number.test(left) && number.test(right)) {
    return plainDigits(left) === plainDigits(right);
  }
  return left === right;
}

function plainDigits(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
