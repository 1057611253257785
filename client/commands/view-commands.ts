// Commands that show something about the program in front: its SQL, its lineage, its formatted text, the walkthrough.

import { commands, type ExtensionContext, l10n, window } from "vscode";
import { placeCommands } from "../../server/protocol.ts";
import { placeOf, weirEditor } from "../place.ts";
import type { SqlView } from "../sql-view.ts";
import type { Command } from "./register.ts";

export function viewCommands(context: ExtensionContext, sqlView: SqlView): Readonly<Record<string, Command>> {
  return {
    [placeCommands.sql]: async (given) => {
      const place = placeOf(given);
      if (place === undefined) return askForFile();
      return sqlView.show(place);
    },
    // Who feeds a pipeline and who uses it is what a call hierarchy shows; the editor's command takes the cursor's place.
    "weir.showLineage": () =>
      weirEditor() === undefined
        ? askForFile()
        : commands.executeCommand("references-view.showCallHierarchy"),
    "weir.format": () =>
      weirEditor() === undefined ? askForFile() : commands.executeCommand("editor.action.formatDocument"),
    "weir.openWalkthrough": () =>
      commands.executeCommand(
        "workbench.action.openWalkthrough",
        `${context.extension.id}#weir.start`,
        false,
      ),
  };
}

function askForFile(): void {
  void window.showInformationMessage(l10n.t("Open a .weir file first."));
}
