// The condition of a join: key pairs, other conditions, the inequality of `asof`. A bare name is one column of both
// sides; `left == right` with a side of the join on each side of it is a key pair, which null never matches.

import type { Expression, Step } from "../grammar/tree.ts";
import { type BindContext, type BoundRelation, namesInWords, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { checkCondition, reportTaken } from "./bind-step.ts";
import { convert } from "./convert.ts";
import { type Aliases, type Flow, hide, namesOf, readColumn, scopeOf } from "./flow.ts";
import type { Column, ColumnId, JoinKey, PlanExpression, PlanStep } from "./plan.ts";
import { columnsRead, conjunctsOf } from "./plan-walk.ts";
import { commonType, typeName } from "./type-operations.ts";

type JoinNode = Step & { readonly kind: "join" };
type JoinPlan = PlanStep & { readonly kind: "join" };

/** A column that a bare `on name` makes one of two. */
export interface Merged {
  readonly left: Column;
  readonly right: Column;
}

export interface Matching {
  readonly keys: readonly JoinKey[];
  readonly conditions: readonly PlanExpression[];
  readonly asof: JoinPlan["asof"];
  readonly merged: readonly Merged[];
  readonly complete: boolean;
}

/** Binds what stands after `on`. */
export function bindMatching(
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
      context.reporter.miss(expression, scope);
      complete = false;
      continue;
    }
    if (expression.kind === "columnName") {
      const pair = mergedColumns(expression, input, right, context);
      if (pair === undefined) {
        context.reporter.miss(expression, scope);
        complete = false;
      } else if (merged.some((other) => other.left.id === pair.merged.left.id)) {
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
  for (const column of [leftColumn, rightColumn])
    if (column !== undefined) context.reporter.refer(node, { kind: "column", column: column.id });
  if (leftColumn === undefined || rightColumn === undefined) {
    reportMissingKey(node, leftColumn, rightColumn, input, right, context);
    return undefined;
  }
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

/** `aliases` with one more. */
export function withAlias(aliases: Aliases, alias: string, names: ReadonlyMap<string, ColumnId>): Aliases {
  return alias === "" ? aliases : new Map([...aliases, [alias, names]]);
}
