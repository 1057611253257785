// The tests of opened files, in order, and why some of them cannot be run. A test depends on its own declaration, on
// everything in its file that is no test, and on what the file imports; data that is not there does not matter to it.

import { lineIndex, positionAt } from "../../grammar/index.ts";
import type { BoundFile, BoundTest, Program } from "../../language/index.ts";
import type { OpenedPart } from "../open.ts";
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
  const imported = importedErrors(file, part.program);
  return file.declarations.flatMap(({ test, declaration }, position): FoundTest[] => {
    const syntax = file.tree.parts[position];
    if (declaration.kind !== "test" || syntax === undefined) return [];
    const lineAt = (offset: number) => positionAt(index, syntax.start + offset).line + 1;
    const line = lineAt(declaration.title?.start ?? declaration.of.start);
    const errorCount = imported + ownErrors(file, position);
    const runnable = errorCount > 0 ? undefined : runnableTest(test, line, lineAt);
    return [{ part, uri: file.uri, title: declaration.title?.value ?? "", line, runnable, errorCount }];
  });
}

function runnableTest(
  test: BoundTest | undefined,
  line: number,
  lineAt: (offset: number) => number,
): RunnableTest | undefined {
  if (test?.plan === undefined) return undefined;
  return {
    test: { ...test, plan: test.plan },
    line,
    lineOf: (expectation) => lineAt(expectation.start),
  };
}

/** Errors of the file that bear on the test at `position`. */
function ownErrors(file: BoundFile, position: number): number {
  return file.problems.filter(
    (problem) =>
      isBlocking(problem) &&
      (problem.part === position || file.declarations[problem.part]?.declaration.kind !== "test"),
  ).length;
}

function importedErrors(file: BoundFile, program: Program): number {
  const seen = new Set([file.uri]);
  const queue = [...file.source.imports.values()];
  let errors = 0;
  for (const uri of queue) {
    if (seen.has(uri)) continue;
    seen.add(uri);
    const other = program.file(uri);
    if (other === undefined) continue;
    errors += other.problems.filter(isBlocking).length;
    queue.push(...other.source.imports.values());
  }
  return errors;
}

/** Faults of data (WR2xx) are those of sources that a test does not read. */
function isBlocking(problem: BoundFile["problems"][number]): boolean {
  return problem.severity === "error" && !problem.code.startsWith("WR2");
}
