// What can be said about types alone: which are the same, which widen to which, what two have in common, and how
// types and values are written. Unknown types agree with everything, so that one fault gives one problem.

import type { ColumnType, StructField, Type, Value } from "./types.ts";
import { unreachable } from "./unreachable.ts";
import { printDate, printTimestamp } from "./values/calendar.ts";
import { maximumPrecision, printDecimal } from "./values/decimal.ts";

/** Digits of the largest `int`: what a decimal needs before its point to hold every int. */
export const intDigits = 19;

/** Whether two types are one, nullability inside lists and structs included. */
export function sameType(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (left.kind === "decimal" && right.kind === "decimal") {
    return left.precision === right.precision && left.scale === right.scale;
  }
  if (left.kind === "list" && right.kind === "list") return sameColumnType(left.element, right.element);
  if (left.kind === "struct" && right.kind === "struct") {
    return (
      left.fields.length === right.fields.length &&
      left.fields.every((field, index) => {
        const other = right.fields[index]!;
        return field.name === other.name && sameColumnType(field, other);
      })
    );
  }
  return left.kind === right.kind;
}

/** Whether every value of `from` is taken for a value of `to` without being asked: nothing is lost by it. */
export function widens(from: Type, to: Type): boolean {
  if (from.kind === "unknown" || to.kind === "unknown" || from.kind === "null") return true;
  switch (to.kind) {
    case "float":
      return from.kind === "float" || from.kind === "int" || from.kind === "decimal";
    case "decimal":
      if (from.kind === "int") return to.precision - to.scale >= intDigits;
      return (
        from.kind === "decimal" &&
        to.scale >= from.scale &&
        to.precision - to.scale >= from.precision - from.scale
      );
    case "timestamp":
      return from.kind === "timestamp" || from.kind === "date";
    case "list":
      return from.kind === "list" && widensColumn(from.element, to.element);
    case "struct": {
      if (from.kind !== "struct" || from.fields.length !== to.fields.length) return false;
      return to.fields.every((field) => {
        const source = from.fields.find((candidate) => candidate.name === field.name);
        return source !== undefined && widensColumn(source, field);
      });
    }
    default:
      return from.kind === to.kind;
  }
}

/** The narrowest type that both widen to; undefined where there is none. */
export function unify(left: Type, right: Type): Type | undefined {
  if (left.kind === "unknown" || right.kind === "unknown") return { kind: "unknown" };
  if (left.kind === "null") return right;
  if (right.kind === "null") return left;
  if (left.kind === "list" && right.kind === "list") {
    const element = commonType(left.element, right.element);
    return element === undefined ? undefined : { kind: "list", element };
  }
  if (left.kind === "struct" && right.kind === "struct") return unifyStructs(left.fields, right.fields);
  const pair = [left.kind, right.kind];
  if (pair.includes("decimal") && !pair.includes("float")) {
    const first = decimalFor(left);
    const second = decimalFor(right);
    if (first === undefined || second === undefined) return undefined;
    const scale = Math.max(first.scale, second.scale);
    const whole = Math.max(first.precision - first.scale, second.precision - second.scale);
    return { kind: "decimal", precision: Math.min(maximumPrecision, whole + scale), scale };
  }
  if (widens(left, right)) return right;
  return widens(right, left) ? left : undefined;
}

/** The common type of two columns, which may be null where one of them may. */
export function commonType(left: ColumnType, right: ColumnType): ColumnType | undefined {
  const type = unify(left.type, right.type);
  if (type === undefined) return undefined;
  const isNull = left.type.kind === "null" || right.type.kind === "null";
  return { type, nullable: left.nullable || right.nullable || isNull };
}

/** A type in Weir's notation: `list(text?)`, `decimal(12, 2)`, with `?` behind a column that may be null. */
export function typeName(type: Type | ColumnType): string {
  if ("type" in type) {
    const mark = type.nullable && type.type.kind !== "null" && type.type.kind !== "unknown" ? "?" : "";
    return `${typeName(type.type)}${mark}`;
  }
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "list":
      return `list(${typeName(columnOnly(type.element))})`;
    case "struct":
      return `struct{${type.fields.map((field) => `${field.name}: ${typeName(columnOnly(field))}`).join(", ")}}`;
    default:
      return type.kind;
  }
}

/** A value as it is written in Weir. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
    case "int":
      return String(value.value);
    case "float":
      return Number.isInteger(value.value) && Math.abs(value.value) < 1e15
        ? `${value.value}.0`
        : String(value.value);
    case "decimal":
      return printDecimal(value);
    case "text":
    case "uuid":
      return quoteText(value.value);
    case "date":
      return `@${printDate(value.days)}`;
    case "timestamp":
      return `@${printTimestamp(value.micros)}`;
    case "instant":
      return `@${printTimestamp(value.micros)}Z`;
    case "duration":
      return printDuration(value.micros);
    case "months":
      return value.months === 1 ? "1 month" : `${value.months} months`;
    case "size":
      return `${value.bytes} B`;
    case "money":
      return `$${value.dollars}`;
    case "list":
      return `[${value.items.map(printValue).join(", ")}]`;
    case "struct":
      return `{${value.fields.map((field) => `${field.name}: ${printValue(field.value)}`).join(", ")}}`;
    default:
      return unreachable(value);
  }
}

/** A text as a literal. */
export function quoteText(text: string): string {
  const escaped = text.replace(/["\\\n\t\u0000-\u001f\u007f]/gu, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === '"' || character === "\\") return `\\${character}`;
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
  return `"${escaped}"`;
}

function sameColumnType(left: ColumnType, right: ColumnType): boolean {
  return left.nullable === right.nullable && sameType(left.type, right.type);
}

function widensColumn(from: ColumnType, to: ColumnType): boolean {
  const fitsNull = to.nullable || (!from.nullable && from.type.kind !== "null");
  return fitsNull && widens(from.type, to.type);
}

/** Fields are matched by name and keep the order of the left side. */
function unifyStructs(left: readonly StructField[], right: readonly StructField[]): Type | undefined {
  if (left.length !== right.length) return undefined;
  const fields: StructField[] = [];
  for (const field of left) {
    const other = right.find((candidate) => candidate.name === field.name);
    const common = other === undefined ? undefined : commonType(field, other);
    if (common === undefined) return undefined;
    fields.push({ name: field.name, ...common });
  }
  return { kind: "struct", fields };
}

function decimalFor(type: Type): { readonly precision: number; readonly scale: number } | undefined {
  if (type.kind === "decimal") return type;
  return type.kind === "int" ? { precision: intDigits, scale: 0 } : undefined;
}

/** Only the type and the nullability of what may carry more. */
function columnOnly(column: ColumnType): ColumnType {
  return { type: column.type, nullable: column.nullable };
}

const durationUnits: readonly (readonly [bigint, string])[] = [
  [86_400_000_000n, "day"],
  [3_600_000_000n, "hour"],
  [60_000_000n, "minute"],
  [1_000_000n, "second"],
  [1_000n, "millisecond"],
  [1n, "microsecond"],
];

function printDuration(micros: bigint): string {
  const [length, unit] = durationUnits.find(([size]) => micros % size === 0n)!;
  const count = micros / length;
  return count === 1n ? `1 ${unit}` : `${count} ${unit}s`;
}
