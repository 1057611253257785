// Checks what a plan promises before its result counts: expectations, and joins that say `one`. Rows that were costly
// to compute are kept once and both checked and read from there; rows that are a mere scan are scanned again for the
// few columns that a check needs. What comes out is the plan with what was kept in the place of what was computed.

import { totalmem } from "node:os";
import { quoteName } from "../../emit/duckdb.ts";
import { emitChecks, emitPromises, emitRelation } from "../../emit/emit.ts";
import { neededAfterSteps, orderColumns } from "../../emit/needed-columns.ts";
import type { DataLocation } from "../../language/catalogue.ts";
import type {
  Column,
  ColumnId,
  PipelinePlan,
  PlanStep,
  RelationInput,
  RelationPlan,
  RowShape,
} from "../../language/plan.ts";
import { rewriteStep } from "../../language/plan-steps.ts";
import { columnsRead, eachPlanExpression, relationInputs } from "../../language/plan-walk.ts";
import type { ColumnType } from "../../language/types.ts";
import type { ExpectationReport } from "../messages.ts";
import { RunError } from "../run-error.ts";
import { reportOf, requireHeld } from "./expectations.ts";
import type { RunSources } from "./run-sources.ts";
import type { SettleContext } from "./settle-context.ts";
import { uniqueRight } from "./unique-right.ts";

export interface Settled {
  readonly plan: PipelinePlan;
  readonly expectations: readonly ExpectationReport[];
}

/** @throws {RunError} WR620 where an expectation that has to hold does not, WR621 where a join is not to one. */
export async function settlePlan(plan: PipelinePlan, context: SettleContext): Promise<Settled> {
  const state: SettleState = { context, plan, done: new Map(), reports: [], tables: 0 };
  const body = await settleRelation(plan.body, state);
  return { plan: { ...plan, body }, expectations: state.reports };
}

/** Keeps the rows of a whole relation, so that they can be read more than once. */
export async function keepRelation(relation: RelationPlan, context: SettleContext): Promise<RelationPlan> {
  const state: SettleState = { context, plan: undefined, done: new Map(), reports: [], tables: 1000 };
  const ids = [...relation.shape.columns.map((column) => column.id), ...orderColumns(relation.shape.order)];
  return keepPrefix(relation.steps, relation.shape, new Set(ids), state);
}

/** Whether the rows of a relation cost little more than reading them. */
export function isMereScan(relation: RelationPlan, context: SettleContext): boolean {
  return relation.steps.every((step) => {
    switch (step.kind) {
      case "from":
        return isMereInput(step.input, context);
      case "where":
      case "derive":
      case "select":
      case "drop":
      case "rename":
      case "sort":
      case "expect":
      case "into":
      case "faulty":
        return true;
      default:
        return false;
    }
  });
}

// ------------------------------------------------------------------------------------------------ helpers

interface SettleState {
  readonly context: SettleContext;
  readonly plan: PipelinePlan | undefined;
  /** Relations that were met before: a pipeline that is read twice is checked once. */
  readonly done: Map<RelationPlan, RelationPlan>;
  readonly reports: ExpectationReport[];
  tables: number;
}

async function settleRelation(relation: RelationPlan, state: SettleState): Promise<RelationPlan> {
  const known = state.done.get(relation);
  if (known !== undefined) return known;
  let steps: PlanStep[] = [];
  for (let index = 0; index < relation.steps.length; index++) {
    let step = await settleInputs(relation.steps[index]!, state);
    if (step.kind === "join" && steps.length > 0) step = await settlePromise(step, steps, state);
    if (step.kind === "expect" && steps.length > 0) {
      const group = expectationsFrom(relation.steps, index);
      const before = steps.at(-1)!.output;
      if (!isMereScan({ steps, shape: before }, state.context)) {
        const kept = neededLater(relation, index, group, before);
        steps = [...(await keepPrefix(steps, before, kept, state)).steps];
      }
      await checkGroup(group, steps, state);
      steps.push(...group);
      index += group.length - 1;
      continue;
    }
    steps.push(step);
  }
  const settled = { ...relation, steps };
  state.done.set(relation, settled);
  return settled;
}

async function settleInputs(step: PlanStep, state: SettleState): Promise<PlanStep> {
  const inputs = new Map<RelationInput, RelationInput>();
  for (const input of relationInputs(step)) {
    if (state.context.emit.scans.given?.(input, input.columns) !== undefined) continue;
    if (input.kind === "pipeline") {
      const body = await settleRelation(input.pipeline.body, state);
      if (body !== input.pipeline.body)
        inputs.set(input, { ...input, pipeline: { ...input.pipeline, body } });
    } else if (input.kind === "steps") {
      inputs.set(input, { ...input, relation: await settleRelation(input.relation, state) });
    }
  }
  if (inputs.size === 0) return step;
  return rewriteStep(step, {
    value: (expression) => expression,
    condition: (expression) => expression,
    input: (input) => inputs.get(input) ?? input,
  });
}

type ExpectStep = PlanStep & { readonly kind: "expect" };
type JoinStep = PlanStep & { readonly kind: "join" };

function expectationsFrom(steps: readonly PlanStep[], index: number): ExpectStep[] {
  const group: ExpectStep[] = [];
  for (let at = index; at < steps.length; at++) {
    const step = steps[at]!;
    if (step.kind !== "expect") break;
    group.push(step);
  }
  return group;
}

async function checkGroup(
  group: readonly ExpectStep[],
  steps: readonly PlanStep[],
  state: SettleState,
): Promise<void> {
  const { runner, emit } = state.context;
  runner.setPhase("expectations");
  const last = group.at(-1)!;
  const plan = { ...emptyPlan, body: { steps: [...steps, ...group], shape: last.output } };
  const checks = emitChecks(plan, emit);
  for (const step of group) {
    const check = checks.find((candidate) => candidate.step === step);
    if (check === undefined) throw new Error("an expectation of the plan has no check");
    state.reports.push(await reportOf(check, runner));
  }
  requireHeld(state.reports);
}

/** Columns that have to be kept for what comes after, and those that examples show. */
function neededLater(
  relation: RelationPlan,
  index: number,
  group: readonly ExpectStep[],
  before: RowShape,
): ReadonlySet<ColumnId> {
  const { shape } = relation;
  const wanted = new Set([...shape.columns.map((column) => column.id), ...orderColumns(shape.order)]);
  const needed = neededAfterSteps(relation, wanted)[index - 1] ?? wanted;
  const read = group.flatMap((step) => (step.condition === undefined ? step.unique : [step.condition]));
  return new Set([
    ...needed,
    ...read.flatMap((expression) => [...columnsRead(expression)]),
    ...before.columns.map((column) => column.id),
  ]);
}

/** Computes the rows after `steps` into a temporary table; gives a chain of one step that reads it. */
async function keepPrefix(
  steps: readonly PlanStep[],
  output: RowShape,
  ids: ReadonlySet<ColumnId>,
  state: SettleState,
): Promise<RelationPlan> {
  const { runner, sources, emit } = state.context;
  const known = [...output.columns, ...output.hidden];
  const columns = [...ids].map((id): Column => {
    const column = known.find((candidate) => candidate.id === id) ?? orderColumn(output, id);
    return { ...column, id, name: `c${id}` };
  });
  const table = `weir kept ${++state.tables}`;
  const shape: RowShape = { ...output, columns, hidden: [], order: [] };
  runner.setPhase("query");
  await runner.run(`CREATE TEMP TABLE ${quoteName(table)} AS ${emitRelation({ steps, shape }, emit).sql}`);
  runner.noteOperators();
  return { steps: [readKept(table, columns, steps.at(-1)!, output, sources)], shape: output };
}

function readKept(
  table: string,
  columns: readonly Column[],
  last: PlanStep,
  output: RowShape,
  sources: RunSources,
): PlanStep {
  const input = keptInput(table, columns, sources);
  return { kind: "from", input, alias: "kept", origin: last.origin, output };
}

function keptInput(table: string, columns: readonly Column[], sources: RunSources): RelationInput {
  const location: DataLocation = {
    role: "source",
    format: "duckdb",
    path: table,
    declaredIn: "",
    options: {},
  };
  sources.stage(location, table);
  return { kind: "source", name: table, location, columns };
}

/** A column that only the promised order still knows. */
function orderColumn(output: RowShape, id: ColumnId): ColumnType & { readonly doc: string } {
  let found: ColumnType | undefined;
  for (const key of output.order) {
    eachPlanExpression(key.value, (inner) => {
      if (inner.kind === "column" && inner.column === id) found = inner;
    });
  }
  if (found === undefined) throw new Error(`no column ${id} stands before the expectation`);
  return { type: found.type, nullable: found.nullable, doc: "" };
}

// ------------------------------------------------------------------------------------------------- promises

async function settlePromise(
  step: JoinStep,
  before: readonly PlanStep[],
  state: SettleState,
): Promise<JoinStep> {
  const { context } = state;
  const { runner, emit } = context;
  const plan = (join: JoinStep) => ({ ...emptyPlan, body: { steps: [...before, join], shape: join.output } });
  if (!emitPromises(plan(step), emit).some((promise) => promise.step === step)) return step;
  const checked: JoinStep = isMereInput(step.right, context)
    ? step
    : { ...step, right: await keepInput(step.right, state) };
  runner.setPhase("expectations");
  if (await uniqueRight(checked, context)) return checked;
  const promise = emitPromises(plan(checked), emit).find((candidate) => candidate.step === checked);
  if (promise === undefined) return checked;
  const rows = await runner.rows(promise.broken.sql);
  if (rows.length === 0) return checked;
  const examples = rows.map((row) => {
    const keys = Object.entries(row).flatMap(([name, value]) =>
      name.startsWith("key ") ? [String(value)] : [],
    );
    return `${keys.join(", ")} (${String(row.matches)} rows)`;
  });
  const name = step.alias === "" ? "the right side" : `\`${step.alias}\``;
  throw new RunError(
    "WR621",
    `the join with ${name} promises \`one\`, but more than one row matches for ${examples.join("; ")}`,
    {
      file: step.origin.file,
      line: step.origin.lineInDeclaration + 1,
      origin: step.origin,
      hint: "Make the right side unique (`take 1 by KEY sorted …`), or leave out `one` if several matches are meant.",
    },
  );
}

/** A relation that is more than a scan is computed once, for the check and for the join. */
async function keepInput(input: RelationInput, state: SettleState): Promise<RelationInput> {
  const { runner, sources, emit } = state.context;
  const carried =
    input.kind === "pipeline" || input.kind === "steps" ? input.carried.map(({ column }) => column) : [];
  const columns = [...input.columns, ...carried].map(
    (column): Column => ({ ...column, name: `c${column.id}` }),
  );
  const origin = { file: "", declaration: "", lineInDeclaration: 0, start: 0, end: 0 };
  const shape: RowShape = { columns, hidden: [], order: [], uniqueKeys: [], complete: true };
  const table = `weir kept ${++state.tables}`;
  runner.setPhase("query");
  const relation: RelationPlan = {
    steps: [{ kind: "from", input, alias: "right", origin, output: shape }],
    shape,
  };
  await runner.run(`CREATE TEMP TABLE ${quoteName(table)} AS ${emitRelation(relation, emit).sql}`);
  runner.noteOperators();
  return keptInput(table, columns, sources);
}

/** Text formats are read again only where keeping their rows would take much of the memory. */
function isMereInput(input: RelationInput, context: SettleContext): boolean {
  switch (input.kind) {
    case "pipeline":
      return isMereScan(input.pipeline.body, context);
    case "steps":
      return isMereScan(input.relation, context);
    case "rows":
    case "series":
      return true;
    case "source":
    case "store": {
      const { format } = input.location;
      if (format !== "csv" && format !== "json") return true;
      const files = context.sources.sourceOf(input.location)?.files ?? [];
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return bytes > (context.memoryLimitBytes ?? totalmem() * 0.8) / 4;
    }
  }
}

const emptyPlan: Omit<PipelinePlan, "body"> = {
  name: undefined,
  file: "",
  doc: "",
  parameters: [],
  budget: { timeMicros: undefined, memoryBytes: undefined, scanBytes: undefined, costDollars: undefined },
};
