// Rows that tests of the results panel show, and how they find things in the page.

import * as arrow from "apache-arrow";
import type { Locator } from "playwright-core";
import type { FromPage, PageRequest } from "../../client/panel/messages.ts";
import type { ResultColumn } from "../../server/protocol.ts";
import { type Answer, type OpenPage, typedTable } from "./panel-page.ts";

export const million = 1_000_000;
export const columns: readonly ResultColumn[] = [
  { name: "id", type: "int", nullable: false },
  { name: "name", type: "text", nullable: true },
  { name: "amount", type: "float", nullable: true },
];

/** Rows that say where they stand; every third name is null, every fourth of the others is the text null. */
export function numbered(totalRows: number): Answer {
  return ({ offset, rows, filter }: PageRequest) => {
    const total = filter === "" ? totalRows : filter === "nothing" ? 0 : 12;
    const at = Array.from({ length: Math.max(0, Math.min(rows, total - offset)) }, (_, i) => offset + i);
    return {
      totalRows: total,
      rows: typedTable(columns, {
        id: arrow.vectorFromArray(
          at.map((row) => BigInt(row)),
          new arrow.Int64(),
        ),
        name: arrow.vectorFromArray(
          at.map((row) => (row % 3 === 0 ? null : row % 4 === 0 ? "null" : `name ${row}`)),
          new arrow.Utf8(),
        ),
        amount: arrow.vectorFromArray(
          at.map((row) => row * 1.5),
          new arrow.Float64(),
        ),
      }),
    };
  };
}

/** A result of one text column. */
export function texts(values: readonly string[]): Answer {
  return ({ offset, rows }) => ({
    totalRows: values.length,
    rows: typedTable([{ name: "text", type: "text", nullable: false }], {
      text: arrow.vectorFromArray(values.slice(offset, offset + rows), new arrow.Utf8()),
    }),
  });
}

export const cellAt = (open: OpenPage, row: number, column: number): Locator =>
  open.page.locator(`.slick-row[data-row="${row}"] .slick-cell.l${column + 1}`);

export const header = (open: OpenPage, column: number): Locator =>
  open.page.locator(`.slick-header-column[data-column="${column}"]`);

/** The row and column where the keyboard is, as a screen reader is told. */
export const focusPlace = (open: OpenPage): Promise<string> =>
  open.page.evaluate(
    `document.activeElement.parentElement.getAttribute("aria-rowindex") + " " + document.activeElement.getAttribute("aria-colindex")`,
  );

export const copied = (open: OpenPage): string =>
  open.received
    .filter((message): message is FromPage & { kind: "copy" } => message.kind === "copy")
    .map(({ text }) => text)
    .join("");

/** Tries until what is asserted holds; after five seconds the last failure counts. */
export async function soon(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await check();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await check();
}
