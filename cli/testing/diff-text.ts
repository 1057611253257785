// A difference of rows as text: aligned columns, `-` missing, `+` unexpected, carets under the cells that changed.

import stringWidth from "string-width";
import { type Colours, printable } from "../output/terminal.ts";
import type { ComparedRow, RowComparison, RowDifference } from "./row-diff.ts";

/** Differences that are shown; the rest is counted. */
const shownDifferences = 20;

/** Lines without a line break at their end; empty for rows that are the same. */
export function comparisonLines(
  comparison: RowComparison,
  columns: readonly string[],
  colours: Colours,
): string[] {
  switch (comparison.kind) {
    case "same":
      return [];
    case "order": {
      const { expected, actual, at } = comparison;
      const layout = layOut(columns, [expected, actual]);
      return [
        `the rows are those expected, but row ${at + 1} stands elsewhere; the pipeline promises an order`,
        colours.dim(layout.header),
        colours.red(`- ${layout.line(expected)}`),
        colours.green(`+ ${layout.line(actual)}`),
      ];
    }
    case "different": {
      const shown = comparison.differences.slice(0, shownDifferences);
      const layout = layOut(columns, shown.flatMap(rowsOf));
      const left = comparison.differences.length - shown.length;
      return [
        `${countsText(comparison.differences)}, ${comparison.same} as expected`,
        colours.dim(layout.header),
        ...shown.flatMap((difference) => differenceLines(difference, layout, colours)),
        ...(left > 0 ? [colours.dim(`  … and ${left} more`)] : []),
      ];
    }
  }
}

interface Layout {
  readonly header: string;
  line(row: ComparedRow): string;
  marks(changed: readonly number[]): string;
}

function differenceLines(difference: RowDifference, layout: Layout, colours: Colours): string[] {
  switch (difference.kind) {
    case "missing":
      return [colours.red(`- ${layout.line(difference.row)}`)];
    case "unexpected":
      return [colours.green(`+ ${layout.line(difference.row)}`)];
    case "changed":
      return [
        colours.red(`- ${layout.line(difference.expected)}`),
        colours.green(`+ ${layout.line(difference.actual)}`),
        colours.yellow(`  ${layout.marks(difference.changed)}`),
      ];
  }
}

function layOut(columns: readonly string[], rows: readonly ComparedRow[]): Layout {
  const names = columns.map(printable);
  const widths = names.map((name, index) =>
    Math.max(stringWidth(name), ...rows.map((row) => stringWidth(shownCell(row, index)))),
  );
  const padded = (text: string, index: number) =>
    text + " ".repeat(Math.max(0, widths[index]! - stringWidth(text)));
  const joined = (texts: readonly string[]) => texts.map(padded).join("  ").trimEnd();
  return {
    header: `  ${joined(names)}`,
    line: (row) => joined(names.map((_, index) => shownCell(row, index))),
    marks: (changed) =>
      joined(names.map((_, index) => (changed.includes(index) ? "^".repeat(widths[index]!) : ""))),
  };
}

const shownCell = (row: ComparedRow, index: number) => printable(row.texts[index] ?? "");

function rowsOf(difference: RowDifference): readonly ComparedRow[] {
  return difference.kind === "changed" ? [difference.expected, difference.actual] : [difference.row];
}

function countsText(differences: readonly RowDifference[]): string {
  const count = (kind: RowDifference["kind"]) => differences.filter((item) => item.kind === kind).length;
  return (["missing", "unexpected", "changed"] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${count(kind) === 1 ? "row" : "rows"} ${kind}`)
    .join(", ");
}
