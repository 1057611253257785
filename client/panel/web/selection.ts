// Which cells are selected: two corners, whatever lies between them, so that all of ten million rows costs as much as one cell.
// Rows and columns count from 0, columns without the one of row numbers.

export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** `focus` is the active cell, where the keyboard is; the selection spans from `anchor` to it. */
export interface Selection {
  readonly anchor: CellPosition;
  readonly focus: CellPosition;
}

/** Both ends belong to it. */
export interface CellRange {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a Page key passes. */
  readonly pageRows: number;
}

export function rangeOf({ anchor, focus }: Selection): CellRange {
  return {
    fromRow: Math.min(anchor.row, focus.row),
    toRow: Math.max(anchor.row, focus.row),
    fromColumn: Math.min(anchor.column, focus.column),
    toColumn: Math.max(anchor.column, focus.column),
  };
}

export function contains(range: CellRange, row: number, column: number): boolean {
  return range.fromRow <= row && row <= range.toRow && range.fromColumn <= column && column <= range.toColumn;
}

export function cellCount(range: CellRange): number {
  return (range.toRow - range.fromRow + 1) * (range.toColumn - range.fromColumn + 1);
}

export function selectAll(extent: Extent): Selection {
  return {
    anchor: { row: 0, column: 0 },
    focus: { row: Math.max(0, extent.rows - 1), column: Math.max(0, extent.columns - 1) },
  };
}

/** Where a key leads from a cell; undefined for keys that do not move. `toEdge` is Ctrl, or Command. */
export function moved(
  from: CellPosition,
  key: string,
  toEdge: boolean,
  extent: Extent,
): CellPosition | undefined {
  const lastRow = Math.max(0, extent.rows - 1);
  const lastColumn = Math.max(0, extent.columns - 1);
  const at = (row: number, column: number): CellPosition => ({
    row: Math.min(lastRow, Math.max(0, row)),
    column: Math.min(lastColumn, Math.max(0, column)),
  });
  switch (key) {
    case "ArrowUp":
      return at(toEdge ? 0 : from.row - 1, from.column);
    case "ArrowDown":
      return at(toEdge ? lastRow : from.row + 1, from.column);
    case "ArrowLeft":
      return at(from.row, toEdge ? 0 : from.column - 1);
    case "ArrowRight":
      return at(from.row, toEdge ? lastColumn : from.column + 1);
    case "PageUp":
      return at(from.row - extent.pageRows, from.column);
    case "PageDown":
      return at(from.row + extent.pageRows, from.column);
    case "Home":
      return at(toEdge ? 0 : from.row, 0);
    case "End":
      return at(toEdge ? lastRow : from.row, lastColumn);
    default:
      return undefined;
  }
}
