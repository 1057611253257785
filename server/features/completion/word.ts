// What is being written at the cursor: a name, the name of a parameter, a text, or nothing that completion has a say in
// (comments, prose). Reads the tokens of one declaration and nothing else.

import { type ListedToken, type SyntaxFile, tokensOf } from "../../../grammar/index.ts";
import type { View } from "../../view.ts";

/** The word at the cursor, in offsets of the file. */
export interface Word {
  readonly kind: "name" | "parameter" | "text";
  /** Where it begins: behind the `$` or the opening quote. */
  readonly start: number;
  readonly cursor: number;
  /** Where it ends: before the closing quote, behind the closing backtick. */
  readonly end: number;
  /** What stands between start and cursor. */
  readonly typed: string;
  /** Whether the text has its closing quote. */
  readonly isClosed: boolean;
}

const namePart = /[\p{L}\p{N}_]/u;

/** The tokens before the word, and whether something has been said before it on its line. */
export interface WordPlace {
  readonly word: Word;
  readonly before: readonly PlacedToken[];
  /** The first token behind the word. */
  readonly after: PlacedToken | undefined;
  readonly isLineStart: boolean;
}

export interface PlacedToken extends ListedToken {
  readonly text: string;
}

/** The word at an offset; undefined in comments, and in texts that are prose. */
export function wordAt({ text, file }: View, offset: number): Word | undefined {
  const [from, until] = stretchAt(file.tree, offset);
  const around = tokensBetween(text, from, until).find(
    ({ start, end, kind }) => start < offset && offset <= end && mayHold(kind),
  );
  if (around !== undefined && (offset < around.end || !isClosed(around))) {
    if (around.kind === "comment" || around.kind === "doc" || around.text.startsWith('"""')) return undefined;
    if (around.text.startsWith('"')) return textWord(text, around, offset);
    // A piece of an interpolated text is prose.
    if (around.kind === "text") return undefined;
  }
  return nameWord(text, offset);
}

/** The word with the tokens around it, in a text in which `length` characters stand in its place. */
export function placeOf(word: Word, text: string, tree: SyntaxFile, length: number): WordPlace {
  const [from, until] = stretchAt(tree, word.start);
  const tokens = tokensBetween(text, from, until).filter(({ kind }) => kind !== "comment" && kind !== "doc");
  const start = word.kind === "name" ? word.start : word.start - 1;
  const before = tokens.filter((token) => token.end <= start);
  const after = tokens.find((token) => token.start >= word.start + length);
  return { word, before, after, isLineStart: text.slice(lineStartOf(text, start), start).trim() === "" };
}

function tokensBetween(text: string, from: number, until: number): readonly PlacedToken[] {
  return tokensOf(text.slice(from, until)).map(({ kind, start, end }) => ({
    kind,
    start: start + from,
    end: end + from,
    text: text.slice(start + from, end + from),
  }));
}

function lineStartOf(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function mayHold(kind: ListedToken["kind"]): boolean {
  return kind === "comment" || kind === "doc" || kind === "text";
}

function isClosed({ kind, text }: PlacedToken): boolean {
  if (kind !== "text") return false;
  return text.length > 1 && text.endsWith('"') && !/(?<!\\)(?:\\\\)*\\"$/.test(text);
}

/** From the declaration around an offset to the next one. */
function stretchAt({ parts, text }: SyntaxFile, offset: number): readonly [number, number] {
  const next = parts.findIndex(({ start }) => start > offset);
  const index = next < 0 ? parts.length - 1 : next - 1;
  return [parts[index]?.start ?? 0, next < 0 ? text.length : parts[next]!.start];
}

function nameWord(text: string, cursor: number): Word {
  const quoted = quotedAround(text, cursor);
  if (quoted !== undefined) return quoted;
  let start = cursor;
  while (start > 0 && namePart.test(text[start - 1]!)) start--;
  let end = cursor;
  while (end < text.length && namePart.test(text[end]!)) end++;
  const kind = text[start - 1] === "$" ? "parameter" : "name";
  return { kind, start, cursor, end, typed: text.slice(start, cursor), isClosed: true };
}

/** A name in backticks around the cursor. */
function quotedAround(text: string, cursor: number): Word | undefined {
  const lineStart = lineStartOf(text, cursor);
  const before = text.slice(lineStart, cursor);
  if ((before.match(/`/g)?.length ?? 0) % 2 === 0) return undefined;
  const start = lineStart + before.lastIndexOf("`");
  const closing = /^[^`\r\n]*`/.exec(text.slice(cursor));
  const isParameter = text[start - 1] === "$";
  return {
    kind: isParameter ? "parameter" : "name",
    start,
    cursor,
    end: closing === null ? cursor : cursor + closing[0].length,
    typed: text.slice(start + 1, cursor),
    isClosed: closing !== null,
  };
}

function textWord(text: string, token: PlacedToken, cursor: number): Word {
  const closed = isClosed(token);
  const start = token.start + 1;
  const end = closed ? token.end - 1 : cursor;
  return { kind: "text", start, cursor, end, typed: text.slice(start, cursor), isClosed: closed };
}
