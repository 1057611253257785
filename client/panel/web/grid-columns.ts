// The columns of the grid: that of row numbers, then those of the data, each with how its cells look.

import type { Column } from "slickgrid";
import type { ResultColumn } from "../../../server/protocol.ts";
import { type CellLook, cellLook, isNumber } from "./cell.ts";
import { lookElement } from "./cell-element.ts";
import { rowNumberWidth, startingWidth } from "./column-width.ts";

/** What the grid asks its owner. */
export interface GridSource {
  readonly columns: readonly ResultColumn[];
  readonly groupDigits: boolean;
  /** Rows of the grid at the moment. */
  rows(): number;
  /** The whole text of a cell: undefined for null, `waiting` where its row is not here. */
  text(row: number, column: number): string | undefined | typeof waiting;
}

/** Stands for the text of a cell whose row has not come yet. */
export const waiting: unique symbol = Symbol("waiting");

/** What Slick holds of a row: where it stands. */
export interface RowItem {
  readonly row: number;
}

/** The data's columns stand after that of row numbers. */
export const firstDataCell = 1;

/** The columns of a result that is shown in `host`. */
export function gridColumns(source: GridSource, host: HTMLElement): Column<RowItem>[] {
  const numbers: Column<RowItem> = {
    id: "row",
    field: "row",
    name: "",
    width: rowNumberWidth(source.rows(), host),
    minWidth: 40,
    resizable: false,
    cssClass: "row-number",
    alwaysRenderColumn: true,
    formatter: (row) => (row + 1).toLocaleString("en-US"),
  };
  return [numbers, ...source.columns.map((column, index) => dataColumn(source, column, index))];
}

export function lookOf(source: GridSource, row: number, column: number): CellLook {
  const text = source.text(row, column);
  if (text === waiting) return { kind: "waiting" };
  return cellLook(text, source.columns[column]!.type, source.groupDigits);
}

/** The place of a column of data by Slick's name for it; -1 for the row numbers. */
export function columnIndex(id: unknown): number {
  return Number(/^c(\d+)$/.exec(String(id))?.[1] ?? -1);
}

// ------------------------------------------------------------------------------------------------ helpers

function dataColumn(source: GridSource, column: ResultColumn, index: number): Column<RowItem> {
  const isNumeric = isNumber(column.type);
  return {
    id: `c${index}`,
    field: "row",
    name: "",
    width: startingWidth(column),
    minWidth: 40,
    cssClass: isNumeric ? "number" : "",
    headerCssClass: isNumeric ? "number" : null,
    formatter: (row) => lookElement(lookOf(source, row, index)),
  };
}
