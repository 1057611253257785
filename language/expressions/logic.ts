// `and`, `or`, `not`, `if`, `case` and `??`: three-valued logic, and what each branch may take for granted. A
// branch under `x != null` sees an `x` that cannot be null.

import type { Expression } from "../../grammar/tree.ts";
import { commonOperands, convert } from "../convert.ts";
import type { PlanExpression } from "../plan.ts";
import { typeName } from "../type-operations.ts";
import type { Type } from "../types.ts";
import { type Binding, constant, isNullLiteral, isUnknown, unbound, unboundOf } from "./binding.ts";
import { factKey, factsAfter } from "./null-facts.ts";

const bool: Type = { kind: "bool" };

/**
 * Binds a chain of `and` or `or`: each operand knows what the ones before it have left open. An operand that may be
 * null says nothing: where it is null the others still decide, as in `a > 1 or a != 5`.
 */
export function bindLogic(
  node: Expression & { readonly kind: "binary" },
  operator: "and" | "or",
  binding: Binding,
): PlanExpression {
  let facts = binding.facts;
  const operands: PlanExpression[] = [];
  const parts = chain(node, operator);
  for (const [index, part] of parts.entries()) {
    const inside = facts === binding.facts ? binding : { ...binding, facts };
    const operand = asCondition(part, `\`${operator}\``, inside);
    operands.push(operand);
    const isAsked = !operand.nullable && index < parts.length - 1;
    if (isAsked) facts = factsAfter(facts, operand, operator === "and");
  }
  const nullable = operands.some((operand) => operand.nullable);
  return { kind: operator, operands, type: bool, nullable };
}

/** Binds `not x`. */
export function bindNot(node: Expression & { readonly kind: "unary" }, binding: Binding): PlanExpression {
  const operand = asCondition(node.operand, "`not`", binding);
  return { kind: "not", operand, type: bool, nullable: operand.nullable };
}

/** Binds `if c then a else b`. */
export function bindIf(node: Expression & { readonly kind: "if" }, binding: Binding): PlanExpression {
  const condition = asCondition(node.condition, "`if`", binding);
  const then = binding.bind(node.then, { ...binding, facts: factsAfter(binding.facts, condition, true) });
  const facts = condition.nullable ? binding.facts : factsAfter(binding.facts, condition, false);
  const otherwise = binding.bind(node.else, { ...binding, facts });
  return branches([condition], [then, otherwise], [node.then, node.else], binding);
}

/** Binds `case { c => v, …, else => v }`; without `else` it gives null. */
export function bindCase(node: Expression & { readonly kind: "case" }, binding: Binding): PlanExpression {
  const conditions: PlanExpression[] = [];
  const values: PlanExpression[] = [];
  const nodes: Expression[] = [];
  let facts = binding.facts;
  for (const arm of node.arms) {
    const condition = asCondition(arm.condition, "`case`", { ...binding, facts });
    conditions.push(condition);
    values.push(binding.bind(arm.value, { ...binding, facts: factsAfter(facts, condition, true) }));
    nodes.push(arm.value);
    // The next arm is reached also where this condition is null: only a certain bool says something.
    if (!condition.nullable) facts = factsAfter(facts, condition, false);
  }
  if (node.else === undefined) values.push(constant({ kind: "null" }, { kind: "null" }));
  else {
    values.push(binding.bind(node.else, { ...binding, facts }));
    nodes.push(node.else);
  }
  return branches(conditions, values, nodes, binding);
}

/** Binds `a ?? b`: the first operand that is not null. */
export function bindCoalesce(
  node: Expression & { readonly kind: "binary" },
  binding: Binding,
): PlanExpression {
  const parts = chain(node, "??");
  const bound = parts.map((part) => binding.bind(part, binding));
  if (bound.some(isUnknown)) return unbound;
  const common = commonOperands(bound);
  if (common === undefined) {
    const first = bound[0]!;
    const at = bound.findIndex((operand) => commonOperands([first, operand]) === undefined);
    const other = bound[Math.max(1, at)]!;
    binding.reporter.report(
      "WR113",
      parts[Math.max(1, at)]!,
      `\`??\` cannot give \`${typeName(first.type)}\` or \`${typeName(other.type)}\`; both sides need one type`,
    );
    return unbound;
  }
  const nullable = common.operands.every((operand) => operand.nullable);
  return { kind: "coalesce", operands: common.operands, type: common.common.type, nullable };
}

/** Binds an operand that must be a bool. */
export function asCondition(node: Expression, taker: string, binding: Binding): PlanExpression {
  const condition = binding.bind(node, binding);
  if (condition.type.kind === "bool") return condition;
  if (isUnknown(condition)) return unboundOf(bool);
  if (isNullLiteral(condition)) return convert(condition, { type: bool, nullable: true }) ?? condition;
  binding.reporter.report(
    "WR112",
    node,
    `${taker} takes \`bool\`, not \`${typeName(condition.type)}\`${conditionHint(condition)}`,
  );
  return unboundOf(bool);
}

function conditionHint(condition: PlanExpression): string {
  switch (condition.type.kind) {
    case "int":
    case "float":
    case "decimal":
      return "; compare it: `… != 0`";
    case "json":
      return "; cast it: `… as bool`";
    case "text":
      return '; compare it: `… != ""`';
    default:
      return factKey(condition) === undefined ? "" : "; compare it: `… != null`";
  }
}

function branches(
  conditions: readonly PlanExpression[],
  values: readonly PlanExpression[],
  nodes: readonly Expression[],
  binding: Binding,
): PlanExpression {
  if (values.some(isUnknown)) return unbound;
  const common = commonOperands(values);
  if (common === undefined) {
    const first = values[0]!;
    const at = Math.max(
      1,
      values.findIndex((value) => commonOperands([first, value]) === undefined),
    );
    binding.reporter.report(
      "WR113",
      nodes[at] ?? nodes[0]!,
      `One branch gives \`${typeName(first.type)}\`, this one \`${typeName(values[at]!.type)}\`; they need one type`,
    );
    return unbound;
  }
  const arms = conditions.map((condition, index) => ({ condition, value: common.operands[index]! }));
  const otherwise = common.operands[common.operands.length - 1]!;
  return { kind: "case", arms, otherwise, ...common.common };
}

/** The operands of a chain of one operator, in order; the tree leans to the left. */
function chain(
  node: Expression & { readonly kind: "binary" },
  operator: "and" | "or" | "??",
): readonly Expression[] {
  const parts: Expression[] = [];
  let rest: Expression = node;
  while (rest.kind === "binary" && rest.operator === operator && !rest.negated) {
    parts.push(rest.right);
    rest = rest.left;
  }
  parts.push(rest);
  return parts.reverse();
}
