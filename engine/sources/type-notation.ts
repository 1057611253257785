// Reads a type as it is written in Weir, `list(struct{key: text, n: int?})?`, from files that Weir wrote itself.

import type { ColumnType, StructField, Type } from "../../language/types.ts";

/** Undefined for what is no type. */
export function parseColumnType(text: string): ColumnType | undefined {
  const reader = { text, at: 0 };
  const column = readColumn(reader);
  return column !== undefined && reader.at === text.length ? column : undefined;
}

interface TextReader {
  readonly text: string;
  at: number;
}

const simple = [
  "bool",
  "int",
  "float",
  "text",
  "date",
  "timestamp",
  "instant",
  "duration",
  "uuid",
  "binary",
  "json",
] as const;

function readColumn(reader: TextReader): ColumnType | undefined {
  const type = readType(reader);
  if (type === undefined) return undefined;
  return { type, nullable: take(reader, /\?/y) !== undefined };
}

function readType(reader: TextReader): Type | undefined {
  const word = take(reader, /\w+/y);
  const plain = simple.find((kind) => kind === word);
  if (plain !== undefined) return { kind: plain };
  switch (word) {
    case "decimal": {
      const digits = /^\((\d+), ?(\d+)\)$/.exec(take(reader, /\(\d+, ?\d+\)/y) ?? "");
      if (digits === null) return undefined;
      return { kind: "decimal", precision: Number(digits[1]), scale: Number(digits[2]) };
    }
    case "list": {
      if (take(reader, /\(/y) === undefined) return undefined;
      const element = readColumn(reader);
      return element === undefined || take(reader, /\)/y) === undefined
        ? undefined
        : { kind: "list", element };
    }
    case "struct": {
      const fields = readFields(reader);
      return fields === undefined ? undefined : { kind: "struct", fields };
    }
    default:
      return undefined;
  }
}

/** Names stand as they are, so a field ends its name at the last `: ` before a type that reads on. */
function readFields(reader: TextReader): readonly StructField[] | undefined {
  if (take(reader, /\{/y) === undefined) return undefined;
  const fields: StructField[] = [];
  while (take(reader, /\}/y) === undefined) {
    const name = take(reader, /.*?(?=: )/sy);
    if (name === undefined || take(reader, /: /y) === undefined) return undefined;
    const column = readColumn(reader);
    if (column === undefined) return undefined;
    fields.push({ name, ...column });
    take(reader, /, /y);
  }
  return fields;
}

function take(reader: TextReader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at = pattern.lastIndex;
  return match[0];
}
