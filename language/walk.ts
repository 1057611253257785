// Walks over the syntax tree: the direct children of expressions and steps, handed to a visitor in the order of
// the text. It decides nothing about them, and it is written out by kind because it runs on every keystroke.

import type { Argument, Expression, Item, RelationNode, SortKey, Step } from "../grammar/tree.ts";
import { unreachable } from "./unreachable.ts";

/** Calls `visit` with each direct operand of `node`. */
export function eachOperand(node: Expression, visit: (operand: Expression) => void): void {
  switch (node.kind) {
    case "literal":
    case "columnName":
    case "parameterName":
    case "star":
    case "missing":
      return;
    case "member":
      visit(node.object);
      return;
    case "index":
      visit(node.object);
      visit(node.index);
      return;
    case "call":
      for (const argument of node.arguments) visit(argumentValue(argument));
      return;
    case "unary":
      visit(node.operand);
      return;
    case "binary":
      visit(node.left);
      visit(node.right);
      return;
    case "between":
      visit(node.value);
      visit(node.low);
      visit(node.high);
      return;
    case "cast":
      visit(node.value);
      return;
    case "if":
      visit(node.condition);
      visit(node.then);
      visit(node.else);
      return;
    case "case":
      for (const arm of node.arms) {
        visit(arm.condition);
        visit(arm.value);
      }
      if (node.else !== undefined) visit(node.else);
      return;
    case "list":
      for (const item of node.items) visit(item.kind === "sortKey" ? item.value : item);
      return;
    case "struct":
      for (const field of node.fields) visit(field.value);
      return;
    case "lambda":
      visit(node.body);
      return;
    case "interpolation":
      for (const part of node.parts) if (typeof part !== "string") visit(part);
      return;
    case "group":
      visit(node.inner);
      return;
    default:
      unreachable(node);
  }
}

/** Calls `visit` with `node` and every expression inside it, outermost first. */
export function eachExpression(node: Expression, visit: (expression: Expression) => void): void {
  visit(node);
  eachOperand(node, (operand) => eachExpression(operand, visit));
}

/** Calls `visit` with each expression that stands directly in `step` (not those of relations inside it). */
export function eachStepExpression(step: Step, visit: (expression: Expression) => void): void {
  switch (step.kind) {
    case "from":
    case "distinct":
    case "union":
    case "except":
    case "intersect":
    case "sql":
    case "faultyStep":
      return;
    case "where":
      visit(step.condition);
      return;
    case "derive":
    case "select":
    case "rename":
    case "unpivot":
      visitItems(step.items, visit);
      return;
    case "drop":
      for (const column of step.columns) visit(column);
      return;
    case "join":
      for (const condition of step.on) visit(condition);
      return;
    case "aggregate":
      visitItems(step.items, visit);
      visitItems(step.by, visit);
      return;
    case "window":
      visitItems(step.items, visit);
      visitItems(step.by, visit);
      visitKeys(step.sorted, visit);
      if (step.frame?.from !== undefined) visit(step.frame.from);
      if (step.frame?.to !== undefined) visit(step.frame.to);
      return;
    case "sort":
      visitKeys(step.keys, visit);
      return;
    case "take":
      visit(step.count);
      if (step.offset !== undefined) visit(step.offset);
      visitItems(step.by, visit);
      visitKeys(step.sorted, visit);
      return;
    case "unnest":
      visit(step.item.value);
      return;
    case "pivot":
      visitItems(step.items, visit);
      visitItems(step.by, visit);
      visit(step.values);
      return;
    case "sample":
      visit(step.amount);
      if (step.seed !== undefined) visit(step.seed);
      return;
    case "expect":
      if (step.condition !== undefined) visit(step.condition);
      for (const key of step.unique ?? []) visit(key);
      if (step.tolerance?.kind === "atMost") visit(step.tolerance.percent);
      return;
    case "score":
      for (const argument of step.arguments) visit(argumentValue(argument));
      return;
    case "into":
      if (step.mode?.kind === "merge" || step.mode?.kind === "replaceBy") {
        for (const key of step.mode.keys) visit(key);
      }
      return;
    default:
      unreachable(step);
  }
}

/** The relations that `step` reads, in the order of the text. */
export function stepRelations(step: Step): readonly RelationNode[] {
  switch (step.kind) {
    case "from":
    case "join":
    case "except":
    case "intersect":
      return [step.relation];
    case "union":
      return step.relations;
    default:
      return [];
  }
}

/** An argument's expression, without the direction of a sort key. */
export function argumentValue(argument: Argument): Expression {
  return argument.value.kind === "sortKey" ? argument.value.value : argument.value;
}

function visitItems(items: readonly Item[], visit: (expression: Expression) => void): void {
  for (const item of items) visit(item.value);
}

function visitKeys(keys: readonly SortKey[], visit: (expression: Expression) => void): void {
  for (const key of keys) visit(key.value);
}
