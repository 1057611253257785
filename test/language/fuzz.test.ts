import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { lineageOf, type Program, specialise } from "../../language/index.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { bindText, mainFile, sourceT, sourceU } from "./bind.ts";

const casesFolder = fileURLToPath(new URL("../cases", import.meta.url));
const seeds: readonly string[] = readdirSync(casesFolder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".case"))
  .flatMap((name) => {
    const text = readFileSync(join(casesFolder, name), "utf8").replaceAll("\r\n", "\n");
    return /^--- file main\.weir\n(.*?)(?=^--- )/ms.exec(text)?.[1] ?? [];
  });

/** Words that pieces of programs are made of. */
const words =
  `from where derive select drop rename join left right full semi anti cross asof aggregate window sort take distinct
  union except intersect unnest pivot unpivot sample expect score sql into by on as one many sorted desc rows range
  nulls first last offset seed merge replace append pipeline source store let function test given service endpoint job
  run every import t u p q id k name x d at day ok tags j $n $low ( ) { } [ ] , . : = == != < > + - * / // % ?? => | ->
  .. 1 2.5 "a" @2026-01-01 3 days null true and or not in between like if then else case sum count lag upper csv rows(
  series( * high_water \n`
    .split(/ +|\n +/)
    .filter((word) => word !== "");

function holdsTogether(program: Program): void {
  const file = mainFile(program);
  const { length } = file.tree.text;
  for (const problem of file.problems) {
    assert.ok(problem.start >= 0 && problem.start <= problem.end && problem.end <= length, problem.message);
    assert.ok(
      !problem.message.includes("undefined") && !problem.message.includes("[object"),
      problem.message,
    );
  }
  for (const plan of file.pipelines) {
    lineageOf(plan);
    specialise(plan, {});
  }
}

describe("binding any text", () => {
  it("of words in any order", () => {
    const texts = fc.array(fc.constantFrom(...words), { maxLength: 60 });
    fc.assert(
      fc.property(texts, (parts) => {
        holdsTogether(bindText(`${sourceT}${sourceU}pipeline p(n: int = 1) {\nfrom t\n${parts.join(" ")}`));
      }),
      { numRuns: fuzzRuns(20_000) },
    );
  });

  it("of programs with a piece taken out, put in or put elsewhere", () => {
    const edits = fc.record({
      seed: fc.nat(),
      from: fc.nat(),
      length: fc.nat(30),
      to: fc.nat(),
      put: fc.array(fc.constantFrom(...words), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(edits, ({ seed, from, length, to, put }) => {
        const text = seeds[seed % seeds.length]!;
        const start = from % (text.length + 1);
        const rest = text.slice(0, start) + text.slice(start + length);
        const at = to % (rest.length + 1);
        const moved = text.slice(start, start + length);
        holdsTogether(bindText(`${rest.slice(0, at)}${moved} ${put.join(" ")} ${rest.slice(at)}`));
      }),
      { numRuns: fuzzRuns(20_000) },
    );
  });

  it("after edits gives what binding it from nothing gives", () => {
    const steps = fc.array(
      fc.record({ seed: fc.nat(), from: fc.nat(), length: fc.nat(12), put: fc.constantFrom(...words) }),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(steps, (edits) => {
        let text = seeds[edits[0]!.seed % seeds.length]!;
        let program = bindText(text);
        for (const { from, length, put } of edits) {
          const start = from % (text.length + 1);
          text = `${text.slice(0, start)} ${put} ${text.slice(start + length)}`;
          program = bindText(text, { previous: program });
        }
        assert.deepEqual(mainFile(program).problems, mainFile(bindText(text)).problems);
        assert.deepEqual(mainFile(program).pipelines, mainFile(bindText(text)).pipelines);
      }),
      { numRuns: fuzzRuns(4_000) },
    );
  });
});
