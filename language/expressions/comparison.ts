// Comparisons: `== != < <= > >=`, `between`, `in`, `like`, `matches`. Equality knows null and never gives it; the
// others give null for null. Operands get one common type, and nothing is turned into text to compare it.

import type { Expression, Range, TextFix } from "../../grammar/tree.ts";
import { castTo, commonOperands, convert } from "../convert.ts";
import { problemWithArgument } from "../functions/checks.ts";
import type { PlanExpression } from "../plan.ts";
import { sameType, typeName, unify } from "../type-operations.ts";
import type { Type } from "../types.ts";
import { parseDate, parseInstant, parseTimestamp } from "../values/calendar.ts";
import {
  type Binding,
  isNullLiteral,
  isUnknown,
  replacement,
  textLiteral,
  unboundOf,
  withoutGroup,
} from "./binding.ts";

type BinaryNode = Expression & { readonly kind: "binary" };
type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

const bool: Type = { kind: "bool" };

/** Binds `== != < <= > >=`. */
export function bindComparison(
  node: BinaryNode,
  operator: CompareOperator,
  binding: Binding,
): PlanExpression {
  const left = binding.bind(node.left, binding);
  const right = binding.bind(node.right, binding);
  const isEquality = operator === "==" || operator === "!=";
  if (isUnknown(left) || isUnknown(right)) return unboundOf(bool, !isEquality);
  if (!isEquality && (isNullLiteral(left) || isNullLiteral(right))) {
    binding.reporter.report(
      "WR135",
      node,
      `\`${operator}\` with \`null\` is always null; \`== null\` and \`!= null\` ask for it`,
    );
    return unboundOf(bool);
  }
  const both = comparable([left, right], isEquality);
  if (both === undefined) {
    reportIncomparable([node.left, node.right], [left, right], node, operator, binding);
    return unboundOf(bool, !isEquality);
  }
  const [first, second] = both as [PlanExpression, PlanExpression];
  const anyNull = first.nullable || second.nullable;
  return {
    kind: "compare",
    operator,
    nullSafe: isEquality && anyNull,
    left: first,
    right: second,
    type: bool,
    nullable: !isEquality && anyNull,
  };
}

/** Binds `x between a and b`, both ends included. */
export function bindBetween(
  node: Expression & { readonly kind: "between" },
  binding: Binding,
): PlanExpression {
  const nodes = [node.value, node.low, node.high];
  const operands = nodes.map((operand) => binding.bind(operand, binding));
  if (operands.some(isUnknown)) return unboundOf(bool);
  if (operands.some(isNullLiteral)) {
    binding.reporter.report("WR135", node, "`between` with `null` is never true");
    return unboundOf(bool);
  }
  const all = comparable(operands, false);
  if (all === undefined) {
    reportIncomparable(nodes, operands, node, "between", binding);
    return unboundOf(bool);
  }
  const [value, low, high] = all as [PlanExpression, PlanExpression, PlanExpression];
  const nullable = value.nullable || low.nullable || high.nullable;
  return { kind: "between", value, low, high, negated: node.negated, type: bool, nullable };
}

/** Binds `x in [a, b]` and `x in $list`. */
export function bindIn(node: BinaryNode, binding: Binding): PlanExpression {
  const value = binding.bind(node.left, binding);
  const list = withoutGroup(node.right);
  if (list.kind === "list") return bindInLiteral(node, list, value, binding);
  const bound = binding.bind(node.right, binding);
  if (isUnknown(value) || isUnknown(bound)) return unboundOf(bool, false);
  if (bound.type.kind !== "list") {
    binding.reporter.report(
      "WR111",
      node.right,
      `\`in\` takes a list on its right, as in \`in [1, 2]\`, not \`${typeName(bound.type)}\``,
    );
    return unboundOf(bool, false);
  }
  const element = bound.type.element;
  const type = isEquatable(value.type) ? unify(value.type, element.type) : undefined;
  if (type === undefined || !isEquatable(type)) {
    const what = `\`${typeName(value.type)}\` is never in a list of \`${typeName(element.type)}\``;
    binding.reporter.report("WR111", node, `${what}; cast one of them`);
    return unboundOf(bool, false);
  }
  const wanted: Type = { kind: "list", element: { type, nullable: element.nullable } };
  return {
    kind: "in",
    value: convert(value, { type, nullable: true }) ?? castTo(value, type),
    list: sameType(bound.type, wanted) ? bound : castTo(bound, wanted),
    negated: node.negated,
    type: bool,
    nullable: false,
  };
}

/** Binds `like` and `matches`. */
export function bindPattern(node: BinaryNode, kind: "like" | "matches", binding: Binding): PlanExpression {
  const value = binding.bind(node.left, binding);
  const pattern = binding.bind(node.right, binding);
  const sides = [
    { node: node.left, operand: value },
    { node: node.right, operand: pattern },
  ];
  const wrong = sides.find(({ operand }) => operand.type.kind !== "text" && !isUnknown(operand));
  if (wrong !== undefined) {
    if (isNullLiteral(wrong.operand)) {
      binding.reporter.report("WR135", node, `\`${kind}\` with \`null\` is always null`);
    } else {
      const hint = wrong.operand.type.kind === "json" ? "; cast it: `… as text`" : "";
      const name = typeName(wrong.operand.type);
      binding.reporter.report("WR111", wrong.node, `\`${kind}\` takes texts, not \`${name}\`${hint}`);
    }
    return unboundOf(bool);
  }
  if (isUnknown(value) || isUnknown(pattern)) return unboundOf(bool);
  if (kind === "matches" && pattern.kind === "value" && pattern.value.kind === "text") {
    const fault = problemWithArgument("regular expression", pattern.value);
    if (fault !== undefined) {
      binding.reporter.report("WR129", node.right, fault);
      return unboundOf(bool);
    }
  }
  const nullable = value.nullable || pattern.nullable;
  return { kind, value, pattern, negated: node.negated, type: bool, nullable };
}

/** Whether two values of the type can be the same one. */
export function isEquatable(type: Type): boolean {
  switch (type.kind) {
    case "json":
    case "months":
    case "size":
    case "money":
      return false;
    case "list":
      return isEquatable(type.element.type);
    case "struct":
      return type.fields.every((field) => isEquatable(field.type));
    default:
      return true;
  }
}

/** Whether values of the type come one after the other. */
export function isOrdered(type: Type): boolean {
  return isEquatable(type) && type.kind !== "list" && type.kind !== "struct";
}

/** The operands as one type that can be compared; undefined where there is none. */
function comparable(
  operands: readonly PlanExpression[],
  isEquality: boolean,
): readonly PlanExpression[] | undefined {
  if (isEquality && operands.some(isNullLiteral)) {
    const other = operands.find((operand) => !isNullLiteral(operand));
    return operands.map((operand) =>
      other !== undefined && isNullLiteral(operand) ? { ...operand, type: other.type } : operand,
    );
  }
  const common = commonOperands(operands);
  if (common === undefined) return undefined;
  const type = common.common.type;
  return (isEquality ? isEquatable(type) : isOrdered(type)) ? common.operands : undefined;
}

function bindInLiteral(
  node: BinaryNode,
  list: Expression & { readonly kind: "list" },
  value: PlanExpression,
  binding: Binding,
): PlanExpression {
  const items: PlanExpression[] = [];
  let faulty = isUnknown(value);
  for (const item of list.items) {
    const itemNode = item.kind === "sortKey" ? item.value : item;
    const bound = binding.bind(itemNode, binding);
    if (isUnknown(bound)) faulty = true;
    else if (!isUnknown(value) && comparable([value, bound], true) === undefined) {
      reportIncomparable([node.left, itemNode], [value, bound], itemNode, "in", binding);
      faulty = true;
    }
    items.push(bound);
  }
  if (faulty) return unboundOf(bool, false);
  const common = commonOperands([value, ...items]);
  if (common === undefined) {
    binding.reporter.report("WR113", list, "The elements of this list have no type in common");
    return unboundOf(bool, false);
  }
  const [first, ...others] = common.operands;
  const element = { type: common.common.type, nullable: others.some((item) => item.nullable) };
  return {
    kind: "in",
    value: first!,
    list: { kind: "list", items: others, type: { kind: "list", element }, nullable: false },
    negated: node.negated,
    type: bool,
    nullable: false,
  };
}

function reportIncomparable(
  nodes: readonly Expression[],
  operands: readonly PlanExpression[],
  range: Range,
  operator: string,
  binding: Binding,
): void {
  const first = operands[0]!;
  const at = Math.max(
    1,
    operands.findIndex((operand) => unify(first.type, operand.type) === undefined),
  );
  const second = operands[at]!;
  const hint = comparisonHint([nodes[0]!, nodes[at]!], [first, second]);
  const message =
    sameType(first.type, second.type) || hint.alone
      ? `\`${operator}\` does not compare \`${typeName(first.type)}\``
      : `\`${operator}\` cannot compare \`${typeName(first.type)}\` with \`${typeName(second.type)}\``;
  binding.reporter.report("WR111", range, `${message}${hint.text}`, { fixes: hint.fixes });
}

interface ComparisonHint {
  readonly text: string;
  readonly fixes: readonly TextFix[];
  readonly alone?: boolean;
}

function comparisonHint(
  nodes: readonly [Expression, Expression],
  operands: readonly [PlanExpression, PlanExpression],
): ComparisonHint {
  const [left, right] = operands.map((operand) => operand.type.kind) as [Type["kind"], Type["kind"]];
  if (left === "json" || right === "json") {
    return { text: "; cast the json value first: `… as text`", fixes: [] };
  }
  if (left === "text" || right === "text") {
    const other = left === "text" ? right : left;
    const textNode = left === "text" ? nodes[0] : nodes[1];
    const literal = textLiteral(textNode);
    const written = literal === undefined ? undefined : literalFor(literal, other);
    if (written !== undefined) {
      return {
        text: `; write \`${written}\``,
        fixes: [replacement(`Write \`${written}\``, textNode, written)],
      };
    }
    const kind = other === "decimal" ? "float" : other;
    return { text: `; cast the text: \`… as ${kind}\``, fixes: [] };
  }
  if (
    [left, right].includes("instant") &&
    ([left, right].includes("timestamp") || [left, right].includes("date"))
  ) {
    return { text: "; bring both to one with `at_zone` or `in_zone`", fixes: [] };
  }
  if (left === "list" && right !== "list")
    return { text: "; `contains(list, element)` looks into a list", fixes: [] };
  if (left === right && (left === "list" || left === "struct")) {
    return { text: ": they have no order", fixes: [], alone: true };
  }
  return { text: "", fixes: [] };
}

/** What a text literal would be as a literal of another type, if it has that form. */
function literalFor(text: string, kind: Type["kind"]): string | undefined {
  if (kind === "date") return parseDate(text) === undefined ? undefined : `@${text}`;
  const iso = text.replace(" ", "T");
  if (kind === "timestamp") return parseTimestamp(text) === undefined ? undefined : `@${iso}`;
  if (kind === "instant") return parseInstant(text) === undefined ? undefined : `@${iso}`;
  if (kind === "int" && /^-?\d{1,18}$/.test(text)) return text;
  if (kind === "bool" && (text === "true" || text === "false")) return text;
  return (kind === "float" || kind === "decimal") && /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
}
