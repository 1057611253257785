// Functions that look at lists as sets. Null is an element like any other.

import type { FunctionEntry } from "./entry.ts";
import { chapter, item, nullWhereNull, signature } from "./spelling.ts";

type Entry = Omit<FunctionEntry, "category" | "kind">;

/** Whether `value` is among the elements, null being a value. */
function holds(list: string, value: string): string {
  return `(list_position(${list}, ${value}) IS NOT NULL)`;
}

const distinct = `list_filter($1, lambda ${item}, __index: list_position($1, ${item}) = __index)`;

export const listSetFunctions = chapter("list", [
  {
    name: "list_contains",
    doc: "Whether the list has the element, as `element in list`. Null is an element like any other.",
    signatures: [
      signature("(list: list(T), element: T?) -> bool", (args, call) =>
        nullWhereNull(args, call, 0, holds(args[0]!, args[1]!)),
      ),
    ],
    example: { call: "list_contains([1, 2], 2)", result: "true" },
  },
  {
    name: "list_distinct",
    doc: "Each element once, at its first place.",
    signatures: [signature("(list: list(T)) -> list(T)", distinct)],
    example: { call: "list_distinct([3, 1, 3, 2, 1])", result: "[3, 1, 2]" },
  },
  setOperation("list_union", "The elements of both lists, each once.", `list_concat($1, $2)`, "[1, 2, 3]"),
  setOperation(
    "list_intersect",
    "The elements of the first list that the second has too, each once.",
    `list_filter($1, lambda ${item}: ${holds("$2", item)})`,
    "[2]",
  ),
  setOperation(
    "list_except",
    "The elements of the first list that the second lacks, each once.",
    `list_filter($1, lambda ${item}: NOT ${holds("$2", item)})`,
    "[1]",
  ),
  {
    name: "list_overlaps",
    doc: "Whether the lists have an element in common.",
    signatures: [
      signature("(a: list(T), b: list(T)) -> bool", (args, call) =>
        nullWhereNull(
          args,
          call,
          1,
          `(len(list_filter(${args[0]}, lambda ${item}: ${holds(args[1]!, item)})) > 0)`,
        ),
      ),
    ],
    example: { call: "list_overlaps([1, 2], [2, 3])", result: "true" },
  },
  {
    name: "list_has_all",
    doc: "Whether the list has every one of the `elements`.",
    signatures: [
      signature("(list: list(T), elements: list(T)) -> bool", (args, call) =>
        nullWhereNull(
          args,
          call,
          0,
          `(len(list_filter(${args[1]}, lambda ${item}: ${holds(args[0]!, item)})) = len(${args[1]}))`,
        ),
      ),
    ],
    example: { call: "list_has_all([1, 2, 3], [3, 1])", result: "true" },
  },
  {
    name: "list_without",
    doc: "The list without every such element.",
    signatures: [
      signature(
        "(list: list(T), element: T?) -> list(T)",
        `list_filter($1, lambda ${item}: ${item} IS DISTINCT FROM $2)`,
      ),
    ],
    example: { call: "list_without([1, 2, 1], 1)", result: "[2]" },
  },
]);

function setOperation(name: string, doc: string, sql: string, result: string): Entry {
  return {
    name,
    doc,
    signatures: [
      signature("(a: list(T), b: list(T)) -> list(T)", (args, call) => {
        const [a, b] = args;
        const list = sql.replace(/\$([12])/g, (_, which: string) => (which === "1" ? a! : b!));
        const once = distinct.replaceAll("$1", () => list);
        return nullWhereNull(args, call, 0, nullWhereNull(args, call, 1, once));
      }),
    ],
    example: { call: `${name}([1, 2], [2, 3])`, result },
  };
}
