// The language server's table of contents: which message is answered by which function. Handlers hold no logic; they find
// the view and hand it to a feature.

import {
  type CancellationToken,
  type Connection,
  type DiagnosticServerCancellationData,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticReport,
  type TextDocumentIdentifier,
} from "vscode-languageserver/node";
import { answering, askEditor } from "./answer.ts";
import { abilitiesOf, serverCapabilities } from "./capabilities.ts";
import { diagnostics } from "./features/diagnostics.ts";
import type { ServerHost } from "./host.ts";
import {
  type InitializationOptions,
  type StatusParams,
  statusMethod,
  type TrustParams,
  trustMethod,
} from "./protocol.ts";
import type { View } from "./view.ts";
import { diagnosticsDelivery } from "./workspace/delivery.ts";
import { watchedPatterns } from "./workspace/watched.ts";
import { Workspace } from "./workspace/workspace.ts";

export const serverName = "weir";

/** Serves `connection` until it is closed. */
export function startServer(connection: Connection, host: ServerHost): void {
  const { answer } = answering(connection);
  const workspace = new Workspace(host, {
    onFound: () => delivery.everything(),
    onState: (engine, detail) => {
      const params: StatusParams = { engine, detail };
      void connection.sendNotification(statusMethod, params);
    },
  });
  const delivery = diagnosticsDelivery(connection, workspace);
  let abilities = abilitiesOf({});

  /** Answers from the view of a file; `fallback` where it is not open, or too big for more than colours. */
  const fromView = <T>(
    name: string,
    document: TextDocumentIdentifier,
    token: CancellationToken,
    fallback: T,
    feature: (view: View) => T,
  ) =>
    answer(name, token, fallback, () => {
      const open = workspace.document(document.uri);
      if (open === undefined || open.isHuge) return fallback;
      const view = workspace.view(document.uri);
      return view === undefined ? fallback : feature(view);
    });

  // ------------------------------------------------------------------------------------------------ life

  connection.onInitialize((params) => {
    abilities = abilitiesOf(params.capabilities);
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? [];
    workspace.setFolders(folders);
    workspace.setTrusted(options.trusted === true);
    delivery.use(abilities);
    return { capabilities: serverCapabilities(abilities), serverInfo: { name: serverName } };
  });
  connection.onInitialized(() => {
    if (abilities.registersWatchers) {
      const watchers = watchedPatterns.map((globPattern) => ({ globPattern }));
      const registered = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      askEditor(connection, "watching files", registered);
    }
    if (abilities.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        const kept = workspace.folders.filter((uri) => !gone.has(uri));
        workspace.setFolders([...kept, ...added.map(({ uri }) => uri)]);
        delivery.everything();
      });
    }
  });
  connection.onNotification(trustMethod, ({ trusted }: TrustParams) => {
    workspace.setTrusted(trusted);
    delivery.everything();
  });
  connection.onShutdown(() => workspace.schemas.close());

  // ------------------------------------------------------------------------------------------- documents

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    workspace.open(uri, languageId, version, text);
    delivery.opened(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    workspace.change(uri, version, contentChanges);
    delivery.changed(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    workspace.close(uri);
    delivery.closed(uri);
  });
  connection.onDidSaveTextDocument(() => workspace.lookAtData());
  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.filesChanged(changes.map(({ uri }) => uri));
    workspace.lookAtData();
    delivery.everything();
  });

  // -------------------------------------------------------------------------------------------- problems

  connection.languages.diagnostics.on(({ textDocument: { uri } }, token) =>
    answer<DocumentDiagnosticReport, DiagnosticServerCancellationData>(
      "diagnostics",
      token,
      { kind: "full", items: [] },
      () => {
        const view = workspace.view(uri);
        return { kind: "full", items: view === undefined ? [] : diagnostics(view, uri) };
      },
    ),
  );

  // ----------------------------------------------------------------------------------- features of a file

  void fromView;
  connection.listen();
}
