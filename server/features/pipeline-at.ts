// The pipeline that a line of a file belongs to, however the editor asks for it: to run it, to preview a step, to show
// its SQL.

import { positionAt } from "../../grammar/index.ts";
import type { BoundDeclaration, PipelinePlan } from "../../language/index.ts";
import type { View } from "../view.ts";

export interface PipelineAt {
  readonly bound: BoundDeclaration;
  readonly plan: PipelinePlan;
  /** Text of the declaration, in which its ranges count. */
  readonly text: string;
  /** Offset of the declaration in the file. */
  readonly start: number;
  /** Its name; of one without a name, where it stands. */
  readonly title: string;
}

/** The pipeline on a line (from 0), its doc comment included; undefined where there is none. */
export function pipelineAt(view: View, line: number): PipelineAt | undefined {
  for (const [index, part] of view.file.tree.parts.entries()) {
    const bound = view.file.declarations[index];
    const { start, end } = part.declaration;
    const first = positionAt(view.lines, part.start).line;
    const last = positionAt(view.lines, part.start + end).line;
    if (line < first || line > last || bound?.pipeline === undefined) continue;
    const name = bound.pipeline.name ?? "";
    const at = positionAt(view.lines, part.start + start).line + 1;
    return {
      bound,
      plan: bound.pipeline,
      text: view.text.slice(part.start, part.start + end),
      start: part.start,
      title: name === "" ? `the pipeline on line ${at}` : name,
    };
  }
  return undefined;
}
