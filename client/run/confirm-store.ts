// Asks before a run replaces what a store holds. "Always" is remembered for the person, never for a workspace: a folder
// from somewhere else must not decide that.

import { ConfigurationTarget, l10n, window, workspace } from "vscode";
import type { StoreInfo } from "../../server/protocol.ts";

/** What the person wants: to store, to see the rows only, or nothing. */
export type StoreChoice = "store" | "show" | "nothing";

/** Modes that take away what was there before. */
const replacingModes: ReadonlySet<string> = new Set(["replace", "replaceBy"]);

export async function confirmStore(pipeline: string, store: StoreInfo): Promise<StoreChoice> {
  const settings = workspace.getConfiguration("weir");
  if (!replacingModes.has(store.mode) || !settings.get("run.confirmReplace", true)) return "store";
  const replace = l10n.t("Run and Store");
  const show = l10n.t("Only Show Rows");
  const always = l10n.t("Always Store");
  const chosen = await window.showWarningMessage(
    l10n.t("Run {0} and replace the store {1}?", pipeline, store.name),
    { modal: true, detail: l10n.t("What {0} holds now is replaced by the result.", store.path) },
    replace,
    show,
    always,
  );
  if (chosen === always) await settings.update("run.confirmReplace", false, ConfigurationTarget.Global);
  if (chosen === replace || chosen === always) return "store";
  return chosen === show ? "show" : "nothing";
}
