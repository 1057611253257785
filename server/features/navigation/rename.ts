// Renaming what is under the cursor, wherever it is named: columns through steps, joins, pipelines, stores and tests, relations
// and functions through imports. What cannot be renamed safely is refused with the reason, and nothing is changed.

import type { Range, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { isLineWord, lineIndex, positionAt, quoteName } from "../../../grammar/index.ts";
import { functionNamed, type Program, type RowShape } from "../../../language/index.ts";
import { nameOf } from "../../../project/index.ts";
import { toRange, type View } from "../../view.ts";
import { plainName } from "./declaration-names.ts";
import type { ClientUri } from "./definition.ts";
import { columnKey } from "./keys.ts";
import { linesOf } from "./lines-of.ts";
import { type Occurrence, resolverOf, type Thing, thingsOf } from "./things.ts";

export type RenameResult =
  | { readonly kind: "edit"; readonly edit: WorkspaceEdit }
  | { readonly kind: "refused"; readonly reason: string };

export type RenamePreparation =
  | { readonly kind: "ready"; readonly range: Range; readonly placeholder: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Whether what is named at `offset` can be renamed, and what it is called now. */
export function prepareRename(view: View, offset: number): RenamePreparation {
  const thing = thingAt(view.program, view.uri, offset);
  if (thing === undefined) return refused("There is no name here that could be changed.");
  const reason = fixedReason(thing, view.program);
  if (reason !== undefined) return refused(reason);
  const here = thing.occurrences.find(
    ({ uri, start, end }) => uri === view.uri && start <= offset && offset <= end,
  )!;
  const { start } = withoutSigil(here, view.text);
  return {
    kind: "ready",
    range: toRange(view.lines, start, here.end),
    placeholder: plainName(view.text.slice(start, here.end)),
  };
}

/** The edits of a rename, in a program that holds all files where the name may stand. */
export function rename(
  program: Program,
  uri: string,
  offset: number,
  newName: string,
  clientUri: ClientUri,
): RenameResult {
  const thing = thingAt(program, uri, offset);
  if (thing === undefined) return refused("There is no name here that could be changed.");
  const wanted = plainName(newName.trim().replace(/^\$/, ""));
  const reason =
    fixedReason(thing, program) ?? unfit(thing, wanted, program) ?? conflict(thing, wanted, program);
  if (reason !== undefined) return refused(reason);
  const edits = new Map<string, TextEdit[]>();
  const lines = linesOf(program);
  for (const occurrence of thing.occurrences) {
    const { text } = program.file(occurrence.uri)!.tree;
    const { start } = withoutSigil(occurrence, text);
    const old = text.slice(start, occurrence.end);
    const written = writtenName(wanted, text.slice(occurrence.end));
    const edit = {
      range: toRange(lines(occurrence.uri), start, occurrence.end),
      newText: occurrence.isLabel ? `${old} = ${written}` : written,
    };
    const inFile = edits.get(clientUri(occurrence.uri));
    if (inFile === undefined) edits.set(clientUri(occurrence.uri), [edit]);
    else inFile.push(edit);
  }
  return { kind: "edit", edit: { changes: Object.fromEntries(edits) } };
}

// ------------------------------------------------------------------------------------------------- what stands here

function thingAt(program: Program, uri: string, offset: number): Thing | undefined {
  const found = thingsOf(program).at(uri, offset);
  return found.find(({ kind }) => kind === "column" || kind === "stored") ?? found[0];
}

/** The `$` of a parameter is no part of its name. */
function withoutSigil(occurrence: Occurrence, text: string): { readonly start: number } {
  return { start: text[occurrence.start] === "$" ? occurrence.start + 1 : occurrence.start };
}

/** In backticks where it would not be read as a name; a word that begins a step needs them unless it is named at once. */
function writtenName(name: string, following: string): string {
  const isNamed = /^\s*(?:=(?!=)|[,.:])/.test(following);
  return isLineWord(name) && !isNamed ? `\`${name}\`` : quoteName(name);
}

// ------------------------------------------------------------------------------------------------- what stands against

function fixedReason(thing: Thing, program: Program): string | undefined {
  const name = nameOfThing(thing, program);
  for (const key of thing.keys) {
    if (!key.startsWith("stored\n")) continue;
    const [, uri = "", relation = "", column = ""] = key.split("\n");
    const symbol = program.file(uri)?.symbols.get(relation);
    if (symbol?.kind === "source") {
      return `\`${column}\` is a column of the data that \`${relation}\` reads; give it another name with a step: \`rename new_name = ${quoteName(column)}\`.`;
    }
    if (symbol?.kind === "store" && symbol.held?.some((held) => held.name === column) === true) {
      return `The store \`${relation}\` holds a column \`${column}\` already; another name would not fit what is stored.`;
    }
  }
  return thing.fixed === undefined ? undefined : `\`${name}\` cannot be renamed: ${thing.fixed}.`;
}

function nameOfThing(thing: Thing, program: Program): string {
  const [first] = thing.occurrences;
  if (first === undefined) return "";
  const { text } = program.file(first.uri)!.tree;
  return plainName(text.slice(withoutSigil(first, text).start, first.end));
}

function unfit(thing: Thing, name: string, program: Program): string | undefined {
  if (name === "" || /[\r\n]/.test(name)) return "A name has at least one character and stands on one line.";
  const isPlain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
  if (thing.kind !== "column" && thing.kind !== "stored" && !isPlain) {
    return `\`${name}\` is no name here: it begins with a letter or \`_\`, then letters, digits and \`_\`.`;
  }
  const isFunction = thing.keys.some((key) => declarationOf(key, program) === "function");
  if (isFunction && functionNamed(name) !== undefined)
    return `\`${name}\` is a function of the library; another name keeps both.`;
  return undefined;
}

function declarationOf(key: string, program: Program): string | undefined {
  const [kind, uri = "", name = ""] = key.split("\n");
  if (kind !== "declaration") return undefined;
  return program.file(uri)?.symbols.get(name)?.kind;
}

function conflict(thing: Thing, name: string, program: Program): string | undefined {
  if (name === nameOfThing(thing, program)) return undefined;
  switch (thing.kind) {
    case "column":
    case "stored":
      return columnConflict(thing, name, program);
    case "declaration":
      return declarationConflict(thing, name, program);
    case "parameter":
      return parameterConflict(thing, name, program);
    case "local":
      return localConflict(thing, name, program);
  }
}

/** Another column of that name where this one is, or one that would come into sight by the rename. */
function columnConflict(thing: Thing, name: string, program: Program): string | undefined {
  const keys = new Set(thing.keys);
  const lower = name.toLowerCase();
  for (const [uri, declarations] of declarationsOf(thing)) {
    const file = program.file(uri);
    for (const bound of file?.declarations ?? []) {
      if (!declarations.has(bound.key)) continue;
      const isMember = ({ id, name: column }: RowShape["columns"][number]) =>
        keys.has(columnKey(uri, bound.key, id, column));
      for (const { node, input, output } of bound.steps) {
        for (const { shape } of [input, output]) {
          if (!shape.columns.some(isMember)) continue;
          const other = shape.columns.find(
            (column) => column.name.toLowerCase() === lower && !isMember(column),
          );
          if (other !== undefined)
            return `\`${other.name}\` is already a column ${placeOf(program, uri, bound.key, node.start)}.`;
        }
      }
      const hidden = bound.steps.at(-1)?.output.shape.hidden.find(isMember);
      if (hidden !== undefined) {
        return `\`${hidden.qualifier}.${hidden.name}\` is hidden behind a column of the same name in \`${bound.key}\`; with another name it would be a column more of the result. \`select\` the columns first.`;
      }
    }
  }
  return undefined;
}

function declarationConflict(thing: Thing, name: string, program: Program): string | undefined {
  for (const uri of new Set(thing.occurrences.map((occurrence) => occurrence.uri))) {
    const file = program.file(uri)!;
    const taken = resolverOf(file, program)(name);
    if (taken !== undefined) {
      const where = taken.uri === uri ? "of" : "known in";
      return `\`${name}\` is already a ${taken.declaration.kind} ${where} ${nameOf(uri)}.`;
    }
    for (const { declaration, key } of file.declarations) {
      if (declaration.kind !== "pipeline" && declaration.kind !== "function") continue;
      const hides = declaration.parameters.some((parameter) => parameter.name.text === name);
      if (hides && thing.occurrences.some((place) => place.uri === uri && place.declaration === key))
        return `\`${key}\` has a parameter \`${name}\`, which would hide it there.`;
    }
  }
  return undefined;
}

function parameterConflict(thing: Thing, name: string, program: Program): string | undefined {
  for (const key of thing.keys) {
    const [, uri = "", declaration = ""] = key.split("\n");
    const file = program.file(uri);
    const bound = file?.declarations.find((candidate) => candidate.key === declaration);
    if (bound === undefined) continue;
    const { declaration: node } = bound;
    if (node.kind !== "pipeline" && node.kind !== "function") continue;
    if (node.parameters.some((parameter) => parameter.name.text === name))
      return `\`${declaration}\` has a parameter \`${name}\` already.`;
    if (bound.references.some(({ target }) => target.kind === "symbol" && target.name === name))
      return `\`${declaration}\` uses \`${name}\` of this file, which a parameter of that name would hide.`;
  }
  return undefined;
}

function localConflict(thing: Thing, name: string, program: Program): string | undefined {
  const [first] = thing.occurrences;
  const file = program.file(first?.uri ?? "");
  const bound = file?.declarations.find((candidate) => candidate.key === first?.declaration);
  const isTaken = bound?.steps.some(
    ({ output, input }) => output.aliases.has(name) || input.aliases.has(name),
  );
  return isTaken === true ? `\`${name}\` already names a relation in \`${bound!.key}\`.` : undefined;
}

/** The declarations in which a thing is a column, by file. */
function declarationsOf(thing: Thing): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const key of thing.keys) {
    const [kind, uri = "", declaration = ""] = key.split("\n");
    if (kind !== "column") continue;
    const declarations = found.get(uri);
    if (declarations === undefined) found.set(uri, new Set([declaration]));
    else declarations.add(declaration);
  }
  return found;
}

function placeOf(program: Program, uri: string, declaration: string, offset: number): string {
  const file = program.file(uri)!;
  const position = file.declarations.findIndex(({ key }) => key === declaration);
  const start = file.tree.parts[position]?.start ?? 0;
  const line = positionAt(lineIndex(file.tree.text), start + offset).line + 1;
  return `in line ${line} of ${nameOf(uri)}`;
}

function refused(reason: string): { readonly kind: "refused"; readonly reason: string } {
  return { kind: "refused", reason };
}
