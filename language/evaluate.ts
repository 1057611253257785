// The value of a constant expression, computed here exactly as every engine would. What is not constant, would
// fail, overflows or is not certain to come out alike everywhere is undefined and stays for the engine.

import { compareValues } from "./compare-values.ts";
import { parseSignature } from "./functions/signature.ts";
import { functionNamed } from "./functions/table.ts";
import type { PlanExpression } from "./plan.ts";
import type { Value } from "./types.ts";
import { unreachable } from "./unreachable.ts";
import { splitMicros } from "./values/calendar.ts";
import { callValue } from "./values/call-value.ts";
import { castValue } from "./values/cast-value.ts";
import { negate, operate } from "./values/operate.ts";
import { zoneOffsetMicros } from "./values/zones.ts";

/** What is known besides the expression itself. */
export interface Environment {
  /** Values of `$name`. */
  readonly parameters?: ReadonlyMap<string, Value>;
  /** Values of variables. */
  readonly variables?: ReadonlyMap<string, Value>;
  /** The start of the run, in microseconds since 1970 UTC. */
  readonly now?: bigint;
}

const nothing: Value = { kind: "null" };
const empty: Environment = {};

/** The value of `expression`, or undefined where it is not known before the run. */
export function evaluate(expression: PlanExpression, environment: Environment = empty): Value | undefined {
  switch (expression.kind) {
    case "value":
      return expression.value;
    case "parameter":
      return environment.parameters?.get(expression.name);
    case "variable":
      return environment.variables?.get(expression.name);
    case "now":
      return environment.now === undefined ? undefined : { kind: "instant", micros: environment.now };
    case "today":
      return todayIn(evaluate(expression.zone, environment), environment);
    case "not": {
      const operand = evaluate(expression.operand, environment);
      return operand?.kind === "bool" ? bool(!operand.value) : nullOnly(operand);
    }
    case "negate": {
      const operand = evaluate(expression.operand, environment);
      return operand === undefined ? undefined : negate(operand);
    }
    case "and":
    case "or":
      return evaluateLogic(expression, environment);
    case "compare":
      return evaluateComparison(expression, environment);
    case "between":
      return evaluateBetween(expression, environment);
    case "in":
      return evaluateMembership(expression, environment);
    case "like":
    case "matches":
      return evaluateLike(expression, environment);
    case "arithmetic": {
      const left = evaluate(expression.left, environment);
      const right = evaluate(expression.right, environment);
      if (isNull(left) || isNull(right)) return nothing;
      if (left === undefined || right === undefined) return undefined;
      return operate(expression.operator, left, right, expression.type);
    }
    case "coalesce":
      return evaluateCoalesce(expression.operands, environment);
    case "cast": {
      const value = evaluate(expression.value, environment);
      const outcome = value === undefined ? undefined : castValue(value, expression.type);
      if (outcome !== "fails") return outcome;
      return expression.safe ? nothing : undefined;
    }
    case "case":
      return evaluateCase(expression, environment);
    case "list": {
      const items = evaluateAll(expression.items, environment);
      return items === undefined ? undefined : { kind: "list", items };
    }
    case "struct": {
      const values = evaluateAll(
        expression.fields.map((field) => field.value),
        environment,
      );
      if (values === undefined) return undefined;
      const fields = expression.fields.map((field, index) => ({ name: field.name, value: values[index]! }));
      return { kind: "struct", fields };
    }
    case "field": {
      const object = evaluate(expression.object, environment);
      if (object?.kind !== "struct") return nullOnly(object);
      return object.fields.find((field) => field.name === expression.name)?.value;
    }
    case "jsonPath": {
      const isNothing = isNull(evaluate(expression.object, environment));
      return isNothing || isNull(evaluate(expression.key, environment)) ? nothing : undefined;
    }
    case "element":
      return evaluateElement(expression, environment);
    case "call":
      return evaluateCall(expression, environment);
    case "column":
    case "highWater":
    case "lambda":
    case "aggregate":
    case "windowCall":
    case "unbound":
      return undefined;
    default:
      return unreachable(expression);
  }
}

/** Whether an arithmetic operation may be null: an operand may, or a divisor is no constant other than zero. */
export function arithmeticMayBeNull(expression: Kind<"arithmetic">): boolean {
  const { operator, left, right } = expression;
  if (left.nullable || right.nullable) return true;
  const divides = operator === "/" || operator === "//" || operator === "%";
  return divides && !isNonZero(evaluate(right));
}

function isNonZero(divisor: Value | undefined): boolean {
  switch (divisor?.kind) {
    case "int":
      return divisor.value !== 0n;
    case "float":
      return divisor.value !== 0;
    case "duration":
      return divisor.micros !== 0n;
    default:
      return false;
  }
}

type Kind<K extends PlanExpression["kind"]> = PlanExpression & { readonly kind: K };

/** One operand can decide, whatever the others are. */
function evaluateLogic(expression: Kind<"and" | "or">, environment: Environment): Value | undefined {
  const deciding = expression.kind === "or";
  let result: Value | undefined = bool(!deciding);
  for (const operand of expression.operands) {
    const value = evaluate(operand, environment);
    if (value?.kind === "bool" && value.value === deciding) return value;
    if (value === undefined) result = undefined;
    else if (value.kind === "null" && result !== undefined) result = nothing;
  }
  return result;
}

function evaluateComparison(expression: Kind<"compare">, environment: Environment): Value | undefined {
  const left = evaluate(expression.left, environment);
  const right = evaluate(expression.right, environment);
  const isEquality = expression.operator === "==" || expression.operator === "!=";
  if (!isEquality && (isNull(left) || isNull(right))) return nothing;
  if (left === undefined || right === undefined) return undefined;
  return bool(holds(expression.operator, compareValues(left, right)));
}

function holds(operator: Kind<"compare">["operator"], order: number): boolean {
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return unreachable(operator);
  }
}

function evaluateBetween(expression: Kind<"between">, environment: Environment): Value | undefined {
  const values = evaluateAll([expression.value, expression.low, expression.high], environment);
  if (values === undefined) return undefined;
  const [value, low, high] = values as [Value, Value, Value];
  if (value.kind === "null") return nothing;
  const aboveLow = low.kind === "null" ? undefined : compareValues(value, low) >= 0;
  const belowHigh = high.kind === "null" ? undefined : compareValues(value, high) <= 0;
  if (aboveLow === false || belowHigh === false) return bool(expression.negated);
  if (aboveLow === undefined || belowHigh === undefined) return nothing;
  return bool(!expression.negated);
}

function evaluateMembership(expression: Kind<"in">, environment: Environment): Value | undefined {
  const list = evaluate(expression.list, environment);
  if (list === undefined) return undefined;
  if (list.kind !== "list" || list.items.length === 0) return bool(expression.negated);
  const value = evaluate(expression.value, environment);
  if (value === undefined) return undefined;
  const isIn = list.items.some((item) => compareValues(value, item) === 0);
  return bool(isIn !== expression.negated);
}

function evaluateLike(expression: Kind<"like" | "matches">, environment: Environment): Value | undefined {
  const value = evaluate(expression.value, environment);
  const pattern = evaluate(expression.pattern, environment);
  if (isNull(value) || isNull(pattern)) return nothing;
  // Regular expressions are the engine's.
  if (expression.kind === "matches" || value?.kind !== "text" || pattern?.kind !== "text") return undefined;
  return bool(isLike(value.value, pattern.value) !== expression.negated);
}

/** `%` is any run of characters, `_` any one. */
function isLike(text: string, pattern: string): boolean {
  const source = [...pattern].map((character) => {
    if (character === "%") return ".*";
    return character === "_" ? "." : character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, "su").test(text);
}

function evaluateCoalesce(operands: readonly PlanExpression[], environment: Environment): Value | undefined {
  for (const operand of operands) {
    const value = evaluate(operand, environment);
    if (value?.kind !== "null") return value;
  }
  return nothing;
}

function evaluateCase(expression: Kind<"case">, environment: Environment): Value | undefined {
  for (const arm of expression.arms) {
    const condition = evaluate(arm.condition, environment);
    if (condition === undefined) return undefined;
    if (condition.kind === "bool" && condition.value) return evaluate(arm.value, environment);
  }
  return evaluate(expression.otherwise, environment);
}

function evaluateElement(expression: Kind<"element">, environment: Environment): Value | undefined {
  const object = evaluate(expression.object, environment);
  const index = evaluate(expression.index, environment);
  if (isNull(object) || isNull(index)) return nothing;
  if (object === undefined || index === undefined) return undefined;
  if (object.kind !== "list" || index.kind !== "int") return nothing;
  return object.items.at(Number(index.value)) ?? nothing;
}

function evaluateCall(expression: Kind<"call">, environment: Environment): Value | undefined {
  const values = expression.arguments.map((argument) => evaluate(argument, environment));
  // One null is enough where null gives null, whatever the other arguments are.
  if (values.some((value, position) => value?.kind === "null" && isNullFor(expression, position)))
    return nothing;
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? callValue(expression.function, known) : undefined;
}

/** Whether null as the argument at `position` makes the call null. */
function isNullFor(expression: Kind<"call">, position: number): boolean {
  const signature = functionNamed(expression.function)?.signatures[expression.signature];
  if (signature === undefined || (signature.nulls ?? "strict") !== "strict") return false;
  const { parameters } = parseSignature(signature.type);
  const parameter = parameters[Math.min(position, parameters.length - 1)];
  return parameter !== undefined && !parameter.takesNull;
}

function todayIn(zone: Value | undefined, environment: Environment): Value | undefined {
  if (environment.now === undefined || zone?.kind !== "text") return undefined;
  const offset = zoneOffsetMicros(zone.value, environment.now);
  if (offset === undefined) return undefined;
  return { kind: "date", days: splitMicros(environment.now + offset).days };
}

function evaluateAll(
  expressions: readonly PlanExpression[],
  environment: Environment,
): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const expression of expressions) {
    const value = evaluate(expression, environment);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function isNull(value: Value | undefined): boolean {
  return value?.kind === "null";
}

function bool(value: boolean): Value {
  return { kind: "bool", value };
}

function nullOnly(value: Value | undefined): Value | undefined {
  return value?.kind === "null" ? value : undefined;
}
