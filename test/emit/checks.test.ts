// The statements that check a run: expectations with counts and examples, joins that promise one match, rows after
// every step.

import assert from "node:assert/strict";
import { emitChecks, emitPromises, emitStepCounts, type Statement } from "../../emit/emit.ts";
import { planOf, runSql, startedAt } from "./run-text.ts";

const options = {
  scans: {
    scan: () => {
      throw new Error("nothing is scanned here");
    },
    storeScan: () => undefined,
  },
  literals: true,
  startedAtMicros: startedAt,
};

const rows = `rows([{id: 1, x: 5, k: "a"}, {id: 2, x: null, k: "b"}, {id: 3, x: -1, k: "a"}])`;

async function linesOf({ sql }: Statement): Promise<readonly string[]> {
  const { rows: found } = await runSql(sql);
  return found.map((row) => row.map(String).join(" | "));
}

describe("expectations", () => {
  it("count the rows for which a condition is not true, null among them, and show some", async () => {
    const checks = emitChecks(
      planOf(`from ${rows}\nderive y = x\nexpect x > 0, "positive"\nselect id\n`),
      options,
    );
    assert.equal(checks.length, 1);
    assert.deepEqual(await linesOf(checks[0]!.counts), ["3 | 2"]);
    assert.deepEqual(await linesOf(checks[0]!.examples), ["2 | null | b | null", "3 | -1 | a | -1"]);
  });

  it("count the rows that share a key, and show them together", async () => {
    const checks = emitChecks(planOf(`from ${rows}\nexpect unique(k)\n`), options);
    assert.deepEqual(await linesOf(checks[0]!.counts), ["3 | 2"]);
    assert.deepEqual((await linesOf(checks[0]!.examples)).toSorted(), ["1 | 5 | a", "3 | -1 | a"]);
  });

  it("over no rows are kept", async () => {
    for (const expectation of ["x > 0", "unique(k)"]) {
      const checks = emitChecks(planOf(`from ${rows}\nwhere id > 9\nexpect ${expectation}\n`), options);
      assert.deepEqual(await linesOf(checks[0]!.counts), ["0 | 0"]);
      assert.deepEqual(await linesOf(checks[0]!.examples), []);
    }
  });

  it("of called pipelines come first, with their names", () => {
    const checks = emitChecks(
      planOf(`pipeline p { from ${rows} | expect id > 0 }\npipeline q { from p | expect id > 1 }\n`),
      options,
    );
    assert.deepEqual(
      checks.map(({ step, within }) => `${within.join("/")}: ${step.text}`),
      ["p: id > 0", ": id > 1"],
    );
  });

  it("look at hidden columns too", async () => {
    const text = `from ${rows} as l\njoin (from rows([{id: 1, x: 7}])) as r on l.id == r.id\nexpect r.x < x\n`;
    const checks = emitChecks(planOf(text), options);
    assert.deepEqual(await linesOf(checks[0]!.counts), ["1 | 1"]);
  });
});

describe("promises of one match", () => {
  const right = `(from rows([{id: 1, v: 1}, {id: 1, v: 2}, {id: 2, v: 3}, {id: 9, v: 4}, {id: 9, v: 5}]))`;

  it("are broken by keys that stand twice on the right and are asked for", async () => {
    const promises = emitPromises(planOf(`from ${rows}\nleft join ${right} as r one on id\n`), options);
    assert.equal(promises.length, 1);
    assert.deepEqual(await linesOf(promises[0]!.broken), ["1 | 2"]);
  });

  it("are kept where every key stands once", async () => {
    const promises = emitPromises(
      planOf(`from ${rows}\nwhere id > 1\nleft join ${right} as r one on id\n`),
      options,
    );
    assert.deepEqual(await linesOf(promises[0]!.broken), []);
  });

  it("count each left row's matches where there are further conditions", async () => {
    const text = `from ${rows}\nleft join ${right} as r one on id, r.v`;
    const broken = emitPromises(planOf(`${text} > 0\n`), options)[0]!.broken;
    assert.equal((await linesOf(broken)).length, 1);
    const kept = emitPromises(planOf(`${text} > 1\n`), options)[0]!.broken;
    assert.deepEqual(await linesOf(kept), []);
  });

  it("need no check where the plan knows them to hold", () => {
    const text = `from ${rows}\njoin (from ${right} | aggregate n = count() by id) as r one on id\n`;
    assert.deepEqual(emitPromises(planOf(text), options), []);
  });
});

describe("counts of steps", () => {
  it("are one row with a column a step", async () => {
    const counts = emitStepCounts(
      planOf(
        `pipeline p { from ${rows} | where id > 1 }\npipeline q {\n  from p\n  where id > 2\n  sort id\n  take 5\n}\n`,
      ),
      options,
    );
    assert.deepEqual(
      counts.steps.map(({ step }) => step.kind),
      ["from", "where", "from", "where", "sort", "take"],
    );
    assert.deepEqual(await linesOf(counts), ["3 | 2 | 2 | 1 | 1 | 1"]);
  });
});
