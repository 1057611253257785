// What the binders of expressions share: the place an expression stands at, what is known there, and where its
// problems go. A binding is a value; going into a branch makes a new one.

import type { Expression, Range } from "../../grammar/tree.ts";
import type { PlanExpression } from "../plan.ts";
import type { Reporter } from "../reporter.ts";
import type { Scope } from "../scope.ts";
import type { Type, Value } from "../types.ts";
import type { NullFacts } from "./null-facts.ts";

export interface Binding {
  readonly scope: Scope;
  readonly reporter: Reporter;
  /** What cannot be null here, because a condition around it says so. */
  readonly facts: NullFacts;
  /** The aggregate or window function whose argument this is. */
  readonly inside: string | undefined;
  /** Binds an operand. It is carried along so that the binders need not import each other in a circle. */
  readonly bind: (node: Expression, binding: Binding) => PlanExpression;
}

export const unknownType: Type = { kind: "unknown" };

/** What stands for an expression that could not be bound. */
export const unbound: PlanExpression = { kind: "unbound", type: unknownType, nullable: true };

/** What stands for an expression that could not be bound but whose type is certain all the same. */
export function unboundOf(type: Type, nullable = true): PlanExpression {
  return { kind: "unbound", type, nullable };
}

/** Whether something inside was already reported, so that nothing more is to be said. */
export function isUnknown(expression: PlanExpression): boolean {
  return expression.type.kind === "unknown";
}

/** A value of a type. */
export function constant(value: Value, type: Type): PlanExpression {
  return { kind: "value", value, type, nullable: value.kind === "null" };
}

/** Whether an expression is `null` without a type, which only what stands beside it can give. */
export function isNullLiteral(expression: PlanExpression): boolean {
  return expression.type.kind === "null";
}

/** `node` without the parentheses around it. */
export function withoutGroup(node: Expression): Expression {
  let inner = node;
  while (inner.kind === "group") inner = inner.inner;
  return inner;
}

/** The text literal that `node` is, if it is one. */
export function textLiteral(node: Expression): string | undefined {
  const inner = withoutGroup(node);
  return inner.kind === "literal" && inner.value.kind === "text" ? inner.value.value : undefined;
}

/** A fix that replaces `range`. */
export function replacement(title: string, range: Range, newText: string) {
  return { title, edits: [{ start: range.start, end: range.end, newText }] };
}
