// Keys and the pointer in the grid: moving, selecting, sorting by a header, widening a column, looking at a whole value. It turns
// events into calls of the grid and of its owner, and holds nothing but what a drag started with.

import type { ResultGrid } from "./grid.ts";
import { type CellPosition, moved, selectAll } from "./selection.ts";

export interface InputEvents {
  readonly onSort: (column: number, several: boolean) => void;
  readonly onOpenValue: (position: CellPosition) => void;
  readonly onFind: () => void;
}

/** Listens until the grid's element is gone. */
export function listenToInput(grid: ResultGrid, events: InputEvents): void {
  // Before Slick's own keys, which would trap the Tab key and know no selection.
  grid.host.addEventListener("keydown", (event) => onKey(grid, events, event), { capture: true });
  grid.host.addEventListener("pointerdown", (event) => onPointer(grid, event));
  grid.host.addEventListener("dblclick", (event) => {
    const cell = grid.cellAt(event);
    if (cell !== undefined && cell.column >= 0) events.onOpenValue(cell);
  });
  grid.host.addEventListener("click", (event) => {
    const header = headerOf(event);
    if (header === undefined || (event.target as Element).closest(".slick-resizable-handle") !== null) return;
    if (header < 0) selectEverything(grid);
    else events.onSort(header, event.shiftKey);
  });
}

/** All rows and columns; the keyboard stays where it is in view. */
export function selectEverything(grid: ResultGrid): void {
  const top = grid.topRow;
  const all = selectAll(grid.extent);
  grid.select({ anchor: all.focus, focus: all.anchor }, true);
  grid.scrollToTopRow(top);
}

// ------------------------------------------------------------------------------------------------ helpers

const widthStep = 16;

function onKey(grid: ResultGrid, events: InputEvents, event: KeyboardEvent): void {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "f") {
    take(event);
    events.onFind();
    return;
  }
  const header = headerOf(event);
  const isHandled =
    header === undefined ? cellKey(grid, events, event, command) : headerKey(grid, events, event, header);
  if (isHandled) take(event);
  // The browser's, so that nobody is trapped in the grid. Other keys go on: VS Code's shortcuts hang on them.
  else if (event.key === "Tab") event.stopPropagation();
}

function cellKey(grid: ResultGrid, events: InputEvents, event: KeyboardEvent, command: boolean): boolean {
  const selection = grid.selection;
  const { rows, columns } = grid.extent;
  if (rows === 0 || columns === 0) return false;
  if (command && event.key.toLowerCase() === "a") {
    selectEverything(grid);
    return true;
  }
  const focus = selection?.focus ?? { row: 0, column: 0 };
  if (event.key === "Enter" && !command) {
    events.onOpenValue(focus);
    return true;
  }
  if (event.key === "Escape" && selection !== undefined) {
    grid.select({ anchor: focus, focus }, true);
    return true;
  }
  if (event.altKey) return false;
  if (event.key === "ArrowUp" && focus.row === 0 && !event.shiftKey) {
    grid.focusHeader(focus.column);
    return true;
  }
  const next = moved(focus, event.key, command, grid.extent);
  if (next === undefined) return false;
  grid.select({ anchor: event.shiftKey ? (selection?.anchor ?? focus) : next, focus: next }, true);
  return true;
}

function headerKey(grid: ResultGrid, events: InputEvents, event: KeyboardEvent, column: number): boolean {
  const last = grid.extent.columns - 1;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowRight": {
      const step = event.key === "ArrowLeft" ? -1 : 1;
      if (event.altKey) grid.widen(column, step * widthStep);
      else grid.focusHeader(Math.min(last, Math.max(0, column + step)));
      return true;
    }
    case "Home":
    case "End":
      grid.focusHeader(event.key === "Home" ? 0 : last);
      return true;
    case "ArrowDown": {
      if (grid.extent.rows === 0) return true;
      const below = { row: grid.topRow, column: Math.max(0, column) };
      grid.select({ anchor: below, focus: below }, true);
      return true;
    }
    case "Enter":
    case " ":
      events.onSort(column, event.shiftKey);
      return true;
    default:
      return false;
  }
}

function onPointer(grid: ResultGrid, event: PointerEvent): void {
  if (event.button !== 0 || headerOf(event) !== undefined) return;
  const cell = grid.cellAt(event);
  if (cell === undefined) return;
  // The browser would give the keyboard to what was pressed; it is given to the active cell instead.
  event.preventDefault();
  const last = Math.max(0, grid.extent.columns - 1);
  const wholeRows = cell.column < 0;
  const anchor: CellPosition =
    event.shiftKey && grid.selection !== undefined
      ? grid.selection.anchor
      : { row: cell.row, column: wholeRows ? last : cell.column };
  const extendTo = (to: { readonly row: number; readonly column: number }): void => {
    const column = wholeRows ? 0 : Math.max(0, to.column);
    grid.select(
      { anchor: wholeRows ? { ...anchor, column: last } : anchor, focus: { row: to.row, column } },
      true,
    );
  };
  extendTo(cell);

  const move = (moved: PointerEvent): void => {
    const over = grid.cellAt(moved);
    const focus = grid.selection?.focus;
    if (over === undefined || (over.row === focus?.row && over.column === focus.column)) return;
    extendTo(over);
  };
  const up = (): void => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", up);
    document.removeEventListener("pointercancel", up);
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", up);
}

function headerOf(event: Event): number | undefined {
  const header = (event.target as Element).closest<HTMLElement>(".slick-header-column");
  return header === null ? undefined : Number(header.dataset.column);
}

function take(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
