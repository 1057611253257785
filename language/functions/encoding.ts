// Functions between texts, their code points and their bytes.

import { chapter, loose, signature } from "./spelling.ts";

export const encodingFunctions = chapter("text", [
  {
    name: "code_point",
    doc: "The number of the first character in Unicode; null for the empty text.",
    signatures: [loose("(value: text) -> int?", "CASE WHEN $1 <> '' THEN unicode($1) ELSE NULL END")],
    example: { call: 'code_point("é")', result: "233" },
  },
  {
    name: "from_code_point",
    doc: "The character with this number in Unicode; null where there is none.",
    signatures: [
      signature(
        "(number: int) -> text?",
        "CASE WHEN $1 BETWEEN 1 AND 55295 OR $1 BETWEEN 57344 AND 1114111 THEN chr(CAST($1 AS INTEGER)) ELSE NULL END",
      ),
    ],
    example: { call: "from_code_point(233)", result: '"é"' },
  },
  {
    name: "to_binary",
    doc: "The bytes of a text in UTF-8.",
    signatures: [signature("(value: text) -> binary", "encode($1)")],
    example: { call: 'to_hex(to_binary("é"))', result: '"C3A9"' },
  },
  {
    name: "from_binary",
    doc: "The text whose bytes in UTF-8 these are; null where they are none.",
    signatures: [signature("(value: binary) -> text?", "TRY(decode($1))")],
    example: { call: 'from_binary(from_hex("C3A9"))', result: '"é"' },
  },
  {
    name: "to_hex",
    doc: "The bytes as hexadecimal digits, in capitals. An int is written without leading zeros.",
    signatures: [
      signature("(value: binary) -> text", "hex($1)"),
      signature("(value: int) -> text", "hex($1)"),
    ],
    example: { call: "to_hex(255)", result: '"FF"' },
  },
  {
    name: "from_hex",
    doc: "The bytes that hexadecimal digits stand for; null where they are not pairs of digits.",
    signatures: [
      signature(
        "(value: text) -> binary?",
        "CASE WHEN regexp_full_match($1, '([0-9A-Fa-f]{2})*') THEN unhex($1) ELSE NULL END",
      ),
    ],
    example: { call: 'to_base64(from_hex("6162"))', result: '"YWI="' },
  },
  {
    name: "to_base64",
    doc: "The bytes in base 64.",
    signatures: [signature("(value: binary) -> text", "to_base64($1)")],
    example: { call: 'to_base64(to_binary("ab"))', result: '"YWI="' },
  },
  {
    name: "from_base64",
    doc: "The bytes that a text in base 64 stands for; null where it is none.",
    signatures: [
      signature(
        "(value: text) -> binary?",
        "CASE WHEN regexp_full_match($1, '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?') THEN from_base64($1) ELSE NULL END",
      ),
    ],
    example: { call: 'from_binary(from_base64("YWI="))', result: '"ab"' },
  },
  {
    name: "url_encode",
    doc: "The text as a part of a URL: everything but letters, digits and `-_.~` as `%` and two digits.",
    signatures: [signature("(value: text) -> text", "url_encode($1)")],
    example: { call: 'url_encode("a b/ü")', result: '"a%20b%2F%C3%BC"' },
  },
  {
    name: "url_decode",
    doc: "The text that a part of a URL stands for.",
    signatures: [signature("(value: text) -> text", "url_decode($1)")],
    example: { call: 'url_decode("a%20b")', result: '"a b"' },
  },
]);
