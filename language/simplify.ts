// Makes bound expressions simpler without changing what they mean: constants are computed, parameters replaced,
// branches that cannot be reached dropped. In conditions, where null counts as false, null-safe equality becomes
// the plain one that engines can prune files by.

import type { Environment } from "./evaluate.ts";
import { evaluate } from "./evaluate.ts";
import type { PlanExpression } from "./plan.ts";
import { eachPlanOperand, mapPlanOperands } from "./plan-walk.ts";
import type { Value } from "./types.ts";

/** What parameters stand for: an expression that was simplified already. */
export type ParameterExpressions = ReadonlyMap<string, PlanExpression>;

/** A simplified value. */
export function simplify(
  expression: PlanExpression,
  parameters: ParameterExpressions,
  environment: Environment,
): PlanExpression {
  if (expression.kind === "parameter") {
    const known = parameters.get(expression.name);
    return known === undefined ? expression : typed(known, expression);
  }
  const operands = (operand: PlanExpression) => simplify(operand, parameters, environment);
  const conditions = (operand: PlanExpression) => simplifyCondition(operand, parameters, environment);
  switch (expression.kind) {
    case "and":
    case "or":
      return simplifyLogic({ ...expression, operands: expression.operands.map(operands) });
    case "case":
      return simplifyCase({
        ...expression,
        arms: expression.arms.map((arm) => ({
          condition: conditions(arm.condition),
          value: operands(arm.value),
        })),
        otherwise: operands(expression.otherwise),
      });
    case "coalesce":
      return simplifyCoalesce({ ...expression, operands: expression.operands.map(operands) });
    case "aggregate": {
      const where = expression.where === undefined ? undefined : conditions(expression.where);
      const simple = mapPlanOperands({ ...expression, where: undefined }, operands);
      const isAlways = where !== undefined && constantBool(where) === true;
      return simple.kind === "aggregate" ? { ...simple, where: isAlways ? undefined : where } : simple;
    }
    default:
      return folded(mapPlanOperands(expression, operands), environment);
  }
}

/** A simplified condition: null counts as false at its place. */
export function simplifyCondition(
  expression: PlanExpression,
  parameters: ParameterExpressions,
  environment: Environment,
): PlanExpression {
  return asCondition(simplify(expression, parameters, environment));
}

/** The constant bool that a condition is, null being false; undefined where it is none. */
export function constantBool(condition: PlanExpression): boolean | undefined {
  if (condition.kind !== "value") return undefined;
  return condition.value.kind === "bool" && condition.value.value;
}

/** Plain equality wherever only true matters: neither side equal to null is lost by it. */
function asCondition(condition: PlanExpression): PlanExpression {
  switch (condition.kind) {
    case "and":
    case "or":
      return simplifyLogic({ ...condition, operands: condition.operands.map(asCondition) });
    case "compare": {
      const isPlain =
        condition.operator === "==" &&
        condition.nullSafe &&
        (!condition.left.nullable || !condition.right.nullable);
      return isPlain ? { ...condition, nullSafe: false } : condition;
    }
    case "value":
      return condition.value.kind === "null"
        ? { ...condition, value: { kind: "bool", value: false }, nullable: false }
        : condition;
    default:
      return condition;
  }
}

type Kind<K extends PlanExpression["kind"]> = PlanExpression & { readonly kind: K };

function simplifyLogic(expression: Kind<"and" | "or">): PlanExpression {
  const deciding = expression.kind === "or";
  const kept: PlanExpression[] = [];
  for (const operand of expression.operands) {
    const value = operand.kind === "value" && operand.value.kind === "bool" ? operand.value.value : undefined;
    if (value === deciding) return operand;
    if (value === undefined) {
      if (operand.kind === expression.kind) kept.push(...operand.operands);
      else kept.push(operand);
    }
  }
  if (kept.length === 0) return constant({ kind: "bool", value: !deciding }, expression);
  if (kept.length === 1) return kept[0]!;
  if (kept.every((operand) => operand.kind === "value")) return constant({ kind: "null" }, expression);
  return { ...expression, operands: kept };
}

function simplifyCase(expression: Kind<"case">): PlanExpression {
  const arms: Kind<"case">["arms"][number][] = [];
  let { otherwise } = expression;
  for (const arm of expression.arms) {
    const holds = constantBool(arm.condition);
    if (holds === false) continue;
    if (holds === true) {
      otherwise = arm.value;
      break;
    }
    arms.push(arm);
  }
  return arms.length === 0 ? otherwise : { ...expression, arms, otherwise };
}

function simplifyCoalesce(expression: Kind<"coalesce">): PlanExpression {
  const kept: PlanExpression[] = [];
  for (const operand of expression.operands) {
    if (operand.kind === "value" && operand.value.kind === "null") continue;
    kept.push(operand);
    if (operand.kind === "value") break;
  }
  if (kept.length === 0) return constant({ kind: "null" }, expression);
  return kept.length === 1 ? kept[0]! : { ...expression, operands: kept };
}

/** The value of an expression whose operands are simple already: without a constant among them there is none. */
function folded(expression: PlanExpression, environment: Environment): PlanExpression {
  if (expression.kind === "value") return expression;
  let operands = 0;
  let constants = 0;
  eachPlanOperand(expression, (operand) => {
    operands++;
    if (operand.kind === "value") constants++;
  });
  const value = operands > 0 && constants === 0 ? undefined : evaluate(expression, environment);
  return value === undefined ? expression : constant(value, expression);
}

function constant(value: Value, like: PlanExpression): PlanExpression {
  return { kind: "value", value, type: like.type, nullable: value.kind === "null" };
}

/** What stands for a parameter, under the parameter's own type. */
function typed(known: PlanExpression, parameter: PlanExpression): PlanExpression {
  return known.kind === "value" ? constant(known.value, parameter) : known;
}
