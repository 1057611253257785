// A chain of steps, bound from top to bottom: each step sees what the one before it gives. The chain's own rules
// stand here (begins with `from`, ends with `into`), the rules of a step in the file of its family.

import type { Range, Step } from "../grammar/tree.ts";
import type { BindContext, BoundSteps } from "./bind-context.ts";
import { bindRelation } from "./bind-relation.ts";
import { faultyStep, type StepResult, stepBase } from "./bind-step.ts";
import { bindAggregate, bindWindow } from "./bind-step-aggregate.ts";
import { bindDerive, bindDrop, bindRename, bindSelect } from "./bind-step-columns.ts";
import { bindInto } from "./bind-step-into.ts";
import { bindJoin } from "./bind-step-join.ts";
import { bindUnnest, bindUnpivot } from "./bind-step-lists.ts";
import { bindScore, bindSql } from "./bind-step-output.ts";
import { bindPivot } from "./bind-step-pivot.ts";
import { bindDistinct, bindExpect, bindSample, bindSort, bindTake, bindWhere } from "./bind-step-rows.ts";
import { bindDifference, bindUnion } from "./bind-step-sets.ts";
import { type Flow, freshFlow, plainShape, unknownFlow, withShape } from "./flow.ts";
import { reportNamesakes, reportSortAfter } from "./hints.ts";
import type { Column, PlanStep, RowShape } from "./plan.ts";
import { columnsRead } from "./plan-walk.ts";
import { unreachable } from "./unreachable.ts";

/** Where a chain stands: only a pipeline may end with `into`. */
export type StepsPlace = "pipeline" | "inner";

/** Binds a chain of steps that stands at `range`. Faulty steps are kept as such; the chain is never empty. */
export function bindSteps(
  steps: readonly Step[],
  range: Range,
  context: BindContext,
  place: StepsPlace,
): BoundSteps {
  const plans: PlanStep[] = [];
  let flow = unknownFlow;
  if (steps.length === 0 && !context.faulty(range)) {
    context.reporter.report("WR170", range, "Nothing stands here; steps begin with `from RELATION`");
  }
  steps.forEach((step, position) => {
    checkPosition(step, position, steps, place, context);
    const input = flow;
    const bound = bindStep(step, input, context);
    const end = steps[position + 1]?.start ?? range.end;
    const isFaulty = context.faulty({ start: step.start, end });
    const result = isFaulty ? withOpenColumns(bound) : bound;
    flow = result.flow;
    plans.push(result.plan);
    context.observe({ node: step, input, output: flow, plan: result.plan });
    reportNamesakes(step, input, context);
    reportSortAfter(step, steps[position + 1], context);
  });
  const shape = closedShape(flow.shape);
  return { plan: { steps: plans, shape }, carried: carriedColumns(shape, plans) };
}

/** The binder of each kind of step. */
function bindStep(step: Step, input: Flow, context: BindContext): StepResult {
  switch (step.kind) {
    case "from":
      return bindFrom(step, context);
    case "where":
      return bindWhere(step, input, context);
    case "derive":
      return bindDerive(step, input, context);
    case "select":
      return bindSelect(step, input, context);
    case "drop":
      return bindDrop(step, input, context);
    case "rename":
      return bindRename(step, input, context);
    case "join":
      return bindJoin(step, input, context);
    case "aggregate":
      return bindAggregate(step, input, context);
    case "window":
      return bindWindow(step, input, context);
    case "sort":
      return bindSort(step, input, context);
    case "take":
      return bindTake(step, input, context);
    case "distinct":
      return bindDistinct(step, input, context);
    case "union":
      return bindUnion(step, input, context);
    case "except":
    case "intersect":
      return bindDifference(step, input, context);
    case "unnest":
      return bindUnnest(step, input, context);
    case "pivot":
      return bindPivot(step, input, context);
    case "unpivot":
      return bindUnpivot(step, input, context);
    case "sample":
      return bindSample(step, input, context);
    case "expect":
      return bindExpect(step, input, context);
    case "score":
      return bindScore(step, input, context);
    case "sql":
      return bindSql(step, input, context);
    case "into":
      return bindInto(step, input, context);
    case "faultyStep":
      return faultyStep(step, withShape(input, { complete: false }), context);
    default:
      return unreachable(step);
  }
}

function bindFrom(node: Step & { readonly kind: "from" }, context: BindContext): StepResult {
  const relation = bindRelation(node.relation, context);
  const alias = node.alias?.text ?? relation.alias;
  const flow = freshFlow(relation.shape, alias);
  if (relation.input === undefined) {
    const unknown = relation.shape.columns.length === 0 ? withShape(flow, { complete: false }) : flow;
    return faultyStep(node, unknown, context);
  }
  return { plan: { kind: "from", input: relation.input, alias, ...stepBase(node, flow, context) }, flow };
}

function checkPosition(
  step: Step,
  position: number,
  steps: readonly Step[],
  place: StepsPlace,
  context: BindContext,
): void {
  if (position === 0) {
    if (step.kind !== "from" && step.kind !== "faultyStep") {
      context.reporter.report(
        "WR170",
        step.keyword,
        `The first step is \`from RELATION\`, not \`${step.kind}\``,
      );
    }
  } else if (step.kind === "from") {
    context.reporter.report(
      "WR170",
      step.keyword,
      "`from` stands only at the start; a second relation comes in with `join` or `union`",
    );
  }
  if (step.kind !== "into") return;
  if (place === "inner") {
    context.reporter.report(
      "WR187",
      step.keyword,
      "Rows are stored at the end of a pipeline, not inside a relation",
    );
  } else if (position < steps.length - 1) {
    context.reporter.report("WR187", step.keyword, "`into` is the last step; move what follows before it");
  }
}

/** A step that the parser could not read whole may make columns that nobody knows. */
function withOpenColumns(result: StepResult): StepResult {
  if (!result.flow.shape.complete) return result;
  const flow = withShape(result.flow, { complete: false });
  return { plan: { ...result.plan, output: flow.shape }, flow };
}

/** At the end of a chain what only an alias reached is out of reach. */
function closedShape(shape: RowShape): RowShape {
  if (shape.hidden.length === 0) return shape;
  const visible = new Set(shape.columns.map((column) => column.id));
  const uniqueKeys = shape.uniqueKeys.filter((key) => key.every((id) => visible.has(id)));
  return { ...plainShape(shape.columns, shape.complete), order: shape.order, uniqueKeys };
}

/** The columns that the order reads and the output lacks, as the last step that had them knew them. */
function carriedColumns(shape: RowShape, plans: readonly PlanStep[]): readonly Column[] {
  if (shape.order.length === 0) return [];
  const visible = new Set(shape.columns.map((column) => column.id));
  const wanted = new Set(shape.order.flatMap((key) => [...columnsRead(key.value)]));
  return [...wanted]
    .filter((id) => !visible.has(id))
    .flatMap((id) => {
      for (const plan of plans.toReversed()) {
        const column =
          plan.output.columns.find((candidate) => candidate.id === id) ??
          plan.output.hidden.find((candidate) => candidate.id === id) ??
          carriedInto(plan).find((candidate) => candidate.id === id);
        if (column !== undefined) return [column];
      }
      return [];
    });
}

/** What the relation of a `from` carries for its order alone. */
function carriedInto(plan: PlanStep): readonly Column[] {
  if (plan.kind !== "from" || (plan.input.kind !== "pipeline" && plan.input.kind !== "steps")) return [];
  return plan.input.carried.map(({ column }) => column);
}
