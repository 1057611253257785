// Prints aggregates: the call itself from the function table, with `distinct`, `sorted` and `where`, skipping nulls,
// and over a window where one is meant. In a spelling `«…»` marks the call that these words belong to; without marks
// the whole spelling is the call.

import type { PlanExpression } from "../language/plan.ts";
import {
  type PrintContext,
  printExpression,
  printPredicate,
  printSortKey,
  printTyped,
  spell,
  spellingOf,
} from "./expressions.ts";

type Aggregate = PlanExpression & { readonly kind: "aggregate" };

/** Aggregates that skip nulls by themselves on every engine. */
const skipsNulls = new Set([
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "count_distinct",
  "median",
  "quantile",
  "stddev",
  "variance",
  "corr",
  "approx_count_distinct",
  "bool_and",
  "bool_or",
  "string_join",
  "mode",
  "any_value",
]);

/** These look at one row of the window, which engines spell as a window function of its own. */
const rowOfWindow: Readonly<Record<string, string>> = {
  first: "first_value",
  last: "last_value",
  any_value: "first_value",
};

export function spellAggregate(aggregate: Aggregate, context: PrintContext): string {
  const { over } = context;
  const rowFunction = rowOfWindow[aggregate.function];
  if (over !== undefined && rowFunction !== undefined)
    return spellRowOfWindow(aggregate, rowFunction, context, over(aggregate));
  const plain = withoutWindow(context);
  const args = aggregate.arguments.map((argument) => printTyped(argument, plain));
  const text = spell(spellingOf(aggregate.function, aggregate.signature, context.dialect), args);
  const filter = filterOf(aggregate, context, plain);
  const tail = `${filter === "" ? "" : ` FILTER (WHERE ${filter})`}${over?.(aggregate) ?? ""}`;
  const start = text.indexOf("«");
  const [before, call, after] =
    start < 0
      ? ["", text, ""]
      : [text.slice(0, start), text.slice(start + 1, text.indexOf("»")), text.slice(text.indexOf("»") + 1)];
  return before + withWords(call, aggregate, plain) + tail + after;
}

/** Puts `DISTINCT` after the opening parenthesis and `ORDER BY` before the closing one. */
function withWords(call: string, aggregate: Aggregate, context: PrintContext): string {
  const open = call.indexOf("(");
  const inner = call.slice(open + 1, -1);
  const isDistinct = aggregate.distinct && !inner.startsWith("DISTINCT ");
  const keys = aggregate.sorted.map((key) => printSortKey(key, context));
  const order = keys.length === 0 ? "" : ` ORDER BY ${keys.join(", ")}`;
  return `${call.slice(0, open)}(${isDistinct ? "DISTINCT " : ""}${inner}${order})`;
}

function filterOf(aggregate: Aggregate, context: PrintContext, plain: PrintContext): string {
  const conditions: string[] = [];
  if (context.cell !== undefined) conditions.push(printPredicate(context.cell, plain));
  if (aggregate.where !== undefined) conditions.push(printPredicate(aggregate.where, plain));
  if (!skipsNulls.has(aggregate.function)) {
    for (const argument of aggregate.arguments) {
      if (argument.nullable && argument.kind !== "lambda")
        conditions.push(`${printExpression(argument, plain)} IS NOT NULL`);
    }
  }
  return conditions.join(" AND ");
}

function spellRowOfWindow(aggregate: Aggregate, name: string, context: PrintContext, over: string): string {
  const plain = withoutWindow(context);
  const value = printTyped(aggregate.arguments[0]!, plain);
  const counted =
    aggregate.where === undefined
      ? value
      : `CASE WHEN ${printPredicate(aggregate.where, plain)} THEN ${value} END`;
  const keys = aggregate.sorted.map((key) => printSortKey(key, plain));
  const order = keys.length === 0 ? "" : ` ORDER BY ${keys.join(", ")}`;
  return `${name}(${counted} IGNORE NULLS${order})${over}`;
}

/** Arguments of an aggregate are plain expressions: the window and the cell are the call's own. */
function withoutWindow(context: PrintContext): PrintContext {
  const { dialect, columns, constant, now, highWater } = context;
  return { dialect, columns, constant, now, highWater };
}
