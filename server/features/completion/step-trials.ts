// Tries words of steps before what stands behind them already: each is read with the rest of its declaration, and those that
// can be read are bound, in a program of no more than what the declaration hangs on, since that is done for many words.

import { type FilePart, parseFile, type SyntaxFile, tokensOf } from "../../../grammar/index.ts";
import type { BoundDeclaration } from "../../../language/index.ts";
import type { View } from "../../view.ts";
import type { Word } from "./word.ts";

/** Points for each word by how right the text is with it: more is better. */
export function triedWords(view: View, word: Word, words: readonly string[]): ReadonlyMap<string, number> {
  const { parts } = view.file.tree;
  const index = parts.findLastIndex(({ start }) => start <= word.start);
  const from = parts[index]?.start ?? 0;
  const until = parts[index + 1]?.start ?? view.text.length;
  const before = view.text.slice(from, word.start);
  const behind = view.text.slice(word.end, until);
  const rest = restOfStep(behind);
  const read = words.map((each) => ({ word: each, faults: faultsIn(`from x\n${each}${rest}`) }));
  const least = Math.min(...read.map(({ faults }) => faults));
  const scores = new Map(read.map(({ word: each, faults }) => [each, -90 * (faults - least)]));
  const needed = neededParts(view, index);
  const bound = read
    .filter(({ faults }) => faults === least)
    .map(({ word: each }) => {
      const tree = parseFile(`${before}${each}${behind}`);
      return { word: each, count: faultsWith(view, tree, from, until, needed) };
    });
  const fewest = Math.min(...bound.map(({ count }) => count));
  for (const { word: each, count } of bound) scores.set(each, 100 - 60 * Math.min(3, count - fewest));
  return scores;
}

/** What stands behind the word up to the next step, pipe or closing bracket. */
function restOfStep(behind: string): string {
  const head = "from x\nderive";
  const text = head + behind;
  let depth = 0;
  for (const { kind, start, end } of tokensOf(text)) {
    if (start < head.length) continue;
    const token = text.slice(start, end);
    if (token === "(" || token === "[" || token === "{") depth++;
    else if (token === ")" || token === "]" || token === "}") depth--;
    const isEnd = depth === 0 && (kind === "step" || kind === "declaration" || token === "|");
    if (depth < 0 || isEnd) return text.slice(head.length, start);
  }
  return behind;
}

function faultsIn(text: string): number {
  return parseFile(text).parts.reduce((sum, { problems }) => sum + problems.length, 0);
}

/** The faults of a declaration that was read anew, in the program of `needed`. */
function faultsWith(
  view: View,
  read: SyntaxFile,
  from: number,
  until: number,
  needed: readonly FilePart[],
): number {
  const text = view.text.slice(0, from) + read.text + view.text.slice(until);
  const delta = text.length - view.text.length;
  const own = read.parts.map((part) => ({ ...part, start: part.start + from }));
  const others = needed.map((part) => (part.start < from ? part : { ...part, start: part.start + delta }));
  const parts = [...others, ...own].sort((a, b) => a.start - b.start);
  const file = view.program.withTree(view.uri, { text, parts }).file(view.uri);
  return own.reduce((sum, part) => sum + faultsOf(file?.declarations[parts.indexOf(part)]), 0);
}

/** Errors count whole, remarks a little, and so does every name that stands for nothing. */
function faultsOf(bound: BoundDeclaration | undefined): number {
  if (bound === undefined) return 9;
  let count = 0;
  for (const { severity } of bound.problems) count += severity === "error" ? 1 : 0.3;
  return count + bound.openPlaces.length / 4;
}

/** What the declaration at `index` hangs on, itself left out: data, constants, and the pipelines that it reads. */
function neededParts(view: View, index: number): readonly FilePart[] {
  const { parts } = view.file.tree;
  const { declarations } = view.file;
  const names = new Set<string>();
  const add = (bound: BoundDeclaration | undefined) => {
    for (const { target } of bound?.references ?? []) {
      if (target.kind !== "symbol" || names.has(target.name)) continue;
      names.add(target.name);
      for (const other of declarations) if (isNamed(other, target.name)) add(other);
    }
  };
  add(declarations[index]);
  return parts.filter(({ declaration }, at) => {
    if (at === index) return false;
    switch (declaration.kind) {
      case "pipeline":
        return names.has(declaration.name.text) || writesOneOf(declarations[at]!, names);
      case "bare":
      case "test":
      case "service":
      case "job":
        return false;
      default:
        return true;
    }
  });
}

function isNamed({ key, declaration }: BoundDeclaration, name: string): boolean {
  return key === name && declaration.kind !== "test";
}

/** A store has the columns of what is written into it. */
function writesOneOf({ declaration }: BoundDeclaration, names: ReadonlySet<string>): boolean {
  return (
    declaration.kind === "pipeline" &&
    declaration.steps.some((step) => step.kind === "into" && names.has(step.store.text))
  );
}
