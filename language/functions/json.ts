// Functions of json. Json null is null, as everywhere. `.name`, `["name"]` and `[0]` read parts, `as` gives types.

import { chapter, loose, nullWhereNull, signature } from "./spelling.ts";

/** Json without json null. */
function known(sql: string): string {
  return `nullif(${sql}, CAST('null' AS JSON))`;
}

export const jsonFunctions = chapter("json", [
  {
    name: "parse_json",
    doc: "The json that a text writes; null where it is none.",
    signatures: [
      signature("(value: text) -> json?", known("CASE WHEN json_valid($1) THEN json($1) ELSE NULL END")),
    ],
    example: { call: 'parse_json("{\\"a\\": 7}").a as int', result: "7" },
  },
  {
    name: "is_json",
    doc: "Whether a text is json.",
    signatures: [signature("(value: text) -> bool", "json_valid($1)")],
    example: { call: 'is_json("{a: 1")', result: "false" },
  },
  {
    name: "to_json",
    doc: "Any value as json: lists as arrays, structs as objects, dates and times as ISO texts.",
    signatures: [signature("(value: any) -> json", "to_json($1)")],
    example: { call: "json_text(to_json({a: 1, b: [true]}))", result: '"{\\"a\\":1,\\"b\\":[true]}"' },
  },
  {
    name: "json_text",
    doc: "The json as it is written, without blanks. `as text` gives a json text without its quotes.",
    signatures: [signature("(value: json) -> text", "CAST(json($1) AS VARCHAR)")],
    example: { call: 'json_text(parse_json("[1, 2]"))', result: '"[1,2]"' },
  },
  {
    name: "json_type",
    doc: 'What the json is: `"object"`, `"array"`, `"text"`, `"number"` or `"bool"`.',
    signatures: [
      signature(
        "(value: json) -> text?",
        "CASE json_type($1) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'text' WHEN 'BOOLEAN' THEN 'bool' WHEN 'NULL' THEN NULL ELSE CASE WHEN $1 IS NULL THEN NULL ELSE 'number' END END",
      ),
    ],
    example: { call: 'json_type(parse_json("[1]"))', result: '"array"' },
  },
  {
    name: "json_keys",
    doc: "The names in a json object, in order; none of anything else.",
    signatures: [signature("(value: json) -> list(text)", "json_keys($1)")],
    example: { call: 'json_keys(parse_json("{\\"a\\": 1, \\"b\\": 2}"))', result: '["a", "b"]' },
  },
  {
    name: "json_length",
    doc: "How many elements a json array has; null of anything else.",
    signatures: [
      loose(
        "(value: json) -> int?",
        "CASE WHEN json_type($1) = 'ARRAY' THEN json_array_length($1) ELSE NULL END",
      ),
    ],
    example: { call: 'json_length(parse_json("[1, 2]"))', result: "2" },
  },
  {
    name: "json_has",
    doc: "Whether a json object has this name, even with null.",
    signatures: [
      signature("(value: json, name: text) -> bool", (args, call) =>
        nullWhereNull(
          args,
          call,
          0,
          nullWhereNull(args, call, 1, `coalesce(list_contains(json_keys(${args[0]}), ${args[1]}), false)`),
        ),
      ),
    ],
    example: { call: 'json_has(parse_json("{\\"a\\": null}"), "a")', result: "true" },
  },
  {
    name: "json_elements",
    doc: "The elements of a json array as a list; null of anything else.",
    signatures: [
      signature(
        "(value: json) -> list(json?)?",
        `CASE WHEN json_type($1) = 'ARRAY' THEN list_transform(CAST($1 AS JSON[]), lambda __item: ${known("__item")}) ELSE NULL END`,
      ),
    ],
    example: { call: 'length(json_elements(parse_json("[1, 2, 3]")))', result: "3" },
  },
  {
    name: "json_pretty",
    doc: "The json as text on several lines.",
    signatures: [signature("(value: json) -> text", "json_pretty($1)")],
    example: { call: 'length(json_pretty(parse_json("{}"))) > 0', result: "true" },
  },
]);
