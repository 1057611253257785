// The join step: which columns are reachable after it, under which names, and what is known of them. Of namesakes
// the bare name means the left one and the right one hides behind its alias; a bare `on name` is one column.

import type { Step } from "../grammar/tree.ts";
import { type BindContext, type BoundRelation, newColumn } from "./bind-context.ts";
import { bindRelation } from "./bind-relation.ts";
import { faultyStep, reportTaken, type StepResult, stepBase } from "./bind-step.ts";
import { type Aliases, type Flow, hide, keysWithin } from "./flow.ts";
import { bindMatching, type Matching, type Merged, withAlias } from "./join-condition.ts";
import { joinedKeys } from "./keys.ts";
import { narrowed, withoutNulls } from "./narrow.ts";
import type { Column, ColumnId, HiddenColumn, JoinKey, PlanStep, RowShape } from "./plan.ts";
import { commonType } from "./type-operations.ts";

type JoinNode = Step & { readonly kind: "join" };
type JoinPlan = PlanStep & { readonly kind: "join" };

/** Binds `join`. */
export function bindJoin(node: JoinNode, input: Flow, context: BindContext): StepResult {
  const right = bindRelation(node.relation, context);
  const alias = aliasOf(node, right, input, context);
  const matching = bindMatching(node, input, right, alias, context);
  const flow = joinedFlow(node, input, right, alias, matching, context);
  if (right.input === undefined) {
    return faultyStep(node, { ...flow.flow, shape: { ...flow.flow.shape, complete: false } }, context);
  }
  const plan: PlanStep = {
    kind: "join",
    join: node.join,
    right: right.input,
    alias,
    cardinality: node.cardinality ?? "many",
    keys: matching.keys,
    conditions: matching.conditions,
    asof: matching.asof,
    merged: flow.merged,
    ...stepBase(node, flow.flow, context),
  };
  return { plan, flow: flow.flow };
}

function aliasOf(node: JoinNode, right: BoundRelation, input: Flow, context: BindContext): string {
  const alias = node.alias?.text ?? right.alias;
  if (alias === "" || !input.aliases.has(alias)) return alias;
  if (node.join === "semi" || node.join === "anti") {
    if (node.alias === undefined) return alias;
  }
  context.reporter.report(
    "WR177",
    node.alias ?? node.relation,
    `\`${alias}\` already names a relation here; give this one another name: \`as ${alias}_2\``,
    node.alias === undefined
      ? {
          fixes: [
            {
              title: `Name it \`${alias}_2\``,
              edits: [{ start: node.relation.end, end: node.relation.end, newText: ` as ${alias}_2` }],
            },
          ],
        }
      : {},
  );
  return alias;
}

// ------------------------------------------------------------------------------------------------ the output

function joinedFlow(
  node: JoinNode,
  input: Flow,
  right: BoundRelation,
  alias: string,
  matching: Matching,
  context: BindContext,
): { readonly flow: Flow; readonly merged: JoinPlan["merged"] } {
  const join = node.join;
  const complete = input.shape.complete && right.shape.complete && matching.complete;
  if (join === "semi" || join === "anti") {
    const shape = { ...input.shape, order: [], complete: input.shape.complete };
    const kept = join === "semi" ? withoutNulls(shape, keyColumns(matching.keys)) : shape;
    return { flow: { ...input, shape: kept }, merged: [] };
  }
  const keepsLeft = join === "left" || join === "full" || join === "asof";
  const keepsRight = join === "right" || join === "full";
  const leftColumns = keepsRight ? input.shape.columns.map(asNullable) : input.shape.columns;
  const leftHidden = keepsRight ? input.shape.hidden.map(asNullable) : input.shape.hidden;
  const rightColumns = keepsLeft ? right.shape.columns.map(asNullable) : right.shape.columns;

  const columns: Column[] = [];
  const hidden: HiddenColumn[] = [...leftHidden];
  const merged: JoinPlan["merged"][number][] = [];
  const rightNames = new Map<string, ColumnId>();
  const leftNames = new Map<ColumnId, ColumnId>();
  const namesakes = new Set(input.namesakes);

  for (const column of leftColumns) {
    const pair = matching.merged.find((candidate) => candidate.left.id === column.id);
    if (pair === undefined) columns.push(column);
    else if (!keepsRight) {
      columns.push(column);
      merged.push({ left: column.id, right: pair.right.id, merged: column.id });
      if (!keepsLeft) rightNames.set(pair.right.name, column.id);
    } else {
      const one = mergedColumn(join, pair, context);
      columns.push(one);
      merged.push({ left: column.id, right: pair.right.id, merged: one.id });
      const owner = ownerOf(column.id, input.aliases);
      if (owner !== undefined) hidden.push(hide(column, owner));
      if (join === "right") rightNames.set(pair.right.name, one.id);
      leftNames.set(column.id, one.id);
    }
  }
  const byName = new Map(columns.map((column) => [column.name, column]));
  const byLowerCase = new Map(columns.map((column) => [column.name.toLowerCase(), column.name]));
  for (const column of rightColumns) {
    if (rightNames.has(column.name)) continue;
    const isMerged = matching.merged.some((candidate) => candidate.right.id === column.id);
    if (byName.has(column.name)) {
      if (alias === "") continue;
      hidden.push(hide(column, alias));
      if (!isMerged) namesakes.add(column.id);
    } else {
      const other = byLowerCase.get(column.name.toLowerCase());
      if (other !== undefined) {
        reportTaken(column.name, other, node.relation, context);
        continue;
      }
      columns.push(column);
    }
    rightNames.set(column.name, column.id);
  }
  const uniqueKeys = joinedKeys(input.shape.uniqueKeys, right.shape.uniqueKeys, matching.keys, {
    one: node.cardinality === "one" || join === "asof",
    keepsLeft,
    keepsRight,
  });
  const shape: RowShape = { columns, hidden, order: [], uniqueKeys, complete };
  const aliases = withAlias(input.aliases, alias, rightNames);
  const reached = new Set([...columns, ...hidden].map((column) => column.id));
  const kept = { ...shape, uniqueKeys: keysWithin(uniqueKeys, reached) };
  const flow = { shape: join === "inner" ? afterInner(kept, matching) : kept, aliases, namesakes };
  return { flow, merged };
}

/** An inner join keeps only pairs for which everything holds, so that its keys and conditions exclude null. */
function afterInner(shape: RowShape, matching: Matching): RowShape {
  return narrowed(withoutNulls(shape, keyColumns(matching.keys)), matching.conditions);
}

function keyColumns(keys: readonly JoinKey[]): ReadonlySet<ColumnId> {
  const ids = new Set<ColumnId>();
  for (const key of keys) {
    for (const side of [key.left, key.right]) {
      const plain = side.kind === "cast" ? side.value : side;
      if (plain.kind === "column") ids.add(plain.column);
    }
  }
  return ids;
}

function mergedColumn(join: JoinNode["join"], pair: Merged, context: BindContext): Column {
  if (join === "right")
    return newColumn(context, pair.left.name, pair.right, pair.right.doc || pair.left.doc);
  const common = commonType(pair.left, pair.right) ?? pair.left;
  const nullable = pair.left.nullable || pair.right.nullable;
  return newColumn(context, pair.left.name, { type: common.type, nullable }, pair.left.doc || pair.right.doc);
}

function ownerOf(id: ColumnId, aliases: Aliases): string | undefined {
  for (const [alias, names] of aliases)
    for (const reached of names.values()) if (reached === id) return alias;
  return undefined;
}

function asNullable<T extends Column>(column: T): T {
  return column.nullable ? column : { ...column, nullable: true };
}
