// Finds in a plan what a run has to make ready: the sources and stores that it reads, the high-water marks that it
// asks for, raw SQL and models. Called pipelines are looked into as well.

import type {
  PipelinePlan,
  PlanExpression,
  PlanStep,
  RelationInput,
  RelationPlan,
} from "../../language/plan.ts";
import { rewriteStep } from "../../language/plan-steps.ts";
import { eachPlanExpression, mapPlanOperands } from "../../language/plan-walk.ts";

export type DataInput = RelationInput & { readonly kind: "source" | "store" };
export type HighWater = PlanExpression & { readonly kind: "highWater" };

export interface PlanParts {
  readonly inputs: readonly DataInput[];
  readonly highWaters: readonly HighWater[];
  readonly sqlSteps: readonly (PlanStep & { readonly kind: "sql" })[];
  readonly models: readonly (PlanStep & { readonly kind: "score" })[];
}

/** `isGiven` says which inputs are replaced by given rows: what stands behind them is not read. */
export function planParts(plan: PipelinePlan, isGiven: (input: RelationInput) => boolean): PlanParts {
  const inputs: DataInput[] = [];
  const highWaters: HighWater[] = [];
  const sqlSteps: (PlanStep & { readonly kind: "sql" })[] = [];
  const models: (PlanStep & { readonly kind: "score" })[] = [];
  const lookAt = (expression: PlanExpression) => {
    eachPlanExpression(expression, (inner) => {
      if (inner.kind === "highWater") highWaters.push(inner);
    });
    return expression;
  };
  const lookInto = (input: RelationInput): RelationInput => {
    if (isGiven(input)) return input;
    if (input.kind === "source" || input.kind === "store") inputs.push(input);
    else if (input.kind === "pipeline") relation(input.pipeline.body);
    else if (input.kind === "steps") relation(input.relation);
    else if (input.kind === "rows") for (const row of input.rows) row.forEach(lookAt);
    else for (const bound of [input.from, input.to, input.step]) lookAt(bound);
    return input;
  };
  const relation = (inner: RelationPlan) => {
    for (const step of inner.steps) {
      if (step.kind === "sql") sqlSteps.push(step);
      if (step.kind === "score") models.push(step);
      rewriteStep(step, { value: lookAt, condition: lookAt, input: lookInto });
    }
  };
  relation(plan.body);
  return { inputs, highWaters, sqlSteps, models };
}

/** The plan with each high-water mark replaced. */
export function withHighWaters(
  plan: PipelinePlan,
  markValue: (mark: HighWater) => PlanExpression,
): PipelinePlan {
  const replace = (expression: PlanExpression): PlanExpression =>
    expression.kind === "highWater" ? markValue(expression) : mapPlanOperands(expression, replace);
  const replaceInput = (input: RelationInput): RelationInput => {
    switch (input.kind) {
      case "pipeline":
        return { ...input, pipeline: withHighWaters(input.pipeline, markValue) };
      case "steps":
        return { ...input, relation: relation(input.relation) };
      case "rows":
        return { ...input, rows: input.rows.map((row) => row.map(replace)) };
      case "series":
        return { ...input, from: replace(input.from), to: replace(input.to), step: replace(input.step) };
      default:
        return input;
    }
  };
  const relation = (inner: RelationPlan): RelationPlan => ({
    ...inner,
    steps: inner.steps.map((step) =>
      rewriteStep(step, { value: replace, condition: replace, input: replaceInput }),
    ),
  });
  return { ...plan, body: relation(plan.body) };
}
