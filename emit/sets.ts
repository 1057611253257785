// Prints `union`, `except` and `intersect`: columns by name, in one order and of one type on every side.

import type { ColumnId, PlanStep } from "../language/plan.ts";
import { addExpression, type Builder, type Rows } from "./builder.ts";
import { inputName, printInput } from "./inputs.ts";

export function printSets(
  step: PlanStep & { readonly kind: "union" | "except" | "intersect" },
  rows: Rows,
  needed: ReadonlySet<ColumnId>,
  builder: Builder,
  within: readonly string[],
): Rows {
  const { dialect } = builder;
  const columns = step.output.columns.filter((column) => step.kind !== "union" || needed.has(column.id));
  const positions = columns.map((column) => step.output.columns.indexOf(column));
  const branch = (input: Rows, ids: readonly (ColumnId | undefined)[]) => {
    const items = columns.map((column, index) => {
      const id = ids[positions[index]!];
      const name = id === undefined ? "NULL" : dialect.quoteName(input.names.get(id)!);
      return `CAST(${name} AS ${dialect.typeName(column.type)}) AS ${dialect.quoteName(column.name)}`;
    });
    return `SELECT ${items.length === 0 ? `1 AS ${dialect.quoteName("row")}` : items.join(", ")}\nFROM ${dialect.quoteName(input.cte)}`;
  };
  const branches = [branch(rows, step.columns[0] ?? [])];
  for (const [index, other] of step.others.entries()) {
    const ids = step.columns[index + 1] ?? [];
    const wanted = new Set(positions.map((position) => ids[position]).filter((id) => id !== undefined));
    branches.push(branch(printInput(other, inputName(other), wanted, builder, within), ids));
  }
  const word = { union: "UNION ALL", except: "EXCEPT", intersect: "INTERSECT" }[step.kind];
  const names = new Map(columns.map((column) => [column.id, column.name] as const));
  return addExpression(builder, within, step.kind, names, branches.join(`\n${word}\n`));
}
