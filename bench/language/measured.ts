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

/** A text with one character more in the middle of a pipeline that `round` chooses. */
function edited(text: string, round: number): string {
  const places = [...text.matchAll(/quantity > (?=\d)/g)];
  const place = places[round % places.length]!;
  const at = place.index + place[0].length;
  return `${text.slice(0, at)}1${text.slice(at)}`;
}

for (let round = 0; round < 40; round++) bind(parseFile(weir));
const parse: number[] = [];
const whole: number[] = [];
const reparsed: number[] = [];
const rebound: number[] = [];
for (let round = 0; round < rounds; round++) {
  let tree = parseFile(weir);
  parse.push(
    millis(() => {
      tree = parseFile(weir);
    }),
  );
  let program = bind(tree);
  whole.push(
    millis(() => {
      program = bind(parseFile(weir));
      program.file(uri)!.problems.length;
    }),
  );
  tree = program.file(uri)!.tree;
  const text = edited(weir, round);
  let next = tree;
  reparsed.push(
    millis(() => {
      next = reparse(tree, text);
    }),
  );
  rebound.push(
    millis(() => {
      next = reparse(tree, text);
      bind(next, program).file(uri)!.problems.length;
    }),
  );
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
  pipelines: prql.length,
};
process.stdout.write(JSON.stringify(figures));
