// Growing a selection along the tree: the name, the expression, the item, the step, the declaration, the file.

import type { SelectionRange } from "vscode-languageserver-types";
import { nodesAt } from "../../grammar/index.ts";
import { declarationAt, toRange, type View } from "../view.ts";

export function selectionRange(view: View, offset: number): SelectionRange {
  const whole: SelectionRange = { range: toRange(view.lines, 0, view.text.length) };
  const at = declarationAt(view, offset);
  if (at === undefined) return whole;
  let current = whole;
  let [outerStart, outerEnd] = [0, view.text.length];
  for (const { start, end } of nodesAt(at.bound.declaration, offset - at.start)) {
    const [from, to] = [at.start + start, at.start + end];
    const isNarrower = from >= outerStart && to <= outerEnd && (from > outerStart || to < outerEnd);
    if (!isNarrower || from > offset || to < offset) continue;
    current = { range: toRange(view.lines, from, to), parent: current };
    [outerStart, outerEnd] = [from, to];
  }
  return current;
}
