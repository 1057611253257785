// Steps that leave the relational world: score (a model), sql (the escape hatch), into (a store).

import type { Expression, FieldDeclaration, Step } from "../grammar/tree.ts";
import { type BindContext, namesInWords, newColumn, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import {
  bindColumn,
  bindIn,
  columnSet,
  faultyStep,
  type StepResult,
  stepBase,
  withColumn,
} from "./bind-step.ts";
import { convert } from "./convert.ts";
import { type Flow, freshFlow, passOn, plainShape, scopeOf } from "./flow.ts";
import type { Column, ColumnId, PlanExpression, PlanStoreMode } from "./plan.ts";
import { modeWords, storeModes } from "./store-modes.ts";
import type { ModelSymbol, StoreRelationSymbol } from "./symbols.ts";
import { bindType } from "./type-node.ts";
import { typeName } from "./type-operations.ts";
import type { ColumnType } from "./types.ts";
import { argumentValue } from "./walk.ts";

// --------------------------------------------------------------------------------------------------- score

/** `score n = MODEL(a, b)`: all columns and the model's output. */
export function bindScore(
  node: Step & { readonly kind: "score" },
  input: Flow,
  context: BindContext,
): StepResult {
  const scope = scopeOf(input, context.outer, "scalar");
  const model = findModel(node, context);
  const values = node.arguments.map((argument) =>
    bindExpression(argumentValue(argument), scope, context.reporter),
  );
  const ordered = model === undefined ? values : modelArguments(node, model, values, context);
  const output = model?.output ?? { type: { kind: "unknown" as const }, nullable: true };
  const column = newColumn(context, node.name.text, output);
  const flow = column.name === "" ? input : withNewColumn(input, column);
  if (column.name !== "") context.reporter.refer(node.name, { kind: "column", column: column.id });
  if (model === undefined) return faultyStep(node, flow, context);
  return {
    plan: {
      kind: "score",
      column: column.id,
      model: { name: model.name, path: model.path, declaredIn: model.declaredIn },
      arguments: ordered,
      ...stepBase(node, flow, context),
    },
    flow,
  };
}

function findModel(node: Step & { readonly kind: "score" }, context: BindContext): ModelSymbol | undefined {
  if (node.model.text === "") return undefined;
  const model = context.lookup.model(node.model.text);
  if (model !== undefined) {
    context.reporter.refer(node.model, { kind: "symbol", name: model.name });
    return model;
  }
  const kind = context.lookup.kindOf(node.model.text);
  const near = suggestion(node.model, context.lookup.names(["model"]));
  const what =
    kind === undefined
      ? `There is no model \`${node.model.text}\``
      : `\`${node.model.text}\` is a ${kind}, not a model`;
  const out = near.text === "" ? '; declare it: `model name = onnx("models/name.onnx")`' : near.text;
  if (kind !== "faulty") context.reporter.report("WR193", node.model, what + out, near.options);
  return undefined;
}

function modelArguments(
  node: Step & { readonly kind: "score" },
  model: ModelSymbol,
  values: readonly PlanExpression[],
  context: BindContext,
): readonly PlanExpression[] {
  if (model.inputs === undefined) return values;
  const inputs = model.inputs;
  if (values.length !== inputs.length) {
    const wanted = namesInWords(
      inputs.map((input) => input.name),
      "and",
    );
    context.reporter.report(
      "WR193",
      node.model,
      `\`${model.name}\` takes ${inputs.length} values (${wanted}), not ${values.length}`,
    );
    return values;
  }
  return inputs.map((input, position) => {
    const argument = node.arguments[position]!;
    const named = node.arguments.findIndex((candidate) => candidate.name?.text === input.name);
    const place = named >= 0 ? named : position;
    const value = values[place]!;
    const fitting = convert(value, { type: input.type, nullable: true });
    if (fitting !== undefined) return fitting;
    context.reporter.report(
      "WR193",
      node.arguments[place] ?? argument,
      `\`${input.name}\` of \`${model.name}\` is \`${typeName(input)}\`, not \`${typeName(value)}\``,
    );
    return value;
  });
}

function withNewColumn(input: Flow, column: Column): Flow {
  const before = input.shape.columns.find((candidate) => candidate.name === column.name);
  const shape = { ...input.shape, columns: withColumn(input.shape.columns, column) };
  return passOn(input, shape, before === undefined ? {} : { replaced: new Map([[before.id, column.id]]) });
}

// ----------------------------------------------------------------------------------------------------- sql

const dialects: readonly string[] = ["duckdb", "spark"];

/** `sql duckdb """…""" returns (…)`: one text a dialect, the columns as declared. */
export function bindSql(
  node: Step & { readonly kind: "sql" },
  _input: Flow,
  context: BindContext,
): StepResult {
  const texts: Record<string, string> = {};
  for (const { dialect, text } of node.texts) {
    if (!dialects.includes(dialect.text)) {
      if (dialect.text === "") continue;
      const near = suggestion(dialect, dialects);
      context.reporter.report(
        "WR192",
        dialect,
        `There is no SQL dialect \`${dialect.text}\`${near.text === "" ? `; there are ${namesInWords(dialects, "and")}` : near.text}`,
        near.options,
      );
    } else if (texts[dialect.text] !== undefined) {
      context.reporter.report("WR192", dialect, `There are two texts for \`${dialect.text}\`; keep one`);
    } else if (text.value.trim() === "") {
      context.reporter.report("WR192", text, "This SQL is empty; write one `select … from input`");
    } else texts[dialect.text] = text.value;
  }
  const columns = fieldColumns(node.returns, context);
  const flow = freshFlow(plainShape(columns, columns.length > 0));
  return { plan: { kind: "sql", texts, ...stepBase(node, flow, context) }, flow };
}

/** New columns for declared fields; a name that comes twice is reported. */
export function fieldColumns(fields: readonly FieldDeclaration[], context: BindContext): readonly Column[] {
  const columns = columnSet(context);
  for (const field of fields) {
    const type = bindType(field.type, context.reporter);
    if (field.name.text !== "") columns.add(newColumn(context, field.name.text, type, field.doc), field.name);
  }
  return columns.columns;
}

// ---------------------------------------------------------------------------------------------------- into

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
  for (const name of store.target.partitionBy) {
    if (input.shape.columns.some((column) => column.name === name)) continue;
    context.reporter.report(
      "WR189",
      node.store,
      `\`${store.name}\` is partitioned by \`${name}\`, which the result lacks; it has ${columnList(input.shape.columns)}`,
    );
  }
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
