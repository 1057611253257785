// A program while it is being typed: cut at every character, the rest of the line gone or the rest of the file, and what the
// parser makes of it. The tests hold it to a bound, and the benchmark of recovery prints it.
import { type Declaration, parseFile, type Step } from "../../grammar/index.ts";
import { examplePrograms, type NamedProgram, randomFrom } from "./programs.ts";

export interface CutScore {
  readonly cuts: number;
  /** A line for each cut with more than one diagnostic, or a lost step. */
  readonly faults: readonly string[];
}

/** Cuts every example; `scale` is the share of the cuts that are tried. */
export function scoreCuts(rest: "line" | "file", scale: number): CutScore {
  const random = randomFrom(7);
  const faults: string[] = [];
  let cuts = 0;
  for (const program of examplePrograms()) {
    const all = rest === "line" ? cutsOfLines(program, scale, random) : cutsOfFile(program, scale, random);
    for (const cut of all) {
      const file = parseFile(cut.text);
      const problems = file.parts.flatMap((part) =>
        part.problems.map(({ code, message }) => `${code} ${message}`),
      );
      cuts++;
      const found = file.parts.flatMap(({ declaration }) => stepsOf(declaration));
      if (problems.length > 1) faults.push(`${cut.name}: ${problems.join("; ")}`);
      else if (!isSubsequence(cut.wanted, found))
        faults.push(`${cut.name}: lost a step of ${cut.wanted.join(" ")} in ${found.join(" ")}`);
    }
  }
  return { cuts, faults };
}

interface Cut {
  readonly name: string;
  readonly text: string;
  /** The steps outside of the line that is cut, by kind. */
  readonly wanted: readonly string[];
}

function* cutsOfLines(
  { name, text }: NamedProgram,
  scale: number,
  random: (below: number) => number,
): Iterable<Cut> {
  let start = 0;
  const steps = stepsByOffset(text);
  for (const [number, line] of text.split("\n").entries()) {
    const end = start + line.length;
    for (let column = 1; column < line.length; column++) {
      if (line.slice(0, column).trim() === "" || random(1000) >= 1000 * scale) continue;
      const wanted = steps.filter(({ offset }) => offset < start || offset > end).map(({ kind }) => kind);
      const cut = text.slice(0, start + column) + text.slice(end);
      yield { name: `${name}:${number + 1} ${JSON.stringify(line.slice(0, column))}`, text: cut, wanted };
    }
    start = end + 1;
  }
}

function* cutsOfFile(
  { name, text }: NamedProgram,
  scale: number,
  random: (below: number) => number,
): Iterable<Cut> {
  for (let length = 1; length < text.length; length++) {
    if (random(1000) >= 1000 * scale) continue;
    yield { name: `${name} cut at ${length}`, text: text.slice(0, length), wanted: [] };
  }
}

/** The steps directly in a declaration; those of pipelines in parentheses depend on a bracket on another line. */
function stepsOf(declaration: Declaration): readonly string[] {
  const steps: readonly Step[] =
    declaration.kind === "pipeline" || declaration.kind === "bare" ? declaration.steps : [];
  return steps.map(({ kind }) => kind);
}

function stepsByOffset(text: string): readonly { readonly offset: number; readonly kind: string }[] {
  return parseFile(text).parts.flatMap(({ start, declaration }) => {
    const steps = declaration.kind === "pipeline" || declaration.kind === "bare" ? declaration.steps : [];
    return steps.map((step) => ({ offset: start + step.start, kind: step.kind }));
  });
}

function isSubsequence(wanted: readonly string[], found: readonly string[]): boolean {
  let at = 0;
  for (const kind of found) if (kind === wanted[at]) at++;
  return at === wanted.length;
}
