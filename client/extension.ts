// What VS Code loads when the first .weir file is opened: puts the parts together and takes them apart again. Activation
// waits for nothing; the language server starts beside it.

import type { ExtensionContext } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands/register.ts";
import { serverCommands } from "./commands/server-commands.ts";
import { createOutput } from "./output.ts";
import { createClient, followTrust, startClient } from "./server-connection.ts";

let client: LanguageClient | undefined;

export function activate(context: ExtensionContext): void {
  const output = createOutput();
  client = createClient(context, output);
  context.subscriptions.push(
    output,
    followTrust(client),
    ...registerCommands(output, serverCommands(client, output)),
  );
  startClient(client, output);
}

/** VS Code waits for the server to end, so that the engine ends with it. */
export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.isRunning() === true) await running.stop();
}
