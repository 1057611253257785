// Finds out what could stand at the cursor by putting a name there that nobody uses, and reading and binding the text
// again: one declaration is read and bound, the rest is taken over. So half-typed lines are understood by the parser
// and the binder themselves, and completion guesses nothing from the text.

import { type AnyNode, nodesAt, partAt, reparse, type SyntaxFile } from "../../../grammar/index.ts";
import type { BoundDeclaration, OpenPlace, Program } from "../../../language/index.ts";
import type { View } from "../../view.ts";
import { placeOf, type Word, type WordPlace } from "./word.ts";

/** The name that stands for what is to come. */
export const placeholder = "weir_completes_here";

export interface Probe {
  readonly uri: string;
  readonly tree: SyntaxFile;
  readonly program: Program;
  readonly text: string;
  /** The declaration with the placeholder, and where it begins; undefined where it stands in none. */
  readonly bound: BoundDeclaration | undefined;
  readonly declarationStart: number;
  /** Where the placeholder stands in the declaration. */
  readonly hole: number;
  /** Nodes around the placeholder, outermost first, the placeholder's own last. */
  readonly path: readonly AnyNode[];
  /** What the binder could have found there. */
  readonly open: OpenPlace | undefined;
}

/** The file with the placeholder in the place of the word, and what stands around it. */
export function probe(view: View, word: Word): { readonly found: Probe; readonly place: WordPlace } {
  const closing = word.kind === "text" && !word.isClosed ? '"' : "";
  const found = probeWith(view, word.start, word.end, `${placeholder}${closing}`);
  const length = placeholder.length + (word.kind === "text" ? 1 : 0);
  return { found, place: placeOf(word, found.text, found.tree, length) };
}

/** The file with something else between two offsets, and what stands at the first of them. */
function probeWith(view: View, start: number, end: number, written: string): Probe {
  const text = view.text.slice(0, start) + written + view.text.slice(end);
  const tree = reparse(view.file.tree, text);
  const program = view.program.withTree(view.uri, tree);
  const part = partAt(tree, start);
  const bound =
    part === undefined ? undefined : program.file(view.uri)?.declarations[tree.parts.indexOf(part)];
  const declarationStart = part?.start ?? start;
  const hole = start - declarationStart;
  const path = part === undefined ? [] : nodesAt(part.declaration, hole);
  const open = bound?.openPlaces.find((place) => place.start <= hole && hole < place.end);
  return { uri: view.uri, tree, program, text, bound, declarationStart, hole, path, open };
}
