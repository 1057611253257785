// One whole value under the grid: a long text with its lines, a list or a struct laid out. It shows text only, however it looks.

import { escaped } from "./cell.ts";
import { wholeTextNodes } from "./cell-element.ts";
import { button, element } from "./elements.ts";

export interface ShownValue {
  readonly row: number;
  readonly name: string;
  readonly type: string;
  /** Undefined for null. */
  readonly text: string | undefined;
  /** The engine may have sent the start of it only. */
  readonly isCut: boolean;
}

/** More would make the page slow; the rest is for a copy or an export. */
const shownCharacters = 200_000;

/** The view of a value; `onClose` is called by its button and by Escape. */
export function valueElement(
  value: ShownValue,
  events: { readonly onClose: () => void; readonly onCopy: (text: string) => void },
): HTMLElement {
  const where = `row ${(value.row + 1).toLocaleString("en-US")}`;
  const copy = button("Copy value", "quiet", () => events.onCopy(value.text ?? ""));
  copy.disabled = value.text === undefined;
  const content = element("pre", { tabindex: "0", dir: "ltr", "aria-label": "Value" });
  if (value.text === undefined) {
    content.append(element("span", { class: "null" }, "null"));
  } else {
    const text = laidOut(value.text, value.type);
    content.append(...wholeTextNodes(text.slice(0, shownCharacters)));
    if (text.length > shownCharacters) {
      const rest = (text.length - shownCharacters).toLocaleString("en-US");
      content.append(
        element("span", { class: "rest" }, `\n… ${rest} more characters: Copy value takes all of them.`),
      );
    }
  }
  if (value.isCut) {
    const more =
      "This row is too long to be shown whole: long texts of it may be cut here. Export writes all of it.";
    content.append(element("span", { class: "rest" }, `\n${more}`));
  }
  const view = element(
    "section",
    { class: "value", "aria-label": `${escaped(value.name)}, ${where}` },
    element(
      "header",
      {},
      element("span", { class: "name" }, escaped(value.name)),
      element("span", { class: "type" }, `${value.type} · ${where}${lengthText(value.text)}`),
      copy,
      button("Close", "quiet", events.onClose),
    ),
    content,
  );
  view.addEventListener("keydown", (event) => {
    if (event.key === "Escape") events.onClose();
  });
  return view;
}

/** Lists, structs and JSON over several lines; what cannot be read as JSON stays as it is. Long digits are kept. */
export function laidOut(text: string, weirType: string): string {
  if (!/^(list|struct|json|\[|\{)/.test(weirType) || text.length > shownCharacters) return text;
  return indented(text);
}

// ------------------------------------------------------------------------------------------------ helpers

/** JSON text with line breaks and indentation. It is not parsed, since that would round long numbers. */
function indented(json: string): string {
  let depth = 0;
  let out = "";
  const line = (): string => `\n${"  ".repeat(depth)}`;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:\s]+/gs)) {
    if (token === "{" || token === "[") {
      depth += 1;
      out += token + line();
    } else if (token === "}" || token === "]") {
      depth = Math.max(0, depth - 1);
      out = /[{[]\s*$/.test(out) ? out.trimEnd() + token : out + line() + token;
    } else {
      out += token === "," ? token + line() : token === ":" ? ": " : token;
    }
  }
  return out;
}

function lengthText(text: string | undefined): string {
  return text !== undefined && text.length > 40 ? ` · ${text.length.toLocaleString("en-US")} characters` : "";
}
