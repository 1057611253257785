// How the declarations of a program hang together, read from their trees: who needs whom, who fills which store,
// what a relation reaches in the end. Nothing here is bound.

import type { RelationNode } from "../grammar/tree.ts";
import type { ReachedData } from "./bind-test.ts";
import { type NamesUsed, namesUsed, namesUsedByRelation } from "./names-used.ts";
import type { Entity, FileNames } from "./program-files.ts";
import { type Edge, edgesOf } from "./program-graph.ts";

export interface ProgramLinks {
  /** What has to be bound before an entity: constants, functions, pipelines (those that fill a store it reads too). */
  readonly needs: (entity: Entity) => readonly Edge[];
  /** The pipelines that store into a store: those that fill it, and those that read it themselves. */
  readonly writersOf: (store: Entity) => StoreLinks;
  /** Sources and stores that a relation reads in the end, but for those behind the names in `given`. */
  readonly reached: (from: Entity, of: RelationNode, given: ReadonlySet<string>) => readonly ReachedData[];
  /** Entities that some other one mentions. */
  readonly used: ReadonlySet<Entity>;
  /** Stores that somebody reads. */
  readonly read: ReadonlySet<Entity>;
}

export interface StoreLinks {
  readonly filling: readonly Entity[];
  readonly reading: readonly Entity[];
}

const noStoreLinks: StoreLinks = { filling: [], reading: [] };

/** Finds the links of a program. */
export function programLinks(files: ReadonlyMap<string, FileNames>): ProgramLinks {
  const entities = [...files.values()].flatMap((names) => names.entities);
  const edges = new Map<Entity, readonly Edge[]>();
  const used = new Set<Entity>();
  const read = new Set<Entity>();
  const writers = new Map<Entity, Entity[]>();
  for (const entity of entities) {
    const names = files.get(entity.uri)!;
    const own = edgesOf(entity, names);
    edges.set(entity, own);
    for (const { to } of own) if (to !== entity) used.add(to);
    for (const store of storesRead(namesUsed(entity.declaration), names)) read.add(store);
    if (entity.declaration.kind !== "pipeline" && entity.declaration.kind !== "bare") continue;
    for (const name of namesUsed(entity.declaration).written.keys()) {
      const store = names.visible.get(name);
      if (store?.declaration.kind !== "store") continue;
      const known = writers.get(store);
      if (known === undefined) writers.set(store, [entity]);
      else known.push(entity);
    }
  }

  const reads = (pipeline: Entity, store: Entity, seen: Set<Entity>): boolean => {
    if (seen.has(pipeline)) return false;
    seen.add(pipeline);
    const names = files.get(pipeline.uri)!;
    const mentioned = namesUsed(pipeline.declaration);
    for (const target of storesRead(mentioned, names)) {
      if (target === store) return true;
      if (hasSchema(target)) continue;
      if ((writers.get(target) ?? []).some((writer) => reads(writer, store, seen))) return true;
    }
    return pipelinesRead(mentioned, names).some((target) => reads(target, store, seen));
  };

  const storeLinks = new Map<Entity, StoreLinks>();
  for (const [store, all] of writers) {
    const reading = all.filter((writer) => reads(writer, store, new Set()));
    storeLinks.set(store, { filling: all.filter((writer) => !reading.includes(writer)), reading });
  }
  const writersOf = (store: Entity) => storeLinks.get(store) ?? noStoreLinks;

  const needed = new Map<Entity, readonly Edge[]>();
  for (const entity of entities) {
    const { kind } = entity.declaration;
    const own = edges.get(entity)!.filter(({ to }) => isComputing(to));
    if (kind !== "pipeline" && kind !== "bare") {
      needed.set(entity, own);
      continue;
    }
    const fillers = storesRead(namesUsed(entity.declaration), files.get(entity.uri)!)
      .filter((store) => !hasSchema(store))
      .flatMap((store) => writersOf(store).filling)
      .map((to): Edge => ({ to, at: undefined }));
    needed.set(entity, fillers.length === 0 ? own : [...own, ...fillers]);
  }

  const reached: ProgramLinks["reached"] = (from, of, given) => {
    const found = new Map<Entity, ReachedData>();
    const names = files.get(from.uri)!;
    const stopped = new Set([...given].flatMap((name) => names.visible.get(name) ?? []));
    const seen = new Set<Entity>();
    const visit = (mentioned: NamesUsed, scope: FileNames, readBy: string | undefined): void => {
      for (const uses of [mentioned.relations, mentioned.highWaters]) {
        for (const name of uses.keys()) {
          const target = scope.visible.get(name);
          if (target === undefined || stopped.has(target) || seen.has(target)) continue;
          seen.add(target);
          const { kind } = target.declaration;
          if (kind === "source" || kind === "store") found.set(target, { name, kind, readBy });
          else if (kind === "pipeline") {
            visit(namesUsed(target.declaration), files.get(target.uri)!, target.key);
          }
        }
      }
    };
    visit(namesUsedByRelation(of), names, undefined);
    return [...found.values()];
  };

  return { needs: (entity) => needed.get(entity) ?? [], writersOf, reached, used, read };
}

function storesRead(mentioned: NamesUsed, names: FileNames): readonly Entity[] {
  return targetsOf([mentioned.relations, mentioned.highWaters], names, "store");
}

function pipelinesRead(mentioned: NamesUsed, names: FileNames): readonly Entity[] {
  return targetsOf([mentioned.relations], names, "pipeline");
}

function targetsOf(
  uses: readonly ReadonlyMap<string, unknown>[],
  names: FileNames,
  kind: "store" | "pipeline",
): readonly Entity[] {
  return uses.flatMap((map) =>
    [...map.keys()].flatMap((name) => {
      const target = names.visible.get(name);
      return target?.declaration.kind === kind ? [target] : [];
    }),
  );
}

function hasSchema({ declaration }: Entity): boolean {
  return declaration.kind === "store" && declaration.schema !== undefined;
}

function isComputing({ declaration }: Entity): boolean {
  const { kind } = declaration;
  return kind === "let" || kind === "function" || kind === "pipeline" || kind === "bare";
}
