// Problems placed in their file: those of the syntax, of names and of meaning, in absolute offsets and by position.

import type { Range, RelatedRange, SyntaxProblem, TextFix } from "../grammar/tree.ts";
import type { BoundDeclaration } from "./bound.ts";
import type { Problem } from "./problems/entry.ts";
import { severityOf } from "./problems/table.ts";
import type { Entity } from "./program-files.ts";

/** All problems of a file's declarations; `declarations` are parallel to `entities`. */
export function locatedProblems(
  entities: readonly Entity[],
  declarations: readonly BoundDeclaration[],
): readonly (Problem & { readonly part: number })[] {
  const located: (Problem & { readonly part: number })[] = [];
  entities.forEach((entity, part) => {
    const { start, problems } = entity.part;
    for (const problem of problems) located.push({ ...shifted(withSeverity(problem), start), part });
    for (const problem of entity.names.problems) located.push({ ...shifted(problem, start), part });
    for (const problem of declarations[part]?.problems ?? [])
      located.push({ ...shifted(problem, start), part });
  });
  return located.sort((a, b) => a.start - b.start || a.end - b.end);
}

function withSeverity(problem: SyntaxProblem): Problem {
  return { ...problem, severity: severityOf(problem.code) };
}

function shifted(problem: Problem, by: number): Problem {
  if (by === 0) return problem;
  return {
    ...problem,
    start: problem.start + by,
    end: problem.end + by,
    fixes: problem.fixes.map((fix): TextFix => ({ ...fix, edits: fix.edits.map((edit) => moved(edit, by)) })),
    related: problem.related.map((related): RelatedRange => moved(related, by)),
  };
}

function moved<T extends Range>(range: T, by: number): T {
  return { ...range, start: range.start + by, end: range.end + by };
}
