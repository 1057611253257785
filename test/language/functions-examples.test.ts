// Every example of the function table on DuckDB, from its text through parser, binder and emitter: the call gives the
// result that the documentation shows, and a value of exactly the type that the binder promises.

import assert from "node:assert/strict";
import type { Json } from "@duckdb/node-api";
import { duckdbType } from "../../emit/duckdb.ts";
import { allFunctions, type FunctionEntry } from "../../language/index.ts";
import { planOf, runText } from "../emit/run-text.ts";

describe("examples of functions", () => {
  for (const entry of allFunctions) {
    it(`${entry.name}: ${entry.example.call} is ${entry.example.result}`, async () => {
      const text = exampleText(entry);
      const plan = planOf(text);
      const [got, want] = plan.body.shape.columns;
      await runText(text, { literals: false });
      const { rows, types, sql } = await runText(text);
      assert.ok(rows.length > 0, sql);
      for (const row of rows) assert.ok(alike(row[0]!, row[1]!), `${JSON.stringify(row)} from\n${sql}`);
      assert.ok(got !== undefined && want !== undefined);
      if (got.type.kind !== "null") assert.equal(types[0], plainType(duckdbType(got.type)), sql);
      if (!got.nullable)
        assert.ok(
          rows.every((row) => row[0] !== null),
          `${entry.name} says that it is never null`,
        );
    });
  }
});

/** One pipeline whose first column is the call and whose second is the result. */
function exampleText({ kind, example }: FunctionEntry): string {
  const { call, result, rows, clauses } = example;
  if (kind === "scalar") return `from rows([{one: 1}])\nselect got = ${call}, want = ${result}\n`;
  assert.ok(rows !== undefined, "an example of an aggregate needs rows");
  if (kind === "aggregate") {
    return `from ${rows}\naggregate got = ${call}\nderive want = ${result}\n`;
  }
  // The results of a window function stand in a list, in the order of the rows.
  return `from ${rows}\nwindow got = ${call}, place = row_number() ${clauses ?? ""}\nderive all = ${result}\nselect got, want = all[place - 1]\n`;
}

function alike(got: Json, want: Json): boolean {
  if (typeof got === "number" && typeof want === "number") {
    return Math.abs(got - want) <= 1e-9 * Math.max(1, Math.abs(want));
  }
  if (Array.isArray(got) && Array.isArray(want)) {
    return got.length === want.length && got.every((item, index) => alike(item, want[index]!));
  }
  if (typeof got === "object" && got !== null && typeof want === "object" && want !== null) {
    return JSON.stringify(got) === JSON.stringify(want);
  }
  // An exact number beside a float: ints come as texts.
  if (typeof got === "number" && typeof want === "string") return String(got) === want;
  return got === want;
}

function plainType(type: string): string {
  return type
    .replaceAll("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE")
    .replace(/DECIMAL\((\d+), (\d+)\)/g, "DECIMAL($1,$2)");
}
