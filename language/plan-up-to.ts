// The plan of the rows after one step: what a person means who wants to see what a step does. Steps inside the relations of
// joins and unions can be meant too: then the chain that they stand in is cut. Nothing is bound anew.

import type { PipelinePlan, PlanStep, RelationPlan } from "./plan.ts";
import { relationInputs } from "./plan-walk.ts";

export interface PlanUpTo {
  /** Ends with `step`; stores nothing. */
  readonly plan: PipelinePlan;
  /** The last step that is run: the one that was asked for, or the one before it where that stores. */
  readonly step: PlanStep;
}

/**
 * Cuts a pipeline behind the step at `offset` of its declaration: the innermost that holds it, else the last that begins
 * before it. Undefined where no step does.
 */
export function planUpTo(plan: PipelinePlan, offset: number): PlanUpTo | undefined {
  const chain = chainAt(plan.body, offset);
  if (chain === undefined) return undefined;
  const { steps } = chain.relation;
  // `into` shows the rows that it would store.
  const end =
    steps[chain.position]!.kind === "into" && chain.position > 0 ? chain.position - 1 : chain.position;
  const step = steps[end]!;
  const body: RelationPlan = { steps: steps.slice(0, end + 1), shape: step.output };
  return { plan: { ...plan, body }, step };
}

interface Chain {
  readonly relation: RelationPlan;
  /** Index of the step in it. */
  readonly position: number;
}

function chainAt(relation: RelationPlan, offset: number): Chain | undefined {
  const position = relation.steps.findLastIndex((step) => step.origin.start <= offset);
  const step = relation.steps[position];
  if (step === undefined) return undefined;
  for (const input of relationInputs(step)) {
    if (input.kind !== "steps") continue;
    const [first] = input.relation.steps;
    const last = input.relation.steps.at(-1);
    if (first === undefined || last === undefined) continue;
    if (first.origin.start <= offset && offset <= last.origin.end) return chainAt(input.relation, offset);
  }
  return { relation, position };
}
