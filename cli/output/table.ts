// A result as a table for a person: header, types, aligned columns that fit the terminal, and how many rows there
// are. It shows the first rows only; whoever wants all of them asks for another format.

import type * as arrow from "apache-arrow";
import stringWidth from "string-width";
import { columnsOf, displayText } from "../../engine/cell-text.ts";
import { type Colours, printable } from "./terminal.ts";

export interface TableOptions {
  readonly colours: Colours;
  /** Columns of the terminal; a table wider than it has its widest columns cut. */
  readonly width: number;
  /** Rows shown at most. */
  readonly shownRows: number;
}

export interface TableText {
  add(batch: arrow.RecordBatch): void;
  /** `totalRows` is how many there are, where only the first were added. */
  end(totalRows?: number): string;
}

const smallestColumn = 6;

export function tableText(options: TableOptions): TableText {
  let names: readonly string[] = [];
  let types: readonly string[] = [];
  const rows: (string | undefined)[][] = [];
  let total = 0;
  return {
    add(batch) {
      const columns = columnsOf(batch);
      names = columns.map((column) => printable(column.name));
      types = batch.schema.fields.map((field) => field.metadata.get("weir.type") ?? String(field.type));
      for (let row = 0; row < batch.numRows && rows.length < options.shownRows; row++) {
        rows.push(columns.map((column) => mapDefined(displayText(column, row), printable)));
      }
      total += batch.numRows;
    },
    end: (totalRows) => layOut(names, types, rows, totalRows ?? total, options),
  };
}

function layOut(
  names: readonly string[],
  types: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
  total: number,
  options: TableOptions,
): string {
  const { colours } = options;
  const wanted = names.map((name, index) => {
    const cells = rows.map((row) => stringWidth(row[index] ?? "null"));
    return Math.max(stringWidth(name), stringWidth(types[index]!), ...cells);
  });
  const widths = fitted(wanted, options.width - 3 * Math.max(0, wanted.length - 1));
  const right = types.map((type) => /^(int|float|decimal|duration)/.test(type));
  const separator = colours.dim(" │ ");
  const line = (cells: readonly string[], paint: (text: string, index: number) => string) =>
    cells
      .map((cell, index) => paint(aligned(cell, widths[index]!, right[index]!), index))
      .join(separator)
      .trimEnd();
  const lines = [
    line(names, (text) => colours.bold(text)),
    line(types, (text) => colours.dim(text)),
    colours.dim(widths.map((width) => "─".repeat(width)).join("─┼─")),
    ...rows.map((row) =>
      line(
        row.map((cell) => cell ?? "null"),
        (text, index) => (row[index] === undefined ? colours.dim(text) : text),
      ),
    ),
  ];
  const left = total - rows.length;
  const count = `${groupedDigits(total)} ${total === 1 ? "row" : "rows"}`;
  const more =
    left > 0
      ? `, the first ${groupedDigits(rows.length)} shown (all: --format csv|json|ndjson|parquet|arrow)`
      : "";
  return `${lines.join("\n")}\n${colours.dim(`${count}${more}`)}\n`;
}

/** Cuts the widest columns, a step at a time, until the table fits. */
function fitted(wanted: readonly number[], room: number): number[] {
  const widths = [...wanted];
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const second = Math.max(smallestColumn, ...widths.filter((width) => width < widths[widest]!));
    const cut = Math.min(over, Math.max(1, widths[widest]! - second));
    if (widths[widest]! <= smallestColumn) break;
    widths[widest]! -= cut;
    over -= cut;
  }
  return widths;
}

function aligned(text: string, width: number, right: boolean): string {
  const shown = stringWidth(text) > width ? cutTo(text, width) : text;
  const padding = " ".repeat(Math.max(0, width - stringWidth(shown)));
  return right ? padding + shown : shown + padding;
}

function cutTo(text: string, width: number): string {
  let shown = "";
  let taken = 0;
  for (const character of text) {
    const size = stringWidth(character);
    if (taken + size > width - 1) break;
    shown += character;
    taken += size;
  }
  return `${shown}…`;
}

/** `1234567` as `1,234,567`. */
export function groupedDigits(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function mapDefined<A, B>(value: A | undefined, change: (value: A) => B): B | undefined {
  return value === undefined ? undefined : change(value);
}
