// A cell's look as elements: only text nodes and spans with a class.

import { type CellLook, pieces } from "./cell.ts";
import { element } from "./elements.ts";

/** The content of a cell of the grid. */
export function lookElement(look: CellLook): DocumentFragment {
  const content = document.createDocumentFragment();
  switch (look.kind) {
    case "null":
      content.append(element("span", { class: "null" }, "null"));
      break;
    case "waiting":
      content.append(element("span", { class: "waiting", "aria-label": "loading" }));
      break;
    case "value":
      content.append(...pieceNodes(look.pieces), look.isCut ? "…" : "");
      break;
  }
  return content;
}

/** A whole text with its escapes dimmed; line breaks are kept, since there is room for them. */
export function wholeTextNodes(text: string): readonly Node[] {
  return text
    .split(/(\r?\n)/)
    .flatMap((part): Node[] =>
      /^\r?\n$/.test(part) ? [document.createTextNode("\n")] : pieceNodes(pieces(part)),
    );
}

/** Text for screen readers only. */
export function noteElement(text: string): HTMLElement {
  return element("span", { class: "for-screen-readers" }, text);
}

function pieceNodes(found: readonly { readonly text: string; readonly isEscape: boolean }[]): Node[] {
  return found.map((piece) =>
    piece.isEscape ? element("span", { class: "escape" }, piece.text) : document.createTextNode(piece.text),
  );
}
