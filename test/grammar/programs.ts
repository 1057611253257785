// Programs for tests over many texts: every .weir file of the repository, and texts made from them by mutation.
// All randomness comes from a seed that a failure names.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { repositoryRoot } from "../support/repository.ts";

export interface NamedProgram {
  readonly name: string;
  readonly text: string;
}

/** Every .weir file under examples/ and bench/. */
export function examplePrograms(): readonly NamedProgram[] {
  return ["examples", "bench"].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".weir"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => ({ name: relative(repositoryRoot, path), text: readFileSync(path, "utf8") })),
  );
}

/** Random whole numbers from a seed: xorshift, good enough for tests and the same everywhere. */
export function randomFrom(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** Pieces that a mutation puts in: brackets, quotes, words, line ends, odd characters. */
const pieces: readonly string[] = (
  '( ) { } [ ] " """ f" ` $ @ | , . .. : :: = == => -> ?? ? ! # ## -- /* */ \' ; && || - + * / // % ' +
  "from where join left right by not in is null case if then else as on struct list( sorted expect into sql " +
  "pipeline source let function test service job import given endpoint every run 1 2.5 7 days 10% x y λ “ ” §"
)
  .split(" ")
  .concat(
    "\n",
    "\r\n",
    "\r",
    "\ufeff",
    "\ud800",
    "\udc00",
    "\0",
    "\t",
    "\u2028",
    "pipeline p {\n",
    "\n  ",
    "# c\n",
    "\n## d\n",
  );

/** A text with one to six random edits, or a random soup of pieces. */
export function mutated(text: string, random: (below: number) => number): string {
  if (random(12) === 0) return soup(random);
  let result = text;
  for (let edits = 1 + random(6); edits > 0; edits--) {
    const at = random(result.length + 1);
    const before = result.slice(0, at);
    switch (random(5)) {
      case 0:
        result = before + pieces[random(pieces.length)]! + result.slice(at);
        break;
      case 1:
        result = before + result.slice(at + random(20));
        break;
      case 2: {
        const from = random(result.length + 1);
        result = before + result.slice(from, from + random(60)) + result.slice(at);
        break;
      }
      case 3:
        result = before + String.fromCharCode(random(random(3) === 0 ? 65536 : 128)) + result.slice(at + 1);
        break;
      default:
        result = random(8) === 0 ? result.replaceAll("\n", "\r\n") : before + result.slice(at + 1);
        break;
    }
  }
  return result;
}

function soup(random: (below: number) => number): string {
  let text = "";
  for (let count = random(80); count > 0; count--)
    text += pieces[random(pieces.length)]! + (random(2) === 0 ? " " : "");
  return text;
}

/** A piece of a program of at most `length` characters, so that mutations stay cheap. */
export function excerptOf(text: string, length: number, random: (below: number) => number): string {
  if (text.length <= length) return text;
  const start = random(text.length - length);
  return text.slice(start, start + length);
}
