// Lists, structs and interpolated texts.

import type { Expression } from "../../grammar/tree.ts";
import { castTo, commonOperands } from "../convert.ts";
import type { PlanExpression } from "../plan.ts";
import { commonType, typeName } from "../type-operations.ts";
import type { StructField, Type } from "../types.ts";
import { type Binding, constant, isUnknown, unbound, unboundOf } from "./binding.ts";
import { concatTexts } from "./concat.ts";

const text: Type = { kind: "text" };

/** Binds `[a, b]`: the elements unify. */
export function bindList(node: Expression & { readonly kind: "list" }, binding: Binding): PlanExpression {
  const nodes = node.items.map((item) => (item.kind === "sortKey" ? item.value : item));
  const items = nodes.map((item) => binding.bind(item, binding));
  if (items.some(isUnknown)) return unbound;
  const common = commonOperands(items);
  if (common === undefined) {
    const first = items[0]!;
    const at = items.findIndex((item) => commonType(first, item) === undefined);
    const other = Math.max(1, at);
    binding.reporter.report(
      "WR113",
      nodes[other]!,
      `This list begins with \`${typeName(first.type)}\`, this element is \`${typeName(items[other]!.type)}\`; a list has one type`,
    );
    return unbound;
  }
  const type: Type = { kind: "list", element: common.common };
  return { kind: "list", items: common.operands, type, nullable: false };
}

/** Binds `{a: 1, b: "x"}`. */
export function bindStruct(node: Expression & { readonly kind: "struct" }, binding: Binding): PlanExpression {
  const fields: { readonly name: string; readonly value: PlanExpression }[] = [];
  const types: StructField[] = [];
  let faulty = false;
  for (const field of node.fields) {
    const value = binding.bind(field.value, binding);
    const name = field.name.text;
    if (isUnknown(value) || name === "") faulty = true;
    if (name === "") continue;
    if (fields.some((known) => known.name.toLowerCase() === name.toLowerCase())) {
      binding.reporter.report(
        "WR133",
        field.name,
        `This struct has \`${name}\` already; give it another name`,
      );
      faulty = true;
      continue;
    }
    fields.push({ name, value });
    types.push({ name, type: value.type, nullable: value.nullable });
  }
  if (faulty) return unbound;
  return { kind: "struct", fields, type: { kind: "struct", fields: types }, nullable: false };
}

/** Binds `f"…{x}…"`: the parts as texts, joined. Null anywhere makes the whole null. */
export function bindInterpolation(
  node: Expression & { readonly kind: "interpolation" },
  binding: Binding,
): PlanExpression {
  const parts: PlanExpression[] = [];
  let faulty = false;
  for (const part of node.parts) {
    if (typeof part === "string") {
      if (part !== "") parts.push(constant({ kind: "text", value: part }, text));
      continue;
    }
    const value = binding.bind(part, binding);
    if (isUnknown(value)) {
      faulty = true;
      continue;
    }
    if (!interpolates.has(value.type.kind)) {
      const what = `\`${typeName(value.type)}\` does not say how it is to be written`;
      binding.reporter.report("WR119", part, `${what}; use \`${howToWrite(value.type)}\``);
      faulty = true;
      continue;
    }
    parts.push(castTo(value, text));
  }
  if (faulty) return unboundOf(text);
  if (parts.length === 0) return constant({ kind: "text", value: "" }, text);
  return parts.length === 1 ? parts[0]! : concatTexts(parts);
}

const interpolates: ReadonlySet<Type["kind"]> = new Set([
  "text",
  "int",
  "bool",
  "date",
  "uuid",
  "decimal",
  "null",
]);

function howToWrite(type: Type): string {
  switch (type.kind) {
    case "float":
      return 'format(…, "0.00")';
    case "timestamp":
      return 'format(…, "yyyy-MM-dd HH:mm")';
    case "instant":
      return 'format(at_zone(…, "UTC"), "yyyy-MM-dd HH:mm")';
    case "json":
      return "… as text";
    default:
      return "format(…)";
  }
}
