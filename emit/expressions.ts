// Prints bound expressions as SQL of a dialect. Names and texts are quoted or bound as values, never pasted; a
// printed expression has exactly the plan's type where `typed` is asked for, else a type that converts to it.

import { functionNamed } from "../language/functions/table.ts";
import type { ColumnId, PlanExpression, PlanSortKey } from "../language/plan.ts";
import type { Type, Value } from "../language/types.ts";
import { unreachable } from "../language/unreachable.ts";
import { printCall } from "./calls.ts";
import type { PrintContext } from "./context.ts";
import { namedParameters } from "./lambdas.ts";

/** SQL of an expression, in parentheses where its place could need them. */
export function printExpression(expression: PlanExpression, context: PrintContext): string {
  const { dialect } = context;
  const print = (operand: PlanExpression) => printExpression(operand, context);
  switch (expression.kind) {
    case "value":
      return printConstant(expression.value, expression.type, context);
    case "column":
      return columnSql(expression.column, context);
    case "parameter":
      throw new Error(`the parameter $${expression.name} has not been given its value`);
    case "now":
      return context.now;
    case "today":
      return dialect.todayIn(context.now, print(expression.zone));
    case "highWater":
      return context.highWater(expression);
    case "not":
      return `(NOT ${print(expression.operand)})`;
    case "negate":
      return `(- ${print(expression.operand)})`;
    case "and":
    case "or":
      return `(${expression.operands.map(print).join(expression.kind === "and" ? " AND " : " OR ")})`;
    case "compare":
      return printComparison(expression, context);
    case "between": {
      const [value, low, high] = printOperands([expression.value, expression.low, expression.high], context);
      return `(${value} ${expression.negated ? "NOT BETWEEN" : "BETWEEN"} ${low} AND ${high})`;
    }
    case "in":
      return printMembership(expression, context, false);
    case "like":
      return `(${print(expression.value)} ${expression.negated ? "NOT LIKE" : "LIKE"} ${print(expression.pattern)})`;
    case "matches": {
      const matches = `regexp_matches(${print(expression.value)}, ${print(expression.pattern)})`;
      return expression.negated ? `(NOT ${matches})` : matches;
    }
    case "arithmetic":
      return printArithmetic(expression, context);
    case "coalesce":
      return `coalesce(${expression.operands.map((operand) => printTyped(operand, context)).join(", ")})`;
    case "cast":
      return printCast(expression, context);
    case "case": {
      const arms = expression.arms.map(
        (arm) => `WHEN ${printPredicate(arm.condition, context)} THEN ${printTyped(arm.value, context)}`,
      );
      return `CASE ${arms.join(" ")} ELSE ${printTyped(expression.otherwise, context)} END`;
    }
    case "list":
      return dialect.list(
        expression.items.map((item) => printTyped(item, context)),
        expression.type,
      );
    case "struct":
      return dialect.struct(
        expression.fields.map((field) => ({ name: field.name, sql: printTyped(field.value, context) })),
      );
    case "field":
      return dialect.field(print(expression.object), expression.name);
    case "element": {
      const { index } = expression;
      const constant = index.kind === "value" && index.value.kind === "int" ? index.value.value : undefined;
      return dialect.element(print(expression.object), printTyped(index, context), constant);
    }
    case "jsonPath": {
      const { key } = expression;
      return dialect.jsonStep(
        print(expression.object),
        print(key),
        key.kind === "value" ? key.value : undefined,
        key.type,
      );
    }
    case "call":
    case "aggregate":
    case "windowCall":
      return printCall(expression, context, {
        typed: printTyped,
        predicate: printPredicate,
        sortKey: printSortKey,
      });
    case "lambda": {
      const { names, inner } = namedParameters(expression, context);
      return dialect.lambda(names, printTyped(expression.body, inner));
    }
    case "variable":
      return dialect.quoteName(context.variables?.get(expression.name) ?? expression.name);
    case "unbound":
      throw new Error("an expression that was not bound cannot be printed");
    default:
      return unreachable(expression);
  }
}

/** SQL that has exactly the expression's type. */
export function printTyped(expression: PlanExpression, context: PrintContext): string {
  const sql = printExpression(expression, context);
  if (hasExactType(expression)) return sql;
  const type = context.dialect.typeName(expression.type);
  return sql.startsWith("CAST(") && sql.endsWith(` AS ${type})`) ? sql : `CAST(${sql} AS ${type})`;
}

/** SQL of a condition where null counts as false, so that plainer forms (which engines can prune by) are right. */
export function printPredicate(expression: PlanExpression, context: PrintContext): string {
  switch (expression.kind) {
    case "and":
    case "or": {
      const operands = expression.operands.map((operand) => printPredicate(operand, context));
      return `(${operands.join(expression.kind === "and" ? " AND " : " OR ")})`;
    }
    case "in":
      return printMembership(expression, context, true);
    default:
      return printExpression(expression, context);
  }
}

export function printSortKey(key: PlanSortKey, context: PrintContext): string {
  // A constant would be read as a column's position.
  const value =
    key.value.kind === "value"
      ? `(SELECT ${printTyped(key.value, context)})`
      : printExpression(key.value, context);
  return `${value} ${key.descending ? "DESC" : "ASC"} NULLS ${key.nullsFirst ? "FIRST" : "LAST"}`;
}

// ------------------------------------------------------------------------------------------------ helpers

function columnSql(column: ColumnId, context: PrintContext): string {
  const sql = context.columns.get(column);
  if (sql === undefined) throw new Error(`column ${column} is not carried to where it is read`);
  return sql;
}

function printConstant(value: Value, type: Type, context: PrintContext): string {
  const isText = value.kind === "text" || value.kind === "list" || value.kind === "struct";
  return isText ? context.constant(value, type) : context.dialect.literal(value, type);
}

/** Operands side by side: a number keeps its shortest form where another one has a type. */
function printOperands(operands: readonly PlanExpression[], context: PrintContext): string[] {
  const anchored = operands.some((operand) => operand.kind !== "value");
  return operands.map((operand) => {
    if (anchored && operand.kind === "value" && operand.type.kind !== "float") {
      const bare = context.dialect.bareNumber(operand.value);
      if (bare !== undefined) return bare;
    }
    return printExpression(operand, context);
  });
}

type Comparison = PlanExpression & { readonly kind: "compare" };

function printComparison(expression: Comparison, context: PrintContext): string {
  const { operator, left, right } = expression;
  const isEquality = operator === "==" || operator === "!=";
  if (isEquality) {
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (other.kind === "value" && other.value.kind === "null") {
        return `(${printExpression(one, context)} ${operator === "==" ? "IS NULL" : "IS NOT NULL"})`;
      }
    }
  }
  const [first, second] = printOperands([left, right], context);
  if (!isEquality) return `(${first} ${operator} ${second})`;
  const plain = !expression.nullSafe || (!left.nullable && !right.nullable);
  const sign = operator === "==" ? (plain ? "=" : "IS NOT DISTINCT FROM") : plain ? "<>" : "IS DISTINCT FROM";
  return `(${first} ${sign} ${second})`;
}

type Membership = PlanExpression & { readonly kind: "in" };

/** `nullIsFalse`: the place takes null for false. */
function printMembership(expression: Membership, context: PrintContext, nullIsFalse: boolean): string {
  const { value, list, negated } = expression;
  const items = constantItems(list);
  const sql = printExpression(value, context);
  if (items === undefined || items.some((item) => item.kind === "null")) {
    const contains = context.dialect.listContains(printTyped(list, context), sql);
    return negated ? `(NOT ${contains})` : contains;
  }
  if (items.length === 0) return String(negated);
  const elementType = list.type.kind === "list" ? list.type.element.type : value.type;
  const listed = items.map(
    (item) => context.dialect.bareNumber(item) ?? printConstant(item, elementType, context),
  );
  const isIn = `${sql} ${negated ? "NOT IN" : "IN"} (${listed.join(", ")})`;
  if (!value.nullable || (nullIsFalse && !negated)) return `(${isIn})`;
  return negated ? `(${sql} IS NULL OR ${isIn})` : `coalesce(${isIn}, false)`;
}

function constantItems(list: PlanExpression): readonly Value[] | undefined {
  if (list.kind === "value" && list.value.kind === "list") return list.value.items;
  if (list.kind !== "list") return undefined;
  const items: Value[] = [];
  for (const item of list.items) {
    if (item.kind !== "value") return undefined;
    items.push(item.value);
  }
  return items;
}

type Arithmetic = PlanExpression & { readonly kind: "arithmetic" };

function printArithmetic(expression: Arithmetic, context: PrintContext): string {
  const { operator, left, right, type } = expression;
  const { dialect } = context;
  if (operator === "//" || operator === "%") {
    const [first, second] = [printTyped(left, context), printTyped(right, context)];
    return operator === "//" ? `(${dialect.wholeDivision(first, second)})` : `(${first} % ${second})`;
  }
  if (left.type.kind === "duration" || right.type.kind === "duration")
    return printDurations(expression, context);
  if (operator === "/") {
    const divisor = printAs(right, "float", context);
    const isSafe = right.kind === "value" && !isZero(right.value);
    return `(${printAs(left, "float", context)} / ${isSafe ? divisor : `nullif(${divisor}, 0)`})`;
  }
  if (type.kind === "decimal") {
    // The engine gives products of short decimals 18 digits at most and fails beyond: the language promises 38.
    const needsRoom = digits(left.type) <= 18 && digits(right.type) <= 18 && type.precision > 18;
    const [first, second] = printOperands([left, right], context);
    const widened = needsRoom
      ? `CAST(${first} AS ${dialect.typeName({ ...type, scale: scaleOf(left.type) })})`
      : first;
    return `(${widened} ${operator} ${second})`;
  }
  if (type.kind === "duration") {
    const kind = left.type.kind === "date" ? "date" : "time";
    return dialect.between(kind, printTyped(left, context), printTyped(right, context));
  }
  const [first, second] = printOperands([left, right], context);
  return `(${first} ${operator} ${second})`;
}

function printDurations(expression: Arithmetic, context: PrintContext): string {
  const { operator, left, right, type } = expression;
  const [first, second] = [printTyped(left, context), printTyped(right, context)];
  const micros = (sql: string) => `epoch_us(${sql})`;
  if (operator === "*") {
    const [duration, factor] = left.type.kind === "duration" ? [first, second] : [second, first];
    return `to_microseconds(CAST(trunc(${micros(duration)} * ${factor}) AS BIGINT))`;
  }
  if (operator === "/") {
    if (type.kind === "float") return `(CAST(${micros(first)} AS DOUBLE) / nullif(${micros(second)}, 0))`;
    return `to_microseconds(CAST(trunc(${micros(first)} / nullif(${second}, 0)) AS BIGINT))`;
  }
  return `(${first} ${operator} ${second})`;
}

function printAs(expression: PlanExpression, kind: "float", context: PrintContext): string {
  const sql = printTyped(expression, context);
  return expression.type.kind === kind ? sql : context.dialect.cast(sql, expression.type, { kind }, false);
}

function printCast(expression: PlanExpression & { readonly kind: "cast" }, context: PrintContext): string {
  const { value, type, safe } = expression;
  if (value.kind === "value" && value.value.kind === "null")
    return context.dialect.literal(value.value, type);
  // Between decimals the outer conversion says it all: the inner one could only round.
  const isDecimal =
    value.type.kind === "decimal" && type.kind === "decimal" && type.scale >= value.type.scale;
  const sql = isDecimal ? printExpression(value, context) : printTyped(value, context);
  return context.dialect.cast(sql, value.type, type, safe);
}

function isZero(value: Value): boolean {
  return (
    value.kind === "null" ||
    (value.kind === "int" && value.value === 0n) ||
    (value.kind === "float" && value.value === 0) ||
    (value.kind === "decimal" && value.unscaled === 0n)
  );
}

function digits(type: Type): number {
  return type.kind === "decimal" ? type.precision : type.kind === "int" ? 19 : 0;
}

function scaleOf(type: Type): number {
  return type.kind === "decimal" ? type.scale : 0;
}

/** Whether the printed form surely has the plan's type, so that no cast is needed around it. */
function hasExactType(expression: PlanExpression): boolean {
  switch (expression.kind) {
    case "column":
    case "value":
    case "highWater":
    case "variable":
    case "lambda":
    case "field":
    case "element":
    case "jsonPath":
    case "cast":
    case "list":
    case "struct":
      return true;
    case "arithmetic":
      return ["float", "timestamp", "instant"].includes(expression.type.kind) || isIntOverColumns(expression);
    case "negate":
      return hasExactType(expression.operand);
    case "case":
    case "coalesce":
      return true;
    case "call":
    case "aggregate":
    case "windowCall":
      // DuckDB finds a null that it can compute while binding to be an INTEGER where decimals go in.
      if (expression.kind === "call" && expression.type.kind === "decimal") return false;
      return functionNamed(expression.function)?.signatures[expression.signature]?.loose !== true;
    default:
      // Conditions, `now` and `today`.
      return true;
  }
}

/** Ints stay 64 bits wide as soon as one operand is and none is wider. */
function isIntOverColumns(expression: Arithmetic): boolean {
  if (expression.type.kind !== "int") return false;
  const computed = [expression.left, expression.right].filter((side) => side.kind !== "value");
  return computed.length > 0 && computed.every(hasExactType);
}
