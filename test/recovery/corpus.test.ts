// The recovery corpus itself: that both halves are whole and well-formed, and that a malformed case is refused
// by name. It says nothing of the parser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { faultyElements, type RecoveryCase, readCorpus } from "./corpus.ts";

const HALVES = ["first-half.txt", "held-half.txt"] as const;
const CASES_IN_A_HALF = 60;

const GOOD_CASE = [
  "=== a where cut short",
  "pipeline p {",
  "  from orders",
  "  where x >",
  "#         ^",
  "  join (from a | select b) on b",
  "}",
  "--- outline",
  "pipeline p: from where! join(from select)",
  "",
].join("\n");

describe("recovery corpus", () => {
  for (const half of HALVES) {
    it(`holds ${CASES_IN_A_HALF} well-formed cases in ${half}`, () => {
      const cases = readHalf(half);
      assert.equal(cases.length, CASES_IN_A_HALF);
      assert.equal(new Set(cases.map(({ name }) => name)).size, CASES_IN_A_HALF);
      for (const { name, source, places, outline } of cases) {
        assert.ok(places.length > 0, name);
        assert.equal(faultyElements(outline).length, 1, name);
        assert.ok(!/^\s*#\s*\^+\s*$/m.test(source), `${name}: a marker is left in the source`);
        const lines = source.split("\n");
        for (const place of places) {
          assert.ok((lines[place.line - 1] ?? "").trim() !== "", `${name}: a marker under an empty line`);
        }
      }
    });
  }

  it("has no case in both halves", () => {
    const [first, held] = HALVES.map(readHalf) as [readonly RecoveryCase[], readonly RecoveryCase[]];
    for (const key of ["name", "source"] as const) {
      const seen = new Set(first.map((recoveryCase) => recoveryCase[key]));
      assert.deepEqual(
        held.filter((recoveryCase) => seen.has(recoveryCase[key])).map(({ name }) => name),
        [],
      );
    }
  });

  it("reads source, place and outline of a case", () => {
    assert.deepEqual(readCorpus(GOOD_CASE), [
      {
        name: "a where cut short",
        source: "pipeline p {\n  from orders\n  where x >\n  join (from a | select b) on b\n}\n",
        places: [{ line: 3, startColumn: 11, endColumn: 12 }],
        outline: [
          {
            declaration: "pipeline p",
            faulty: false,
            steps: [
              { word: "from", faulty: false, steps: [] },
              { word: "where", faulty: true, steps: [] },
              {
                word: "join",
                faulty: false,
                steps: [
                  { word: "from", faulty: false, steps: [] },
                  { word: "select", faulty: false, steps: [] },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  const malformed: readonly (readonly [string, string, string])[] = [
    ["without a marker", "#         ^\n", ""],
    ["without a fault", "where!", "where"],
    ["with two faults", "select)", "select!)"],
    ["with a marker beside the text", "#         ^", "#            ^"],
    ["without an outline", "--- outline\n", ""],
    ["with an unknown declaration", "pipeline p: from", "pipelin p: from"],
    ["with an open bracket in the outline", "select)", "select"],
  ];
  for (const [what, wanted, replacement] of malformed) {
    it(`refuses a case ${what}`, () => {
      assert.ok(GOOD_CASE.includes(wanted));
      assert.throws(() => readCorpus(GOOD_CASE.replace(wanted, replacement)), /case "a where cut short": /);
    });
  }

  it("refuses a name used twice", () => {
    assert.throws(() => readCorpus(GOOD_CASE + GOOD_CASE), /"a where cut short": the name is used twice/);
  });
});

function readHalf(half: (typeof HALVES)[number]): readonly RecoveryCase[] {
  return readCorpus(readFileSync(new URL(half, import.meta.url), "utf8"));
}
