// The rows of a selection as lines for the clipboard, out of the pages that are here or that are read for it.

import { cellText } from "./page.ts";
import type { PageCache } from "./page-cache.ts";
import type { CellRange } from "./selection.ts";
import { copyBounds, tsvRow } from "./tsv.ts";

/** The lines if every row is here, else undefined. */
export function linesNow(cache: PageCache, range: CellRange): readonly string[] | undefined {
  const lines: string[] = [];
  for (let row = range.fromRow; row <= range.toRow; row++) {
    const line = lineOf(cache, row, range);
    if (line === undefined) return undefined;
    lines.push(line);
  }
  return lines;
}

/**
 * The lines, read `step` rows at a time, as far as the clipboard's bound of characters allows; undefined when the rows became
 * others meanwhile. @throws with the reason when they cannot be read
 */
export async function linesLater(
  cache: PageCache,
  range: CellRange,
  step: number,
): Promise<readonly string[] | undefined> {
  const lines: string[] = [];
  let characters = 0;
  for (let from = range.fromRow; from <= range.toRow; from += step) {
    const to = Math.min(range.toRow, from + step - 1);
    if (!(await cache.load(from, to))) return undefined;
    for (let row = from; row <= to; row++) {
      const line = lineOf(cache, row, range);
      if (line === undefined || characters > copyBounds.characters) return lines;
      lines.push(line);
      characters += line.length + 1;
    }
  }
  return lines;
}

// ------------------------------------------------------------------------------------------------ helpers

function lineOf(cache: PageCache, row: number, range: CellRange): string | undefined {
  const page = cache.pageOf(row);
  if (page === undefined) return undefined;
  const cells: (string | undefined)[] = [];
  for (let column = range.fromColumn; column <= range.toColumn; column++) {
    cells.push(cellText(page, row, column));
  }
  return tsvRow(cells);
}
