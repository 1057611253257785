// What all step binders have in common: the result they give, conditions, names of items, plain columns, and
// the columns of an output. One step, one function; none of them looks at the steps around it.

import { quoteName } from "../grammar/index.ts";
import type { Expression, Item, Name, Range, SortKey, Step } from "../grammar/tree.ts";
import type { BindContext } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { columnWithId, type Flow, scopeOf } from "./flow.ts";
import type { Column, PlanExpression, PlanSortKey, PlanStep } from "./plan.ts";
import type { ExpressionContext } from "./scope.ts";
import { typeName } from "./type-operations.ts";

/** A bound step and what flows out of it. */
export interface StepResult {
  readonly plan: PlanStep;
  readonly flow: Flow;
}

/** Binds an expression over the columns of `flow`. */
export function bindIn(
  node: Expression,
  flow: Flow,
  context: BindContext,
  kind: ExpressionContext = "scalar",
): PlanExpression {
  return bindExpression(node, scopeOf(flow, context.outer, kind), context.reporter);
}

/** Binds a condition; anything but a bool is reported under `WR174`. */
export function bindCondition(node: Expression, flow: Flow, context: BindContext): PlanExpression {
  const condition = bindIn(node, flow, context);
  checkCondition(condition, node, context);
  return condition;
}

/** Reports a condition that is no bool. */
export function checkCondition(condition: PlanExpression, range: Range, context: BindContext): void {
  const kind = condition.type.kind;
  if (kind === "bool" || kind === "unknown" || kind === "null") return;
  const compare = kind === "text" || kind === "int" || kind === "json" ? "; compare it with something" : "";
  context.reporter.report(
    "WR174",
    range,
    `A condition must be \`bool\`, not \`${typeName(condition)}\`${compare}`,
  );
}

/** Binds sort keys over the columns of `flow`. */
export function bindSortKeys(
  keys: readonly SortKey[],
  flow: Flow,
  context: BindContext,
): readonly PlanSortKey[] {
  return keys.map((key): PlanSortKey => {
    const value = bindIn(key.value, flow, context);
    if (value.type.kind === "json") {
      context.reporter.report("WR194", key.value, "`json` has no order; cast it first: `… as text`");
    }
    return { value, descending: key.descending, nullsFirst: key.nulls === "first" };
  });
}

/** The name that an item gives its column: written, or that of the plain column it is; undefined for neither. */
export function itemName(item: Item): Name | undefined {
  if (item.name !== undefined) return item.name;
  return nameOfColumn(item.value);
}

/** The last name of `a` or `c.a`. */
export function nameOfColumn(node: Expression): Name | undefined {
  if (node.kind === "columnName" || node.kind === "member") return node.name;
  return undefined;
}

/** Reports an item that gives a column without a name. */
export function reportNameless(item: Item, word: string, proposal: string, context: BindContext): void {
  if (item.value.kind === "missing") return;
  context.reporter.report("WR171", item.value, `This needs a name: \`${word} ${proposal} = …\``, {
    fixes: [
      {
        title: `Name it \`${proposal}\``,
        edits: [{ start: item.start, end: item.start, newText: `${quoteName(proposal)} = ` }],
      },
    ],
  });
}

/** The column that `node` names; anything else is reported under `WR172`. Unknown names are already reported. */
export function bindColumn(
  node: Expression,
  flow: Flow,
  context: BindContext,
  use: string,
): Column | undefined {
  const value = bindIn(node, flow, context);
  if (value.kind === "column") return columnWithId(flow.shape, value.column);
  if (value.kind !== "unbound" && value.type.kind !== "unknown" && node.kind !== "missing") {
    context.reporter.report(
      "WR172",
      node,
      `${use} takes columns by name, not an expression; \`derive\` it first`,
    );
  }
  return undefined;
}

/** The columns of an output under construction: names are unique, also when written in another case. */
export interface ColumnSet {
  readonly columns: Column[];
  /** Adds `column`; a name that is taken is reported at `range` and the column left out. */
  add(column: Column, range: Range): boolean;
}

/** Makes an empty set of columns. */
export function columnSet(context: BindContext, initial: readonly Column[] = []): ColumnSet {
  const columns = [...initial];
  const taken = new Map(initial.map((column) => [column.name.toLowerCase(), column.name]));
  return {
    columns,
    add(column, range) {
      const other = taken.get(column.name.toLowerCase());
      if (other !== undefined) {
        reportTaken(column.name, other, range, context);
        return false;
      }
      taken.set(column.name.toLowerCase(), column.name);
      columns.push(column);
      return true;
    },
  };
}

/** `columns` with `column` in the place of its namesake, or at the end. */
export function withColumn(columns: readonly Column[], column: Column): readonly Column[] {
  const place = columns.findIndex((candidate) => candidate.name === column.name);
  return place < 0 ? [...columns, column] : columns.with(place, column);
}

/** Reports a new column whose name stands there already, or would but for its case. */
export function reportTaken(name: string, other: string, range: Range, context: BindContext): void {
  context.reporter.report(
    "WR173",
    range,
    name === other
      ? `There are two columns \`${name}\` here; give one another name`
      : `\`${name}\` and \`${other}\` differ only in case; give one another name`,
  );
}

/** Reports a new column that differs from one of `columns` only in case. */
export function checkCase(name: Name, columns: readonly Column[], context: BindContext): void {
  const lower = name.text.toLowerCase();
  const other = columns.find((column) => column.name !== name.text && column.name.toLowerCase() === lower);
  if (other !== undefined) reportTaken(name.text, other.name, name, context);
}

/** The step that stands for one that could not be bound. */
export function faultyStep(node: Step, flow: Flow, context: BindContext): StepResult {
  return { plan: { kind: "faulty", ...stepBase(node, flow, context) }, flow };
}

/** What every bound step carries. */
export function stepBase(node: Step, flow: Flow, context: BindContext): Pick<PlanStep, "origin" | "output"> {
  return {
    origin: {
      start: node.start,
      end: node.end,
      file: context.file,
      declaration: context.declaration,
      lineInDeclaration: context.line(node.keyword.start),
    },
    output: flow.shape,
  };
}
