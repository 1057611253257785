// What an expression at the cursor is wanted for: a condition, an argument, the other side of a comparison, a key. It
// is read off the nodes around the placeholder, and the types of their other parts are asked of the binder.

import type { AnyNode, Argument, CallNode, Expression, Item, SortKey, Step } from "../../../grammar/index.ts";
import {
  argumentFit,
  type ColumnType,
  commonType,
  functionNamed,
  type Scope,
  sameType,
  typeOfExpression,
} from "../../../language/index.ts";

/** What is wanted at a place. */
export interface Expected {
  /** How well a value of a type would stand here: 2 as it is, 1 converted, 0 not at all. */
  readonly fit: (type: ColumnType) => number;
  /** Whether anything is said about types at all. */
  readonly isTyped: boolean;
  readonly use: Use;
  /** The item's name, where the expression is a whole item or all but: it often resembles what is meant. */
  readonly itemName: string | undefined;
  /** The function whose argument this is, outermost last. */
  readonly calls: readonly CallNode[];
}

/** `value`: part of an expression. The others are whole entries of a list. */
export type Use = "condition" | "column" | "key" | "sort" | "item" | "aggregate" | "count" | "value";

type Typed = Pick<Expected, "fit" | "isTyped">;

const anything: Typed = { fit: () => 1, isTyped: false };
const condition: Typed = typedAs("bool");
const whole: Typed = typedAs("int");

/** What is wanted of the innermost node of `path`, which ends in the placeholder's expression. */
export function expectedAt(path: readonly AnyNode[], scope: Scope | undefined): Expected {
  let typed: Typed | undefined;
  let use: Use = "value";
  let isWhole = true;
  let itemName: string | undefined;
  const calls: CallNode[] = [];
  for (let at = path.length - 2; at >= 0; at--) {
    const node = path[at]!;
    const inner = path[at + 1]!;
    if (node.kind === "group") continue;
    if (node.kind === "call") calls.push(node as unknown as CallNode);
    if (node.kind === "item") {
      itemName = (node as unknown as Item).name?.text;
      continue;
    }
    if ("keyword" in node) {
      const found = usedBy(node as unknown as Step, inner);
      use = isWhole ? found.use : "value";
      typed ??= isWhole ? found.typed : anything;
      break;
    }
    if (node.kind !== "sortKey") isWhole &&= node.kind === "argument" || node.kind === "list";
    if (node.kind === "call") isWhole = false;
    typed ??= typedBy(node, inner, path[at - 1], scope);
    if (node.kind === "pipeline" || node.kind === "test") break;
  }
  return { ...(typed ?? anything), use, itemName, calls };
}

/** What a step wants of one of its direct parts. */
function usedBy(step: Step, inner: AnyNode): { readonly use: Use; readonly typed: Typed } {
  switch (step.kind) {
    case "where":
    case "expect":
      return step.kind === "expect" && step.unique !== undefined
        ? { use: "key", typed: anything }
        : { use: "condition", typed: condition };
    case "join":
      return { use: "key", typed: anything };
    case "sort":
      return { use: "sort", typed: anything };
    case "select":
    case "drop":
    case "rename":
    case "unpivot":
      return { use: "column", typed: anything };
    case "take":
    case "window":
    case "aggregate":
    case "pivot":
      if (isIn(inner, "by" in step ? step.by : [])) return { use: "key", typed: anything };
      if (step.kind === "take" || step.kind === "window") {
        if (isIn(inner, step.sorted)) return { use: "sort", typed: anything };
      }
      if (step.kind === "take") return { use: "count", typed: whole };
      if (step.kind === "pivot" && inner.start === step.column.start) return { use: "key", typed: anything };
      return { use: "aggregate", typed: anything };
    case "sample":
      return { use: "count", typed: whole };
    case "unnest":
      return { use: "item", typed: typedAs("list") };
    case "into":
      return { use: "key", typed: anything };
    default:
      return { use: "item", typed: anything };
  }
}

function isIn(node: AnyNode, list: readonly AnyNode[]): boolean {
  return list.some(({ start, end }) => start <= node.start && node.end <= end);
}

/** What a node of an expression wants of the part `inner`; undefined where it wants what is wanted of itself. */
function typedBy(
  node: AnyNode,
  inner: AnyNode,
  outer: AnyNode | undefined,
  scope: Scope | undefined,
): Typed | undefined {
  const of = (other: Expression): Typed | undefined =>
    scope === undefined ? anything : like(typeOfExpression(other, scope));
  const expression = node as unknown as Expression;
  switch (expression.kind) {
    case "unary":
      return expression.operator === "not" ? condition : numeric;
    case "binary":
      return operandOf(expression, inner, of);
    case "between": {
      // The check of a parameter has no value: it is about the parameter itself.
      const operands = "value" in expression ? [expression.value] : [];
      const others = [...operands, expression.low, expression.high].filter((each) => each !== inner);
      return others.map(of).find((each) => each?.isTyped) ?? anything;
    }
    case "if":
      if (expression.condition === inner) return condition;
      return firstTyped([expression.then, expression.else], inner, of);
    case "case": {
      const arm = expression.arms.find(({ start, end }) => start <= inner.start && inner.end <= end);
      if (arm?.condition === inner) return condition;
      return firstTyped(
        [...expression.arms.map(({ value }) => value), ...(expression.else ? [expression.else] : [])],
        inner,
        of,
      );
    }
    case "index":
      return expression.index === inner ? whole : anything;
    case "cast":
    case "interpolation":
      return anything;
    default:
      break;
  }
  if (node.kind === "argument" && outer?.kind === "call") {
    return argumentOf(outer as unknown as CallNode, node as unknown as Argument);
  }
  if (node.kind === undefined && "condition" in node) {
    return (node as { condition?: unknown }).condition === inner ? condition : undefined;
  }
  return undefined;
}

function firstTyped(
  values: readonly Expression[],
  inner: AnyNode,
  of: (other: Expression) => Typed | undefined,
): Typed | undefined {
  return values
    .filter((each) => each !== inner)
    .map(of)
    .find((each) => each?.isTyped);
}

function operandOf(
  node: Expression & { readonly kind: "binary" },
  inner: AnyNode,
  of: (other: Expression) => Typed | undefined,
): Typed | undefined {
  const other = node.left === inner ? node.right : node.left;
  switch (node.operator) {
    case "and":
    case "or":
      return condition;
    case "like":
    case "matches":
      return typedAs("text");
    case "in":
      if (node.left !== inner || other.kind !== "list") return anything;
      return firstTyped(
        other.items.filter((item) => item.kind !== "sortKey"),
        inner,
        of,
      );
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "??":
      return of(other);
    default: {
      const beside = of(other);
      return beside?.isTyped
        ? { ...beside, fit: (type) => Math.max(beside.fit(type), numeric.fit(type)) }
        : numeric;
    }
  }
}

function argumentOf(call: CallNode, argument: Argument): Typed {
  if (argument.name?.text === "where") return condition;
  if (argument.name?.text === "sorted") return anything;
  const entry = functionNamed(call.name.text);
  if (entry === undefined) return anything;
  const position = call.arguments.filter(({ name }) => name === undefined).indexOf(argument);
  const place = argument.name?.text ?? position;
  const isTyped = !entry.signatures.every(({ type }) => /^\((?:values|x|value): (?:any|T)\b/.test(type));
  return { fit: (type) => argumentFit(entry, place, type), isTyped };
}

/** The argument that a sort key stands in, unwrapped. */
export function plainValue(argument: Argument): Expression {
  const { value } = argument;
  return value.kind === "sortKey" ? (value as SortKey).value : value;
}

function like(other: ColumnType): Typed {
  if (other.type.kind === "null") return nullable;
  if (other.type.kind === "unknown") return anything;
  return {
    isTyped: true,
    fit: (type) => {
      if (sameType(type.type, other.type)) return 2;
      return type.type.kind === "unknown" || commonType(type, other) !== undefined ? 1 : 0;
    },
  };
}

function typedAs(kind: ColumnType["type"]["kind"]): Typed {
  return {
    isTyped: true,
    fit: ({ type }) => (type.kind === kind ? 2 : type.kind === "unknown" || type.kind === "null" ? 1 : 0),
  };
}

/** Beside `null`, what may be null. */
const nullable: Typed = { isTyped: true, fit: (type) => (type.nullable ? 2 : 1) };

const numeric: Typed = {
  isTyped: true,
  fit: ({ type: { kind } }) => {
    if (kind === "int" || kind === "float" || kind === "decimal") return 2;
    return kind === "duration" || kind === "date" || kind === "timestamp" || kind === "unknown" ? 1 : 0;
  },
};
