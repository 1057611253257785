// What is particular to aggregates and window functions: where they may stand, and the words `where:`, `distinct:`
// and `sorted:` that every aggregate takes besides its own arguments.

import type { Argument, CallNode, Expression, SortKey } from "../../grammar/tree.ts";
import { deepEqual } from "../deep-equal.ts";
import type { FunctionEntry } from "../functions/entry.ts";
import type { PlanExpression, PlanSortKey } from "../plan.ts";
import { typeName } from "../type-operations.ts";
import { argumentValue } from "../walk.ts";
import { type Binding, isUnknown, withoutGroup } from "./binding.ts";
import { isOrdered } from "./comparison.ts";
import { asCondition } from "./logic.ts";

/** The words of an aggregate call. */
export interface AggregateWords {
  readonly where: PlanExpression | undefined;
  readonly distinct: boolean;
  readonly sorted: readonly PlanSortKey[];
}

const noWords: AggregateWords = { where: undefined, distinct: false, sorted: [] };

/** The arguments of a call that are the function's own, and those that are words of aggregates. */
export function splitArguments(
  node: CallNode,
  entry: FunctionEntry,
): { readonly own: readonly Argument[]; readonly words: ReadonlyMap<string, readonly Argument[]> } {
  const words = new Map<string, Argument[]>();
  if (entry.kind !== "aggregate") return { own: node.arguments, words };
  const own: Argument[] = [];
  for (const argument of node.arguments) {
    const name = argument.name?.text;
    if (name === "where" || name === "distinct" || name === "sorted") {
      words.set(name, [...(words.get(name) ?? []), argument]);
    } else own.push(argument);
  }
  return { own, words };
}

/** Reports an aggregate or window function that cannot stand here; whether it can. */
export function checkPlace(node: CallNode, entry: FunctionEntry, binding: Binding): boolean {
  if (entry.kind === "scalar") return true;
  const { context } = binding.scope;
  const name = `\`${entry.name}\``;
  if (binding.inside !== undefined) {
    binding.reporter.report(
      "WR123",
      node,
      `${name} cannot stand inside \`${binding.inside}\`; compute it in a step before this one`,
    );
    return false;
  }
  if (entry.kind === "window") {
    if (context === "window") return true;
    const where = context === "aggregate" ? "in a `window` step before this one" : "in a `window` step";
    binding.reporter.report(
      "WR125",
      node,
      `${name} looks at the rows around one and stands ${where}: \`window n = ${entry.name}(…) by … sorted …\``,
    );
    return false;
  }
  if (context === "aggregate" || context === "pivot" || context === "window") return true;
  const message =
    context === "function"
      ? `${name} is an aggregate, and a function looks at one row; aggregate where the function is called`
      : context === "constant"
        ? `${name} is an aggregate, and there are no rows here`
        : `${name} is an aggregate: it stands in \`aggregate\` (one row a group) or \`window\` (all rows stay)`;
  binding.reporter.report("WR122", node, message);
  return false;
}

/** Binds the words; undefined where one of them is faulty. */
export function bindAggregateWords(
  words: ReadonlyMap<string, readonly Argument[]>,
  entry: FunctionEntry,
  own: readonly { readonly kind: string }[],
  binding: Binding,
): AggregateWords | undefined {
  if (words.size === 0) return noWords;
  for (const [name, nodes] of words) {
    const again = nodes[1];
    if (again !== undefined) {
      binding.reporter.report(
        "WR121",
        again,
        `\`${name}\` is given twice to \`${entry.name}\`; give it once`,
      );
      return undefined;
    }
  }
  const [whereNode, distinctNode, sortedNode] = ["where", "distinct", "sorted"].map(
    (name) => words.get(name)?.[0],
  );
  const where =
    whereNode === undefined ? undefined : asCondition(argumentValue(whereNode), "`where:`", binding);
  const distinct = distinctNode === undefined ? false : bindDistinct(distinctNode, binding);
  const sorted = sortedNode === undefined ? [] : bindSorted(sortedNode, entry, binding);
  if (distinct === undefined || sorted === undefined || (where !== undefined && where.kind === "unbound")) {
    return undefined;
  }
  if (distinct && own.length === 0 && distinctNode !== undefined) {
    const message = `\`distinct\` needs something to tell apart: \`${entry.name}(x, distinct: true)\``;
    binding.reporter.report("WR120", distinctNode, message);
    return undefined;
  }
  const strange = sorted.find((key) => !own.some((argument) => deepEqual(argument, key.value)));
  if (distinct && strange !== undefined && sortedNode !== undefined) {
    const message = "With `distinct` only the value itself can order: equal values have many rows";
    binding.reporter.report("WR120", sortedNode, message);
    return undefined;
  }
  return { where, distinct, sorted };
}

function bindDistinct(node: Argument, binding: Binding): boolean | undefined {
  const value = withoutGroup(argumentValue(node));
  if (value.kind === "literal" && value.value.kind === "bool") return value.value.value;
  if (value.kind !== "missing") {
    binding.reporter.report("WR120", node.value, "`distinct` is `true` or left out");
  }
  return undefined;
}

function bindSorted(
  node: Argument,
  entry: FunctionEntry,
  binding: Binding,
): readonly PlanSortKey[] | undefined {
  if (entry.ordered !== true) {
    binding.reporter.report(
      "WR121",
      node,
      `\`${entry.name}\` gives the same in every order; leave \`sorted\` out`,
    );
    return undefined;
  }
  const keys = keysOf(node.value);
  const bound = keys.map((key) => bindKey(key, binding));
  return bound.every((key) => key !== undefined) ? bound : undefined;
}

function keysOf(value: Expression | SortKey): readonly (Expression | SortKey)[] {
  if (value.kind === "sortKey") return [value];
  const inner = withoutGroup(value);
  return inner.kind === "list" ? inner.items : [value];
}

function bindKey(key: Expression | SortKey, binding: Binding): PlanSortKey | undefined {
  const node = key.kind === "sortKey" ? key.value : key;
  const value = binding.bind(node, binding);
  if (isUnknown(value)) return undefined;
  if (!isOrdered(value.type)) {
    binding.reporter.report("WR111", node, `\`${typeName(value.type)}\` has no order to sort by`);
    return undefined;
  }
  const written = key.kind === "sortKey" ? key : undefined;
  return {
    value,
    descending: written?.descending ?? false,
    nullsFirst: written?.nulls === "first",
  };
}
