// Names of other files: what an import may name, and names that are brought in by an import as they are taken.

import { CompletionItemKind, type TextEdit } from "vscode-languageserver-types";
import { quoteName } from "../../../grammar/index.ts";
import { toRange, type View } from "../../view.ts";
import { docOf, visibleSymbols } from "./symbols.ts";
import type { CompletionWorld, ForeignDeclaration, Proposal } from "./types.ts";
import { escapeText } from "./values.ts";
import type { WordPlace } from "./word.ts";

/** What a file declares that its import does not name yet. */
export function importedNameProposals(
  view: View,
  path: string,
  given: readonly string[],
): readonly Proposal[] {
  const file = view.program.file(view.file.source.imports.get(path) ?? "");
  if (file === undefined) return [];
  const taken = new Set(given);
  return [...file.symbols]
    .filter(([name]) => !taken.has(name) && !name.includes("#"))
    .map(([name, symbol]) => ({
      label: name,
      kind: CompletionItemKind.Reference,
      description: symbol.kind,
      insert: quoteName(name),
      documentation: docOf(symbol) || undefined,
      score: 100,
    }));
}

/** Letters that have to be typed before names of other files are looked for: all of them would drown this file's. */
export const lettersOfForeign = 2;

/** Declarations of other files that begin as the word does. */
export function foreignNames(world: CompletionWorld, { word }: WordPlace): readonly ForeignDeclaration[] {
  return word.typed.length < lettersOfForeign ? [] : (world.declarationsMatching?.(word.typed) ?? []);
}

/** Declarations of files that this one does not import, each with the edit that imports it. */
export function foreignProposals(
  view: View,
  foreign: readonly ForeignDeclaration[],
  kinds: ReadonlySet<ForeignDeclaration["kind"]>,
): readonly Proposal[] {
  const known = visibleSymbols(view.program, view.uri);
  return foreign
    .filter(({ name, kind, uri }) => kinds.has(kind) && uri !== view.uri && !known.has(name))
    .map(({ name, kind, uri, doc }): Proposal => {
      const path = relativePath(view.uri, uri);
      return {
        label: name,
        kind: kind === "function" ? CompletionItemKind.Function : CompletionItemKind.Class,
        description: path,
        insert: kind === "let" ? `$${quoteName(name)}` : quoteName(name),
        snippet: kind === "function" ? `${name}($1)$0` : undefined,
        documentation: doc === "" ? undefined : doc,
        edits: importEdits(view, name, path, uri),
        score: -20,
      };
    });
}

/** The edit that imports `name`: into the import of that file where there is one, else a line of its own. */
function importEdits(view: View, name: string, path: string, uri: string): readonly TextEdit[] {
  const written = quoteName(name);
  let lastEnd: number | undefined;
  for (const { start, declaration } of view.file.tree.parts) {
    if (declaration.kind !== "import") continue;
    lastEnd = start + declaration.end;
    if (declaration.path === undefined) continue;
    if (view.file.source.imports.get(declaration.path.value) !== uri) continue;
    const last = declaration.names.at(-1);
    if (last === undefined) return [];
    const at = start + last.end;
    return [{ range: toRange(view.lines, at, at), newText: `, ${written}` }];
  }
  const line = `import ${written} from "${escapeText(path)}"`;
  if (lastEnd !== undefined) return [{ range: toRange(view.lines, lastEnd, lastEnd), newText: `\n${line}` }];
  const first = firstLine(view);
  return [{ range: toRange(view.lines, first, first), newText: `${line}\n\n` }];
}

/** Behind the comments at the top of a file and the empty line after them. */
function firstLine({ text, file }: View): number {
  const first = file.tree.parts[0]?.start ?? text.length;
  const head = /^(?:#(?!#)[^\n]*\n)+\n/.exec(text);
  return head !== null && head[0].length <= first ? head[0].length : 0;
}

/** A path from one file to another, with `/`. */
function relativePath(from: string, to: string): string {
  const start = from.split("/").slice(0, -1);
  const end = to.split("/");
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared++;
  const parts = [...start.slice(shared).map(() => ".."), ...end.slice(shared)];
  return parts.map(decoded).join("/");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
