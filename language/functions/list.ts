// Functions of lists. Positions count from 0. What computes over the elements skips null ones, as aggregates do.

import type { SqlSpelling } from "./entry.ts";
import { chapter, guarded, item, loose, nullWhereNull, shortInt, signature } from "./spelling.ts";

const listSum: SqlSpelling = (args, call) =>
  nullWhereNull(args, call, 0, `coalesce(list_sum(${args[0]}), 0)`);

export const listFunctions = chapter("list", [
  {
    name: "list_index_of",
    doc: "The place of the first such element, from 0; null where there is none.",
    signatures: [loose("(list: list(T), element: T?) -> int?", "(list_position($1, $2) - 1)")],
    example: { call: 'list_index_of(["a", "b"], "b")', result: "1" },
  },
  {
    name: "list_map",
    doc: "Each element put through the lambda.",
    signatures: [signature("(list: list(A), body: (A) => B) -> list(B)", "list_transform($1, $2)")],
    example: { call: "list_map([1, 2, 3], x => x * 10)", result: "[10, 20, 30]" },
  },
  {
    name: "list_filter",
    doc: "The elements for which the lambda is true.",
    signatures: [signature("(list: list(T), condition: (T) => bool) -> list(T)", "list_filter($1, $2)")],
    example: { call: "list_filter([1, 2, 3], x => x > 1)", result: "[2, 3]" },
  },
  {
    name: "list_find",
    doc: "The first element for which the lambda is true; null where there is none.",
    signatures: [
      signature("(list: list(T), condition: (T) => bool) -> T?", "list_extract(list_filter($1, $2), 1)"),
    ],
    example: { call: "list_find([1, 2, 3], x => x > 1)", result: "2" },
  },
  {
    name: "list_any",
    doc: "Whether the lambda is true for an element.",
    signatures: [
      signature("(list: list(T), condition: (T) => bool) -> bool", "(len(list_filter($1, $2)) > 0)"),
    ],
    example: { call: "list_any([1, 2, 3], x => x > 2)", result: "true" },
  },
  {
    name: "list_all",
    doc: "Whether the lambda is true for every element; true for none.",
    signatures: [
      signature("(list: list(T), condition: (T) => bool) -> bool", "(len(list_filter($1, $2)) = len($1))"),
    ],
    example: { call: "list_all([1, 2, 3], x => x > 2)", result: "false" },
  },
  {
    name: "list_fold",
    doc: "Puts the elements together one after the other: the lambda gets what has come out so far, at first `initial`, and the next element.",
    signatures: [signature("(list: list(A), initial: B, body: (B, A) => B) -> B", "list_reduce($1, $3, $2)")],
    example: { call: "list_fold([1, 2, 3], 10, (sum, x) => sum + x)", result: "16" },
  },
  {
    name: "list_sum",
    doc: "The sum of the elements; 0 of none.",
    signatures: [
      loose("(list: list(int?)) -> int", listSum),
      signature("(list: list(decimal?)) -> decimal(38, S)", listSum),
      signature("(list: list(float?)) -> float", listSum),
    ],
    example: { call: "list_sum([1, null, 2])", result: "3" },
  },
  {
    name: "list_avg",
    doc: "The mean of the elements; null of none.",
    signatures: [signature("(list: list(float?)) -> float?", "list_avg($1)")],
    example: { call: "list_avg([1, 2])", result: "1.5" },
  },
  {
    name: "list_median",
    doc: "The middle of the elements in order, or the mean of the two middle ones; null of none.",
    signatures: [signature("(list: list(float?)) -> float?", "list_median($1)")],
    example: { call: "list_median([1, 10, 2])", result: "2.0" },
  },
  {
    name: "list_min",
    doc: "The smallest element; null of none.",
    signatures: [signature("(list: list(T?)) -> T?", "list_min($1)")],
    example: { call: "list_min([3, 1, 2])", result: "1" },
  },
  {
    name: "list_max",
    doc: "The largest element; null of none.",
    signatures: [signature("(list: list(T?)) -> T?", "list_max($1)")],
    example: { call: "list_max([3, 1, 2])", result: "3" },
  },
  {
    name: "list_count",
    doc: "How many elements are not null.",
    signatures: [signature("(list: list(T?)) -> int", "list_count($1)")],
    example: { call: "list_count([1, null])", result: "1" },
  },
  {
    name: "list_first",
    doc: "The first element, as `list[0]`; null of none.",
    signatures: [signature("(list: list(T)) -> T?", "list_extract($1, 1)")],
    example: { call: "list_first([3, 1])", result: "3" },
  },
  {
    name: "list_last",
    doc: "The last element, as `list[-1]`; null of none.",
    signatures: [signature("(list: list(T)) -> T?", "list_extract($1, -1)")],
    example: { call: "list_last([3, 1])", result: "1" },
  },
  {
    name: "list_slice",
    doc: "The elements from `start`, counted from 0 (negative: from the end), at most `count` of them.",
    signatures: [
      signature(
        "(list: list(T), start: int, count: int? = null) -> list(T)",
        guarded((args, call) => {
          const [list, start, count] = args as readonly [string, string, string];
          const first = `CASE WHEN ${start} >= 0 THEN ${start} ELSE greatest(len(${list}) + ${start}, 0) END`;
          const last =
            call.constants[2]?.kind === "null"
              ? `len(${list})`
              : `${first} + coalesce(${count}, len(${list}))`;
          return `list_slice(${list}, ${first} + 1, ${last})`;
        }, 2),
      ),
    ],
    example: { call: "list_slice([1, 2, 3, 4], 1, 2)", result: "[2, 3]" },
  },
  {
    name: "list_sort",
    doc: "The elements from the smallest to the largest, nulls last.",
    signatures: [
      signature("(list: list(T), descending: const bool = false) -> list(T)", ([list], call) => {
        const descending = call.constants[1];
        const order = descending?.kind === "bool" && descending.value ? "DESC" : "ASC";
        return `list_sort(${list}, '${order}', 'NULLS LAST')`;
      }),
    ],
    example: { call: "list_sort([3, 1, 2], descending: true)", result: "[3, 2, 1]" },
  },
  {
    name: "list_reverse",
    doc: "The elements from the last to the first.",
    signatures: [signature("(list: list(T)) -> list(T)", "list_reverse($1)")],
    example: { call: "list_reverse([3, 1, 2])", result: "[2, 1, 3]" },
  },
  {
    name: "list_compact",
    doc: "The elements that are not null.",
    signatures: [
      signature("(list: list(T?)) -> list(T)", `list_filter($1, lambda ${item}: ${item} IS NOT NULL)`),
    ],
    example: { call: "list_compact([1, null, 2])", result: "[1, 2]" },
  },
  {
    name: "list_append",
    doc: "The list with one more element at its end.",
    signatures: [
      signature("(list: list(T), element: T?) -> list(T)", (args, call) =>
        nullWhereNull(args, call, 0, `list_concat(${args[0]}, [${args[1]}])`),
      ),
    ],
    example: { call: "list_append([1], 2)", result: "[1, 2]" },
  },
  {
    name: "list_prepend",
    doc: "The list with one more element at its start.",
    signatures: [
      signature("(list: list(T), element: T?) -> list(T)", (args, call) =>
        nullWhereNull(args, call, 0, `list_concat([${args[1]}], ${args[0]})`),
      ),
    ],
    example: { call: "list_prepend([1], 2)", result: "[2, 1]" },
  },
  {
    name: "list_concat",
    doc: "The elements of all the lists, one list after the other.",
    signatures: [
      signature("(lists: list(T)...) -> list(T)", (args, call) => {
        const nullable = args.filter((_, index) => call.argumentTypes[index]!.nullable);
        const joined = args.length === 1 ? args[0]! : `list_concat(${args.join(", ")})`;
        if (nullable.length === 0) return joined;
        return `CASE WHEN ${nullable.map((list) => `${list} IS NULL`).join(" OR ")} THEN NULL ELSE ${joined} END`;
      }),
    ],
    example: { call: "list_concat([1], [2, 3])", result: "[1, 2, 3]" },
  },
  {
    name: "list_flatten",
    doc: "The elements of the lists in a list. Lists that are null are skipped.",
    signatures: [signature("(list: list(list(T)?)) -> list(T)", "flatten($1)")],
    example: { call: "list_flatten([[1], [2, 3]])", result: "[1, 2, 3]" },
  },
  {
    name: "list_join",
    doc: "The texts of a list with `separator` between them. Null is skipped.",
    signatures: [signature("(list: list(text?), separator: const text) -> text", "array_to_string($1, $2)")],
    example: { call: 'list_join(["a", "b"], "-")', result: '"a-b"' },
  },
  {
    name: "list_zip",
    doc: "Pairs of the elements at the same place, as structs of `a` and `b`; the shorter list is filled up with null.",
    signatures: [
      signature(
        "(a: list(A), b: list(B)) -> list(struct{a: A?, b: B?})",
        guarded(
          `list_transform(range(1, greatest(len($1), len($2)) + 1), lambda ${item}: {'a': list_extract($1, ${item}), 'b': list_extract($2, ${item})})`,
          1,
          2,
        ),
      ),
    ],
    example: {
      call: 'list_zip([1, 2], ["x", "y"])',
      result: '[{a: 1, b: "x"}, {a: 2, b: "y"}]',
    },
  },
  {
    name: "list_range",
    doc: "The ints from `start` to `end`, both included, `step` apart; none where `end` lies before `start`.",
    signatures: [
      signature("(start: int, end: int, step: const int = 1) -> list(int)", "generate_series($1, $2, $3)", {
        checks: { step: "positive" },
      }),
    ],
    example: { call: "list_range(1, 4)", result: "[1, 2, 3, 4]" },
  },
  {
    name: "list_repeat",
    doc: "A list of `count` times the same element.",
    signatures: [
      signature(
        "(element: T?, count: int) -> list(T)",
        (args, call) =>
          `list_transform(range(${args[1]}), lambda ${item}: CAST(${args[0]} AS ${call.sqlType(call.argumentTypes[0]!.type)}))`,
      ),
    ],
    example: { call: "list_repeat(0, 3)", result: "[0, 0, 0]" },
  },
  {
    name: "list_chunk",
    doc: "The list in lists of `size` elements; the last may be shorter.",
    signatures: [
      signature(
        "(list: list(T), size: const int) -> list(list(T))",
        (args, call) => {
          const size = shortInt(args, call, 1);
          return `list_transform(range(0, len(${args[0]}), ${size}), lambda ${item}: list_slice(${args[0]}, ${item} + 1, ${item} + ${size}))`;
        },
        { checks: { size: "positive" } },
      ),
    ],
    example: { call: "list_chunk([1, 2, 3], 2)", result: "[[1, 2], [3]]" },
  },
]);
