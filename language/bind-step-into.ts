// The last step: `into` a store. Which modes the store takes, which columns it wants, which keys name its rows.

import type { Expression, Step } from "../grammar/tree.ts";
import { type BindContext, namesInWords, suggestion } from "./bind-context.ts";
import { bindColumn, bindIn, faultyStep, type StepResult, stepBase } from "./bind-step.ts";
import { convert } from "./convert.ts";
import type { Flow } from "./flow.ts";
import type { ColumnId, PlanExpression, PlanStoreMode } from "./plan.ts";
import { modeWords, storeModes } from "./store-modes.ts";
import type { StoreRelationSymbol } from "./symbols.ts";
import { typeName } from "./type-operations.ts";
import type { ColumnType } from "./types.ts";

/** `into STORE mode`: the same rows, which a run stores. */
export function bindInto(
  node: Step & { readonly kind: "into" },
  input: Flow,
  context: BindContext,
): StepResult {
  const store = findStore(node, context);
  if (store === undefined) {
    const keys = node.mode?.kind === "merge" || node.mode?.kind === "replaceBy" ? node.mode.keys : [];
    for (const key of keys) bindIn(key, input, context);
    return faultyStep(node, input, context);
  }
  context.reporter.refer(node.store, { kind: "symbol", name: store.name });
  const mode = bindMode(node, store, input, context);
  checkColumns(node, store, mode, input, context);
  checkPartitions(node, store, input, context);
  return {
    plan: { kind: "into", store: store.target, mode, ...stepBase(node, input, context) },
    flow: input,
  };
}

function findStore(
  node: Step & { readonly kind: "into" },
  context: BindContext,
): StoreRelationSymbol | undefined {
  const name = node.store.text;
  if (name === "") return undefined;
  const symbol = context.lookup.relation(name);
  if (symbol === "faulty") return undefined;
  if (symbol !== undefined && symbol !== "cyclic" && symbol.kind === "store") return symbol;
  const kind = symbol === "cyclic" ? "pipeline" : (symbol?.kind ?? context.lookup.kindOf(name));
  const near = suggestion(node.store, context.lookup.names(["store"]));
  const what = kind === undefined ? `There is no store \`${name}\`` : `\`${name}\` is a ${kind}, not a store`;
  const out =
    near.text === ""
      ? `; declare one: \`store ${kind === undefined ? name : "name"} = parquet("out/${name}")\``
      : near.text;
  context.reporter.report("WR187", node.store, what + out, near.options);
  return undefined;
}

function bindMode(
  node: Step & { readonly kind: "into" },
  store: StoreRelationSymbol,
  input: Flow,
  context: BindContext,
): PlanStoreMode {
  const { format } = store.target.location;
  const allowed = storeModes[format];
  const kind = node.mode?.kind ?? allowed[0] ?? "replace";
  if (!allowed.includes(kind)) {
    const modes = namesInWords(
      allowed.map((mode) => modeWords[mode]),
      "and",
    );
    context.reporter.report(
      "WR188",
      node.mode ?? node,
      `A \`${format}\` store does not take \`${modeWords[kind]}\`; it takes ${modes}`,
    );
  }
  if (kind === "replace" || kind === "append") return { kind };
  const written = node.mode?.kind === "merge" || node.mode?.kind === "replaceBy" ? node.mode.keys : [];
  const own = written.length === 0 ? ownKeys(store, input, node, context) : [];
  const keys = [...written.flatMap((key) => keyColumn(key, input, context)), ...own];
  return { kind, keys };
}

function keyColumn(key: Expression, input: Flow, context: BindContext): readonly ColumnId[] {
  const column = bindColumn(key, input, context, "A key");
  return column === undefined ? [] : [column.id];
}

/** The columns of the store's own `key` option (a key-value store). */
function ownKeys(
  store: StoreRelationSymbol,
  input: Flow,
  node: Step & { readonly kind: "into" },
  context: BindContext,
): readonly ColumnId[] {
  return namesOfOption(store, "key").flatMap((name) => {
    const column = input.shape.columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return [column.id];
    if (input.shape.complete) {
      context.reporter.report(
        "WR189",
        node.store,
        `The key of \`${store.name}\` is \`${name}\`, which the result lacks; select it, or change the store's \`key\``,
      );
    }
    return [];
  });
}

/** Names in an option that is a text or a list of texts. */
export function namesOfOption(store: StoreRelationSymbol, option: string): readonly string[] {
  const value = store.target.location.options[option];
  if (value?.kind === "text") return [value.value];
  if (value?.kind !== "list") return [];
  return value.items.flatMap((item) => (item.kind === "text" ? [item.value] : []));
}

function checkPartitions(
  node: Step & { readonly kind: "into" },
  store: StoreRelationSymbol,
  input: Flow,
  context: BindContext,
): void {
  if (!input.shape.complete) return;
  const lacking = store.target.partitionBy.filter((name) => {
    if (input.shape.columns.some((column) => column.name === name)) return false;
    // A column that the schema block asks for is missed there already.
    return store.target.schema?.some((field) => field.name === name && !field.column.nullable) !== true;
  });
  if (lacking.length === 0) return;
  context.reporter.report(
    "WR189",
    node.store,
    `\`${store.name}\` is partitioned by ${namesInWords(lacking, "and")}, which the result lacks; it has ${columnList(input.shape.columns)}`,
  );
}

function checkColumns(
  node: Step & { readonly kind: "into" },
  store: StoreRelationSymbol,
  mode: PlanStoreMode,
  input: Flow,
  context: BindContext,
): void {
  const pinned = store.target.schema?.map((field) => ({ name: field.name, ...field.column }));
  const expected: readonly (ColumnType & { readonly name: string })[] | undefined =
    pinned ?? (mode.kind === "replace" ? undefined : store.held);
  if (expected === undefined || !input.shape.complete) return;
  const lacking = input.shape.columns.filter(
    (column) => !expected.some((field) => field.name === column.name),
  );
  if (lacking.length > 0) {
    const way =
      pinned === undefined ? "drop them, or `replace` the store" : "drop them, or add them to its schema";
    context.reporter.report(
      "WR189",
      node.store,
      `\`${store.name}\` has no column ${columnList(lacking, "or")}; ${lacking.length === 1 ? way.replaceAll("them", "it") : way}`,
    );
  }
  const missing = expected.filter(
    (field) => !field.nullable && !input.shape.columns.some((column) => column.name === field.name),
  );
  if (missing.length > 0) {
    context.reporter.report(
      "WR189",
      node.store,
      `\`${store.name}\` needs ${columnList(missing)}, which the result lacks`,
    );
  }
  for (const field of expected) {
    const column = input.shape.columns.find((candidate) => candidate.name === field.name);
    if (column === undefined) continue;
    const value: PlanExpression = {
      kind: "column",
      column: column.id,
      type: column.type,
      nullable: column.nullable,
    };
    if (convert(value, { type: field.type, nullable: true }) === undefined) {
      context.reporter.report(
        "WR189",
        node.store,
        `\`${field.name}\` of \`${store.name}\` is \`${typeName(field)}\`, the result's is \`${typeName(column)}\`; cast it: \`${field.name} as ${typeName(field.type)}\``,
      );
    } else if (column.nullable && !field.nullable && pinned !== undefined) {
      context.reporter.report(
        "WR189",
        node.store,
        `\`${field.name}\` of \`${store.name}\` may not be null, the result's may; \`expect ${field.name} != null\` before, or declare it \`${typeName(field.type)}?\``,
      );
    }
  }
}

function columnList(columns: readonly { readonly name: string }[], conjunction = "and"): string {
  return namesInWords(
    columns.map((column) => column.name),
    conjunction,
  );
}
