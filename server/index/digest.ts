// What the workspace keeps of a file that is not open: what it imports, declares and mentions. A digest is plain JSON, made
// from the tree alone; it says which files a question is about, never what a name means there.

import type { Range } from "vscode-languageserver-types";
import { type Declaration, type LineIndex, lineIndex, type SyntaxFile } from "../../grammar/index.ts";
import { importsOf, type PathStyle } from "../../project/index.ts";
import { toRange } from "../view.ts";

/** Kinds of declarations that have a name. */
export type DeclaredKind = Extract<Declaration, { readonly name: unknown }>["kind"];

export interface DeclarationDigest {
  readonly name: string;
  readonly kind: DeclaredKind;
  /** All of it, its doc comments included. */
  readonly range: Range;
  readonly nameRange: Range;
  readonly doc: string;
  /** Names of the parameters of a pipeline or function, in order; empty for others. */
  readonly parameters: readonly string[];
}

/** A declaration and the file that it stands in. */
export interface DeclarationPlace {
  readonly uri: string;
  readonly declaration: DeclarationDigest;
}

/** A pipeline of the file that stores. */
export interface StoringDigest {
  /** Its name; empty for steps at the top of the file. */
  readonly pipeline: string;
  readonly store: string;
}

export interface FileDigest {
  /** URIs of the files that it imports, each once, in order. */
  readonly imports: readonly string[];
  readonly declarations: readonly DeclarationDigest[];
  /** Every name that it declares or mentions (relations, functions, parameters, columns), sorted; rather one too many. */
  readonly names: readonly string[];
  readonly storing: readonly StoringDigest[];
}

/** Goes up whenever digests look different: what was kept in the old form is thrown away. */
export const digestVersion = 1;

/** Names of declarations that were looked at before: those that an edit leaves alone are the same objects. */
export type KnownNames = WeakMap<Declaration, ReadonlySet<string>>;

/** The digest of a file; `known` is for files that are looked at after every keystroke. */
export function digestOf(uri: string, tree: SyntaxFile, style: PathStyle, known?: KnownNames): FileDigest {
  const lines = lineIndex(tree.text);
  const names = new Set<string>();
  const declarations: DeclarationDigest[] = [];
  const storing: StoringDigest[] = [];
  for (const { start, declaration } of tree.parts) {
    if (known === undefined) collectNames(declaration, false, names);
    else for (const name of namesOf(declaration, known)) names.add(name);
    const declared = declarationDigest(declaration, start, lines);
    if (declared !== undefined) declarations.push(declared);
    if (declaration.kind !== "pipeline" && declaration.kind !== "bare") continue;
    for (const step of declaration.steps) {
      if (step.kind !== "into" || step.store.text === "") continue;
      storing.push({ pipeline: declared?.name ?? "", store: step.store.text });
    }
  }
  const imports = [...new Set(importsOf(uri, tree, style).values())];
  return { imports, declarations, names: [...names].sort(), storing };
}

/** Whether a file mentions a name. */
export function mentions({ names }: FileDigest, name: string): boolean {
  let low = 0;
  let high = names.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = names[middle]!;
    if (found === name) return true;
    if (found < name) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------ helpers

function declarationDigest(
  declaration: Declaration,
  start: number,
  lines: LineIndex,
): DeclarationDigest | undefined {
  if (!("name" in declaration) || declaration.name.text === "") return undefined;
  const { name, kind, doc } = declaration;
  const hasParameters = declaration.kind === "pipeline" || declaration.kind === "function";
  return {
    name: name.text,
    kind,
    range: toRange(lines, start + declaration.start, start + declaration.end),
    nameRange: toRange(lines, start + name.start, start + name.end),
    doc,
    parameters: hasParameters ? declaration.parameters.map((parameter) => parameter.name.text) : [],
  };
}

function namesOf(declaration: Declaration, known: KnownNames): ReadonlySet<string> {
  const before = known.get(declaration);
  if (before !== undefined) return before;
  const names = new Set<string>();
  collectNames(declaration, false, names);
  known.set(declaration, names);
  return names;
}

/** Words inside a text that Weir does not read, and the names in braces of one that it does. */
const words = /[\p{L}_][\p{L}\p{N}_]*/gu;
const inBraces = /\{([^{}]+)\}/g;

/** Adds the names below a part of a tree. Types and formats are the language's own. */
function collectNames(value: object, isInSql: boolean, names: Set<string>): void {
  const { kind } = value as { readonly kind?: unknown };
  if (kind === "name") {
    const { text } = value as { readonly text: string };
    if (text !== "") names.add(text);
    return;
  }
  if (kind === "text") {
    const text = (value as { readonly value: string }).value;
    if (isInSql) for (const [word] of text.matchAll(words)) names.add(word);
    else for (const match of text.matchAll(inBraces)) names.add(match[1]!);
    return;
  }
  for (const key in value) {
    if (key === "name" && (kind === "type" || kind === "connector")) continue;
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === "object" && member !== null) collectNames(member, isInSql || kind === "sql", names);
  }
}
