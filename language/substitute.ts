// Puts expressions in the place of variables or parameters, and tells which of them an expression hangs on.
// Lambda parameters inside keep their own names: one that would catch a name of what is put in gets another.

import { arithmeticMayBeNull } from "./evaluate.ts";
import type { PlanExpression } from "./plan.ts";
import { eachPlanExpression, eachPlanOperand, mapPlanOperands } from "./plan-walk.ts";

/** What stands for each variable, by name. */
export type Replacements = ReadonlyMap<string, PlanExpression>;

/** `expression` with each variable that `replacements` knows replaced, nullability following along. */
export function substituteVariables(expression: PlanExpression, replacements: Replacements): PlanExpression {
  const free = new Set<string>();
  for (const replacement of replacements.values()) {
    eachPlanExpression(replacement, (inner) => {
      if (inner.kind === "variable") free.add(inner.name);
    });
  }
  return substitute(expression, replacements, free);
}

function substitute(
  expression: PlanExpression,
  replacements: Replacements,
  free: ReadonlySet<string>,
): PlanExpression {
  if (expression.kind === "variable") return replacements.get(expression.name) ?? expression;
  if (expression.kind === "lambda") return substituteInLambda(expression, replacements, free);
  const changed = mapPlanOperands(expression, (operand) => substitute(operand, replacements, free));
  if (changed === expression) return changed;
  if (changed.kind === "arithmetic") return { ...changed, nullable: arithmeticMayBeNull(changed) };
  if (changed.nullable || !passesNullOn(changed)) return changed;
  let nullable = false;
  eachPlanOperand(changed, (operand) => {
    nullable ||= operand.nullable;
  });
  return nullable ? { ...changed, nullable } : changed;
}

function substituteInLambda(
  lambda: PlanExpression & { readonly kind: "lambda" },
  replacements: Replacements,
  free: ReadonlySet<string>,
): PlanExpression {
  const inner = new Map(replacements);
  const parameters = lambda.parameters.map((parameter) => {
    inner.delete(parameter);
    if (!free.has(parameter)) return parameter;
    const fresh = freshName(parameter, free);
    inner.set(parameter, renamedVariable(lambda.body, parameter, fresh));
    return fresh;
  });
  return { ...lambda, parameters, body: substitute(lambda.body, inner, free) };
}

/** A name like `name` that is not in `taken`. */
export function freshName(name: string, taken: { has(name: string): boolean }): string {
  let fresh = name;
  for (let count = 2; taken.has(fresh); count++) fresh = `${name}_${count}`;
  return fresh;
}

/** A variable of the old one's type under the new name. */
function renamedVariable(body: PlanExpression, from: string, to: string): PlanExpression {
  let found: PlanExpression | undefined;
  eachPlanExpression(body, (inner) => {
    if (inner.kind === "variable" && inner.name === from) found ??= inner;
  });
  return {
    kind: "variable",
    name: to,
    type: found?.type ?? { kind: "unknown" },
    nullable: found?.nullable ?? true,
  };
}

/** Whether null in any operand makes the whole null. */
function passesNullOn(expression: PlanExpression): boolean {
  switch (expression.kind) {
    case "arithmetic":
    case "negate":
    case "not":
    case "between":
    case "like":
    case "matches":
    case "cast":
    case "field":
      return true;
    case "compare":
      return expression.operator !== "==" && expression.operator !== "!=";
    default:
      return false;
  }
}

/** The variables whose null is certain to make `expression` null. */
export function variablesPassingNull(expression: PlanExpression): ReadonlySet<string> {
  const names = new Set<string>();
  collect(expression);
  return names;

  function collect(inner: PlanExpression): void {
    if (inner.kind === "variable") names.add(inner.name);
    else if (passesNullOn(inner)) eachPlanOperand(inner, collect);
  }
}
