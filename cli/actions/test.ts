// `weir test`: opens the files, runs their tests one after the other in one engine, reports as it goes.

import type { Engine } from "../../engine/client.ts";
import type { EngineSettings } from "../../engine/messages.ts";
import { specialise } from "../../language/index.ts";
import type { TestFormat, TestOptions } from "../command-options.ts";
import { engineSettings } from "../engine-settings.ts";
import { type ExitCode, usageError } from "../exit.ts";
import { realFiles } from "../file-system.ts";
import { findFiles } from "../find-files.ts";
import { absolutePath, type Host } from "../host.ts";
import { type Opened, openFiles } from "../open.ts";
import { problemsText } from "../output/problems.ts";
import { noColours } from "../output/terminal.ts";
import { schemasFor } from "../schemas.ts";
import { type FoundTest, findTests } from "../testing/find-tests.ts";
import { junitReporter } from "../testing/junit.ts";
import { prettyReporter } from "../testing/pretty.ts";
import type { TestFailure, TestReporter, TestResult } from "../testing/result.ts";
import { type PlanRunner, runTest } from "../testing/run-test.ts";
import { tapReporter } from "../testing/tap.ts";
import { takeEngine } from "../warm-engine.ts";
import { writeWhole } from "../write-file.ts";

export async function test(host: Host, paths: readonly string[], options: TestOptions): Promise<ExitCode> {
  const began = host.now();
  const found = await findFiles(host, paths);
  const engine = takeEngine();
  try {
    const opened = await openFiles(host, realFiles(), found, schemasFor(host, engine));
    const tests = findTests(opened.parts, options.filter);
    if (tests.length === 0 && options.filter !== undefined) {
      throw usageError(`no test has "${options.filter}" in its title`);
    }
    await tellErrors(host, opened, tests);
    const reporter = reporterFor(host, options);
    const parts: string[] = [];
    const write = async (text: string) => {
      if (options.output === undefined) await host.output.write(text);
      else parts.push(text);
    };
    await write(reporter.begin(tests.length));
    let failed = 0;
    for (const found of tests) {
      const result = await resultOf(host, engine, opened, found);
      if (result.failures.length > 0) failed += 1;
      await write(reporter.result(result));
    }
    await write(reporter.end(host.now() - began));
    if (options.output !== undefined) {
      await writeWhole(absolutePath(host, options.output), parts.join(""), options.output);
      await host.errors.write(`${tests.length - failed} passed, ${failed} failed\n`);
    }
    return failed > 0 ? 1 : 0;
  } finally {
    await engine.close();
  }
}

// ------------------------------------------------------------------------------------------------ helpers

function reporterFor(host: Host, options: TestOptions): TestReporter {
  const chosen: TestFormat | undefined = options.tap ? "tap" : options.junit ? "junit" : options.format;
  const isForPerson = host.output.isTerminal && options.output === undefined;
  switch (chosen ?? (isForPerson ? "pretty" : "tap")) {
    case "tap":
      return tapReporter();
    case "junit":
      return junitReporter();
    case "pretty":
      return prettyReporter(options.output === undefined ? host.outputColours : noColours);
  }
}

/** The errors that keep tests from being run, once each. */
async function tellErrors(host: Host, opened: Opened, tests: readonly FoundTest[]): Promise<void> {
  if (tests.every((found) => found.errorCount === 0)) return;
  const errors = opened.problems.filter(
    ({ severity, code }) => severity === "error" && !code.startsWith("WR2"),
  );
  await host.errors.write(problemsText(errors, host.errorColours));
}

async function resultOf(host: Host, engine: Engine, opened: Opened, found: FoundTest): Promise<TestResult> {
  const began = performance.now();
  const failures = await failuresOf(host, engine, opened, found);
  return {
    title: found.title,
    file: opened.shown(found.uri),
    line: found.line,
    millis: performance.now() - began,
    failures,
  };
}

async function failuresOf(
  host: Host,
  engine: Engine,
  opened: Opened,
  found: FoundTest,
): Promise<readonly TestFailure[]> {
  const { runnable, line, errorCount, part } = found;
  const file = opened.shown(found.uri);
  if (runnable === undefined) {
    const message =
      errorCount > 0
        ? `it cannot be run: ${errorCount} ${errorCount === 1 ? "error" : "errors"} in what it is made of`
        : "it cannot be run: the columns of what it reads are not known";
    return [{ kind: "broken", line, message, hint: `\`weir check ${file}\` shows why` }];
  }
  const settings = engineSettings(host, part.project);
  return runTest(runnable, planRunner(engine, settings, part.program.lineOf), BigInt(host.now()) * 1000n);
}

function planRunner(
  engine: Engine,
  settings: EngineSettings,
  lineOf: NonNullable<Parameters<Engine["run"]>[1]>["lineOf"],
): PlanRunner {
  return async (plan, nowMicros) => {
    const bound = specialise(plan, {}, { now: nowMicros });
    const running = engine.run(
      {
        settings,
        plan: bound.plan,
        startedAtMicros: nowMicros,
        limit: undefined,
        output: { kind: "batches" },
        store: false,
        measureSteps: false,
        given: undefined,
      },
      { lineOf },
    );
    const parts: Uint8Array[] = [];
    for await (const part of running) parts.push(part);
    const outcome = await running.outcome;
    switch (outcome.kind) {
      case "finished":
        return { kind: "rows", stream: Buffer.concat(parts) };
      case "failed":
        return { kind: "failed", failure: outcome.failure };
      case "cancelled":
        throw new Error("a run of a test was cancelled, and nobody asked for it");
    }
  };
}
