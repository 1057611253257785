// What a screen reader, and the style sheet, are told of the grid: how many rows and columns there are, which ones are drawn, what
// is selected, what is sorted. Slick draws elements with roles only.

import type { ResultColumn, SortKey } from "../../../server/protocol.ts";
import { escaped } from "./cell.ts";
import { type CellPosition, type CellRange, contains } from "./selection.ts";

export interface CellsState {
  readonly rows: number;
  readonly columns: readonly ResultColumn[];
  readonly range: CellRange | undefined;
  /** The cell where the Tab key enters. */
  readonly focus: CellPosition;
}

/** Numbers rows and cells and marks the selected ones; the header is row 1, the numbers of rows are column 1. */
export function describeCells(host: HTMLElement, state: CellsState): void {
  host.setAttribute("aria-rowcount", String(state.rows + 1));
  host.setAttribute("aria-colcount", String(state.columns.length + 1));
  host.setAttribute("aria-multiselectable", "true");
  host.setAttribute("aria-readonly", "true");
  for (const row of host.querySelectorAll<HTMLElement>(".grid-canvas > .slick-row")) {
    const number = Number(row.dataset.row);
    row.setAttribute("aria-rowindex", String(number + 2));
    for (const cell of row.children as HTMLCollectionOf<HTMLElement>) describeCell(cell, number, state);
  }
}

/** Names the headers and says how each is sorted. */
export function describeHeaders(
  host: HTMLElement,
  columns: readonly ResultColumn[],
  sort: readonly SortKey[],
): void {
  for (const row of host.querySelectorAll(".slick-header-columns")) {
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", "1");
  }
  for (const header of host.querySelectorAll<HTMLElement>(".slick-header-column")) {
    const index = Number(header.dataset.column);
    header.setAttribute("aria-colindex", String(index + 2));
    const column = columns[index];
    if (column === undefined) continue;
    const place = sort.findIndex((key) => key.column === column.name);
    const key = sort[place];
    const order = key === undefined ? "none" : key.descending ? "descending" : "ascending";
    header.setAttribute("aria-sort", order);
    header.setAttribute("aria-label", headerLabel(column, order, sort.length > 1 ? place + 1 : 0));
    const sign = header.querySelector(".sort");
    if (sign === null) continue;
    const arrow = key === undefined ? "" : key.descending ? "↓" : "↑";
    sign.textContent = key !== undefined && sort.length > 1 ? `${arrow}${place + 1}` : arrow;
  }
}

// ------------------------------------------------------------------------------------------------ helpers

function describeCell(cell: HTMLElement, row: number, state: CellsState): void {
  const index = Number(/\bl(\d+)\b/.exec(cell.className)?.[1] ?? 0) - 1;
  cell.setAttribute("aria-colindex", String(index + 2));
  // Slick describes each cell by its header, which screen readers find by the column anyway.
  cell.removeAttribute("aria-describedby");
  if (index < 0) {
    cell.setAttribute("role", "rowheader");
    return;
  }
  const isSelected = state.range !== undefined && contains(state.range, row, index);
  cell.setAttribute("aria-selected", String(isSelected));
  cell.classList.toggle("selected", isSelected);
  cell.tabIndex = state.focus.row === row && state.focus.column === index ? 0 : -1;
}

function headerLabel(column: ResultColumn, order: string, place: number): string {
  const type = `${column.type}${column.nullable ? ", may be null" : ""}`;
  const sorted = order === "none" ? "" : `, sorted ${order}${place > 0 ? `, ${place} of the sort` : ""}`;
  return `${escaped(column.name)}, ${type}${sorted}`;
}
