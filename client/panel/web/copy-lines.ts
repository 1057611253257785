// The rows of a selection as lines for the clipboard, out of the pages that are here or that are read for it.

import { cellText } from "./page.ts";
import type { PageCache } from "./page-cache.ts";
import type { CellRange } from "./selection.ts";
import { copyBounds, tsvRow } from "./tsv.ts";

export interface CopiedLines {
  readonly lines: readonly string[];
  /** The engine had shortened long texts of some of the rows. */
  readonly isCut: boolean;
}

/** The lines if every row is here, else undefined. */
export function linesNow(cache: PageCache, range: CellRange): CopiedLines | undefined {
  const copied = { lines: [] as string[], isCut: false };
  for (let row = range.fromRow; row <= range.toRow; row++) {
    if (!addLine(copied, cache, row, range)) return undefined;
  }
  return copied;
}

/**
 * The lines, read `step` rows at a time, as far as the clipboard's bound of characters allows; undefined when the rows became
 * others meanwhile. @throws with the reason when they cannot be read
 */
export async function linesLater(
  cache: PageCache,
  range: CellRange,
  step: number,
): Promise<CopiedLines | undefined> {
  const copied = { lines: [] as string[], isCut: false };
  let characters = 0;
  for (let from = range.fromRow; from <= range.toRow; from += step) {
    const to = Math.min(range.toRow, from + step - 1);
    if (!(await cache.load(from, to))) return undefined;
    for (let row = from; row <= to; row++) {
      if (characters > copyBounds.characters || !addLine(copied, cache, row, range)) return copied;
      characters += copied.lines.at(-1)!.length + 1;
    }
  }
  return copied;
}

// ------------------------------------------------------------------------------------------------ helpers

/** Adds the line of a row; false where the row is not here. */
function addLine(
  copied: { readonly lines: string[]; isCut: boolean },
  cache: PageCache,
  row: number,
  range: CellRange,
): boolean {
  const page = cache.pageOf(row);
  if (page === undefined) return false;
  const cells: (string | undefined)[] = [];
  for (let column = range.fromColumn; column <= range.toColumn; column++) {
    cells.push(cellText(page, row, column));
  }
  copied.lines.push(tsvRow(cells));
  copied.isCut ||= page.isCut;
  return true;
}
