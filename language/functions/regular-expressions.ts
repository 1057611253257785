// Functions of regular expressions. Patterns are in the common subset of RE2 and Java (`regular-expression.ts`).

import { chapter, shortInt, signature } from "./spelling.ts";

const checks = { pattern: "regular expression" } as const;

export const regularExpressionFunctions = chapter("regular expression", [
  {
    name: "regex_matches",
    doc: "Whether the pattern is found anywhere in the text, as `value matches pattern`.",
    signatures: [signature("(value: text, pattern: text) -> bool", "regexp_matches($1, $2)", { checks })],
    example: { call: 'regex_matches("order 66", "[0-9]+")', result: "true" },
  },
  {
    name: "regex_full_match",
    doc: "Whether the whole text fits the pattern.",
    signatures: [signature("(value: text, pattern: text) -> bool", "regexp_full_match($1, $2)", { checks })],
    example: { call: 'regex_full_match("order 66", "[0-9]+")', result: "false" },
  },
  {
    name: "regex_extract",
    doc: "The first match, or one `group` of it (the first `(` is 1); null where nothing matches.",
    signatures: [
      signature(
        "(value: text, pattern: text, group: const int = 0) -> text?",
        (args, call) =>
          `CASE WHEN regexp_matches(${args[0]}, ${args[1]}) THEN regexp_extract(${args[0]}, ${args[1]}, ${shortInt(args, call, 2)}) ELSE NULL END`,
        { checks: { ...checks, group: "not negative" } },
      ),
    ],
    example: { call: 'regex_extract("DE-4711", "([A-Z]+)-([0-9]+)", 2)', result: '"4711"' },
  },
  {
    name: "regex_extract_all",
    doc: "All matches in order, or one `group` of each.",
    signatures: [
      signature(
        "(value: text, pattern: text, group: const int = 0) -> list(text)",
        (args, call) => `regexp_extract_all(${args[0]}, ${args[1]}, ${shortInt(args, call, 2)})`,
        { checks: { ...checks, group: "not negative" } },
      ),
    ],
    example: { call: 'regex_extract_all("a1 b22", "[0-9]+")', result: '["1", "22"]' },
  },
  {
    name: "regex_replace",
    doc: "Every match replaced by `with`, in which `\\\\1` is the first group of the match.",
    signatures: [
      signature("(value: text, pattern: text, with: text) -> text", "regexp_replace($1, $2, $3, 'g')", {
        checks,
      }),
    ],
    example: { call: 'regex_replace("a  b   c", "\\\\s+", " ")', result: '"a b c"' },
  },
  {
    name: "regex_count",
    doc: "How many matches there are, without overlaps.",
    signatures: [
      signature("(value: text, pattern: text) -> int", "len(regexp_extract_all($1, $2))", { checks }),
    ],
    example: { call: 'regex_count("a1 b22", "[0-9]")', result: "3" },
  },
  {
    name: "regex_split",
    doc: "The parts between the matches.",
    signatures: [
      signature("(value: text, pattern: text) -> list(text)", "string_split_regex($1, $2)", { checks }),
    ],
    example: { call: 'regex_split("a, b;c", "[,;] *")', result: '["a", "b", "c"]' },
  },
  {
    name: "regex_escape",
    doc: "The text as a pattern that matches just this text.",
    signatures: [
      signature("(value: text) -> text", "regexp_replace($1, '([\\\\^$.|?*+()\\[\\]{}])', '\\\\\\1', 'g')"),
    ],
    example: { call: 'regex_escape("1.5 (+)")', result: '"1\\\\.5 \\\\(\\\\+\\\\)"' },
  },
]);
