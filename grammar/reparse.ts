// Parsing after an edit: only declarations that the edit touches are read anew, all others keep their very
// objects. The result always equals that of parsing the whole text; where it is not certain that an old
// declaration still begins where it did, everything from the edit on is parsed.
import { parseFile, partOf } from "./parse.ts";
import { cut } from "./retag.ts";
import type { FilePart, SyntaxFile } from "./tree.ts";

/** The tree of `text`, taking from `previous` what did not change. */
export function reparse(previous: SyntaxFile, text: string): SyntaxFile {
  if (previous.text === text) return previous;
  const { parts } = previous;
  if (parts.length === 0) return parseFile(text);
  const edit = editBetween(previous.text, text);
  const first = firstTouched(previous, edit.start);
  const from = first === 0 ? 0 : lineStart(text, parts[first]!.start);
  const next = firstBehind(previous, edit);
  const delta = text.length - previous.text.length;
  for (const behind of next === undefined ? [undefined] : [next, undefined]) {
    const until = behind === undefined ? text.length : endOf(parts[behind]!) + delta;
    const slice = text.slice(from, until);
    const chunks = [...cut(slice)];
    const rest: FilePart[] = [];
    if (behind !== undefined) {
      // The first declaration behind the edit has to begin where it did: then nothing changes from there on.
      if (chunks.pop()?.start !== parts[behind]!.start + delta - from) continue;
      for (const part of parts.slice(behind)) rest.push({ ...part, start: part.start + delta });
    }
    const renewed = chunks.map((chunk) => {
      const start = from + chunk.start;
      const end = from + chunk.end;
      const old = unchanged(previous, edit, start, end, delta);
      return old === undefined ? { ...partOf(slice, chunk), start } : { ...old, start };
    });
    return { text, parts: [...parts.slice(0, first), ...renewed, ...rest] };
  }
  return parseFile(text);
}

/** What differs between two texts: `start` to `oldEnd` became `start` to `newEnd`. */
interface Edit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

function editBetween(old: string, text: string): Edit {
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let oldEnd = old.length;
  let newEnd = text.length;
  while (oldEnd > start && newEnd > start && old.charCodeAt(oldEnd - 1) === text.charCodeAt(newEnd - 1)) {
    oldEnd--;
    newEnd--;
  }
  return { start, oldEnd, newEnd };
}

/** The first part that may change: that of the edit, or the one before if the edit is near the beginning of it. */
function firstTouched({ text, parts }: SyntaxFile, start: number): number {
  let index = 0;
  while (index + 1 < parts.length && parts[index + 1]!.start < start) index++;
  if (index > 0 && start <= firstLineEnd(text, parts[index]!.start)) index--;
  // Odd characters before a declaration on its line belong to the one before.
  while (index > 0 && !isBlank(text, lineStart(text, parts[index]!.start), parts[index]!.start)) index--;
  return index;
}

/** Where the first line of a declaration ends, its doc comments and comments passed over. */
function firstLineEnd(text: string, partStart: number): number {
  const comments = /(?:\s*#[^\r\n]*)*\s*/y;
  comments.lastIndex = partStart;
  comments.test(text);
  const end = text.slice(comments.lastIndex).search(/[\r\n]/);
  return end < 0 ? text.length : comments.lastIndex + end;
}

/** The first part that the edit cannot reach: a line break that the edit left alone stands before it. */
function firstBehind({ text, parts }: SyntaxFile, edit: Edit): number | undefined {
  const index = parts.findIndex(({ start }) => start > edit.oldEnd && lineStart(text, start) > edit.oldEnd);
  return index < 0 ? undefined : index;
}

/** The old part with the same text in the same place, counted from the side of the edit on which it stands. */
function unchanged(
  { parts }: SyntaxFile,
  edit: Edit,
  start: number,
  end: number,
  delta: number,
): FilePart | undefined {
  const isBefore = end < edit.start;
  if (!isBefore && start <= edit.newEnd) return undefined;
  const oldStart = isBefore ? start : start - delta;
  return parts.find((part) => part.start === oldStart && endOf(part) - part.start === end - start);
}

function endOf(part: FilePart): number {
  return part.start + part.declaration.end;
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at--;
  return at;
}

function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === "";
}
