// What `$name`, functions and stores mean in each file of a program, filled in as declarations are bound. Names that
// are not bound yet, or go round in a circle, mean something of which nothing is known.

import type { DataLocation } from "./catalogue.ts";
import type { OuterScope } from "./flow.ts";
import type { PlanExpression } from "./plan.ts";
import type { Entity, FileNames } from "./program-files.ts";
import type { BoundSoFar } from "./program-lookup.ts";
import type { StoreSymbol, UserFunction } from "./scope.ts";
import type { BoundSymbol } from "./symbols.ts";

export interface FileScopes {
  /** The scope of a declaration: its file's, in which the members of its own circle are unknown. */
  scopeOf(entity: Entity, circle: ReadonlySet<Entity> | undefined): OuterScope;
  /** Makes a constant or function known in the files that see it. */
  publish(entity: Entity, symbol: BoundSymbol | undefined): void;
}

interface MutableScope extends OuterScope {
  readonly constants: Map<string, PlanExpression>;
  readonly functions: Map<string, UserFunction>;
  readonly stores: Map<string, StoreSymbol>;
}

const unknownValue: PlanExpression = { kind: "unbound", type: { kind: "unknown" }, nullable: true };
const nothing: ReadonlyMap<string, never> = new Map<string, never>();
const noLocation: DataLocation = { role: "store", format: "parquet", path: "", declaredIn: "", options: {} };

/** Makes the scopes of `files`, each when it is first asked for. */
export function fileScopes(files: ReadonlyMap<string, FileNames>, bound: BoundSoFar): FileScopes {
  const scopes = new Map<string, MutableScope>();
  const viewers = new Map<Entity, MutableScope[]>();
  const fileScope = (uri: string): MutableScope => {
    const known = scopes.get(uri);
    if (known !== undefined) return known;
    const names = files.get(uri)!;
    const scope = newScope(names, bound);
    scopes.set(uri, scope);
    for (const entity of names.visible.values()) {
      const others = viewers.get(entity);
      if (others === undefined) viewers.set(entity, [scope]);
      else others.push(scope);
    }
    return scope;
  };
  return {
    scopeOf(entity, circle) {
      const shared = fileScope(entity.uri);
      if (circle === undefined) return shared;
      const functions = new Map(shared.functions);
      for (const { declaration } of circle) {
        if (declaration.kind === "function") {
          functions.set(declaration.name.text, unknownFunction(declaration));
        }
      }
      return { ...shared, functions };
    },
    publish(entity, symbol) {
      if (symbol?.kind !== "constant" && symbol?.kind !== "function") return;
      for (const scope of viewers.get(entity) ?? []) add(scope, symbol.name, symbol);
    },
  };
}

function newScope(names: FileNames, bound: BoundSoFar): MutableScope {
  const isOpen = names.open || names.unknown.size > 0;
  const scope: MutableScope = {
    parameters: nothing,
    variables: nothing,
    constants: new Map(),
    functions: new Map(),
    stores: new Map(),
    ...(isOpen ? { mayBeImported: (name: string) => names.open || names.unknown.has(name) } : {}),
  };
  for (const [name, target] of names.visible) {
    const { declaration } = target;
    if (declaration.kind === "let") scope.constants.set(name, unknownValue);
    if (declaration.kind === "function") scope.functions.set(name, unknownFunction(declaration));
    if (declaration.kind === "store") scope.stores.set(name, lazyStore(target, bound));
    // Whatever was bound before this file was first asked for.
    add(scope, name, bound.symbol(target));
  }
  return scope;
}

function add(scope: MutableScope, name: string, symbol: BoundSymbol | undefined): void {
  if (symbol?.kind === "constant") scope.constants.set(name, symbol.value);
  if (symbol?.kind === "function") scope.functions.set(name, symbol.function);
}

/** A store whose columns are found when somebody asks for them: they may hang on pipelines. */
function lazyStore(store: Entity, bound: BoundSoFar): StoreSymbol {
  const relation = () => bound.store(store)?.relation();
  return {
    name: store.key,
    get location() {
      return bound.store(store)?.target.location ?? noLocation;
    },
    get columns() {
      return relation()?.columns ?? [];
    },
    get complete() {
      return relation()?.complete ?? false;
    },
  };
}

/** A function that is not bound: it takes what it is given and gives nobody knows what. */
function unknownFunction(declaration: UserFunction["declaration"]): UserFunction {
  return {
    name: declaration.name.text,
    parameters: declaration.parameters.map((parameter) => ({
      name: parameter.name.text,
      doc: parameter.doc,
      type: { kind: "unknown" },
      nullable: true,
      default: parameter.default === undefined ? undefined : unknownValue,
      check: undefined,
    })),
    returns: { type: { kind: "unknown" }, nullable: true },
    body: unknownValue,
    declaration,
    doc: declaration.doc,
  };
}
