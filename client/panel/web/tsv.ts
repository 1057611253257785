// A rectangle of cells as tab-separated text, as spreadsheets take it from the clipboard.

/** Rows of one copy, and characters of it: what is more is for an export, not for a clipboard. */
export const copyBounds = { rows: 100_000, cells: 1_000_000, characters: 20_000_000 } as const;

/**
 * One row of cells; null is an empty cell. A value with a tab, a line break or a leading quote is quoted, which keeps its row and
 * column in a spreadsheet.
 */
export function tsvRow(cells: readonly (string | undefined)[]): string {
  return cells.map((cell) => (cell === undefined ? "" : tsvCell(cell))).join("\t");
}

/** How many of the rows may be copied at once, with this many columns. */
export function copiedRows(rows: number, columns: number): number {
  return Math.min(rows, copyBounds.rows, Math.max(1, Math.floor(copyBounds.cells / Math.max(1, columns))));
}

/** Texts of at most `size` characters each, for messages that are bounded; never half a surrogate pair. */
export function parts(text: string, size: number): readonly string[] {
  const found: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + size);
    if (to < text.length && /[\ud800-\udbff]/.test(text[to - 1]!)) to -= 1;
    found.push(text.slice(from, to));
    from = to;
  }
  return found.length > 0 ? found : [""];
}

function tsvCell(text: string): string {
  return /[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
