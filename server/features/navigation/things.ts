// Everything that is named in a program, over all its files: which places name one thing, and what is at a place. Made once a
// program; what a declaration gives is kept as long as the declaration is.

import type { Declaration, Range } from "../../../grammar/index.ts";
import type { BoundDeclaration, BoundFile, Program } from "../../../language/index.ts";
import { type DeclarationNames, namesOfDeclaration, type Resolve } from "./declaration-names.ts";
import { type Groups, groups } from "./union-find.ts";

/** A place where a thing is named, in offsets of its file. */
export interface Occurrence extends Range {
  readonly uri: string;
  /** Key of the declaration that it stands in. */
  readonly declaration: string;
  readonly isDefinition: boolean;
  readonly isLabel: boolean;
}

export type ThingKind = "declaration" | "parameter" | "local" | "column" | "stored";

/** A column, relation, function, parameter or alias, with every place where it is named. */
export interface Thing {
  readonly kind: ThingKind;
  /** Its keys; those of a column tell its declarations, ids and names. */
  readonly keys: readonly string[];
  readonly occurrences: readonly Occurrence[];
  /** Why it cannot be renamed; undefined where it can. */
  readonly fixed: string | undefined;
}

export interface Things {
  /** The things that are named at an offset, the most telling first: a merged join key names two columns in one group. */
  at(uri: string, offset: number): readonly Thing[];
  /** The thing of a key; undefined where nothing has it. */
  withKey(key: string): Thing | undefined;
}

const known = new WeakMap<Program, Things>();

export function thingsOf(program: Program): Things {
  let things = known.get(program);
  if (things === undefined) {
    things = collect(program);
    known.set(program, things);
  }
  return things;
}

// ------------------------------------------------------------------------------------------------ collecting

interface Placed extends Occurrence {
  readonly key: string;
}

function collect(program: Program): Things {
  const joined = groups();
  const placed: Placed[] = [];
  const fixed = new Map<string, string>();
  const linked = new Set<string>();
  for (const file of program.files.values()) {
    const resolve = resolverOf(file, program);
    file.declarations.forEach((bound, index) => {
      const { start } = file.tree.parts[index]!;
      const names = namesOf(bound, file, start, resolve);
      for (const [a, b] of names.links) {
        joined.join(a, b);
        linked.add(a).add(b);
      }
      for (const [key, reason] of names.fixed) fixed.set(key, reason);
      for (const place of names.places) {
        placed.push({
          uri: file.uri,
          declaration: bound.key,
          start: start + place.start,
          end: start + place.end,
          key: place.key,
          isDefinition: place.isDefinition,
          isLabel: place.isLabel === true,
        });
      }
    });
  }
  return index(placed, linked, fixed, joined);
}

function index(
  placed: readonly Placed[],
  linked: ReadonlySet<string>,
  fixed: ReadonlyMap<string, string>,
  joined: Groups,
): Things {
  const byGroup = new Map<string, { keys: Set<string>; places: Placed[] }>();
  const byFile = new Map<string, Placed[]>();
  for (const place of placed) {
    const group = joined.groupOf(place.key);
    const entry = byGroup.get(group) ?? { keys: new Set<string>(), places: [] };
    byGroup.set(group, entry);
    entry.keys.add(place.key);
    entry.places.push(place);
    const inFile = byFile.get(place.uri);
    if (inFile === undefined) byFile.set(place.uri, [place]);
    else inFile.push(place);
  }
  // Keys that are written nowhere tell where a column comes from and goes to all the same.
  for (const key of linked) byGroup.get(joined.groupOf(key))?.keys.add(key);
  const reasons = new Map<string, string>();
  for (const [key, reason] of fixed) reasons.set(joined.groupOf(key), reason);
  for (const places of byFile.values()) places.sort((a, b) => a.start - b.start || a.end - b.end);
  const things = new Map<string, Thing>();
  const thingOf = (group: string): Thing | undefined => {
    const before = things.get(group);
    if (before !== undefined) return before;
    const entry = byGroup.get(group);
    if (entry === undefined) return undefined;
    const thing: Thing = {
      kind: kindOf(entry.keys),
      keys: [...entry.keys],
      occurrences: distinct(entry.places),
      fixed: reasons.get(group),
    };
    things.set(group, thing);
    return thing;
  };
  return {
    at(uri, offset) {
      const places = (byFile.get(uri) ?? []).filter(({ start, end }) => start <= offset && offset <= end);
      // Where two names touch, the one that begins here is meant.
      const innermost = places.filter(
        ({ start }) => start === Math.max(...places.map((place) => place.start)),
      );
      const found = new Set(innermost.map(({ key }) => joined.groupOf(key)));
      return [...found].flatMap((group) => thingOf(group) ?? []);
    },
    withKey: (key) => thingOf(joined.groupOf(key)),
  };
}

function kindOf(keys: ReadonlySet<string>): ThingKind {
  const kinds = new Set([...keys].map((key) => key.slice(0, key.indexOf("\n")) as ThingKind));
  return kinds.has("stored") ? "stored" : [...kinds][0]!;
}

/** Each place once: in `on id` one name stands for both sides. */
function distinct(places: readonly Placed[]): Occurrence[] {
  const found = new Map<string, Occurrence>();
  for (const { key: _, ...place } of places) {
    const id = `${place.uri}\n${place.start}\n${place.end}`;
    const before = found.get(id);
    found.set(id, before === undefined ? place : merge(before, place));
  }
  return [...found.values()].sort((a, b) => (a.uri === b.uri ? a.start - b.start : a.uri < b.uri ? -1 : 1));
}

function merge(a: Occurrence, b: Occurrence): Occurrence {
  return { ...a, isDefinition: a.isDefinition || b.isDefinition, isLabel: a.isLabel || b.isLabel };
}

// --------------------------------------------------------------------------------------- one declaration, kept

interface Kept {
  readonly names: DeclarationNames;
  /** Where the names led that were looked up. */
  readonly led: ReadonlyMap<string, string | undefined>;
}

const kept = new WeakMap<BoundDeclaration, Kept>();

function namesOf(
  bound: BoundDeclaration,
  file: BoundFile,
  start: number,
  resolve: Resolve,
): DeclarationNames {
  const before = kept.get(bound);
  if (before !== undefined && [...before.led].every(([name, uri]) => resolve(name)?.uri === uri))
    return before.names;
  const led = new Map<string, string | undefined>();
  const text = file.tree.text.slice(start, start + bound.declaration.end);
  const names = namesOfDeclaration(bound, file.uri, text, (name) => {
    const target = resolve(name);
    led.set(name, target?.uri);
    return target;
  });
  kept.set(bound, { names, led });
  return names;
}

/** Where the names of a file are declared: in the file itself, else in one that it imports. */
export function resolverOf(file: BoundFile, program: Program): Resolve {
  const own = declaredIn(file);
  const imported = file.tree.parts.flatMap(({ declaration }) => {
    if (declaration.kind !== "import" || declaration.path === undefined) return [];
    const uri = file.source.imports.get(declaration.path.value);
    const target = uri === undefined ? undefined : program.file(uri);
    return target === undefined
      ? []
      : [{ target, names: new Set(declaration.names.map(({ text }) => text)) }];
  });
  return (name) => {
    const declaration = own.get(name);
    if (declaration !== undefined) return { uri: file.uri, declaration };
    for (const { target, names } of imported) {
      if (names.size > 0 && !names.has(name)) continue;
      const found = declaredIn(target).get(name);
      if (found !== undefined) return { uri: target.uri, declaration: found };
    }
    return undefined;
  };
}

const declared = new WeakMap<BoundFile["tree"], ReadonlyMap<string, Declaration>>();

function declaredIn(file: BoundFile): ReadonlyMap<string, Declaration> {
  let names = declared.get(file.tree);
  if (names === undefined) {
    const found = new Map<string, Declaration>();
    for (const { declaration } of file.tree.parts) {
      if (!("name" in declaration) || declaration.name.text === "" || found.has(declaration.name.text))
        continue;
      found.set(declaration.name.text, declaration);
    }
    names = found;
    declared.set(file.tree, names);
  }
  return names;
}
