// The rows that the page holds at the moment: those in view, some in the direction of scrolling, and what was seen last, within a
// bound of memory. It asks for what is missing, a few requests at a time, newest wish first, and drops answers to questions that
// are no longer asked (another sort, another filter, another result).

import type { SortKey } from "../../../server/protocol.ts";
import type { PageRequest } from "../messages.ts";
import type { LoadedPage } from "./page.ts";

/** Which rows in which order: the question that all pages of the cache answer. */
export interface RowsAsked {
  readonly resultId: string;
  readonly sort: readonly SortKey[];
  readonly filter: string;
}

export interface CacheOptions {
  /** Rows of a request. The server may answer with fewer. */
  readonly blockRows: number;
  readonly maximumBytes: number;
  readonly send: (request: PageRequest) => void;
  /** Rows have come; `totalRows` is how many the filter leaves. */
  readonly onRows: (from: number, to: number) => void;
  readonly onTotal: (totalRows: number) => void;
  /** Whether rows in view are on their way. */
  readonly onBusy: (isBusy: boolean) => void;
  /** The rows in view changed from failed to asked, or the other way round. */
  readonly onFailure: (message: string | undefined) => void;
}

const requestsAtOnce = 2;

interface Block {
  pages: LoadedPage[];
  /** Rows of it that are there, from its start. */
  rows: number;
  bytes: number;
  failure: string | undefined;
}

export class PageCache {
  readonly #options: CacheOptions;
  #asked: RowsAsked;
  #totalRows: number;
  /** In the order of their last use: a Map keeps the order of insertion. */
  readonly #blocks = new Map<number, Block>();
  readonly #waiting = new Map<number, { block: number; offset: number }>();
  /** Blocks in view, and the one that scrolling would show next. */
  #wanted: readonly number[] = [];
  /** Blocks that a copy waits for. */
  readonly #loading = new Set<number>();
  /** Begins anywhere: answers to the page before this one, or to a cache before this one, are not taken for its own. */
  #nextRequest = Math.floor(Math.random() * 2 ** 50);
  #bytes = 0;
  #lastFirst = 0;
  readonly #listeners = new Set<() => void>();

  constructor(asked: RowsAsked, totalRows: number, options: CacheOptions) {
    this.#asked = asked;
    this.#totalRows = totalRows;
    this.#options = options;
  }

  get totalRows(): number {
    return this.#totalRows;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get asked(): RowsAsked {
    return this.#asked;
  }

  /** Another question: nothing that is here or on its way answers it. */
  ask(asked: RowsAsked, totalRows: number): void {
    this.#asked = asked;
    this.#totalRows = totalRows;
    this.#blocks.clear();
    this.#waiting.clear();
    this.#wanted = [];
    this.#bytes = 0;
    this.#options.onFailure(undefined);
    this.#tellBusy();
    this.#wake();
  }

  /** The page that holds a row, if it is here. */
  pageOf(row: number): LoadedPage | undefined {
    return this.#blocks
      .get(this.#blockOf(row))
      ?.pages.find((page) => page.offset <= row && row < page.offset + page.rows);
  }

  /** Rows `first` to `last` are in view: what is missing of them is asked for, then what scrolling would show next. */
  want(first: number, last: number): void {
    const end = Math.min(last, this.#totalRows - 1);
    // Even of an empty result one page is asked for once: that is how the count of a filter is learnt.
    const from = this.#blockOf(Math.max(0, first));
    const to = this.#blockOf(Math.max(0, end));
    const down = first >= this.#lastFirst;
    this.#lastFirst = first;
    const ahead = down ? [to + 1] : [from - 1];
    const wanted: number[] = [];
    for (let block = from; block <= to; block++) wanted.push(block);
    for (const block of ahead) {
      if (block >= 0 && block * this.#options.blockRows < this.#totalRows) wanted.push(block);
    }
    this.#wanted = wanted;
    for (const block of wanted) this.#touch(block);
    this.#tellFailure();
    this.#sendNext();
    this.#tellBusy();
  }

  /** Asks again for what failed. */
  retry(): void {
    for (const [number, block] of this.#blocks) {
      if (block.failure === undefined) continue;
      block.failure = undefined;
      if (block.pages.length === 0) this.#blocks.delete(number);
    }
    this.#options.onFailure(undefined);
    this.#sendNext();
    this.#tellBusy();
  }

  /** An answer. Returns false when nobody waits for it any more. */
  take(request: number, page: (offset: number) => LoadedPage, totalRows: number): boolean {
    const waiting = this.#waiting.get(request);
    if (waiting === undefined) return false;
    this.#waiting.delete(request);
    const loaded = page(waiting.offset);
    const block = this.#blocks.get(waiting.block) ?? emptyBlock();
    if (totalRows !== this.#totalRows) {
      this.#totalRows = totalRows;
      this.#options.onTotal(totalRows);
    }
    if (loaded.rows === 0 && waiting.offset < totalRows) {
      block.failure = "The engine sent no rows, though there are some.";
    } else if (loaded.rows > 0) {
      block.pages.push(loaded);
      block.rows = waiting.offset - waiting.block * this.#options.blockRows + loaded.rows;
      block.bytes += loaded.bytes;
      this.#bytes += loaded.bytes;
    }
    this.#blocks.delete(waiting.block);
    this.#blocks.set(waiting.block, block);
    this.#forget();
    if (loaded.rows > 0) this.#options.onRows(waiting.offset, waiting.offset + loaded.rows);
    this.#settled();
    return true;
  }

  /** A request that failed; it is not sent again until the person asks for it, or looks elsewhere and comes back. */
  fail(request: number, message: string): boolean {
    const waiting = this.#waiting.get(request);
    if (waiting === undefined) return false;
    this.#waiting.delete(request);
    const block = this.#blocks.get(waiting.block) ?? emptyBlock();
    block.failure = message;
    this.#blocks.set(waiting.block, block);
    this.#settled();
    return true;
  }

  /**
   * Waits until the rows are here; false when the question became another meanwhile.
   * They are few enough to be held at once. @throws with the reason when they cannot be read
   */
  async load(first: number, last: number): Promise<boolean> {
    const asked = this.#asked;
    const blocks: number[] = [];
    for (let block = this.#blockOf(first); block <= this.#blockOf(last); block++) blocks.push(block);
    for (const block of blocks) this.#loading.add(block);
    try {
      for (;;) {
        if (asked !== this.#asked) return false;
        const missing = this.#firstMissing(first, last);
        if (missing === undefined) return true;
        const failure = this.#blocks.get(this.#blockOf(missing))?.failure;
        if (failure !== undefined) throw new Error(failure);
        const settled = new Promise<void>((resolve) => this.#listeners.add(resolve));
        this.#sendNext();
        await settled;
      }
    } finally {
      for (const block of blocks) this.#loading.delete(block);
    }
  }

  // ---------------------------------------------------------------------------------------------- helpers

  #blockOf(row: number): number {
    return Math.floor(row / this.#options.blockRows);
  }

  #firstMissing(first: number, last: number): number | undefined {
    for (let row = first; row <= Math.min(last, this.#totalRows - 1); ) {
      const page = this.pageOf(row);
      if (page === undefined) return row;
      row = page.offset + page.rows;
    }
    return undefined;
  }

  /** The first row that a block lacks; undefined where it lacks none, or failed. */
  #lacks(number: number): number | undefined {
    const start = number * this.#options.blockRows;
    const block = this.#blocks.get(number);
    if (block === undefined) return start;
    if (block.failure !== undefined) return undefined;
    const rows = Math.min(this.#options.blockRows, this.#totalRows - start);
    return block.rows < rows ? start + block.rows : undefined;
  }

  #sendNext(): void {
    const underway = new Set([...this.#waiting.values()].map(({ block }) => block));
    for (const block of [...this.#wanted, ...this.#loading]) {
      if (this.#waiting.size >= requestsAtOnce) return;
      if (underway.has(block)) continue;
      const offset = this.#lacks(block);
      if (offset === undefined) continue;
      const request = this.#nextRequest++;
      const rows = (block + 1) * this.#options.blockRows - offset;
      this.#waiting.set(request, { block, offset });
      this.#options.send({ request, offset, rows, ...this.#asked });
    }
  }

  #tellBusy(): void {
    this.#options.onBusy([...this.#waiting.values()].some(({ block }) => this.#wanted.includes(block)));
  }

  #settled(): void {
    this.#tellFailure();
    this.#sendNext();
    this.#tellBusy();
    this.#wake();
  }

  #wake(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }

  #tellFailure(): void {
    const failed = this.#wanted.map((block) => this.#blocks.get(block)?.failure);
    this.#options.onFailure(failed.find((message) => message !== undefined));
  }

  #touch(number: number): void {
    const block = this.#blocks.get(number);
    if (block === undefined) return;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
  }

  /** Lets go of what was used longest ago, but never of what is in view. */
  #forget(): void {
    for (const [number, block] of this.#blocks) {
      if (this.#bytes <= this.#options.maximumBytes) return;
      if (this.#wanted.includes(number) || this.#loading.has(number)) continue;
      this.#bytes -= block.bytes;
      this.#blocks.delete(number);
    }
  }
}

function emptyBlock(): Block {
  return { pages: [], rows: 0, bytes: 0, failure: undefined };
}
