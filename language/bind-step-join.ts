// The join step: which pairs of rows belong together, and which columns are reachable afterwards and how.
// A bare name in `on` is one column of both sides; of other namesakes the bare name means the left one and the
// right one hides behind its alias.

import type { Expression, Step } from "../grammar/tree.ts";
import { type BindContext, type BoundRelation, namesInWords, newColumn, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { bindRelation } from "./bind-relation.ts";
import { checkCondition, faultyStep, reportTaken, type StepResult, stepBase } from "./bind-step.ts";
import { convert } from "./convert.ts";
import { type Aliases, type Flow, hide, keysWithin, namesOf, readColumn, scopeOf } from "./flow.ts";
import { joinedKeys } from "./keys.ts";
import { narrowed, withoutNulls } from "./narrow.ts";
import type { Column, ColumnId, HiddenColumn, JoinKey, PlanExpression, PlanStep, RowShape } from "./plan.ts";
import { columnsRead, conjunctsOf } from "./plan-walk.ts";
import { commonType, typeName } from "./type-operations.ts";

type JoinNode = Step & { readonly kind: "join" };
type JoinPlan = PlanStep & { readonly kind: "join" };

/** A column that a bare `on name` makes one of two. */
interface Merged {
  readonly left: Column;
  readonly right: Column;
}

interface Matching {
  readonly keys: readonly JoinKey[];
  readonly conditions: readonly PlanExpression[];
  readonly asof: JoinPlan["asof"];
  readonly merged: readonly Merged[];
  readonly complete: boolean;
}

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

// -------------------------------------------------------------------------------------------- the condition

function bindMatching(
  node: JoinNode,
  input: Flow,
  right: BoundRelation,
  alias: string,
  context: BindContext,
): Matching {
  if (node.join === "cross") {
    if (node.on.length > 0) {
      context.reporter.report(
        "WR175",
        node.on[0]!,
        "`cross join` pairs all rows; drop the `on`, or write `join`",
      );
    }
  } else if (node.on.length === 0 && !context.faulty(node)) {
    context.reporter.report(
      "WR175",
      node.keyword,
      "A join needs `on`: columns of both sides, or a condition; all pairs are `cross join`",
    );
  }
  const sides = sidesOf(input, right);
  const scope = scopeOf(jointFlow(input, right, alias), context.outer, "scalar");
  const keys: JoinKey[] = [];
  const conditions: PlanExpression[] = [];
  const merged: Merged[] = [];
  const inequalities: { readonly node: Expression; readonly asof: NonNullable<JoinPlan["asof"]> }[] = [];
  let complete = true;
  for (const expression of node.join === "cross" ? [] : node.on) {
    if (expression.kind === "missing") {
      complete = false;
      continue;
    }
    if (expression.kind === "columnName") {
      const pair = mergedColumns(expression, input, right, context);
      if (pair === undefined) complete = false;
      else if (merged.some((other) => other.left.id === pair.merged.left.id)) {
        reportTaken(pair.merged.left.name, pair.merged.left.name, expression, context);
      } else {
        keys.push(pair.key);
        merged.push(pair.merged);
      }
      continue;
    }
    const bound = bindExpression(expression, scope, context.reporter);
    checkCondition(bound, expression, context);
    for (const condition of conjunctsOf(bound)) {
      const key = keyOf(condition, sides);
      const inequality = node.join === "asof" ? inequalityOf(condition, sides) : undefined;
      if (key !== undefined) keys.push(key);
      else if (inequality !== undefined) inequalities.push({ node: expression, asof: inequality });
      else conditions.push(condition);
    }
  }
  if (node.join === "asof") checkAsof(node, inequalities.length, conditions.length, complete, context);
  return { keys, conditions, asof: inequalities[0]?.asof, merged, complete };
}

function checkAsof(
  node: JoinNode,
  inequalities: number,
  conditions: number,
  complete: boolean,
  context: BindContext,
): void {
  if (node.on.length === 0 || !complete || (inequalities === 1 && conditions === 0)) return;
  const range = { start: node.on[0]!.start, end: node.on[node.on.length - 1]!.end };
  const found =
    conditions > 0
      ? "something else stands here"
      : inequalities === 0
        ? "there is no inequality"
        : `there are ${inequalities}`;
  context.reporter.report(
    "WR175",
    range,
    `\`asof join\` takes equal keys and then exactly one inequality between the sides, as in \`on symbol, at >= q.at\`; ${found}`,
  );
}

function mergedColumns(
  node: Expression & { readonly kind: "columnName" },
  input: Flow,
  right: BoundRelation,
  context: BindContext,
): { readonly key: JoinKey; readonly merged: Merged } | undefined {
  const name = node.name.text;
  const leftColumn = input.shape.columns.find((column) => column.name === name);
  const rightColumn = right.shape.columns.find((column) => column.name === name);
  if (leftColumn === undefined || rightColumn === undefined) {
    reportMissingKey(node, leftColumn, rightColumn, input, right, context);
    return undefined;
  }
  context.reporter.refer(node, { kind: "column", column: leftColumn.id });
  context.reporter.refer(node, { kind: "column", column: rightColumn.id });
  const common = commonType(leftColumn, rightColumn);
  if (common === undefined) {
    context.reporter.report(
      "WR176",
      node,
      `\`${name}\` is \`${typeName(leftColumn)}\` on the left and \`${typeName(rightColumn)}\` on the right; cast one: \`… as ${typeName(leftColumn.type)}\``,
    );
    return undefined;
  }
  const left = readColumn(leftColumn);
  const other = readColumn(rightColumn);
  return {
    key: {
      left: convert(left, { type: common.type, nullable: left.nullable }) ?? left,
      right: convert(other, { type: common.type, nullable: other.nullable }) ?? other,
    },
    merged: { left: leftColumn, right: rightColumn },
  };
}

function reportMissingKey(
  node: Expression & { readonly kind: "columnName" },
  left: Column | undefined,
  right: Column | undefined,
  input: Flow,
  relation: BoundRelation,
  context: BindContext,
): void {
  const lacking = [
    ...(left === undefined && input.shape.complete ? ["left"] : []),
    ...(right === undefined && relation.shape.complete ? ["right"] : []),
  ];
  if (lacking.length === 0 || node.name.text === "") return;
  const candidates = lacking[0] === "left" ? input.shape.columns : relation.shape.columns;
  const near = suggestion(
    node.name,
    candidates.map((column) => column.name),
  );
  const where =
    lacking.length === 2
      ? "Neither side has"
      : lacking[0] === "left"
        ? "The left side has no"
        : "The right side has no";
  const names = namesInWords(
    candidates.map((column) => column.name),
    "and",
  );
  const has = names === "" ? "it has no columns" : `it has ${names}`;
  context.reporter.report(
    "WR176",
    node,
    lacking.length === 2
      ? `${where} a column \`${node.name.text}\``
      : `${where} column \`${node.name.text}\`${near.text === "" ? `; ${has}. Names that differ are written \`a == c.b\`` : near.text}`,
    lacking.length === 2 ? {} : near.options,
  );
}

interface Sides {
  readonly left: ReadonlySet<ColumnId>;
  readonly right: ReadonlySet<ColumnId>;
}

function sidesOf(input: Flow, right: BoundRelation): Sides {
  return {
    left: new Set([...input.shape.columns, ...input.shape.hidden].map((column) => column.id)),
    right: new Set(right.shape.columns.map((column) => column.id)),
  };
}

/** `left == right` with one side of the join on each side of it. */
function keyOf(condition: PlanExpression, sides: Sides): JoinKey | undefined {
  if (condition.kind !== "compare" || condition.operator !== "==") return undefined;
  const direction = directionOf(condition.left, condition.right, sides);
  if (direction === undefined) return undefined;
  return direction === "straight"
    ? { left: condition.left, right: condition.right }
    : { left: condition.right, right: condition.left };
}

function inequalityOf(condition: PlanExpression, sides: Sides): JoinPlan["asof"] {
  if (condition.kind !== "compare" || condition.operator === "==" || condition.operator === "!=") {
    return undefined;
  }
  const direction = directionOf(condition.left, condition.right, sides);
  if (direction === undefined) return undefined;
  const operator = condition.operator;
  return direction === "straight"
    ? { operator, left: condition.left, right: condition.right }
    : { operator: mirrored[operator], left: condition.right, right: condition.left };
}

const mirrored = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function directionOf(
  first: PlanExpression,
  second: PlanExpression,
  sides: Sides,
): "straight" | "swapped" | undefined {
  const firstColumns = [...columnsRead(first)];
  const secondColumns = [...columnsRead(second)];
  if (firstColumns.length === 0 || secondColumns.length === 0) return undefined;
  const all = (ids: readonly ColumnId[], side: ReadonlySet<ColumnId>) => ids.every((id) => side.has(id));
  if (all(firstColumns, sides.left) && all(secondColumns, sides.right)) return "straight";
  if (all(firstColumns, sides.right) && all(secondColumns, sides.left)) return "swapped";
  return undefined;
}

// ------------------------------------------------------------------------------------------------ the output

/** What the condition sees: both sides, the right's namesakes behind the alias only. */
function jointFlow(input: Flow, right: BoundRelation, alias: string): Flow {
  const names = new Set(input.shape.columns.map((column) => column.name));
  const visible = right.shape.columns.filter((column) => !names.has(column.name));
  const namesakes = right.shape.columns.filter((column) => names.has(column.name));
  return {
    shape: {
      columns: [...input.shape.columns, ...visible],
      hidden: [
        ...input.shape.hidden,
        ...(alias === "" ? [] : namesakes.map((column) => hide(column, alias))),
      ],
      order: [],
      uniqueKeys: [],
      complete: input.shape.complete && right.shape.complete,
    },
    aliases: withAlias(input.aliases, alias, namesOf(right.shape.columns)),
    namesakes: new Set([...input.namesakes, ...(alias === "" ? [] : namesakes.map((column) => column.id))]),
  };
}

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

function withAlias(aliases: Aliases, alias: string, names: ReadonlyMap<string, ColumnId>): Aliases {
  return alias === "" ? aliases : new Map([...aliases, [alias, names]]);
}

function ownerOf(id: ColumnId, aliases: Aliases): string | undefined {
  for (const [alias, names] of aliases)
    for (const reached of names.values()) if (reached === id) return alias;
  return undefined;
}

function asNullable<T extends Column>(column: T): T {
  return column.nullable ? column : { ...column, nullable: true };
}
