// Rows written out in a file, `[{id: 1, …}, …]`: for the `rows` relation, and for what a test gives and expects.
// Their columns are either found from the rows themselves or fixed beforehand; cells left out are null.

import type { Expression, Name } from "../grammar/tree.ts";
import { type BindContext, namesInWords, newColumn, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { convert } from "./convert.ts";
import { constantScope } from "./flow.ts";
import type { Column, PlanExpression } from "./plan.ts";
import { commonType, typeName } from "./type-operations.ts";
import type { ColumnType } from "./types.ts";

export interface BoundRows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly PlanExpression[])[];
}

interface Cell {
  readonly name: Name;
  readonly value: PlanExpression;
}

/** Binds rows whose columns are those that they name, in the order of first mention. */
export function bindFreeRows(node: Expression, context: BindContext): BoundRows {
  const rows = cellsOf(node, context, "WR158");
  const types = new Map<string, ColumnType>();
  for (const cells of rows) {
    for (const { name, value } of cells) {
      const before = types.get(name.text);
      const common = before === undefined ? value : commonType(before, value);
      if (common === undefined) {
        context.reporter.report(
          "WR158",
          name,
          `\`${name.text}\` is \`${typeName(value)}\` here and \`${typeName(before!)}\` in a row before; give it one type`,
        );
      } else types.set(name.text, { type: common.type, nullable: common.nullable });
    }
  }
  const columns = [...types].map(([name, type]) => {
    const everywhere = rows.every((cells) => cells.some((cell) => cell.name.text === name));
    return newColumn(context, name, { type: type.type, nullable: type.nullable || !everywhere });
  });
  return { columns, rows: rows.map((cells) => columns.map((column) => cellFor(column, cells))) };
}

/**
 * Binds rows for columns that are known. `owner` is whose columns they are, for messages. Columns that may not
 * be null may be left out all the same: the rows of a test hold what the test is about.
 */
export function bindRowsFor(
  columns: readonly Column[],
  complete: boolean,
  owner: string,
  node: Expression,
  context: BindContext,
): BoundRows {
  if (columns.length === 0 && !complete) return bindFreeRows(node, context);
  const rows = cellsOf(node, context, "WR158");
  const nullable = columns.map((column) => ({ ...column, nullable: true }));
  for (const cells of rows) {
    for (const { name, value } of cells) {
      const column = nullable.find((candidate) => candidate.name === name.text);
      if (column === undefined) {
        if (!complete || name.text === "") continue;
        const names = columns.map((candidate) => candidate.name);
        const near = suggestion(name, names);
        context.reporter.report(
          "WR158",
          name,
          `${owner} has no column \`${name.text}\`${near.text === "" ? `; it has ${namesInWords(names, "and")}` : near.text}`,
          near.options,
        );
      } else if (fitted(value, column) === undefined) {
        context.reporter.report(
          "WR158",
          name,
          `\`${name.text}\` of ${owner} is \`${typeName(column.type)}\`, not \`${typeName(value.type)}\``,
        );
      }
    }
  }
  return { columns: nullable, rows: rows.map((cells) => nullable.map((column) => cellFor(column, cells))) };
}

/** The cells of each row; whatever is not a list of structs is reported. */
function cellsOf(node: Expression, context: BindContext, code: string): readonly (readonly Cell[])[] {
  if (node.kind === "group") return cellsOf(node.inner, context, code);
  if (node.kind === "missing") return [];
  if (node.kind !== "list") {
    context.reporter.report(code, node, "Rows are written out as a list: `[{id: 1}, {id: 2}]`");
    return [];
  }
  const scope = constantScope(context.outer);
  const rows: Cell[][] = [];
  for (const item of node.items) {
    if (item.kind !== "struct") {
      if (item.kind !== "missing") {
        context.reporter.report(code, item, "A row is written as `{column: value, …}`");
      }
      continue;
    }
    const cells: Cell[] = [];
    for (const field of item.fields) {
      if (cells.some((cell) => cell.name.text === field.name.text)) {
        context.reporter.report(code, field.name, `This row has \`${field.name.text}\` twice; give it once`);
        continue;
      }
      cells.push({ name: field.name, value: bindExpression(field.value, scope, context.reporter) });
    }
    rows.push(cells);
  }
  return rows;
}

/** A cell as its column's value. Texts stand for what has no literal of its own. */
function fitted(value: PlanExpression, column: Column): PlanExpression | undefined {
  const { kind } = column.type;
  if (value.type.kind === "text" && (kind === "uuid" || kind === "json")) {
    return { kind: "cast", value, safe: false, implicit: false, type: column.type, nullable: value.nullable };
  }
  return convert(value, column);
}

function cellFor(column: Column, cells: readonly Cell[]): PlanExpression {
  const cell = cells.find((candidate) => candidate.name.text === column.name);
  const value = cell === undefined ? undefined : fitted(cell.value, column);
  return value ?? { kind: "value", value: { kind: "null" }, type: column.type, nullable: true };
}
