// What can be done with a pipeline or a step, above its line: run it, look at its rows, see its SQL. Lenses name commands of the
// editor and the place; what the commands do is the editor's matter.

import type { CodeLens } from "vscode-languageserver-types";
import type { Step } from "../../grammar/index.ts";
import { type PlaceParams, placeCommands } from "../protocol.ts";
import { toPosition, type View } from "../view.ts";

/** Lenses of the whole file, at most one row of them a line. `clientUri` is the file as the editor names it. */
export function codeLenses(view: View, clientUri = view.uri): CodeLens[] {
  return view.file.tree.parts.flatMap(({ declaration, start }) => {
    if (declaration.kind !== "pipeline" && declaration.kind !== "bare") return [];
    const head = declaration.kind === "pipeline" ? declaration.name.start : declaration.steps[0]?.start;
    if (head === undefined) return [];
    const line = toPosition(view.lines, start + head).line;
    const at = (step: Step | undefined) =>
      step === undefined ? undefined : toPosition(view.lines, start + step.start).line;
    // What the pipeline gives is what leaves its last step; `into` gives nothing more.
    const giving = declaration.steps.filter(({ kind }) => kind !== "into");
    const last = at(giving.at(-1));
    const steps = linesOfSteps(view, giving, start).filter((one) => one !== line);
    return [
      lens(line, "Run", placeCommands.run, { uri: clientUri, line }),
      ...(last === undefined
        ? []
        : [lens(line, "Preview", placeCommands.preview, { uri: clientUri, line: last })]),
      lens(line, "SQL", placeCommands.sql, { uri: clientUri, line }),
      ...steps.map((one) => lens(one, "Preview", placeCommands.preview, { uri: clientUri, line: one })),
    ];
  });
}

/** The lines on which steps begin, each once: several may stand on one. */
function linesOfSteps(view: View, steps: readonly Step[], start: number): readonly number[] {
  return [...new Set(steps.map((step) => toPosition(view.lines, start + step.start).line))];
}

function lens(line: number, title: string, command: string, place: PlaceParams): CodeLens {
  const position = { line, character: 0 };
  return { range: { start: position, end: position }, command: { title, command, arguments: [place] } };
}
