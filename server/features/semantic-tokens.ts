// Colours by meaning: what a name stands for, as the binder knows it; what it cannot know yet, by its place. Themes know the
// token types; nothing else than the protocol's own is used.

import type { SemanticTokens, SemanticTokensLegend } from "vscode-languageserver-types";
import { type TokenKind, tokensOf } from "../../grammar/index.ts";
import type { ReferenceTarget } from "../../language/index.ts";
import { toPosition, type View } from "../view.ts";
import { resolverOf } from "./navigation/things.ts";

const types = [
  "keyword",
  "namespace",
  "class",
  "function",
  "method",
  "variable",
  "parameter",
  "property",
  "type",
  "number",
  "string",
  "operator",
  "comment",
] as const;
type TokenType = (typeof types)[number];

const modifiers = ["declaration", "readonly", "documentation", "defaultLibrary"] as const;
type Modifier = (typeof modifiers)[number];

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...types],
  tokenModifiers: [...modifiers],
};

interface Token {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly Modifier[];
}

/** Tokens of the whole text, or of those lines that a range touches. */
export function semanticTokens(view: View, from = 0, to = view.text.length): SemanticTokens {
  const meanings = meaningsOf(view);
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const listed of tokensOf(view.text)) {
    if (listed.end < from || listed.start > to) continue;
    const token = tokenOf(listed, meanings.get(listed.start));
    if (token === undefined) continue;
    // A token of the protocol does not go over lines.
    for (const piece of piecesOf(token, view.text)) {
      const place = toPosition(view.lines, piece.start);
      const isSameLine = place.line === line;
      data.push(
        place.line - line,
        isSameLine ? place.character - character : place.character,
        piece.end - piece.start,
        types.indexOf(token.type),
        token.modifiers.reduce((bits, modifier) => bits | (1 << modifiers.indexOf(modifier)), 0),
      );
      line = place.line;
      character = place.character;
    }
  }
  return { data };
}

// ------------------------------------------------------------------------------------------------ helpers

interface Meaning {
  readonly type: TokenType;
  readonly modifiers: readonly Modifier[];
}

/** What names stand for, by where they begin. */
function meaningsOf(view: View): ReadonlyMap<number, Meaning> {
  const found = new Map<number, Meaning>();
  const resolve = resolverOf(view.file, view.program);
  view.file.declarations.forEach((bound, index) => {
    const { start } = view.file.tree.parts[index]!;
    for (const { start: at, target } of bound.references) {
      const meaning = meaningOf(target, (name) => resolve(name)?.declaration.kind);
      if (meaning !== undefined) found.set(start + at, meaning);
    }
    const { declaration } = bound;
    if ("name" in declaration && declaration.name.text !== "") {
      const type = typeOfDeclaration(declaration.kind);
      if (type !== undefined) found.set(start + declaration.name.start, { type, modifiers: ["declaration"] });
    }
    if (declaration.kind === "pipeline" || declaration.kind === "function") {
      for (const { name } of declaration.parameters)
        found.set(start + name.start, { type: "parameter", modifiers: ["declaration"] });
    }
    if (declaration.kind === "source" || declaration.kind === "store") {
      for (const { name, type } of declaration.schema?.fields ?? []) {
        found.set(start + name.start, { type: "property", modifiers: ["declaration"] });
        found.set(start + type.start, { type: "type", modifiers: [] });
      }
    }
  });
  return found;
}

function meaningOf(
  target: ReferenceTarget,
  kindOf: (name: string) => string | undefined,
): Meaning | undefined {
  switch (target.kind) {
    case "column":
      return { type: "property", modifiers: [] };
    case "alias":
      return { type: "namespace", modifiers: [] };
    case "parameter":
    case "variable":
      return { type: "parameter", modifiers: [] };
    case "libraryFunction":
      return { type: "function", modifiers: ["defaultLibrary"] };
    case "symbol": {
      const type = typeOfDeclaration(kindOf(target.name) ?? "");
      if (type === undefined) return undefined;
      return { type, modifiers: type === "variable" ? ["readonly"] : [] };
    }
  }
}

function typeOfDeclaration(kind: string): TokenType | undefined {
  switch (kind) {
    case "source":
    case "store":
    case "model":
      return "class";
    case "pipeline":
      return "method";
    case "function":
      return "function";
    case "let":
      return "variable";
    case "service":
    case "job":
      return "namespace";
    default:
      return undefined;
  }
}

const byKind: Partial<Record<TokenKind, TokenType>> = {
  declaration: "keyword",
  step: "keyword",
  keyword: "keyword",
  constant: "keyword",
  operator: "operator",
  function: "function",
  parameter: "parameter",
  number: "number",
  unit: "number",
  text: "string",
  date: "number",
  money: "number",
  comment: "comment",
  doc: "comment",
};

function tokenOf(
  { start, end, kind }: { readonly start: number; readonly end: number; readonly kind: TokenKind },
  meaning: Meaning | undefined,
): Token | undefined {
  if (meaning !== undefined && (kind === "name" || kind === "function" || kind === "parameter"))
    return { start, end, ...meaning };
  const type = byKind[kind];
  if (type === undefined) return undefined;
  return { start, end, type, modifiers: kind === "doc" ? ["documentation"] : [] };
}

function* piecesOf(
  { start, end }: Token,
  text: string,
): Generator<{ readonly start: number; readonly end: number }> {
  let from = start;
  for (let at = start; at <= end; at++) {
    const isEnd = at === end || text[at] === "\n" || text[at] === "\r";
    if (!isEnd) continue;
    if (at > from) yield { start: from, end: at };
    from = at + 1;
  }
}
