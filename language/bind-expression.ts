// Binds one expression: the tree's names and operators become plan expressions with types. It never looks at the
// steps around it, reports each fault once, and is silent about whatever hangs on something already reported.

import type { Expression } from "../grammar/tree.ts";
import { bindArithmetic, bindNegation } from "./expressions/arithmetic.ts";
import { type Binding, unbound } from "./expressions/binding.ts";
import { bindCall } from "./expressions/calls.ts";
import { bindCast } from "./expressions/casts.ts";
import { bindInterpolation, bindList, bindStruct } from "./expressions/collections.ts";
import { bindBetween, bindComparison, bindIn, bindPattern } from "./expressions/comparison.ts";
import { bindLiteral } from "./expressions/literals.ts";
import { bindCase, bindCoalesce, bindIf, bindLogic, bindNot } from "./expressions/logic.ts";
import { bindIndex, bindMember } from "./expressions/members.ts";
import { bindColumnName, bindParameterName } from "./expressions/names.ts";
import { noFacts } from "./expressions/null-facts.ts";
import type { PlanExpression } from "./plan.ts";
import type { Reporter } from "./reporter.ts";
import type { Scope } from "./scope.ts";
import { unreachable } from "./unreachable.ts";

/** Hears of every bound part of an expression, innermost first. */
export type ExpressionObserver = (node: Expression, bound: PlanExpression) => void;

/**
 * Binds `node` in `scope`. Problems go to `reporter`; what could not be bound is `unbound`, of unknown type unless
 * the operation leaves no doubt about it.
 */
export function bindExpression(
  node: Expression,
  scope: Scope,
  reporter: Reporter,
  observer?: ExpressionObserver,
): PlanExpression {
  const bind =
    observer === undefined
      ? bindNode
      : (inner: Expression, binding: Binding): PlanExpression => {
          const bound = bindNode(inner, binding);
          observer(inner, bound);
          return bound;
        };
  return bind(node, { scope, reporter, facts: noFacts, inside: undefined, bind });
}

function bindNode(node: Expression, binding: Binding): PlanExpression {
  switch (node.kind) {
    case "literal":
      return bindLiteral(node, binding);
    case "columnName":
      return bindColumnName(node, binding);
    case "parameterName":
      return bindParameterName(node, binding);
    case "member":
      return bindMember(node, binding);
    case "index":
      return bindIndex(node, binding);
    case "call":
      return bindCall(node, binding);
    case "unary":
      return node.operator === "-" ? bindNegation(node, binding) : bindNot(node, binding);
    case "binary":
      return bindBinary(node, binding);
    case "between":
      return bindBetween(node, binding);
    case "cast":
      return bindCast(node, binding);
    case "if":
      return bindIf(node, binding);
    case "case":
      return bindCase(node, binding);
    case "list":
      return bindList(node, binding);
    case "struct":
      return bindStruct(node, binding);
    case "interpolation":
      return bindInterpolation(node, binding);
    case "group":
      return binding.bind(node.inner, binding);
    case "lambda":
      binding.reporter.report(
        "WR127",
        node,
        "A lambda stands only as an argument, as in `list_map(items, x => x + 1)`",
      );
      return unbound;
    case "star":
      binding.reporter.report(
        "WR128",
        node,
        "`*` stands for columns in `select` only; `count()` counts rows",
      );
      return unbound;
    case "missing":
      binding.reporter.miss(node, binding.scope);
      return unbound;
    default:
      return unreachable(node);
  }
}

function bindBinary(node: Expression & { readonly kind: "binary" }, binding: Binding): PlanExpression {
  switch (node.operator) {
    case "and":
    case "or":
      return bindLogic(node, node.operator, binding);
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return bindComparison(node, node.operator, binding);
    case "in":
      return bindIn(node, binding);
    case "like":
    case "matches":
      return bindPattern(node, node.operator, binding);
    case "??":
      return bindCoalesce(node, binding);
    case "+":
    case "-":
    case "*":
    case "/":
    case "//":
    case "%":
      return bindArithmetic(node, node.operator, binding);
    default:
      return unreachable(node.operator);
  }
}
