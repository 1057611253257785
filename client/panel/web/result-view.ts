// One open result on the page: its grid, the rows that are here, sort, filter, copying, and the value that is looked at. It lives
// as long as its result is shown.

import type { SortKey } from "../../../server/protocol.ts";
import type { PageRequest, PanelSettings, ResultView as Result, ToPage } from "../messages.ts";
import type { Bar } from "./bar.ts";
import { type CopiedLines, linesLater, linesNow } from "./copy-lines.ts";
import { element } from "./elements.ts";
import { ResultGrid } from "./grid.ts";
import { waiting } from "./grid-columns.ts";
import { listenToInput } from "./grid-input.ts";
import { noticesElement } from "./notices.ts";
import { progressElement } from "./other-states.ts";
import { cellText, readPage } from "./page.ts";
import { PageCache } from "./page-cache.ts";
import type { KeptView } from "./panel-link.ts";
import { ProblemStrip } from "./problem-strip.ts";
import { type CellPosition, type CellRange, rangeOf, type Selection } from "./selection.ts";
import { copiedRows } from "./tsv.ts";
import { valueElement } from "./value-view.ts";
import { copiedText, nextSort, rowsText, secondsText, selectionText } from "./wording.ts";

export interface ResultViewHost {
  readonly bar: Bar;
  readonly nonce: string;
  readonly settings: PanelSettings;
  readonly ask: (request: PageRequest) => void;
  readonly copy: (text: string) => void;
  /** Called at each change, with what makes the view to keep: nothing once it is gone. */
  readonly keep: (view: () => KeptView | undefined) => void;
}

/** Pages beyond this are forgotten, those seen longest ago first. */
const cacheBytes = 48 * 1024 * 1024;

export class ResultView {
  readonly node: HTMLElement;
  readonly #host: ResultViewHost;
  readonly #result: Result;
  readonly #cache: PageCache;
  readonly #grid: ResultGrid;
  readonly #problems: ProblemStrip;
  readonly #empty = element("p", { class: "empty", role: "status" });
  readonly #gridPlace = element("div", { class: "grid-place" });
  readonly #valuePlace = element("div", { class: "value-place" });
  #sort: readonly SortKey[];
  #filter: string;
  #isFitted: boolean;

  constructor(parent: HTMLElement, result: Result, kept: KeptView | undefined, host: ResultViewHost) {
    this.#host = host;
    this.#result = result;
    this.#sort = kept?.sort ?? [];
    this.#filter = kept?.filter ?? "";
    this.#isFitted = kept !== undefined;
    this.#problems = new ProblemStrip(() => this.#cache.retry());
    this.#cache = new PageCache(this.#asked(), result.rows, {
      blockRows: blockRows(result.columns.length),
      maximumBytes: cacheBytes,
      send: host.ask,
      onRows: (from, to) => this.#rowsCame(from, to),
      onTotal: () => this.#totalChanged(),
      onBusy: (isBusy) => this.#gridPlace.classList.toggle("busy", isBusy),
      onFailure: (message) => this.#problems.show(message),
    });
    const gridHost = element("div", { class: "grid", "aria-label": "Rows" });
    this.#gridPlace.append(progressElement(), gridHost, this.#empty);
    this.node = element(
      "main",
      { class: "result" },
      ...[noticesElement(result.notices)].filter((node) => node !== undefined),
      this.#problems.node,
      this.#gridPlace,
      this.#valuePlace,
    );
    // Slick measures itself: it has to be on the page before it is made.
    parent.append(this.node);
    this.#grid = new ResultGrid(
      gridHost,
      {
        columns: result.columns,
        groupDigits: host.settings.groupDigits,
        rows: () => this.#cache.totalRows,
        text: (row, column) => this.#text(row, column),
      },
      {
        onView: (first, last) => this.#inView(first, last),
        onSelect: (selection) => this.#selected(selection),
        onWidths: () => this.#keep(),
      },
      host.nonce,
    );
    listenToInput(this.#grid, {
      onSort: (column, several) => this.#sortBy(column, several),
      onOpenValue: (position) => this.#openValue(position),
      onFind: () => host.bar.focusFilter(),
    });
    this.#grid.showSort(this.#sort);
    this.#restore(kept);
    this.#tellCounts();
  }

  /** An answer to a request of this view, or of one before it: those are dropped. */
  take({ request, arrow, totalRows, isCut }: ToPage & { readonly kind: "page" }): void {
    try {
      this.#cache.take(request, (offset) => readPage(arrow, offset, isCut), totalRows);
    } catch (error) {
      this.#cache.fail(request, `The rows could not be read: ${String(error)}`);
    }
  }

  fail(request: number, message: string): void {
    this.#cache.fail(request, message);
  }

  filterBy(filter: string): void {
    this.#filter = filter;
    this.#askAnew();
  }

  focus(): void {
    this.#grid.focus();
  }

  get question(): { readonly sort: readonly SortKey[]; readonly filter: string } {
    return { sort: this.#sort, filter: this.#filter };
  }

  /** The selection as a text if all of it is here, else undefined. */
  copiedNow(): string | undefined {
    const range = this.#copied();
    const copied = range === undefined ? undefined : linesNow(this.#cache, range);
    if (copied === undefined) return undefined;
    this.#tellCopied(copied);
    return copied.lines.join("\n");
  }

  /** Reads what is missing of the selection, then copies it. */
  async copyLater(): Promise<void> {
    const range = this.#copied();
    if (range === undefined) {
      this.#host.bar.note("Nothing is selected.");
      return;
    }
    this.#host.bar.note("Copying…");
    try {
      const copied = await linesLater(this.#cache, range, blockRows(this.#result.columns.length));
      if (copied === undefined) return;
      this.#host.copy(copied.lines.join("\n"));
      this.#tellCopied(copied);
    } catch (error) {
      this.#host.bar.note(`Nothing was copied: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  dispose(): void {
    this.#grid.dispose();
    this.node.remove();
  }

  // ---------------------------------------------------------------------------------------------- helpers

  #asked() {
    return { resultId: this.#result.resultId, sort: this.#sort, filter: this.#filter };
  }

  #text(row: number, column: number): string | undefined | typeof waiting {
    const page = this.#cache.pageOf(row);
    return page === undefined ? waiting : cellText(page, row, column);
  }

  #inView(first: number, last: number): void {
    if (this.#result.rows > 0) this.#cache.want(first, last);
    this.#keep();
  }

  #rowsCame(from: number, to: number): void {
    this.#grid.rowsCame(from, to);
    if (this.#isFitted) {
      this.#grid.growColumns();
    } else {
      this.#isFitted = true;
      this.#grid.fitAll();
    }
  }

  #totalChanged(): void {
    this.#grid.rowsChanged(false);
    this.#tellCounts();
  }

  #sortBy(column: number, several: boolean): void {
    const name = this.#result.columns[column]?.name;
    if (name === undefined) return;
    this.#sort = nextSort(this.#sort, name, several);
    this.#grid.showSort(this.#sort);
    this.#askAnew();
  }

  #askAnew(): void {
    this.#closeValue(false);
    this.#cache.ask(
      this.#asked(),
      this.#filter === "" ? this.#result.rows : this.#cache.totalRows || this.#result.rows,
    );
    this.#grid.select(undefined, false);
    this.#grid.rowsChanged(true);
    this.#tellCounts();
    this.#keep();
  }

  #selected(selection: Selection | undefined): void {
    if (selection === undefined) {
      this.#host.bar.note("");
      return;
    }
    const range = rangeOf(selection);
    this.#host.bar.note(
      selectionText(range.toRow - range.fromRow + 1, range.toColumn - range.fromColumn + 1),
    );
    this.#keep();
  }

  #tellCounts(): void {
    const shown = this.#cache.totalRows;
    this.#host.bar.counts(`${rowsText(this.#result, shown)} · ${secondsText(this.#result.seconds)}`);
    this.#empty.hidden = shown > 0;
    this.#empty.textContent = shown > 0 ? "" : this.#filter === "" ? "No rows" : "No rows match the filter";
  }

  /** The selected rectangle, cut to what a clipboard takes. */
  #copied(): CellRange | undefined {
    if (this.#grid.selection === undefined) return undefined;
    const range = rangeOf(this.#grid.selection);
    const rows = copiedRows(range.toRow - range.fromRow + 1, range.toColumn - range.fromColumn + 1);
    return { ...range, toRow: range.fromRow + rows - 1 };
  }

  #tellCopied({ lines, isCut }: CopiedLines): void {
    if (this.#grid.selection === undefined) return;
    const range = rangeOf(this.#grid.selection);
    const columns = range.toColumn - range.fromColumn + 1;
    this.#host.bar.note(copiedText(lines.length, range.toRow - range.fromRow + 1, columns, isCut));
  }

  #openValue(position: CellPosition): void {
    const text = this.#text(position.row, position.column);
    const column = this.#result.columns[position.column];
    if (text === waiting || column === undefined) return;
    const view = valueElement(
      {
        row: position.row,
        name: column.name,
        type: column.type,
        text,
        isCut: this.#cache.pageOf(position.row)?.isCut === true && column.type === "text",
      },
      { onClose: () => this.#closeValue(true), onCopy: (copied) => this.#host.copy(copied) },
    );
    this.#valuePlace.replaceChildren(view);
    this.#grid.keepInView(position.row);
    view.querySelector("pre")?.focus();
  }

  #closeValue(takeFocus: boolean): void {
    this.#valuePlace.replaceChildren();
    if (takeFocus) this.#grid.focus();
  }

  #restore(kept: KeptView | undefined): void {
    if (kept === undefined) return;
    this.#grid.widths = kept.widths;
    if (kept.selection !== undefined) this.#grid.select(kept.selection, false);
    this.#grid.scrollToTopRow(kept.topRow);
  }

  #keep(): void {
    // Slick tells of its first view while it is being made.
    if (this.#grid === undefined) return;
    this.#host.keep(() => (this.node.isConnected ? this.#view() : undefined));
  }

  #view(): KeptView {
    return {
      resultId: this.#result.resultId,
      sort: this.#sort,
      filter: this.#filter,
      widths: this.#grid.widths,
      topRow: this.#grid.topRow,
      selection: this.#grid.selection,
    };
  }
}

/** Rows of a request: few of a wide result, so that an answer stays well under a megabyte. */
function blockRows(columns: number): number {
  return Math.min(500, Math.max(20, Math.floor(20_000 / Math.max(1, columns))));
}
