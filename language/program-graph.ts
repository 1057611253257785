// Which declarations need which others to be bound first, and which of them go round in circles. Edges are read
// from the trees; a circle is reported once, at the first of its declarations.

import type { Declaration, Name } from "../grammar/tree.ts";
import { namesUsed } from "./names-used.ts";
import type { Entity, FileNames } from "./program-files.ts";
import { eachExpression } from "./walk.ts";

/** One use of another declaration. */
export interface Edge {
  readonly to: Entity;
  /** The name that makes the use; undefined for an edge that no text shows (a store's writers). */
  readonly at: Name | undefined;
}

export interface Order {
  /** All entities, each after those that it needs (but within a circle). */
  readonly sorted: readonly Entity[];
  /** For entities of a circle, all members of it; absent for others. */
  readonly circleOf: ReadonlyMap<Entity, ReadonlySet<Entity>>;
}

/** What an entity needs: constants, functions, relations, models; its own parameters hide constants. */
export function edgesOf(entity: Entity, names: FileNames): readonly Edge[] {
  const used = namesUsed(entity.declaration);
  const edges: Edge[] = [];
  const follow = (uses: ReadonlyMap<string, readonly Name[]>, kinds: readonly string[]) => {
    for (const [name, nodes] of uses) {
      const to = names.visible.get(name);
      if (to !== undefined && kinds.includes(to.declaration.kind)) edges.push({ to, at: nodes[0] });
    }
  };
  const hiding = hidingParameters(entity.declaration);
  follow(
    hiding.size === 0 ? used.parameters : new Map([...used.parameters].filter(([name]) => !hiding.has(name))),
    ["let"],
  );
  follow(used.functions, ["function"]);
  follow(used.relations, ["source", "store", "pipeline"]);
  follow(used.highWaters, ["store"]);
  follow(used.written, ["store"]);
  follow(used.models, ["model"]);
  return edges;
}

const noNames: ReadonlySet<string> = new Set();

/** The parameters that hide a constant of their name: those of a pipeline, if no default means the constant. */
function hidingParameters(declaration: Declaration): ReadonlySet<string> {
  if (declaration.kind !== "pipeline" || declaration.parameters.length === 0) return noNames;
  const hiding = new Set(declaration.parameters.map((parameter) => parameter.name.text));
  for (const parameter of declaration.parameters) {
    const { check } = parameter;
    const constants = [
      ...(parameter.default === undefined ? [] : [parameter.default]),
      ...(check === undefined ? [] : check.kind === "in" ? [check.values] : [check.low, check.high]),
    ];
    for (const constant of constants) {
      eachExpression(constant, (inner) => {
        if (inner.kind === "parameterName") hiding.delete(inner.name.text);
      });
    }
  }
  return hiding;
}

/** Orders entities so that each stands after what it needs, and finds the circles. */
export function orderOf(entities: readonly Entity[], edges: (entity: Entity) => readonly Edge[]): Order {
  const index = new Map<Entity, number>();
  const low = new Map<Entity, number>();
  const stack: Entity[] = [];
  const onStack = new Set<Entity>();
  const sorted: Entity[] = [];
  const circleOf = new Map<Entity, ReadonlySet<Entity>>();

  const close = (entity: Entity) => {
    const members: Entity[] = [];
    for (;;) {
      const member = stack.pop()!;
      onStack.delete(member);
      members.push(member);
      if (member === entity) break;
    }
    const isCircle = members.length > 1 || edges(entity).some((edge) => edge.to === entity);
    if (isCircle) {
      const circle = new Set(members);
      for (const member of members) circleOf.set(member, circle);
    }
    sorted.push(...members.reverse());
  };

  // Tarjan's algorithm with its own stack of calls: chains of pipelines may be longer than the machine's.
  for (const root of entities) {
    if (index.has(root)) continue;
    const calls = [{ entity: root, next: 0 }];
    enter(root);
    while (calls.length > 0) {
      const call = calls[calls.length - 1]!;
      const edge = edges(call.entity)[call.next++];
      if (edge === undefined) {
        calls.pop();
        const caller = calls[calls.length - 1]?.entity;
        if (caller !== undefined) low.set(caller, Math.min(low.get(caller)!, low.get(call.entity)!));
        if (low.get(call.entity) === index.get(call.entity)) close(call.entity);
      } else if (!index.has(edge.to)) {
        enter(edge.to);
        calls.push({ entity: edge.to, next: 0 });
      } else if (onStack.has(edge.to)) {
        low.set(call.entity, Math.min(low.get(call.entity)!, index.get(edge.to)!));
      }
    }
  }
  return { sorted, circleOf };

  function enter(entity: Entity): void {
    low.set(entity, index.size);
    index.set(entity, index.size);
    stack.push(entity);
    onStack.add(entity);
  }
}

/** Reports each circle once, at the use in its first declaration. */
export function reportCircles(
  entities: readonly Entity[],
  order: Order,
  edges: (entity: Entity) => readonly Edge[],
): void {
  const reported = new Set<ReadonlySet<Entity>>();
  for (const entity of entities) {
    const circle = order.circleOf.get(entity);
    if (circle === undefined || reported.has(circle)) continue;
    reported.add(circle);
    const path = pathBack(entity, circle, edges);
    const first = path[0];
    if (first?.at === undefined) continue;
    const names = [entity, ...path.map((edge) => edge.to)].map((member) => member.key);
    const written = names.map((name) => `\`${name}\``).join(" → ");
    const verb = entity.declaration.kind === "pipeline" ? "reads" : "uses";
    entity.names.report(
      "WR143",
      first.at,
      names.length === 2
        ? `\`${names[0]}\` ${verb} itself; nothing can be computed from itself`
        : `These go round in a circle: ${written}; break it at one place`,
    );
  }
}

/** The shortest way from `start` back to itself within its circle. */
function pathBack(
  start: Entity,
  circle: ReadonlySet<Entity>,
  edges: (entity: Entity) => readonly Edge[],
): readonly Edge[] {
  const before = new Map<Entity, { readonly from: Entity; readonly edge: Edge }>();
  const queue = [start];
  for (const entity of queue) {
    for (const edge of edges(entity)) {
      if (!circle.has(edge.to)) continue;
      if (edge.to === start) {
        const path = [edge];
        for (let at = entity; at !== start; at = before.get(at)!.from) path.unshift(before.get(at)!.edge);
        return path;
      }
      if (!before.has(edge.to)) {
        before.set(edge.to, { from: entity, edge });
        queue.push(edge.to);
      }
    }
  }
  return [];
}
