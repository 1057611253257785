// The formatter: a text in its canonical layout. Declarations with syntax problems stay untouched; comments and
// the meaning stay everywhere. Formatting twice changes nothing more. Knows no files: text in, text out.
import { lineWidth, render } from "./layout.ts";
import { hasBreak } from "./lines.ts";
import { parseFile } from "./parse.ts";
import { printDeclaration } from "./print-declarations.ts";
import { isBlankBetween } from "./print-tokens.ts";
import { cut } from "./retag.ts";
import type { FilePart, SyntaxFile, TextEdit } from "./tree.ts";

/** The formatted text; `\r\n` stays where the first line with a word ends with it. */
export function formatText(text: string): string {
  return printFile(parseFile(text));
}

/** The text of a file in its canonical layout. */
export function printFile(file: SyntaxFile): string {
  const { text } = file;
  const lineBreak = lineBreakOf(text);
  const start = text.startsWith("\ufeff") ? "\ufeff" : "";
  const pieces: Piece[] = [];
  let end = start.length;
  for (const part of file.parts) {
    pieces.push(...commentsBetween(text, end, part.start));
    const gap = /\s*$/.exec(text.slice(end, part.start))?.[0] ?? "";
    end = part.start + part.declaration.end;
    const own = printPart(text, part, lineBreak);
    pieces.push({
      text: own,
      isEndOfLine: false,
      isLong: hasBreak(withoutDocs(own), 0, own.length),
      isComment: false,
      isAfterBlank: pieces.length > 0 && blankBefore(text, part.start),
      gap,
      isUntouched: isFaulty(part),
    });
  }
  pieces.push(...commentsBetween(text, end, text.length));
  const last = pieces.at(-1);
  if (last === undefined) return start;
  return start + joined(pieces, lineBreak) + (last.isUntouched ? text.slice(end) : lineBreak);
}

/** Edits that format the declarations that a range of a file touches, in absolute offsets. */
export function formatRange(file: SyntaxFile, start: number, end: number): readonly TextEdit[] {
  const lineBreak = lineBreakOf(file.text);
  const edits: TextEdit[] = [];
  for (const part of file.parts) {
    const partEnd = part.start + part.declaration.end;
    if (partEnd < start || part.start > end) continue;
    const newText = printPart(file.text, part, lineBreak);
    if (newText !== file.text.slice(part.start, partEnd))
      edits.push({ start: part.start, end: partEnd, newText });
  }
  return edits;
}

/** The first line break behind the first word: empty lines before it do not stay. */
function lineBreakOf(text: string): string {
  return /^[^\n]*\r\n/.test(text.trimStart()) ? "\r\n" : "\n";
}

function isFaulty(part: FilePart): boolean {
  return part.problems.length > 0 || part.declaration.kind === "faultyDeclaration";
}

/** One declaration, or its text as it stands if it has problems. */
function printPart(text: string, part: FilePart, lineBreak: string): string {
  const source = text.slice(part.start, part.start + part.declaration.end);
  if (isFaulty(part)) return source;
  const [chunk] = cut(source);
  return chunk === undefined
    ? source
    : render(printDeclaration(source, chunk, part.declaration), lineWidth, lineBreak);
}

/** A declaration or a comment between declarations. */
interface Piece {
  readonly text: string;
  /** A comment that stands behind the piece before it, on its line. */
  readonly isEndOfLine: boolean;
  /** Takes several lines, doc comments aside: empty lines go around it. */
  readonly isLong: boolean;
  readonly isComment: boolean;
  readonly isAfterBlank: boolean;
  /** What stands between it and the piece before, to the letter: kept behind what is not touched. */
  readonly gap: string;
  readonly isUntouched: boolean;
}

function commentsBetween(text: string, from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = [];
  const pattern = /#[^\r\n]*/g;
  pattern.lastIndex = from;
  let end = from;
  for (let found = pattern.exec(text); found !== null && found.index < to; found = pattern.exec(text)) {
    const isEndOfLine = pieces.length === 0 && from > 1 && !hasBreak(text, from, found.index);
    const comment = found[0].trimEnd();
    pieces.push({
      text: isEndOfLine ? (text.slice(from, found.index).replaceAll("\t", " ") || " ") + comment : comment,
      isEndOfLine,
      isLong: false,
      isComment: true,
      isAfterBlank: isBlankBetween(text, end, found.index),
      gap: text.slice(end, found.index),
      isUntouched: false,
    });
    end = found.index + found[0].length;
  }
  return pieces;
}

function blankBefore(text: string, offset: number): boolean {
  return /(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(
    text.slice(Math.max(0, offset - 1000), offset),
  );
}

function joined(pieces: readonly Piece[], lineBreak: string): string {
  const out: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index === 0) out.push(piece.text);
    else if (pieces[index - 1]!.isUntouched) out.push(piece.gap, piece.text.trimStart());
    else if (piece.isEndOfLine) out.push(piece.text);
    else out.push(lineBreak, hasBlankBefore(pieces, index) ? lineBreak : "", piece.text);
  }
  return out.join("");
}

/** Empty lines are kept, and added before and after what is long: before its comments, behind a comment on its line. */
function hasBlankBefore(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index]!;
  if (piece.isAfterBlank) return true;
  let before = index - 1;
  while (before > 0 && pieces[before]!.isEndOfLine) before--;
  if (pieces[before]!.isLong) return true;
  if (pieces[before]!.isComment) return false;
  let next = index;
  while (pieces[next]?.isComment === true && pieces[next + 1]?.isAfterBlank === false) next++;
  return pieces[next]?.isLong ?? false;
}

function withoutDocs(text: string): string {
  return text.replace(/^(?:#[^\r\n]*(?:\r\n|\n|\r))+/, "");
}
