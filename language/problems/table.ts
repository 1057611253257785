// The problem table: every code that any stage may report, in one list. It only gathers the parts; an entry is
// written in the file of its kind (expressions, declarations, steps, data, run) or, for syntax, in grammar/.

import { syntaxProblems } from "../../grammar/index.ts";
import { dataProblems } from "./data.ts";
import { declarationProblems } from "./declarations.ts";
import type { ProblemEntry } from "./entry.ts";
import { expressionProblems } from "./expressions.ts";
import { runProblems } from "./run.ts";
import { stepProblems } from "./steps.ts";

/** All entries, ordered by code. */
export const problemTable: readonly ProblemEntry[] = [
  ...syntaxProblems,
  ...expressionProblems,
  ...declarationProblems,
  ...stepProblems,
  ...dataProblems,
  ...runProblems,
].sort((a, b) => (a.code < b.code ? -1 : 1));

const byCode: ReadonlyMap<string, ProblemEntry> = new Map(problemTable.map((entry) => [entry.code, entry]));

/** The entry of `code`. An unknown code is a fault of this program and throws. */
export function problemEntry(code: string): ProblemEntry {
  const entry = byCode.get(code);
  if (entry === undefined) throw new Error(`The problem table has no code ${code}`);
  return entry;
}
