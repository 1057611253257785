// Problems placed in their file: those of the syntax, of names and of meaning, in absolute offsets and by position.

import type { Range, RelatedRange, SyntaxProblem, TextFix } from "../grammar/tree.ts";
import type { BoundDeclaration } from "./bound.ts";
import type { Problem } from "./problems/entry.ts";
import { problemEntry } from "./problems/table.ts";
import type { Entity } from "./program-files.ts";

type Located = Problem & { readonly part: number };

/** All problems of a file's declarations; `declarations` are parallel to `entities`. */
export function locatedProblems(
  entities: readonly Entity[],
  declarations: readonly BoundDeclaration[],
): readonly Located[] {
  const located: Located[] = [];
  entities.forEach((entity, part) => {
    const { start, problems } = entity.part;
    for (const problem of problems) located.push(placed(withSeverity(problem), start, part));
    for (const problem of entity.names.problems) located.push(placed(problem, start, part));
    const declaration = declarations[part];
    if (declaration !== undefined) located.push(...placedOf(declaration, start, part));
  });
  return located.sort((a, b) => a.start - b.start || a.end - b.end);
}

const known = new WeakMap<
  BoundDeclaration,
  { readonly start: number; readonly part: number; readonly problems: readonly Located[] }
>();

/** A declaration's problems in their place; the same objects as before where it stands where it stood. */
function placedOf(declaration: BoundDeclaration, start: number, part: number): readonly Located[] {
  if (declaration.problems.length === 0) return [];
  const before = known.get(declaration);
  if (before?.start === start && before.part === part) return before.problems;
  const problems = declaration.problems.map((problem) => placed(problem, start, part));
  known.set(declaration, { start, part, problems });
  return problems;
}

function withSeverity(problem: SyntaxProblem): Problem {
  return { ...problem, severity: problemEntry(problem.code).severity };
}

function placed(problem: Problem, by: number, part: number): Located {
  return {
    ...problem,
    part,
    start: problem.start + by,
    end: problem.end + by,
    fixes: problem.fixes.map((fix): TextFix => ({ ...fix, edits: fix.edits.map((edit) => moved(edit, by)) })),
    related: problem.related.map((related): RelatedRange => moved(related, by)),
  };
}

function moved<T extends Range>(range: T, by: number): T {
  return { ...range, start: range.start + by, end: range.end + by };
}
