// A line over the grid that says what could not be read and offers to try again. Rows that are here stay in view under it.

import { escaped } from "./cell.ts";
import { button, element } from "./elements.ts";

export class ProblemStrip {
  readonly node: HTMLElement;
  readonly #text = element("span", {});

  constructor(onRetry: () => void) {
    this.node = element("div", { class: "problem", role: "alert" }, this.#text, button("Retry", "", onRetry));
    this.node.hidden = true;
  }

  /** Undefined: all is well. */
  show(message: string | undefined): void {
    this.node.hidden = message === undefined;
    const text = message === undefined ? "" : escaped(message);
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }
}
