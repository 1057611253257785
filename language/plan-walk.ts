// Walks over bound expressions: visiting every part, finding the columns that are read, rebuilding with other
// parts. Whatever looks inside a plan's expressions goes through here, so that a new kind is added once.

import type { ColumnId, PlanExpression, PlanSortKey, PlanStep, RelationInput } from "./plan.ts";
import { unreachable } from "./unreachable.ts";

/** Calls `visit` with each direct operand of `expression`, in the order of evaluation's text. */
export function eachPlanOperand(expression: PlanExpression, visit: (operand: PlanExpression) => void): void {
  switch (expression.kind) {
    case "value":
    case "column":
    case "parameter":
    case "now":
    case "highWater":
    case "variable":
    case "unbound":
      return;
    case "today":
      visit(expression.zone);
      return;
    case "not":
    case "negate":
      visit(expression.operand);
      return;
    case "and":
    case "or":
    case "coalesce":
      for (const operand of expression.operands) visit(operand);
      return;
    case "compare":
    case "arithmetic":
      visit(expression.left);
      visit(expression.right);
      return;
    case "between":
      visit(expression.value);
      visit(expression.low);
      visit(expression.high);
      return;
    case "in":
      visit(expression.value);
      visit(expression.list);
      return;
    case "like":
    case "matches":
      visit(expression.value);
      visit(expression.pattern);
      return;
    case "cast":
      visit(expression.value);
      return;
    case "case":
      for (const arm of expression.arms) {
        visit(arm.condition);
        visit(arm.value);
      }
      visit(expression.otherwise);
      return;
    case "list":
      for (const item of expression.items) visit(item);
      return;
    case "struct":
      for (const field of expression.fields) visit(field.value);
      return;
    case "field":
      visit(expression.object);
      return;
    case "element":
      visit(expression.object);
      visit(expression.index);
      return;
    case "jsonPath":
      visit(expression.object);
      visit(expression.key);
      return;
    case "call":
    case "windowCall":
      for (const argument of expression.arguments) visit(argument);
      return;
    case "lambda":
      visit(expression.body);
      return;
    case "aggregate":
      for (const argument of expression.arguments) visit(argument);
      if (expression.where !== undefined) visit(expression.where);
      for (const key of expression.sorted) visit(key.value);
      return;
    default:
      unreachable(expression);
  }
}

/** Calls `visit` with `expression` and everything inside it, outermost first. */
export function eachPlanExpression(
  expression: PlanExpression,
  visit: (expression: PlanExpression) => void,
): void {
  visit(expression);
  eachPlanOperand(expression, (operand) => eachPlanExpression(operand, visit));
}

/** The ids of all columns that `expression` reads. */
export function columnsRead(expression: PlanExpression): ReadonlySet<ColumnId> {
  const columns = new Set<ColumnId>();
  eachPlanExpression(expression, (inner) => {
    if (inner.kind === "column") columns.add(inner.column);
  });
  return columns;
}

/** `expression` with each direct operand put through `change`; the same object where nothing changed. */
export function mapPlanOperands(
  expression: PlanExpression,
  change: (operand: PlanExpression) => PlanExpression,
): PlanExpression {
  switch (expression.kind) {
    case "value":
    case "column":
    case "parameter":
    case "now":
    case "highWater":
    case "variable":
    case "unbound":
      return expression;
    case "today": {
      const zone = change(expression.zone);
      return zone === expression.zone ? expression : { ...expression, zone };
    }
    case "not":
    case "negate": {
      const operand = change(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    case "and":
    case "or":
    case "coalesce": {
      const operands = mapAll(expression.operands, change);
      return operands === expression.operands ? expression : { ...expression, operands };
    }
    case "compare":
    case "arithmetic": {
      const left = change(expression.left);
      const right = change(expression.right);
      return left === expression.left && right === expression.right
        ? expression
        : { ...expression, left, right };
    }
    case "between": {
      const value = change(expression.value);
      const low = change(expression.low);
      const high = change(expression.high);
      return value === expression.value && low === expression.low && high === expression.high
        ? expression
        : { ...expression, value, low, high };
    }
    case "in": {
      const value = change(expression.value);
      const list = change(expression.list);
      return value === expression.value && list === expression.list
        ? expression
        : { ...expression, value, list };
    }
    case "like":
    case "matches": {
      const value = change(expression.value);
      const pattern = change(expression.pattern);
      return value === expression.value && pattern === expression.pattern
        ? expression
        : { ...expression, value, pattern };
    }
    case "cast": {
      const value = change(expression.value);
      return value === expression.value ? expression : { ...expression, value };
    }
    case "case": {
      const arms = mapAll(expression.arms, (arm) => {
        const condition = change(arm.condition);
        const value = change(arm.value);
        return condition === arm.condition && value === arm.value ? arm : { condition, value };
      });
      const otherwise = change(expression.otherwise);
      return arms === expression.arms && otherwise === expression.otherwise
        ? expression
        : { ...expression, arms, otherwise };
    }
    case "list": {
      const items = mapAll(expression.items, change);
      return items === expression.items ? expression : { ...expression, items };
    }
    case "struct": {
      const fields = mapAll(expression.fields, (field) => {
        const value = change(field.value);
        return value === field.value ? field : { ...field, value };
      });
      return fields === expression.fields ? expression : { ...expression, fields };
    }
    case "field": {
      const object = change(expression.object);
      return object === expression.object ? expression : { ...expression, object };
    }
    case "element": {
      const object = change(expression.object);
      const index = change(expression.index);
      return object === expression.object && index === expression.index
        ? expression
        : { ...expression, object, index };
    }
    case "jsonPath": {
      const object = change(expression.object);
      const key = change(expression.key);
      return object === expression.object && key === expression.key
        ? expression
        : { ...expression, object, key };
    }
    case "call":
    case "windowCall": {
      const changed = mapAll(expression.arguments, change);
      return changed === expression.arguments ? expression : { ...expression, arguments: changed };
    }
    case "lambda": {
      const body = change(expression.body);
      return body === expression.body ? expression : { ...expression, body };
    }
    case "aggregate": {
      const changed = mapAll(expression.arguments, change);
      const where = expression.where === undefined ? undefined : change(expression.where);
      const sorted = mapSortKeys(expression.sorted, change);
      return changed === expression.arguments && where === expression.where && sorted === expression.sorted
        ? expression
        : { ...expression, arguments: changed, where, sorted };
    }
    default:
      return unreachable(expression);
  }
}

/** `expression` reading other columns: each id that `ids` knows is replaced. */
export function mapColumns(expression: PlanExpression, ids: ReadonlyMap<ColumnId, ColumnId>): PlanExpression {
  if (expression.kind === "column") {
    const column = ids.get(expression.column);
    return column === undefined ? expression : { ...expression, column };
  }
  return mapPlanOperands(expression, (operand) => mapColumns(operand, ids));
}

/** Sort keys with their values put through `change`. */
export function mapSortKeys(
  keys: readonly PlanSortKey[],
  change: (operand: PlanExpression) => PlanExpression,
): readonly PlanSortKey[] {
  return mapAll(keys, (key) => {
    const value = change(key.value);
    return value === key.value ? key : { ...key, value };
  });
}

/** The conjuncts of a condition: the operands of its `and`s, however they nest. */
export function conjunctsOf(condition: PlanExpression): readonly PlanExpression[] {
  return condition.kind === "and" ? condition.operands.flatMap(conjunctsOf) : [condition];
}

function mapAll<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const before = items[index]!;
    const after = change(before);
    if (after !== before) changed ??= items.slice(0, index);
    changed?.push(after);
  }
  return changed ?? items;
}

/** The relations that a step reads, besides the rows before it. */
export function relationInputs(step: PlanStep): readonly RelationInput[] {
  switch (step.kind) {
    case "from":
      return [step.input];
    case "join":
      return [step.right];
    case "union":
    case "except":
    case "intersect":
      return step.others;
    default:
      return [];
  }
}
