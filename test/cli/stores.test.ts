// Stores through the command: what one run stores, the next one reads, in every mode and format, partitions included.
// The rows are read back by Weir itself; how files are written is tested with the stores.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Project, within } from "./weir.ts";

/** Runs `pipelines` in order and gives the rows of the last one. */
function rowsAfter(project: Project, ...pipelines: readonly string[]): unknown {
  let rows: unknown;
  for (const pipeline of pipelines) {
    const { status, output, errors } = project.weir("run", "a.weir", pipeline, "--format", "json");
    assert.equal(status, 0, `${pipeline}: ${errors}`);
    rows = JSON.parse(output);
  }
  return rows;
}

const manifest = '{"name": "stores", "language": 1}\n';

describe("stores through the command", function () {
  this.timeout(120_000);

  for (const connector of [
    'parquet("out/s")',
    'csv("out/s.csv")',
    'json("out/s.json")',
    'arrow("out/s.arrow")',
  ]) {
    it(`keep every mode's promise: ${connector}`, () =>
      within(
        {
          "weir.json": manifest,
          "a.weir": `store s = ${connector}
pipeline first { from rows([{k: 1, v: "a"}, {k: 2, v: "it's, \\"x\\""}]) | into s }
pipeline more { from rows([{k: 2, v: null}, {k: 3, v: ""}]) | into s append }
pipeline merged { from rows([{k: 2, v: "B"}]) | into s merge on k }
pipeline replaced { from rows([{k: 1, v: "new"}, {k: 1, v: "too"}]) | into s replace by k }
pipeline held { from s | sort k, v }
`,
        },
        (project) => {
          const first = [
            { k: 1, v: "a" },
            { k: 2, v: 'it\'s, "x"' },
          ];
          assert.deepEqual(rowsAfter(project, "first", "held"), first);
          assert.deepEqual(rowsAfter(project, "more", "held"), [
            ...first,
            { k: 2, v: null },
            { k: 3, v: "" },
          ]);
          assert.deepEqual(rowsAfter(project, "merged", "replaced", "held"), [
            { k: 1, v: "new" },
            { k: 1, v: "too" },
            { k: 2, v: "B" },
            { k: 3, v: "" },
          ]);
        },
      ));
  }

  it("keep partitions of every type, null and odd texts", () =>
    within(
      {
        "weir.json": manifest,
        "a.weir": `store s = parquet("out/s", partition_by: [d, t, b, s, i, m])
pipeline put {
  from rows([
    {d: @2026-01-01, t: @2026-01-01T10:00:00, b: true, s: "a/b c=%", i: 7, m: 1.50 as decimal(5, 2), v: 1},
    {d: null, t: null, b: null, s: null, i: null, m: null, v: 2},
    {d: @2026-01-02, t: @2026-01-01T00:00:00.5, b: false, s: "", i: -7, m: -0.01 as decimal(5, 2), v: 3},
  ])
  into s
}
pipeline one_day {
  from rows([{d: @2026-01-02, t: @2026-01-01, b: null, s: "x", i: 0, m: 0 as decimal(5, 2), v: 9}])
  into s replace by d
}
pipeline held { from s | sort v }
`,
      },
      (project) => {
        const stored = rowsAfter(project, "put");
        assert.equal((stored as unknown[]).length, 3);
        assert.deepEqual(rowsAfter(project, "held"), stored);
        const [first, second] = stored as unknown[];
        assert.deepEqual(rowsAfter(project, "one_day", "held"), [
          first,
          second,
          { d: "2026-01-02", t: "2026-01-01T00:00:00", b: null, s: "x", i: 0, m: 0, v: 9 },
        ]);
      },
    ));

  it("load only what is new by their high water", () =>
    within(
      {
        "weir.json": manifest,
        "a.weir": `store facts = parquet("out/facts") {
  id: int
  at: timestamp
}
source events = csv("events.csv", header: true) {
  id: int
  at: timestamp
}
pipeline load {
  from events
  where at > high_water(facts.at) or high_water(facts.at) == null
  into facts append
}
pipeline held { from facts | sort id }
`,
        "events.csv": "id,at\n1,2026-01-01T10:00:00\n2,2026-01-01T11:00:00\n",
      },
      (project) => {
        assert.equal((rowsAfter(project, "load") as unknown[]).length, 2);
        assert.deepEqual(rowsAfter(project, "load"), []);
        project.write("events.csv", "id,at\n2,2026-01-01T11:00:00\n3,2026-01-01T12:00:00\n");
        assert.deepEqual(rowsAfter(project, "load"), [{ id: 3, at: "2026-01-01T12:00:00" }]);
        assert.equal((rowsAfter(project, "held") as unknown[]).length, 3);
      },
    ));

  it("are left as they were by a run that breaks its promise", () =>
    within(
      {
        "weir.json": manifest,
        "a.weir": `store s = csv("out/s.csv")
pipeline good { from rows([{k: 1, v: "a"}]) | into s }
pipeline twice { from rows([{k: 1, v: "b"}, {k: 1, v: "c"}]) | into s merge on k }
pipeline unkept { from rows([{k: -1, v: "b"}]) | expect k > 0 | into s }
pipeline held { from s }
`,
      },
      (project) => {
        rowsAfter(project, "good");
        for (const [pipeline, message] of [
          ["twice", /2 rows with the merge key k = 1/],
          ["unkept", /k > 0/],
        ] as const) {
          const { status, errors } = project.weir("run", "a.weir", pipeline);
          assert.equal(status, 1);
          assert.match(errors, message);
          assert.deepEqual(rowsAfter(project, "held"), [{ k: 1, v: "a" }]);
        }
      },
    ));

  it("own no folder that holds something else", () =>
    within(
      {
        "weir.json": manifest,
        "a.weir": `store s = parquet("out/s")\npipeline p { from rows([{k: 1}]) | into s }\n`,
        "out/s/precious.txt": "mine\n",
      },
      ({ folder, weir, read }) => {
        const { status, errors } = weir("run", "a.weir", "p");
        assert.equal(status, 1);
        assert.match(errors, /error WR6\d\d: .*out\/s/);
        assert.equal(read("out/s/precious.txt"), "mine\n");
        assert.equal(existsSync(join(folder, "out/s/_weir.json")), false);
      },
    ));
});
