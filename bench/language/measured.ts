// The program that the compile-time benchmark bundles and runs: the loader that runs TypeScript directly slows hot
// closures several times, and people run bundles. It prints its figures as JSON.

import { createRequire } from "node:module";
import { parseFile, reparse, type SyntaxFile } from "../../grammar/index.ts";
import { bindProgram, emptyCatalogue, type Program } from "../../language/index.ts";
import { median, percentile } from "../measure.ts";
import { programOf } from "./thousand-lines.ts";

interface PrqlCompiler {
  readonly CompileOptions: new () => { target: string; signature_comment: boolean };
  compile(text: string, options: unknown): string;
}

const uri = "file:///bench.weir";
const rounds = 120;
const { weir, prql } = programOf(1000);

function bind(tree: SyntaxFile, previous?: Program): Program {
  return bindProgram({ files: [{ uri, tree, imports: new Map() }], catalogue: emptyCatalogue, previous });
}

function millis(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** What a person types: four digits into a number, then out again, in one pipeline after the other. */
function* typing(text: string): Generator<string> {
  const places = [...text.matchAll(/quantity > (?=\d)/g)].map(({ index, 0: found }) => index + found.length);
  for (const at of places) {
    for (let digits = 1; digits <= 4; digits++)
      yield `${text.slice(0, at)}${"1".repeat(digits)}${text.slice(at)}`;
    for (let digits = 3; digits >= 0; digits--)
      yield `${text.slice(0, at)}${"1".repeat(digits)}${text.slice(at)}`;
  }
}

for (let round = 0; round < 40; round++) bind(parseFile(weir));
const parse: number[] = [];
const whole: number[] = [];
const reparsed: number[] = [];
const rebound: number[] = [];
for (let round = 0; round < rounds; round++) {
  parse.push(millis(() => parseFile(weir)));
  whole.push(millis(() => bind(parseFile(weir)).file(uri)!.problems.length));
}
// As in an editor: each text follows the one before, and nothing else is read between the keystrokes.
let typedTree = parseFile(weir);
let typedProgram = bind(typedTree);
for (const text of typing(weir)) {
  const start = performance.now();
  typedTree = reparse(typedTree, text);
  const parsed = performance.now();
  typedProgram = bind(typedTree, typedProgram);
  typedProgram.file(uri)!.problems.length;
  reparsed.push(parsed - start);
  rebound.push(performance.now() - start);
}
const problems = bind(parseFile(weir))
  .file(uri)!
  .problems.filter((problem) => problem.severity === "error");
if (problems.length > 0) throw new Error(`the benchmark's own file has a problem: ${problems[0]!.message}`);

const prqlc = createRequire(`${process.cwd()}/package.json`)("prqlc") as PrqlCompiler;
const options = new prqlc.CompileOptions();
options.target = "sql.duckdb";
options.signature_comment = false;
const rival: number[] = [];
for (let round = 0; round < 8; round++) {
  rival.push(
    millis(() => {
      for (const text of prql) prqlc.compile(text, options);
    }),
  );
}

const figures = {
  parseMedian: median(parse),
  parseP95: percentile(parse, 0.95),
  wholeMedian: median(whole),
  wholeP95: percentile(whole, 0.95),
  reparseP95: percentile(reparsed, 0.95),
  reboundP95: percentile(rebound, 0.95),
  rivalMedian: median(rival),
  keystrokes: reparsed.length,
  pipelines: prql.length,
};
process.stdout.write(JSON.stringify(figures));
