// Results of tests as TAP 14, for scripts and other people's tools: a plan, a line a test, a YAML block a failure.

import { noColours, printable } from "../output/terminal.ts";
import { failureDetails, failureSummary, type TestFailure, type TestReporter } from "./result.ts";

export function tapReporter(): TestReporter {
  let number = 0;
  let failed = 0;
  return {
    begin: (count) => `TAP version 14\n1..${count}\n`,
    result(result) {
      number += 1;
      const passed = result.failures.length === 0;
      if (!passed) failed += 1;
      const name = escaped(`${result.file}: ${result.title}`);
      const head = `${passed ? "ok" : "not ok"} ${number} - ${name} # time=${result.millis.toFixed(0)}ms\n`;
      return head + result.failures.map((failure) => yamlBlock(result.file, failure)).join("");
    },
    end: () => `# ${number - failed} passed, ${failed} failed\n`,
  };
}

function yamlBlock(file: string, failure: TestFailure): string {
  const details = failureDetails(failure, noColours);
  const lines = [
    "---",
    `message: ${JSON.stringify(failureSummary(failure))}`,
    "severity: fail",
    `at: ${JSON.stringify(`${file}:${failure.line}`)}`,
    ...(details.length === 0 ? [] : ["rows: |", ...details.map((line) => `  ${printable(line)}`)]),
    "...",
  ];
  return lines.map((line) => `  ${line}\n`).join("");
}

/** `#` would begin a directive. */
function escaped(text: string): string {
  return printable(text).replaceAll("\\", "\\\\").replaceAll("#", "\\#");
}
