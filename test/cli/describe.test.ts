// `weir schema`, `weir sql` and `weir lineage`: what a pipeline gives, without running it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "../support/repository.ts";
import { within } from "./weir.ts";

const files = {
  "data/or ders'.csv": "id,country,amount\n1,DE,2.5\n2,,4.0\n",
  "a.weir": `source orders = csv("data/or ders'.csv", header: true) {
  id: int
  country: text?         ## ISO code.
  amount: decimal(9, 2)
}

## Money a country.
pipeline totals(at_least: int between 0 and 100 = 0, name: text = "it's") {
  from orders
  where amount >= $at_least
  aggregate total = sum(amount) by country
  derive said = $name
  sort country
}

pipeline other {
  from orders | take 1
}
`,
};

describe("weir schema", () => {
  it("prints columns and steps for scripts", () =>
    within(files, ({ weir }) => {
      const { status, output, errors } = weir("schema", "a.weir", "totals", "--json");
      assert.equal(status, 0, errors);
      const { columns, steps, ...rest } = JSON.parse(output);
      assert.deepEqual(rest, {});
      assert.deepEqual(columns, [
        { name: "country", type: "text", nullable: true, doc: "ISO code." },
        { name: "total", type: "decimal(38, 2)", nullable: false, doc: "" },
        { name: "said", type: "text", nullable: false, doc: "" },
      ]);
      assert.deepEqual(
        steps.map((step: { line: number; kind: string }) => [step.line, step.kind]),
        [
          [9, "from"],
          [10, "where"],
          [11, "aggregate"],
          [12, "derive"],
          [13, "sort"],
        ],
      );
      assert.deepEqual(
        steps[0].columns.map(({ name }: { name: string }) => name),
        ["id", "country", "amount"],
      );
      assert.deepEqual(steps[4].columns, columns);
    }));

  it("takes a line for a pipeline", () =>
    within(files, ({ weir }) => {
      const at = (place: string) => weir("schema", "a.weir", place, "--json");
      assert.equal(JSON.parse(at(":7").output).columns.length, 3);
      assert.equal(JSON.parse(at(":11").output).columns.length, 3);
      assert.equal(JSON.parse(at(":17").output).steps.length, 2);
      const nowhere = at(":2");
      assert.equal(nowhere.status, 2);
      assert.match(nowhere.errors, /no pipeline.*line 2[\s\S]*`totals`.*`other`/);
    }));

  it("lists the pipelines where it has to choose", () =>
    within(files, ({ weir }) => {
      const { status, errors } = weir("schema", "a.weir");
      assert.equal(status, 2);
      assert.match(errors, /`totals`.*`other`/s);
    }));

  it("takes the only pipeline, a bare one too", () =>
    within({ "bare.weir": "from rows([{a: 1}])\ntake 1\n" }, ({ weir }) => {
      const { status, output, errors } = weir("schema", "bare.weir");
      assert.equal(status, 0, errors);
      assert.match(output, /\ba\b.*int/);
    }));

  it("prints problems on standard error and nothing else where there are errors", () =>
    within({ "a.weir": "from rows([{a: 1}])\nwhere b\n" }, ({ weir }) => {
      const { status, output, errors } = weir("schema", "a.weir", "--json");
      assert.equal(status, 1);
      assert.equal(output, "");
      assert.match(errors, /a\.weir:2:7: error WR1\d\d/);
    }));
});

describe("weir sql", () => {
  it("prints SQL that runs by itself, with literals and absolute paths", async function () {
    this.timeout(60_000);
    await within(files, async ({ weir, folder }) => {
      const { status, output, errors } = weir(
        "sql",
        "a.weir",
        "totals",
        "--param",
        "at_least=3",
        "--param",
        "name=it's\n'; drop",
      );
      assert.equal(status, 0, errors);
      assert.ok(output.includes(join(folder, "data").replaceAll("'", "''").replaceAll("\\", "/")), output);
      assert.doesNotMatch(output, /\$\w/);
      const rows = onBareDuckdb(output);
      assert.deepEqual(rows, [[null, "4.00", "it's\n'; drop"]]);
    });
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["an unknown one", ["nme=x"], /`nme`[\s\S]*`name`/],
    [
      "a text for an int",
      ["at_least=many"],
      /`at_least`[\s\S]*int[\s\S]*"many"|"many"[\s\S]*`at_least`[\s\S]*int/,
    ],
    [
      "one outside of its check",
      ["at_least=101"],
      /`at_least`[\s\S]*between 0 and 100|101[\s\S]*between 0 and 100/,
    ],
  ];
  for (const [what, values, message] of wrong) {
    it(`refuses ${what} as a parameter`, () =>
      within(files, ({ weir }) => {
        const parameters = values.flatMap((value) => ["--param", value]);
        const { status, output, errors } = weir("sql", "a.weir", "totals", ...parameters);
        assert.equal(status, 2, errors);
        assert.equal(output, "");
        assert.match(errors, message);
      }));
  }
});

describe("weir lineage", () => {
  it("tells the source columns of every column", () =>
    within(files, ({ weir }) => {
      const { status, output, errors } = weir("lineage", "a.weir", "totals", "--json");
      assert.equal(status, 0, errors);
      const answer = JSON.parse(output);
      const total = answer.columns.find(({ name }: { name: string }) => name === "total");
      assert.deepEqual(total.from, [
        { relation: "orders", kind: "source", file: "a.weir", column: "amount" },
      ]);
    }));

  for (const [format, start] of [
    ["text", /country/],
    ["mermaid", /^flowchart LR\n/],
    ["dot", /^digraph /],
  ] as const) {
    it(`draws as ${format}`, () =>
      within(files, ({ weir }) => {
        const { status, output } = weir("lineage", "a.weir", "totals", "--format", format);
        assert.equal(status, 0);
        assert.match(output, start);
        assert.match(output, /orders/);
      }));
  }
});

/** Runs a SQL text in a process that knows nothing of Weir. */
function onBareDuckdb(sql: string): unknown {
  const script = `
    import { DuckDBInstance } from "@duckdb/node-api";
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const rows = (await connection.runAndReadAll(process.env.SQL)).getRowsJson();
    console.log(JSON.stringify(rows));
    process.exit(0);`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: repositoryRoot,
    encoding: "utf8",
    env: { ...process.env, SQL: sql },
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}
