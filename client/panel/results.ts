// The results panel beside the editor: one panel, shown anew for each run. Rows stay in the engine; the panel passes the page's
// questions on to the server and the answers back. It keeps no rows, and its page is thrown away while it is hidden: what the page
// needs to come back is small and is sent again.

import { randomBytes } from "node:crypto";
import {
  type CancellationToken,
  CancellationTokenSource,
  commands,
  type Disposable,
  env,
  type LogOutputChannel,
  l10n,
  ProgressLocation,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import type { CloseResultParams, ExportParams, PageParams, PageResult } from "../../server/protocol.ts";
import { reasonOf } from "../output.ts";
import { chooseExport } from "./choose-export.ts";
import type { FromPage, PanelContent, ToPage } from "./messages.ts";
import { pageHtml } from "./page-html.ts";
import { readMessage } from "./web-message.ts";

/** What the panel asks of the server. */
export interface ResultsServer {
  page(params: PageParams, token: CancellationToken): Promise<PageResult>;
  export(params: ExportParams, token: CancellationToken): Promise<void>;
  close(params: CloseResultParams): void;
}

/** Runs again what the panel shows. */
export type Retry = () => void;

const viewType = "weir.results";

export class ResultsPanel implements Disposable {
  readonly #extension: Uri;
  readonly #server: ResultsServer;
  readonly #output: LogOutputChannel;
  #panel: WebviewPanel | undefined;
  #content: PanelContent | undefined;
  #retry: Retry = () => undefined;
  /** The page is there and listens; before, and while it is hidden, nothing is sent to it. */
  #isReady = false;
  /** Ends what is under way for the result that is shown. */
  #requests = new CancellationTokenSource();
  /** Ends reading pages in an order, or with a filter, that is not wanted any more. */
  #pages = new CancellationTokenSource();
  #question = "";
  readonly #settings: Disposable;
  #copied: string[] = [];

  constructor(extension: Uri, server: ResultsServer, output: LogOutputChannel) {
    this.#extension = extension;
    this.#server = server;
    this.#output = output;
    this.#settings = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("weir.results")) this.#sendContent();
    });
  }

  /**
   * Shows something in place of what is there; the panel opens if it is not. `retry` runs again what it was.
   * The result that it showed before is closed.
   */
  show(content: PanelContent, retry: Retry): void {
    this.#forgetResult();
    this.#content = content;
    this.#retry = retry;
    this.#panel ??= this.#open();
    this.#panel.title = content.heading.pipeline;
    if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    this.#sendContent();
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#forgetResult();
    this.#requests.dispose();
    this.#pages.dispose();
    this.#settings.dispose();
  }

  // ---------------------------------------------------------------------------------------------- helpers

  /** The result before is of no use to anybody once another is shown: the engine may let go of it. */
  #forgetResult(): void {
    this.#requests.cancel();
    this.#requests.dispose();
    this.#requests = new CancellationTokenSource();
    this.#endPages();
    if (this.#content?.kind === "result") this.#server.close({ resultId: this.#content.result.resultId });
    this.#content = undefined;
  }

  #endPages(): void {
    this.#pages.cancel();
    this.#pages.dispose();
    this.#pages = new CancellationTokenSource();
  }

  #open(): WebviewPanel {
    const resources = Uri.joinPath(this.#extension, "dist");
    const panel = window.createWebviewPanel(
      viewType,
      "Weir",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [resources], enableForms: false },
    );
    const { webview } = panel;
    webview.onDidReceiveMessage((given: unknown) => {
      const message = readMessage(given);
      if (message === undefined) this.#output.warn("The results panel sent something that it never should.");
      else this.#receive(message);
    });
    panel.onDidChangeViewState(() => {
      // VS Code throws the page of a hidden panel away; it says that it is ready when it comes back.
      if (!panel.visible) this.#isReady = false;
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#isReady = false;
      this.#forgetResult();
    });
    webview.html = pageHtml({
      nonce: randomBytes(18).toString("base64url"),
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(Uri.joinPath(resources, "panel.js")).toString(),
      styles: webview.asWebviewUri(Uri.joinPath(resources, "panel.css")).toString(),
    });
    return panel;
  }

  #receive(message: FromPage): void {
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        this.#sendContent();
        break;
      case "retry":
        this.#retry();
        break;
      case "page":
        void this.#page(message);
        break;
      case "copy":
        void this.#copy(message);
        break;
      case "export":
        void this.#export(message);
        break;
    }
  }

  async #page(message: FromPage & { readonly kind: "page" }): Promise<void> {
    const { request, resultId, offset, rows, sort, filter } = message;
    const question = JSON.stringify([resultId, sort, filter]);
    if (question !== this.#question) this.#endPages();
    this.#question = question;
    const { token } = this.#pages;
    try {
      const page = await this.#server.page({ resultId, offset, rows, sort, filter }, token);
      const arrow = new Uint8Array(Buffer.from(page.arrow, "base64"));
      const isCut = page.isCut === true;
      this.#send({ kind: "page", request, arrow, rows: page.rows, totalRows: page.totalRows, isCut });
    } catch (error) {
      if (token.isCancellationRequested) return;
      this.#send({ kind: "pageFailed", request, message: reasonOf(error) });
    }
  }

  async #copy({ text, isFirst, isLast }: FromPage & { readonly kind: "copy" }): Promise<void> {
    if (isFirst) this.#copied = [];
    this.#copied.push(text);
    if (!isLast) return;
    const whole = this.#copied.join("");
    this.#copied = [];
    await env.clipboard.writeText(whole);
  }

  async #export({ resultId, sort, filter }: FromPage & { readonly kind: "export" }): Promise<void> {
    const name = this.#content?.heading.pipeline ?? "result";
    try {
      const chosen = await chooseExport(name);
      if (chosen === undefined) return;
      const { token } = this.#requests;
      await window.withProgress(
        {
          location: ProgressLocation.Notification,
          title: l10n.t("Exporting {0}", chosen.path),
          cancellable: true,
        },
        async (_, cancelled) => {
          const both = new CancellationTokenSource();
          const ends = [token, cancelled].map((end) => end.onCancellationRequested(() => both.cancel()));
          try {
            await this.#server.export({ resultId, ...chosen, sort, filter }, both.token);
          } finally {
            for (const end of ends) end.dispose();
            both.dispose();
          }
        },
      );
      const show = l10n.t("Show in Folder");
      if ((await window.showInformationMessage(l10n.t("Exported {0}.", chosen.path), show)) === show) {
        await commands.executeCommand("revealFileInOS", Uri.file(chosen.path));
      }
    } catch (error) {
      this.#output.error(`Export failed: ${reasonOf(error)}`);
      void window.showErrorMessage(l10n.t("Nothing was exported: {0}", reasonOf(error)));
    }
  }

  #sendContent(): void {
    if (this.#content === undefined || !this.#isReady) return;
    const groupDigits = workspace.getConfiguration("weir").get("results.groupDigits", true);
    this.#send({ kind: "content", content: this.#content, settings: { groupDigits } });
  }

  #send(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }
}
