// The header of one column: its name, its type, and where a sort stands. Clicks and keys are `grid-input.ts`.

import type { ResultColumn } from "../../../server/protocol.ts";
import { escaped } from "./cell.ts";
import { element } from "./elements.ts";

/** Fills a header that was just made; index -1 is the column of row numbers. */
export function fillHeader(node: HTMLElement, index: number, column: ResultColumn | undefined): void {
  node.dataset.column = String(index);
  node.tabIndex = -1;
  if (column === undefined) {
    node.classList.add("row-number");
    return;
  }
  const type = `${column.type}${column.nullable ? "?" : ""}`;
  node.title = `${escaped(column.name)}: ${type}`;
  node
    .querySelector(".slick-column-name")
    ?.replaceChildren(
      element("span", { class: "name", dir: "ltr" }, escaped(column.name)),
      element("span", { class: "sort", "aria-hidden": "true" }),
      element("span", { class: "type" }, type),
    );
}
