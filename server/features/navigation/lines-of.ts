// Lines of the files of a program, found when they are asked for.

import { type LineIndex, lineIndex } from "../../../grammar/index.ts";
import type { Program } from "../../../language/index.ts";

export function linesOf(program: Program): (uri: string) => LineIndex {
  const known = new Map<string, LineIndex>();
  return (uri) => {
    const before = known.get(uri);
    if (before !== undefined) return before;
    const lines = lineIndex(program.file(uri)?.tree.text ?? "");
    known.set(uri, lines);
    return lines;
  };
}
