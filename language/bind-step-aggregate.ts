// Steps that compute over groups of rows: aggregate, window, pivot. They check that what must be aggregated is,
// and that frames and values are constants of the right kind.

import type { Expression, Frame, Item, Step } from "../grammar/tree.ts";
import { type BindContext, newColumn } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
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
import { bindConstant, bindPartition } from "./bind-step-rows.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import { columnWithId, type Flow, freshFlow, plainShape, scopeOf, withShape } from "./flow.ts";
import { reportTies } from "./hints.ts";
import { addKey, plainColumns } from "./keys.ts";
import type { Column, PlanExpression, PlanFrame, PlanItem, PlanSortKey } from "./plan.ts";
import { eachPlanExpression, eachPlanOperand } from "./plan-walk.ts";
import type { ExpressionContext } from "./scope.ts";
import { printValue, typeName } from "./type-operations.ts";
import type { Value } from "./types.ts";

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
  for (const item of node.items) {
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
  for (const item of node.items) {
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

/** `pivot`: one row a group of `by`, one column for each value and item. */
export function bindPivot(
  node: Step & { readonly kind: "pivot" },
  input: Flow,
  context: BindContext,
): StepResult {
  const output = columnSet(context);
  const keys = bindKeys(node.by, input, output, context);
  const column = bindIn(
    { kind: "columnName", name: node.column, start: node.column.start, end: node.column.end },
    input,
    context,
  );
  const values = pivotValues(node.values, column, context);
  const aggregates = node.items.map((item) => ({
    item,
    value: bindAggregated(item.value, input, "pivot", false, context),
  }));
  if (aggregates.length > 1) {
    for (const { item } of aggregates) {
      if (item.name === undefined) reportNameless(item, "pivot", nameForCall(item.value), context);
    }
  }
  const cells = values.flatMap((value) =>
    aggregates.flatMap(({ item, value: aggregate }) => {
      const name = item.name === undefined ? value.label : `${item.name.text}_${value.label}`;
      const cell = newColumn(context, name, aggregate);
      if (!output.add(cell, value.node)) return [];
      return [{ column: cell.id, when: value.when, aggregate }];
    }),
  );
  const shape = {
    ...plainShape(output.columns, keys.complete && values.length > 0),
    uniqueKeys: keys.complete ? [keys.items.map((item) => item.id)] : [],
  };
  const flow = freshFlow(shape);
  return { plan: { kind: "pivot", keys: keys.items, column, cells, ...stepBase(node, flow, context) }, flow };
}

/** Group keys: plain columns keep their ids, others are new columns that need a name. */
function bindKeys(
  by: readonly Item[],
  input: Flow,
  output: ColumnSet,
  context: BindContext,
): { readonly items: readonly PlanItem[]; readonly complete: boolean } {
  const items: PlanItem[] = [];
  let complete = true;
  for (const item of by) {
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

function bindAggregated(
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
function nameForCall(node: Expression): string {
  if (node.kind === "call") return node.name.text;
  if (node.kind === "columnName" || node.kind === "member") return node.name.text;
  return "value";
}

// ---------------------------------------------------------------------------------------------------- frames

function bindFrame(node: Frame, sorted: readonly PlanSortKey[], context: BindContext): PlanFrame {
  let fits = true;
  const bound = (expression: Expression | undefined): PlanExpression | undefined => {
    if (expression === undefined) return undefined;
    const value = bindConstant(expression, context);
    if (fits) fits = checkBound(expression, value, node.unit, sorted, context);
    return value;
  };
  if (sorted.length === 0) {
    context.reporter.report("WR180", node, "A frame counts along an order; write `sorted KEY` before it");
  } else if (node.unit === "range" && sorted.length > 1) {
    context.reporter.report(
      "WR180",
      node,
      "`range` is a distance in one key; sort by one key, or use `rows`",
    );
  }
  const from = bound(node.from);
  const to = bound(node.to);
  const low = from === undefined ? undefined : numberOf(from);
  const high = to === undefined ? undefined : numberOf(to);
  if (low !== undefined && high !== undefined && low > high) {
    context.reporter.report("WR180", node, "This frame ends before it begins; the earlier bound comes first");
  }
  return { unit: node.unit, from, to };
}

/** Whether the bound fits; what does not is reported. */
function checkBound(
  node: Expression,
  value: PlanExpression,
  unit: "rows" | "range",
  sorted: readonly PlanSortKey[],
  context: BindContext,
): boolean {
  const kind = value.type.kind;
  if (kind === "unknown" || node.kind === "missing") return true;
  if (unit === "rows") {
    if (kind === "int") return true;
    context.reporter.report("WR180", node, "`rows` counts rows: a whole number, as in `rows -6..0`");
    return false;
  }
  const key = sorted[0]?.value.type.kind;
  if (key === undefined || key === "unknown") return true;
  const isTime = key === "date" || key === "timestamp" || key === "instant";
  const isNumber = key === "int" || key === "float" || key === "decimal";
  const fits = isTime
    ? kind === "duration" || kind === "months" || isZero(value)
    : kind === key ||
      ((key === "float" || key === "decimal") && (kind === "int" || kind === "decimal" || kind === "float"));
  if (fits) return true;
  const wanted = isTime
    ? "a duration, as in `range -6 days..0 days`"
    : isNumber
      ? "a number, as in `range -10..0`"
      : "only numbers, dates and times have distances; `rows -10..0` counts rows";
  context.reporter.report(
    "WR180",
    node,
    `\`range\` is a distance in the sorted key, which is \`${key}\`: ${wanted}`,
  );
  return false;
}

function holdsOwnRow(frame: PlanFrame): boolean {
  const low = frame.from === undefined ? 0 : numberOf(frame.from);
  const high = frame.to === undefined ? 0 : numberOf(frame.to);
  return low !== undefined && high !== undefined && low <= 0 && high >= 0;
}

function isZero(expression: PlanExpression): boolean {
  return numberOf(expression) === 0;
}

function numberOf(expression: PlanExpression): number | undefined {
  const value = evaluate(expression);
  switch (value?.kind) {
    case "int":
      return Number(value.value);
    case "float":
      return value.value;
    case "decimal":
      return Number(value.unscaled) / 10 ** value.scale;
    case "duration":
      return Number(value.micros);
    case "months":
      return value.months;
    default:
      return undefined;
  }
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

// ---------------------------------------------------------------------------------------------------- pivots

interface PivotValue {
  readonly node: Expression;
  readonly label: string;
  readonly when: PlanExpression;
}

function pivotValues(node: Expression, column: PlanExpression, context: BindContext): readonly PivotValue[] {
  const bare = node.kind === "group" ? node.inner : node;
  if (bare.kind === "missing") return [];
  if (bare.kind !== "list") {
    context.reporter.report(
      "WR184",
      node,
      'The columns of a pivot are written out: `for month in ["01", "02"]`; `aggregate … by` takes whatever there is',
    );
    return [];
  }
  return bare.items.flatMap((item): readonly PivotValue[] => {
    const expression = item.kind === "sortKey" ? item.value : item;
    const bound = bindConstant(expression, context);
    const value = evaluate(bound);
    if (value === undefined || value.kind === "null") {
      if (expression.kind !== "missing" && bound.type.kind !== "unknown") {
        context.reporter.report(
          "WR184",
          expression,
          'A pivot\'s value is a constant that is not null, such as `"Q1"`',
        );
      }
      return [];
    }
    const fitting = convert(bound, { type: column.type, nullable: true });
    if (fitting === undefined) {
      context.reporter.report(
        "WR184",
        expression,
        `The pivoted column is \`${typeName(column)}\`, this value \`${typeName(bound)}\``,
      );
      return [];
    }
    const when: PlanExpression = {
      kind: "compare",
      operator: "==",
      nullSafe: false,
      left: column,
      right: fitting,
      type: { kind: "bool" },
      nullable: column.nullable,
    };
    return [{ node: expression, label: pivotLabel(value), when }];
  });
}

/** The value as part of a column's name: texts as they are, others as they are written. */
function pivotLabel(value: Value): string {
  return value.kind === "text" ? value.value : printValue(value).replace(/^@/, "");
}
