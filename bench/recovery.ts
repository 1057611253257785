// Prints how the parser recovers on both halves of the corpus in test/recovery: the first half is what it was
// tuned on, the held half is not looked at while tuning. `--verbose` shows the cases of the first half that fail.
import { readFileSync } from "node:fs";
import { type ScoredCase, scoreCase, totalsOf } from "./recovery-score.ts";

const folder = new URL("../test/recovery/", import.meta.url);
// The reader of the corpus belongs to the tests, which come after this folder: it is loaded by address.
const reader = (await import(new URL("corpus.ts", folder).href)) as {
  readonly readCorpus: (text: string) => readonly ScoredCase[];
};

console.log("half        cases  one diagnostic  right place  one at the right place  rest intact");
for (const half of ["first-half", "held-half"]) {
  const scores = reader.readCorpus(readFileSync(new URL(`${half}.txt`, folder), "utf8")).map(scoreCase);
  const { cases, oneDiagnostic, rightPlace, oneAtRightPlace, restIntact } = totalsOf(scores);
  const share = (count: number): string => `${count} (${((100 * count) / cases).toFixed(1)} %)`;
  console.log(
    [
      half.padEnd(11),
      String(cases).padEnd(6),
      share(oneDiagnostic).padEnd(15),
      share(rightPlace).padEnd(12),
      share(oneAtRightPlace).padEnd(23),
      share(restIntact),
    ].join(" "),
  );
  if (half !== "first-half" || !process.argv.includes("--verbose")) continue;
  for (const score of scores) {
    if (score.hasOneDiagnostic && score.isAtRightPlace && score.isRestIntact) continue;
    console.log(`  ${score.name}\n    ${score.found}`);
  }
}

// Every example cut at every character, as while it is typed.
const { scoreCuts } = (await import(new URL("../test/grammar/cuts.ts", import.meta.url).href)) as {
  readonly scoreCuts: (
    rest: "line" | "file",
    scale: number,
  ) => { readonly cuts: number; readonly faults: readonly string[] };
};
console.log("\ncut at every character   cuts    at most one diagnostic, all other steps there");
for (const rest of ["line", "file"] as const) {
  const { cuts, faults } = scoreCuts(rest, 1);
  const good = cuts - faults.length;
  console.log(
    `the rest of the ${rest} gone  ${String(cuts).padEnd(7)} ${good} (${((100 * good) / cuts).toFixed(2)} %)`,
  );
}
