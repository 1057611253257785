// What is run when a person asks for the pipeline, or the step, on a line: the plan with its parameters bound, or why it cannot
// be run. Pure functions of a view. Errors that the pipeline does not hang on do not matter.

import { lineIndex, positionAt } from "../../grammar/index.ts";
import {
  type BoundDeclaration,
  isWhole,
  type LocatedProblem,
  type PipelinePlan,
  parameterValues,
  planUpTo,
  reachOf,
  specialise,
  typeName,
} from "../../language/index.ts";
import { type PipelineAt, pipelineAt } from "../features/pipeline-at.ts";
import type { RefusalReason, ResultColumn, RunParams } from "../protocol.ts";
import type { View } from "../view.ts";

export interface Runnable {
  readonly kind: "runnable";
  readonly view: View;
  /** Specialised: no parameters left. */
  readonly plan: PipelinePlan;
}

export interface Refused {
  readonly kind: "refused";
  readonly problems: readonly RefusalReason[];
}

export type Wanted = Pick<RunParams, "line" | "upToStep" | "parameters">;

export function runnableAt(view: View, wanted: Wanted): Runnable | Refused {
  const found = pipelineAt(view, wanted.line);
  if (found === undefined) return refused([{ message: "No pipeline stands on this line." }]);
  const cut = wanted.upToStep
    ? cutAt(view, found, wanted.line)
    : { plan: found.plan, end: Number.POSITIVE_INFINITY };
  if (cut === undefined) return refused([{ message: "No step stands on this line, nor before it." }]);
  const problems = problemsOf(view, found.bound, cut.plan, cut.end);
  if (problems.length > 0) return refused(problems);
  const { values, problems: misread } = parameterValues(cut.plan.parameters, wanted.parameters);
  const specialised = specialise(cut.plan, values);
  const unfit = [...misread, ...specialised.problems].map(({ message }) => ({ message }));
  if (unfit.length > 0) return refused(unfit);
  return { kind: "runnable", view, plan: specialised.plan };
}

/** A plan to be read, not run: parameters without a default are null. */
export function withSomeValues(plan: PipelinePlan): PipelinePlan {
  const none = plan.parameters.filter((parameter) => parameter.default === undefined);
  return specialise(plan, Object.fromEntries(none.map(({ name }) => [name, { kind: "null" }]))).plan;
}

/** The columns of a result, as its header shows them. */
export function columnsOf({ body }: PipelinePlan): ResultColumn[] {
  return body.shape.columns.map(({ name, type, nullable }) => ({
    name,
    type: typeName({ type, nullable: false }),
    nullable,
  }));
}

/** The plan down to the step on a line, and where that step ends in the declaration. */
function cutAt(
  view: View,
  found: PipelineAt,
  line: number,
): { readonly plan: PipelinePlan; readonly end: number } | undefined {
  // The last step that begins on the line is meant; on a line inside a step, that step.
  const lineEnd = (view.lines.starts[line + 1] ?? view.text.length + 1) - 1 - found.start;
  // On its head, before the first step, the pipeline as a whole is meant.
  const cut = planUpTo(found.plan, lineEnd) ?? planUpTo(found.plan, Number.POSITIVE_INFINITY);
  return cut === undefined ? undefined : { plan: cut.plan, end: cut.step.origin.end };
}

/** Errors of what the plan hangs on; of its own declaration those behind its last step do not count. */
function problemsOf(view: View, bound: BoundDeclaration, plan: PipelinePlan, end: number): RefusalReason[] {
  const position = view.file.declarations.indexOf(bound);
  const reach = reachOf(view.program, view.file, position);
  const start = view.file.tree.parts[position]!.start;
  const reasons: RefusalReason[] = [];
  const others: RefusalReason[] = [];
  for (const file of view.program.files.values()) {
    const lines = lineIndex(file.tree.text);
    for (const problem of file.problems) {
      if (problem.severity !== "error") continue;
      const isOwn = file === view.file && problem.part === position;
      const counts = isOwn ? problem.start - start <= end : reach.has(file.uri, problem.part);
      (counts ? reasons : others).push(reasonOf(problem, file.uri, lines));
    }
  }
  if (reasons.length > 0 || isWhole(plan.body)) return reasons;
  // A plan with holes has its error somewhere, whatever leads there.
  return others.length > 0
    ? others
    : [{ message: "The columns of a source are not known yet; try again in a moment." }];
}

function reasonOf(problem: LocatedProblem, uri: string, lines: ReturnType<typeof lineIndex>): RefusalReason {
  const { line, column } = positionAt(lines, problem.start);
  return { message: problem.message, uri, line, column };
}

function refused(problems: readonly RefusalReason[]): Refused {
  return { kind: "refused", problems };
}
