// The part of the report that says of each step how many rows came out of it.

import type { StepExpression } from "../../emit/builder.ts";
import type { PipelinePlan, PlanStep } from "../../language/plan.ts";
import type { ExpectationReport, StepReport } from "../messages.ts";
import type { Operator } from "./profile.ts";
import { knownStepRows } from "./step-rows.ts";

export interface StepFigures {
  readonly operators: readonly Operator[];
  readonly expectations: readonly ExpectationReport[];
  /** Undefined where only a part of the rows was fetched. */
  readonly resultRows: number | undefined;
  /** Rows of every step, where they were counted. */
  readonly counts: ReadonlyMap<PlanStep, number> | undefined;
}

export function stepReports(
  plan: PipelinePlan,
  steps: readonly StepExpression[],
  figures: StepFigures,
): StepReport[] {
  const known = knownStepRows(
    plan,
    figures.operators,
    checkedRows(steps, figures.expectations),
    figures.resultRows,
  );
  return steps.map(({ step, within }): StepReport => {
    const { origin, kind } = step;
    const place = { file: origin.file, line: origin.lineInDeclaration + 1, origin, within, kind };
    const counted = figures.counts?.get(step);
    if (counted !== undefined) return { ...place, rows: counted, rowsBasis: "counted" };
    const rows = known.get(step);
    if (rows === undefined) return { ...place, rows: null, rowsBasis: "fused" };
    return { ...place, rows: rows.rows, rowsBasis: rows.basis };
  });
}

/** An expectation counts the rows that come to it. */
function checkedRows(
  steps: readonly StepExpression[],
  expectations: readonly ExpectationReport[],
): ReadonlyMap<PlanStep, number> {
  const rows = new Map<PlanStep, number>();
  for (const { step } of steps) {
    if (step.kind !== "expect") continue;
    const report = expectations.find(({ origin }) => origin === step.origin);
    if (report !== undefined) rows.set(step, report.rows);
  }
  return rows;
}
