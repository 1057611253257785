// The tests of opened files, in order, and why some of them cannot be run. Data that is not there does not matter to a
// test, which reads only what it is given.

import { lineIndex, positionAt } from "../../grammar/index.ts";
import { type BoundFile, type BoundTest, isWhole, type Program, reachOf } from "../../language/index.ts";
import type { OpenedPart } from "../open.ts";
import { withGiven } from "./given.ts";
import type { RunnableTest } from "./run-test.ts";

export interface FoundTest {
  readonly part: OpenedPart;
  /** URI of its file. */
  readonly uri: string;
  readonly title: string;
  /** From 1. */
  readonly line: number;
  readonly runnable: RunnableTest | undefined;
  /** Errors that keep it from being run; zero where it can be. */
  readonly errorCount: number;
}

export function findTests(parts: readonly OpenedPart[], filter: string | undefined): FoundTest[] {
  return parts.flatMap((part) =>
    part.files.flatMap((file) =>
      testsOf(file, part).filter((test) => filter === undefined || test.title.includes(filter)),
    ),
  );
}

function testsOf(file: BoundFile, part: OpenedPart): FoundTest[] {
  const index = lineIndex(file.tree.text);
  return file.declarations.flatMap(({ test, declaration }, position): FoundTest[] => {
    const syntax = file.tree.parts[position];
    if (declaration.kind !== "test" || syntax === undefined) return [];
    const lineAt = (offset: number) => positionAt(index, syntax.start + offset).line + 1;
    const line = lineAt(declaration.title?.start ?? declaration.of.start);
    const errorCount = errorsOf(file, position, part.program);
    const runnable = errorCount > 0 ? undefined : runnableTest(test, line, lineAt);
    return [{ part, uri: file.uri, title: declaration.title?.value ?? "", line, runnable, errorCount }];
  });
}

function runnableTest(
  test: BoundTest | undefined,
  line: number,
  lineAt: (offset: number) => number,
): RunnableTest | undefined {
  if (test?.plan === undefined || !isWhole(withGiven(test.plan, test.given))) return undefined;
  return {
    test: { ...test, plan: test.plan },
    line,
    lineOf: (expectation) => lineAt(expectation.start),
  };
}

/** Errors of the test and of all that it hangs on. */
function errorsOf(file: BoundFile, position: number, program: Program): number {
  const reach = reachOf(program, file, position);
  let errors = 0;
  for (const { uri, problems } of program.files.values()) {
    errors += problems.filter((problem) => isBlocking(problem) && reach.has(uri, problem.part)).length;
  }
  return errors;
}

/** Faults of data (WR2xx) are those of sources that a test does not read. */
function isBlocking(problem: BoundFile["problems"][number]): boolean {
  return problem.severity === "error" && !problem.code.startsWith("WR2");
}
