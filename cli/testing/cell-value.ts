// One cell of a result as a value that can be compared: exact for all types but floats, which agree to 1e-9 of
// their size. It reads Arrow's memory by the same rules as the writers, and never rounds what is exact.

import * as arrow from "apache-arrow";
import { type CellColumn, jsonText } from "../../engine/cell-text.ts";

export type CellValue =
  | { readonly kind: "null" }
  | { readonly kind: "float"; readonly value: number }
  /** Everything exact, as its text for programs: ints, decimals, texts, dates, … `number` is set for numbers. */
  | { readonly kind: "exact"; readonly text: string; readonly number: boolean }
  | { readonly kind: "list"; readonly items: readonly CellValue[] }
  | {
      readonly kind: "struct";
      readonly fields: readonly { readonly name: string; readonly value: CellValue }[];
    };

/** How far floats that count as equal may lie apart, relative to the larger one. */
const relativeTolerance = 1e-9;

export function cellValue(column: CellColumn, row: number): CellValue {
  const { data } = column;
  const { type } = data;
  if (!data.getValid(row)) return { kind: "null" };
  if (arrow.DataType.isFloat(type)) return { kind: "float", value: data.values[row] as number };
  if (arrow.DataType.isList(type)) {
    const items: CellValue[] = [];
    const inner = { name: column.name, data: data.children[0]!, weirType: "" };
    for (let i = data.valueOffsets[row]!; i < data.valueOffsets[row + 1]!; i++)
      items.push(cellValue(inner, i));
    return { kind: "list", items };
  }
  if (arrow.DataType.isStruct(type)) {
    const fields = (type as arrow.Struct).children.map((field, index) => ({
      name: field.name,
      value: cellValue({ name: field.name, data: data.children[index]!, weirType: "" }, row),
    }));
    return { kind: "struct", fields };
  }
  const number = arrow.DataType.isInt(type) || arrow.DataType.isDecimal(type);
  return { kind: "exact", text: jsonText(column, row), number };
}

/** Whether two cells count as equal. An exact number beside a float is compared as a float. */
export function sameCell(left: CellValue, right: CellValue): boolean {
  if (left.kind === "float" || right.kind === "float") {
    const a = asFloat(left);
    const b = asFloat(right);
    return a !== undefined && b !== undefined && sameFloat(a, b);
  }
  if (left.kind === "exact" && right.kind === "exact") {
    return left.text === right.text || (left.number && right.number && sameExact(left.text, right.text));
  }
  if (left.kind === "list" && right.kind === "list") {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => sameCell(item, right.items[index]!))
    );
  }
  if (left.kind === "struct" && right.kind === "struct") {
    return (
      left.fields.length === right.fields.length &&
      left.fields.every((field) => {
        const other = right.fields.find((candidate) => candidate.name === field.name);
        return other !== undefined && sameCell(field.value, other.value);
      })
    );
  }
  return left.kind === "null" && right.kind === "null";
}

/** A text that equal cells share, floats left out: rows are sorted into buckets by it before they are compared. */
export function exactPart(value: CellValue): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "float":
      return "#";
    case "exact":
      return value.number ? "#" : value.text;
    case "list":
      return `[${value.items.map(exactPart).join(",")}]`;
    case "struct":
      return `{${value.fields.map((field) => `${field.name}:${exactPart(field.value)}`).join(",")}}`;
  }
}

// ------------------------------------------------------------------------------------------------ helpers

function asFloat(value: CellValue): number | undefined {
  if (value.kind === "float") return value.value;
  return value.kind === "exact" && value.number ? Number(value.text) : undefined;
}

function sameFloat(left: number, right: number): boolean {
  if (Object.is(left, right) || left === right || (Number.isNaN(left) && Number.isNaN(right))) return true;
  return Math.abs(left - right) <= relativeTolerance * Math.max(Math.abs(left), Math.abs(right));
}

/** `20.00` and `20` are one number. */
function sameExact(left: string, right: string): boolean {
  return withoutEndingZeros(left) === withoutEndingZeros(right);
}

function withoutEndingZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}
