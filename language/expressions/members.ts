// `a.b`, `a[0]` and `a["b"]`: columns behind aliases, struct fields, elements of lists and paths into json.

import type { Expression } from "../../grammar/tree.ts";
import { namesInWords, suggestion } from "../bind-context.ts";
import type { PlanExpression } from "../plan.ts";
import { typeName } from "../type-operations.ts";
import type { Type } from "../types.ts";
import { type Binding, constant, isNullLiteral, isUnknown, unbound } from "./binding.ts";
import { bindAliased, isKnownName, reportUnknownQualifier } from "./names.ts";
import { withFacts } from "./null-facts.ts";

type MemberNode = Expression & { readonly kind: "member" };
type IndexNode = Expression & { readonly kind: "index" };

const json: Type = { kind: "json" };

/** Binds `object.name`. An alias in scope wins over a struct column of that name. */
export function bindMember(node: MemberNode, binding: Binding): PlanExpression {
  const aliased = bindAliased(node, binding);
  if (aliased !== undefined) return aliased;
  if (node.object.kind === "columnName" && !isKnownName(node.object.name.text, binding)) {
    binding.reporter.miss(node.object.name, binding.scope);
    if (node.object.name.text !== "" && binding.scope.complete)
      reportUnknownQualifier(node.object.name, binding);
    return unbound;
  }
  const object = binding.bind(node.object, binding);
  if (isUnknown(object) || isNullLiteral(object)) return unbound;
  if (node.name.text === "") {
    binding.reporter.miss(node.name, binding.scope, object);
    return unbound;
  }
  if (object.type.kind === "json") {
    const key = constant({ kind: "text", value: node.name.text }, { kind: "text" });
    return { kind: "jsonPath", object, key, type: json, nullable: true };
  }
  if (object.type.kind === "struct") return bindField(node, object, object.type, binding);
  const hint =
    object.type.kind === "list"
      ? `; \`list_map(…, x => x.${node.name.text})\` takes it from each element`
      : "";
  binding.reporter.report(
    "WR104",
    node.name,
    `\`${typeName(object.type)}\` has no fields, so there is no \`${node.name.text}\`${hint}`,
  );
  return unbound;
}

/** Binds `object[index]`. */
export function bindIndex(node: IndexNode, binding: Binding): PlanExpression {
  const object = binding.bind(node.object, binding);
  const index = binding.bind(node.index, binding);
  if (isUnknown(object) || isUnknown(index)) return unbound;
  const kind = index.type.kind;
  if (object.type.kind === "list" && kind === "int") {
    return { kind: "element", object, index, type: object.type.element.type, nullable: true };
  }
  if (object.type.kind === "json" && (kind === "int" || kind === "text")) {
    return { kind: "jsonPath", object, key: index, type: json, nullable: true };
  }
  const what = typeName(object.type);
  if (object.type.kind === "list" || object.type.kind === "json") {
    const takes = object.type.kind === "list" ? "an int" : "an int or a text";
    binding.reporter.report(
      "WR131",
      node.index,
      `An index of \`${what}\` is ${takes}, not \`${typeName(index.type)}\``,
    );
    return unbound;
  }
  let hint = "";
  if (object.type.kind === "struct") hint = "; a field is written `.name`";
  else if (object.type.kind === "text") hint = "; `substring(…, 0, 1)` takes a part of a text";
  binding.reporter.report("WR131", node, `\`${what}\` has no elements${hint}`);
  return unbound;
}

function bindField(
  node: MemberNode,
  object: PlanExpression,
  type: Type & { readonly kind: "struct" },
  binding: Binding,
): PlanExpression {
  const field = type.fields.find((candidate) => candidate.name === node.name.text);
  if (field !== undefined) {
    const nullable = object.nullable || field.nullable;
    return withFacts({ kind: "field", object, name: field.name, type: field.type, nullable }, binding.facts);
  }
  binding.reporter.miss(node.name, binding.scope, object);
  const names = type.fields.map((candidate) => candidate.name);
  const near = suggestion(node.name, names);
  const rest = near.text === "" ? `; it has ${namesInWords(names, "and")}` : near.text;
  binding.reporter.report(
    "WR104",
    node.name,
    `This struct has no field \`${node.name.text}\`${rest}`,
    near.options,
  );
  return unbound;
}
