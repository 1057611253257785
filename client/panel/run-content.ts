// What a run gave, as the results panel shows it: a result with its checks, or what went wrong and what helps. It turns values into
// values and shows nothing itself.

import type { ExpectationReport, RunFailure, RunReport } from "../../engine/messages.ts";
import type { OpenResult, RefusalReason, RunResult } from "../../server/protocol.ts";
import type { Heading, Notice, PanelContent, PanelFailure, ResultView } from "./messages.ts";

/** The panel's content after a run. A cancelled one says so, so that it can be run again from there. */
export function contentOfRun(heading: Heading, run: RunResult): PanelContent {
  switch (run.kind) {
    case "result":
      return { kind: "result", heading, result: viewOfResult(run) };
    case "failed":
      return { kind: "failed", heading, failure: failureOfRun(run.failure) };
    case "refused":
      return { kind: "failed", heading, failure: failureOfRefusal(run.problems) };
    case "cancelled":
      return {
        kind: "failed",
        heading,
        failure: { title: "Cancelled", message: "The run was cancelled.", notices: [] },
      };
  }
}

function viewOfResult(run: OpenResult): ResultView {
  const { resultId, columns, rows, isComplete, seconds, report } = run;
  return { resultId, columns, rows, isComplete, seconds, notices: noticesOf(report) };
}

// ------------------------------------------------------------------------------------------------ helpers

function failureOfRun(failure: RunFailure): PanelFailure {
  const place = [failure.file, failure.line, failure.column].filter((part) => part !== undefined).join(":");
  const hint = [failure.hint, place].filter((part) => part !== undefined && part !== "").join("\n");
  return {
    title: "The run failed",
    message: failure.message,
    hint: hint === "" ? undefined : hint,
    notices: failure.expectations.map(noticeOf),
  };
}

function failureOfRefusal(problems: readonly RefusalReason[]): PanelFailure {
  const lines = problems.map(({ message, uri, line, column }) => {
    if (uri === undefined || line === undefined) return message;
    const name = decoded(uri.slice(uri.lastIndexOf("/") + 1));
    return `${name}:${line + 1}${column === undefined ? "" : `:${column + 1}`}: ${message}`;
  });
  return { title: "It was not run", message: lines.join("\n"), notices: [] };
}

function noticesOf(report: RunReport): readonly Notice[] {
  return [
    ...report.expectations.map(noticeOf),
    ...report.warnings.map((text): Notice => ({ kind: "warned", text, examples: [] })),
  ];
}

function noticeOf(expectation: ExpectationReport): Notice {
  const { passed, severity, text, message, violations, rows, examples } = expectation;
  if (passed) return { kind: "passed", text, examples: [] };
  const counts = violations > 0 ? ` (${count(violations)} of ${count(rows)} rows)` : "";
  const said = message === "" || message === text ? text : `${text}: ${message}`;
  return { kind: severity === "fail" ? "failed" : "warned", text: `${said}${counts}`, examples };
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
