// What differs between the rows that a test expects and those that came: rows compared as a bag (in order where the
// pipeline promises one), near misses paired so that a person sees the one cell that is wrong.

import { type CellValue, exactPart, sameCell } from "./cell-value.ts";

/** A row: its cells for comparing and as a person reads them, in the order of the columns. */
export interface ComparedRow {
  readonly cells: readonly CellValue[];
  readonly texts: readonly string[];
}

export type RowDifference =
  | { readonly kind: "missing"; readonly row: ComparedRow }
  | { readonly kind: "unexpected"; readonly row: ComparedRow }
  /** A missing and an unexpected row that share most cells; `changed` are the columns that differ. */
  | {
      readonly kind: "changed";
      readonly expected: ComparedRow;
      readonly actual: ComparedRow;
      readonly changed: readonly number[];
    };

export type RowComparison =
  | { readonly kind: "same" }
  /** The same rows in another order; `at` is the first row (from 0) that stands elsewhere. */
  | {
      readonly kind: "order";
      readonly at: number;
      readonly expected: ComparedRow;
      readonly actual: ComparedRow;
    }
  | { readonly kind: "different"; readonly same: number; readonly differences: readonly RowDifference[] };

export function compareRows(
  expected: readonly ComparedRow[],
  actual: readonly ComparedRow[],
  ordered: boolean,
): RowComparison {
  const { missing, unexpected, same } = bagDifference(expected, actual);
  if (missing.length > 0 || unexpected.length > 0) {
    return { kind: "different", same, differences: paired(missing, unexpected) };
  }
  const at = ordered ? expected.findIndex((row, index) => !sameRow(row, actual[index]!)) : -1;
  if (at >= 0) return { kind: "order", at, expected: expected[at]!, actual: actual[at]! };
  return { kind: "same" };
}

// ------------------------------------------------------------------------------------------------ helpers

function bagDifference(expected: readonly ComparedRow[], actual: readonly ComparedRow[]) {
  // Rows with other exact cells can never be equal; within a bucket floats are compared one with one.
  const buckets = new Map<string, ComparedRow[]>();
  for (const row of actual) {
    const key = row.cells.map(exactPart).join("\u0000");
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [row]);
    else bucket.push(row);
  }
  const taken = new Set<ComparedRow>();
  const missing = expected.filter((row) => {
    const bucket = buckets.get(row.cells.map(exactPart).join("\u0000")) ?? [];
    const index = bucket.findIndex((candidate) => sameRow(row, candidate));
    if (index < 0) return true;
    taken.add(bucket.splice(index, 1)[0]!);
    return false;
  });
  const unexpected = actual.filter((row) => !taken.has(row));
  return { missing, unexpected, same: expected.length - missing.length };
}

/** Pairs the nearest rows first, and only those that share at least half of their cells. */
function paired(missing: readonly ComparedRow[], unexpected: readonly ComparedRow[]): RowDifference[] {
  const partners = new Map<ComparedRow, { readonly actual: ComparedRow; readonly changed: number[] }>();
  const free = new Set(unexpected);
  const candidates = missing
    .flatMap((expected) =>
      unexpected.map((actual) => ({ expected, actual, changed: changedCells(expected, actual) })),
    )
    .filter(({ expected, changed }) => changed.length * 2 <= expected.cells.length)
    .sort((a, b) => a.changed.length - b.changed.length);
  for (const { expected, actual, changed } of candidates) {
    if (partners.has(expected) || !free.has(actual)) continue;
    partners.set(expected, { actual, changed });
    free.delete(actual);
  }
  return [
    ...missing.map((expected): RowDifference => {
      const partner = partners.get(expected);
      return partner === undefined
        ? { kind: "missing", row: expected }
        : { kind: "changed", expected, actual: partner.actual, changed: partner.changed };
    }),
    ...[...free].map((row): RowDifference => ({ kind: "unexpected", row })),
  ];
}

function changedCells(left: ComparedRow, right: ComparedRow): number[] {
  return left.cells.flatMap((cell, index) => (sameCell(cell, right.cells[index]!) ? [] : [index]));
}

function sameRow(left: ComparedRow, right: ComparedRow): boolean {
  return left.cells.every((cell, index) => sameCell(cell, right.cells[index]!));
}
