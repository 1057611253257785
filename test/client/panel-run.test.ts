// What the results panel is given after a run: results with their checks, failures and refusals with what helps.

import assert from "node:assert/strict";
import { contentOfRun } from "../../client/panel/run-content.ts";
import type { ExpectationReport, RunReport } from "../../engine/messages.ts";

const heading = { pipeline: "delays", step: "where late" };

const expectation: ExpectationReport = {
  file: "a.weir",
  line: 3,
  origin: { file: "a.weir", start: 0, end: 0 } as unknown as ExpectationReport["origin"],
  text: "amount > 0",
  message: "no refunds here",
  severity: "fail",
  passed: false,
  violations: 1200,
  rows: 3_000_000,
  examples: [{ amount: "-1" }],
};

const report: RunReport = {
  seconds: 2,
  peakMemoryBytes: 0,
  bytesRead: 0,
  bytesWritten: 0,
  rows: 5,
  steps: [],
  stores: [],
  expectations: [
    expectation,
    { ...expectation, severity: "warn", message: "" },
    { ...expectation, passed: true, violations: 0 },
  ],
  warnings: ["2 rows could not be read"],
};

describe("what the panel shows of a run", () => {
  it("is a result with its checks and warnings", () => {
    const columns = [{ name: "amount", type: "int", nullable: true }];
    const content = contentOfRun(heading, {
      kind: "result",
      resultId: "r",
      columns,
      rows: 5,
      isComplete: false,
      seconds: 2,
      report,
    });
    assert.ok(content.kind === "result");
    assert.deepEqual(content.heading, heading);
    assert.deepEqual(content.result.columns, columns);
    assert.deepEqual(
      content.result.notices.map(({ kind, text }) => `${kind}: ${text}`),
      [
        "failed: amount > 0: no refunds here (1,200 of 3,000,000 rows)",
        "warned: amount > 0 (1,200 of 3,000,000 rows)",
        "passed: amount > 0",
        "warned: 2 rows could not be read",
      ],
    );
    assert.deepEqual(content.result.notices[0]?.examples, [{ amount: "-1" }]);
  });

  it("is a failure with its place, what helps, and the expectations by which it failed", () => {
    const content = contentOfRun(heading, {
      kind: "failed",
      failure: {
        code: "WR601",
        message: "`x` is no int.",
        file: "orders.csv",
        line: 7,
        column: 2,
        hint: "Declare it as text.",
        expectations: [expectation],
      },
    });
    assert.ok(content.kind === "failed");
    assert.equal(content.failure.message, "`x` is no int.");
    assert.equal(content.failure.hint, "Declare it as text.\norders.csv:7:2");
    assert.equal(content.failure.notices.length, 1);
  });

  it("says why it was not run, or that it was cancelled", () => {
    const refused = contentOfRun(heading, {
      kind: "refused",
      problems: [
        { message: "no column `amuont`", uri: "file:///w/my%20file.weir", line: 2, column: 8 },
        { message: "The workspace is not trusted." },
      ],
    });
    assert.ok(refused.kind === "failed");
    assert.equal(refused.failure.title, "It was not run");
    assert.equal(
      refused.failure.message,
      "my file.weir:3:9: no column `amuont`\nThe workspace is not trusted.",
    );
    const cancelled = contentOfRun(heading, { kind: "cancelled" });
    assert.ok(cancelled.kind === "failed");
    assert.match(cancelled.failure.message, /cancelled/);
  });
});
