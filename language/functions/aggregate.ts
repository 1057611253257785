// Aggregates: one value of the rows of a group. All skip null arguments; over nothing counts are 0, `list` is `[]` and the
// rest is null. Each takes `where:` and `distinct:` as well, and `sorted:` where the order of the rows matters.

import type { FunctionEntry, Signature, SpelledCall } from "./entry.ts";
import { loose, signature } from "./spelling.ts";

type Entry = Omit<FunctionEntry, "category" | "kind">;

const amounts = "rows([{x: 1}, {x: 2}, {x: null}, {x: 6}])";
const days = 'rows([{at: 2, x: "b"}, {at: 1, x: "a"}, {at: 3, x: null}])';
const pairs = "rows([{x: 1, y: 3}, {x: 2, y: 5}, {x: 4, y: 9}])";

const entries: readonly Entry[] = [
  {
    name: "count",
    doc: "How many rows there are, or how many have a value.",
    signatures: [
      signature("() -> int", "count(*)$tail", { nulls: "never" }),
      signature("(x: any) -> int", "count($distinct$1)$tail", { nulls: "never" }),
    ],
    example: { rows: amounts, call: "count(x)", result: "3" },
  },
  {
    name: "count_distinct",
    doc: "How many different values there are.",
    signatures: [signature("(x: any) -> int", "count(DISTINCT $1)$tail", { nulls: "never" })],
    example: { rows: 'rows([{x: "a"}, {x: "b"}, {x: "a"}])', call: "count_distinct(x)", result: "2" },
  },
  {
    name: "approx_count_distinct",
    doc: "About how many different values there are, in little memory; some percent wrong, and not the same on every engine.",
    signatures: [signature("(x: any) -> int", "approx_count_distinct($1)$tail", { nulls: "never" })],
    example: {
      rows: 'rows([{x: "a"}, {x: "b"}, {x: "a"}])',
      call: "approx_count_distinct(x) > 0",
      result: "true",
    },
  },
  {
    name: "sum",
    doc: "The sum. Of ints an int, of decimals a decimal of 38 digits; what does not fit fails the run.",
    signatures: [
      loose("(x: int) -> int", "sum($distinct$1)$tail"),
      signature("(x: decimal) -> decimal(38, S)", "sum($distinct$1)$tail"),
      signature("(x: float) -> float", "sum($distinct$1)$tail"),
      signature(
        "(x: duration) -> duration",
        ([x], call) => `to_microseconds(CAST(sum(${call.distinct}epoch_us(${x}))${call.tail()} AS BIGINT))`,
      ),
    ],
    example: { rows: amounts, call: "sum(x)", result: "9" },
  },
  {
    name: "avg",
    doc: "The mean, a float; of durations a duration.",
    signatures: [
      // Ints and decimals are added up exactly before the division.
      signature("(x: int) -> float", "avg($distinct$1)$tail"),
      signature("(x: decimal) -> float", "avg($distinct$1)$tail"),
      signature("(x: float) -> float", "avg($distinct$1)$tail"),
      signature(
        "(x: duration) -> duration",
        ([x], call) => `to_microseconds(CAST(avg(${call.distinct}epoch_us(${x}))${call.tail()} AS BIGINT))`,
      ),
    ],
    example: { rows: amounts, call: "avg(x)", result: "3.0" },
  },
  {
    name: "min",
    doc: "The smallest value; of texts the first by code points.",
    signatures: [signature("(x: T) -> T", "min($1)$tail")],
    example: { rows: amounts, call: "min(x)", result: "1" },
  },
  {
    name: "max",
    doc: "The largest value.",
    signatures: [signature("(x: T) -> T", "max($1)$tail")],
    example: { rows: amounts, call: "max(x)", result: "6" },
  },
  {
    name: "first",
    doc: "The first value in the order of `sorted:`, or of the window.",
    signatures: [signature("(x: T) -> T", (args, call) => spellEnd("first", args, call))],
    example: { rows: days, call: "first(x, sorted: at)", result: '"a"' },
    ordered: true,
  },
  {
    name: "last",
    doc: "The last value in the order of `sorted:`, or of the window. With the frame `rows ..0` it fills gaps from above.",
    signatures: [signature("(x: T) -> T", (args, call) => spellEnd("last", args, call))],
    example: { rows: days, call: "last(x, sorted: at)", result: '"b"' },
    ordered: true,
  },
  {
    name: "any_value",
    doc: "One of the values; the engine chooses which.",
    signatures: [signature("(x: T) -> T", "any_value($1)$tail")],
    example: { rows: 'rows([{x: null}, {x: "a"}])', call: "any_value(x)", result: '"a"' },
  },
  {
    name: "list",
    doc: "The values as a list, in the order of `sorted:`. Null is left out; over nothing it is `[]`.",
    signatures: [
      signature(
        "(x: T) -> list(T)",
        ([x], call) =>
          `coalesce(list(${call.distinct}${x}${call.sorted})${call.tail(`${x} IS NOT NULL`)}, [])`,
        { nulls: "never" },
      ),
    ],
    example: { rows: days, call: "list(x, sorted: at)", result: '["a", "b"]' },
    ordered: true,
  },
  {
    name: "string_join",
    doc: "The texts with `separator` between them, in the order of `sorted:`.",
    signatures: [
      signature('(x: text, separator: const text = ", ") -> text', "string_agg($distinct$1, $2$sorted)$tail"),
    ],
    example: { rows: days, call: 'string_join(x, "-", sorted: at)', result: '"a-b"' },
    ordered: true,
  },
  {
    name: "arg_max",
    doc: "The value of the row in which `by` is largest; rows where one of the two is null are skipped.",
    signatures: [signature("(x: T, by: any) -> T", "arg_max($1, $2)$tail")],
    example: { rows: days, call: "arg_max(x, at)", result: '"b"' },
  },
  {
    name: "arg_min",
    doc: "The value of the row in which `by` is smallest; rows where one of the two is null are skipped.",
    signatures: [signature("(x: T, by: any) -> T", "arg_min($1, $2)$tail")],
    example: { rows: days, call: "arg_min(x, at)", result: '"a"' },
  },
  {
    name: "largest",
    doc: "The `count` largest values as a list, largest first.",
    signatures: [
      signature("(x: T, count: const int) -> list(T)", "coalesce(max($distinct$1, $2)$tail, [])", {
        nulls: "never",
        checks: { count: "positive" },
      }),
    ],
    example: { rows: amounts, call: "largest(x, 2)", result: "[6, 2]" },
  },
  {
    name: "smallest",
    doc: "The `count` smallest values as a list, smallest first.",
    signatures: [
      signature("(x: T, count: const int) -> list(T)", "coalesce(min($distinct$1, $2)$tail, [])", {
        nulls: "never",
        checks: { count: "positive" },
      }),
    ],
    example: { rows: amounts, call: "smallest(x, 2)", result: "[1, 2]" },
  },
  {
    name: "median",
    doc: "The value in the middle, or the mean of the two middle ones.",
    signatures: [signature("(x: float) -> float", "median($distinct$1)$tail")],
    example: { rows: amounts, call: "median(x)", result: "2.0" },
  },
  {
    name: "quantile",
    doc: "The value below which the `fraction` of the values lies, between two neighbours in proportion: `quantile(x, 0.9)`.",
    signatures: [
      signature("(x: float, fraction: const float) -> float", "quantile_cont($distinct$1, $2)$tail", {
        checks: { fraction: "fraction" },
      }),
    ],
    example: { rows: amounts, call: "quantile(x, 0.25)", result: "1.5" },
  },
  {
    name: "approx_quantile",
    doc: "About the `quantile`, in little memory; not the same on every engine.",
    signatures: [
      signature(
        "(x: float, fraction: const float) -> float",
        "approx_quantile($distinct$1, CAST($2 AS FLOAT))$tail",
        {
          checks: { fraction: "fraction" },
        },
      ),
    ],
    example: { rows: amounts, call: "approx_quantile(x, 0.5) between 1 and 6", result: "true" },
  },
  {
    name: "mode",
    doc: "The most frequent value; of equally frequent ones the smallest.",
    signatures: [
      signature("(x: T) -> T", ([x], call) => {
        const counts = `histogram(${call.distinct}${x})${call.tail()}`;
        const entries = `map_entries(${counts})`;
        const most = `list_max(map_values(${counts}))`;
        return `list_min(list_transform(list_filter(${entries}, lambda __item: struct_extract(__item, 'value') = ${most}), lambda __item: struct_extract(__item, 'key')))`;
      }),
    ],
    example: { rows: 'rows([{x: "b"}, {x: "a"}, {x: "b"}])', call: "mode(x)", result: '"b"' },
  },
  {
    name: "histogram",
    doc: "How often each value occurs, as a map (structs of `key` and `value`) in the order of the values.",
    signatures: [
      loose(
        "(x: T) -> list(struct{key: T, value: int})",
        ([x], call) => `coalesce(map_entries(histogram(${call.distinct}${x})${call.tail()}), [])`,
        { nulls: "never" },
      ),
    ],
    example: {
      rows: 'rows([{x: "b"}, {x: "a"}, {x: "b"}])',
      call: "histogram(x)",
      result: '[{key: "a", value: 1}, {key: "b", value: 2}]',
    },
  },
  statistic(
    "stddev",
    "The standard deviation of a sample; null of less than two values.",
    "stddev_samp",
    "2.6457513110645907",
  ),
  statistic(
    "stddev_population",
    "The standard deviation of a whole population.",
    "stddev_pop",
    "2.160246899469287",
    "float",
  ),
  statistic("variance", "The variance of a sample; null of less than two values.", "var_samp", "7.0"),
  statistic(
    "variance_population",
    "The variance of a whole population.",
    "var_pop",
    "4.666666666666667",
    "float",
  ),
  {
    name: "product",
    doc: "The product of the values.",
    signatures: [signature("(x: float) -> float", "product($distinct$1)$tail")],
    example: { rows: amounts, call: "product(x)", result: "12.0" },
  },
  {
    name: "geometric_mean",
    doc: "The mean of rates of growth: the n-th root of the product. Null where a value is not positive.",
    signatures: [
      signature(
        "(x: float) -> float?",
        ([x], call) =>
          `CASE WHEN min(${x})${call.tail()} > 0 THEN exp(avg(${call.distinct}CASE WHEN ${x} > 0 THEN ln(${x}) ELSE NULL END)${call.tail()}) ELSE NULL END`,
      ),
    ],
    example: { rows: "rows([{x: 1}, {x: 4}])", call: "geometric_mean(x)", result: "2.0" },
  },
  pairStatistic(
    "corr",
    "The correlation of two columns, -1 to 1, over the rows where both have a value.",
    "corr",
    "1.0",
  ),
  pairStatistic("covariance", "The covariance of a sample.", "covar_samp", "4.666666666666667"),
  pairStatistic(
    "regression_slope",
    "The slope of the straight line that fits best: how much `y` grows where `x` grows by 1.",
    "regr_slope",
    "2.0",
  ),
  pairStatistic(
    "regression_intercept",
    "The value of the straight line that fits best where `x` is 0.",
    "regr_intercept",
    "1.0",
  ),
  {
    name: "bool_and",
    doc: "Whether the condition is true in every row where it is not null.",
    signatures: [signature("(condition: bool) -> bool", "bool_and($1)$tail")],
    example: { rows: amounts, call: "bool_and(x > 0)", result: "true" },
  },
  {
    name: "bool_or",
    doc: "Whether the condition is true in any row.",
    signatures: [signature("(condition: bool) -> bool", "bool_or($1)$tail")],
    example: { rows: amounts, call: "bool_or(x > 5)", result: "true" },
  },
];

export const aggregateFunctions: readonly FunctionEntry[] = entries.map((entry) => ({
  ...entry,
  category: "aggregate",
  kind: "aggregate",
}));

function statistic(name: string, doc: string, sql: string, result: string, type = "float?"): Entry {
  return {
    name,
    doc,
    signatures: [signature(`(x: float) -> ${type}`, `${sql}($distinct$1)$tail`)],
    example: { rows: amounts, call: `${name}(x)`, result },
  };
}

function pairStatistic(name: string, doc: string, sql: string, result: string): Entry {
  const isPair = name === "corr" || name === "covariance";
  const signatures: readonly Signature[] = [
    signature(
      isPair ? "(x: float, y: float) -> float?" : "(y: float, x: float) -> float?",
      `${sql}($distinct$1, $2)$tail`,
    ),
  ];
  return {
    name,
    doc,
    signatures,
    example: { rows: pairs, call: isPair ? `${name}(x, y)` : `${name}(y, x)`, result },
  };
}

/** `first` and `last` without nulls. Over a window they are window functions, which take no filter. */
function spellEnd(name: "first" | "last", args: readonly string[], call: SpelledCall): string {
  const x = args[0]!;
  if (!call.window) return `${name}(${x}${call.sorted})${call.tail(`${x} IS NOT NULL`)}`;
  const kept = call.filter === "" ? x : `CASE WHEN ${call.filter} THEN ${x} ELSE NULL END`;
  return `${name}_value(${kept}${call.sorted} IGNORE NULLS)${call.over}`;
}
