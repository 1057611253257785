// Functions of texts. Characters are code points and positions count from 0, as in `list[0]`.

import type { SpelledCall } from "./entry.ts";
import { chapter, guarded, item, shortInt, signature } from "./spelling.ts";

/** What `trim` takes away; the no-break space stays, as in casts. */
const blanks = "E' \\t\\n\\r\\f'";

export const textFunctions = chapter("text", [
  {
    name: "lower",
    doc: "The text in small letters.",
    signatures: [signature("(value: text) -> text", "lower($1)")],
    example: { call: 'lower("Weir É")', result: '"weir é"' },
  },
  {
    name: "upper",
    doc: "The text in capital letters.",
    signatures: [signature("(value: text) -> text", "upper($1)")],
    example: { call: 'upper("Weir é")', result: '"WEIR É"' },
  },
  {
    name: "title",
    doc: "The first letter of each word as a capital, the rest small. A word ends at anything but a letter, a digit or `'`.",
    signatures: [
      signature(
        "(value: text) -> text",
        ([value]) =>
          `array_to_string(list_transform(regexp_extract_all(${value}, '[\\p{L}\\p{N}'']+|[^\\p{L}\\p{N}'']+'), ` +
          `lambda ${item}: upper(left(${item}, 1)) || lower(substring(${item}, 2))), '')`,
      ),
    ],
    example: { call: `title("mary-jane o'neil")`, result: `"Mary-Jane O'neil"` },
  },
  {
    name: "capitalize",
    doc: "The first letter as a capital, the rest as it is.",
    signatures: [signature("(value: text) -> text", "(upper(left($1, 1)) || substring($1, 2))")],
    example: { call: 'capitalize("new York")', result: '"New York"' },
  },
  {
    name: "trim",
    doc: "Without the blanks at both ends: spaces, tabs and line breaks.",
    signatures: [signature("(value: text) -> text", `trim($1, ${blanks})`)],
    example: { call: 'trim("  a b\\n")', result: '"a b"' },
  },
  {
    name: "trim_start",
    doc: "Without the blanks at the start.",
    signatures: [signature("(value: text) -> text", `ltrim($1, ${blanks})`)],
    example: { call: 'trim_start("  a ")', result: '"a "' },
  },
  {
    name: "trim_end",
    doc: "Without the blanks at the end.",
    signatures: [signature("(value: text) -> text", `rtrim($1, ${blanks})`)],
    example: { call: 'trim_end("  a ")', result: '"  a"' },
  },
  {
    name: "squeeze",
    doc: "Without the blanks at both ends, and one space for each run of blanks inside.",
    signatures: [signature("(value: text) -> text", "trim(regexp_replace($1, '\\s+', ' ', 'g'))")],
    example: { call: 'squeeze("  a \\n  b ")', result: '"a b"' },
  },
  {
    name: "is_blank",
    doc: "Whether there is nothing to read: null, the empty text, or blanks only. Never null.",
    signatures: [signature("(value: text?) -> bool", `(coalesce(trim($1, ${blanks}), '') = '')`)],
    example: { call: 'is_blank(" ")', result: "true" },
  },
  {
    name: "null_if_blank",
    doc: "The text, or null where it is empty or blanks only.",
    signatures: [
      signature("(value: text) -> text?", `CASE WHEN trim($1, ${blanks}) <> '' THEN $1 ELSE NULL END`),
    ],
    example: { call: 'null_if_blank("  ")', result: "null" },
  },
  {
    name: "length",
    doc: "How many characters a text has, or elements a list.",
    signatures: [
      signature("(value: text) -> int", "length($1)"),
      signature("(value: list(T)) -> int", "len($1)"),
    ],
    example: { call: 'length("naïve")', result: "5" },
  },
  {
    name: "byte_length",
    doc: "How many bytes a text takes in UTF-8, or a binary value has.",
    signatures: [
      signature("(value: text) -> int", "strlen($1)"),
      signature("(value: binary) -> int", "octet_length($1)"),
    ],
    example: { call: 'byte_length("naïve")', result: "6" },
  },
  {
    name: "replace",
    doc: "Every `find` replaced by `with`. It is taken literally; `regex_replace` takes a pattern.",
    signatures: [
      signature("(value: text, find: text, with: text) -> text", ([value, find, other], call) => {
        const replaced = `replace(${value}, ${find}, ${other})`;
        const known = call.constants[1];
        if (known?.kind === "text" && known.value !== "") return replaced;
        return `CASE WHEN ${find} = '' AND ${other} IS NOT NULL THEN ${value} ELSE ${replaced} END`;
      }),
    ],
    example: { call: 'replace("a-b-c", "-", "+")', result: '"a+b+c"' },
  },
  {
    name: "replace_characters",
    doc: "Each character of `find` replaced by the one at the same place of `with`, or left out where `with` is shorter.",
    signatures: [signature("(value: text, find: text, with: text) -> text", "translate($1, $2, $3)")],
    example: { call: 'replace_characters("1.234,50", ",.", ".")', result: '"1234.50"' },
  },
  {
    name: "contains",
    doc: "Whether `part` stands anywhere in the text, taken literally.",
    signatures: [signature("(value: text, part: text) -> bool", "contains($1, $2)")],
    example: { call: 'contains("100 %", "%")', result: "true" },
  },
  {
    name: "starts_with",
    doc: "Whether the text begins with `part`.",
    signatures: [signature("(value: text, part: text) -> bool", "starts_with($1, $2)")],
    example: { call: 'starts_with("DE-123", "DE")', result: "true" },
  },
  {
    name: "ends_with",
    doc: "Whether the text ends with `part`.",
    signatures: [signature("(value: text, part: text) -> bool", "ends_with($1, $2)")],
    example: { call: 'ends_with("photo.png", ".png")', result: "true" },
  },
  {
    name: "index_of",
    doc: "Where `part` stands first, counted from 0; null where it does not.",
    signatures: [signature("(value: text, part: text) -> int?", "(nullif(strpos($1, $2), 0) - 1)")],
    example: { call: 'index_of("hello", "l")', result: "2" },
  },
  {
    name: "count_matches",
    doc: "How often `part` stands in the text, without overlaps. An empty `part` gives 0.",
    signatures: [
      signature(
        "(value: text, part: text) -> int",
        ([value, part]) =>
          `CASE WHEN ${part} = '' AND ${value} IS NOT NULL THEN 0 ELSE (length(${value}) - length(replace(${value}, ${part}, ''))) // length(${part}) END`,
      ),
    ],
    example: { call: 'count_matches("banana", "an")', result: "2" },
  },
  {
    name: "substring",
    doc: "The characters from `start`, counted from 0 (negative: from the end), at most `length` of them. What lies outside is left out.",
    signatures: [
      signature("(value: text, start: int, length: int? = null) -> text", guarded(spellSubstring, 2)),
    ],
    example: { call: 'substring("hello", 1, 3)', result: '"ell"' },
  },
  {
    name: "left",
    doc: "The first `count` characters.",
    signatures: [
      signature("(value: text, count: int) -> text", "left($1, CASE WHEN $2 < 0 THEN 0 ELSE $2 END)"),
    ],
    example: { call: 'left("hello", 2)', result: '"he"' },
  },
  {
    name: "right",
    doc: "The last `count` characters.",
    signatures: [
      signature("(value: text, count: int) -> text", "right($1, CASE WHEN $2 < 0 THEN 0 ELSE $2 END)"),
    ],
    example: { call: 'right("hello", 2)', result: '"lo"' },
  },
  {
    name: "pad_left",
    doc: "The text with `fill` before it until it is `width` characters long. A longer text stays as it is.",
    signatures: [
      signature('(value: text, width: int, fill: text = " ") -> text', (args, call) =>
        spellPad("lpad", args, call),
      ),
    ],
    example: { call: 'pad_left("7", 3, "0")', result: '"007"' },
  },
  {
    name: "pad_right",
    doc: "The text with `fill` after it until it is `width` characters long. A longer text stays as it is.",
    signatures: [
      signature('(value: text, width: int, fill: text = " ") -> text', (args, call) =>
        spellPad("rpad", args, call),
      ),
    ],
    example: { call: 'pad_right("ab", 4, ".")', result: '"ab.."' },
  },
  {
    name: "repeat",
    doc: "The text `count` times in a row.",
    signatures: [signature("(value: text, count: int) -> text", "repeat($1, $2)")],
    example: { call: 'repeat("ab", 3)', result: '"ababab"' },
  },
  {
    name: "concat",
    doc: 'The texts one after the other; null where one is null, as in `f"{a}{b}"`. `concat_with` skips null.',
    signatures: [signature("(values: text...) -> text", (args) => `(${args.join(" || ")})`)],
    example: { call: 'concat("a", "-", "b")', result: '"a-b"' },
  },
  {
    name: "concat_with",
    doc: "The texts with `separator` between them. Null is skipped.",
    signatures: [signature("(separator: text, values: text?...) -> text", "concat_ws($*)")],
    example: { call: 'concat_with(", ", "Rome", null, "Italy")', result: '"Rome, Italy"' },
  },
  {
    name: "remove_prefix",
    doc: "The text without `prefix`, where it begins with it.",
    signatures: [
      signature(
        "(value: text, prefix: text) -> text",
        guarded("CASE WHEN starts_with($1, $2) THEN substring($1, length($2) + 1) ELSE $1 END", 2),
      ),
    ],
    example: { call: 'remove_prefix("www.example.org", "www.")', result: '"example.org"' },
  },
  {
    name: "remove_suffix",
    doc: "The text without `suffix`, where it ends with it.",
    signatures: [
      signature(
        "(value: text, suffix: text) -> text",
        guarded("CASE WHEN ends_with($1, $2) THEN left($1, length($1) - length($2)) ELSE $1 END", 2),
      ),
    ],
    example: { call: 'remove_suffix("Acme Ltd", " Ltd")', result: '"Acme"' },
  },
  {
    name: "before",
    doc: "What stands before the first `part`; the whole text where it does not occur.",
    signatures: [
      signature(
        "(value: text, part: text) -> text",
        guarded("CASE WHEN strpos($1, $2) > 0 THEN left($1, strpos($1, $2) - 1) ELSE $1 END", 2),
      ),
    ],
    example: { call: 'before("ann@example.org", "@")', result: '"ann"' },
  },
  {
    name: "after",
    doc: "What stands after the first `part`; null where it does not occur.",
    signatures: [
      signature(
        "(value: text, part: text) -> text?",
        "CASE WHEN strpos($1, $2) > 0 THEN substring($1, strpos($1, $2) + length($2)) ELSE NULL END",
      ),
    ],
    example: { call: 'after("ann@example.org", "@")', result: '"example.org"' },
  },
  {
    name: "split",
    doc: 'The parts between the separators, which are taken literally. `""` has one part, `""`.',
    signatures: [
      signature("(value: text, separator: text) -> list(text)", guarded("string_split($1, $2)", 2)),
    ],
    example: { call: 'split("a,b,,c", ",")', result: '["a", "b", "", "c"]' },
  },
  {
    name: "split_part",
    doc: "One of the parts between the separators, counted from 0 (negative: from the end); null where there are fewer.",
    signatures: [
      signature(
        "(value: text, separator: text, index: int) -> text?",
        "list_extract(string_split($1, $2), CASE WHEN $3 >= 0 THEN $3 + 1 ELSE $3 END)",
      ),
    ],
    example: { call: 'split_part("2026-01-31", "-", 1)', result: '"01"' },
  },
  {
    name: "lines",
    doc: "The lines of a text, without their ends.",
    signatures: [
      signature(
        "(value: text) -> list(text)",
        "string_split(replace($1, chr(13) || chr(10), chr(10)), chr(10))",
      ),
    ],
    example: { call: 'lines("a\\nb")', result: '["a", "b"]' },
  },
  {
    name: "levenshtein",
    doc: "How many characters must be inserted, deleted or replaced to make one text the other.",
    signatures: [signature("(a: text, b: text) -> int", "levenshtein($1, $2)")],
    example: { call: 'levenshtein("kitten", "sitting")', result: "3" },
  },
  {
    name: "similarity",
    doc: "How much two texts are alike, from 0 to 1: 1 less the Levenshtein distance by the longer length. Two empty texts are alike.",
    signatures: [
      signature(
        "(a: text, b: text) -> float",
        "CASE WHEN $1 = '' AND $2 = '' THEN 1e0 ELSE 1e0 - levenshtein($1, $2) / greatest(length($1), length($2)) END",
      ),
    ],
    example: { call: 'similarity("abcd", "abce")', result: "0.75" },
  },
]);

function spellSubstring(args: readonly string[], call: SpelledCall): string {
  const [value, start, length] = args as readonly [string, string, string];
  const from = call.constants[1];
  const count = call.constants[2];
  const hasEnd = count?.kind !== "null";
  if (from?.kind === "int" && from.value >= 0n && (!hasEnd || count?.kind === "int")) {
    const first = from.value + 1n;
    if (count?.kind !== "int") return `substring(${value}, ${first})`;
    return `substring(${value}, ${first}, ${count.value > 0n ? count.value : 0n})`;
  }
  const first = `CASE WHEN ${start} >= 0 THEN ${start} + 1 ELSE greatest(length(${value}) + ${start}, 0) + 1 END`;
  if (!hasEnd) return `substring(${value}, ${first})`;
  return `substring(${value}, ${first}, greatest(coalesce(${length}, length(${value})), 0))`;
}

function spellPad(pad: string, args: readonly string[], call: SpelledCall): string {
  const [value, width, fill] = args as readonly [string, string, string];
  // Null goes to the call below, which gives null for it.
  return `CASE WHEN (length(${value}) >= ${width} OR ${fill} = '') AND ${width} IS NOT NULL AND ${fill} IS NOT NULL THEN ${value} ELSE ${pad}(${value}, ${shortInt(args, call, 1)}, ${fill}) END`;
}
