// What a newcomer runs into: files that are somebody else's, data that is not what it seems, a reader that takes no more.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { needs } from "../support/needs.ts";
import { program, within } from "./weir.ts";

const stored = (connector: string) => `store s = ${connector}
pipeline all { from rows([{a: 1}]) | into s }
pipeline more { from rows([{a: 2}]) | into s append }
`;

describe("files of somebody else", function () {
  this.timeout(60_000);

  it("are not replaced by a store of one file", () =>
    within({ "a.weir": stored('csv("mine.csv")'), "mine.csv": "a\n7\n" }, (project) => {
      const refused = project.weir("run", "a.weir", "all");
      assert.equal(refused.status, 1);
      assert.match(refused.errors, /WR664.*"[^"]*mine\.csv", which was not written by Weir/);
      assert.equal(project.read("mine.csv"), "a\n7\n");
      assert.equal(project.weir("run", "a.weir", "more").status, 0, "rows may be added");
      assert.equal(project.read("mine.csv"), "a\n7\n2\n");
      assert.equal(project.weir("run", "a.weir", "all").status, 1, "which makes it nobody else's");
    }));

  it("are those that Weir did not write: its own it replaces", () =>
    within({ "a.weir": stored('json("own.json")') }, (project) => {
      for (let time = 0; time < 2; time++) {
        const { status, errors } = project.weir("run", "a.weir", "all");
        assert.equal(status, 0, errors);
      }
      assert.ok(existsSync(join(project.folder, ".own.json.weir-store")));
    }));

  it("tables of a database included", () =>
    within({ "a.weir": stored('duckdb("d.duckdb", table: "t")') }, (project) => {
      for (let time = 0; time < 2; time++) assert.equal(project.weir("run", "a.weir", "all").status, 0);
      const script = `
        const { DuckDBInstance } = require("@duckdb/node-api");
        (async () => {
          const instance = await DuckDBInstance.create("d.duckdb");
          const connection = await instance.connect();
          await connection.run("CREATE OR REPLACE TABLE t AS SELECT 5 AS a");
          connection.closeSync();
          instance.closeSync();
        })();`;
      const made = spawnSync(process.execPath, ["-e", script], {
        cwd: project.folder,
        encoding: "utf8",
        env: { ...process.env, NODE_PATH: join(program, "..", "..", "node_modules") },
      });
      assert.equal(made.status, 0, made.stderr);
      const refused = project.weir("run", "a.weir", "all");
      assert.equal(refused.status, 1);
      assert.match(refused.errors, /WR664.*the table "t"/);
    }));
});

describe("CSV files that are not what they seem", function () {
  this.timeout(60_000);

  it("name the line with another number of fields", () =>
    within(
      { "a.weir": 'source r = csv("r.csv")\nfrom r\n', "r.csv": 'a,b,c\n1,"x\ny",3\n4,5\n6,7,8\n' },
      ({ weir }) => {
        const { status, output, errors } = weir("run", "a.weir");
        assert.equal(status, 1);
        assert.equal(output, "");
        assert.match(errors, /WR203.*line 4 of .*r\.csv" has 2 fields and the lines before it 3/);
      },
    ));

  it("may have one column with commas in its name, if that is what they have", () =>
    within(
      { "a.weir": 'source r = csv("r.csv", delimiter: ";")\nfrom r\n', "r.csv": '"a,b"\n1\n' },
      ({ weir }) => {
        const { status, output, errors } = weir("run", "a.weir", "--format", "json");
        assert.equal(status, 0, errors);
        assert.deepEqual(JSON.parse(output), [{ "a,b": 1 }]);
      },
    ));

  it("have no dates that could be two", () =>
    within(
      {
        "a.weir":
          'source d = csv("d.csv")\nfrom d\n\npipeline read { from d | select day = parse_date(at, "dd/MM/yyyy") }\n',
        "d.csv": "at,n\n01/02/2026,1\n03/04/2026,2\n",
        "clear.weir": 'source d = csv("clear.csv")\nfrom d\n',
        "clear.csv": "at,n\n01/02/2026,1\n23/04/2026,2\n",
      },
      ({ weir }) => {
        const unclear = weir("run", "a.weir", ":2", "--format", "json");
        assert.deepEqual(JSON.parse(unclear.output)[0], { at: "01/02/2026", n: 1 });
        assert.match(unclear.errors, /`at` holds dates such as "0\d\/0\d\/2026".*parse_date/);
        const read = weir("run", "a.weir", "read", "--format", "json");
        assert.deepEqual(JSON.parse(read.output)[0], { day: "2026-02-01" });
        const clear = weir("run", "clear.weir", "--format", "json");
        assert.deepEqual(JSON.parse(clear.output)[0], { at: "2026-02-01", n: 1 });
        assert.doesNotMatch(clear.errors, /nobody can tell/);
      },
    ));
});

describe("a full disk on standard output", () => {
  it("is one line and no bug", function () {
    needs(this, {
      what: "The device /dev/full",
      available: existsSync("/dev/full"),
      remedy: "run the tests on Linux",
    });
    within({ "a.weir": "from rows([{a: 1}])\n" }, ({ folder }) => {
      for (const command of ["run", "check"]) {
        const { status, stderr } = spawnSync(
          "sh",
          ["-c", `"${process.execPath}" "${program}" ${command} a.weir > /dev/full`],
          { cwd: folder, encoding: "utf8" },
        );
        assert.equal(status, 1);
        assert.match(stderr, /^error: standard output cannot be written: no space is left on the device\n$/);
      }
    });
  });
});
