// Questions about calls that are not written yet: whether an argument could stand where it would, what a function could
// give. They are asked while somebody types, so every answer is about what is possible and none is a problem.

import type { ColumnType, Type } from "../types.ts";
import type { FunctionEntry } from "./entry.ts";
import { matchPattern } from "./match.ts";
import { type CallArgument, resolveCall } from "./resolve.ts";
import { type ParsedSignature, type Pattern, parseSignature, type SignatureParameter } from "./signature.ts";

/** The parameter of a signature at a position, or with a name. */
export function parameterAt(
  { parameters }: ParsedSignature,
  place: number | string,
): SignatureParameter | undefined {
  if (typeof place === "string") return parameters.find(({ name }) => name === place);
  const last = parameters.at(-1);
  return parameters[place] ?? (last?.variadic === true ? last : undefined);
}

/** How well an argument of a type would stand at a place of some signature: 2 as it is, 1 converted, 0 not at all. */
export function argumentFit(entry: FunctionEntry, place: number | string, given: ColumnType): 0 | 1 | 2 {
  let best: 0 | 1 | 2 = 0;
  for (const signature of entry.signatures) {
    const parameter = parameterAt(parseSignature(signature.type), place);
    if (parameter === undefined) continue;
    const { pattern } = parameter;
    if (matchPattern(pattern, { type: given.type, nullable: false }, new Map()) === undefined) continue;
    const isExact = pattern.kind !== "type" || pattern.type.kind === given.type.kind;
    if (isExact) return 2;
    best = 1;
  }
  return best;
}

/** How well some signature's result stands where `wanted` is wanted: 2 as it is, 1 converted, 0 not at all. */
export function resultFit(entry: FunctionEntry, wanted: (type: ColumnType) => number): number {
  let best = 0;
  for (const signature of entry.signatures) {
    const { pattern, nullable } = parseSignature(signature.type).result;
    const fits = possibleTypes(pattern).map((type) => wanted({ type, nullable }));
    best = Math.max(best, ...fits);
  }
  return best;
}

/** What a call of `entry` with these arguments gives; undefined where it takes no such arguments. */
export function resultOf(entry: FunctionEntry, given: readonly CallArgument[]): ColumnType | undefined {
  const resolution = resolveCall(entry, given);
  if (resolution.kind === "resolved") return resolution.result;
  if (resolution.kind !== "lambda") return undefined;
  const completed = resolution.complete({ type: { kind: "unknown" }, nullable: false });
  return completed.kind === "resolved" ? completed.result : undefined;
}

function possibleTypes(pattern: Pattern): readonly Type[] {
  switch (pattern.kind) {
    case "type":
      return [pattern.type];
    case "wideDecimal":
      return [{ kind: "decimal", precision: 38, scale: 2 }];
    case "variable":
      if (pattern.name === "number") return [{ kind: "int" }, { kind: "float" }];
      return pattern.name === "decimal"
        ? [{ kind: "decimal", precision: 38, scale: 2 }]
        : [{ kind: "unknown" }];
    case "list":
      return possibleTypes(pattern.element.pattern).map((type): Type => {
        return { kind: "list", element: { type, nullable: pattern.element.nullable } };
      });
    case "struct":
    case "any":
    case "lambda":
      return [{ kind: "unknown" }];
  }
}
