// The fixes of problems, as the editor offers them: for the problems that a range touches, and all at once for the whole file.

import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Diagnostic,
  type TextEdit,
} from "vscode-languageserver-types";
import type { TextFix } from "../../../grammar/index.ts";
import type { LocatedProblem } from "../../../language/index.ts";
import { toRange, type View } from "../../view.ts";
import { diagnostics } from "../diagnostics.ts";

/** All fixes of a file at once; editors run it on saving where a person wants that. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.weir`;

export interface Selected {
  readonly start: number;
  readonly end: number;
}

/** Actions for what the range touches, of the kinds that are wanted. `rebind` gives the view of another text. */
export function codeActions(
  view: View,
  range: Selected,
  { only }: Pick<CodeActionContext, "only">,
  clientUri: string,
  rebind: (text: string) => View | undefined,
): CodeAction[] {
  const wants = (kind: string) =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) actions.push(...quickFixes(view, range, clientUri));
  // Offered where it is asked for: a list of quick fixes stays short.
  if (only !== undefined && wants(fixAllKind)) actions.push(...fixAll(view, clientUri, rebind));
  return actions;
}

function quickFixes(view: View, range: Selected, clientUri: string): CodeAction[] {
  const shown = diagnostics(view, clientUri);
  return view.file.problems.flatMap((problem, index) => {
    if (problem.end < range.start || problem.start > range.end) return [];
    return problem.fixes.map((fix) => actionOf(view, fix, problem, shown[index]!, clientUri));
  });
}

function actionOf(
  view: View,
  fix: TextFix,
  problem: LocatedProblem,
  diagnostic: Diagnostic,
  clientUri: string,
): CodeAction {
  return {
    // Backticks mark code in messages; the editor's menu shows plain text.
    title: fix.title.replaceAll("`", ""),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    // What is only remarked on may well be meant.
    isPreferred: problem.fixes.length === 1 && problem.severity === "error",
    edit: { changes: { [clientUri]: editsOf(view, fix) } },
  };
}

function editsOf(view: View, { edits }: TextFix): TextEdit[] {
  return edits.map(({ start, end, newText }) => ({ range: toRange(view.lines, start, end), newText }));
}

// ------------------------------------------------------------------------------------------------ all at once

/** Fixes bring other faults into sight; this many times they are looked for anew. */
const mostRounds = 10;

function fixAll(view: View, clientUri: string, rebind: (text: string) => View | undefined): CodeAction[] {
  const fixed = fixedText(view, rebind);
  if (fixed === view.text) return [];
  return [
    {
      title: "Fix all that has a certain fix",
      kind: fixAllKind,
      edit: {
        changes: { [clientUri]: [{ range: toRange(view.lines, 0, view.text.length), newText: fixed }] },
      },
    },
  ];
}

/**
 * Whether a fix says what was meant beyond doubt: another language's way of writing the same. A name that is only near, or a
 * remark on what means something as it stands, is a person's to decide.
 */
function isCertain({ code, severity, fixes, message }: LocatedProblem): boolean {
  return (
    severity === "error" && code.startsWith("WR0") && fixes.length === 1 && !/did you mean/.test(message)
  );
}

/** The text after every certain fix, until nothing is left to be fixed. */
export function fixedText(view: View, rebind: (text: string) => View | undefined): string {
  let current = view;
  for (let round = 0; round < mostRounds; round++) {
    const text = withFixes(current);
    if (text === current.text) break;
    const next = rebind(text);
    if (next === undefined) return text;
    current = next;
  }
  return current.text;
}

/** One round: of fixes that overlap the first. */
function withFixes({ text, file }: View): string {
  const edits = file.problems
    .flatMap((problem) => (isCertain(problem) ? [problem.fixes[0]!] : []))
    .sort((a, b) => (a.edits[0]?.start ?? 0) - (b.edits[0]?.start ?? 0));
  const taken: { readonly start: number; readonly end: number; readonly newText: string }[] = [];
  for (const { edits: own } of edits) {
    const overlaps = own.some(({ start, end }) =>
      taken.some((other) => start <= other.end && other.start <= end),
    );
    if (!overlaps) taken.push(...own);
  }
  let fixed = text;
  for (const { start, end, newText } of taken.sort((a, b) => b.start - a.start))
    fixed = `${fixed.slice(0, start)}${newText}${fixed.slice(end)}`;
  return fixed;
}
