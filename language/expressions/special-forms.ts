// The calls that are no functions of their arguments: the time of the run, and what a store holds before it.

import type { CallNode, Expression } from "../../grammar/tree.ts";
import { namesInWords, suggestion } from "../bind-context.ts";
import type { PlanExpression } from "../plan.ts";
import { isZoneName } from "../values/zones.ts";
import { type Binding, constant, isUnknown, unbound, unboundOf, withoutGroup } from "./binding.ts";
import { isOrdered } from "./comparison.ts";
import { withFacts } from "./null-facts.ts";

/** Names that are bound here. */
export const specialForms: readonly string[] = ["now", "today", "high_water"];

/** Binds `now()`, `today()`, `today(zone)` and `high_water(store.column)`; undefined for any other call. */
export function bindSpecialForm(node: CallNode, binding: Binding): PlanExpression | undefined {
  switch (node.name.text) {
    case "now":
      return bindNow(node, binding);
    case "today":
      return bindToday(node, binding);
    case "high_water":
      return bindHighWater(node, binding);
    default:
      return undefined;
  }
}

function bindNow(node: CallNode, binding: Binding): PlanExpression {
  if (node.arguments.length > 0) {
    binding.reporter.report(
      "WR120",
      node.arguments[0]!,
      "`now` takes no arguments: it is the start of the run",
    );
  }
  binding.reporter.refer(node.name, { kind: "libraryFunction", name: "now" });
  return { kind: "now", type: { kind: "instant" }, nullable: false };
}

function bindToday(node: CallNode, binding: Binding): PlanExpression {
  const [first, extra] = node.arguments;
  binding.reporter.refer(node.name, { kind: "libraryFunction", name: "today" });
  const utc = constant({ kind: "text", value: "UTC" }, { kind: "text" });
  const isZone = first?.name === undefined || first.name.text === "zone";
  if (extra !== undefined || !isZone) {
    const range = extra ?? first?.name ?? node;
    binding.reporter.report("WR120", range, '`today` takes a zone or nothing: `today("Europe/Berlin")`');
    return { kind: "today", zone: utc, type: { kind: "date" }, nullable: false };
  }
  if (first === undefined) return { kind: "today", zone: utc, type: { kind: "date" }, nullable: false };
  const node0 = first.value.kind === "sortKey" ? first.value.value : first.value;
  const zone = binding.bind(node0, binding);
  if (isUnknown(zone)) return unboundOf({ kind: "date" }, false);
  const isConstant = zone.kind === "value" || zone.kind === "parameter";
  if (zone.type.kind !== "text" || zone.nullable || !isConstant) {
    binding.reporter.report(
      "WR120",
      node0,
      'A zone is a text or a parameter, as in `today("Europe/Berlin")`',
    );
    return unboundOf({ kind: "date" }, false);
  }
  if (zone.kind === "value" && zone.value.kind === "text" && !isZoneName(zone.value.value)) {
    const written = zone.value.value;
    binding.reporter.report(
      "WR120",
      node0,
      `There is no zone "${written}"; zones are named as "Europe/Berlin" or "UTC"`,
    );
    return unboundOf({ kind: "date" }, false);
  }
  return { kind: "today", zone, type: { kind: "date" }, nullable: false };
}

function bindHighWater(node: CallNode, binding: Binding): PlanExpression {
  const { scope, reporter } = binding;
  reporter.refer(node.name, { kind: "libraryFunction", name: "high_water" });
  const [first, extra] = node.arguments;
  const target =
    first === undefined || first.value.kind === "sortKey" ? undefined : withoutGroup(first.value);
  if (target?.kind === "missing") return unbound;
  const isPath = target?.kind === "member" && target.object.kind === "columnName";
  if (target === undefined || extra !== undefined || first?.name !== undefined || !isPath) {
    const range = extra ?? first ?? node;
    reporter.report("WR130", range, "`high_water` takes a column of a store: `high_water(facts.at)`");
    return unbound;
  }
  const storeName = (target.object as Expression & { readonly kind: "columnName" }).name;
  const store = scope.stores.get(storeName.text);
  if (storeName.text === "" || target.name.text === "") return unbound;
  if (store === undefined) {
    const known = [...scope.stores.keys()];
    const near = suggestion(storeName, known);
    const has = known.length === 0 ? "; none is declared" : `; there are ${namesInWords(known, "and")}`;
    const message = `There is no store \`${storeName.text}\`${near.text === "" ? has : near.text}`;
    reporter.report("WR130", storeName, message, near.options);
    return unbound;
  }
  reporter.refer(storeName, { kind: "symbol", name: store.name });
  const column = store.columns.find((candidate) => candidate.name === target.name.text);
  if (column === undefined) {
    if (!store.complete) return unbound;
    const names = store.columns.map((candidate) => candidate.name);
    const near = suggestion(target.name, names);
    const has = names.length === 0 ? "; its columns are not known" : `; it has ${namesInWords(names, "and")}`;
    const message = `\`${store.name}\` has no column \`${target.name.text}\`${near.text === "" ? has : near.text}`;
    reporter.report("WR130", target.name, message, near.options);
    return unbound;
  }
  if (column.type.kind !== "unknown" && !isOrdered(column.type)) {
    reporter.report("WR130", target, `\`${column.name}\` has no order, so none of its values is the largest`);
    return unbound;
  }
  return withFacts(
    {
      kind: "highWater",
      store: store.name,
      location: store.location,
      column: column.name,
      type: column.type,
      nullable: true,
    },
    binding.facts,
  );
}
