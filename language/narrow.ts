// What conditions that hold leave of the columns' nullability: a column that no way to be true lets be null is
// not null in the rows that are left.

import { columnKey, nonNullWhere } from "./expressions/null-facts.ts";
import type { Column, ColumnId, PlanExpression, RowShape } from "./plan.ts";

/** The shape of the rows for which all `conditions` are true. */
export function narrowed(shape: RowShape, conditions: readonly PlanExpression[]): RowShape {
  const facts = new Set(conditions.flatMap((condition) => nonNullWhere(condition, true)));
  if (facts.size === 0) return shape;
  return withNotNull(shape, (column) => facts.has(columnKey(column.id)));
}

/** The shape with the columns of `ids` marked as never null. */
export function withoutNulls(shape: RowShape, ids: ReadonlySet<ColumnId>): RowShape {
  return ids.size === 0 ? shape : withNotNull(shape, (column) => ids.has(column.id));
}

function withNotNull(shape: RowShape, isNotNull: (column: Column) => boolean): RowShape {
  const touched = (column: Column) => column.nullable && isNotNull(column);
  if (!shape.columns.some(touched) && !shape.hidden.some(touched)) return shape;
  const change = <T extends Column>(column: T): T =>
    touched(column) ? { ...column, nullable: false } : column;
  return { ...shape, columns: shape.columns.map(change), hidden: shape.hidden.map(change) };
}
