// What the results panel and its page say to each other: types only, for both sides. The page runs in the browser's sandbox and
// is believed nothing: the extension checks what comes from it by shape (`web-message.ts`). No message is over a megabyte.

import type { ResultColumn, SortKey } from "../../server/protocol.ts";

/** What the panel is looking at now. */
export type PanelContent =
  | { readonly kind: "running"; readonly heading: Heading }
  | { readonly kind: "failed"; readonly heading: Heading; readonly failure: PanelFailure }
  | { readonly kind: "result"; readonly heading: Heading; readonly result: ResultView };

export interface Heading {
  readonly pipeline: string;
  /** The step that a preview ends with, as the source has it; left out for a whole run. */
  readonly step?: string | undefined;
}

export interface PanelFailure {
  /** A few words: `The run failed`. */
  readonly title: string;
  /** What happened, in a sentence. */
  readonly message: string;
  /** What helps, or where it happened. */
  readonly hint?: string | undefined;
  /** Expectations that were looked at before it failed, or by which it failed. */
  readonly notices: readonly Notice[];
}

export interface ResultView {
  readonly resultId: string;
  readonly columns: readonly ResultColumn[];
  /** Rows that the result holds. */
  readonly rows: number;
  /** False: the run was limited, and there may be more rows than the result holds. */
  readonly isComplete: boolean;
  readonly seconds: number;
  readonly notices: readonly Notice[];
}

/** What the run found beside its rows: an expectation, or a warning. */
export interface Notice {
  readonly kind: "passed" | "warned" | "failed";
  readonly text: string;
  /** Rows that broke it, as display texts by column. */
  readonly examples: readonly Readonly<Record<string, string | null>>[];
}

/** How values are shown, by the person's settings. */
export interface PanelSettings {
  /** `1,234,567` rather than `1234567`. */
  readonly groupDigits: boolean;
}

/** Some rows, asked for by the page. `request` comes back with the answer. */
export interface PageRequest {
  readonly request: number;
  readonly resultId: string;
  readonly offset: number;
  readonly rows: number;
  readonly sort: readonly SortKey[];
  readonly filter: string;
}

/** Panel → page. */
export type ToPage =
  | { readonly kind: "content"; readonly content: PanelContent; readonly settings: PanelSettings }
  | {
      readonly kind: "page";
      readonly request: number;
      readonly arrow: Uint8Array;
      readonly rows: number;
      readonly totalRows: number;
      /** Long texts in it were shortened to fit a message. */
      readonly isCut: boolean;
    }
  | { readonly kind: "pageFailed"; readonly request: number; readonly message: string };

/** Page → panel. */
export type FromPage =
  /** The page is there, for the first time or after it was hidden, and wants its content. */
  | { readonly kind: "ready" }
  | ({ readonly kind: "page" } & PageRequest)
  /** A part of a text for the clipboard; the parts of one copy come in order. */
  | { readonly kind: "copy"; readonly text: string; readonly isFirst: boolean; readonly isLast: boolean }
  | {
      readonly kind: "export";
      readonly resultId: string;
      readonly sort: readonly SortKey[];
      readonly filter: string;
    }
  | { readonly kind: "retry" };
