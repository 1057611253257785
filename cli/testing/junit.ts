// Results of tests as JUnit XML, which build servers read: a suite a file, a case a test.

import { noColours, printable } from "../output/terminal.ts";
import { failureDetails, failureSummary, type TestReporter, type TestResult } from "./result.ts";

export function junitReporter(): TestReporter {
  const results: TestResult[] = [];
  return {
    begin: () => "",
    result(result) {
      results.push(result);
      return "";
    },
    end: (millis) => documentOf(results, millis),
  };
}

function documentOf(results: readonly TestResult[], millis: number): string {
  const files = [...new Set(results.map((result) => result.file))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="weir" ${counts(results)} time="${seconds(millis)}">`,
    ...files.flatMap((file) =>
      suite(
        file,
        results.filter((result) => result.file === file),
      ),
    ),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(file: string, results: readonly TestResult[]): string[] {
  const millis = results.reduce((sum, result) => sum + result.millis, 0);
  return [
    `  <testsuite name="${attribute(file)}" file="${attribute(file)}" ${counts(results)} time="${seconds(millis)}">`,
    ...results.flatMap(testCase),
    "  </testsuite>",
  ];
}

function testCase(result: TestResult): string[] {
  const head = `    <testcase name="${attribute(result.title)}" classname="${attribute(result.file)}" file="${attribute(result.file)}" line="${result.line}" time="${seconds(result.millis)}"`;
  if (result.failures.length === 0) return [`${head}/>`];
  return [
    `${head}>`,
    ...result.failures.map((failure) => {
      const element = failure.kind === "broken" ? "error" : "failure";
      const lines = [`${result.file}:${failure.line}`, ...failureDetails(failure, noColours)];
      return `      <${element} message="${attribute(failureSummary(failure))}" type="${failure.kind}">${content(lines.map(printable).join("\n"))}</${element}>`;
    }),
    "    </testcase>",
  ];
}

/** Tests whose expectations did not hold are failures; tests that could not be run are errors. */
function counts(results: readonly TestResult[]): string {
  const broken = results.filter((result) => result.failures.some((failure) => failure.kind === "broken"));
  const failed = results.filter((result) => result.failures.length > 0).length - broken.length;
  return `tests="${results.length}" failures="${failed}" errors="${broken.length}" skipped="0"`;
}

const seconds = (millis: number) => (millis / 1000).toFixed(3);

const attribute = (text: string) => content(printable(text)).replaceAll('"', "&quot;");

/** Characters that XML 1.0 cannot hold, not even escaped, become the mark for an unreadable one. */
function content(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
