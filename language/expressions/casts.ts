// Casts as written: `x as int`, `x as? date`. Refuses what would have to guess and says what to write instead.

import type { Expression } from "../../grammar/tree.ts";
import { convert, typedNull } from "../convert.ts";
import type { PlanExpression } from "../plan.ts";
import { bindType } from "../type-node.ts";
import { typeName } from "../type-operations.ts";
import type { ColumnType, Type } from "../types.ts";
import { type Binding, isUnknown, replacement, unboundOf } from "./binding.ts";
import { castVerdict } from "./cast-table.ts";
import { exactForm } from "./literals.ts";

/** Binds `value as type` or `value as? type`. */
export function bindCast(node: Expression & { readonly kind: "cast" }, binding: Binding): PlanExpression {
  const value = binding.bind(node.value, binding);
  const target = bindType(node.type, binding.reporter);
  if (target.type.kind === "unknown") return unboundOf(target.type);
  if (target.nullable) {
    const name = typeName(target.type);
    binding.reporter.report(
      "WR115",
      node.type,
      `A cast has no \`?\` behind its type; \`as? ${name}\` gives null where the value does not fit`,
      node.safe
        ? {}
        : {
            fixes: [
              replacement(`Write \`as? ${name}\``, { start: node.value.end, end: node.end }, ` as? ${name}`),
            ],
          },
    );
  }
  if (isUnknown(value)) return unboundOf(target.type);
  if (value.type.kind === "null") return typedNull(value, target.type);
  const verdict = castVerdict(value.type, target.type);
  if (verdict.kind === "refused") {
    const hint = verdict.instead === "" ? "" : `; ${verdict.instead}`;
    binding.reporter.report(
      "WR114",
      node,
      `\`${typeName(value.type)}\` cannot be cast to \`${typeName(target.type)}\`${hint}`,
    );
    return unboundOf(target.type);
  }
  const mayFail = verdict.kind === "checked" && node.safe;
  return explicitCast(value, target, node.safe, mayFail);
}

/** The cast of a value, with the nullability that it has afterwards. */
function explicitCast(
  value: PlanExpression,
  target: ColumnType,
  safe: boolean,
  mayFail: boolean,
): PlanExpression {
  if (target.type.kind === "decimal" && exactForm(value) !== undefined) {
    const exact = convert(value, target);
    if (exact !== undefined) return exact;
  }
  const type = nestedNullability(value.type, target.type, mayFail);
  const nullable = value.nullable || mayFail || value.type.kind === "json";
  return { kind: "cast", value, safe, implicit: false, type, nullable };
}

/** The target with `?` on the elements and fields that may come out null. */
function nestedNullability(from: Type, to: Type, mayFail: boolean): Type {
  if (to.kind === "list") {
    const inner: ColumnType =
      from.kind === "list" ? from.element : { type: from, nullable: from.kind === "json" };
    const type = nestedNullability(inner.type, to.element.type, mayFail);
    const nullable = to.element.nullable || inner.nullable || mayFail || inner.type.kind === "json";
    return { kind: "list", element: { type, nullable } };
  }
  if (to.kind === "struct" && from.kind === "struct") {
    const fields = to.fields.map((field) => {
      const source = from.fields.find((candidate) => candidate.name === field.name);
      if (source === undefined) return field;
      const type = nestedNullability(source.type, field.type, mayFail);
      return { name: field.name, type, nullable: field.nullable || source.nullable || mayFail };
    });
    return { kind: "struct", fields };
  }
  return to;
}
