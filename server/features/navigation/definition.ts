// Where the name under the cursor is defined, and every place where it is named.

import type { Location } from "vscode-languageserver-types";
import type { Program } from "../../../language/index.ts";
import { toRange, type View } from "../../view.ts";
import { linesOf } from "./lines-of.ts";
import { type Occurrence, type Thing, thingsOf } from "./things.ts";

/** How a file's URI is written for the editor. */
export type ClientUri = (uri: string) => string;

/** Where what is named at `offset` gets its name; a column of a source without a schema block leads to the source. */
export function definition(view: View, offset: number, clientUri: ClientUri): Location[] {
  const found = thingsOf(view.program)
    .at(view.uri, offset)
    .flatMap((thing) => definitionsOf(thing, view.program));
  return locations(found, view.program, clientUri);
}

/** Every place of what is named at `offset`, in a program that holds all files where it may be named. */
export function references(
  program: Program,
  uri: string,
  offset: number,
  options: { readonly includeDeclaration: boolean; readonly clientUri: ClientUri },
): Location[] {
  const found = thingsOf(program)
    .at(uri, offset)
    .flatMap((thing) => thing.occurrences)
    .filter(({ isDefinition }) => options.includeDeclaration || !isDefinition);
  return locations(found, program, options.clientUri);
}

function definitionsOf(thing: Thing, program: Program): readonly Occurrence[] {
  const own = thing.occurrences.filter(({ isDefinition }) => isDefinition);
  if (own.length > 0) return own;
  // The name comes from outside: what reads it in is the next best place.
  const stored = thing.keys.find((key) => key.startsWith("stored\n"));
  if (stored === undefined) return [];
  const [, uri = "", name = ""] = stored.split("\n");
  const declaration = thingsOf(program).withKey(`declaration\n${uri}\n${name}`);
  return declaration?.occurrences.filter(({ isDefinition }) => isDefinition) ?? [];
}

function locations(occurrences: readonly Occurrence[], program: Program, clientUri: ClientUri): Location[] {
  const lines = linesOf(program);
  return occurrences.map(({ uri, start, end }) => ({
    uri: clientUri(uri),
    range: toRange(lines(uri), start, end),
  }));
}
