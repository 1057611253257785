// Lineage as the editor's call hierarchy: what feeds a pipeline, source, store or function, and what uses it.

import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range,
  SymbolKind,
} from "vscode-languageserver-types";
import type { BoundDeclaration, BoundFile, Program } from "../../../language/index.ts";
import { nameOf } from "../../../project/index.ts";
import { toRange } from "../../view.ts";
import type { ClientUri } from "./definition.ts";
import { declarationKey } from "./keys.ts";
import { linesOf } from "./lines-of.ts";
import { type Occurrence, thingsOf } from "./things.ts";

/** What an item remembers of the declaration that it shows. */
export interface ItemData {
  readonly uri: string;
  readonly declaration: string;
}

const kinds: Readonly<Record<string, SymbolKind>> = {
  source: SymbolKind.File,
  store: SymbolKind.Object,
  pipeline: SymbolKind.Function,
  bare: SymbolKind.Function,
  function: SymbolKind.Method,
  let: SymbolKind.Constant,
  model: SymbolKind.Class,
  service: SymbolKind.Interface,
  job: SymbolKind.Event,
  test: SymbolKind.Event,
};

/** The declaration whose name, or a mention of it, is at `offset`; else the one that `offset` stands in. */
export function prepareCallHierarchy(
  program: Program,
  uri: string,
  offset: number,
  clientUri: ClientUri,
): CallHierarchyItem[] {
  const named = thingsOf(program)
    .at(uri, offset)
    .flatMap(({ keys }) => keys.filter((key) => key.startsWith("declaration\n")));
  const [key] = named;
  if (key !== undefined) {
    const [, target = "", name = ""] = key.split("\n");
    return itemsOf(program, target, name, clientUri);
  }
  const file = program.file(uri);
  const index = file?.tree.parts.findIndex(
    ({ start, declaration }) => start <= offset && offset <= start + declaration.end,
  );
  const bound = file?.declarations[index ?? -1];
  return bound === undefined ? [] : itemsOf(program, uri, bound.key, clientUri);
}

/** Declarations that mention it, with where they do. */
export function incomingCalls(
  program: Program,
  data: ItemData,
  clientUri: ClientUri,
): CallHierarchyIncomingCall[] {
  const thing = thingsOf(program).withKey(declarationKey(data.uri, data.declaration));
  const mentions = (thing?.occurrences ?? []).filter(({ isDefinition }) => !isDefinition);
  return byDeclaration(mentions).flatMap(({ uri, declaration, places }) =>
    itemsOf(program, uri, declaration, clientUri).map((from) => ({
      from,
      fromRanges: rangesOf(program, places),
    })),
  );
}

/** Declarations that it mentions, with where it does. */
export function outgoingCalls(
  program: Program,
  data: ItemData,
  clientUri: ClientUri,
): CallHierarchyOutgoingCall[] {
  const file = program.file(data.uri);
  const index = file?.declarations.findIndex(({ key }) => key === data.declaration) ?? -1;
  const part = file?.tree.parts[index];
  if (file === undefined || part === undefined) return [];
  const found = new Map<string, Occurrence[]>();
  for (const { start } of file.declarations[index]!.references) {
    for (const { keys, occurrences } of thingsOf(program).at(data.uri, part.start + start)) {
      const key = keys.find((candidate) => candidate.startsWith("declaration\n"));
      if (key === undefined || key === declarationKey(data.uri, data.declaration) || found.has(key)) continue;
      found.set(
        key,
        occurrences.filter(({ uri, declaration }) => uri === data.uri && declaration === data.declaration),
      );
    }
  }
  return [...found].flatMap(([key, places]) => {
    const [, uri = "", name = ""] = key.split("\n");
    return itemsOf(program, uri, name, clientUri).map((to) => ({
      to,
      fromRanges: rangesOf(program, places),
    }));
  });
}

// ------------------------------------------------------------------------------------------------ helpers

function itemsOf(
  program: Program,
  uri: string,
  declaration: string,
  clientUri: ClientUri,
): CallHierarchyItem[] {
  const file = program.file(uri);
  const index = file?.declarations.findIndex(({ key }) => key === declaration) ?? -1;
  const bound = file?.declarations[index];
  // An import only hands a name on.
  if (file === undefined || bound === undefined || bound.declaration.kind === "import") return [];
  const { start } = file.tree.parts[index]!;
  const lines = linesOf(program)(uri);
  const name = "name" in bound.declaration ? bound.declaration.name : undefined;
  const end = start + bound.declaration.end;
  const data: ItemData = { uri, declaration };
  return [
    {
      name: labelOf(bound, file),
      kind: kinds[bound.declaration.kind] ?? SymbolKind.Variable,
      detail: `${bound.declaration.kind === "bare" ? "pipeline" : bound.declaration.kind} · ${nameOf(uri)}`,
      uri: clientUri(uri),
      range: toRange(lines, start, end),
      selectionRange:
        name === undefined
          ? toRange(lines, start, start)
          : toRange(lines, start + name.start, start + name.end),
      data,
    },
  ];
}

function labelOf({ declaration, key }: BoundDeclaration, file: BoundFile): string {
  if (declaration.kind === "test") return declaration.title?.value ?? "test";
  if (declaration.kind !== "bare") return key;
  const [first] = declaration.steps;
  const relation = first?.kind === "from" ? first.relation : undefined;
  const start = file.tree.parts[file.declarations.findIndex((bound) => bound.key === key)]!.start;
  return relation === undefined
    ? "from"
    : `from ${file.tree.text.slice(start + relation.start, start + relation.end)}`;
}

function byDeclaration(
  mentions: readonly Occurrence[],
): readonly { readonly uri: string; readonly declaration: string; readonly places: readonly Occurrence[] }[] {
  const found = new Map<string, { uri: string; declaration: string; places: Occurrence[] }>();
  for (const mention of mentions) {
    const id = `${mention.uri}\n${mention.declaration}`;
    const entry = found.get(id) ?? { uri: mention.uri, declaration: mention.declaration, places: [] };
    entry.places.push(mention);
    found.set(id, entry);
  }
  return [...found.values()];
}

function rangesOf(program: Program, places: readonly Occurrence[]): Range[] {
  const lines = linesOf(program);
  return places.map(({ uri, start, end }) => toRange(lines(uri), start, end));
}
