// How a test ended, as data: the reporters make text of it.

import { type Colours, noColours, printable } from "../output/terminal.ts";
import { comparisonLines } from "./diff-text.ts";
import type { ComparedRow, RowComparison } from "./row-diff.ts";

export interface TestResult {
  readonly title: string;
  /** As the person names the file. */
  readonly file: string;
  /** Of the `test` keyword, from 1. */
  readonly line: number;
  readonly millis: number;
  /** Empty for a test that passed. */
  readonly failures: readonly TestFailure[];
}

export type TestFailure =
  | {
      readonly kind: "rows";
      readonly line: number;
      readonly columns: readonly string[];
      readonly comparison: RowComparison;
    }
  | {
      readonly kind: "condition";
      readonly line: number;
      /** The condition as written. */
      readonly text: string;
      readonly violations: number;
      readonly columns: readonly string[];
      /** The first rows that broke it. */
      readonly examples: readonly ComparedRow[];
    }
  /** The test could not be run to its end: `message` says why. */
  | {
      readonly kind: "broken";
      readonly line: number;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** What a run of tests writes, part by part. */
export interface TestReporter {
  begin(count: number): string;
  result(result: TestResult): string;
  end(millis: number): string;
}

/** One line that says what is wrong. */
export function failureSummary(failure: TestFailure): string {
  switch (failure.kind) {
    case "rows":
      return comparisonLines(failure.comparison, failure.columns, noColours)[0] ?? "the rows differ";
    case "condition":
      return `${failure.violations} ${failure.violations === 1 ? "row breaks" : "rows break"} \`${failure.text}\``;
    case "broken":
      return failure.message;
  }
}

/** The lines under the summary: the rows, or the way out. */
export function failureDetails(failure: TestFailure, colours: Colours): string[] {
  switch (failure.kind) {
    case "rows":
      return comparisonLines(failure.comparison, failure.columns, colours).slice(1);
    case "condition": {
      const differences = failure.examples.map((row) => ({ kind: "unexpected" as const, row }));
      return comparisonLines({ kind: "different", same: 0, differences }, failure.columns, colours).slice(1);
    }
    case "broken":
      return failure.hint === undefined ? [] : [`hint: ${printable(failure.hint)}`];
  }
}
