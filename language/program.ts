// The program: all files that belong together, bound. It finds out what the names of each declaration mean, binds
// in an order that works, keeps the results that an edit leaves as they were, and places every problem in its
// file. It reads no file and asks nothing but the catalogue.

import { lineIndex, positionAt, type SyntaxFile } from "../grammar/index.ts";
import type { ManifestNames } from "./bind-context.ts";
import type { BoundDeclaration, BoundJob, BoundService, BoundTest } from "./bound.ts";
import type { Catalogue, DataLocation } from "./catalogue.ts";
import { functionNamed } from "./functions/table.ts";
import type { PipelinePlan, StepOrigin } from "./plan.ts";
import type { Problem } from "./problems/entry.ts";
import { type Entity, type FileNames, fileNames, type ProgramFile } from "./program-files.ts";
import { reportUnused } from "./program-hints.ts";
import { locatedProblems } from "./program-problems.ts";
import { bindAll, type Memory } from "./program-run.ts";
import type { BoundSymbol } from "./symbols.ts";

export interface ProgramInput {
  /** All files, those that are asked about first. Each URI once. */
  readonly files: readonly ProgramFile[];
  readonly catalogue: Catalogue;
  /** What weir.json names; undefined without one. */
  readonly manifest?: ManifestNames | undefined;
  /** An earlier state of the program: what it has in common with this one is not bound again. */
  readonly previous?: Program | undefined;
}

export interface Program {
  readonly files: ReadonlyMap<string, BoundFile>;
  /** Everything whose schema the catalogue is asked for: sources, stores, fixtures of tests. */
  readonly dataLocations: readonly DataLocation[];
  file(uri: string): BoundFile | undefined;
  /** The line of a step in its file, from 1. */
  lineOf(origin: StepOrigin): number;
  /** What the program would be if one of its files had this tree; its imports stay. */
  withTree(uri: string, tree: SyntaxFile): Program;
  /** What a later binding may take over. */
  readonly memory: Memory;
}

export interface BoundFile {
  readonly uri: string;
  readonly tree: ProgramFile["tree"];
  /** The file as it came in. */
  readonly source: ProgramFile;
  /** One for each part of the tree, in order. */
  readonly declarations: readonly BoundDeclaration[];
  /** What the file declares, by name. */
  readonly symbols: ReadonlyMap<string, BoundSymbol>;
  /** Named and bare pipelines in the order of the text. */
  readonly pipelines: readonly PipelinePlan[];
  readonly tests: readonly BoundTest[];
  readonly services: readonly BoundService[];
  readonly jobs: readonly BoundJob[];
  /** All problems of the file, syntax included, by position. */
  readonly problems: readonly LocatedProblem[];
}

/** A problem in absolute UTF-16 offsets of its file, fixes and related ranges included. */
export interface LocatedProblem extends Problem {
  /** Index of the part that it stands in. */
  readonly part: number;
}

/** Binds a program. Never throws on what the files hold; whatever is wrong with them comes back as problems. */
export function bindProgram(input: ProgramInput): Program {
  const names = fileNames(input.files);
  const run = bindAll(names, input);
  for (const file of names.values())
    reportUnused(file, run.isUsed, (name) => functionNamed(name) !== undefined);
  const files = new Map<string, BoundFile>();
  for (const file of names.values())
    files.set(file.file.uri, boundFile(file, run.declarationOf, run.symbolOf));
  const starts = new Map<string, ReadonlyMap<string, number>>();
  const { catalogue, manifest } = input;
  return {
    files,
    dataLocations: run.locations,
    memory: run.memory,
    withTree(uri, tree) {
      const sources = [...files.values()].map(({ source }) =>
        source.uri === uri ? { ...source, tree } : source,
      );
      return bindProgram({ files: sources, catalogue, manifest, previous: this });
    },
    file: (uri) => files.get(uri),
    lineOf(origin) {
      let lines = starts.get(origin.file);
      if (lines === undefined) {
        lines = firstLines(names.get(origin.file));
        starts.set(origin.file, lines);
      }
      return (lines.get(origin.declaration) ?? 1) + origin.lineInDeclaration;
    },
  };
}

function boundFile(
  names: FileNames,
  declarationOf: (entity: Entity) => BoundDeclaration,
  symbolOf: (entity: Entity) => BoundSymbol | undefined,
): BoundFile {
  const declarations = names.entities.map(declarationOf);
  const symbols = new Map<string, BoundSymbol>();
  for (const [name, entity] of names.declared) {
    const symbol = symbolOf(entity);
    if (symbol !== undefined) symbols.set(name, symbol);
  }
  return {
    uri: names.file.uri,
    tree: names.file.tree,
    source: names.file,
    declarations,
    symbols,
    pipelines: declarations.flatMap(({ pipeline }) => pipeline ?? []),
    tests: declarations.flatMap(({ test }) => test ?? []),
    services: declarations.flatMap(({ service }) => service ?? []),
    jobs: declarations.flatMap(({ job }) => job ?? []),
    problems: locatedProblems(names.entities, declarations),
  };
}

/** The first line of each declaration, by key, from 1. */
function firstLines(names: FileNames | undefined): ReadonlyMap<string, number> {
  if (names === undefined) return new Map();
  const index = lineIndex(names.file.tree.text);
  return new Map(names.entities.map(({ key, part }) => [key, positionAt(index, part.start).line + 1]));
}
