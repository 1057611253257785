// The report of a run as scripts read it (`--report`): how it ended, what it took, its stores, expectations and steps.
// Files are named as the person names them; nothing of the program's own bookkeeping is in it.

import type { RunOutcome } from "../../engine/client.ts";
import type { ExpectationReport, RunReport } from "../../engine/messages.ts";
import type { FileNaming } from "./run-notes.ts";

/** A plain object for JSON. `pipeline` is how the person asked for it. */
export function reportRecord(pipeline: string, outcome: RunOutcome, nameOf: FileNaming): object {
  switch (outcome.kind) {
    case "finished":
      return { outcome: "finished", pipeline, ...finishedRecord(outcome.report, nameOf) };
    case "cancelled":
      return { outcome: "cancelled", pipeline };
    case "failed": {
      const { code, message, file, line, column, hint, expectations } = outcome.failure;
      return {
        outcome: "failed",
        pipeline,
        failure: {
          code,
          message,
          file: file === undefined ? null : nameOf(file),
          line: line ?? null,
          column: column ?? null,
          hint: hint ?? null,
        },
        expectations: expectations.map((expectation) => expectationRecord(expectation, nameOf)),
      };
    }
  }
}

function finishedRecord(report: RunReport, nameOf: FileNaming): object {
  return {
    seconds: report.seconds,
    rows: report.rows,
    peakMemoryBytes: report.peakMemoryBytes,
    bytesRead: report.bytesRead,
    bytesWritten: report.bytesWritten,
    steps: report.steps.map(({ file, line, within, kind, rows, rowsBasis }) => ({
      file: nameOf(file),
      line,
      within,
      kind,
      rows,
      rowsBasis,
    })),
    stores: report.stores.map((store) => ({ ...store, path: nameOf(store.path) })),
    expectations: report.expectations.map((expectation) => expectationRecord(expectation, nameOf)),
    warnings: report.warnings,
  };
}

function expectationRecord(expectation: ExpectationReport, nameOf: FileNaming): object {
  const { file, line, text, message, severity, passed, violations, rows, examples } = expectation;
  return { file: nameOf(file), line, text, message, severity, passed, violations, rows, examples };
}
