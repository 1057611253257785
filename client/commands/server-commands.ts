// Commands about the language server itself: restarting it, clearing what it knows, and showing what it wrote.

import { type LogOutputChannel, l10n, window } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { clearCacheMethod } from "../../server/protocol.ts";
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
    "weir.clearCache": async () => {
      const removed = await client.sendRequest<readonly string[]>(clearCacheMethod, {});
      for (const folder of removed) output.info(`Removed the cache ${folder}.`);
      window.setStatusBarMessage(l10n.t("Weir looks at all data anew."), 3000);
    },
    "weir.showOutput": () => output.show(),
  };
}
