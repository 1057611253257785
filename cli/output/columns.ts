// Short lists as aligned columns of text, for people: what `weir schema` and failed runs show. The last column is
// never padded, so that long texts end where they end.

import stringWidth from "string-width";
import { type Colours, printable } from "./terminal.ts";

/** Lines joined by line breaks, none at the end. Cells are escaped here. */
export function columnsText(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colours: Colours,
): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = head.map((name, index) =>
    Math.max(stringWidth(name), ...cells.map((row) => stringWidth(row[index] ?? ""))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => cell + " ".repeat(Math.max(0, widths[index]! - stringWidth(cell))))
      .join("  ")
      .trimEnd();
  return [colours.dim(line(head)), ...cells.map(line)].join("\n");
}
