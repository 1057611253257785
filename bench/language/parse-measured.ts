// The program that the benchmark of linear work bundles and runs. It prints milliseconds a token as JSON, a token
// counting once for each 16 characters that it begins.
import { parseFile } from "../../grammar/index.ts";
import { lex } from "../../grammar/lex.ts";
import { linearTexts } from "./linear-texts.ts";

export interface MeasuredText {
  readonly name: string;
  readonly characters: number;
  readonly nanosecondsPerToken: number;
}

/** The work of lexing a text, in tokens of usual length. */
function tokensOf(text: string): number {
  const { tokens } = lex(text);
  const lengths = tokens.reduce((sum, { image }) => sum + Math.ceil(image.length / 16), 0);
  const blanks = text.length - tokens.reduce((sum, { image }) => sum + image.length, 0);
  return Math.max(1, lengths + Math.ceil(blanks / 16));
}

function bestOf(rounds: number, work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const measured: MeasuredText[] = [];
for (const { text } of linearTexts(20_000)) parseFile(text);
for (const length of [20_000, 200_000]) {
  for (const { name, text } of linearTexts(length)) {
    const millis = bestOf(3, () => parseFile(text));
    measured.push({ name, characters: length, nanosecondsPerToken: (millis * 1e6) / tokensOf(text) });
  }
}
process.stdout.write(JSON.stringify(measured));
