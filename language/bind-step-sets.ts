// Steps that put relations under each other by column names: union, except, intersect. Their columns are new,
// since a row may come from either side.

import type { Range, Step } from "../grammar/tree.ts";
import { type BindContext, type BoundRelation, namesInWords, newColumn } from "./bind-context.ts";
import { bindRelation } from "./bind-relation.ts";
import { faultyStep, reportTaken, type StepResult, stepBase } from "./bind-step.ts";
import { type Flow, freshFlow, plainShape } from "./flow.ts";
import type { Column, ColumnId, RelationInput } from "./plan.ts";
import { commonType, typeName } from "./type-operations.ts";
import type { ColumnType } from "./types.ts";

/** `union R, …`: all rows of all; columns that one lacks are null there. */
export function bindUnion(
  node: Step & { readonly kind: "union" },
  input: Flow,
  context: BindContext,
): StepResult {
  const relations = node.relations.map((relation) => bindRelation(relation, context));
  const sides: readonly (readonly Column[])[] = [
    input.shape.columns,
    ...relations.map((relation) => relation.shape.columns),
  ];
  const complete = input.shape.complete && relations.every((relation) => relation.shape.complete);
  const names = [...new Set(sides.flatMap((columns) => columns.map((column) => column.name)))];
  checkCases(names, node.keyword, context);
  const columns = names.map((name) => {
    let type: ColumnType | undefined;
    let doc = "";
    sides.forEach((side, position) => {
      const column = side.find((candidate) => candidate.name === name);
      if (column === undefined) return;
      doc = doc || column.doc;
      const common: ColumnType | undefined = type === undefined ? column : commonType(type, column);
      if (common === undefined) {
        reportTypes(name, type!, column, node.relations[position - 1]!, context);
      } else type = { type: common.type, nullable: (type?.nullable ?? false) || column.nullable };
    });
    const everywhere = sides.every((side) => side.some((column) => column.name === name));
    return newColumn(context, name, { type: type!.type, nullable: type!.nullable || !everywhere }, doc);
  });
  const flow = freshFlow(plainShape(columns, complete));
  const others = inputsOf(relations);
  if (others === undefined) return faultyStep(node, flow, context);
  return {
    plan: { kind: "union", others, columns: pairings(names, sides), ...stepBase(node, flow, context) },
    flow,
  };
}

/** `except R` and `intersect R`: distinct rows, both sides having the same columns. */
export function bindDifference(
  node: Step & { readonly kind: "except" | "intersect" },
  input: Flow,
  context: BindContext,
): StepResult {
  const relation = bindRelation(node.relation, context);
  const left = input.shape.columns;
  const right = relation.shape.columns;
  const complete = input.shape.complete && relation.shape.complete;
  if (complete) checkSameColumns(node, left, right, context);
  const columns = left.map((column) => {
    const other = right.find((candidate) => candidate.name === column.name);
    const common = other === undefined ? column : commonType(column, other);
    if (common === undefined) reportTypes(column.name, column, other!, node.relation, context);
    const nullable =
      node.kind === "intersect" ? column.nullable && (other?.nullable ?? true) : column.nullable;
    return newColumn(context, column.name, { type: (common ?? column).type, nullable }, column.doc);
  });
  const names = left.map((column) => column.name);
  const uniqueKeys = complete ? [columns.map((column) => column.id)] : [];
  const flow = freshFlow({ ...plainShape(columns, input.shape.complete), uniqueKeys });
  const others = inputsOf([relation]);
  if (others === undefined) return faultyStep(node, flow, context);
  return {
    plan: {
      kind: node.kind,
      others,
      columns: pairings(names, [left, right]),
      ...stepBase(node, flow, context),
    },
    flow,
  };
}

function checkSameColumns(
  node: Step & { readonly kind: "except" | "intersect" },
  left: readonly Column[],
  right: readonly Column[],
  context: BindContext,
): void {
  const lacks = (columns: readonly Column[], others: readonly Column[]) =>
    others
      .filter((column) => !columns.some((candidate) => candidate.name === column.name))
      .map((column) => column.name);
  const missingRight = lacks(right, left);
  const missingLeft = lacks(left, right);
  if (missingRight.length === 0 && missingLeft.length === 0) return;
  const differences = [
    ...(missingRight.length > 0 ? [`the right side lacks ${namesInWords(missingRight, "and")}`] : []),
    ...(missingLeft.length > 0 ? [`the left side lacks ${namesInWords(missingLeft, "and")}`] : []),
  ];
  context.reporter.report(
    "WR182",
    node.relation,
    `\`${node.kind}\` needs the same columns on both sides: ${differences.join(", ")}; \`select\` them first`,
  );
}

function checkCases(names: readonly string[], range: Range, context: BindContext): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) reportTaken(name, other, range, context);
    else seen.set(name.toLowerCase(), name);
  }
}

function reportTypes(
  name: string,
  before: ColumnType,
  column: ColumnType,
  range: Range,
  context: BindContext,
): void {
  context.reporter.report(
    "WR182",
    range,
    `\`${name}\` is \`${typeName(column)}\` here and \`${typeName(before)}\` before; cast one of them`,
  );
}

function inputsOf(relations: readonly BoundRelation[]): readonly RelationInput[] | undefined {
  const inputs = relations.flatMap((relation) => relation.input ?? []);
  return inputs.length === relations.length ? inputs : undefined;
}

function pairings(
  names: readonly string[],
  sides: readonly (readonly Column[])[],
): readonly (readonly (ColumnId | undefined)[])[] {
  return sides.map((side) => names.map((name) => side.find((column) => column.name === name)?.id));
}
