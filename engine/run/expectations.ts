// What came of an expectation: how many rows broke it, five of them, and whether the run may go on.

import type { EmittedCheck } from "../../emit/emit.ts";
import type { ExpectationReport } from "../messages.ts";
import { RunError } from "../run-error.ts";
import type { StatementRunner } from "./statement-runner.ts";

/** Runs the check; examples are fetched only where some row breaks it. */
export async function reportOf(check: EmittedCheck, runner: StatementRunner): Promise<ExpectationReport> {
  const { step } = check;
  const counted = (await runner.rows(check.counts.sql))[0];
  const rows = Number(counted?.rows ?? 0);
  const violations = Number(counted?.violations ?? 0);
  const examples = violations === 0 ? [] : (await runner.rows(check.examples.sql)).map(displayed);
  const { tolerance } = step;
  const allowed = tolerance.kind === "atMost" ? tolerance.fraction * rows : 0;
  return {
    file: step.origin.file,
    line: step.origin.lineInDeclaration + 1,
    origin: step.origin,
    text: step.text,
    message: step.message,
    severity: tolerance.kind === "warn" ? "warn" : "fail",
    passed: violations <= allowed,
    violations,
    rows,
    examples,
  };
}

/** @throws {RunError} WR620 with all reports so far where one that has to hold does not. */
export function requireHeld(reports: readonly ExpectationReport[]): void {
  const broken = reports.filter((report) => !report.passed && report.severity === "fail");
  const [first] = broken;
  if (first === undefined) return;
  const more = broken.length === 1 ? "" : ` (and ${broken.length - 1} more)`;
  const counts = `${first.violations} of ${first.rows} ${first.rows === 1 ? "row" : "rows"}`;
  throw new RunError("WR620", `the expectation \`${first.text}\` does not hold for ${counts}${more}`, {
    file: first.file,
    line: first.line,
    origin: first.origin,
    expectations: reports,
    hint: "Correct the data or the pipeline; `warn` or `at most 1%` after the expectation lets the run go on.",
  });
}

/** Values as short texts. */
function displayed(row: Readonly<Record<string, unknown>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value === null || value === undefined) return [name, null];
      const text = String(value);
      return [name, text.length > 200 ? `${text.slice(0, 200)}…` : text];
    }),
  );
}
