// Steps that leave the relational world: score (a model) and sql (the escape hatch).

import type { FieldDeclaration, Step } from "../grammar/tree.ts";
import { type BindContext, namesInWords, newColumn, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { columnSet, faultyStep, type StepResult, stepBase, withColumn } from "./bind-step.ts";
import { convert } from "./convert.ts";
import { type Flow, freshFlow, passOn, plainShape, scopeOf } from "./flow.ts";
import type { Column, PlanExpression } from "./plan.ts";
import type { ModelSymbol } from "./symbols.ts";
import { bindType } from "./type-node.ts";
import { typeName } from "./type-operations.ts";
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
