// What a condition that is true, or false, says about null: the columns, parameters, variables and struct fields
// that then have a value. It only ever claims what every way to that outcome entails.

import type { ColumnId, PlanExpression } from "../plan.ts";

/** Keys of what is known not to be null; see `factKey`. */
export type NullFacts = ReadonlySet<string>;

export const noFacts: NullFacts = new Set();

/** The key under which an expression is remembered; undefined for what has no lasting name. */
export function factKey(expression: PlanExpression): string | undefined {
  switch (expression.kind) {
    case "column":
      return columnKey(expression.column);
    case "parameter":
      return `parameter ${expression.name}`;
    case "variable":
      return `variable ${expression.name}`;
    case "highWater":
      return `high water ${expression.store}.${expression.column}`;
    case "field": {
      const object = factKey(expression.object);
      return object === undefined ? undefined : `${object}.${expression.name}`;
    }
    default:
      return undefined;
  }
}

/** The key of a column. */
export function columnKey(column: ColumnId): string {
  return `column ${column}`;
}

/** `expression` without its nullability where the facts exclude null. */
export function withFacts(expression: PlanExpression, facts: NullFacts): PlanExpression {
  if (facts.size === 0 || !expression.nullable) return expression;
  const key = factKey(expression);
  return key !== undefined && facts.has(key) ? { ...expression, nullable: false } : expression;
}

/** The facts and those of one more condition, which is `outcome` here. */
export function factsAfter(facts: NullFacts, condition: PlanExpression, outcome: boolean): NullFacts {
  const more = nonNullWhere(condition, outcome);
  return more.length === 0 ? facts : new Set([...facts, ...more]);
}

/** The keys of what is not null wherever `condition` is exactly `outcome` (null is neither). */
export function nonNullWhere(condition: PlanExpression, outcome: boolean): readonly string[] {
  switch (condition.kind) {
    case "and":
    case "or": {
      const parts = condition.operands.map((operand) => nonNullWhere(operand, outcome));
      const needsAll = (condition.kind === "and") === outcome;
      if (needsAll) return parts.flat();
      const [first, ...others] = parts;
      return (first ?? []).filter((key) => others.every((keys) => keys.includes(key)));
    }
    case "not":
      return nonNullWhere(condition.operand, !outcome);
    case "compare": {
      const equal = condition.operator === "==" || condition.operator === "!=";
      if (!equal || !condition.nullSafe) return [...neededBy(condition.left), ...neededBy(condition.right)];
      if ((condition.operator === "==") === outcome) {
        return [
          ...(condition.right.nullable ? [] : neededBy(condition.left)),
          ...(condition.left.nullable ? [] : neededBy(condition.right)),
        ];
      }
      if (isNullValue(condition.right)) return neededBy(condition.left);
      return isNullValue(condition.left) ? neededBy(condition.right) : [];
    }
    case "between":
      // Outside, one comparison being false is enough: only the value is certain to be there.
      return condition.negated === outcome
        ? neededBy(condition.value)
        : [...neededBy(condition.value), ...neededBy(condition.low), ...neededBy(condition.high)];
    case "like":
    case "matches":
      return [...neededBy(condition.value), ...neededBy(condition.pattern)];
    case "in":
      return condition.negated !== outcome && holdsNoNull(condition.list) ? neededBy(condition.value) : [];
    default:
      return neededBy(condition);
  }
}

/** The keys of what must not be null for `expression` not to be null. */
function neededBy(expression: PlanExpression): readonly string[] {
  const key = factKey(expression);
  switch (expression.kind) {
    case "cast":
      return neededBy(expression.value);
    case "negate":
    case "not":
      return neededBy(expression.operand);
    case "arithmetic":
      return [...neededBy(expression.left), ...neededBy(expression.right)];
    case "field":
    case "element":
    case "jsonPath":
      return key === undefined ? neededBy(expression.object) : [key, ...neededBy(expression.object)];
    default:
      return key === undefined ? [] : [key];
  }
}

function isNullValue(expression: PlanExpression): boolean {
  if (expression.kind === "value") return expression.value.kind === "null";
  return expression.kind === "cast" && isNullValue(expression.value);
}

function holdsNoNull(list: PlanExpression): boolean {
  if (list.kind === "list") return list.items.every((item) => !item.nullable);
  return !list.nullable && list.type.kind === "list" && !list.type.element.nullable;
}
