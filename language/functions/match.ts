// Argument types against the patterns of signatures: what the type variables stand for, and the types that
// patterns come to once they are known.

import {
  asDecimal,
  commonType,
  decimalType,
  isNumber,
  typeName,
  unknownType,
  widens,
} from "../type-operations.ts";
import type { ColumnType, Type } from "../types.ts";
import { decimalVariable, numberVariable, type Pattern, patternName } from "./signature.ts";

/** What each type variable stands for. Nullable where a part that it stands for may be null. */
export type Bindings = ReadonlyMap<string, ColumnType>;

/**
 * The bindings after `column` has been matched with `pattern`; undefined where it does not fit. With `fixed`, a
 * variable that is bound already does not widen: what comes must widen to it.
 */
export function matchPattern(
  pattern: Pattern,
  column: ColumnType,
  bindings: Bindings,
  fixed = false,
): Bindings | undefined {
  const { type } = column;
  switch (pattern.kind) {
    case "any":
      return bindings;
    case "type":
      return widens(type, pattern.type) ? bindings : undefined;
    case "wideDecimal":
      return asDecimal(type) === undefined && !isOpen(type) ? undefined : bindings;
    case "variable":
      return matchVariable(pattern.name, column, bindings, fixed);
    case "list":
      if (type.kind !== "list") return isOpen(type) ? bindings : undefined;
      return matchElement(pattern.element, type.element, bindings, fixed);
    case "struct": {
      if (type.kind !== "struct") return isOpen(type) ? bindings : undefined;
      if (type.fields.length !== pattern.fields.length) return undefined;
      let result: Bindings | undefined = bindings;
      for (const field of pattern.fields) {
        const given = type.fields.find((candidate) => candidate.name === field.name);
        result = given && result && matchElement(field, given, result, fixed);
      }
      return result;
    }
    case "lambda":
      return undefined;
  }
}

/** The type that a pattern comes to; variables that nothing was bound to are unknown. */
export function fillPattern(pattern: Pattern, bindings: Bindings): ColumnType {
  switch (pattern.kind) {
    case "any":
    case "lambda":
      return { type: unknownType, nullable: false };
    case "type":
      return { type: pattern.type, nullable: false };
    case "wideDecimal": {
      const bound = bindings.get(decimalVariable)?.type;
      return { type: decimalType(38, bound?.kind === "decimal" ? bound.scale : 0), nullable: false };
    }
    case "variable":
      return bindings.get(pattern.name) ?? { type: unknownType, nullable: false };
    case "list": {
      const element = fillPattern(pattern.element.pattern, bindings);
      return {
        type: {
          kind: "list",
          element: { ...element, nullable: element.nullable || pattern.element.nullable },
        },
        nullable: false,
      };
    }
    case "struct":
      return {
        type: {
          kind: "struct",
          fields: pattern.fields.map((field) => {
            const filled = fillPattern(field.pattern, bindings);
            return { name: field.name, type: filled.type, nullable: filled.nullable || field.nullable };
          }),
        },
        nullable: false,
      };
  }
}

/** What a pattern asks for, for messages. */
export function patternDescription(pattern: Pattern, bindings: Bindings): string {
  if (pattern.kind === "variable") {
    const bound = bindings.get(pattern.name);
    if (bound !== undefined && !isOpen(bound.type)) return `\`${typeName(bound.type)}\``;
    if (pattern.name === numberVariable) return "a number";
    if (pattern.name === decimalVariable) return "a decimal";
  }
  return `\`${patternName(pattern)}\``;
}

function matchElement(
  element: { readonly pattern: Pattern; readonly nullable: boolean },
  given: ColumnType,
  bindings: Bindings,
  fixed: boolean,
): Bindings | undefined {
  const column = element.nullable ? { type: given.type, nullable: false } : given;
  return matchPattern(element.pattern, column, bindings, fixed);
}

function matchVariable(
  name: string,
  column: ColumnType,
  bindings: Bindings,
  fixed: boolean,
): Bindings | undefined {
  const { type } = column;
  if (name === numberVariable && !isNumber(type) && !isOpen(type)) return undefined;
  if (name === decimalVariable && type.kind !== "decimal" && !isOpen(type)) return undefined;
  const bound = bindings.get(name);
  const common = bound === undefined ? column : commonType(bound, column);
  if (common === undefined) return undefined;
  if (fixed && bound !== undefined && !isOpen(bound.type) && !widens(type, bound.type)) return undefined;
  const next = fixed && bound !== undefined && !isOpen(bound.type) ? { ...common, type: bound.type } : common;
  return new Map(bindings).set(name, next);
}

/** A type that goes with every other. */
function isOpen(type: Type): boolean {
  return type.kind === "unknown" || type.kind === "null";
}
