// What is wrong with a file, as the protocol tells it. The code leads to its page in the reference.

import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver-types";
import { lineIndex } from "../../grammar/index.ts";
import type { LocatedProblem, Problem } from "../../language/index.ts";
import type { Project } from "../../project/index.ts";
import { toRange, type View } from "../view.ts";

export const diagnosticSource = "weir";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** Names that nothing uses: editors show them faded. */
const unusedCodes: ReadonlySet<string> = new Set(["WR147", "WR148"]);

/** All problems of the file, in the order of the text. */
export function diagnostics(view: View, clientUri = view.uri): Diagnostic[] {
  return view.file.problems.map((problem) => diagnosticOf(problem, view.lines, clientUri));
}

/** Problems of the project's weir.json. */
export function manifestDiagnostics(project: Project): Diagnostic[] {
  const lines = lineIndex(project.manifestText);
  return project.problems.map((problem) => diagnosticOf(problem, lines, project.manifestUri ?? ""));
}

function diagnosticOf(problem: Problem | LocatedProblem, lines: View["lines"], uri: string): Diagnostic {
  const related = problem.related.map(
    ({ start, end, message }): DiagnosticRelatedInformation => ({
      location: { uri, range: toRange(lines, start, end) },
      message,
    }),
  );
  return {
    range: toRange(lines, problem.start, problem.end),
    severity: severities[problem.severity],
    code: problem.code,
    source: diagnosticSource,
    message: problem.message,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(unusedCodes.has(problem.code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}
