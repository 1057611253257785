// The page's end of the line to the extension, and the little that it keeps while it is hidden.

import type { SortKey } from "../../../server/protocol.ts";
import type { FromPage } from "../messages.ts";
import type { Selection } from "./selection.ts";

/** How the person left the grid; it holds for one result only. */
export interface KeptView {
  readonly resultId: string;
  readonly sort: readonly SortKey[];
  readonly filter: string;
  /** In pixels, one a column. */
  readonly widths: readonly number[];
  readonly topRow: number;
  readonly selection: Selection | undefined;
}

interface PanelApi {
  postMessage(message: FromPage): void;
  getState(): KeptView | undefined;
  setState(state: KeptView): void;
}

declare function acquireVsCodeApi(): PanelApi;

const pauseMillis = 200;

/** Keeps a view when nothing has changed for a moment, or when the page is hidden: scrolling changes it at every step. */
export function keeper(link: PanelApi): (view: () => KeptView | undefined) => void {
  let latest: (() => KeptView | undefined) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    const view = latest?.();
    if (view !== undefined) link.setState(view);
    latest = undefined;
  };
  document.addEventListener("visibilitychange", keep);
  window.addEventListener("pagehide", keep);
  return (view) => {
    latest = view;
    clearTimeout(timer);
    timer = setTimeout(keep, pauseMillis);
  };
}

/** May be called once a page. */
export function openLink(): PanelApi {
  return acquireVsCodeApi();
}

export type { PanelApi };
