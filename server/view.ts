// What a feature looks at: one file of a bound program, as it was at one moment. Features are pure functions of a view
// and an offset; none of them sees the connection, the disk or the engine.

import type { Position, Range } from "vscode-languageserver-types";
import { type LineIndex, lineIndex, offsetAt, partAt, positionAt, reparse } from "../grammar/index.ts";
import type { BoundDeclaration, BoundFile, Program } from "../language/index.ts";
import type { Project } from "../project/index.ts";

export interface View {
  readonly uri: string;
  readonly text: string;
  /** The tree, the bound declarations and the problems of the file. */
  readonly file: BoundFile;
  /** The file with everything that it imports. */
  readonly program: Program;
  readonly project: Project;
  readonly lines: LineIndex;
}

/** A declaration of the view's file and where it begins: its own ranges count from there. */
export interface DeclarationAt {
  readonly bound: BoundDeclaration;
  readonly start: number;
}

/** Undefined where the program does not have the file. */
export function viewOf(uri: string, program: Program, project: Project): View | undefined {
  const file = program.file(uri);
  if (file === undefined) return undefined;
  const { text } = file.tree;
  return { uri, text, file, program, project, lines: lineIndex(text) };
}

/** The view as it would be with another text; undefined where the program does not have the file. */
export function withText(view: View, text: string): View | undefined {
  const program = view.program.withTree(view.uri, reparse(view.file.tree, text));
  return viewOf(view.uri, program, view.project);
}

/** The declaration at an absolute offset; touching its end counts. */
export function declarationAt(view: View, offset: number): DeclarationAt | undefined {
  const part = partAt(view.file.tree, offset);
  if (part === undefined) return undefined;
  const bound = view.file.declarations[view.file.tree.parts.indexOf(part)];
  return bound === undefined ? undefined : { bound, start: part.start };
}

/** Positions of the protocol count from 0 in UTF-16 units, as offsets of a text do. */
export function toPosition(lines: LineIndex, offset: number): Position {
  const { line, column } = positionAt(lines, offset);
  return { line, character: column };
}

export function toRange(lines: LineIndex, start: number, end: number): Range {
  return { start: toPosition(lines, start), end: toPosition(lines, end) };
}

/** Positions outside of the text count as its nearest end. */
export function toOffset(lines: LineIndex, { line, character }: Position): number {
  return offsetAt(lines, { line, column: character });
}
