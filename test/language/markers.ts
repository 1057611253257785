// Expected problems written under the line they belong to:
//
//   where amuont > 3
//         ^^^^^^ WR101 `amount`
//
// A marker line holds blanks (or `#`), carets and a code, then optionally a part of the message. Marker lines are
// taken out before the text is parsed. The comparison is one to one: what is not marked must not be reported.

import assert from "node:assert/strict";

/** A problem in absolute UTF-16 offsets of the unmarked text. */
export interface FoundProblem {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
}

export interface ExpectedProblem {
  /** Lines and columns from 0; `endColumn` is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly code: string;
  /** What the message has to contain; empty for anything. */
  readonly part: string;
}

export interface MarkedText {
  readonly text: string;
  readonly expected: readonly ExpectedProblem[];
}

const marker = /^[ \t#]*(\^+)[ \t]+(WR\d{3})(?:[ \t]+(.*\S))?[ \t]*$/;

/** Splits a marked text into the text proper and what is expected of it. */
export function parseMarked(marked: string): MarkedText {
  const lines: string[] = [];
  const expected: ExpectedProblem[] = [];
  for (const line of marked.split("\n")) {
    const match = marker.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    const column = line.indexOf("^");
    expected.push({
      line: lines.length - 1,
      column,
      endColumn: column + match[1]!.length,
      code: match[2]!,
      part: match[3] ?? "",
    });
  }
  return { text: lines.join("\n"), expected };
}

/** Fails unless what was found is exactly what the text's markers say. */
export function assertProblems({ text, expected }: MarkedText, found: readonly FoundProblem[]): void {
  const places = [...found].sort((a, b) => a.start - b.start).map((problem) => locate(text, problem));
  const open = [...expected];
  const unexpected: string[] = [];
  for (const place of places) {
    const index = open.findIndex((wanted) => fits(wanted, place));
    if (index < 0) unexpected.push(describe(place));
    else open.splice(index, 1);
  }
  if (unexpected.length === 0 && open.length === 0) return;
  const missing = open.map((wanted) => describe({ ...wanted, message: wanted.part }));
  assert.fail(
    [
      "the problems differ from the markers",
      ...unexpected.map((line) => `  not marked:   ${line}`),
      ...missing.map((line) => `  not reported: ${line}`),
      "in:",
      ...text.split("\n").map((line, index) => `${String(index + 1).padStart(4)} | ${line}`),
    ].join("\n"),
  );
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly code: string;
  readonly message: string;
}

/** A range over several lines is compared on its first line only. */
function locate(text: string, problem: FoundProblem): Place {
  const before = text.slice(0, problem.start);
  const lineStart = before.lastIndexOf("\n") + 1;
  const nextBreak = text.indexOf("\n", problem.start);
  const lineEnd = nextBreak < 0 ? text.length : nextBreak;
  return {
    line: before.split("\n").length - 1,
    column: problem.start - lineStart,
    endColumn: Math.min(problem.end, lineEnd) - lineStart,
    code: problem.code,
    message: problem.message,
  };
}

/** One caret also marks an empty range, as a missing operand has. */
function fits(wanted: ExpectedProblem, place: Place): boolean {
  const width = Math.max(1, place.endColumn - place.column);
  return (
    wanted.line === place.line &&
    wanted.column === place.column &&
    wanted.endColumn - wanted.column === width &&
    wanted.code === place.code &&
    place.message.includes(wanted.part)
  );
}

function describe(place: Place): string {
  return `line ${place.line + 1}, columns ${place.column + 1}–${place.endColumn}: ${place.code} ${place.message}`;
}
