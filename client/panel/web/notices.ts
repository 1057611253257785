// What the run found beside its rows, over the grid: failed expectations and warnings open, what passed behind a click.

import type { Notice } from "../messages.ts";
import { escaped } from "./cell.ts";
import { element } from "./elements.ts";
import { noticesText } from "./wording.ts";

const signs: Readonly<Record<Notice["kind"], string>> = { failed: "✕", warned: "!", passed: "✓" };
const words: Readonly<Record<Notice["kind"], string>> = {
  failed: "failed",
  warned: "warning",
  passed: "passed",
};

/** The notices as a part of the page that can be folded; undefined where there are none. */
export function noticesElement(notices: readonly Notice[]): HTMLElement | undefined {
  if (notices.length === 0) return undefined;
  const order: readonly Notice["kind"][] = ["failed", "warned", "passed"];
  const sorted = order.flatMap((kind) => notices.filter((notice) => notice.kind === kind));
  const worst = sorted[0]!.kind;
  const details = element(
    "details",
    { class: `notices ${worst}` },
    element("summary", {}, sign(worst), `Checks: ${noticesText(notices)}`),
    element("ul", {}, ...sorted.map(noticeElement)),
  );
  details.open = worst !== "passed";
  return details;
}

function noticeElement(notice: Notice): HTMLElement {
  const item = element("li", { class: notice.kind }, sign(notice.kind), escaped(notice.text));
  for (const example of notice.examples) item.append(exampleElement(example));
  return item;
}

function exampleElement(example: Readonly<Record<string, string | null>>): HTMLElement {
  const cells = Object.entries(example).flatMap(([name, value]) => [
    element("span", { class: "example-name" }, escaped(name)),
    value === null
      ? element("span", { class: "null" }, "null")
      : element("span", {}, escaped(value.slice(0, 120))),
  ]);
  return element("div", { class: "example" }, ...cells);
}

function sign(kind: Notice["kind"]): HTMLElement {
  return element("span", { class: "sign", role: "img", "aria-label": words[kind] }, signs[kind]);
}
