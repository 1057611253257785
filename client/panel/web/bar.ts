// The bar over the grid: what is shown, how many rows, the filter, export. It has room on its left for tabs beside the rows.

import type { Heading } from "../messages.ts";
import { escaped } from "./cell.ts";
import { button, element } from "./elements.ts";

export interface BarEvents {
  readonly onFilter: (filter: string) => void;
  readonly onCopy: () => void;
  readonly onExport: () => void;
  /** From the filter down to the rows. */
  readonly onLeaveFilter: () => void;
}

export interface Bar {
  readonly node: HTMLElement;
  heading(heading: Heading): void;
  /** Rows and time; announced to screen readers when it changes. */
  counts(text: string): void;
  /** What a copy or the selection says for a moment. */
  note(text: string): void;
  /** Sets the text of the box; nobody is told. */
  filter(text: string): void;
  actions(isShown: boolean): void;
  focusFilter(): void;
}

/** A filter is asked for when the person has paused, or with Enter. */
const pauseMillis = 350;

export function createBar(events: BarEvents): Bar {
  const title = element("h1", {});
  const counted = element("span", { class: "counts", role: "status" });
  const noted = element("span", { class: "note", role: "status" });
  const box = element("input", {
    type: "search",
    class: "filter",
    placeholder: "Filter rows",
    title: "Rows in which some column contains this text",
    "aria-label": "Filter rows",
    spellcheck: "false",
    autocomplete: "off",
  });
  const actions = element(
    "div",
    { class: "actions" },
    box,
    button("Copy", "quiet", events.onCopy),
    button("Export…", "quiet", events.onExport),
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = "";
  const tell = (): void => {
    clearTimeout(timer);
    if (box.value === told) return;
    told = box.value;
    events.onFilter(told);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, pauseMillis);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") tell();
    if (event.key === "Escape" && box.value !== "") {
      box.value = "";
      tell();
      event.preventDefault();
    }
    if (event.key === "ArrowDown") {
      events.onLeaveFilter();
      event.preventDefault();
    }
  });

  return {
    node: element(
      "header",
      { class: "bar" },
      element("div", { class: "what" }, title, counted, noted),
      actions,
    ),
    heading({ pipeline, step }) {
      title.replaceChildren(
        element("span", { class: "pipeline" }, escaped(pipeline)),
        ...(step === undefined ? [] : [element("span", { class: "step" }, escaped(step))]),
      );
      title.title = step === undefined ? escaped(pipeline) : `${escaped(pipeline)}: ${escaped(step)}`;
    },
    counts(text) {
      counted.textContent = text;
    },
    note(text) {
      noted.textContent = text;
    },
    filter(text) {
      clearTimeout(timer);
      told = text;
      box.value = text;
    },
    actions(isShown) {
      actions.hidden = !isShown;
    },
    focusFilter() {
      box.focus();
      box.select();
    },
  };
}
