// How columns flow through a step: which names before it and behind it stand for one thing, and which cannot change because
// something else than Weir hangs on them. It looks at one bound step and tells what it finds.

import { childrenOf, type Expression, type Item, type Range } from "../../../grammar/index.ts";
import type {
  BoundStep,
  Column,
  ColumnId,
  PlanItem,
  RelationInput,
  RowShape,
} from "../../../language/index.ts";
import { columnKey, storedKey } from "./keys.ts";

/** Who hears of it, and what it knows of the declaration. */
export interface FlowNames {
  /** The key of a column of the declaration. */
  column(column: Pick<Column, "id" | "name">): string;
  /** Two keys stand for one thing. */
  join(a: string, b: string): void;
  /** A thing cannot be renamed, and why. */
  fix(key: string, reason: string): void;
  place(range: Range, key: string, isDefinition: boolean): void;
  /** A name that is also the text in the label column of `unpivot`. */
  label(range: Range, key: string): void;
  /** The columns that the name at a range was found to mean: both of a merged key. */
  columnsReadAt(range: Range): readonly ColumnId[];
  /** URI of the file that declares a name; undefined where nothing does. */
  declaredIn(name: string): string | undefined;
}

/** Tells which names of a step stand for one column, and which cannot change. */
export function flowThrough(names: FlowNames, { node, plan, input, output }: BoundStep): void {
  switch (plan.kind) {
    case "from":
      readInput(names, plan.input);
      if (node.kind === "from" && node.relation.kind === "rowsRelation")
        writtenRows(names, node.relation.rows, plan.input);
      return;
    case "join":
      readInput(names, plan.right);
      if (node.kind === "join" && node.relation.kind === "rowsRelation")
        writtenRows(names, node.relation.rows, plan.right);
      if (node.kind === "join") joinKeys(names, node.on);
      for (const { left, right, merged } of plan.merged) {
        const column = output.shape.columns.find(({ id }) => id === merged);
        if (column === undefined) continue;
        for (const id of [left, right])
          names.join(names.column(column), names.column({ id, name: column.name }));
      }
      return;
    case "union":
    case "except":
    case "intersect":
      for (const other of plan.others) readInput(names, other);
      for (const side of plan.columns) {
        side.forEach((id, index) => {
          const column = output.shape.columns[index];
          if (id !== undefined && column !== undefined)
            names.join(names.column(column), names.column({ id, name: column.name }));
        });
      }
      return;
    case "derive":
    case "window":
      replacedColumns(names, plan.items, input.shape, output.shape);
      return;
    case "select":
      namelessItems(names, plan.items, node, output.shape, input.shape);
      return;
    case "aggregate":
      namelessItems(names, plan.keys, node, output.shape, input.shape);
      return;
    case "pivot":
      namelessItems(names, plan.keys, node, output.shape, input.shape);
      for (const { column: id } of plan.cells) {
        const column = output.shape.columns.find((candidate) => candidate.id === id);
        if (column !== undefined) names.fix(names.column(column), "`pivot` makes its name from a value");
      }
      return;
    case "unpivot":
      if (node.kind === "unpivot") unpivotLabels(names, node);
      return;
    case "sql":
      for (const column of input.shape.columns)
        names.fix(names.column(column), "a text of an `sql` step may use it");
      if (node.kind === "sql") {
        for (const { name } of node.returns) {
          const column = output.shape.columns.find((candidate) => candidate.name === name.text);
          if (column !== undefined) names.fix(names.column(column), "the texts of an `sql` step give it");
        }
      }
      return;
    case "into": {
      const { name } = plan.store;
      const uri = names.declaredIn(name);
      if (uri === undefined) return;
      for (const column of input.shape.columns)
        names.join(names.column(column), storedKey(uri, name, column.name));
      return;
    }
    default:
      return;
  }
}

/** A bare name after `on` is a column of both sides: while one is not known, nobody can tell what hangs on the name. */
function joinKeys(names: FlowNames, on: readonly Expression[]): void {
  for (const key of on) {
    if (key.kind !== "columnName") continue;
    const columns = names.columnsReadAt(key);
    if (columns.length !== 1) continue;
    const known = names.column({ id: columns[0]!, name: key.name.text });
    names.fix(known, "the other columns of a join are not known yet");
  }
}

/** The columns of an input are those of what it reads. */
export function readInput(names: FlowNames, input: RelationInput): void {
  switch (input.kind) {
    case "source":
    case "store":
      for (const column of input.columns)
        names.join(names.column(column), storedKey(input.location.declaredIn, input.name, column.name));
      return;
    case "pipeline": {
      const { file, name, body } = input.pipeline;
      if (name === undefined) return;
      input.columns.forEach((column, index) => {
        const inner = body.shape.columns[index];
        if (inner !== undefined)
          names.join(names.column(column), columnKey(file, name, inner.id, inner.name));
      });
      return;
    }
    case "steps":
      input.columns.forEach((column, index) => {
        const inner = input.relation.shape.columns[index];
        if (inner !== undefined) names.join(names.column(column), names.column(inner));
      });
      return;
    case "series":
      for (const column of input.columns) names.fix(names.column(column), "`series` gives it this name");
      return;
    case "rows":
      return;
  }
}

function writtenRows(names: FlowNames, rows: Expression, input: RelationInput): void {
  if (rows.kind !== "list") return;
  for (const row of rows.items) {
    if (row.kind !== "struct") continue;
    for (const { name } of row.fields) {
      const column = input.columns.find((candidate) => candidate.name === name.text);
      if (column !== undefined) names.place(name, names.column(column), true);
    }
  }
}

/** Items without a name of their own take that of the column that they read. */
function namelessItems(
  names: FlowNames,
  items: readonly PlanItem[],
  node: Range,
  output: RowShape,
  input: RowShape,
): void {
  const written = childrenOf(node).flatMap((child) => (child.kind === "item" ? [child as Item] : []));
  for (const { id, value } of items) {
    const column = output.columns.find((candidate) => candidate.id === id);
    if (value.kind === "unbound" && column !== undefined) {
      if (!written.some(({ name }) => name?.text === column.name))
        names.fix(names.column(column), "the columns that it comes from are not known yet");
      continue;
    }
    if (value.kind !== "column") continue;
    const read = [...input.columns, ...input.hidden].find((candidate) => candidate.id === value.column);
    if (column === undefined || read === undefined || column.name !== read.name) continue;
    if (written.some(({ name }) => name?.text === column.name)) continue;
    names.join(names.column(column), names.column(read));
  }
}

/** With another name, a column that takes the place of its namesake would let that one stay: so both change. */
function replacedColumns(
  names: FlowNames,
  items: readonly PlanItem[],
  input: RowShape,
  output: RowShape,
): void {
  for (const { id } of items) {
    const column = output.columns.find((candidate) => candidate.id === id);
    if (column === undefined) continue;
    const before = input.columns.find(({ name }) => name === column.name);
    if (before !== undefined) names.join(names.column(column), names.column(before));
    else if (!input.complete) names.fix(names.column(column), "the columns before it are not known yet");
  }
}

function unpivotLabels(names: FlowNames, node: BoundStep["node"] & { readonly kind: "unpivot" }): void {
  for (const { name, value } of node.items) {
    if (name !== undefined || value.kind !== "columnName") continue;
    const [column] = names.columnsReadAt(value.name);
    if (column === undefined) continue;
    names.label(value, names.column({ id: column, name: value.name.text }));
  }
}
