// The page while there are no rows to show: a run that goes on, a run that failed.

import type { PanelFailure } from "../messages.ts";
import { escaped } from "./cell.ts";
import { button, element } from "./elements.ts";

export function runningElement(): HTMLElement {
  return element("main", { class: "state", role: "status" }, progressElement(), element("p", {}, "Running…"));
}

/** A line that moves while something is under way, or stands where the person wants no motion. */
export function progressElement(): HTMLElement {
  return element(
    "div",
    { class: "progress", "aria-hidden": "true" },
    element("div", { class: "progress-bit" }),
  );
}

/** What happened, what helps, and a way to try again. */
export function failureElement(failure: PanelFailure, onRetry: () => void): HTMLElement {
  return element(
    "main",
    { class: "state failed", role: "alert" },
    element("h2", {}, escaped(failure.title)),
    element("p", { class: "message" }, ...lines(failure.message)),
    ...(failure.hint === undefined ? [] : [element("p", { class: "hint" }, ...lines(failure.hint))]),
    button("Run Again", "", onRetry),
  );
}

function lines(text: string): readonly (Node | string)[] {
  return text.split("\n").flatMap((line, index) => [...(index > 0 ? [element("br")] : []), escaped(line)]);
}
