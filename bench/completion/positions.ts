// Places in a file where a name is deleted for the benchmark of completion: uses of columns, names of functions and relations,
// words of steps. Only uses count: what a definition is called, nobody else can know.

import { type AnyNode, type Step, walk } from "../../grammar/index.ts";
import type { BoundDeclaration } from "../../language/index.ts";
import type { View } from "../../server/view.ts";

export type PositionKind = "column" | "function" | "relation" | "step";

export interface Position {
  readonly view: View;
  readonly kind: PositionKind;
  /** What is deleted, in offsets of the text. */
  readonly start: number;
  readonly end: number;
  /** What should be offered: without backticks. */
  readonly wanted: string;
}

/** Every place of a file. */
export function positionsOf(view: View): readonly Position[] {
  return view.file.tree.parts.flatMap(({ start: base }, index) => {
    const bound = view.file.declarations[index]!;
    const positions: Position[] = [];
    const add = (kind: PositionKind, { start, end }: { start: number; end: number }, wanted: string) =>
      positions.push({ view, kind, start: base + start, end: base + end, wanted });
    const columns = columnUses(bound);
    walk(bound.declaration, (node) => {
      const name = (node as AnyNode & { name?: { text: string; start: number; end: number } }).name;
      if ((node.kind === "columnName" || node.kind === "member") && name !== undefined) {
        if (columns.has(name.start)) add("column", name, name.text);
      } else if (node.kind === "call" && name !== undefined) add("function", name, name.text);
      else if ((node.kind === "namedRelation" || node.kind === "given") && name !== undefined)
        add("relation", name, name.text);
      else if (node.kind === "into") {
        const { store } = node as unknown as Step & { readonly kind: "into" };
        add("relation", store, store.text);
      }
      if ("keyword" in node) {
        const { keyword } = node as unknown as Step;
        const word = view.text.slice(base + keyword.start, base + keyword.end).replace(/\s+/g, " ");
        add("step", keyword, word);
      }
    });
    return positions;
  });
}

/** Where columns are used, by the start of the name. */
function columnUses({ references }: BoundDeclaration): ReadonlySet<number> {
  return new Set(references.flatMap(({ start, target }) => (target.kind === "column" ? [start] : [])));
}

/** `count` of the positions, by a seed; the same ones on every machine. */
export function sampled(positions: readonly Position[], count: number, seed: number): readonly Position[] {
  const random = randomOf(seed);
  const rest = [...positions];
  const chosen: Position[] = [];
  while (chosen.length < count && rest.length > 0) {
    const at = Math.floor(random() * rest.length);
    chosen.push(rest[at]!);
    rest[at] = rest.at(-1)!;
    rest.pop();
  }
  return chosen;
}

/** Numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
