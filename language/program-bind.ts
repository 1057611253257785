// Binds one declaration of a program, given what the names in it mean. Everything that belongs to the declaration
// alone is made here: its reporter, its column numbers, its lines; nothing is remembered.

import { type LineIndex, lineIndex, positionAt, type Range } from "../grammar/index.ts";
import type { BindContext, BoundStep, Lookup, ManifestNames } from "./bind-context.ts";
import { bindJob } from "./bind-job.ts";
import { bindParameters } from "./bind-parameters.ts";
import { bindFunction, bindLet, bindPipeline, faceOf } from "./bind-pipeline.ts";
import { bindService } from "./bind-service.ts";
import {
  type BoundLocation,
  bindLocation,
  bindModel,
  bindSource,
  catalogueColumns,
  storeTarget,
} from "./bind-source.ts";
import { bindSteps } from "./bind-steps.ts";
import { bindTest, type TestSurroundings } from "./bind-test.ts";
import type { BoundDeclaration } from "./bound.ts";
import type { Catalogue, DataLocation } from "./catalogue.ts";
import type { OuterScope } from "./flow.ts";
import type { Column, StoreTarget } from "./plan.ts";
import type { Entity } from "./program-files.ts";
import { faultyIn, quietWhereFaulty } from "./quiet-regions.ts";
import { collectingReporter } from "./reporter.ts";
import type { BoundSymbol, PipelineFace } from "./symbols.ts";

/** What the names of a declaration mean, and what else it may ask. */
export interface Surroundings {
  readonly outer: OuterScope;
  readonly lookup: Lookup;
  readonly catalogue: Catalogue;
  readonly manifest: ManifestNames | undefined;
  readonly reached: TestSurroundings["reached"];
}

/** A store's own part: what `into` needs, before anybody asks what it holds. */
export interface StoreFace {
  readonly target: StoreTarget;
  /** Columns that stand in the store now; undefined where it is absent or not known. */
  readonly held: readonly Column[] | undefined;
  readonly bound: BoundLocation;
}

export interface BindResult {
  readonly bound: BoundDeclaration;
  /** What others see of it, besides the symbol. */
  readonly face: PipelineFace | StoreFace | undefined;
}

/** Binds `entity`. */
export function bindEntity(entity: Entity, surroundings: Surroundings): BindResult {
  const { declaration, part } = entity;
  const reporter = collectingReporter();
  const steps: BoundStep[] = [];
  const locations: DataLocation[] = [];
  const context = contextOf(entity, quietWhereFaulty(part, reporter), surroundings, steps);
  let symbol: BoundSymbol | undefined;
  let face: BindResult["face"];
  let pipeline: BoundDeclaration["pipeline"];
  let test: BoundDeclaration["test"];
  let service: BoundDeclaration["service"];
  let job: BoundDeclaration["job"];
  switch (declaration.kind) {
    case "let":
      symbol = bindLet(declaration, context);
      break;
    case "function":
      symbol = bindFunction(declaration, context);
      break;
    case "source": {
      const bound = bindLocation(declaration, context);
      if (bound !== undefined) {
        locations.push(bound.location);
        symbol = bindSource(declaration, bound, surroundings.catalogue, context);
      }
      break;
    }
    case "store": {
      const bound = bindLocation(declaration, context);
      if (bound !== undefined) {
        locations.push(bound.location);
        const held = catalogueColumns(surroundings.catalogue.schemaOf(bound.location));
        face = { target: storeTarget(declaration, bound), held, bound };
      }
      break;
    }
    case "model":
      symbol = bindModel(declaration, context);
      break;
    case "pipeline":
    case "bare": {
      const parameters =
        declaration.kind === "pipeline" ? bindParameters(declaration.parameters, context) : undefined;
      const inside = parameters === undefined ? context : withParameters(context, parameters, steps);
      const result = bindPipeline(declaration, inside);
      pipeline = result.plan;
      const pipelineFace = faceOf(result.plan, result.carried);
      face = pipelineFace;
      symbol = { kind: "pipeline", name: entity.key, face: pipelineFace, plan: result.plan };
      break;
    }
    case "test": {
      const result = bindTest(declaration, context, surroundings);
      test = result.test;
      locations.push(...result.fixtures);
      break;
    }
    case "service":
      service = bindService(declaration, context);
      break;
    case "job":
      job = bindJob(declaration, context);
      break;
    case "import":
    case "faultyDeclaration":
      break;
  }
  const { problems, references, openPlaces } = reporter;
  const { key } = entity;
  const bound = { declaration, key, symbol, pipeline, test, service, job };
  return { bound: { ...bound, problems, references, openPlaces, steps, locations }, face };
}

function contextOf(
  entity: Entity,
  reporter: BindContext["reporter"],
  surroundings: Surroundings,
  steps: BoundStep[],
): BindContext {
  let nextId = 1;
  const { part } = entity;
  const text = partText(entity);
  const context: BindContext = {
    reporter,
    file: entity.uri,
    declaration: entity.key,
    outer: surroundings.outer,
    lookup: surroundings.lookup,
    newId: () => nextId++,
    text: (range: Range) => text().slice(range.start, range.end),
    line: lineCounter(text),
    manifest: surroundings.manifest,
    faulty: faultyIn(part),
    observe: (step) => steps.push(step),
    bindInner: (inner, range) => bindSteps(inner, range, context, "inner"),
  };
  return context;
}

/** The context inside a pipeline's body, where `$name` means its parameters first. */
function withParameters(
  context: BindContext,
  parameters: OuterScope["parameters"],
  steps: BoundStep[],
): BindContext {
  const inside: BindContext = {
    ...context,
    outer: { ...context.outer, parameters },
    observe: (step) => steps.push(step),
    bindInner: (inner, range) => bindSteps(inner, range, inside, "inner"),
  };
  return inside;
}

/** The declaration's text, cut out of its file when first asked for. */
function partText(entity: Entity): () => string {
  let text: string | undefined;
  return () => {
    text ??= entity.text().slice(entity.part.start, entity.part.start + entity.declaration.end);
    return text;
  };
}

/** Lines from the declaration's first, from 0. */
function lineCounter(text: () => string): (offset: number) => number {
  let index: LineIndex | undefined;
  return (offset) => {
    index ??= lineIndex(text());
    return positionAt(index, offset).line;
  };
}
