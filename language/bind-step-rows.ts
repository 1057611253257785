// Steps that choose rows and order them: where, expect, sort, take, distinct, sample.

import type { Expression, Item, Step } from "../grammar/tree.ts";
import type { BindContext } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { bindColumn, bindCondition, bindIn, bindSortKeys, type StepResult, stepBase } from "./bind-step.ts";
import { evaluate } from "./evaluate.ts";
import { constantScope, type Flow, passOn, readColumn, withShape } from "./flow.ts";
import { reportTies } from "./hints.ts";
import { addKey, plainColumns } from "./keys.ts";
import { narrowed } from "./narrow.ts";
import type { PlanExpression, PlanStep } from "./plan.ts";
import { typeName } from "./type-operations.ts";

/** `where`: the rows for which it is true; columns that a true condition excludes null from are not null. */
export function bindWhere(
  node: Step & { readonly kind: "where" },
  input: Flow,
  context: BindContext,
): StepResult {
  const condition = bindCondition(node.condition, input, context);
  const flow = { ...input, shape: narrowed(input.shape, [condition]) };
  return { plan: { kind: "where", condition, ...stepBase(node, flow, context) }, flow };
}

/** `expect`: the same rows, about which more is known afterwards where a broken expectation fails the run. */
export function bindExpect(
  node: Step & { readonly kind: "expect" },
  input: Flow,
  context: BindContext,
): StepResult {
  const tolerance = bindTolerance(node, context);
  const message = node.message?.value ?? "";
  if (node.unique !== undefined) {
    const columns = node.unique.flatMap((key) => bindColumn(key, input, context, "`unique`") ?? []);
    const holds = tolerance.kind === "fail" && columns.length === node.unique.length && columns.length > 0;
    const uniqueKeys = holds
      ? addKey(
          input.shape.uniqueKeys,
          columns.map((column) => column.id),
        )
      : input.shape.uniqueKeys;
    const flow = withShape(input, { uniqueKeys });
    const text = `unique(${node.unique.map((key) => context.text(key)).join(", ")})`;
    const unique = columns.map(readColumn);
    return {
      plan: {
        kind: "expect",
        condition: undefined,
        unique,
        message,
        text,
        tolerance,
        ...stepBase(node, flow, context),
      },
      flow,
    };
  }
  const condition = node.condition === undefined ? undefined : bindCondition(node.condition, input, context);
  const shape =
    condition !== undefined && tolerance.kind === "fail" ? narrowed(input.shape, [condition]) : input.shape;
  const flow = { ...input, shape };
  const text = node.condition === undefined ? "" : context.text(node.condition);
  return {
    plan: {
      kind: "expect",
      condition,
      unique: [],
      message,
      text,
      tolerance,
      ...stepBase(node, flow, context),
    },
    flow,
  };
}

function bindTolerance(
  node: Step & { readonly kind: "expect" },
  context: BindContext,
): (PlanStep & { readonly kind: "expect" })["tolerance"] {
  if (node.tolerance === undefined) return { kind: "fail" };
  if (node.tolerance.kind === "warn") return { kind: "warn" };
  const percent = numberOf(bindConstant(node.tolerance.percent, context));
  if (percent === undefined || percent < 0 || percent > 100) {
    if (node.tolerance.percent.kind !== "missing") {
      context.reporter.report("WR186", node.tolerance.percent, "The share is a number between 0% and 100%");
    }
    return { kind: "atMost", fraction: 0 };
  }
  return { kind: "atMost", fraction: percent / 100 };
}

/** `sort`: the same rows in a promised order. */
export function bindSort(
  node: Step & { readonly kind: "sort" },
  input: Flow,
  context: BindContext,
): StepResult {
  const keys = bindSortKeys(node.keys, input, context);
  const flow = withShape(input, { order: keys });
  return { plan: { kind: "sort", keys, ...stepBase(node, flow, context) }, flow };
}

/** `take`: the first rows, or the first of each group. */
export function bindTake(
  node: Step & { readonly kind: "take" },
  input: Flow,
  context: BindContext,
): StepResult {
  const count = bindCount(node.count, "`take`", context);
  const offset = node.offset === undefined ? undefined : bindCount(node.offset, "`offset`", context);
  const partition = bindPartition(node.by, input, context, "take");
  const sorted = bindSortKeys(node.sorted, input, context);
  if (sorted.length > 0) {
    reportTies({ node: node.sorted, keys: sorted, partition, what: "`take`" }, input, context);
  }
  const flow = withShape(input, { uniqueKeys: keysAfterTake(count, partition, input) });
  return {
    plan: { kind: "take", count, offset, partition, sorted, ...stepBase(node, flow, context) },
    flow,
  };
}

function keysAfterTake(
  count: PlanExpression,
  partition: readonly PlanExpression[],
  input: Flow,
): Flow["shape"]["uniqueKeys"] {
  const number = evaluate(count);
  const one = number?.kind === "int" && number.value <= 1n;
  const columns = one ? plainColumns(partition) : undefined;
  return columns === undefined ? input.shape.uniqueKeys : addKey(input.shape.uniqueKeys, columns);
}

/** The groups of `take` and `window`: expressions, which need no name. */
export function bindPartition(
  items: readonly Item[],
  input: Flow,
  context: BindContext,
  step: string,
): readonly PlanExpression[] {
  return items.map((item) => {
    if (item.name !== undefined) {
      context.reporter.report(
        "WR171",
        item.name,
        `\`by\` of \`${step}\` makes no column; \`derive ${item.name.text} = …\` before this step`,
      );
    }
    return bindIn(item.value, input, context);
  });
}

/** `distinct`: one row per whole row. What is not visible does not count, and is gone. */
export function bindDistinct(
  node: Step & { readonly kind: "distinct" },
  input: Flow,
  context: BindContext,
): StepResult {
  const { columns } = input.shape;
  const uniqueKeys = input.shape.complete
    ? addKey(
        input.shape.uniqueKeys,
        columns.map((column) => column.id),
      )
    : input.shape.uniqueKeys;
  const flow = passOn(input, { ...input.shape, hidden: [], order: [], uniqueKeys });
  return { plan: { kind: "distinct", ...stepBase(node, flow, context) }, flow };
}

/** `sample`: some rows, which ones is the engine's choice. */
export function bindSample(
  node: Step & { readonly kind: "sample" },
  input: Flow,
  context: BindContext,
): StepResult {
  const amount = bindConstant(node.amount, context);
  const number = numberOf(amount);
  const fits =
    amount.type.kind === "unknown" ||
    (node.unit === "rows" ? amount.type.kind === "int" : isNumber(amount)) ||
    amount.kind === "unbound";
  if (!fits) {
    const wanted = node.unit === "rows" ? "a number of rows (`int`)" : "a percentage";
    context.reporter.report("WR185", node.amount, `\`sample\` takes ${wanted}, not \`${typeName(amount)}\``);
  } else if (number !== undefined && (number < 0 || (node.unit === "percent" && number > 100))) {
    const wanted = node.unit === "percent" ? "between 0% and 100%" : "0 or more";
    context.reporter.report("WR185", node.amount, `\`sample\` takes ${wanted}`);
  }
  const seed = node.seed === undefined ? undefined : bindCount(node.seed, "`seed`", context);
  const flow = withShape(input, { order: [] });
  return { plan: { kind: "sample", amount, unit: node.unit, seed, ...stepBase(node, flow, context) }, flow };
}

/** Binds an expression that sees no columns. */
export function bindConstant(node: Expression, context: BindContext): PlanExpression {
  return bindExpression(node, constantScope(context.outer), context.reporter);
}

/** Binds a constant whole number from 0; anything else is reported under `WR181`. */
export function bindCount(node: Expression, what: string, context: BindContext): PlanExpression {
  const count = bindConstant(node, context);
  const kind = count.type.kind;
  if (kind !== "int" && kind !== "unknown") {
    context.reporter.report("WR181", node, `${what} takes a whole number, not \`${typeName(count)}\``);
  } else {
    const value = evaluate(count);
    if (value?.kind === "int" && value.value < 0n) {
      context.reporter.report("WR181", node, `${what} takes 0 or more, not ${value.value}`);
    }
  }
  return count;
}

function numberOf(expression: PlanExpression): number | undefined {
  const value = evaluate(expression);
  if (value?.kind === "int") return Number(value.value);
  if (value?.kind === "float") return value.value;
  if (value?.kind === "decimal") return Number(value.unscaled) / 10 ** value.scale;
  return undefined;
}

function isNumber(expression: PlanExpression): boolean {
  const kind = expression.type.kind;
  return kind === "int" || kind === "float" || kind === "decimal";
}
