// What can be folded away: declarations, relations in parentheses, blocks of comments, long lists and raw texts.

import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import { type AnyNode, walk } from "../../grammar/index.ts";
import { toPosition, type View } from "../view.ts";

const folded: ReadonlySet<string> = new Set(["stepsRelation", "list", "struct", "schema", "case", "sql"]);

export function foldingRanges(view: View): FoldingRange[] {
  const ranges = new Map<number, FoldingRange>();
  const add = (start: number, end: number, kind?: FoldingRangeKind) => {
    const [first, last] = [toPosition(view.lines, start).line, toPosition(view.lines, end).line];
    // One fold a line: the outermost that begins there.
    if (last <= first || (ranges.get(first)?.endLine ?? -1) >= last) return;
    ranges.set(first, { startLine: first, endLine: last, ...(kind === undefined ? {} : { kind }) });
  };
  for (const { start, declaration } of view.file.tree.parts) {
    add(start + declaration.start, start + lastOf(declaration));
    walk(declaration, (node) => {
      if (node.kind !== undefined && folded.has(node.kind)) add(start + node.start, start + lastOf(node));
    });
  }
  for (const [first, last] of commentBlocks(view)) add(first, last, FoldingRangeKind.Comment);
  for (const [first, last] of importBlocks(view)) add(first, last, FoldingRangeKind.Imports);
  return [...ranges.values()].sort((a, b) => a.startLine - b.startLine);
}

/** A closing bracket on a line of its own stays in sight. */
function lastOf(node: AnyNode): number {
  return Math.max(node.start, node.end - 1);
}

/** Two or more lines that hold nothing but a comment. */
function commentBlocks({ text }: View): readonly (readonly [number, number])[] {
  return [...text.matchAll(/(?:^[ \t]*#[^\r\n]*(?:\r\n|\r|\n|$)){2,}/gm)].map(({ index, 0: block }) => [
    index,
    index + block.trimEnd().length,
  ]);
}

function importBlocks({ file }: View): readonly (readonly [number, number])[] {
  const imports = file.tree.parts.filter(({ declaration }) => declaration.kind === "import");
  const [first, last] = [imports[0], imports.at(-1)];
  if (first === undefined || last === undefined || imports.length < 2) return [];
  return [[first.start, last.start + last.declaration.end]];
}
