// Functions that choose among values. `if`, `case` and `??` are operators and stand in the language's page.

import { chapter, loose, signature } from "./spelling.ts";

export const conditionalFunctions = chapter("conditional", [
  {
    name: "coalesce",
    doc: "The first value that is not null, as `a ?? b ?? c`.",
    signatures: [signature("(values: T...) -> T", "coalesce($*)", { nulls: "all" })],
    example: { call: "coalesce(null, 2, 3)", result: "2" },
  },
  {
    name: "null_if",
    doc: "The value, or null where it equals `other`.",
    signatures: [signature("(value: T, other: T?) -> T?", "nullif($1, $2)")],
    example: { call: 'null_if("n/a", "n/a")', result: "null" },
  },
  {
    name: "greatest",
    doc: "The greatest of the values. Null is skipped.",
    signatures: [signature("(values: T...) -> T", "greatest($*)", { nulls: "all" })],
    example: { call: "greatest(1, null, 3)", result: "3" },
  },
  {
    name: "least",
    doc: "The least of the values. Null is skipped.",
    signatures: [signature("(values: T...) -> T", "least($*)", { nulls: "all" })],
    example: { call: "least(@2026-01-31, @2026-01-01)", result: "@2026-01-01" },
  },
  {
    name: "count_null",
    doc: "How many of the values are null.",
    signatures: [
      loose(
        "(values: any...) -> int",
        (args) => `(${args.map((value) => `CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END`).join(" + ")})`,
        { nulls: "never" },
      ),
    ],
    example: { call: 'count_null(1, null, "x")', result: "1" },
  },
  {
    name: "is_true",
    doc: "Whether the condition is true; false for false and null. Never null.",
    signatures: [signature("(condition: bool?) -> bool", "coalesce($1, false)")],
    example: { call: "is_true(null)", result: "false" },
  },
  {
    name: "choose",
    doc: "One of the values by its place, from 0; null outside.",
    signatures: [
      signature(
        "(index: int, values: T?...) -> T?",
        ([index, ...values]) =>
          `CASE ${index} ${values.map((value, place) => `WHEN ${place} THEN ${value}`).join(" ")} ELSE NULL END`,
      ),
    ],
    example: { call: 'choose(1, "low", "middle", "high")', result: '"middle"' },
  },
]);
