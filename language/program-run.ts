// One binding of a program: the declarations in order, each taken over from before where nothing it depends on has
// changed. What a declaration depends on is a list of objects, compared by identity; objects keep their identity
// as long as they say the same, so that a change stops spreading where it makes no difference.

import type { ManifestNames } from "./bind-context.ts";
import type { BoundDeclaration } from "./bound.ts";
import type { Catalogue, DataLocation, SchemaAnswer } from "./catalogue.ts";
import { settled } from "./deep-equal.ts";
import { namesUsed } from "./names-used.ts";
import type { PipelinePlan } from "./plan.ts";
import { relink } from "./plan-relink.ts";
import { type BindResult, bindEntity, type StoreFace } from "./program-bind.ts";
import { type Entity, type FileNames, kindInWords } from "./program-files.ts";
import { type Order, orderOf, reportCircles } from "./program-graph.ts";
import { type ProgramLinks, programLinks } from "./program-links.ts";
import { type BoundSoFar, lookupOf } from "./program-lookup.ts";
import { type FileScopes, fileScopes } from "./program-scopes.ts";
import { storeRelation } from "./program-stores.ts";
import type { StoreSymbol } from "./scope.ts";
import type { BoundSymbol, StoreRelationSymbol } from "./symbols.ts";

/** What is kept of a binding, by entity id. */
export type Memory = ReadonlyMap<string, Remembered>;

export interface Remembered {
  readonly inputs: readonly unknown[];
  readonly answers: readonly SchemaAnswer[];
  readonly result: BindResult;
  /** The plans that a pipeline reads, by entity id. */
  readonly callees: ReadonlyMap<string, PipelinePlan>;
  readonly storeRelation: StoreSymbol | undefined;
}

export interface ProgramRun {
  readonly memory: Memory;
  readonly locations: readonly DataLocation[];
  readonly declarationOf: (entity: Entity) => BoundDeclaration;
  readonly symbolOf: (entity: Entity) => BoundSymbol | undefined;
  readonly isUsed: (entity: Entity) => boolean;
}

interface RunInput {
  readonly catalogue: Catalogue;
  readonly manifest?: ManifestNames | undefined;
  readonly previous?: { readonly memory: Memory } | undefined;
}

/** Binds all declarations of `files`. */
export function bindAll(files: ReadonlyMap<string, FileNames>, input: RunInput): ProgramRun {
  const links = programLinks(files);
  const entities = [...files.values()].flatMap((names) => names.entities);
  const computing = entities.filter(({ declaration }) => isComputing(declaration.kind));
  const order = orderOf(computing, links.needs);
  reportCircles(computing, order, links.needs);
  const run = new Run(files, input, links, order);
  for (const entity of order.sorted) if (isConstant(entity)) run.settle(entity);
  for (const entity of entities) if (isData(entity)) run.settle(entity);
  for (const entity of order.sorted) if (!isConstant(entity)) run.settle(entity);
  for (const entity of entities) run.settle(entity);
  return run.finish(entities);
}

function isComputing(kind: string): boolean {
  return kind === "let" || kind === "function" || kind === "pipeline" || kind === "bare";
}

function usesManifest({ declaration: { kind } }: Entity): boolean {
  return kind === "job" || kind === "source" || kind === "store" || kind === "test";
}

function isConstant({ declaration }: Entity): boolean {
  return declaration.kind === "let" || declaration.kind === "function";
}

function isData({ declaration }: Entity): boolean {
  return declaration.kind === "source" || declaration.kind === "store" || declaration.kind === "model";
}

const nothing: ReadonlyMap<string, never> = new Map<string, never>();

/** The state of one binding, from its first declaration to its last. */
class Run {
  readonly #files: ReadonlyMap<string, FileNames>;
  readonly #input: RunInput;
  readonly #links: ProgramLinks;
  readonly #order: Order;
  readonly #memory = new Map<string, Remembered>();
  readonly #scopes: FileScopes;
  readonly #bound: BoundSoFar;
  readonly #storeRelations = new Map<Entity, StoreSymbol>();
  readonly #nameLists = new Map<string, string>();

  constructor(files: ReadonlyMap<string, FileNames>, input: RunInput, links: ProgramLinks, order: Order) {
    this.#files = files;
    this.#input = input;
    this.#links = links;
    this.#order = order;
    this.#bound = {
      symbol: (entity) => this.#symbol(entity),
      store: (store) => this.#storeSymbol(store),
      inCircle: (entity, target) => this.#inCircle(entity, target),
    };
    this.#scopes = fileScopes(files, this.#bound);
  }

  /** Binds `entity`, or takes over what it was. Whatever it needs is settled already. */
  settle(entity: Entity): void {
    if (this.#memory.has(entity.id)) return;
    const before = this.#input.previous?.memory.get(entity.id);
    const inputs = this.#inputsOf(entity);
    const callees = this.#calleesOf(entity);
    if (before !== undefined && this.#stillHolds(entity, before, inputs)) {
      this.#memory.set(entity.id, relinked(before, inputs, callees));
    } else {
      const result = settledResult(bindEntity(entity, this.#surroundings(entity)), before?.result);
      const answers = result.bound.locations.map((location) => this.#input.catalogue.schemaOf(location));
      this.#memory.set(entity.id, { inputs, answers, result, callees, storeRelation: before?.storeRelation });
    }
    this.#scopes.publish(entity, this.#symbol(entity));
  }

  /** The outcome for all entities. */
  finish(entities: readonly Entity[]): ProgramRun {
    for (const entity of entities) {
      if (entity.declaration.kind !== "store" || this.#face(entity) === undefined) continue;
      const relation = this.#storeRelation(entity);
      this.#memory.set(entity.id, { ...this.#memory.get(entity.id)!, storeRelation: relation });
    }
    return {
      memory: this.#memory,
      locations: entities.flatMap((entity) => this.#memory.get(entity.id)!.result.bound.locations),
      declarationOf: (entity) => this.#memory.get(entity.id)!.result.bound,
      symbolOf: (entity) => {
        return entity.declaration.kind === "store"
          ? this.#storeSymbol(entity)
          : this.#memory.get(entity.id)!.result.bound.symbol;
      },
      isUsed: (entity) => this.#links.used.has(entity),
    };
  }

  // ------------------------------------------------------------------------------------------ what depends

  #stillHolds(entity: Entity, before: Remembered, inputs: readonly unknown[]): boolean {
    const { bound } = before.result;
    if (bound.declaration !== entity.declaration || inputs.length !== before.inputs.length) return false;
    if (!inputs.every((input, position) => input === before.inputs[position])) return false;
    return bound.locations.every((location, position) => {
      const answer = before.answers[position];
      return settled(this.#input.catalogue.schemaOf(location), answer) === answer;
    });
  }

  #inputsOf(entity: Entity): readonly unknown[] {
    const names = this.#files.get(entity.uri)!;
    const used = namesUsed(entity.declaration);
    const inputs: unknown[] = [];
    let isLost = false;
    const add = (uses: ReadonlyMap<string, unknown>, meaning: (target: Entity) => unknown) => {
      for (const name of uses.keys()) {
        const target = names.visible.get(name);
        if (target === undefined) {
          isLost = true;
          inputs.push(names.unknown.has(name));
        } else inputs.push(this.#inCircle(entity, target) ? "circle" : meaning(target));
      }
    };
    add(used.parameters, (target) => this.#symbol(target) ?? kindInWords(target.declaration));
    add(used.functions, (target) => this.#symbol(target) ?? kindInWords(target.declaration));
    add(used.models, (target) => this.#symbol(target) ?? kindInWords(target.declaration));
    add(used.written, (target) => this.#face(target) ?? kindInWords(target.declaration));
    add(used.highWaters, (target) => this.#readInput(entity, target));
    add(used.relations, (target) => this.#readInput(entity, target));
    // A name that means nothing gets a proposal from the others, so that all of them matter to it.
    if (isLost) inputs.push(this.#nameList(names), names.open);
    if (usesManifest(entity)) inputs.push(JSON.stringify(this.#input.manifest));
    if (entity.declaration.kind === "test") {
      const reached = this.#links.reached(entity, entity.declaration.of, givenNames(entity));
      inputs.push(reached.map((data) => `${data.name} ${data.readBy ?? ""}`).join("\n"));
    }
    return inputs;
  }

  /** What a reader of `target` depends on: pipelines only on the face, others on the plan that they hold. */
  #readInput(entity: Entity, target: Entity): unknown {
    switch (target.declaration.kind) {
      case "store":
        return this.#face(target) === undefined ? undefined : this.#storeRelation(target);
      case "pipeline": {
        const isPipeline = isComputing(entity.declaration.kind);
        const symbol = this.#symbol(target);
        if (symbol?.kind !== "pipeline") return undefined;
        return isPipeline ? symbol.face : symbol.plan;
      }
      case "source":
        return this.#symbol(target);
      default:
        return kindInWords(target.declaration);
    }
  }

  #calleesOf(entity: Entity): ReadonlyMap<string, PipelinePlan> {
    if (entity.declaration.kind !== "pipeline" && entity.declaration.kind !== "bare") return nothing;
    const callees = new Map<string, PipelinePlan>();
    for (const { to } of this.#links.needs(entity)) {
      const plan = this.#memory.get(to.id)?.result.bound.pipeline;
      if (plan !== undefined && to !== entity) callees.set(to.id, plan);
    }
    return callees;
  }

  #nameList(names: FileNames): string {
    let list = this.#nameLists.get(names.file.uri);
    if (list === undefined) {
      list = [...names.visible].map(([name, entity]) => `${name}:${entity.declaration.kind}`).join("\n");
      this.#nameLists.set(names.file.uri, list);
    }
    return list;
  }

  // -------------------------------------------------------------------------------------------- what names mean

  #surroundings(entity: Entity) {
    const names = this.#files.get(entity.uri)!;
    return {
      outer: this.#scopes.scopeOf(entity, this.#order.circleOf.get(entity)),
      lookup: lookupOf(entity, names, this.#bound),
      catalogue: this.#input.catalogue,
      manifest: this.#input.manifest,
      reached: (of: Parameters<ProgramLinks["reached"]>[1], given: ReadonlySet<string>) =>
        this.#links.reached(entity, of, given),
    };
  }

  #inCircle(entity: Entity, target: Entity): boolean {
    return this.#order.circleOf.get(entity)?.has(target) ?? false;
  }

  #symbol(entity: Entity): BoundSymbol | undefined {
    return this.#memory.get(entity.id)?.result.bound.symbol;
  }

  #face(entity: Entity): StoreFace | undefined {
    const face = this.#memory.get(entity.id)?.result.face;
    return face !== undefined && "target" in face ? face : undefined;
  }

  #storeSymbol(entity: Entity): StoreRelationSymbol | undefined {
    const face = this.#face(entity);
    if (face === undefined) return undefined;
    return {
      kind: "store",
      name: face.target.name,
      doc: entity.declaration.doc,
      target: face.target,
      held: face.held,
      relation: () => this.#storeRelation(entity),
    };
  }

  /** What the store holds, found once a run, when the pipelines that fill it are bound. */
  #storeRelation(entity: Entity): StoreSymbol {
    const known = this.#storeRelations.get(entity);
    if (known !== undefined) return known;
    const { declaration } = entity;
    const face = this.#face(entity);
    if (declaration.kind !== "store" || face === undefined) throw new Error(`${entity.id} is no store`);
    const { filling, reading } = this.#links.writersOf(entity);
    const faces = filling.flatMap((writer) => {
      const writerFace = this.#memory.get(writer.id)?.result.face;
      return writerFace !== undefined && "uniqueKeys" in writerFace ? [writerFace] : [];
    });
    const relation = storeRelation(
      declaration,
      face.bound,
      this.#input.catalogue.schemaOf(face.bound.location),
      { faces, readers: reading.map((writer) => writer.key) },
      this.#links.read.has(entity),
      entity.names,
    );
    const result = settled(relation, this.#input.previous?.memory.get(entity.id)?.storeRelation);
    this.#storeRelations.set(entity, result);
    return result;
  }
}

function givenNames(entity: Entity): ReadonlySet<string> {
  const { declaration } = entity;
  if (declaration.kind !== "test") return new Set();
  return new Set(declaration.items.flatMap((item) => (item.kind === "given" ? [item.name.text] : [])));
}

/** The result with everything that says the same as before being the same object. */
function settledResult(result: BindResult, before: BindResult | undefined): BindResult {
  if (before === undefined) return result;
  const { symbol } = result.bound;
  const face = settled(result.face, before.face);
  if (symbol?.kind === "pipeline") {
    const pipelineFace = face !== undefined && "uniqueKeys" in face ? face : symbol.face;
    return { bound: { ...result.bound, symbol: { ...symbol, face: pipelineFace } }, face };
  }
  return { bound: { ...result.bound, symbol: settled(symbol, before.bound.symbol) }, face };
}

/** A remembered result whose pipelines read the present plans of others. */
function relinked(
  before: Remembered,
  inputs: readonly unknown[],
  callees: ReadonlyMap<string, PipelinePlan>,
): Remembered {
  const replacements = new Map<PipelinePlan, PipelinePlan>();
  for (const [id, plan] of before.callees) {
    const now = callees.get(id);
    if (now !== undefined && now !== plan) replacements.set(plan, now);
  }
  const { bound } = before.result;
  if (replacements.size === 0 || bound.pipeline === undefined || bound.symbol?.kind !== "pipeline")
    return before;
  const pipeline = relink(bound.pipeline, replacements);
  const symbol = { ...bound.symbol, plan: pipeline };
  return { ...before, inputs, callees, result: { ...before.result, bound: { ...bound, pipeline, symbol } } };
}
