// Results of tests for a person: a line a test below its file, then what went wrong, then the counts.

import { type Colours, printable } from "../output/terminal.ts";
import { failureDetails, failureSummary, type TestReporter } from "./result.ts";

export function prettyReporter(colours: Colours): TestReporter {
  let file: string | undefined;
  let passed = 0;
  let failed = 0;
  return {
    begin: () => "",
    result(result) {
      const lines: string[] = [];
      if (result.file !== file)
        lines.push(...(file === undefined ? [] : [""]), colours.bold(printable(result.file)));
      file = result.file;
      const title = printable(result.title);
      if (result.failures.length === 0) {
        passed += 1;
        lines.push(`  ${colours.green("✓")} ${title} ${colours.dim(`${result.millis.toFixed(0)} ms`)}`);
      } else {
        failed += 1;
        lines.push(`  ${colours.red("✗")} ${title}`);
        for (const failure of result.failures) {
          const place = colours.dim(`${printable(result.file)}:${failure.line}`);
          lines.push(`      ${place} ${printable(failureSummary(failure))}`);
          for (const line of failureDetails(failure, colours)) lines.push(`        ${line}`);
        }
      }
      return `${lines.join("\n")}\n`;
    },
    end(millis) {
      const counts = [
        ...(passed > 0 || failed === 0 ? [colours.green(`${passed} passed`)] : []),
        ...(failed > 0 ? [colours.red(`${failed} failed`)] : []),
      ];
      return `\n${counts.join(", ")} ${colours.dim(`in ${(millis / 1000).toFixed(1)} s`)}\n`;
    },
  };
}
