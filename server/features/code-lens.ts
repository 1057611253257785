// What can be done with a pipeline, a step, right where it stands. Lenses stand on the first line of what they belong to and are
// made from the tree alone, so that none of them jumps while a person types.

import type { CodeLens } from "vscode-languageserver-types";
import { positionAt } from "../../grammar/index.ts";
import { type PlaceParams, placeCommands } from "../protocol.ts";
import { toRange, type View } from "../view.ts";

export interface LensOptions {
  /** A lens on each step too. */
  readonly steps: boolean;
}

export function codeLenses(view: View, clientUri: string, { steps }: LensOptions): CodeLens[] {
  const lenses: CodeLens[] = [];
  const add = (offset: number, title: string, command: string) => {
    const { line } = positionAt(view.lines, offset);
    const place: PlaceParams = { uri: clientUri, line };
    lenses.push({
      range: toRange(view.lines, offset, offset),
      command: { title, command, arguments: [place] },
    });
  };
  for (const { start, declaration } of view.file.tree.parts) {
    if (declaration.kind !== "pipeline" && declaration.kind !== "bare") continue;
    const head = start + declaration.start;
    add(head, "Run", placeCommands.run);
    add(head, "Preview", placeCommands.preview);
    add(head, "SQL", placeCommands.sql);
    if (!steps) continue;
    const headLine = positionAt(view.lines, head).line;
    for (const step of declaration.steps) {
      const offset = start + step.start;
      if (positionAt(view.lines, offset).line !== headLine) add(offset, "Preview", placeCommands.preview);
    }
  }
  return lenses;
}
