// Every place in the file where what is under the cursor is named.

import { type DocumentHighlight, DocumentHighlightKind } from "vscode-languageserver-types";
import { toRange, type View } from "../view.ts";
import { thingsOf } from "./navigation/things.ts";

export function highlights(view: View, offset: number): DocumentHighlight[] {
  const places = thingsOf(view.program)
    .at(view.uri, offset)
    .flatMap(({ occurrences }) => occurrences)
    .filter(({ uri }) => uri === view.uri);
  return places.map(({ start, end, isDefinition }) => ({
    range: toRange(view.lines, start, end),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
