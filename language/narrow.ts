// What a condition that holds says about null: the columns that cannot be null in the rows that are left.
// It only ever takes nullability away, and only where every way to be true excludes null.

import type { Column, ColumnId, PlanExpression, RowShape } from "./plan.ts";
import { conjunctsOf } from "./plan-walk.ts";

/** The shape of the rows for which all `conditions` are true. */
export function narrowed(shape: RowShape, conditions: readonly PlanExpression[]): RowShape {
  const known = new Set<ColumnId>();
  for (const condition of conditions) for (const id of notNullWhereTrue(condition)) known.add(id);
  return withoutNulls(shape, known);
}

/** The shape with the columns of `ids` marked as never null. */
export function withoutNulls(shape: RowShape, ids: ReadonlySet<ColumnId>): RowShape {
  const change = <T extends Column>(column: T): T =>
    column.nullable && ids.has(column.id) ? { ...column, nullable: false } : column;
  const touched = (column: Column) => column.nullable && ids.has(column.id);
  if (!shape.columns.some(touched) && !shape.hidden.some(touched)) return shape;
  return { ...shape, columns: shape.columns.map(change), hidden: shape.hidden.map(change) };
}

/** The columns that are not null wherever `condition` is true. */
function notNullWhereTrue(condition: PlanExpression): readonly ColumnId[] {
  switch (condition.kind) {
    case "and":
      return conjunctsOf(condition).flatMap(notNullWhereTrue);
    case "or": {
      const [first, ...others] = condition.operands.map(notNullWhereTrue);
      return (first ?? []).filter((id) => others.every((ids) => ids.includes(id)));
    }
    case "compare":
      if (condition.operator === "!=" && condition.nullSafe) {
        if (isNull(condition.right)) return nullWithIt(condition.left);
        if (isNull(condition.left)) return nullWithIt(condition.right);
        return [];
      }
      if (condition.operator === "==" && condition.nullSafe) {
        const fromLeft = condition.right.nullable ? [] : nullWithIt(condition.left);
        const fromRight = condition.left.nullable ? [] : nullWithIt(condition.right);
        return [...fromLeft, ...fromRight];
      }
      return [...nullWithIt(condition.left), ...nullWithIt(condition.right)];
    case "between":
      return condition.negated
        ? nullWithIt(condition.value)
        : [...nullWithIt(condition.value), ...nullWithIt(condition.low), ...nullWithIt(condition.high)];
    case "like":
    case "matches":
      return [...nullWithIt(condition.value), ...nullWithIt(condition.pattern)];
    case "in":
      return !condition.negated && holdsNoNull(condition.list) ? nullWithIt(condition.value) : [];
    case "column":
      return [condition.column];
    case "not":
      return falseOperand(condition.operand);
    default:
      return [];
  }
}

/** The columns that are not null wherever `operand` is false (and not merely null). */
function falseOperand(operand: PlanExpression): readonly ColumnId[] {
  switch (operand.kind) {
    case "column":
      return [operand.column];
    case "compare":
      if (operand.nullSafe && operand.operator === "==") {
        return notNullWhereTrue({ ...operand, operator: "!=" });
      }
      if (operand.nullSafe && operand.operator === "!=") {
        return notNullWhereTrue({ ...operand, operator: "==" });
      }
      return notNullWhereTrue(operand);
    case "like":
    case "matches":
      return notNullWhereTrue(operand);
    case "or":
      return operand.operands.flatMap(falseOperand);
    default:
      return [];
  }
}

/** The columns whose null would make `expression` null. */
function nullWithIt(expression: PlanExpression): readonly ColumnId[] {
  switch (expression.kind) {
    case "column":
      return [expression.column];
    case "cast":
      return nullWithIt(expression.value);
    case "negate":
      return nullWithIt(expression.operand);
    case "arithmetic":
      return [...nullWithIt(expression.left), ...nullWithIt(expression.right)];
    case "field":
      return nullWithIt(expression.object);
    default:
      return [];
  }
}

function isNull(expression: PlanExpression): boolean {
  if (expression.kind === "value") return expression.value.kind === "null";
  return expression.kind === "cast" && isNull(expression.value);
}

function holdsNoNull(list: PlanExpression): boolean {
  if (list.kind === "list") return list.items.every((item) => !item.nullable);
  return !list.nullable && list.type.kind === "list" && !list.type.element.nullable;
}
