import assert from "node:assert/strict";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { duckdbType } from "../../emit/duckdb.ts";
import { emitDuckdb } from "../../emit/emit.ts";
import type { ScanSpelling } from "../../emit/scan.ts";
import type { PipelinePlan } from "../../language/plan.ts";
import { specialise } from "../../language/specialise.ts";
import { typeName } from "../../language/type-operations.ts";
import type { ColumnType } from "../../language/types.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { bindText, mainFile } from "./bind.ts";
import { type Random, randomFrom } from "./generate-expressions.ts";
import { proposeStep, sources } from "./generate-pipelines.ts";

const scans: ScanSpelling = {
  scan: (input) => ({ sql: `memory.main.${input.name}` }),
  storeScan: () => undefined,
};

/** A pipeline that binds without errors, grown step by step. */
function growPipeline(random: Random): { readonly text: string; readonly plan: PipelinePlan } {
  let text = `from ${random.chance(0.8) ? "t" : "u"}`;
  let plan = planOf(text)!;
  const wanted = 1 + random.below(5);
  for (let step = 0, attempt = 0; step < wanted && attempt < 30; attempt++) {
    const longer = `${text}\n${proposeStep(random, plan.body.shape.columns, attempt)}`;
    const next = planOf(longer);
    if (next === undefined) continue;
    text = longer;
    plan = next;
    step++;
  }
  return { text, plan };
}

/** The plan of a bare pipeline, undefined where it has errors or no columns. */
function planOf(text: string): PipelinePlan | undefined {
  const file = mainFile(bindText(sources + text));
  if (file.problems.some((problem) => problem.severity === "error")) return undefined;
  const plan = file.pipelines.at(-1);
  return plan === undefined || plan.body.shape.columns.length === 0 ? undefined : plan;
}

/** What an engine may refuse of values that no type rules out. */
const isOverflow = (message: string) => /Out of Range|overflow|out of range|Could not cast/i.test(message);

describe("types and nullability of generated pipelines", () => {
  let connection: DuckDBConnection;

  before(async () => {
    const instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET ieee_floating_point_ops = false");
    await fillTables(connection);
  });

  after(() => connection.closeSync());

  it("are what DuckDB gives", async function () {
    this.timeout(900_000);
    const runs = fuzzRuns(5_000);
    const seed = Number(process.env.WEIR_FUZZ_SEED ?? "0");
    let refused = 0;
    for (let run = 1; run <= runs; run++) {
      const { text, plan } = growPipeline(randomFrom(seed * 1_000_000 + run));
      const outcome = await compare(plan, connection);
      if (outcome === "refused") refused++;
      else if (outcome !== undefined) {
        assert.fail(`pipeline ${run} of seed ${seed}: ${outcome.problem}\n\n${text}\n\n${outcome.sql}`);
      }
    }
    assert.ok(refused <= runs / 20, `${refused} of ${runs} pipelines overflowed`);
  });
});

interface Difference {
  readonly problem: string;
  readonly sql: string;
}

/** What is wrong with the plan's claims; undefined where they hold. */
async function compare(
  plan: PipelinePlan,
  connection: DuckDBConnection,
): Promise<Difference | "refused" | undefined> {
  const specialised = specialise(plan, {});
  assert.deepEqual(specialised.problems, []);
  let sql: string;
  try {
    const options = { scans, literals: true, startedAtMicros: 1_769_904_000_000_000n };
    sql = emitDuckdb(specialised.plan, options).sql;
  } catch (error) {
    return { problem: (error as Error).stack ?? String(error), sql: "" };
  }
  const { columns } = plan.body.shape;
  try {
    const types = columns.map((column, index) => `CAST(NULL AS ${duckdbType(column.type)}) AS c${index}`);
    const promised = await connection.runAndReadAll(`DESCRIBE SELECT ${types.join(", ")}`);
    const described = await connection.runAndReadAll(`DESCRIBE ${sql}`);
    const expected = promised.getRowsJS().map((row, index) => `${columns[index]!.name}: ${row[1]}`);
    const found = described.getRowsJS().map((row) => `${row[0]}: ${row[1]}`);
    if (expected.join("\n") !== found.join("\n")) {
      const index = expected.findIndex((line, position) => line !== found[position]);
      return { problem: `Weir says ${expected[index]}, DuckDB ${found[index]}`, sql };
    }
    const rows = (await connection.runAndReadAll(sql)).getRowsJson();
    for (const row of rows) {
      for (const [index, column] of columns.entries()) {
        if (!respectsNull(row[index], column)) {
          return {
            problem: `\`${column.name}\` is \`${typeName(column)}\`, a row has ${JSON.stringify(row[index])}`,
            sql,
          };
        }
      }
    }
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return isOverflow(message) ? "refused" : { problem: message, sql };
  }
}

/** Whether a value, with what is inside it, is null only where its type says so. */
function respectsNull(value: unknown, column: ColumnType): boolean {
  if (value === null || value === undefined) return column.nullable;
  const { type } = column;
  if (type.kind === "list" && Array.isArray(value)) {
    return value.every((item: unknown) => respectsNull(item, type.element));
  }
  if (type.kind === "struct" && typeof value === "object") {
    return type.fields.every((field) => respectsNull((value as Record<string, unknown>)[field.name], field));
  }
  return true;
}

/** Small tables with nulls wherever a column may be null. */
async function fillTables(connection: DuckDBConnection): Promise<void> {
  const file = mainFile(bindText(`${sources}from t\n`));
  const random = randomFrom(7);
  for (const name of ["t", "u"]) {
    const symbol = file.symbols.get(name);
    assert.ok(symbol?.kind === "source");
    const columns = symbol.columns.map((column) => `"${column.name}" ${duckdbType(column.type)}`);
    await connection.run(`CREATE TABLE ${name} (${columns.join(", ")})`);
    for (let row = 0; row < 12; row++) {
      const values = symbol.columns.map(
        (column) => `CAST(${literalFor(column, random)} AS ${duckdbType(column.type)})`,
      );
      await connection.run(`INSERT INTO ${name} VALUES (${values.join(", ")})`);
    }
  }
}

function literalFor(column: ColumnType, random: Random): string {
  if (column.nullable && random.chance(0.3)) return "NULL";
  const { type } = column;
  switch (type.kind) {
    case "int":
      return String(random.below(6));
    case "float":
      return random.pick(["0.5", "2e0", "-1.25", "0", "1e3"]);
    case "decimal":
      return random.pick(["0.05", "12.5", "-3.25", "0"]);
    case "text":
      return random.pick(["'a'", "'b'", "'b c'", "''", "'Ärger'", "'12'"]);
    case "date":
      return `'2026-0${1 + random.below(4)}-15'`;
    case "timestamp":
      return `'2026-01-1${random.below(4)} 08:30:0${random.below(9)}'`;
    case "instant":
      return `'2026-01-1${random.below(4)} 08:30:00+00'`;
    case "duration":
      return `to_microseconds(${random.below(5)} * 3600000000)`;
    case "bool":
      return random.pick(["true", "false"]);
    case "list": {
      const items = Array.from({ length: random.below(4) }, () => literalFor(type.element, random));
      return `[${items.join(", ")}]`;
    }
    case "struct":
      return `{${type.fields.map((field) => `'${field.name}': ${literalFor(field, random)}`).join(", ")}}`;
    default:
      return "NULL";
  }
}
