// The status item: whether the engine runs, and what it does. It is there while a .weir file is in view, and quiet.

import { type Disposable, l10n, StatusBarAlignment, window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type EngineState, type StatusParams, statusMethod } from "../server/protocol.ts";

const icons: Readonly<Record<EngineState, string>> = {
  off: "$(circle-outline)",
  starting: "$(loading~spin)",
  ready: "$(circle-filled)",
  busy: "$(sync~spin)",
  lost: "$(warning)",
};

/** Shows what the server tells of the engine until it is disposed of. */
export function showStatus(client: LanguageClient): Disposable {
  const item = window.createStatusBarItem("weir.engine", StatusBarAlignment.Right, 100);
  item.name = l10n.t("Weir Engine");
  let state: StatusParams = { engine: "off" };

  const render = (): void => {
    if (!window.visibleTextEditors.some(({ document }) => document.languageId === "weir")) {
      item.hide();
      return;
    }
    if (workspace.isTrusted) {
      item.text = `${icons[state.engine]} Weir`;
      item.tooltip = [sentence(state.engine), state.detail ?? ""].filter((part) => part !== "").join("\n");
      item.command = "weir.showOutput";
    } else {
      item.text = "$(shield) Weir";
      item.tooltip = l10n.t("This folder is not trusted: Weir looks at no data and runs nothing.");
      item.command = "workbench.trust.manage";
    }
    item.accessibilityInformation = { label: `Weir: ${String(item.tooltip)}`, role: "button" };
    item.show();
  };

  const listening = [
    client.onNotification(statusMethod, (params: StatusParams) => {
      state = params;
      render();
    }),
    window.onDidChangeVisibleTextEditors(render),
    workspace.onDidGrantWorkspaceTrust(render),
  ];
  render();
  return {
    dispose() {
      for (const listener of listening) listener.dispose();
      item.dispose();
    },
  };
}

function sentence(engine: EngineState): string {
  switch (engine) {
    case "off":
      return l10n.t("The engine is not running; it starts when there is something to do.");
    case "starting":
      return l10n.t("The engine is starting.");
    case "ready":
      return l10n.t("The engine is ready.");
    case "busy":
      return l10n.t("The engine is busy.");
    case "lost":
      return l10n.t("The engine was lost. The next request starts another one.");
  }
}
