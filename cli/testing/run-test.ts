// Runs one test: the relation under test with what is given, what is expected as rows of the same engine, and the
// comparison of both. Anything that keeps a test from being run is one of its failures, never an exception.

import * as arrow from "apache-arrow";
import { type CellColumn, columnsOf, displayText } from "../../engine/cell-text.ts";
import type { RunFailure } from "../../engine/messages.ts";
import type {
  BoundTest,
  GivenRelation,
  PipelinePlan,
  PlanExpression,
  RelationPlan,
  StepOrigin,
  TestExpectation,
} from "../../language/index.ts";
import { parseValue } from "../../language/index.ts";
import { cellValue } from "./cell-value.ts";
import { relationOf, withGiven } from "./given.ts";
import type { TestFailure } from "./result.ts";
import { type ComparedRow, compareRows } from "./row-diff.ts";

/** Runs a plan without storing anything. */
export type PlanRunner = (plan: PipelinePlan, nowMicros: bigint) => Promise<PlanOutcome>;

export type PlanOutcome =
  | { readonly kind: "rows"; readonly stream: Uint8Array }
  | { readonly kind: "failed"; readonly failure: RunFailure };

/** A test that can be run, and where its lines are. */
export interface RunnableTest {
  readonly test: BoundTest & { readonly plan: RelationPlan };
  /** Line of the test, from 1. */
  readonly line: number;
  lineOf(expectation: TestExpectation): number;
}

/** Rows that broke a condition and are shown. */
const shownExamples = 5;

export async function runTest(
  runnable: RunnableTest,
  run: PlanRunner,
  nowMicros: bigint,
): Promise<TestFailure[]> {
  const { test, line } = runnable;
  const now = test.now ?? nowMicros;
  const read: GivenRelation[] = [];
  for (const one of test.given) {
    const known = await storeAsRows(one, test, run, now);
    if ("failure" in known) return [broken(line, known.failure)];
    read.push(known);
  }
  const given = withGiven(test.plan, read);
  const outcome = await run(pipelineOf(test, given), now);
  if (outcome.kind === "failed") return [broken(line, outcome.failure)];
  const actual = rowsOf(outcome.stream);
  const failures: TestFailure[] = [];
  for (const expectation of test.expectations) {
    const at = runnable.lineOf(expectation);
    if (expectation.kind === "condition") {
      const violating = await run(pipelineOf(test, breaking(given, expectation.condition)), now);
      if (violating.kind === "failed") failures.push(broken(at, violating.failure));
      else failures.push(...conditionFailure(expectation.text, rowsOf(violating.stream), at));
    } else {
      const origin = test.plan.steps[0]!.origin;
      const wanted = await run(pipelineOf(test, relationOf(expectation.data, origin)), now);
      if (wanted.kind === "failed") failures.push(broken(at, wanted.failure));
      else failures.push(...rowsFailure(expectation, rowsOf(wanted.stream), actual, at));
    }
  }
  return failures;
}

// ------------------------------------------------------------------------------------------------ helpers

/** A store that a file stands for, as rows: `high_water` asks for the largest of them before the run. */
async function storeAsRows(
  given: GivenRelation,
  test: RunnableTest["test"],
  run: PlanRunner,
  nowMicros: bigint,
): Promise<GivenRelation | { readonly failure: RunFailure }> {
  const { data, kind } = given;
  if (kind !== "store" || data.kind === "rows") return given;
  const plan = pipelineOf(test, relationOf(data, test.plan.steps[0]!.origin));
  const outcome = await run(plan, nowMicros);
  if (outcome.kind === "failed") return { failure: outcome.failure };
  const rows = rowsOf(outcome.stream).rows.map((row) =>
    data.columns.map((column, index): PlanExpression => {
      const isNull = row.cells[index]?.kind === "null";
      const value = isNull ? undefined : parseValue(row.texts[index] ?? "", { ...column, nullable: false });
      return { kind: "value", value: value ?? { kind: "null" }, type: column.type, nullable: true };
    }),
  );
  return { ...given, data: { kind: "rows", columns: data.columns, rows } };
}

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
}

function rowsFailure(
  expectation: TestExpectation & { readonly kind: "rows" },
  wanted: Rows,
  actual: Rows,
  line: number,
): TestFailure[] {
  const columns = actual.columns.filter((name) => expectation.compared.includes(name));
  const comparison = compareRows(only(wanted, columns), only(actual, columns), expectation.ordered);
  return comparison.kind === "same" ? [] : [{ kind: "rows", line, columns, comparison }];
}

function conditionFailure(text: string, breaking: Rows, line: number): TestFailure[] {
  const { columns, rows } = breaking;
  if (rows.length === 0) return [];
  const examples = rows.slice(0, shownExamples);
  return [{ kind: "condition", line, text, violations: rows.length, columns, examples }];
}

/** The rows for which a condition is not true, null included. */
function breaking(relation: RelationPlan, condition: PlanExpression): RelationPlan {
  const bool = { type: { kind: "bool" }, nullable: false } as const;
  const holds: PlanExpression = {
    kind: "coalesce",
    operands: [condition, { kind: "value", value: { kind: "bool", value: false }, ...bool }],
    ...bool,
  };
  const last = relation.steps.at(-1)!;
  const origin: StepOrigin = last.origin;
  const where = {
    kind: "where",
    condition: { kind: "not", operand: holds, ...bool },
    origin,
    output: relation.shape,
  } as const;
  return { steps: [...relation.steps, where], shape: relation.shape };
}

function pipelineOf(test: BoundTest, body: RelationPlan): PipelinePlan {
  const budget = {
    timeMicros: undefined,
    memoryBytes: undefined,
    scanBytes: undefined,
    costDollars: undefined,
  };
  return { name: undefined, file: test.file, doc: "", parameters: [], budget, body };
}

function broken(line: number, failure: RunFailure): TestFailure {
  const place = failure.line === undefined ? "" : ` (line ${failure.line})`;
  return {
    kind: "broken",
    line,
    message: `${failure.code}: ${failure.message}${place}`,
    hint: failure.hint,
  };
}

function rowsOf(stream: Uint8Array): Rows {
  const table = arrow.tableFromIPC(stream);
  const rows = table.batches.flatMap((batch) => {
    const columns = columnsOf(batch);
    return Array.from({ length: batch.numRows }, (_, row) => comparedRow(columns, row));
  });
  return { columns: table.schema.fields.map((field) => field.name), rows };
}

function comparedRow(columns: readonly CellColumn[], row: number): ComparedRow {
  return {
    cells: columns.map((column) => cellValue(column, row)),
    texts: columns.map((column) => displayText(column, row) ?? "null"),
  };
}

/** The rows with these columns only, in this order. */
function only(rows: Rows, columns: readonly string[]): ComparedRow[] {
  const positions = columns.map((name) => rows.columns.indexOf(name));
  return rows.rows.map((row) => ({
    cells: positions.map((position) => row.cells[position]!),
    texts: positions.map((position) => row.texts[position]!),
  }));
}
