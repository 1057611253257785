// Hashes that are the same in every run and on every engine. Values are first written as text in a form that any
// engine can write: the length before each part keeps ("a", "bc") and ("ab", "c") apart, and null is a value.

import type { Type } from "../types.ts";
import { unreachable } from "../unreachable.ts";
import type { SpelledCall } from "./entry.ts";
import { chapter, item, signature } from "./spelling.ts";

export const hashFunctions = chapter("hash", [
  {
    name: "row_hash",
    doc: "A hash of all the values together, as 32 hexadecimal digits: equal values give equal hashes on every engine, null is a value. For finding out what has changed.",
    signatures: [
      signature("(values: any...) -> text", (args, call) => `md5(${encodedAll(args, call)})`, {
        nulls: "never",
      }),
    ],
    example: { call: 'row_hash("a", null) == row_hash(null, "a")', result: "false" },
  },
  {
    name: "hash_bucket",
    doc: "A number from 0 to `count` - 1 that hangs on the value and the `seed` alone: the same in every run and on every engine. Null has a bucket too. For splits that can be repeated.",
    signatures: [
      signature(
        "(value: any?, count: int, seed: int? = 0) -> int",
        (args, call) => {
          const [value, count, seed] = args as readonly [string, string, string];
          const text = `coalesce(CAST(${seed} AS VARCHAR), '') || ':' || ${encoded(value, call.argumentTypes[0]!.type)}`;
          return `(${firstDigits(`md5(${text})`)} % CASE WHEN ${count} < 1 THEN 1 ELSE ${count} END)`;
        },
        { checks: { count: "positive" } },
      ),
    ],
    example: { call: "hash_bucket(4711, 100, seed: 42)", result: "39" },
  },
  {
    name: "hash_int",
    doc: "A hash of the values as an int that is not negative; null is a value.",
    signatures: [
      signature("(values: any...) -> int", (args, call) => firstDigits(`md5(${encodedAll(args, call)})`), {
        nulls: "never",
      }),
    ],
    example: { call: 'hash_int("a", 1) == hash_int("a", 1)', result: "true" },
  },
  {
    name: "hash_uuid",
    doc: "A uuid made of the values: the same values give the same uuid. For keys of what has none.",
    signatures: [
      signature("(values: any...) -> uuid", (args, call) => `CAST(md5(${encodedAll(args, call)}) AS UUID)`, {
        nulls: "never",
      }),
    ],
    example: { call: 'hash_uuid("a", 1) == hash_uuid("a", 2)', result: "false" },
  },
  {
    name: "md5",
    doc: "The MD5 sum of a text in UTF-8 or of bytes, as 32 hexadecimal digits. Not for secrets.",
    signatures: [
      signature("(value: text) -> text", "md5($1)"),
      signature("(value: binary) -> text", "md5($1)"),
    ],
    example: { call: 'md5("abc")', result: '"900150983cd24fb0d6963f7d28e17f72"' },
  },
  {
    name: "sha1",
    doc: "The SHA-1 sum of a text in UTF-8 or of bytes, as 40 hexadecimal digits.",
    signatures: [
      signature("(value: text) -> text", "sha1($1)"),
      signature("(value: binary) -> text", "sha1($1)"),
    ],
    example: { call: 'sha1("abc")', result: '"a9993e364706816aba3e25717850c26c9cd0d89d"' },
  },
  {
    name: "sha256",
    doc: "The SHA-256 sum of a text in UTF-8 or of bytes, as 64 hexadecimal digits.",
    signatures: [
      signature("(value: text) -> text", "sha256($1)"),
      signature("(value: binary) -> text", "sha256($1)"),
    ],
    example: {
      call: 'sha256("abc")',
      result: '"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"',
    },
  },
  {
    name: "random_uuid",
    doc: "A random uuid, another one for each row.",
    signatures: [signature("() -> uuid", "uuid()")],
    example: { call: "random_uuid() == random_uuid()", result: "false" },
    volatile: true,
  },
]);

function encodedAll(args: readonly string[], call: SpelledCall): string {
  return args.map((value, index) => encoded(value, call.argumentTypes[index]!.type)).join(" || ");
}

/** 60 bits of a hash in hexadecimal digits: what fits an int on every engine. */
function firstDigits(hash: string): string {
  return `CAST('0x' || left(${hash}, 15) AS BIGINT)`;
}

/** A value as text, never null, that no other value of its type is written as. */
function encoded(value: string, type: Type): string {
  const text = canonical(value, type);
  return `coalesce(length(${text}) || ':' || ${text}, '-')`;
}

function canonical(value: string, type: Type): string {
  switch (type.kind) {
    case "text":
      return value;
    case "bool":
    case "int":
    case "decimal":
    case "date":
    case "uuid":
    case "size":
    case "money":
      return `CAST(${value} AS VARCHAR)`;
    case "float":
      // Fifteen digits are what every engine writes alike; 0 has one sign.
      return `format('{:.14e}', ${value} + 0e0)`;
    case "timestamp":
    case "instant":
    case "duration":
      return `CAST(epoch_us(${value}) AS VARCHAR)`;
    case "months":
      return `CAST(${value} AS VARCHAR)`;
    case "json":
      return `CAST(json(${value}) AS VARCHAR)`;
    case "binary":
      return `hex(${value})`;
    case "list":
      return `array_to_string(list_transform(${value}, lambda ${item}: ${encoded(item, type.element.type)}), '')`;
    case "struct": {
      const fields = type.fields.map((field) =>
        encoded(`struct_extract(${value}, '${field.name.replaceAll("'", "''")}')`, field.type),
      );
      return `CASE WHEN ${value} IS NULL THEN NULL ELSE ${fields.join(" || ") || "''"} END`;
    }
    case "null":
    case "unknown":
      return "CAST(NULL AS VARCHAR)";
    default:
      return unreachable(type);
  }
}
