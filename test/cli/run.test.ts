// `weir run`: formats, parameters, outputs, stores, reports, problems and failures.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, within } from "./weir.ts";

const rows = `pipeline rows_of(at_least: int between 0 and 9 = 0) {
  from rows([
    {n: 1, name: "a", price: 1.5, paid: true, day: @2026-01-31},
    {n: 2, name: "b,\\"x\\"\\u{1b}[31m", price: null, paid: null, day: null},
  ])
  where n >= $at_least
  sort n
}
`;

const stored = `store out = parquet("out/rows.parquet")
pipeline kept {
  from rows([{n: 1}, {n: 2}])
  sort n
  into out
}
pipeline back {
  from out
  sort n
}
`;

describe("weir run", function () {
  this.timeout(60_000);

  it("prints JSON: one array of row objects", () =>
    within({ "a.weir": rows }, ({ weir }) => {
      const { status, output, errors } = weir("run", "a.weir", "--format", "json");
      assert.equal(status, 0, errors);
      assert.deepEqual(JSON.parse(output), [
        { n: 1, name: "a", price: 1.5, paid: true, day: "2026-01-31" },
        { n: 2, name: 'b,"x"\u001b[31m', price: null, paid: null, day: null },
      ]);
      assert.equal(errors, "");
    }));

  it("prints an empty array for no rows", () =>
    within({ "a.weir": rows }, ({ weir }) => {
      const { output } = weir("run", "a.weir", "--format", "json", "--param", "at_least=9");
      assert.deepEqual(JSON.parse(output), []);
    }));

  it("prints NDJSON and CSV, CSV where it is not told and no terminal reads", () =>
    within({ "a.weir": rows }, ({ weir }) => {
      const ndjson = weir("run", "a.weir", "--format", "ndjson").output.trimEnd().split("\n");
      assert.deepEqual(
        ndjson.map((line) => JSON.parse(line).n),
        [1, 2],
      );
      const csv = 'n,name,price,paid,day\n1,a,1.5,true,2026-01-31\n2,"b,""x""\u001b[31m",,,\n';
      assert.equal(weir("run", "a.weir", "--format", "csv").output, csv);
      assert.equal(weir("run", "a.weir").output, csv);
    }));

  it("prints a table in which data cannot act on the terminal", () =>
    within({ "a.weir": rows }, ({ weir }) => {
      const { output } = weir("run", "a.weir", "--format", "table");
      assert.doesNotMatch(output, /\u001b/);
      assert.match(output, /\\x1b\[31m/);
      assert.match(output, /^2 rows$/m);
    }));

  it("prints an Arrow stream", async () => {
    const arrow = await import("apache-arrow");
    await within({ "a.weir": rows }, ({ folder }) => {
      const { stdout, status } = spawnSync(
        process.execPath,
        [program, "run", "a.weir", "--format", "arrow"],
        {
          cwd: folder,
        },
      );
      assert.equal(status, 0);
      const table = arrow.tableFromIPC(stdout);
      assert.equal(table.numRows, 2);
      assert.deepEqual(
        table.schema.fields.map(({ name }) => name),
        ["n", "name", "price", "paid", "day"],
      );
    });
  });

  it("wants a file for Parquet", () =>
    within({ "a.weir": rows }, ({ weir }) => {
      const { status, errors } = weir("run", "a.weir", "--format", "parquet");
      assert.equal(status, 2);
      assert.match(errors, /--output/);
    }));

  for (const ending of ["parquet", "csv", "json", "ndjson", "arrow"]) {
    it(`writes ${ending} to a file, beside it first`, () =>
      within({ "a.weir": rows, "res ult/old.txt": "" }, ({ weir, folder, write }) => {
        const { status, output, errors } = weir("run", "a.weir", "--output", `res ult/r.${ending}`);
        assert.equal(status, 0, errors);
        assert.equal(output, "");
        assert.match(errors, new RegExp(`r\\.${ending}`));
        assert.deepEqual(readdirSync(join(folder, "res ult")).sort(), ["old.txt", `r.${ending}`]);
        const source = ending === "ndjson" ? "json" : ending;
        write("back.weir", `source s = ${source}("res ult/r.${ending}")\nfrom s | sort n\n`);
        const back = weir("run", "back.weir", "--format", "json");
        assert.equal(back.status, 0, back.errors);
        assert.deepEqual(
          JSON.parse(back.output).map(({ n, name }: { n: number; name: string }) => [n, name]),
          [
            [1, "a"],
            [2, 'b,"x"\u001b[31m'],
          ],
        );
      }));
  }

  it("takes values of parameters, and refuses those that do not fit", () =>
    within({ "a.weir": rows }, ({ weir }) => {
      const { output } = weir("run", "a.weir", "rows_of", "-p", "at_least=2", "--format", "json");
      assert.equal(JSON.parse(output).length, 1);
      const wrong = weir("run", "a.weir", "--param", "at_least=10");
      assert.equal(wrong.status, 2);
      assert.match(wrong.errors, /`at_least`/);
      assert.match(wrong.errors, /between 0 and 9/);
    }));

  it("limits the rows", () =>
    within({ "a.weir": "from series(1, 1000, 1) | sort value\n" }, ({ weir }) => {
      const limited = weir("run", "a.weir", "--limit", "3", "--format", "json");
      assert.deepEqual(JSON.parse(limited.output), [{ value: 1 }, { value: 2 }, { value: 3 }]);
      assert.deepEqual(JSON.parse(weir("run", "a.weir", "--limit", "0", "--format", "json").output), []);
    }));

  it("writes stores, tells of them on standard error, and leaves them out with --no-store", () =>
    within({ "a.weir": stored }, ({ weir, folder }) => {
      const without = weir("run", "a.weir", "kept", "--no-store", "--format", "json");
      assert.equal(without.status, 0, without.errors);
      assert.deepEqual(JSON.parse(without.output), [{ n: 1 }, { n: 2 }]);
      assert.equal(existsSync(join(folder, "out")), false);
      const written = weir("run", "a.weir", "kept", "--format", "json");
      assert.equal(written.status, 0, written.errors);
      assert.match(written.errors, /out.*2 rows/);
      const back = weir("run", "a.weir", "back", "--format", "json");
      assert.deepEqual(JSON.parse(back.output), [{ n: 1 }, { n: 2 }], back.errors);
    }));

  it("writes outside of the project only where it is allowed", async () => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), "weir-outside-")));
    try {
      const path = join(outside, "rows.csv").replaceAll("\\", "/");
      const text = `store away = csv("${path}")\nfrom rows([{n: 1}]) | into away\n`;
      await within({ "a.weir": text }, ({ weir }) => {
        const refused = weir("run", "a.weir");
        assert.equal(refused.status, 1, refused.output);
        assert.match(refused.errors, /--allow-write/);
        assert.deepEqual(readdirSync(outside), []);
        const allowed = weir("run", "a.weir", "--allow-write", outside);
        assert.equal(allowed.status, 0, allowed.errors);
        assert.deepEqual(readdirSync(outside), [".rows.csv.weir-store", "rows.csv"]);
      });
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  it("writes a report", () =>
    within(
      { "a.weir": stored.replace("sort n\n", 'where n > 0\n  expect n < 2, "too large" warn\n') },
      ({ weir, read }) => {
        const { status, errors } = weir("run", "a.weir", "kept", "--report", "run.json", "--measure-steps");
        assert.equal(status, 0, errors);
        const report = JSON.parse(read("run.json"));
        assert.equal(report.rows, 2);
        assert.equal(typeof report.seconds, "number");
        assert.ok(report.peakMemoryBytes > 0);
        assert.equal(typeof report.bytesRead, "number");
        assert.ok(report.bytesWritten > 0);
        assert.equal(report.stores[0].rows, 2);
        assert.equal(report.expectations[0].violations, 1);
        assert.deepEqual(
          report.steps.map(({ line, kind, rows, rowsBasis }: Record<string, unknown>) => [
            line,
            kind,
            rows,
            rowsBasis,
          ]),
          [
            [3, "from", 2, "counted"],
            [4, "where", 2, "counted"],
            [5, "expect", 2, "counted"],
            [6, "into", 2, "counted"],
          ],
        );
      },
    ));

  it("warns of expectations that are only warnings, with rows that broke them", () =>
    within({ "a.weir": 'from rows([{n: 1}, {n: 7}])\nexpect n < 5, "too large" warn\n' }, ({ weir }) => {
      const { status, errors } = weir("run", "a.weir");
      assert.equal(status, 0);
      assert.match(errors, /a\.weir:2/);
      assert.match(errors, /too large/);
      assert.match(errors, /1 of 2 rows/);
      assert.match(errors, /^ {4}7$/m);
    }));

  it("fails where an expectation does, naming the line and the rows", () =>
    within({ "a.weir": 'from rows([{n: 1}, {n: 7}])\nexpect n < 5, "too large"\n' }, ({ weir }) => {
      const { status, output, errors } = weir("run", "a.weir", "--format", "json");
      assert.equal(status, 1);
      assert.equal(output, "");
      assert.match(errors, /a\.weir:2/);
      assert.match(errors, /WR6\d\d/);
      assert.match(errors, /too large/);
    }));

  it("fails on a value that cannot be cast, naming the file and the step", () =>
    within({ "a.weir": 'from rows([{t: "x"}])\nderive n = t as int\n' }, ({ weir }) => {
      const { status, errors } = weir("run", "a.weir");
      assert.equal(status, 1);
      assert.match(errors, /WR6\d\d/);
      assert.match(errors, /"?x"?/);
    }));

  it("prints errors of the file as `weir check` does, and does not run", () =>
    within({ "a.weir": "from rows([{a: 1}])\nwhere b > 1\n" }, ({ weir }) => {
      const { status, output, errors } = weir("run", "a.weir");
      assert.equal(status, 1);
      assert.equal(output, "");
      assert.match(errors, /^a\.weir:2:7: error WR1\d\d/m);
      assert.match(errors, /\^/);
    }));

  it("does not mind errors that the pipeline does not hang on", () =>
    within(
      {
        "shared.weir": 'source here = csv("here.csv")\nsource gone = csv("gone.csv")\nlet two = 2\n',
        "here.csv": "n\n1\n",
        "a.weir": `import "shared.weir"
pipeline sound { from here | derive m = n * $two }
pipeline half_written { from here | wher }
pipeline lost { from gone | derive x = y }
pipeline hanging { from half_written }
`,
      },
      ({ weir }) => {
        const sound = weir("run", "a.weir", "sound", "--format", "json");
        assert.equal(sound.status, 0, sound.errors);
        assert.deepEqual(JSON.parse(sound.output), [{ n: 1, m: 2 }]);
        assert.equal(sound.errors, "");
        for (const [pipeline, message] of [
          ["half_written", /a\.weir:3:/],
          ["hanging", /a\.weir:3:/],
          ["lost", /shared\.weir:2:.*gone\.csv/],
        ] as const) {
          const { status, output, errors } = weir("run", "a.weir", pipeline, "--format", "json");
          assert.equal(status, 1, pipeline);
          assert.equal(output, "");
          assert.match(errors, message);
        }
      },
    ));

  it("tells of errors where the pipeline that is asked for cannot be found for them", () =>
    within({ "a.weir": "pipeline { from rows([{a: 1}]) }\n" }, ({ weir }) => {
      const { status, errors } = weir("run", "a.weir", "one");
      assert.equal(status, 2);
      assert.match(errors, /a\.weir:1:9: error WR0\d\d/);
    }));

  it("runs the pipeline that is asked for, by name or by line", () =>
    within({ "a.weir": stored }, ({ weir }) => {
      assert.equal(weir("run", "a.weir").status, 2);
      assert.deepEqual(JSON.parse(weir("run", "a.weir", ":3", "--format", "json", "--no-store").output), [
        { n: 1 },
        { n: 2 },
      ]);
    }));

  it("has no colours and no progress in pipes", () =>
    within({ "a.weir": stored }, ({ weir }) => {
      const { output, errors } = weir("run", "a.weir", "kept", "--format", "table");
      assert.doesNotMatch(output + errors, /\u001b|\r/);
    }));

  it("says what is not connected yet", () =>
    within({ "a.weir": 'source p = postgres("crm", table: "t") {\n  a: int\n}\nfrom p\n' }, ({ weir }) => {
      const { status, errors } = weir("run", "a.weir");
      assert.equal(status, 1);
      assert.match(errors, /postgres/i);
    }));
});
