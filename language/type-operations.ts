// What can be asked of types: whether two are the same, whether one widens to another, which type two have in
// common, how a type or a value is written in Weir. Pure functions over values; nothing here reports problems.

import type { ColumnType, StructField, Type, Value } from "./types.ts";
import { unreachable } from "./unreachable.ts";
import { printDate, printTimestamp } from "./values/calendar.ts";
import { maximumPrecision, printDecimal } from "./values/decimal.ts";

/** Digits that every 64-bit int fits in. */
export const intDigits = 19;

export const unknownType: Type = { kind: "unknown" };

/** Types of one word, by the word. */
export const simpleTypes: ReadonlyMap<string, Type> = new Map(
  (
    [
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
    ] as const
  ).map((kind) => [kind, { kind }]),
);

/** A type as it is written in Weir; a column type ends in `?` where it may be null. */
export function typeName(type: Type | ColumnType): string {
  if ("type" in type) {
    return type.nullable && type.type.kind !== "null" && type.type.kind !== "unknown"
      ? `${typeName(type.type)}?`
      : typeName(type.type);
  }
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "list":
      return `list(${typeName(type.element)})`;
    case "struct":
      return `struct{${type.fields.map((field) => `${field.name}: ${typeName(field)}`).join(", ")}}`;
    default:
      return type.kind;
  }
}

/** Whether two types are the same, the nullability of their parts included. */
export function sameType(left: Type, right: Type): boolean {
  if (left === right) return true;
  switch (left.kind) {
    case "decimal":
      return right.kind === "decimal" && left.precision === right.precision && left.scale === right.scale;
    case "list":
      return right.kind === "list" && sameColumnType(left.element, right.element);
    case "struct":
      return (
        right.kind === "struct" &&
        left.fields.length === right.fields.length &&
        left.fields.every((field, index) => {
          const other = right.fields[index]!;
          return field.name === other.name && sameColumnType(field, other);
        })
      );
    default:
      return left.kind === right.kind;
  }
}

export function sameColumnType(left: ColumnType, right: ColumnType): boolean {
  return left.nullable === right.nullable && sameType(left.type, right.type);
}

/** Whether two types differ at most in the nullability of their parts: then no conversion is needed. */
export function sameStorage(left: Type, right: Type): boolean {
  if (left.kind === "list" && right.kind === "list")
    return sameStorage(left.element.type, right.element.type);
  if (left.kind === "struct" && right.kind === "struct") {
    return (
      left.fields.length === right.fields.length &&
      left.fields.every((field, index) => {
        const other = right.fields[index]!;
        return field.name === other.name && sameStorage(field.type, other.type);
      })
    );
  }
  return sameType(left, right);
}

/**
 * Whether a value of `from` becomes one of `to` by itself: ints to decimals and floats, decimals to wider decimals
 * and floats, dates to timestamps, `null` to everything, lists and structs part by part. A part that may be null
 * does not become one that may not.
 */
export function widens(from: Type, to: Type): boolean {
  if (from.kind === "unknown" || to.kind === "unknown" || from.kind === "null") return true;
  switch (to.kind) {
    case "float":
      return from.kind === "int" || from.kind === "float" || from.kind === "decimal";
    case "decimal":
      if (from.kind === "int") return true;
      return (
        from.kind === "decimal" &&
        from.scale <= to.scale &&
        from.precision - from.scale <= to.precision - to.scale
      );
    case "timestamp":
      return from.kind === "date" || from.kind === "timestamp";
    case "list":
      return from.kind === "list" && columnWidens(from.element, to.element);
    case "struct":
      return (
        from.kind === "struct" &&
        from.fields.length === to.fields.length &&
        to.fields.every((field) => {
          const given = from.fields.find((candidate) => candidate.name === field.name);
          return given !== undefined && columnWidens(given, field);
        })
      );
    default:
      return from.kind === to.kind;
  }
}

function columnWidens(from: ColumnType, to: ColumnType): boolean {
  return widens(from.type, to.type) && (to.nullable || !from.nullable || from.type.kind === "unknown");
}

/** The narrowest type that both widen to, or undefined where there is none. */
export function unify(left: Type, right: Type): Type | undefined {
  if (left.kind === "unknown" || right.kind === "null") return left;
  if (right.kind === "unknown" || left.kind === "null") return right;
  if (left.kind === "list" && right.kind === "list") {
    const element = commonType(left.element, right.element);
    return element === undefined ? undefined : { kind: "list", element };
  }
  if (left.kind === "struct" && right.kind === "struct") return unifyStructs(left.fields, right.fields);
  if (left.kind === right.kind) return left.kind === "decimal" ? unifyNumbers(left, right) : left;
  if (isNumber(left) && isNumber(right)) return unifyNumbers(left, right);
  const kinds = new Set([left.kind, right.kind]);
  if (kinds.has("date") && kinds.has("timestamp")) return { kind: "timestamp" };
  return undefined;
}

/** The column type that holds values of both: the common type, null where either may be. */
export function commonType(left: ColumnType, right: ColumnType): ColumnType | undefined {
  const type = unify(left.type, right.type);
  if (type === undefined) return undefined;
  return { type, nullable: left.nullable || right.nullable };
}

export function isNumber(type: Type): boolean {
  return type.kind === "int" || type.kind === "float" || type.kind === "decimal";
}

/** A decimal type as wide as asked for, within 38 digits; the scale stays. */
export function decimalType(precision: number, scale: number): Type {
  return { kind: "decimal", precision: Math.min(maximumPrecision, precision), scale };
}

/** The decimal that holds every value of an int or decimal type. */
export function asDecimal(type: Type): { readonly precision: number; readonly scale: number } | undefined {
  if (type.kind === "int") return { precision: intDigits, scale: 0 };
  return type.kind === "decimal" ? type : undefined;
}

/** The kind of type that a value has by itself; empty lists have elements of no type yet. */
export function typeOfValue(value: Value): Type {
  switch (value.kind) {
    case "decimal":
      return { kind: "decimal", precision: value.precision, scale: value.scale };
    case "list": {
      let element: ColumnType | undefined = { type: { kind: "null" }, nullable: false };
      for (const item of value.items) {
        element = element && commonType(element, columnTypeOfValue(item));
      }
      return element === undefined ? unknownType : { kind: "list", element };
    }
    case "struct":
      return {
        kind: "struct",
        fields: value.fields.map((field) => ({ name: field.name, ...columnTypeOfValue(field.value) })),
      };
    default:
      return { kind: value.kind };
  }
}

function columnTypeOfValue(value: Value): ColumnType {
  return { type: typeOfValue(value), nullable: value.kind === "null" };
}

/** A value as it is written in Weir. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return value.value ? "true" : "false";
    case "int":
      return value.value.toString();
    case "float":
      return printFloat(value.value);
    case "decimal":
      return printDecimal(value);
    case "text":
      return printText(value.value);
    case "uuid":
      return `${printText(value.value)} as uuid`;
    case "date":
      return `@${printDate(value.days)}`;
    case "timestamp":
      return `@${printTimestamp(value.micros)}`;
    case "instant":
      return `@${printTimestamp(value.micros)}Z`;
    case "duration":
      return printDuration(value.micros);
    case "months":
      return value.months % 12 === 0 && value.months !== 0
        ? counted(value.months / 12, "year")
        : counted(value.months, "month");
    case "size":
      return printSize(value.bytes);
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

/** A text literal with its escapes. */
export function printText(text: string): string {
  let out = "";
  for (const character of text) out += escapes.get(character) ?? escapeControl(character);
  return `"${out}"`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

function escapeControl(character: string): string {
  const code = character.codePointAt(0)!;
  const plain = code >= 0x20 && code !== 0x7f && (code < 0x80 || code > 0x9f) && code !== 0x2028;
  return plain && code !== 0x2029 ? character : `\\u{${code.toString(16)}}`;
}

function printFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
  const text = String(value).replace("e+", "e");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const durationUnits: readonly (readonly [bigint, string])[] = [
  [86_400_000_000n, "day"],
  [3_600_000_000n, "hour"],
  [60_000_000n, "minute"],
  [1_000_000n, "second"],
  [1_000n, "millisecond"],
];

function printDuration(micros: bigint): string {
  for (const [size, unit] of durationUnits) {
    if (micros !== 0n && micros % size === 0n) return counted(micros / size, unit);
  }
  return micros === 0n ? "0 seconds" : counted(micros, "microsecond");
}

function printSize(bytes: bigint): string {
  const units = [
    ["TB", 10n ** 12n],
    ["GB", 10n ** 9n],
    ["MB", 10n ** 6n],
    ["kB", 1000n],
  ] as const;
  const fitting = units.find(([, size]) => bytes !== 0n && bytes % size === 0n);
  return fitting === undefined ? `${bytes} B` : `${bytes / fitting[1]} ${fitting[0]}`;
}

function counted(count: bigint | number, unit: string): string {
  return `${count} ${unit}${count === 1 || count === 1n ? "" : "s"}`;
}

function unifyNumbers(left: Type, right: Type): Type {
  const leftDecimal = asDecimal(left);
  const rightDecimal = asDecimal(right);
  if (leftDecimal === undefined || rightDecimal === undefined) return { kind: "float" };
  const scale = Math.max(leftDecimal.scale, rightDecimal.scale);
  const whole = Math.max(
    leftDecimal.precision - leftDecimal.scale,
    rightDecimal.precision - rightDecimal.scale,
  );
  return decimalType(whole + scale, scale);
}

function unifyStructs(left: readonly StructField[], right: readonly StructField[]): Type | undefined {
  if (left.length !== right.length) return undefined;
  const others = new Map(right.map((field) => [field.name, field]));
  const fields: StructField[] = [];
  for (const field of left) {
    const other = others.get(field.name);
    const common = other === undefined ? undefined : commonType(field, other);
    if (common === undefined) return undefined;
    fields.push({ name: field.name, ...common });
  }
  return { kind: "struct", fields };
}
