import assert from "node:assert/strict";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { PrintContext } from "../../emit/context.ts";
import { duckdbDialect } from "../../emit/duckdb.ts";
import { printTyped } from "../../emit/expressions.ts";
import { evaluate } from "../../language/evaluate.ts";
import type { PlanExpression } from "../../language/plan.ts";
import { printValue } from "../../language/type-operations.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { bindText } from "./expression-helpers.ts";
import { libraryCall } from "./generate-calls.ts";
import { generate, randomFrom, type Sort, sorts } from "./generate-expressions.ts";

const context: PrintContext = {
  dialect: duckdbDialect,
  columns: new Map(),
  // Typed as parameters of a statement are: bare text literals are of any type to DuckDB.
  constant: (value, type) => `CAST(${duckdbDialect.literal(value, type)} AS ${duckdbDialect.typeName(type)})`,
  now: "now()",
  highWater: () => "NULL",
};

/** The value of a constant expression as Weir writes it; `unknown` where it is left to the engine. */
function weirOf(text: string): string {
  const value = evaluate(bindText(text));
  return value === undefined ? "unknown" : printValue(value);
}

describe("constant expressions", () => {
  let connection: DuckDBConnection;

  before(async () => {
    const instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET ieee_floating_point_ops = false");
  });

  after(() => connection.closeSync());

  it("are computed exactly", () => {
    assert.equal(weirOf("1 + 2 * 3"), "7");
    assert.equal(weirOf("7 / 2"), "3.5");
    assert.equal(weirOf("-7 // 2"), "-3");
    assert.equal(weirOf("-7 % 2"), "-1");
    assert.equal(weirOf("1 / 0"), "null");
    assert.equal(weirOf("0.1 + 0.2"), "0.30000000000000004");
    assert.equal(weirOf("(0.1 as decimal(3, 1)) + 0.2"), "0.3");
    assert.equal(weirOf("(2.345 as decimal(9, 3)) as decimal(9, 2)"), "2.35");
    assert.equal(weirOf("-2.5 as int"), "-2");
    assert.equal(weirOf("@2026-01-31 + 1 month"), "@2026-02-28");
    assert.equal(weirOf("@2024-02-29 + 1 year"), "@2025-02-28");
    assert.equal(weirOf("@2026-03-01 - @2026-02-01"), "28 days");
    assert.equal(weirOf("@2026-01-01 - 2 hours"), "@2025-12-31T22:00:00");
    assert.equal(weirOf("null == null"), "true");
    assert.equal(weirOf("null and false"), "false");
    assert.equal(weirOf("1 in [1, null]"), "true");
    assert.equal(weirOf("(null as int) in [1, 2]"), "false");
    assert.equal(weirOf('"abc" like "a_c"'), "true");
    assert.equal(weirOf("[1, 2, 3][-1]"), "3");
    assert.equal(weirOf("[1][1]"), "null");
    assert.equal(weirOf('" 12 " as int'), "12");
    assert.equal(weirOf('"1.7" as? int'), "null");
    assert.equal(weirOf('date_trunc("month", @2026-05-17)'), "@2026-05-01");
  });

  it("are left to the engine where they fail, overflow or hang on the run", () => {
    assert.equal(weirOf("9223372036854775807 + 1"), "unknown");
    assert.equal(weirOf('"x" as int'), "unknown");
    assert.equal(weirOf("now()"), "unknown");
    assert.equal(weirOf("$count + 1"), "unknown");
    assert.equal(weirOf("false and $count > 1"), "false");
  });

  it("take the start of the run and the zone into account", () => {
    const now = 1_767_222_000_000_000n;
    const at = (text: string) => {
      const value = evaluate(bindText(text), { now });
      return value === undefined ? "unknown" : printValue(value);
    };
    assert.equal(at("now()"), "@2025-12-31T23:00:00Z");
    assert.equal(at("today()"), "@2025-12-31");
    assert.equal(at('today("Europe/Berlin")'), "@2026-01-01");
  });

  it("give what DuckDB gives", async function () {
    this.timeout(300_000);
    const runs = fuzzRuns(20_000);
    let compared = 0;
    let batch: { readonly text: string; readonly sql: string }[] = [];
    for (let run = 0; run < runs; run++) {
      const random = randomFrom(run + 1);
      const call = (sort: Sort, inner: (of: Sort) => string) => libraryCall(sort, random, inner);
      const text = generate(random.pick(sorts), 1 + random.below(4), {
        random,
        names: [],
        functions: true,
        call,
      });
      const expression = bindText(text);
      const value = evaluate(expression);
      if (value === undefined) continue;
      compared++;
      const folded: PlanExpression = { kind: "value", value, type: expression.type, nullable: true };
      const [whole, known] = [printTyped(expression, context), printTyped(folded, context)];
      batch.push({
        text: `${text} = ${printValue(value)}`,
        sql: `(${whole}) IS NOT DISTINCT FROM (${known})`,
      });
      if (batch.length === 50) {
        await checkBatch(batch, connection);
        batch = [];
      }
    }
    await checkBatch(batch, connection);
    assert.ok(compared > runs / 4, `only ${compared} of ${runs} expressions were computed`);
  });
});

async function checkBatch(
  batch: readonly { readonly text: string; readonly sql: string }[],
  connection: DuckDBConnection,
): Promise<void> {
  if (batch.length === 0) return;
  let failure: unknown;
  try {
    const result = await connection.runAndReadAll(`SELECT ${batch.map(({ sql }) => sql).join(",\n")}`);
    const row = result.getRowsJS()[0]!;
    const wrong = batch.filter((_, index) => row[index] !== true).map(({ text }) => text);
    assert.deepEqual(wrong, [], "DuckDB gives something else");
  } catch (error) {
    // DuckDB gives a text joined with the constant null no type, and then finds no function for it.
    if (batch.length === 1 && String(error).includes('"NULL")". In order to select one')) return;
    if (batch.length === 1 || error instanceof assert.AssertionError) failure = error;
    else for (const one of batch) await checkBatch([one], connection);
  }
  if (failure !== undefined) {
    const message = failure instanceof Error ? failure.message : String(failure);
    assert.fail(`${message}\n${batch.length === 1 ? `${batch[0]!.text}\n${batch[0]!.sql}` : ""}`);
  }
}
