// Prints calls of library functions from the spellings of the function table: plain ones, aggregates with their
// `distinct`, `sorted` and `where`, and calls over a window.

import type { SpelledCall, SqlSpelling } from "../language/functions/entry.ts";
import { functionNamed } from "../language/functions/table.ts";
import type { PlanExpression, PlanSortKey } from "../language/plan.ts";
import type { PrintContext } from "./context.ts";

type Call = PlanExpression & { readonly kind: "call" | "aggregate" | "windowCall" };

/** The printers of a call's parts: they know every expression, this file only calls. */
export interface PartPrinters {
  readonly typed: (expression: PlanExpression, context: PrintContext) => string;
  readonly predicate: (expression: PlanExpression, context: PrintContext) => string;
  readonly sortKey: (key: PlanSortKey, context: PrintContext) => string;
}

export function printCall(call: Call, context: PrintContext, print: PartPrinters): string {
  const spelling = spellingOf(call, context);
  // What stands in a plain call may still be an aggregate of this window or cell: `round(avg(delay))`.
  const plain = call.kind === "call" ? context : withoutWindow(context);
  const args = call.arguments.map((argument) => print.typed(argument, plain));
  return spell(spelling, args, spelledCall(call, context, plain, print));
}

// ------------------------------------------------------------------------------------------------ helpers

function spelledCall(
  call: Call,
  context: PrintContext,
  plain: PrintContext,
  print: PartPrinters,
): SpelledCall {
  const over = call.kind === "call" ? "" : (context.over?.(call) ?? "");
  const conditions: string[] = [];
  let sorted = "";
  if (call.kind === "aggregate") {
    if (context.cell !== undefined) conditions.push(print.predicate(context.cell, plain));
    if (call.where !== undefined) conditions.push(print.predicate(call.where, plain));
    const keys = call.sorted.map((key) => print.sortKey(key, plain));
    if (keys.length > 0) sorted = ` ORDER BY ${keys.join(", ")}`;
  }
  return {
    argumentTypes: call.arguments.map(({ type, nullable }) => ({ type, nullable })),
    result: { type: call.type, nullable: call.nullable },
    constants: call.arguments.map((argument) => (argument.kind === "value" ? argument.value : undefined)),
    sqlType: (type) => context.dialect.typeName(type),
    distinct: call.kind === "aggregate" && call.distinct ? "DISTINCT " : "",
    sorted,
    tail(condition) {
      const all = condition === undefined ? conditions : [...conditions, condition];
      return `${all.length === 0 ? "" : ` FILTER (WHERE ${all.join(" AND ")})`}${over}`;
    },
    filter: conditions.join(" AND "),
    over,
    window: over !== "",
  };
}

/** The SQL of an entry with its arguments put in. */
function spell(spelling: SqlSpelling, args: readonly string[], call: SpelledCall): string {
  if (typeof spelling !== "string") return spelling(args, call);
  return spelling.replace(/\$(\d+|\*|distinct|sorted|tail)/g, (_, which: string) => {
    if (which === "*") return args.join(", ");
    if (which === "distinct") return call.distinct;
    if (which === "sorted") return call.sorted;
    if (which === "tail") return call.tail();
    const arg = args[Number(which) - 1];
    if (arg === undefined)
      throw new Error(`the spelling "${spelling}" asks for argument ${which} of ${args.length}`);
    return arg;
  });
}

function spellingOf(call: Call, context: PrintContext): SqlSpelling {
  const found = functionNamed(call.function)?.signatures[call.signature];
  if (found === undefined)
    throw new Error(`the function table has no signature ${call.signature} of ${call.function}`);
  return found.sql[context.dialect.name];
}

/** Arguments of an aggregate are plain expressions: the window and the cell are the call's own. */
function withoutWindow(context: PrintContext): PrintContext {
  const { dialect, columns, constant, now, highWater } = context;
  return { dialect, columns, constant, now, highWater };
}
