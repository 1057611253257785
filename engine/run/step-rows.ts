// How many rows came out of each step, as far as a run knows without counting: of the last step, of checked steps, and
// of those whose output is one operator's. DuckDB fuses the others, and where it moves a filter the operator's rows
// are not the step's; then nothing is said.

import type { PipelinePlan, PlanStep, RelationPlan } from "../../language/plan.ts";
import { relationInputs } from "../../language/plan-walk.ts";
import type { Operator } from "./profile.ts";

export interface KnownRows {
  readonly rows: number;
  readonly basis: "counted" | "operator";
}

/**
 * `counted` holds what checks counted before a step, `resultRows` what the last step gave (undefined where only a
 * part was fetched).
 */
export function knownStepRows(
  plan: PipelinePlan,
  operators: readonly Operator[],
  counted: ReadonlyMap<PlanStep, number>,
  resultRows: number | undefined,
): ReadonlyMap<PlanStep, KnownRows> {
  const known = new Map<PlanStep, KnownRows>();
  const steps = allSteps(plan.body);
  for (const [step, rows] of counted) known.set(step, { rows, basis: "counted" });
  const last = plan.body.steps.at(-1);
  if (last !== undefined && resultRows !== undefined)
    known.set(last, { rows: resultRows, basis: "operator" });
  noteAggregate(plan.body, steps, operators, known);
  noteScan(plan.body, steps, operators, known);
  for (const relation of allRelations(plan.body)) spread(relation, known);
  return known;
}

/** A plan with one aggregation and one operator that aggregates: it is that, unless a filter behind it moved. */
function noteAggregate(
  body: RelationPlan,
  steps: readonly PlanStep[],
  operators: readonly Operator[],
  known: Map<PlanStep, KnownRows>,
): void {
  const aggregating = steps.filter((step) =>
    ["aggregate", "pivot", "distinct", "except", "intersect"].includes(step.kind),
  );
  const running = operators.filter(({ kind }) => /GROUP_BY|AGGREGATE/.test(kind));
  const [step] = aggregating;
  const [operator] = running;
  if (aggregating.length !== 1 || running.length !== 1 || step === undefined || operator === undefined)
    return;
  const place = body.steps.indexOf(step);
  if (place < 0) return;
  const mayMove = body.steps.slice(place + 1).some((later) => !keepsRows(later));
  if (!mayMove) known.set(step, { rows: operator.rows, basis: "operator" });
}

/** The rows of a source that is scanned once, whole. */
function noteScan(
  body: RelationPlan,
  steps: readonly PlanStep[],
  operators: readonly Operator[],
  known: Map<PlanStep, KnownRows>,
): void {
  const scans = operators.filter(({ kind }) => kind === "TABLE_SCAN");
  const [scan] = scans;
  const [first] = body.steps;
  if (scans.length !== 1 || scan === undefined || first?.kind !== "from") return;
  const isWhole =
    scan.details.Filters === undefined && !operators.some(({ kind }) => /LIMIT|TOP_N|SAMPLE|JOIN/.test(kind));
  const onlyOne = steps.filter((step) =>
    relationInputs(step).some((input) => input.kind === "source" || input.kind === "store"),
  );
  if (isWhole && onlyOne.length === 1 && onlyOne[0] === first)
    known.set(first, { rows: scan.rows, basis: "operator" });
}

/** Steps that give as many rows as they get share what is known of one of them. */
function spread(relation: RelationPlan, known: Map<PlanStep, KnownRows>): void {
  const { steps } = relation;
  for (let index = 1; index < steps.length; index++)
    copy(steps[index - 1]!, steps[index]!, steps[index]!, known);
  for (let index = steps.length - 1; index > 0; index--)
    copy(steps[index]!, steps[index - 1]!, steps[index]!, known);
}

function copy(from: PlanStep, to: PlanStep, later: PlanStep, known: Map<PlanStep, KnownRows>): void {
  const rows = known.get(from);
  if (rows !== undefined && !known.has(to) && keepsRows(later)) known.set(to, rows);
}

function keepsRows(step: PlanStep): boolean {
  return ["derive", "select", "drop", "rename", "sort", "window", "expect", "score", "into"].includes(
    step.kind,
  );
}

function allRelations(relation: RelationPlan): RelationPlan[] {
  const inner = relation.steps.flatMap((step) =>
    relationInputs(step).flatMap((input) => {
      if (input.kind === "pipeline") return allRelations(input.pipeline.body);
      return input.kind === "steps" ? allRelations(input.relation) : [];
    }),
  );
  return [...inner, relation];
}

function allSteps(relation: RelationPlan): PlanStep[] {
  return allRelations(relation).flatMap((one) => one.steps);
}
