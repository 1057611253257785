// `weir check`: the contract for scripts, what a person reads, which files are found.
import assert from "node:assert/strict";
import { within } from "./weir.ts";

const good = "pipeline one {\n  from rows([{a: 1}])\n  derive b = a + 1\n}\n";
const bad = "pipeline one {\n  from rows([{apple: 1}])\n  derive b = 1, c = aple + 1\n}\n";

describe("weir check", () => {
  it("prints one JSON object for scripts, with places from 1 and the end exclusive", () =>
    within({ "bad.weir": bad }, ({ weir }) => {
      const { status, output, errors } = weir("check", "bad.weir", "--json");
      assert.equal(status, 1, errors);
      const answer = JSON.parse(output);
      assert.deepEqual(Object.keys(answer), ["files", "problems"]);
      assert.equal(answer.files, 1);
      const problem = answer.problems.find(({ severity }: { severity: string }) => severity === "error");
      assert.deepEqual(Object.keys(problem), [
        "file",
        "line",
        "column",
        "endLine",
        "endColumn",
        "severity",
        "code",
        "message",
        "fixes",
      ]);
      const { file, line, column, endLine, endColumn } = problem;
      assert.deepEqual(
        { file, line, column, endLine, endColumn },
        { file: "bad.weir", line: 3, column: 21, endLine: 3, endColumn: 25 },
      );
      assert.match(problem.code, /^WR1\d\d$/);
      assert.deepEqual(problem.fixes[0].edits, [
        { line: 3, column: 21, endLine: 3, endColumn: 25, newText: "apple" },
      ]);
    }));

  it("shows people the line, carets and the fix, and sums up", () =>
    within({ "bad.weir": bad }, ({ weir }) => {
      const { status, output } = weir("check", "bad.weir");
      assert.equal(status, 1);
      assert.match(output, /^bad\.weir:3:21: error WR1\d\d: .*`aple`/m);
      assert.match(output, /^ {2}3 │ {3}derive b = 1, c = aple \+ 1$/m);
      assert.match(output, /^ {4}│ {21}\^{4}$/m);
      assert.match(output, /^ {4}= fix: .*`?apple`?/m);
      assert.match(output, /1 error.* in 1 file\n$/);
      assert.doesNotMatch(output, /\u001b/);
    }));

  it("ends with 0 where there is no error", () =>
    within({ "good.weir": good }, ({ weir }) => {
      assert.deepEqual(JSON.parse(weir("check", "good.weir", "--json").output), { files: 1, problems: [] });
      const { status, output } = weir("check", "good.weir");
      assert.equal(status, 0);
      assert.equal(output, "1 file, no problem\n");
    }));

  it("ends with 0 where there are only warnings", () =>
    within({ "a.weir": `let unused = 1\n${good}` }, ({ weir }) => {
      const { status, output, errors } = weir("check", "a.weir", "--json");
      assert.equal(status, 0, output + errors);
      assert.ok(JSON.parse(output).problems.length > 0);
    }));

  it("finds all .weir files of a folder, but none that is hidden or in node_modules", () =>
    within(
      {
        "deep/er ü/good one.weir": good,
        "deep/bad.weir": bad,
        ".hidden/bad.weir": "from nowhere\n",
        ".bad.weir": "from nowhere\n",
        "node_modules/x/bad.weir": "from nowhere\n",
        "notes.txt": "from nowhere\n",
      },
      ({ weir }) => {
        const { output } = weir("check", ".", "--json");
        const answer = JSON.parse(output);
        assert.equal(answer.files, 2);
        assert.deepEqual(
          [...new Set(answer.problems.map(({ file }: { file: string }) => file))],
          ["deep/bad.weir"],
        );
      },
    ));

  it("checks a file once that is named twice", () =>
    within({ "deep/good.weir": good }, ({ weir }) => {
      const answer = JSON.parse(weir("check", ".", "deep", "deep/good.weir", "--json").output);
      assert.equal(answer.files, 1);
    }));

  it("checks nothing in an empty folder", () =>
    within({ "empty/readme.txt": "" }, ({ weir }) => {
      const { status, output } = weir("check", "empty", "--json");
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(output), { files: 0, problems: [] });
    }));

  it("tells of a source that is not there once, at the source", () =>
    within(
      { "a.weir": 'source s = csv("none.csv", header: true)\nfrom s | where x > 1 | take 3\n' },
      ({ weir }) => {
        const { status, output } = weir("check", "a.weir", "--json");
        const { problems } = JSON.parse(output);
        assert.equal(status, 1, output);
        assert.equal(problems.length, 1, output);
        assert.match(problems[0].code, /^WR2\d\d$/);
        assert.equal(problems[0].line, 1);
        assert.match(problems[0].message, /none\.csv/);
      },
    ));

  it("knows the columns of a CSV and of a Parquet file next to it", () =>
    within(
      {
        "data.csv": "id,Name\n1,a\n2,b\n",
        "a.weir": 'source s = csv("data.csv")\nfrom s | where nme == "a"\n',
      },
      ({ weir }) => {
        const { status, output } = weir("check", "a.weir", "--json");
        assert.equal(status, 1, output);
        const { problems } = JSON.parse(output);
        assert.equal(problems.length, 1, output);
        assert.match(problems[0].message, /`nme`/);
      },
    ));

  it("escapes what could act on the terminal", () =>
    within({ "a.weir": 'from rows([{a: 1}])\nwhere a == "\u001b[31mred" and b\n' }, ({ weir }) => {
      const { output } = weir("check", "a.weir");
      assert.doesNotMatch(output, /\u001b/);
      assert.match(output, /\\x1b\[31mred/);
    }));
});
