// The results panel's page: shows what the extension sends, asks it for rows. Everything is built here, from nothing, and only as
// text; the page has no way to the network or to the disk.

import type { FromPage, PanelContent, PanelSettings, ToPage } from "../messages.ts";
import { createBar } from "./bar.ts";
import { noticesElement } from "./notices.ts";
import { failureElement, runningElement } from "./other-states.ts";
import { keeper, openLink } from "./panel-link.ts";
import { ResultView } from "./result-view.ts";
import { parts } from "./tsv.ts";

/** Characters of one message of a copy; at most three bytes each. */
const copyPart = 300_000;

const link = openLink();
const keep = keeper(link);
const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
const bar = createBar({
  onFilter: (filter) => view?.filterBy(filter),
  onCopy: () => void view?.copyLater(),
  onExport: () => {
    if (view !== undefined && resultId !== undefined) send({ kind: "export", resultId, ...view.question });
  },
  onLeaveFilter: () => view?.focus(),
});
const body = document.createElement("div");
body.className = "body";
document.body.append(bar.node, body);

let view: ResultView | undefined;
let resultId: string | undefined;

window.addEventListener("message", (event: MessageEvent<ToPage>) => {
  const message = event.data;
  switch (message.kind) {
    case "content":
      show(message.content, message.settings);
      break;
    case "page":
      view?.take(message);
      break;
    case "pageFailed":
      view?.fail(message.request, message.message);
      break;
  }
});

// VS Code copies by a command, which the browser refuses where nothing is marked unless it is told that there is something.
document.addEventListener("beforecopy", (event) => {
  if (view !== undefined && isGridFocused()) event.preventDefault();
});

document.addEventListener("copy", (event) => {
  // A text that the person marked, in a value or in the filter, is the browser's to copy.
  if (view === undefined || !isGridFocused()) return;
  const text = view.copiedNow();
  event.preventDefault();
  if (text === undefined) void view.copyLater();
  else if (event.clipboardData === null) copy(text);
  else event.clipboardData.setData("text/plain", text);
});

send({ kind: "ready" });

// ------------------------------------------------------------------------------------------------ helpers

function isGridFocused(): boolean {
  return document.activeElement?.closest(".grid") != null;
}

function send(message: FromPage): void {
  link.postMessage(message);
}

function show(content: PanelContent, settings: PanelSettings): void {
  view?.dispose();
  view = undefined;
  resultId = undefined;
  body.replaceChildren();
  bar.heading(content.heading);
  bar.note("");
  bar.actions(content.kind === "result");
  switch (content.kind) {
    case "running":
      bar.counts("");
      body.append(runningElement());
      break;
    case "failed":
      bar.counts("");
      body.append(
        ...[noticesElement(content.failure.notices)].filter((node) => node !== undefined),
        failureElement(content.failure, () => send({ kind: "retry" })),
      );
      break;
    case "result": {
      const state = link.getState();
      const kept = state?.resultId === content.result.resultId ? state : undefined;
      bar.filter(kept?.filter ?? "");
      resultId = content.result.resultId;
      view = new ResultView(body, content.result, kept, {
        bar,
        nonce,
        settings,
        ask: (request) => send({ kind: "page", ...request }),
        copy,
        keep,
      });
      break;
    }
  }
}

function copy(text: string): void {
  const texts = parts(text, copyPart);
  texts.forEach((part, index) => {
    send({ kind: "copy", text: part, isFirst: index === 0, isLast: index === texts.length - 1 });
  });
}
