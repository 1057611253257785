// Results of tests as text: TAP and JUnit for programs, a list for people.
import assert from "node:assert/strict";
import { noColours } from "../../cli/output/terminal.ts";
import { junitReporter } from "../../cli/testing/junit.ts";
import { prettyReporter } from "../../cli/testing/pretty.ts";
import type { TestReporter, TestResult } from "../../cli/testing/result.ts";
import { tapReporter } from "../../cli/testing/tap.ts";

const passed: TestResult = { title: "adds up", file: "a.weir", line: 3, millis: 12, failures: [] };
const failed: TestResult = {
  title: 'a "quoted" # title',
  file: "a & b.weir",
  line: 9,
  millis: 5,
  failures: [
    {
      kind: "rows",
      line: 11,
      columns: ["n"],
      comparison: {
        kind: "different",
        same: 0,
        differences: [{ kind: "missing", row: { cells: [{ kind: "float", value: 1 }], texts: ["<1>"] } }],
      },
    },
  ],
};
const broken: TestResult = {
  title: "breaks\u0000",
  file: "a & b.weir",
  line: 20,
  millis: 0,
  failures: [{ kind: "broken", line: 20, message: "it has problems", hint: "see `weir check`" }],
};

describe("reporters of tests", () => {
  it("write TAP", () => {
    assert.equal(
      reported(tapReporter()),
      [
        "TAP version 14",
        "1..3",
        "ok 1 - a.weir: adds up # time=12ms",
        'not ok 2 - a & b.weir: a "quoted" \\# title # time=5ms',
        "  ---",
        '  message: "1 row missing, 0 as expected"',
        "  severity: fail",
        '  at: "a & b.weir:11"',
        "  rows: |",
        "      n",
        "    - <1>",
        "  ...",
        "not ok 3 - a & b.weir: breaks\\\\0 # time=0ms",
        "  ---",
        '  message: "it has problems"',
        "  severity: fail",
        '  at: "a & b.weir:20"',
        "  rows: |",
        "    hint: see `weir check`",
        "  ...",
        "# 1 passed, 2 failed",
        "",
      ].join("\n"),
    );
  });

  it("write JUnit XML that no title can break", () => {
    const xml = reported(junitReporter());
    assert.match(xml, /<testsuites name="weir" tests="3" failures="1" errors="1" skipped="0" time="0.100">/);
    assert.match(
      xml,
      /<testsuite name="a &amp; b.weir" file="a &amp; b.weir" tests="2" failures="1" errors="1"/,
    );
    assert.match(xml, /<testcase name="a &quot;quoted&quot; # title" classname="a &amp; b.weir"/);
    assert.match(
      xml,
      /<failure message="1 row missing, 0 as expected" type="rows">a &amp; b.weir:11\n {2}n\n- &lt;1&gt;<\/failure>/,
    );
    assert.match(xml, /<error message="it has problems" type="broken">/);
    assert.doesNotMatch(xml, /\u0000/);
  });

  it("write a list for people", () => {
    assert.equal(
      reported(prettyReporter(noColours)),
      [
        "a.weir",
        "  ✓ adds up 12 ms",
        "",
        "a & b.weir",
        '  ✗ a "quoted" # title',
        "      a & b.weir:11 1 row missing, 0 as expected",
        "          n",
        "        - <1>",
        "  ✗ breaks\\0",
        "      a & b.weir:20 it has problems",
        "        hint: see `weir check`",
        "",
        "1 passed, 2 failed in 0.1 s",
        "",
      ].join("\n"),
    );
  });
});

function reported(reporter: TestReporter): string {
  const results = [passed, failed, broken];
  return [reporter.begin(results.length), ...results.map(reporter.result), reporter.end(100)].join("");
}
