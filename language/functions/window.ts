// Window functions: what a row is among its neighbours. They stand in `window` steps, where aggregates stand as well.

import type { FunctionEntry } from "./entry.ts";
import { signature } from "./spelling.ts";

type Entry = Omit<FunctionEntry, "category" | "kind">;

const scores = "rows([{x: 10}, {x: 20}, {x: 20}, {x: 40}])";
const sorted = "sorted x";

const entries: readonly Entry[] = [
  {
    name: "row_number",
    doc: "The place of the row in its group, from 1.",
    signatures: [signature("() -> int", "row_number()$tail", { nulls: "never" })],
    example: { rows: scores, call: "row_number()", clauses: sorted, result: "[1, 2, 3, 4]" },
    ordered: true,
  },
  {
    name: "rank",
    doc: "The place of the row, where equal keys share one and the next ones stay free: 1, 2, 2, 4.",
    signatures: [signature("() -> int", "rank()$tail", { nulls: "never" })],
    example: { rows: scores, call: "rank()", clauses: sorted, result: "[1, 2, 2, 4]" },
    ordered: true,
  },
  {
    name: "dense_rank",
    doc: "The place of the row, where equal keys share one and none stays free: 1, 2, 2, 3.",
    signatures: [signature("() -> int", "dense_rank()$tail", { nulls: "never" })],
    example: { rows: scores, call: "dense_rank()", clauses: sorted, result: "[1, 2, 2, 3]" },
    ordered: true,
  },
  {
    name: "percent_rank",
    doc: "The rank from 0 to 1: how much of the other rows comes before.",
    signatures: [signature("() -> float", "percent_rank()$tail", { nulls: "never" })],
    example: {
      rows: scores,
      call: "percent_rank()",
      clauses: sorted,
      result: "[0.0, 0.3333333333333333, 0.3333333333333333, 1.0]",
    },
    ordered: true,
  },
  {
    name: "cume_dist",
    doc: "The share of rows that come before or are equal, up to 1.",
    signatures: [signature("() -> float", "cume_dist()$tail", { nulls: "never" })],
    example: { rows: scores, call: "cume_dist()", clauses: sorted, result: "[0.25, 0.75, 0.75, 1.0]" },
    ordered: true,
  },
  {
    name: "ntile",
    doc: "The number of the row's part, from 1, where the group is cut into `count` parts of the same size; earlier parts get what is left over.",
    signatures: [
      signature("(count: const int) -> int", "ntile($1)$tail", {
        nulls: "never",
        checks: { count: "positive" },
      }),
    ],
    example: { rows: scores, call: "ntile(3)", clauses: sorted, result: "[1, 1, 2, 3]" },
    ordered: true,
  },
  {
    name: "lag",
    doc: "The value in the row before, or `offset` rows before; `otherwise` (null) where there is none.",
    signatures: [signature("(x: T, offset: int = 1, otherwise: T? = null) -> T?", "lag($1, $2, $3)$tail")],
    example: { rows: scores, call: "lag(x)", clauses: sorted, result: "[null, 10, 20, 20]" },
    ordered: true,
  },
  {
    name: "lead",
    doc: "The value in the row after, or `offset` rows after; `otherwise` (null) where there is none.",
    signatures: [signature("(x: T, offset: int = 1, otherwise: T? = null) -> T?", "lead($1, $2, $3)$tail")],
    example: { rows: scores, call: "lead(x)", clauses: sorted, result: "[20, 20, 40, null]" },
    ordered: true,
  },
  {
    name: "nth_value",
    doc: "The value in the n-th row of the group, from 1; null where there are fewer.",
    signatures: [
      signature(
        "(x: T, n: int) -> T?",
        ([x, n], call) =>
          `nth_value(${x}, ${n})${call.over.replace(/\)$/, " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)")}`,
        { checks: { n: "positive" } },
      ),
    ],
    example: { rows: scores, call: "nth_value(x, 2)", clauses: sorted, result: "[20, 20, 20, 20]" },
    ordered: true,
  },
];

export const windowFunctions: readonly FunctionEntry[] = entries.map((entry) => ({
  ...entry,
  category: "window",
  kind: "window",
}));
