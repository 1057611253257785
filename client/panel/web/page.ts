// A page of rows as it came: Arrow IPC bytes, read where they lie. Cells become text only when they are looked at.

import { tableFromIPC } from "apache-arrow";
import { type CellColumn, columnsOf, displayText } from "../../../engine/cell-text.ts";

/** Rows that are there: those from `offset` on, as many as `rows` says. */
export interface LoadedPage {
  readonly offset: number;
  readonly rows: number;
  readonly bytes: number;
  /** Long texts in it were shortened to fit a message. */
  readonly isCut: boolean;
  readonly batches: readonly { readonly from: number; readonly columns: readonly CellColumn[] }[];
}

/** Decodes an Arrow IPC stream. @throws on bytes that are none */
export function readPage(bytes: Uint8Array, offset: number, isCut: boolean): LoadedPage {
  const batches: { from: number; columns: CellColumn[] }[] = [];
  let rows = 0;
  for (const batch of tableFromIPC(bytes).batches) {
    batches.push({ from: rows, columns: columnsOf(batch) });
    rows += batch.numRows;
  }
  return { offset, rows, bytes: bytes.byteLength, isCut, batches };
}

/** The whole text of a cell, undefined for null. `row` counts from the start of the result. */
export function cellText(page: LoadedPage, row: number, column: number): string | undefined {
  const at = row - page.offset;
  const batch = page.batches.findLast(({ from }) => from <= at);
  const cells = batch?.columns[column];
  if (batch === undefined || cells === undefined) throw new Error(`row ${row} has no column ${column}`);
  return displayText(cells, at - batch.from);
}
