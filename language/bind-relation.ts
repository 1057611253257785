// Relations: what stands after `from`, `join`, `union`, `except` and `intersect`. A relation gives columns with
// ids of the pipeline that reads it; what it is made of keeps its own.

import type { RelationNode } from "../grammar/tree.ts";
import { bindArguments } from "./bind-arguments.ts";
import { type BindContext, type BoundRelation, newColumn, suggestion } from "./bind-context.ts";
import { bindFreeRows } from "./bind-rows.ts";
import { bindSeries } from "./bind-series.ts";
import { plainShape } from "./flow.ts";
import type { CarriedColumn, Column, ColumnId, PlanExpression, RowShape } from "./plan.ts";
import { mapColumns, mapPlanOperands, mapSortKeys } from "./plan-walk.ts";
import type { PipelineFace, PipelineSymbol } from "./symbols.ts";
import { unreachable } from "./unreachable.ts";

/** Relations that a place allows besides named ones and steps. */
export interface RelationRules {
  readonly arguments: "required" | "optional";
}

/** Binds a relation; problems are reported, and what follows from them is silent. */
export function bindRelation(
  node: RelationNode,
  context: BindContext,
  rules: RelationRules = { arguments: "required" },
): BoundRelation {
  switch (node.kind) {
    case "namedRelation":
      return bindNamed(node, context, rules);
    case "rowsRelation": {
      const { columns, rows } = bindFreeRows(node.rows, context);
      return { input: { kind: "rows", columns, rows }, shape: plainShape(columns, true), alias: "" };
    }
    case "seriesRelation":
      return bindSeries(node, context);
    case "stepsRelation": {
      const bound = context.bindInner(node.steps, node);
      const { columns, order, uniqueKeys, complete } = bound.plan.shape;
      const carried = bound.carried.map((column): CarriedColumn => ({ inner: column.id, column }));
      return {
        input: { kind: "steps", relation: bound.plan, columns, carried },
        shape: { columns, hidden: [], order, uniqueKeys, complete },
        alias: "",
      };
    }
    case "connectorRelation":
      context.reporter.report(
        "WR142",
        node,
        `Data is read through a source: declare \`source name = ${node.connector.name.text}(…)\` and write its name here`,
      );
      return unknownRelation("");
    default:
      return unreachable(node);
  }
}

/** The relation of which nothing is known. */
export function unknownRelation(alias: string): BoundRelation {
  return { input: undefined, shape: plainShape([], false), alias };
}

function bindNamed(
  node: RelationNode & { readonly kind: "namedRelation" },
  context: BindContext,
  rules: RelationRules,
): BoundRelation {
  const name = node.name.text;
  if (name === "") return unknownRelation("");
  const symbol = context.lookup.relation(name);
  if (symbol === undefined) {
    reportUnknown(node, context);
    return unknownRelation(name);
  }
  context.reporter.refer(node.name, { kind: "symbol", name });
  if (symbol === "cyclic" || symbol === "faulty") return unknownRelation(name);
  if (symbol.kind === "pipeline") return bindCall(node, symbol, context, rules);
  if (node.arguments !== undefined && node.arguments.length > 0) {
    context.reporter.report(
      "WR156",
      node.arguments[0]!,
      `\`${name}\` is a ${symbol.kind} and takes no arguments; filter it with \`where\``,
    );
  }
  const from = symbol.kind === "source" ? symbol : symbol.relation();
  const columns = from.columns.map((column) => newColumn(context, column.name, column, column.doc));
  return {
    input: { kind: symbol.kind, name: symbol.name, location: from.location, columns },
    shape: plainShape(columns, from.complete),
    alias: name,
  };
}

function bindCall(
  node: RelationNode & { readonly kind: "namedRelation" },
  symbol: PipelineSymbol,
  context: BindContext,
  rules: RelationRules,
): BoundRelation {
  const bound = bindArguments(node.arguments ?? [], symbol.face.parameters, context, {
    callee: `\`${symbol.name}\``,
    range: node.name,
    optional: rules.arguments === "optional",
  });
  const { columns, carried, shape } = instantiate(symbol.face, context);
  const order = mapSortKeys(shape.order, (value) => withArguments(value, bound.values));
  return {
    input: { kind: "pipeline", pipeline: symbol.plan, arguments: bound.values, columns, carried },
    shape: { ...shape, order },
    alias: node.name.text,
  };
}

/** A sort key of the called pipeline in the caller's terms: its parameters are the caller's arguments. */
function withArguments(
  value: PlanExpression,
  given: Readonly<Record<string, PlanExpression>>,
): PlanExpression {
  if (value.kind === "parameter" && Object.hasOwn(given, value.name)) return given[value.name]!;
  return mapPlanOperands(value, (operand) => withArguments(operand, given));
}

/** The shape that a pipeline's face gives to one who reads it, under new ids. */
export function instantiate(
  face: PipelineFace,
  context: BindContext,
): {
  readonly columns: readonly Column[];
  readonly carried: readonly CarriedColumn[];
  readonly shape: RowShape;
} {
  const columns = face.columns.map((column) => newColumn(context, column.name, column, column.doc));
  const carried = face.carried.map(({ inner, column }): CarriedColumn => {
    return { inner, column: newColumn(context, column.name, column, column.doc) };
  });
  const positions: readonly ColumnId[] = [...columns, ...carried.map(({ column }) => column)].map(
    (column) => column.id,
  );
  const ids = new Map(positions.map((id, position) => [position, id]));
  return {
    columns,
    carried,
    shape: {
      columns,
      hidden: [],
      order: mapSortKeys(face.order, (value) => mapColumns(value, ids)),
      uniqueKeys: face.uniqueKeys.map((key) => key.map((position) => positions[position]!)),
      complete: face.complete,
    },
  };
}

function reportUnknown(node: RelationNode & { readonly kind: "namedRelation" }, context: BindContext): void {
  const kind = context.lookup.kindOf(node.name.text);
  if (kind !== undefined) {
    context.reporter.report(
      "WR142",
      node.name,
      `\`${node.name.text}\` is a ${kind}; a source, store or pipeline belongs here`,
    );
    return;
  }
  const near = suggestion(node.name, context.lookup.names(["source", "store", "pipeline"]));
  context.reporter.report(
    "WR141",
    node.name,
    `There is no source, store or pipeline \`${node.name.text}\`${near.text === "" ? "; declare it or import it" : near.text}`,
    near.options,
  );
}
