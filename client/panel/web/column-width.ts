// How wide columns are: a guess by name and type before rows are there, then what the values in view ask for, within bounds.

import type { ResultColumn } from "../../../server/protocol.ts";
import { type CellLook, escaped } from "./cell.ts";

const bounds = { smallest: 56, largest: 340 } as const;
const padding = 22;
/** Of a character, before anything has been measured. */
const guessedPixels = 7.5;

/** Widths before any row is there, in pixels. */
export const startingWidth = {
  rowNumbers(rows: number): number {
    return Math.max(44, rows.toLocaleString("en-US").length * guessedPixels + 16);
  },
  of(column: ResultColumn): number {
    const characters = Math.max(
      column.name.length,
      column.type.length + 1,
      /^(text|json)/.test(column.type) ? 20 : 10,
    );
    return bounded(characters * guessedPixels + padding);
  },
};

/** The width that a header and cells ask for, measured in the font of the grid. */
export function fittingWidth(column: ResultColumn, looks: readonly CellLook[], host: HTMLElement): number {
  const measure = document.createElement("canvas").getContext("2d");
  if (measure === null) return startingWidth.of(column);
  const style = getComputedStyle(host);
  measure.font = `${style.fontSize} ${style.fontFamily}`;
  const texts = looks.map(lookText);
  const widths = texts.map((text) => measure.measureText(text).width);
  measure.font = `600 ${style.fontSize} ${style.fontFamily}`;
  // Beside the name there is room for the arrow of a sort.
  widths.push(measure.measureText(escaped(column.name)).width + 18, (column.type.length + 1) * 6.5);
  return bounded(Math.max(...widths) + padding);
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
