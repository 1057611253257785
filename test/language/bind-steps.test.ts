import assert from "node:assert/strict";
import { check, columns, sourceT, sourceU } from "./bind.ts";

/** The columns that `steps` give. */
function columnsAfter(steps: string): string {
  return columns(`${sourceT}${sourceU}\npipeline p {\n${steps}\n}`);
}

/** Checks the marked `steps` over the sources t and u. */
function checkSteps(steps: string): void {
  check(`${sourceT}${sourceU}pipeline p {\n${steps}\n}`);
}

describe("columns after steps", () => {
  const cases: Readonly<Record<string, readonly [steps: string, columns: string]>> = {
    "derive adds at the end and replaces in place": [
      "from u\nderive z = score * 2, id = name, y = z + 1",
      "id: text?, name: text?, t_id: int, score: float, at: timestamp, z: float, y: float",
    ],
    "select takes, renames and computes": [
      "from u\nselect n = id, at, x = score > 1",
      "n: int, at: timestamp, x: bool",
    ],
    "select of stars": [
      "from u as a\njoin t as b one on t_id == b.id\nselect a.score, b.*",
      "score: float, id: int, k: int?, name: text, x: float?, d: decimal(12, 2), at: timestamp, day: date?, ok: bool, tags: list(text), j: json?",
    ],
    "drop and rename, which may swap": [
      "from u\ndrop at, score\nrename id = t_id, t_id = id",
      "t_id: int, name: text?, id: int",
    ],
    "aggregate gives keys, then aggregates": [
      "from t\naggregate n = count(), s = sum(x), m = min(at), by day, y = k",
      "day: date?, y: int?, n: int, s: float?, m: timestamp",
    ],
    "an aggregate over everything may be over nothing": [
      "from t\naggregate n = count(), m = min(at)",
      "n: int, m: timestamp?",
    ],
    "aggregate by keys alone": ["from t\naggregate by ok", "ok: bool"],
    "window adds": [
      "from u\nselect id, score\nwindow r = rank() sorted score\nwindow total = sum(score)",
      "id: int, score: float, r: int, total: float",
    ],
    "unnest in place, named, and left": ["from t\nselect id, tags\nunnest tags\n", "id: int, tags: text"],
    "left unnest may give null": [
      "from t\nselect id, tags\nleft unnest tag = tags",
      "id: int, tags: list(text), tag: text?",
    ],
    "pivot names columns by value, or item and value": [
      'from t\npivot n = count(), s = sum(x) by ok for name in ["a", "b c"]',
      "ok: bool, n_a: int, s_a: float?, n_b c: int, s_b c: float?",
    ],
    "pivot of one nameless item": ["from t\npivot max(id) for k in [1, 2]", "1: int?, 2: int?"],
    unpivot: [
      "from t\nselect id, x, d\nunpivot x, dee = d to what, value",
      "id: int, what: text, value: float?",
    ],
    "union by name, widening": [
      "from u\nselect id, score\nunion (from t | select id, score = d, k)",
      "id: int, score: float, k: int?",
    ],
    "except keeps the left side's nullability": [
      "from u\nselect id, name\nexcept (from t | select id, name)",
      "id: int, name: text?",
    ],
    "intersect is never null where one side is not": [
      "from u\nselect id, name\nintersect (from t | select id, name)",
      "id: int, name: text",
    ],
    "series of days": ["from series(@2026-01-01, @2026-02-01, 1 day)", "value: date"],
    "series of hours": ["from series(@2026-01-01, @2026-02-01, 1 hour)", "value: timestamp"],
    "rows unify their types": ['from rows([{a: 1}, {a: 2.5, b: "x"}])', "a: float, b: text?"],
    "sql gives what it declares": [
      'from t\nsql duckdb """select 1 as a from input""" returns (a: int, b: list(text)?)',
      "a: int, b: list(text)?",
    ],
  };
  for (const [title, [steps, expected]] of Object.entries(cases)) {
    it(title, () => assert.equal(columnsAfter(steps), expected));
  }
});

describe("what conditions say about null", () => {
  const cases: readonly (readonly [condition: string, expected: string])[] = [
    ["k != null", "k: int, x: float?, day: date?"],
    ["k > 3 and x < 1", "k: int, x: float, day: date?"],
    ["k == 3", "k: int, x: float?, day: date?"],
    ["k != 3", "k: int?, x: float?, day: date?"],
    ["k > 1 or k < -1", "k: int, x: float?, day: date?"],
    ["k > 1 or x > 1", "k: int?, x: float?, day: date?"],
    ["not (k == null)", "k: int, x: float?, day: date?"],
    ["x + 1 > k", "k: int, x: float, day: date?"],
    ["day between @2026-01-01 and @2026-02-01", "k: int?, x: float?, day: date"],
    ["k in [1, 2]", "k: int, x: float?, day: date?"],
    ["k == null or k > 0", "k: int?, x: float?, day: date?"],
  ];
  for (const [condition, expected] of cases) {
    it(`where ${condition}`, () =>
      assert.equal(columnsAfter(`from t\nwhere ${condition}\nselect k, x, day`), expected));
  }

  it("expect narrows where a broken expectation fails the run", () => {
    assert.equal(columnsAfter("from t\nexpect k != null\nselect k"), "k: int");
    assert.equal(columnsAfter("from t\nexpect k != null warn\nselect k"), "k: int?");
    assert.equal(columnsAfter("from t\nexpect k != null at most 1%\nselect k"), "k: int?");
  });
});

describe("steps", () => {
  it("report what they cannot take, once", () => {
    checkSteps(`
      from t
      select id, id = k
                 ^^ WR173
      derive Id = 1
             ^^ WR173 \`Id\` and \`id\` differ only in case`);
    checkSteps(`
      from t
      where id
            ^^ WR174
      drop id + 1
           ^^^^^^ WR172
      select id + 1
             ^^^^^^ WR171
      where id > 3`);
    checkSteps(`
      from t
      aggregate x = id by k
                    ^^ WR179 \`id\` has many values
      window y = k
                 ^ WR179`);
  });

  it("after a fault are silent about what follows from it", () => {
    checkSteps(`
      from nowhere
           ^^^^^^^ WR141
      where amount > 3
      derive y = other.thing
      sort a.b desc
      aggregate n = count() by whatever
      where n > 3`);
    checkSteps(`
      from t
      unnest a = id
                 ^^ WR183
      where a.b.c == 3`);
  });

  it("an aggregate ends what was not known", () => {
    checkSteps(`
      from nowhere
           ^^^^^^^ WR141
      aggregate n = count() by k
      where z > 3
            ^ WR100`);
  });

  it("take counts, sample and expect shares are checked", () => {
    checkSteps(`
      from t
      take -1
           ^^ WR181
      sample 200%
             ^^^ WR185
      expect ok at most 101%
                        ^^^ WR186`);
  });

  it("frames fit their order", () => {
    checkSteps(`
      from t
      window a = sum(x) rows -1..0
                        ^^^^^^^^^^ WR180 sorted
      window b = sum(x) sorted id rows 0..-1
                                  ^^^^^^^^^^ WR180 ends before it begins
      window c = sum(x) sorted day range -6..0
                                         ^^ WR180 duration`);
  });

  it("set operations go by name and type", () => {
    checkSteps(`
      from t
      select id, name
      union (from u | select id = at)
            ^^^^^^^^^^^^^^^^^^^^^^^^^ WR182 \`id\` is \`timestamp\` here
      except u
             ^ WR182 \`except\` needs the same columns`);
  });
});

describe("remarks about order", () => {
  it("names a column that completes a known key", () => {
    checkSteps(`
      from t
      expect unique(id, at)
      take 1 by k sorted at desc
                         ^^^^^^^ WR190 \`id\``);
  });

  it("is silent where the keys are unique, and where all columns are keys", () => {
    checkSteps(`
      from t
      aggregate s = sum(x) by k, name
      take 1 by k sorted name
      window r = row_number() sorted s, k, name
      take 3 by s sorted r`);
  });

  it("speaks of running windows, not of ranks and ranges", () => {
    checkSteps(`
      from u
      window a = rank() by t_id sorted at
      window b = sum(score) by t_id sorted at range -1 days..0 days
      window c = sum(score) by t_id sorted at
                                           ^^ WR190 \`id\`
      window d = sum(score) by t_id`);
  });

  it("proposes to move a sort inside", () => {
    checkSteps(`
      from t
      take 1 by k
      sort at desc
      ^^^^^^^^^^^^ WR191 \`sorted at desc\``);
  });
});
