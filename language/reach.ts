// What a declaration hangs on: the declarations that it names, those that they name, and the imports of their files. An
// error anywhere else does not keep it from being run.

import type { PlanExpression, RelationInput, RelationPlan } from "./plan.ts";
import { rewriteStep } from "./plan-steps.ts";
import { eachPlanExpression } from "./plan-walk.ts";
import type { BoundFile, Program } from "./program.ts";

/** Declarations by the URI of their file and their index in it. */
export interface Reach {
  has(uri: string, part: number): boolean;
}

/** Everything that the declaration at `part` of `file` hangs on, itself included. */
export function reachOf(program: Program, file: BoundFile, part: number): Reach {
  const reached = new Map<string, Set<number>>();
  const queue: { readonly file: BoundFile; readonly part: number }[] = [{ file, part }];
  const add = (next: BoundFile, position: number) => {
    if (reached.get(next.uri)?.has(position) !== true) queue.push({ file: next, part: position });
  };
  for (const { file: inside, part: position } of queue) {
    const parts = reached.get(inside.uri) ?? new Set(importsOf(inside));
    reached.set(inside.uri, parts.add(position));
    for (const { target } of inside.declarations[position]?.references ?? []) {
      if (target.kind !== "symbol") continue;
      const found = declarationOf(target.name, inside, program);
      if (found !== undefined) add(found.file, found.part);
    }
  }
  return { has: (uri, position) => reached.get(uri)?.has(position) === true };
}

/** Whether everything in a plan could be bound. */
export function isWhole(relation: RelationPlan): boolean {
  let whole = true;
  const look = (expression: PlanExpression) => {
    eachPlanExpression(expression, ({ kind }) => {
      if (kind === "unbound") whole = false;
    });
    return expression;
  };
  const into = (input: RelationInput) => {
    if (input.kind === "pipeline") whole &&= isWhole(input.pipeline.body);
    if (input.kind === "steps") whole &&= isWhole(input.relation);
    return input;
  };
  for (const step of relation.steps) {
    if (step.kind === "faulty") return false;
    rewriteStep(step, { value: look, condition: look, input: into });
  }
  return whole && relation.steps.length > 0;
}

function importsOf(file: BoundFile): number[] {
  return file.declarations.flatMap(({ declaration }, index) =>
    declaration.kind === "import" ? [index] : [],
  );
}

/** Where a name of a file is declared: in the file itself, else in one that it imports. */
function declarationOf(
  name: string,
  file: BoundFile,
  program: Program,
): { readonly file: BoundFile; readonly part: number } | undefined {
  const imported = [...file.source.imports.values()].flatMap((uri) => program.file(uri) ?? []);
  for (const candidate of [file, ...imported]) {
    const part = candidate.declarations.findIndex(({ key }) => key === name);
    if (part >= 0) return { file: candidate, part };
  }
  return undefined;
}
