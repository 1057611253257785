// A run while it lasts: seen in the status bar at once, in a notification when it takes longer, and ended from either. One
// run at a time; a preview gives way to the next one.

import {
  CancellationTokenSource,
  type Disposable,
  l10n,
  type Progress,
  ProgressLocation,
  StatusBarAlignment,
  type StatusBarItem,
  window,
} from "vscode";
import type { WorkDoneProgressReport } from "vscode-languageclient/node";

/** How long a run goes on without a notification, in milliseconds. */
const quietMillis = 600;

interface Current {
  readonly title: string;
  readonly isPreview: boolean;
  readonly source: CancellationTokenSource;
  readonly ended: Promise<unknown>;
}

export interface Work<T> {
  readonly title: string;
  readonly isPreview: boolean;
  /** Does the work; `report` takes what the server says of its progress. */
  readonly run: (
    source: CancellationTokenSource,
    report: (progress: Pick<WorkDoneProgressReport, "message" | "percentage">) => void,
  ) => Promise<T>;
}

export class Running implements Disposable {
  readonly #item: StatusBarItem;
  #current: Current | undefined;

  constructor() {
    this.#item = window.createStatusBarItem("weir.run", StatusBarAlignment.Left, 10);
    this.#item.name = l10n.t("Weir Run");
    this.#item.command = "weir.cancelRun";
    this.#item.tooltip = l10n.t("Cancel the run");
  }

  /** Undefined where another run goes on and is to go on. */
  async start<T>(work: Work<T>): Promise<T | undefined> {
    if (!(await this.#makeWay())) return undefined;
    const source = new CancellationTokenSource();
    let message = "";
    let tell: ((text: string) => void) | undefined;
    this.#item.text = `$(sync~spin) ${work.title}`;
    this.#item.show();
    const ended = work.run(source, ({ message: said, percentage }) => {
      message = [said, percentage === undefined ? "" : `${Math.floor(percentage)} %`]
        .filter(Boolean)
        .join(" · ");
      this.#item.text = `$(sync~spin) ${work.title}${message === "" ? "" : `: ${message}`}`;
      tell?.(message);
    });
    const current: Current = { title: work.title, isPreview: work.isPreview, source, ended };
    this.#current = current;
    const later = setTimeout(() => {
      void window.withProgress(
        { location: ProgressLocation.Notification, title: work.title, cancellable: true },
        (progress: Progress<{ message: string }>, token) => {
          token.onCancellationRequested(() => source.cancel());
          tell = (text) => progress.report({ message: text });
          if (message !== "") tell(message);
          return ended.then(nothing, nothing);
        },
      );
    }, quietMillis);
    try {
      return await ended;
    } finally {
      clearTimeout(later);
      if (this.#current === current) {
        this.#current = undefined;
        this.#item.hide();
      }
      source.dispose();
    }
  }

  cancel(): void {
    this.#current?.source.cancel();
  }

  dispose(): void {
    this.cancel();
    this.#item.dispose();
  }

  async #makeWay(): Promise<boolean> {
    const before = this.#current;
    if (before === undefined) return true;
    if (!before.isPreview) {
      const cancel = l10n.t("Cancel It");
      const message = l10n.t("{0} has not ended yet.", before.title);
      if ((await window.showWarningMessage(message, cancel)) !== cancel) return this.#current === undefined;
    }
    before.source.cancel();
    await before.ended.then(nothing, nothing);
    return true;
  }
}

function nothing(): void {
  // How a run ended is told by the one who started it.
}
