// Which pipeline or step a command means: the place that a code lens hands over, or the cursor. It reads no text.

import { type TextEditor, window } from "vscode";
import type { PlaceParams } from "../server/protocol.ts";

/** The place that a command was given, else that of the cursor; undefined where no .weir file is in front. */
export function placeOf(given: unknown): PlaceParams | undefined {
  if (isPlace(given)) return given;
  const editor = weirEditor();
  return editor === undefined ? undefined : cursorPlace(editor);
}

/** The active editor, where it shows a .weir file. */
export function weirEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  return editor?.document.languageId === "weir" ? editor : undefined;
}

export function cursorPlace({ document, selection }: TextEditor): PlaceParams {
  return { uri: document.uri.toString(), line: selection.active.line };
}

function isPlace(given: unknown): given is PlaceParams {
  if (typeof given !== "object" || given === null) return false;
  const { uri, line } = given as Partial<Record<keyof PlaceParams, unknown>>;
  return typeof uri === "string" && typeof line === "number";
}
