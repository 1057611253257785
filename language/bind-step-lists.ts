// Steps that make several rows of one: unnest (a row an element) and unpivot (a row a column).

import type { Step } from "../grammar/tree.ts";
import { type BindContext, newColumn } from "./bind-context.ts";
import {
  bindColumn,
  bindIn,
  checkCase,
  columnSet,
  itemName,
  reportNameless,
  reportTaken,
  type StepResult,
  stepBase,
  withColumn,
} from "./bind-step.ts";
import { type Flow, passOn, readColumn, withShape } from "./flow.ts";
import type { Column, ColumnId, PlanExpression } from "./plan.ts";
import { commonType, typeName } from "./type-operations.ts";
import type { ColumnType } from "./types.ts";

/** `unnest n = LIST`, or `unnest a`, which puts the element in the place of the list. */
export function bindUnnest(
  node: Step & { readonly kind: "unnest" },
  input: Flow,
  context: BindContext,
): StepResult {
  const value = bindIn(node.item.value, input, context);
  const element = elementOf(node, value, context);
  const name = itemName(node.item);
  if (name === undefined) reportNameless(node.item, "unnest", "item", context);
  const column = newColumn(context, name?.text ?? "", {
    type: element.type,
    nullable: element.nullable || node.keepEmpty,
  });
  let flow = withShape(input, { order: [], uniqueKeys: [] });
  if (column.name !== "") {
    if (node.item.name !== undefined) {
      checkCase(node.item.name, input.shape.columns, context);
      context.reporter.refer(node.item.name, { kind: "column", column: column.id });
    }
    const before = input.shape.columns.find((candidate) => candidate.name === column.name);
    const columns = withColumn(input.shape.columns, column);
    const replaced = before === undefined ? {} : { replaced: new Map([[before.id, column.id]]) };
    flow = passOn(flow, { ...flow.shape, columns }, replaced);
  }
  const item = { id: column.id, value };
  return {
    plan: { kind: "unnest", item, keepEmpty: node.keepEmpty, ...stepBase(node, flow, context) },
    flow,
  };
}

function elementOf(
  node: Step & { readonly kind: "unnest" },
  list: PlanExpression,
  context: BindContext,
): ColumnType {
  if (list.type.kind === "list") return list.type.element;
  if (list.type.kind !== "unknown" && list.type.kind !== "null") {
    const out = list.type.kind === "json" ? "; cast it: `… as list(json)`" : "";
    context.reporter.report(
      "WR183",
      node.item.value,
      `\`unnest\` takes a list, not \`${typeName(list)}\`${out}`,
    );
  }
  return { type: { kind: "unknown" }, nullable: true };
}

/** `unpivot a, b to name, value`: the other columns, the name of the column, and its value. */
export function bindUnpivot(
  node: Step & { readonly kind: "unpivot" },
  input: Flow,
  context: BindContext,
): StepResult {
  const arms: { readonly label: string; readonly value: PlanExpression }[] = [];
  const gone = new Set<ColumnId>();
  const labels = new Set<string>();
  let type: ColumnType | undefined;
  let known = true;
  for (const item of node.items) {
    const column = bindColumn(item.value, input, context, "`unpivot`");
    if (column === undefined) {
      known = false;
      continue;
    }
    const label = item.name?.text ?? column.name;
    if (labels.has(label)) reportTaken(label, label, item.name ?? item.value, context);
    labels.add(label);
    gone.add(column.id);
    const common: ColumnType | undefined = type === undefined ? column : commonType(type, column);
    if (common === undefined) {
      context.reporter.report(
        "WR184",
        item.value,
        `\`${column.name}\` is \`${typeName(column)}\`, the columns before it \`${typeName(type!)}\`; cast them to one type first`,
      );
    } else type = { type: common.type, nullable: (type?.nullable ?? false) || column.nullable };
    arms.push({ label, value: readColumn(column) });
  }
  const rest = input.shape.columns.filter((column) => !gone.has(column.id));
  const output = columnSet(context, rest);
  const label = newColumn(context, node.label.text, { type: { kind: "text" }, nullable: false });
  const value = newColumn(context, node.value.text, type ?? { type: { kind: "unknown" }, nullable: true });
  if (label.name !== "" && output.add(label, node.label)) {
    context.reporter.refer(node.label, { kind: "column", column: label.id });
  }
  if (value.name !== "" && output.add(value, node.value)) {
    context.reporter.refer(node.value, { kind: "column", column: value.id });
  }
  const columns: readonly Column[] = output.columns;
  const hidden = input.shape.hidden.filter((column) => !gone.has(column.id));
  const uniqueKeys = input.shape.uniqueKeys
    .filter((key) => key.every((id) => !gone.has(id)))
    .map((key) => [...key, label.id]);
  const complete = input.shape.complete && known;
  const flow = passOn(input, { columns, hidden, order: [], uniqueKeys, complete });
  return {
    plan: { kind: "unpivot", label: label.id, value: value.id, arms, ...stepBase(node, flow, context) },
    flow,
  };
}
