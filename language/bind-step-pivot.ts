// The pivot step: one row a group, one column for each written value and item.

import type { Expression, Step } from "../grammar/tree.ts";
import { type BindContext, newColumn } from "./bind-context.ts";
import { bindIn, columnSet, reportNameless, type StepResult, stepBase } from "./bind-step.ts";
import { bindAggregated, bindKeys, nameForCall } from "./bind-step-aggregate.ts";
import { bindConstant } from "./bind-step-rows.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import { type Flow, freshFlow, plainShape } from "./flow.ts";
import type { PlanExpression } from "./plan.ts";
import { printValue, typeName } from "./type-operations.ts";
import type { Value } from "./types.ts";

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
