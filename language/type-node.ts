// Types as written to types: `decimal(12, 2)`, `list(text?)`, `struct{a: int}`. Names of other languages are
// understood well enough to say the right one.

import type { TypeNode } from "../grammar/tree.ts";
import { nearestName } from "./nearest-name.ts";
import type { Reporter } from "./reporter.ts";
import type { ColumnType, StructField, Type } from "./types.ts";
import { maximumPrecision } from "./values/decimal.ts";

const plainTypes = [
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

/** The names of all types, for completion and for the messages. */
export const typeNames: readonly string[] = [...plainTypes, "decimal", "list", "struct"];

/** What other languages call our types. */
const foreignNames: Readonly<Record<string, string>> = {
  boolean: "bool",
  integer: "int",
  bigint: "int",
  smallint: "int",
  tinyint: "int",
  int8: "int",
  int16: "int",
  int32: "int",
  int64: "int",
  long: "int",
  short: "int",
  double: "float",
  real: "float",
  float32: "float",
  float64: "float",
  number: "float",
  numeric: "decimal",
  string: "text",
  str: "text",
  varchar: "text",
  char: "text",
  utf8: "text",
  datetime: "timestamp",
  timestamptz: "instant",
  interval: "duration",
  timedelta: "duration",
  blob: "binary",
  bytes: "binary",
  bytea: "binary",
  jsonb: "json",
  array: "list",
  record: "struct",
  object: "struct",
  row: "struct",
};

/** True for names of types, here or elsewhere, and for what is nearly one. */
export function isLikeTypeName(name: string): boolean {
  return typeNames.includes(name) || meantType(name) !== undefined;
}

/** The type that `node` names. What is wrong with it is reported, and its type is then unknown. */
export function bindType(node: TypeNode, reporter: Reporter): ColumnType {
  return { type: typeOf(node, reporter), nullable: node.nullable };
}

function typeOf(node: TypeNode, reporter: Reporter): Type {
  const name = node.name.text;
  if (name === "") return { kind: "unknown" };
  if (name === "decimal") return decimalType(node, reporter);
  if (name === "list") return listType(node, reporter);
  if (name === "struct") return structType(node, reporter);
  const plain = plainTypes.find((candidate) => candidate === name);
  if (plain === undefined) return reportUnknownType(node, reporter);
  if (node.numbers.length > 0 || node.element !== undefined) {
    reporter.report("WR116", node, `\`${name}\` takes nothing in parentheses; write \`${name}\``);
  }
  return { kind: plain };
}

function decimalType(node: TypeNode, reporter: Reporter): Type {
  const [precision, scale] = node.numbers;
  if (precision === undefined || scale === undefined || node.numbers.length > 2) {
    reporter.report("WR116", node, "`decimal` needs its digits in all and after the point: `decimal(12, 2)`");
    return { kind: "unknown" };
  }
  if (!Number.isInteger(precision) || !Number.isInteger(scale)) {
    reporter.report("WR116", node, "The digits of a `decimal` are whole numbers: `decimal(12, 2)`");
    return { kind: "unknown" };
  }
  if (precision < 1 || precision > maximumPrecision) {
    reporter.report("WR116", node, `A decimal has 1 to ${maximumPrecision} digits, not ${precision}`);
    return { kind: "unknown" };
  }
  if (scale > precision) {
    reporter.report(
      "WR116",
      node,
      `A decimal of ${precision} digits cannot have ${scale} of them after the point`,
    );
    return { kind: "unknown" };
  }
  return { kind: "decimal", precision, scale };
}

function listType(node: TypeNode, reporter: Reporter): Type {
  if (node.element !== undefined) return { kind: "list", element: bindType(node.element, reporter) };
  reporter.report("WR116", node, "`list` needs the type of its elements: `list(text)`");
  return { kind: "unknown" };
}

function structType(node: TypeNode, reporter: Reporter): Type {
  if (node.fields.length === 0) {
    reporter.report("WR116", node, "`struct` needs its fields: `struct{a: int, b: text?}`");
    return { kind: "unknown" };
  }
  const fields: StructField[] = [];
  for (const field of node.fields) {
    const type = bindType(field.type, reporter);
    if (field.name.text === "") continue;
    if (fields.some((known) => known.name.toLowerCase() === field.name.text.toLowerCase())) {
      reporter.report("WR133", field.name, `This struct has \`${field.name.text}\` already`);
      continue;
    }
    fields.push({ name: field.name.text, ...type });
  }
  return { kind: "struct", fields };
}

function meantType(name: string): string | undefined {
  return foreignNames[name.toLowerCase()] ?? nearestName(name, typeNames);
}

function reportUnknownType(node: TypeNode, reporter: Reporter): Type {
  const name = node.name.text;
  const meant = meantType(name);
  const suffix =
    meant === undefined ? `; there are ${typeNames.join(", ")}` : `; write \`${withArguments(meant)}\``;
  const isWhole = meant !== undefined && meant !== "decimal" && meant !== "list" && meant !== "struct";
  reporter.report("WR116", node.name, `There is no type \`${name}\`${suffix}`, {
    fixes: isWhole
      ? [
          {
            title: `Write \`${meant}\``,
            edits: [{ start: node.name.start, end: node.name.end, newText: meant }],
          },
        ]
      : [],
  });
  return { kind: "unknown" };
}

function withArguments(name: string): string {
  if (name === "decimal") return "decimal(12, 2)";
  if (name === "list") return "list(text)";
  return name === "struct" ? "struct{a: int}" : name;
}
