// What the panel says in words: counts, time, what a sort does. Numbers in sentences are always grouped.

import type { SortKey } from "../../../server/protocol.ts";
import type { Notice, ResultView } from "../messages.ts";

const counts = new Intl.NumberFormat("en-US");

/** `3,000,000 rows`, `first 1,000 rows`, or with a filter `12 of 3,000,000 rows`. */
export function rowsText(result: Pick<ResultView, "rows" | "isComplete">, shownRows: number): string {
  const rows = (count: number): string => `${counts.format(count)} ${count === 1 ? "row" : "rows"}`;
  const all = result.isComplete ? rows(result.rows) : `first ${rows(result.rows)}`;
  if (shownRows === result.rows) return all;
  return `${counts.format(shownRows)} of ${result.isComplete ? "" : "the "}${all}`;
}

/** `0.4 s`, `12 s`, `3 min 5 s`. */
export function secondsText(seconds: number): string {
  if (seconds < 0.1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function selectionText(rows: number, columns: number): string {
  if (rows === 1 && columns === 1) return "";
  return `${counts.format(rows)} × ${counts.format(columns)} selected`;
}

/** What a copy took; `isCut` where long texts may have lost their ends. */
export function copiedText(rows: number, wantedRows: number, columns: number, isCut: boolean): string {
  if (rows < wantedRows) {
    return `Copied the first ${counts.format(rows)} of ${counts.format(wantedRows)} rows. Export writes all of them.`;
  }
  if (isCut) return "Copied; long texts may be cut. Export writes all of them.";
  if (rows === 1 && columns === 1) return "Copied 1 cell.";
  return `Copied ${counts.format(rows)} × ${counts.format(columns)} cells.`;
}

/** `2 failed, 1 warning, 3 passed`. */
export function noticesText(notices: readonly Notice[]): string {
  const count = (kind: Notice["kind"]): number => notices.filter((notice) => notice.kind === kind).length;
  const warned = count("warned");
  return [
    count("failed") > 0 ? `${count("failed")} failed` : "",
    warned > 0 ? `${warned} ${warned === 1 ? "warning" : "warnings"}` : "",
    count("passed") > 0 ? `${count("passed")} passed` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** The sort after a click on a header: ascending, descending, none. With `several` the other columns keep theirs. */
export function nextSort(sort: readonly SortKey[], column: string, several: boolean): readonly SortKey[] {
  const present = sort.find((key) => key.column === column);
  const next: SortKey | undefined =
    present === undefined
      ? { column, descending: false }
      : present.descending
        ? undefined
        : { column, descending: true };
  if (!several) return next === undefined ? [] : [next];
  if (present === undefined) return [...sort, { column, descending: false }];
  return sort.flatMap((key) => (key !== present ? [key] : next === undefined ? [] : [next]));
}
