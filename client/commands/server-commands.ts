// Commands about the language server itself: restarting it, and showing what it wrote.

import { type LogOutputChannel, l10n, window } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Command } from "./register.ts";

export function serverCommands(
  client: LanguageClient,
  output: LogOutputChannel,
): Readonly<Record<string, Command>> {
  return {
    "weir.restartServer": async () => {
      output.info("Restarting the language server.");
      // One that never started cannot be stopped; starting it is what is wanted then.
      if (client.isRunning()) await client.restart();
      else await client.start();
      window.setStatusBarMessage(l10n.t("Weir's language server runs anew."), 3000);
    },
    "weir.showOutput": () => output.show(),
  };
}
