// The grid on the page: SlickGrid draws the rows and columns in view, this module says what is in them and keeps the selection.
// It never asks for rows itself: it says which are in view, and is told when they are there.

import { SlickGrid } from "slickgrid";
import type { SortKey } from "../../../server/protocol.ts";
import { type CellLook, isNeverCut } from "./cell.ts";
import { noteElement } from "./cell-element.ts";
import { fittingWidth, rowNumberWidth } from "./column-width.ts";
import {
  columnIndex,
  firstDataCell,
  type GridSource,
  gridColumns,
  lookOf,
  type RowItem,
} from "./grid-columns.ts";
import { fillHeader } from "./grid-header.ts";
import { describeCells, describeHeaders } from "./grid-labels.ts";
import { type Extent, rangeOf, type Selection } from "./selection.ts";

export interface GridEvents {
  /** Rows in view, both ends among them. */
  readonly onView: (first: number, last: number) => void;
  readonly onSelect: (selection: Selection | undefined) => void;
  readonly onWidths: () => void;
}

export const rowHeight = 24;

export class ResultGrid {
  readonly host: HTMLElement;
  readonly #source: GridSource;
  readonly #events: GridEvents;
  readonly #grid: SlickGrid<RowItem>;
  readonly #resize: ResizeObserver;
  #selection: Selection | undefined;
  #sort: readonly SortKey[] = [];
  #isFocused = false;
  /** Columns that the person has given a width. */
  readonly #sized = new Set<number>();

  constructor(host: HTMLElement, source: GridSource, events: GridEvents, nonce: string) {
    this.host = host;
    this.#source = source;
    this.#events = events;
    this.#grid = new SlickGrid<RowItem>(
      host,
      { getLength: () => source.rows(), getItem: (row: number) => ({ row }) } as unknown as RowItem[],
      gridColumns(source, host),
      {
        nonce,
        rowHeight,
        enableHtmlRendering: false,
        enableColumnReorder: false,
        enableCellNavigation: true,
        emulatePagingWhenScrolling: false,
        explicitInitialization: true,
        multiSelect: false,
        // The browser scrolls; Slick would scroll on top of that.
        enableMouseWheelScrollHandler: false,
      },
    );
    this.#listen();
    this.#grid.init();
    // Slick makes half a dozen of its parts stops of the Tab key; the only one is the active cell.
    for (const part of host.querySelectorAll<HTMLElement>("[tabindex='0']")) part.tabIndex = -1;
    host.tabIndex = -1;
    this.#decorate();
    this.#resize = new ResizeObserver(() => this.#grid.resizeCanvas());
    this.#resize.observe(host);
  }

  get selection(): Selection | undefined {
    return this.#selection;
  }

  get extent(): Extent {
    const { top, bottom } = this.#grid.getViewport();
    return {
      rows: this.#source.rows(),
      columns: this.#source.columns.length,
      pageRows: Math.max(1, bottom - top - 2),
    };
  }

  get topRow(): number {
    return this.#grid.getViewport().top;
  }

  get widths(): readonly number[] {
    return this.#grid.getColumns().map((column) => column.width ?? 0);
  }

  set widths(widths: readonly number[]) {
    const columns = this.#grid.getColumns();
    if (widths.length !== columns.length) return;
    columns.forEach((column, index) => {
      column.width = widths[index]!;
    });
    this.#keepingFocus(() => this.#grid.setColumns(columns));
  }

  /** Rows `from` to before `to` have come. */
  rowsCame(from: number, to: number): void {
    const rows: number[] = [];
    const { top, bottom } = this.#grid.getRenderedRange();
    for (let row = Math.max(from, top); row <= Math.min(to - 1, bottom); row++) rows.push(row);
    this.#keepingFocus(() => {
      this.#grid.invalidateRows(rows);
      this.#grid.render();
    });
  }

  /** All rows are others now, or more, or fewer. */
  rowsChanged(toTop: boolean): void {
    this.#keepingFocus(() => {
      this.#grid.updateRowCount();
      this.#grid.invalidateAllRows();
      if (toTop) this.#grid.scrollRowToTop(0);
      this.#grid.render();
    });
    this.#tellView();
  }

  showSort(sort: readonly SortKey[]): void {
    this.#sort = sort;
    describeHeaders(this.host, this.#source.columns, sort);
  }

  /** Selects, brings the focus cell into view, and with `takeFocus` puts the keyboard there. */
  select(selection: Selection | undefined, takeFocus: boolean): void {
    this.#selection = selection;
    if (selection === undefined) this.#grid.resetActiveCell();
    else this.#grid.setActiveCell(selection.focus.row, selection.focus.column + firstDataCell);
    this.#decorate();
    if (takeFocus) this.#focusActive();
    this.#events.onSelect(selection);
  }

  scrollToTopRow(row: number): void {
    this.#grid.scrollRowToTop(row);
    this.#grid.render();
  }

  /** The page has another layout now; this row has to be seen in it. */
  keepInView(row: number): void {
    this.#grid.resizeCanvas();
    this.#grid.scrollRowIntoView(row, false);
  }

  /** Puts the keyboard on the active cell, or on the first one. */
  focus(): void {
    if (this.#selection === undefined && this.#source.rows() > 0) {
      const first = { row: 0, column: 0 };
      this.select({ anchor: first, focus: first }, true);
    } else {
      this.#focusActive();
    }
  }

  focusHeader(column: number): void {
    this.#grid.scrollColumnIntoView(column + firstDataCell);
    this.host.querySelector<HTMLElement>(`.slick-header-column[data-column="${column}"]`)?.focus();
  }

  /** As wide as its name and the values in view ask for. */
  fit(column: number): void {
    this.setWidth(column, this.#fittingWidth(column));
    this.#sized.delete(column);
  }

  fitAll(): void {
    this.widths = [
      rowNumberWidth(this.#source.rows(), this.host),
      ...this.#source.columns.map((_, index) => this.#fittingWidth(index)),
    ];
  }

  /** Numbers and times are never cut: their columns grow with what comes into view, but for those that the person has sized. */
  growColumns(): void {
    const old = this.widths;
    const grown = old.map((width, cell) => {
      const column = this.#source.columns[cell - firstDataCell];
      if (column === undefined) return Math.max(width, rowNumberWidth(this.#source.rows(), this.host));
      if (!isNeverCut(column.type) || this.#sized.has(cell - firstDataCell)) return width;
      return Math.max(width, this.#fittingWidth(cell - firstDataCell));
    });
    if (grown.some((width, cell) => width !== old[cell])) this.widths = grown;
  }

  widen(column: number, pixels: number): void {
    this.setWidth(column, (this.widths[column + firstDataCell] ?? 0) + pixels);
    this.focusHeader(column);
  }

  setWidth(column: number, width: number): void {
    this.#sized.add(column);
    this.widths = this.widths.map((old, cell) =>
      cell === column + firstDataCell ? Math.max(40, Math.round(width)) : old,
    );
    this.#events.onWidths();
  }

  /** The cell under the pointer; column -1 is a row's number. */
  cellAt(event: Event): { readonly row: number; readonly column: number } | undefined {
    const cell = this.#grid.getCellFromEvent(event);
    return cell === null ? undefined : { row: cell.row, column: cell.cell - firstDataCell };
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#grid.destroy(true);
  }

  // ---------------------------------------------------------------------------------------------- helpers

  #fittingWidth(column: number): number {
    const { top, bottom } = this.#grid.getRenderedRange();
    const looks: CellLook[] = [];
    for (let row = Math.max(0, top); row <= Math.min(bottom, this.#source.rows() - 1); row++) {
      looks.push(lookOf(this.#source, row, column));
    }
    return fittingWidth(this.#source.columns[column]!, looks, this.host);
  }

  #listen(): void {
    this.#grid.onHeaderCellRendered.subscribe((_, { node, column }) => {
      const index = columnIndex(column.id);
      const shown = this.#source.columns[index];
      fillHeader(node, index, shown);
      if (shown === undefined) node.append(noteElement("Select all"));
    });
    // The selection is ours (grid-input.ts); Slick's would walk over every row of it.
    this.#grid.onClick.subscribe((event) => event.stopImmediatePropagation());
    this.#grid.onRendered.subscribe(() => {
      this.#decorate();
      this.#tellView();
    });
    this.#grid.onColumnsResized.subscribe((_, { triggeredByColumn }) => {
      this.#sized.add(columnIndex(triggeredByColumn));
      describeHeaders(this.host, this.#source.columns, this.#sort);
      this.#events.onWidths();
    });
    this.#grid.onColumnsResizeDblClick.subscribe((_, { triggeredByColumn }) => {
      const index = columnIndex(triggeredByColumn);
      if (index >= 0) this.fit(index);
    });
    this.host.addEventListener("focusin", () => {
      this.#isFocused = true;
    });
    this.host.addEventListener("focusout", (event) => {
      // A cell that is drawn anew loses the focus to nothing; the person is still in the grid.
      if (event.relatedTarget !== null) this.#isFocused = this.host.contains(event.relatedTarget as Node);
    });
  }

  #tellView(): void {
    const { top, bottom } = this.#grid.getViewport();
    this.#events.onView(Math.max(0, top), bottom);
  }

  #decorate(): void {
    describeHeaders(this.host, this.#source.columns, this.#sort);
    describeCells(this.host, {
      rows: this.#source.rows(),
      columns: this.#source.columns,
      range: this.#selection === undefined ? undefined : rangeOf(this.#selection),
      focus: this.#selection?.focus ?? { row: 0, column: 0 },
    });
  }

  #keepingFocus(change: () => void): void {
    const focused = this.#isFocused && this.host.contains(document.activeElement);
    const header = document.activeElement?.closest<HTMLElement>(".slick-header-column")?.dataset.column;
    change();
    this.#decorate();
    if (!focused) return;
    if (header === undefined) this.#focusActive();
    else this.focusHeader(Number(header));
  }

  #focusActive(): void {
    const cell = this.#grid.getActiveCellNode() as HTMLElement | null;
    (cell?.isConnected ? cell : this.host).focus({ preventScroll: true });
  }
}
