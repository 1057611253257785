// How the binder of one declaration finds what others mean: by the names of its file, among what is bound so far.

import type { Lookup } from "./bind-context.ts";
import { type Entity, type FileNames, kindInWords } from "./program-files.ts";
import type { BoundSymbol, RelationSymbol, StoreRelationSymbol } from "./symbols.ts";

/** What a binding of a program knows at one moment. */
export interface BoundSoFar {
  symbol(entity: Entity): BoundSymbol | undefined;
  store(entity: Entity): StoreRelationSymbol | undefined;
  /** Whether two declarations are members of one circle: then neither can be known to the other. */
  inCircle(entity: Entity, target: Entity): boolean;
}

/** The lookup of `entity`, whose file's names are `names`. */
export function lookupOf(entity: Entity, names: FileNames, bound: BoundSoFar): Lookup {
  const isUnknown = (name: string) => names.unknown.has(name) || (names.open && !names.visible.has(name));
  return {
    relation(name) {
      const target = names.visible.get(name);
      if (target === undefined) return isUnknown(name) ? "faulty" : undefined;
      return relationOf(entity, target, bound);
    },
    model(name) {
      const target = names.visible.get(name);
      const symbol = target === undefined ? undefined : bound.symbol(target);
      return symbol?.kind === "model" ? symbol : undefined;
    },
    kindOf(name) {
      if (isUnknown(name)) return "faulty";
      const target = names.visible.get(name);
      return target === undefined ? undefined : kindInWords(target.declaration);
    },
    names: (kinds) =>
      [...names.visible].flatMap(([name, target]) => (kinds.includes(target.declaration.kind) ? [name] : [])),
  };
}

function relationOf(
  entity: Entity,
  target: Entity,
  bound: BoundSoFar,
): RelationSymbol | "cyclic" | "faulty" | undefined {
  switch (target.declaration.kind) {
    case "source":
    case "pipeline": {
      if (bound.inCircle(entity, target)) return "cyclic";
      const symbol = bound.symbol(target);
      return symbol?.kind === "source" || symbol?.kind === "pipeline" ? symbol : "faulty";
    }
    case "store":
      return bound.store(target) ?? "faulty";
    default:
      return undefined;
  }
}
