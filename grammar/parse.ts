// Text → syntax file. Never throws on any text: whatever is wrong comes back as problems, at most one a step,
// item or declaration head.

import type { Chunk } from "./chunk.ts";
import { type Finding, relativeTo } from "./finding.ts";
import { type ParsedChunk, parseChunk } from "./parser.ts";
import { cut } from "./retag.ts";
import type { Comment, FilePart, SyntaxFile, SyntaxProblem } from "./tree.ts";

/** The tree of a text, with its problems. Linear in the length of the text. */
export function parseFile(text: string): SyntaxFile {
  return { text, parts: cut(text).map((chunk) => partOf(text, chunk)) };
}

/** The part of one declaration; offsets of the chunk are those of `text`. */
export function partOf(text: string, chunk: Chunk): FilePart {
  const parsed = parseChunk(text, chunk);
  const { start } = chunk;
  const comments: Comment[] = chunk.comments.map((comment) => {
    const from = comment.startOffset - start;
    return { start: from, end: from + comment.image.length, text: comment.image };
  });
  return { start, declaration: parsed.declaration, problems: problemsOf(chunk, parsed), comments };
}

const noProblems: readonly never[] = [];

/** One finding a region: the first, and of two at one place that about a single token. */
function problemsOf(chunk: Chunk, parsed: ParsedChunk): readonly SyntaxProblem[] {
  if (chunk.findings.length === 0 && parsed.placed.length === 0) return noProblems;
  const first = new Map<number, Finding>();
  for (const { region, finding } of parsed.placed) first.set(region, finding);
  for (const absolute of chunk.findings) {
    const region = regionAt(parsed.regionStarts, absolute.start);
    const finding = relativeTo(chunk.start, absolute);
    const rival = first.get(region);
    if (rival === undefined || finding.start <= rival.start) first.set(region, finding);
  }
  return [...first.values()].sort((a, b) => a.start - b.start);
}

function regionAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
