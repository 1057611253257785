// Problems of source files for people and for programs: `file:line:column`, the line with carets under the fault,
// related places and the fixes on offer. Texts of the source are escaped before they reach the screen.

import stringWidth from "string-width";
import { lineIndex, positionAt } from "../../grammar/index.ts";
import { type Colours, printable } from "./terminal.ts";

export type ShownSeverity = "error" | "warning" | "information" | "hint";

/** A problem with absolute UTF-16 offsets in `source`. */
export interface ShownProblem {
  readonly source: ShownSource;
  /** Index of the declaration that it stands in; undefined outside of .weir files. */
  readonly part: number | undefined;
  readonly start: number;
  readonly end: number;
  readonly severity: ShownSeverity;
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly ShownFix[];
  readonly related: readonly ShownRelated[];
}

export interface ShownFix {
  readonly title: string;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[];
}

export interface ShownRelated {
  readonly source: ShownSource;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A file as the person names it, and its text. */
export interface ShownSource {
  readonly uri: string;
  readonly file: string;
  readonly text: string;
}

/** A problem as scripts read it (`--json`). */
export interface ProblemRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: ShownSeverity;
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly FixRecord[];
}

export interface FixRecord {
  readonly title: string;
  readonly edits: readonly {
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly newText: string;
  }[];
}

/** Characters of a source line that are shown at most. */
const shownLineLength = 160;

export function problemRecords(problems: readonly ShownProblem[]): ProblemRecord[] {
  const indexOf = indexes();
  return problems.map((problem) => {
    const index = indexOf(problem.source);
    return {
      file: problem.source.file,
      ...span(index, problem),
      severity: problem.severity,
      code: problem.code,
      message: problem.message,
      fixes: problem.fixes.map((fix) => ({
        title: fix.title,
        edits: fix.edits.map((edit) => ({ ...span(index, edit), newText: edit.newText })),
      })),
    };
  });
}

/** Every problem as some lines of text, a blank line after each. */
export function problemsText(problems: readonly ShownProblem[], colours: Colours): string {
  const indexOf = indexes();
  return problems.map((problem) => `${problemLines(problem, indexOf, colours).join("\n")}\n\n`).join("");
}

/** `2 errors and 1 warning in 3 files`, or `3 files, no problem`. */
export function summaryText(problems: readonly ShownProblem[], files: number, colours: Colours): string {
  const inFiles = `${files} ${files === 1 ? "file" : "files"}`;
  const counts = (["error", "warning", "information", "hint"] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    if (count === 0) return [];
    const word = severity === "information" ? "note" : severity;
    return [paint(severity, colours)(`${count} ${word}${count === 1 ? "" : "s"}`)];
  });
  if (counts.length === 0) return colours.green(`${inFiles}, no problem`);
  const last = counts.pop()!;
  return `${counts.length === 0 ? last : `${counts.join(", ")} and ${last}`} in ${inFiles}`;
}

// ------------------------------------------------------------------------------------------------ helpers

function problemLines(
  problem: ShownProblem,
  indexOf: (source: ShownSource) => Places,
  colours: Colours,
): string[] {
  const index = indexOf(problem.source);
  const { line, column } = index.positionOf(problem.start);
  const coloured = paint(problem.severity, colours);
  const severity = problem.severity === "information" ? "note" : problem.severity;
  const head = `${colours.bold(`${printable(problem.source.file)}:${line}:${column}:`)} ${coloured(
    `${severity} ${problem.code}:`,
  )} ${printable(problem.message)}`;
  const gutter = String(line).length + 2;
  const margin = (label: string) => colours.dim(`${label.padStart(gutter)} │ `);
  const { text, marks } = underlined(index, problem);
  const note = (label: string, content: string) =>
    `${colours.dim(`${"".padStart(gutter)} = `)}${label}: ${printable(content)}`;
  return [
    head,
    `${margin(String(line))}${text}`,
    `${margin("")}${coloured(marks)}`,
    ...problem.related.map((related) => {
      const place = indexOf(related.source).positionOf(related.start);
      return note("see", `${related.source.file}:${place.line}:${place.column}: ${related.message}`);
    }),
    ...problem.fixes.map((fix) => note("fix", fix.title)),
  ];
}

/** The problem's first line as it is shown, and the carets that go under it. */
function underlined(index: Places, range: { readonly start: number; readonly end: number }) {
  const first = index.positionOf(range.start);
  const last = index.positionOf(range.end);
  const line = index.lineText(first.line);
  const from = Math.min(first.column - 1, line.length);
  const to = last.line === first.line ? Math.min(last.column - 1, line.length) : line.length;
  // A line of any length is shown as the part around the fault.
  const cut = from > shownLineLength / 2 ? from - shownLineLength / 4 : 0;
  const shown = line.slice(cut, cut + shownLineLength);
  const before = cut > 0 ? "…" : "";
  const after = cut + shownLineLength < line.length ? "…" : "";
  const lead = stringWidth(before + visible(line.slice(cut, from)));
  const marked = stringWidth(visible(line.slice(from, Math.min(to, cut + shownLineLength))));
  return {
    text: `${before}${visible(shown)}${after}`,
    marks: `${" ".repeat(lead)}${"^".repeat(Math.max(1, marked))}`,
  };
}

/** A byte order mark takes no room; tabs take two columns. */
const visible = (text: string) => printable(text.replaceAll("\uFEFF", "").replaceAll("\t", "  "));

function span(index: Places, range: { readonly start: number; readonly end: number }) {
  const start = index.positionOf(range.start);
  const end = index.positionOf(range.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Places in one source, as people and scripts count: lines and columns from 1. */
interface Places {
  positionOf(offset: number): { readonly line: number; readonly column: number };
  /** The text of a line (from 1) without its line break. */
  lineText(line: number): string;
}

function indexes(): (source: ShownSource) => Places {
  const known = new Map<ShownSource, Places>();
  return (source) => {
    const found = known.get(source) ?? placesOf(source.text);
    known.set(source, found);
    return found;
  };
}

function placesOf(text: string): Places {
  const index = lineIndex(text);
  return {
    positionOf(offset) {
      const { line, column } = positionAt(index, offset);
      return { line: line + 1, column: column + 1 };
    },
    lineText: (line) => text.slice(index.starts[line - 1], index.starts[line]).replace(/[\r\n]+$/, ""),
  };
}

function paint(severity: ShownSeverity, colours: Colours): (text: string) => string {
  switch (severity) {
    case "error":
      return colours.red;
    case "warning":
      return colours.yellow;
    case "information":
      return colours.cyan;
    case "hint":
      return colours.dim;
  }
}
