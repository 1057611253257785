// Prints joins of every kind.

import type { ColumnId, PlanStep } from "../language/plan.ts";
import {
  addExpression,
  type Builder,
  contextOf,
  contextWith,
  freeName,
  type Rows,
  selectList,
} from "./builder.ts";
import { printExpression, printPredicate } from "./expressions.ts";
import { printInput } from "./inputs.ts";
import { givenBy, neededOfJoin } from "./needed-columns.ts";

const joinWords = {
  inner: "JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  full: "FULL JOIN",
  semi: "SEMI JOIN",
  anti: "ANTI JOIN",
  cross: "CROSS JOIN",
  asof: "ASOF LEFT JOIN",
} as const;

export function printJoin(
  step: PlanStep & { readonly kind: "join" },
  rows: Rows,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const both = neededOfJoin(step, needed);
  const right = printInput(step.right, step.alias, givenBy(step.right, both), builder, within);
  const leftAlias = rows.cte;
  const rightAlias = right.cte === rows.cte ? freeName(builder, `${right.cte}_right`) : right.cte;
  const columns = new Map([
    ...contextOf(rows, builder, leftAlias).columns,
    ...contextOf(right, builder, rightAlias).columns,
  ]);
  const context = contextWith(columns, builder);
  const conditions = [
    ...step.keys.map(
      (key) => `${printExpression(key.left, context)} = ${printExpression(key.right, context)}`,
    ),
    ...step.conditions.map((condition) => printPredicate(condition, context)),
  ];
  if (step.asof !== undefined) {
    const { left, operator, right: nearest } = step.asof;
    conditions.push(`${printExpression(left, context)} ${operator} ${printExpression(nearest, context)}`);
  }
  const values = new Map<ColumnId, string>(columns);
  for (const { left, right: other, merged } of step.merged) {
    if (merged === left || !needed.has(merged)) continue;
    const [first, second] = [columns.get(left)!, columns.get(other)!];
    values.set(merged, step.join === "full" ? `coalesce(${first}, ${second})` : second);
  }
  const { list, names } = selectList(step.output, needed, values, rows, builder);
  const alias = rightAlias === right.cte ? "" : ` AS ${dialect.quoteName(rightAlias)}`;
  const on =
    step.join === "cross" ? "" : `\n  ON ${conditions.length === 0 ? "true" : conditions.join("\n  AND ")}`;
  const sql = `SELECT ${list}\nFROM ${dialect.quoteName(leftAlias)}\n${joinWords[step.join]} ${dialect.quoteName(right.cte)}${alias}${on}`;
  return addExpression(builder, within, step.join === "inner" ? "join" : `${step.join}_join`, names, sql);
}
