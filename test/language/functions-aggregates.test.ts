// Aggregates wherever they may stand: over groups, over windows with and without frames, in pivots, with `where:` and
// `distinct:`. Each place gives what the plain aggregate gives of the same rows.

import assert from "node:assert/strict";
import { allFunctions } from "../../language/index.ts";
import { linesOf as exactLinesOf, runText } from "../emit/run-text.ts";

const aggregates = allFunctions.filter((entry) => entry.kind === "aggregate");

/** The call of the example, without what it is compared with. */
function callOf(call: string): string {
  return call.startsWith("approx") ? call.replace(/\).*$/, ")") : call;
}

function withWord(call: string, word: string): string {
  return call.replace(/\)$/, call.endsWith("()") ? `${word})` : `, ${word})`);
}

describe("aggregates wherever they may stand", () => {
  for (const { name, example } of aggregates) {
    const { rows = "" } = example;
    const call = callOf(example.call);
    const plain = call.replace(/, sorted: at/, "");
    const isApproximate = name.startsWith("approx");

    it(`${name} over a window of all rows`, async () => {
      if (isApproximate) return;
      const order = call === plain ? "" : " sorted at rows ..";
      const [want] = await linesOf(`from ${rows}\naggregate got = ${call}\n`);
      const got = await linesOf(`from ${rows}\nwindow got = ${plain}${order}\nselect got\n`);
      assert.deepEqual(new Set(got), new Set([want]));
    });

    it(`${name} over a frame, with where`, async () => {
      const { rows: found } = await runText(
        `from ${rows}\nderive one = 1\nwindow got = ${withWord(plain, "where: one == 1")} sorted x rows -1..0\n`,
      );
      assert.ok(found.length > 0);
    });

    it(`${name} in a pivot and with where`, async () => {
      if (isApproximate) return;
      const [want] = await linesOf(`from ${rows}\naggregate got = ${call}\n`);
      const pivoted = await linesOf(
        `from ${rows}\nderive one = 1\nunion (from ${rows} | derive one = 2)\npivot ${call} for one in [1]\n`,
      );
      assert.deepEqual(pivoted, [want]);
      const filtered = await linesOf(
        `from ${rows}\nderive one = 1\nunion (from ${rows} | derive one = 2)\naggregate got = ${withWord(call, "where: one == 2")}\n`,
      );
      assert.deepEqual(filtered, [want]);
    });

    it(`${name} of different values`, async () => {
      if (isApproximate || call.endsWith("()")) return;
      const want = await linesOf(`from ${rows}\ndistinct\naggregate got = ${call}\n`);
      const twice = `from ${rows}\nunion (from ${rows})\n`;
      const got = await linesOf(`${twice}aggregate got = ${withWord(plain, "distinct: true")}\n`);
      if (call !== plain) assert.equal(got.length, 1);
      else if (name === "mode" || name === "histogram") assert.equal(got.length, 1);
      else assert.deepEqual(got, want);
    });
  }
});

/** Floats to twelve digits: the order in which an engine adds them up is its own. */
async function linesOf(text: string): Promise<string[]> {
  const lines = await exactLinesOf(text);
  return lines.map((line) =>
    line.replace(/-?\d+\.\d{6,}(e[+-]?\d+)?/g, (digits) => String(Number(Number(digits).toPrecision(12)))),
  );
}
