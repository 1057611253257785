// What VS Code loads when the first .weir file is opened: puts the parts together and takes them apart again. Activation
// waits for nothing; the language server starts beside it.

import type { ExtensionContext } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands/register.ts";
import { runCommands } from "./commands/run-commands.ts";
import { sampleCommands } from "./commands/sample-commands.ts";
import { serverCommands } from "./commands/server-commands.ts";
import { viewCommands } from "./commands/view-commands.ts";
import { createOutput } from "./output.ts";
import { ResultsPanel } from "./panel/results.ts";
import { resultsServer } from "./panel/results-server.ts";
import { Running } from "./run/running.ts";
import { createClient, followTrust, startClient } from "./server-connection.ts";
import { SqlView } from "./sql-view.ts";
import { showStatus } from "./status.ts";

let client: LanguageClient | undefined;

export function activate(context: ExtensionContext): void {
  const output = createOutput();
  client = createClient(context, output);
  const panel = new ResultsPanel(context.extensionUri, resultsServer(client), output);
  const running = new Running();
  const sqlView = new SqlView(client);
  context.subscriptions.push(
    output,
    panel,
    running,
    sqlView,
    followTrust(client),
    showStatus(client),
    ...registerCommands(output, {
      ...serverCommands(client, output),
      ...runCommands({ context, client, output, panel, running }),
      ...viewCommands(context, sqlView),
      ...sampleCommands(context),
    }),
  );
  startClient(client, output);
}

/** VS Code waits for the server to end, so that the engine ends with it. */
export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.isRunning() === true) await running.stop();
}
