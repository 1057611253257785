// Functions of numbers. What has no answer among the numbers (the root of -1, the logarithm of 0) is null.

import type { SpelledCall } from "./entry.ts";
import { parseNumberPattern, spellNumber } from "./number-pattern.ts";
import { chapter, constantText, guarded, item, loose, shortInt, signature } from "./spelling.ts";

const oneFloat = "(x: float) -> float";

export const numberFunctions = chapter("number", [
  {
    name: "abs",
    doc: "The number without its sign. Of a duration likewise.",
    signatures: [
      signature("(x: number) -> number", "abs($1)"),
      signature("(x: duration) -> duration", "to_microseconds(abs(epoch_us($1)))"),
    ],
    example: { call: "abs(-2.5)", result: "2.5" },
  },
  {
    name: "sign",
    doc: "-1, 0 or 1, as the number is negative, zero or positive.",
    signatures: [loose("(x: number) -> int", "sign($1)")],
    example: { call: "sign(-2.5)", result: "-1" },
  },
  {
    name: "round",
    doc: "The number rounded to `digits` after the point (before it where negative), half away from zero. A decimal keeps its type.",
    signatures: [
      signature("(x: int, digits: int = 0) -> int", roundTo),
      loose("(x: decimal, digits: const int = 0) -> decimal", roundTo),
      signature("(x: float, digits: int = 0) -> float", roundTo),
    ],
    example: { call: "round(2.675, 1)", result: "2.7" },
  },
  {
    name: "ceil",
    doc: "The next whole number that is not smaller.",
    signatures: [
      signature("(x: int) -> int", "$1"),
      loose("(x: decimal) -> decimal(38, S)", "ceil($1)"),
      signature(oneFloat, "ceil($1)"),
    ],
    example: { call: "ceil(2.1)", result: "3.0" },
  },
  {
    name: "floor",
    doc: "The next whole number that is not greater.",
    signatures: [
      signature("(x: int) -> int", "$1"),
      loose("(x: decimal) -> decimal(38, S)", "floor($1)"),
      signature(oneFloat, "floor($1)"),
    ],
    example: { call: "floor(-2.1)", result: "-3.0" },
  },
  {
    name: "truncate",
    doc: "The number without what is after the point.",
    signatures: [
      signature("(x: int) -> int", "$1"),
      loose("(x: decimal) -> decimal", "trunc($1)"),
      signature(oneFloat, "trunc($1)"),
    ],
    example: { call: "truncate(-2.9)", result: "-2.0" },
  },
  {
    name: "modulo",
    doc: "What is left of `x` after taking away whole `y`s, with the sign of `y`: always in 0 up to `y`. Null for a `y` of zero. `%` has the sign of `x`.",
    signatures: [
      signature("(x: int, y: int) -> int?", "((($1 % $2) + $2) % $2)"),
      signature("(x: float, y: float) -> float?", "($1 - $2 * floor($1 / nullif($2, 0)))"),
    ],
    example: { call: "modulo(-1, 24)", result: "23" },
  },
  {
    name: "clamp",
    doc: "The number, but no smaller than `low` and no greater than `high`.",
    signatures: [
      signature(
        "(x: number, low: number, high: number) -> number",
        guarded("CASE WHEN $1 < $2 THEN $2 WHEN $1 > $3 THEN $3 ELSE $1 END", 2, 3),
      ),
    ],
    example: { call: "clamp(130, 0, 100)", result: "100" },
  },
  {
    name: "bin",
    doc: "The largest of the `edges` that is not greater than the number: the lower end of its bin. Null below the first edge.",
    signatures: [
      signature("(x: number, edges: list(int?)) -> int?", spellBin),
      signature("(x: number, edges: list(decimal?)) -> decimal?", spellBin),
      signature("(x: number, edges: list(float?)) -> float?", spellBin),
    ],
    example: { call: "bin(120, [0, 50, 200])", result: "50" },
  },
  {
    name: "gcd",
    doc: "The greatest common divisor.",
    signatures: [signature("(a: int, b: int) -> int", "gcd($1, $2)")],
    example: { call: "gcd(12, 18)", result: "6" },
  },
  {
    name: "lcm",
    doc: "The least common multiple.",
    signatures: [signature("(a: int, b: int) -> int", "lcm($1, $2)")],
    example: { call: "lcm(4, 6)", result: "12" },
  },
  {
    name: "factorial",
    doc: "1 · 2 · … · n; null for negative numbers. Beyond 20 it does not fit an int.",
    signatures: [
      loose(
        "(n: int) -> int?",
        (args, call) => `CASE WHEN ${args[0]} >= 0 THEN factorial(${shortInt(args, call, 0)}) ELSE NULL END`,
      ),
    ],
    example: { call: "factorial(5)", result: "120" },
  },
  {
    name: "bit_and",
    doc: "The bits that both ints have.",
    signatures: [signature("(a: int, b: int) -> int", "($1 & $2)")],
    example: { call: "bit_and(6, 3)", result: "2" },
  },
  {
    name: "bit_or",
    doc: "The bits that one or both ints have.",
    signatures: [signature("(a: int, b: int) -> int", "($1 | $2)")],
    example: { call: "bit_or(6, 3)", result: "7" },
  },
  {
    name: "bit_xor",
    doc: "The bits that just one of the ints has.",
    signatures: [signature("(a: int, b: int) -> int", "xor($1, $2)")],
    example: { call: "bit_xor(6, 3)", result: "5" },
  },
  {
    name: "bit_count",
    doc: "How many bits of the int are set.",
    signatures: [loose("(x: int) -> int", "bit_count($1)")],
    example: { call: "bit_count(7)", result: "3" },
  },
  {
    name: "is_nan",
    doc: "Whether a float is not a number at all.",
    signatures: [signature("(x: float) -> bool", "isnan($1)")],
    example: { call: "is_nan(1.5)", result: "false" },
  },
  {
    name: "is_finite",
    doc: "Whether a float is a number and not infinite.",
    signatures: [signature("(x: float) -> bool", "isfinite($1)")],
    example: { call: "is_finite(exp(1000))", result: "false" },
  },
  {
    name: "random",
    doc: "A random float of at least 0 and less than 1, another one for each row. `hash_bucket` gives what can be repeated.",
    signatures: [signature("() -> float", "random()")],
    example: { call: "random() < 1", result: "true" },
    volatile: true,
  },
  {
    name: "parse_number",
    doc: "The number that a text writes, with any mark for the point and for groups, blanks around; null where it is none. `as? float` reads the plain form.",
    signatures: [
      signature(
        '(value: text, decimal: text = ".", group: text = ",") -> float?',
        ([value, decimal, group]) => {
          const ungrouped = `CASE WHEN ${group} = '' THEN trim(${value}, E' \\t\\n\\r\\f') ELSE replace(trim(${value}, E' \\t\\n\\r\\f'), ${group}, '') END`;
          const plain = `replace(${ungrouped}, ${decimal}, '.')`;
          return `TRY_CAST(regexp_extract(${plain}, '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$') AS DOUBLE)`;
        },
        { checks: { decimal: "one character" } },
      ),
    ],
    example: { call: 'parse_number("1.234,50", decimal: ",", group: ".")', result: "1234.5" },
  },
  {
    name: "format_number",
    doc: 'A number as text by a pattern: `"0"`, `"0.00"`, `"#,##0.00"` (groups of thousands), `"0.##"` (at most two digits), `"0.0%"`; other text before and after stays. `format` does the same.',
    signatures: [
      signature("(x: int, pattern: const text) -> text", spellFormat, {
        checks: { pattern: "number pattern" },
      }),
      signature("(x: decimal, pattern: const text) -> text", spellFormat, {
        checks: { pattern: "number pattern" },
      }),
      signature("(x: float, pattern: const text) -> text", spellFormat, {
        checks: { pattern: "number pattern" },
      }),
    ],
    example: { call: 'format_number(1234.5, "#,##0.00")', result: '"1,234.50"' },
  },
]);

/** `format` of a number, shared with the chapter of dates. */
export function spellFormat(args: readonly string[], call: SpelledCall): string {
  const text = constantText(call, 1);
  if (text === undefined) return `CAST(NULL AS ${call.sqlType({ kind: "text" })})`;
  const pattern = parseNumberPattern(text);
  if (typeof pattern === "string") throw new Error(pattern);
  return spellNumber(args[0]!, pattern, call.argumentTypes[0]!.type.kind !== "float");
}

function roundTo(args: readonly string[], call: SpelledCall): string {
  const digits = call.constants[1];
  if (digits?.kind === "int") {
    if (digits.value === 0n) return call.result.type.kind === "int" ? args[0]! : `round(${args[0]})`;
    return `round(${args[0]}, ${digits.value < 0n ? `(${digits.value})` : digits.value})`;
  }
  return `round(${args[0]}, ${shortInt(args, call, 1)})`;
}

function spellBin([value, edges]: readonly string[]): string {
  return `list_max(list_filter(${edges}, lambda ${item}: ${item} <= ${value}))`;
}
