// Weir's one layout, as the smallest edits that give it: lines that stay keep their cursors and folds. What has a syntax
// fault is left as it stands. Options of the editor change nothing.

import type { TextEdit } from "vscode-languageserver-types";
import { formatRange, printFile } from "../../grammar/index.ts";
import { toRange, type View } from "../view.ts";

export function formatDocument(view: View): TextEdit[] {
  return lineEdits(view, 0, view.text, printFile(view.file.tree));
}

/** Formats the declarations that a range touches. */
export function formatDocumentRange(view: View, start: number, end: number): TextEdit[] {
  return formatRange(view.file.tree, start, end).flatMap((edit) =>
    lineEdits(view, edit.start, view.text.slice(edit.start, edit.end), edit.newText),
  );
}

/** After a closing brace, the declaration that it ends; after a new line, the one that ended on the line before. */
export function formatOnType(view: View, offset: number, typed: string): TextEdit[] {
  const before = typed === "}" ? offset - 1 : view.text.slice(0, offset).trimEnd().length - 1;
  const part = view.file.tree.parts.find(({ start, declaration }) => start + declaration.end - 1 === before);
  if (part === undefined || part.problems.length > 0) return [];
  return formatDocumentRange(view, part.start, part.start);
}

// ------------------------------------------------------------------------------------------------ helpers

/** Edits of whole lines that make `after` of `before`, which begins at `start`. */
function lineEdits(view: View, start: number, before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const edits: TextEdit[] = [];
  let [oldIndex, freshIndex, offset] = [0, 0, start];
  while (oldIndex < old.length || freshIndex < fresh.length) {
    if (old[oldIndex] !== undefined && old[oldIndex] === fresh[freshIndex]) {
      offset += old[oldIndex]!.length;
      oldIndex++;
      freshIndex++;
      continue;
    }
    const { oldCount, freshCount } = difference(old, oldIndex, fresh, freshIndex);
    const removed = old.slice(oldIndex, oldIndex + oldCount).join("");
    const newText = fresh.slice(freshIndex, freshIndex + freshCount).join("");
    edits.push({ range: toRange(view.lines, offset, offset + removed.length), newText });
    offset += removed.length;
    oldIndex += oldCount;
    freshIndex += freshCount;
  }
  return edits;
}

/** With their line breaks. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** How far ahead a line that stays is looked for. */
const lookAhead = 200;

/** The fewest lines to leave on both sides until they are the same again. */
function difference(
  old: readonly string[],
  oldStart: number,
  fresh: readonly string[],
  freshStart: number,
): { readonly oldCount: number; readonly freshCount: number } {
  for (let distance = 1; distance <= lookAhead; distance++) {
    for (let oldCount = 0; oldCount <= distance; oldCount++) {
      const line = old[oldStart + oldCount];
      // A blank line is everywhere and tells nothing.
      if (line === undefined || line.trim() === "") continue;
      if (line === fresh[freshStart + distance - oldCount])
        return { oldCount, freshCount: distance - oldCount };
    }
  }
  return { oldCount: old.length - oldStart, freshCount: fresh.length - freshStart };
}
