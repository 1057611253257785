// Puts new plans in the place of the pipelines that a plan reads. Only used where the new ones look from outside
// as the old ones did, so that nothing else in the plan has to change.

import type { PipelinePlan, PlanStep, RelationInput, RelationPlan } from "./plan.ts";

/** `plan` reading the replacements; the same object where it reads none of the replaced. */
export function relink(
  plan: PipelinePlan,
  replacements: ReadonlyMap<PipelinePlan, PipelinePlan>,
): PipelinePlan {
  const body = relinkRelation(plan.body, replacements);
  return body === plan.body ? plan : { ...plan, body };
}

function relinkRelation(
  relation: RelationPlan,
  replacements: ReadonlyMap<PipelinePlan, PipelinePlan>,
): RelationPlan {
  let changed = false;
  const steps = relation.steps.map((step) => {
    const next = relinkStep(step, replacements);
    if (next !== step) changed = true;
    return next;
  });
  return changed ? { ...relation, steps } : relation;
}

function relinkStep(step: PlanStep, replacements: ReadonlyMap<PipelinePlan, PipelinePlan>): PlanStep {
  switch (step.kind) {
    case "from": {
      const input = relinkInput(step.input, replacements);
      return input === step.input ? step : { ...step, input };
    }
    case "join": {
      const right = relinkInput(step.right, replacements);
      return right === step.right ? step : { ...step, right };
    }
    case "union":
    case "except":
    case "intersect": {
      const others = step.others.map((other) => relinkInput(other, replacements));
      return others.every((other, position) => other === step.others[position]) ? step : { ...step, others };
    }
    default:
      return step;
  }
}

function relinkInput(
  input: RelationInput,
  replacements: ReadonlyMap<PipelinePlan, PipelinePlan>,
): RelationInput {
  if (input.kind === "pipeline") {
    const pipeline = replacements.get(input.pipeline);
    return pipeline === undefined ? input : { ...input, pipeline };
  }
  if (input.kind !== "steps") return input;
  const relation = relinkRelation(input.relation, replacements);
  return relation === input.relation ? input : { ...input, relation };
}
