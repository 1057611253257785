// Steps that compute over groups of rows: aggregate (one row a group) and window (all rows stay). They check that
// what has many values in a group is aggregated, and that a window looks at other rows.

import type { Expression, Item, Step } from "../grammar/tree.ts";
import { type BindContext, newColumn } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { bindFrame, holdsOwnRow } from "./bind-frame.ts";
import {
  bindIn,
  bindSortKeys,
  type ColumnSet,
  columnSet,
  itemName,
  reportNameless,
  reportTaken,
  type StepResult,
  stepBase,
} from "./bind-step.ts";
import { addColumn } from "./bind-step-columns.ts";
import { bindPartition } from "./bind-step-rows.ts";
import { columnWithId, type Flow, freshFlow, plainShape, scopeOf, withShape } from "./flow.ts";
import { reportTies } from "./hints.ts";
import { addKey, plainColumns } from "./keys.ts";
import { withNameInFront } from "./name-behind.ts";
import type { Column, PlanExpression, PlanItem } from "./plan.ts";
import { eachPlanExpression, eachPlanOperand } from "./plan-walk.ts";
import type { ExpressionContext } from "./scope.ts";

/** `aggregate`: one row a group, keys first. Without keys there is exactly one row. */
export function bindAggregate(
  node: Step & { readonly kind: "aggregate" },
  input: Flow,
  context: BindContext,
): StepResult {
  const output = columnSet(context);
  const keys = bindKeys(node.by, input, output, context);
  const items: PlanItem[] = [];
  let { complete } = keys;
  for (const written of node.items) {
    const item = withNameInFront(written, "aggregate", context);
    const value = bindAggregated(item.value, input, "aggregate", node.by.length > 0, context);
    const name = item.name;
    if (name === undefined) {
      reportNameless(item, "aggregate", nameForCall(item.value), context);
      complete = false;
      continue;
    }
    if (name.text === "") continue;
    const column = newColumn(context, name.text, value);
    if (!output.add(column, name)) continue;
    context.reporter.refer(name, { kind: "column", column: column.id });
    items.push({ id: column.id, value });
  }
  const shape = {
    ...plainShape(output.columns, complete),
    uniqueKeys: keys.complete ? [keys.items.map((item) => item.id)] : [],
  };
  const flow = freshFlow(shape);
  return { plan: { kind: "aggregate", keys: keys.items, items, ...stepBase(node, flow, context) }, flow };
}

/** `window`: all rows, with new columns computed over their groups. */
export function bindWindow(
  node: Step & { readonly kind: "window" },
  input: Flow,
  context: BindContext,
): StepResult {
  const partition = bindPartition(node.by, input, context, "window");
  const sorted = bindSortKeys(node.sorted, input, context);
  const frame = node.frame === undefined ? undefined : bindFrame(node.frame, sorted, context);
  const groupsHaveRows = frame === undefined || holdsOwnRow(frame);
  const items: PlanItem[] = [];
  const made = new Set<string>();
  let flow = withShape(input, { order: [] });
  for (const written of node.items) {
    const item = withNameInFront(written, "window", context);
    const value = bindExpression(
      item.value,
      { ...scopeOf(input, context.outer, "window"), groupsHaveRows },
      context.reporter,
    );
    checkWindowed(value, item, context);
    const name = item.name;
    if (name === undefined) {
      reportNameless(item, "window", nameForCall(item.value), context);
      flow = withShape(flow, { complete: false });
      continue;
    }
    if (name.text === "") continue;
    if (made.has(name.text)) {
      reportTaken(name.text, name.text, name, context);
      continue;
    }
    made.add(name.text);
    const column = newColumn(context, name.text, value);
    context.reporter.refer(name, { kind: "column", column: column.id });
    items.push({ id: column.id, value });
    flow = addColumn(flow, column, item, context);
    flow = withShape(flow, { uniqueKeys: keysWithRowNumber(flow, column, value, partition) });
  }
  if (sorted.length > 0 && items.some((item) => dependsOnTies(item.value, node.frame?.unit === "range"))) {
    reportTies({ node: node.sorted, keys: sorted, partition, what: "this window" }, input, context);
  }
  return {
    plan: { kind: "window", items, partition, sorted, frame, ...stepBase(node, flow, context) },
    flow,
  };
}

/** Group keys: plain columns keep their ids, others are new columns that need a name. */
export function bindKeys(
  by: readonly Item[],
  input: Flow,
  output: ColumnSet,
  context: BindContext,
): { readonly items: readonly PlanItem[]; readonly complete: boolean } {
  const items: PlanItem[] = [];
  let complete = true;
  for (const written of by) {
    const item = withNameInFront(written, "by", context);
    const value = bindIn(item.value, input, context);
    const name = itemName(item);
    if (name === undefined || name.text === "") {
      if (name === undefined) reportNameless(item, "by", nameForCall(item.value), context);
      complete = false;
      continue;
    }
    const passed = value.kind === "column" ? columnWithId(input.shape, value.column) : undefined;
    const isNew = passed === undefined || items.some((other) => other.id === passed.id);
    const column: Column = isNew
      ? newColumn(context, name.text, value, passed?.doc)
      : { id: passed.id, name: name.text, doc: passed.doc, type: passed.type, nullable: passed.nullable };
    if (!output.add(column, name)) continue;
    if (item.name !== undefined) context.reporter.refer(item.name, { kind: "column", column: column.id });
    items.push({ id: column.id, value });
  }
  return { items, complete };
}

export function bindAggregated(
  node: Expression,
  input: Flow,
  kind: ExpressionContext,
  groupsHaveRows: boolean,
  context: BindContext,
): PlanExpression {
  const scope = { ...scopeOf(input, context.outer, kind), groupsHaveRows };
  const value = bindExpression(node, scope, context.reporter);
  const loose = looseColumn(value, input);
  if (loose !== undefined) {
    context.reporter.report(
      "WR179",
      node,
      `\`${loose}\` has many values in a group; aggregate it, as in \`max(${loose})\`, or put it after \`by\``,
    );
  } else if (!holdsAggregate(value) && value.kind !== "unbound" && value.type.kind !== "unknown") {
    context.reporter.report("WR179", node, "Nothing is aggregated here; write `derive` after this step");
  }
  return value;
}

/** The name of a column that stands outside every aggregate. */
function looseColumn(expression: PlanExpression, input: Flow): string | undefined {
  if (expression.kind === "aggregate" || expression.kind === "windowCall") return undefined;
  if (expression.kind === "column") return columnWithId(input.shape, expression.column)?.name;
  let found: string | undefined;
  eachPlanOperand(expression, (operand) => {
    found ??= looseColumn(operand, input);
  });
  return found;
}

function holdsAggregate(expression: PlanExpression): boolean {
  let holds = false;
  eachPlanExpression(expression, (inner) => {
    if (inner.kind === "aggregate" || inner.kind === "windowCall" || inner.kind === "unbound") holds = true;
  });
  return holds;
}

function checkWindowed(value: PlanExpression, item: Item, context: BindContext): void {
  if (holdsAggregate(value) || value.type.kind === "unknown") return;
  context.reporter.report(
    "WR179",
    item.value,
    "Nothing here looks at other rows; `derive` makes such a column, `window` is for aggregates and window functions",
  );
}

/** A short name for the column of a call: its function's. */
export function nameForCall(node: Expression): string {
  if (node.kind === "call") return node.name.text;
  if (node.kind === "columnName" || node.kind === "member") return node.name.text;
  return "value";
}

/** Window functions of which rows with equal sort keys get equal answers. */
const fairToTies: ReadonlySet<string> = new Set(["rank", "dense_rank", "percent_rank", "cume_dist"]);

function dependsOnTies(value: PlanExpression, rangeFrame: boolean): boolean {
  let depends = false;
  eachPlanExpression(value, (inner) => {
    if (inner.kind === "windowCall" && !fairToTies.has(inner.function)) depends = true;
    if (inner.kind === "aggregate" && !rangeFrame) depends = true;
  });
  return depends;
}

function keysWithRowNumber(
  flow: Flow,
  column: Column,
  value: PlanExpression,
  partition: readonly PlanExpression[],
): Flow["shape"]["uniqueKeys"] {
  const keys = flow.shape.uniqueKeys;
  if (value.kind !== "windowCall" || value.function !== "row_number") return keys;
  const columns = plainColumns(partition);
  return columns === undefined ? keys : addKey(keys, [...columns, column.id]);
}
