// Which sets of columns are known to be unique after a step. Knowing less is always allowed; claiming a key that
// is none is not, since hints, estimates and the checks of `one` trust it.

import { readsColumn } from "./flow.ts";
import type { ColumnId, JoinKey, PlanExpression, RowShape } from "./plan.ts";
import { columnsRead } from "./plan-walk.ts";

export type UniqueKeys = RowShape["uniqueKeys"];

/** More keys than this are forgotten: they only cost time. */
const keysKept = 8;

/** `keys` with one more set, without those that it makes superfluous. */
export function addKey(keys: UniqueKeys, key: readonly ColumnId[]): UniqueKeys {
  const ids = [...new Set(key)];
  if (keys.some((known) => known.every((id) => ids.includes(id)))) return keys;
  return [ids, ...keys.filter((known) => !ids.every((id) => known.includes(id)))].slice(0, keysKept);
}

/** Whether rows that agree in `columns` are the same row. */
export function isUnique(keys: UniqueKeys, columns: ReadonlySet<ColumnId>): boolean {
  return keys.some((key) => key.every((id) => columns.has(id)));
}

/** The ids of expressions that are plain columns; undefined where one is not (it then proves no key). */
export function plainColumns(expressions: readonly PlanExpression[]): readonly ColumnId[] | undefined {
  const ids: ColumnId[] = [];
  for (const expression of expressions) {
    const id = readsColumn(expression);
    if (id !== undefined) ids.push(id);
    else if (columnsRead(expression).size > 0) return undefined;
  }
  return ids;
}

/**
 * The keys after a join that keeps matching pairs, and unmatched rows of the sides in `keeps` with nulls beside
 * them. A side's keys survive when each of its rows has at most one partner and the other side adds no rows of
 * its own; else pairs of keys from both sides are unique.
 */
export function joinedKeys(
  left: UniqueKeys,
  right: UniqueKeys,
  keys: readonly JoinKey[],
  join: { readonly one: boolean; readonly keepsLeft: boolean; readonly keepsRight: boolean },
): UniqueKeys {
  const leftColumns = new Set(keys.flatMap((key) => readsColumn(key.left) ?? []));
  const rightColumns = new Set(keys.flatMap((key) => readsColumn(key.right) ?? []));
  const result: (readonly ColumnId[])[] = [];
  if (!join.keepsRight && (join.one || isUnique(right, rightColumns))) result.push(...left);
  if (!join.keepsLeft && isUnique(left, leftColumns)) result.push(...right);
  if (result.length === 0 && !(join.keepsLeft && join.keepsRight)) {
    for (const leftKey of left) for (const rightKey of right) result.push([...leftKey, ...rightKey]);
  }
  return result.slice(0, keysKept);
}
