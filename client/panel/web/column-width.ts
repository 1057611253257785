// How wide columns are: a guess by name and type before rows are there, then what the values in view ask for, within bounds.

import type { ResultColumn } from "../../../server/protocol.ts";
import { type CellLook, escaped } from "./cell.ts";

const bounds = { smallest: 56, largest: 340 } as const;
const padding = 22;
/** Of a character, before anything has been measured. */
const guessedPixels = 7.5;

/** The width of a column before any row is there, in pixels. */
export function startingWidth(column: ResultColumn): number {
  const values = /^(text|json)/.test(column.type) ? 20 : 10;
  const characters = Math.max(column.name.length, column.type.length + 1, values);
  return bounded(characters * guessedPixels + padding);
}

/** The width that the number of the last row asks for. */
export function rowNumberWidth(rows: number, host: HTMLElement): number {
  const text = rows.toLocaleString("en-US");
  const measured = measure(host, "").measureText(text).width;
  return Math.round(Math.max(44, measured + padding));
}

/** The width that a header and cells ask for, measured in the font of the grid. */
export function fittingWidth(column: ResultColumn, looks: readonly CellLook[], host: HTMLElement): number {
  const values = measure(host, "");
  const widths = looks.map((look) => values.measureText(lookText(look)).width);
  const names = measure(host, "600 ");
  // Beside the name there is room for the arrow of a sort.
  widths.push(names.measureText(escaped(column.name)).width + 18, (column.type.length + 1) * 6.5);
  return bounded(Math.max(...widths) + padding);
}

/** What measures texts in the font of the grid. */
function measure(host: HTMLElement, weight: string): CanvasRenderingContext2D {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new Error("the browser measures no text");
  const style = getComputedStyle(host);
  context.font = `${weight}${style.fontSize} ${style.fontFamily}`;
  return context;
}

function lookText(look: CellLook): string {
  switch (look.kind) {
    case "null":
      return "null";
    case "waiting":
      return "";
    case "value":
      return look.pieces.map((piece) => piece.text).join("");
  }
}

function bounded(width: number): number {
  return Math.round(Math.min(bounds.largest, Math.max(bounds.smallest, width)));
}
