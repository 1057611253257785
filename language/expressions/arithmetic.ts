// `+ - * / // %` and the unary minus: which operands they take, what comes out, and when that may be null.
// Division by zero gives null, so a quotient is only certain where the divisor is a constant other than zero.

import type { Expression } from "../../grammar/tree.ts";
import { castTo, convert, exactType } from "../convert.ts";
import { arithmeticMayBeNull, evaluate } from "../evaluate.ts";
import type { PlanExpression } from "../plan.ts";
import { intDigits, isNumber, typeName } from "../type-operations.ts";
import type { Type, Value } from "../types.ts";
import { microsPerDay } from "../values/calendar.ts";
import { type ArithmeticOperator, arithmeticRule, decimalResult, rightKinds } from "./arithmetic-table.ts";
import { type Binding, constant, isNullLiteral, isUnknown, unbound } from "./binding.ts";
import { concatTexts } from "./concat.ts";
import { bindNegatedInt } from "./literals.ts";

type BinaryNode = Expression & { readonly kind: "binary" };
type ArithmeticNode = PlanExpression & { readonly kind: "arithmetic" };

/** Binds a binary arithmetic operation. */
export function bindArithmetic(
  node: BinaryNode,
  operator: ArithmeticOperator,
  binding: Binding,
): PlanExpression {
  let left = binding.bind(node.left, binding);
  let right = binding.bind(node.right, binding);
  if (isUnknown(left) || isUnknown(right)) return unbound;
  if (isNullLiteral(left) || isNullLiteral(right)) {
    binding.reporter.report("WR135", node, `\`${operator}\` with \`null\` is always null`);
    return unbound;
  }
  if (operator === "+" && left.type.kind === "text" && right.type.kind === "text") {
    return concatTexts([left, right]);
  }
  if (left.type.kind === "date" && right.type.kind === "timestamp") left = castTo(left, right.type);
  if (left.type.kind === "timestamp" && right.type.kind === "date") right = castTo(right, left.type);
  const result =
    isNumber(left.type) && isNumber(right.type)
      ? numberArithmetic(operator, left, right)
      : timeArithmetic(operator, left, right);
  if (result !== undefined) return result;
  return reportOperands(node, operator, left, right, binding);
}

/** Binds `-x`. */
export function bindNegation(
  node: Expression & { readonly kind: "unary" },
  binding: Binding,
): PlanExpression {
  if (node.operand.kind === "literal" && node.operand.value.kind === "int") {
    const smallest = bindNegatedInt(node.operand.value.digits);
    if (smallest !== undefined) return smallest;
  }
  const operand = binding.bind(node.operand, binding);
  if (isUnknown(operand)) return unbound;
  if (operand.kind === "value") {
    const negated = negatedValue(operand.value);
    if (negated !== undefined) {
      const exact = operand.exact === undefined ? undefined : negatedValue(operand.exact);
      return exact === undefined
        ? constant(negated, operand.type)
        : { kind: "value", value: negated, exact, type: operand.type, nullable: false };
    }
  }
  const kind = operand.type.kind;
  if (isNumber(operand.type) || kind === "duration") {
    return { kind: "negate", operand, type: operand.type, nullable: operand.nullable };
  }
  if (kind !== "null") {
    binding.reporter.report(
      "WR110",
      node,
      `\`-\` takes a number or a duration, not \`${typeName(operand.type)}\``,
    );
    return unbound;
  }
  binding.reporter.report("WR135", node, "`-` with `null` is always null");
  return unbound;
}

/** The number as a decimal, ints with all their digits, written numbers with their own. */
export function asDecimal(expression: PlanExpression): PlanExpression {
  const wanted = exactType(expression);
  if (wanted.type.kind === "decimal") return convert(expression, wanted) ?? expression;
  return castTo(expression, { kind: "decimal", precision: intDigits, scale: 0 });
}

function numberArithmetic(
  operator: ArithmeticOperator,
  left: PlanExpression,
  right: PlanExpression,
): PlanExpression | undefined {
  const float: Type = { kind: "float" };
  if (operator === "//" || operator === "%") {
    if (left.type.kind !== "int" || right.type.kind !== "int") return undefined;
    return arithmetic(operator, left, right, left.type);
  }
  if (operator === "/") return arithmetic(operator, castTo(left, float), castTo(right, float), float);
  if (left.type.kind === "int" && right.type.kind === "int")
    return arithmetic(operator, left, right, left.type);
  const besideDecimal = left.type.kind === "decimal" || right.type.kind === "decimal";
  const exactLeft = besideDecimal ? exactType(left).type : left.type;
  const exactRight = besideDecimal ? exactType(right).type : right.type;
  if (!besideDecimal || exactLeft.kind === "float" || exactRight.kind === "float") {
    return arithmetic(operator, castTo(left, float), castTo(right, float), float);
  }
  const leftDecimal = asDecimal(left);
  const rightDecimal = asDecimal(right);
  if (leftDecimal.type.kind !== "decimal" || rightDecimal.type.kind !== "decimal") return undefined;
  const type = decimalResult(operator, leftDecimal.type, rightDecimal.type);
  return type === undefined ? undefined : arithmetic(operator, leftDecimal, rightDecimal, type);
}

function timeArithmetic(
  operator: ArithmeticOperator,
  left: PlanExpression,
  right: PlanExpression,
): PlanExpression | undefined {
  const float: Type = { kind: "float" };
  const first = left.type.kind === "decimal" ? castTo(left, float) : left;
  const second = right.type.kind === "decimal" ? castTo(right, float) : right;
  const rule = arithmeticRule(operator, first.type.kind, second.type.kind);
  if (rule === undefined) return undefined;
  if (rule.result !== "days") return arithmetic(operator, first, second, { kind: rule.result });
  const isWhole = isWholeDays(first.type.kind === "date" ? second : first);
  return arithmetic(operator, first, second, { kind: isWhole ? "date" : "timestamp" });
}

/** Whether a duration is a number of whole days whatever the row: a date moved by it is a date again. */
function isWholeDays(duration: PlanExpression): boolean {
  const value = evaluate(duration);
  if (value?.kind === "duration") return value.micros % microsPerDay === 0n;
  if (duration.kind === "negate") return isWholeDays(duration.operand);
  if (duration.kind !== "arithmetic") return false;
  if (duration.operator === "*") {
    if (duration.left.type.kind === "int") return isWholeDays(duration.right);
    return duration.right.type.kind === "int" && isWholeDays(duration.left);
  }
  const isSum = duration.operator === "+" || duration.operator === "-";
  if (!isSum) return false;
  if (duration.left.type.kind === "date") return duration.right.type.kind === "date";
  return isWholeDays(duration.left) && isWholeDays(duration.right);
}

function arithmetic(
  operator: ArithmeticOperator,
  left: PlanExpression,
  right: PlanExpression,
  type: Type,
): ArithmeticNode {
  const result: ArithmeticNode = { kind: "arithmetic", operator, left, right, type, nullable: false };
  return { ...result, nullable: arithmeticMayBeNull(result) };
}

function negatedValue(value: Value): Value | undefined {
  switch (value.kind) {
    case "int":
      return value.value === -(2n ** 63n) ? undefined : { ...value, value: -value.value };
    case "float":
      return { ...value, value: -value.value };
    case "decimal":
      return { ...value, unscaled: -value.unscaled };
    case "duration":
      return { ...value, micros: -value.micros };
    case "months":
      return { ...value, months: -value.months };
    default:
      return undefined;
  }
}

function reportOperands(
  node: BinaryNode,
  operator: ArithmeticOperator,
  left: PlanExpression,
  right: PlanExpression,
  binding: Binding,
): PlanExpression {
  const message = `\`${operator}\` does not take \`${typeName(left.type)}\` and \`${typeName(right.type)}\``;
  binding.reporter.report("WR110", node, `${message}${operandsHint(operator, left, right)}`);
  return unbound;
}

function operandsHint(operator: ArithmeticOperator, left: PlanExpression, right: PlanExpression): string {
  const kinds = [left.type.kind, right.type.kind];
  if (operator === "+" && kinds.includes("text"))
    return '; a text is joined with texts only, other values by `f"{a}{b}"`';
  if ((operator === "//" || operator === "%") && isNumber(left.type) && isNumber(right.type)) {
    return "; it takes ints only: cast with `as int`, or divide with `/`";
  }
  if (kinds.includes("decimal") && isNumber(left.type) && isNumber(right.type)) {
    return "; the product would have more than 38 digits after the point: cast one to fewer";
  }
  if (kinds.includes("instant") && kinds.includes("months")) {
    return '; months depend on a zone: `at_zone(…, "Europe/Berlin")` first';
  }
  if (kinds.includes("instant") && (kinds.includes("timestamp") || kinds.includes("date"))) {
    return "; bring both to one with `at_zone` or `in_zone`";
  }
  if (kinds.includes("months")) return "; months are added to or taken from dates and timestamps";
  if (kinds.includes("bool")) return "; a bool becomes a number by `as int`";
  if (kinds.includes("json")) return "; cast the json value first: `… as int`";
  if (kinds.includes("text")) return "; cast the text first: `… as int`";
  if ((left.type.kind === "date" || left.type.kind === "timestamp") && right.type.kind === "int") {
    return "; a number of days is a duration: `… * 1 day`";
  }
  const takes = rightKinds(operator, left.type.kind);
  if (takes.length === 0) return "";
  return `; after \`${left.type.kind}\` it takes ${takes.map((kind) => `\`${kind}\``).join(" or ")}`;
}
