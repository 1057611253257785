// The language server's process and what is said to it. It holds no knowledge of the language: documents go there as they
// are, answers are shown as they come.

import { join } from "node:path";
import {
  type CodeLens,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  window,
  workspace,
} from "vscode";
import {
  LanguageClient,
  type NodeModule,
  RevealOutputChannelOn,
  TransportKind,
} from "vscode-languageclient/node";
import { memoryVariable, threadsVariable } from "../engine/settings.ts";
import {
  type InitializationOptions,
  placeCommands,
  type TrustParams,
  trustMethod,
} from "../server/protocol.ts";
import { reasonOf } from "./output.ts";

/** Where the server's process listens for a debugger when the extension itself is debugged. */
const debugPort = 6009;

/** The client of the language server, not started yet. Its identifier names the setting `weir.trace.server`. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const env: NodeJS.ProcessEnv = {};
  setLimits(env);
  const run: NodeModule = {
    module: context.asAbsolutePath(join("dist", "server.js")),
    transport: TransportKind.ipc,
    options: { env },
  };
  const debug: NodeModule = { ...run, options: { env, execArgv: ["--nolazy", `--inspect=${debugPort}`] } };
  const client = new LanguageClient(
    "weir",
    "Weir",
    { run, debug },
    {
      documentSelector: [
        { scheme: "file", language: "weir" },
        { scheme: "untitled", language: "weir" },
        // Problems of the manifest come from the server, completion in it from its JSON schema.
        { scheme: "file", language: "json", pattern: "**/weir.json" },
      ],
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: (): InitializationOptions => ({
        trusted: workspace.isTrusted,
        suggestsAgain: true,
      }),
      // Docs come from programs and data: no HTML, no links that run commands.
      markdown: { isTrusted: false, supportHtml: false },
      middleware: {
        provideCodeLenses: async (document, token, next) => wantedLenses((await next(document, token)) ?? []),
      },
    },
  );
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration("weir.engine")) return;
      setLimits(env);
      output.info("The engine's limits have changed: the language server starts anew.");
      if (client.isRunning()) void client.restart();
    }),
  );
  return client;
}

/** Starts the server in the background; a failure is told once, with the way to the reason. */
export function startClient(client: LanguageClient, output: LogOutputChannel): void {
  if (isVirtual()) {
    output.info("This folder is not on a disk: Weir colours its files, and does nothing more.");
    return;
  }
  client.start().catch((error: unknown) => {
    output.error(`The language server did not start: ${reasonOf(error)}`);
    void tellOfFailure(output);
  });
}

/** Tells the server when the person trusts the workspace: from then on it may start the engine. */
export function followTrust(client: LanguageClient): Disposable {
  return workspace.onDidGrantWorkspaceTrust(() => {
    const params: TrustParams = { trusted: true };
    // A server that is not running hears it at its start.
    if (client.isRunning()) void client.sendNotification(trustMethod, params);
  });
}

/** Lenses above steps can be switched off: they are many. Those of a pipeline stand on the line of its *Run*. */
function wantedLenses(lenses: readonly CodeLens[]): CodeLens[] {
  if (workspace.getConfiguration("weir").get("codeLens.steps", true)) return [...lenses];
  const ofPipelines = new Set(
    lenses
      .filter(({ command }) => command?.command === placeCommands.run)
      .map(({ range }) => range.start.line),
  );
  return lenses.filter(({ range }) => ofPipelines.has(range.start.line));
}

/** The person's limits for the engine, as the server's process and those that it starts read them. */
function setLimits(env: NodeJS.ProcessEnv): void {
  const settings = workspace.getConfiguration("weir.engine");
  const memory = settings.get("memoryLimit", "");
  const threads = settings.get("threads", 0);
  // What is not set here is left to the environment of the editor.
  if (memory === "") delete env[memoryVariable];
  else env[memoryVariable] = memory;
  if (threads === 0) delete env[threadsVariable];
  else env[threadsVariable] = String(threads);
}

/** Whether all that is open lies elsewhere than on a disk. */
function isVirtual(): boolean {
  const folders = workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== "file");
}

async function tellOfFailure(output: LogOutputChannel): Promise<void> {
  const show = l10n.t("Show Output");
  const message = l10n.t("Weir's language server did not start. Colours and snippets work without it.");
  if ((await window.showErrorMessage(message, show)) === show) output.show();
}
