// The language server's table of contents: which message is answered by which function. Handlers hold no logic; they find
// the view and hand it to a feature.

import {
  type CallHierarchyItem,
  type CancellationToken,
  type CodeAction,
  type CodeLens,
  CodeLensRefreshRequest,
  type CompletionList,
  type Connection,
  type DiagnosticServerCancellationData,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticReport,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type Location,
  type PrepareRenameResult,
  RequestType,
  type SelectionRange,
  type SemanticTokens,
  type SignatureHelp,
  type TextDocumentIdentifier,
  type TextEdit,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from "vscode-languageserver/node";
import { EngineFailure } from "../engine/client.ts";
import type { Program } from "../language/index.ts";
import { answering, askEditor, describeFault, refuse } from "./answer.ts";
import { abilitiesOf, serverCapabilities } from "./capabilities.ts";
import { codeActions } from "./features/code-actions/quick-fixes.ts";
import { codeLenses } from "./features/code-lenses.ts";
import { completion } from "./features/completion/completion.ts";
import { resolveCompletion } from "./features/completion/resolve.ts";
import { diagnostics } from "./features/diagnostics.ts";
import { documentLinks } from "./features/document-links.ts";
import { documentSymbols } from "./features/document-symbols.ts";
import { foldingRanges } from "./features/folding.ts";
import { formatDocument, formatDocumentRange, formatOnType } from "./features/formatting.ts";
import { highlights } from "./features/highlights.ts";
import { hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlay-hints.ts";
import {
  type ItemData,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from "./features/navigation/call-hierarchy.ts";
import { definition, references } from "./features/navigation/definition.ts";
import { prepareRename, rename } from "./features/navigation/rename.ts";
import { parametersAt } from "./features/parameters.ts";
import { selectionRange } from "./features/selection-ranges.ts";
import { semanticTokens } from "./features/semantic-tokens.ts";
import { signatureHelp } from "./features/signature-help.ts";
import { workspaceSymbols } from "./features/workspace-symbols.ts";
import type { ServerHost } from "./host.ts";
import { indexProgress } from "./index/progress.ts";
import {
  type CloseResultParams,
  clearCacheMethod,
  closeResultMethod,
  type ExportParams,
  exportMethod,
  type InitializationOptions,
  type PageParams,
  type ParametersParams,
  type ParametersResult,
  type PlaceParams,
  pageMethod,
  parametersMethod,
  type RunParams,
  type RunResult,
  runMethod,
  type StatusParams,
  sqlMethod,
  statusMethod,
  type TrustParams,
  trustMethod,
} from "./protocol.ts";
import { runsOf } from "./runs/broker.ts";
import { progressOf, signalOf } from "./runs/progress.ts";
import { toOffset, type View, withText } from "./view.ts";
import { completionWorld } from "./workspace/completion-world.ts";
import { diagnosticsDelivery } from "./workspace/delivery.ts";
import { watchedPatterns } from "./workspace/watched.ts";
import { Workspace } from "./workspace/workspace.ts";

export const serverName = "weir";

const failedRun: RunResult = {
  kind: "refused",
  problems: [{ message: "The language server met a fault of its own; its output says more." }],
};

/** Serves `connection` until it is closed. */
export function startServer(connection: Connection, host: ServerHost): void {
  const { answer } = answering(connection);
  const workspace = new Workspace(host, {
    onFound: () => delivery.everything(),
    onState: (engine, detail) => {
      const params: StatusParams = { engine, detail };
      void connection.sendNotification(statusMethod, params);
    },
    onIndexing: (isWorking) => showIndexing(isWorking),
    onFault: (error) => connection.console.error(`index: ${describeFault(error)}`),
  });
  const delivery = diagnosticsDelivery(connection, workspace);
  let abilities = abilitiesOf({});
  const showIndexing = indexProgress(
    connection,
    () => abilities.showsProgress,
    () => workspace.index.size,
  );

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

  const clientUri = (uri: string) => workspace.clientUri(uri);
  /** The file with all files that hang on it. */
  const related = (view: View) => workspace.related(view.uri) ?? view.program;
  /** Of an item of the call hierarchy, whose file need not be open. */
  const fromItem = <T>(
    name: string,
    item: CallHierarchyItem,
    token: CancellationToken,
    feature: (program: Program, data: ItemData, clientUri: (uri: string) => string) => T[],
  ) =>
    answer<T[]>(name, token, [], () => {
      const data = item.data as ItemData;
      const program = workspace.related(data.uri);
      return program === undefined ? [] : feature(program, data, clientUri);
    });

  const runs = runsOf(host, workspace);
  /** What the engine says of a question that cannot be answered is told to the person. */
  const fromEngine = <T>(name: string, token: CancellationToken, work: () => Promise<T>) =>
    answer<T | null>(name, token, null, async () => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof EngineFailure)) throw error;
        const { message, hint } = error.failure;
        return refuse(hint === undefined ? message : `${message}. ${hint}`);
      }
    });

  // ------------------------------------------------------------------------------------------------ life

  connection.onInitialize((params) => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    abilities = abilitiesOf(params.capabilities, options);
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? [];
    workspace.setFolders(folders);
    workspace.setTrusted(options.trusted === true);
    delivery.use(abilities);
    workspace.isWatched = abilities.registersWatchers;
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
    if (abilities.refreshesLenses) {
      askEditor(connection, "asking for new lenses", connection.sendRequest(CodeLensRefreshRequest.type));
    }
  });
  connection.onShutdown(async () => {
    await Promise.all([workspace.schemas.close(), workspace.index.close(), runs.close()]);
  });

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

  connection.onCompletion(({ textDocument, position, context }, token) =>
    fromView<CompletionList | null>("completion", textDocument, token, null, (view) => {
      const offset = toOffset(view.lines, position);
      const world = completionWorld(workspace, host);
      return completion(view, offset, abilities.completion, world, context?.triggerCharacter);
    }),
  );
  connection.onCompletionResolve((item, token) =>
    answer("completion item", token, item, () => resolveCompletion(item, abilities.completion)),
  );
  connection.onDefinition(({ textDocument, position }, token) =>
    fromView<Location[]>("definition", textDocument, token, [], (view) =>
      definition(view, toOffset(view.lines, position), clientUri),
    ),
  );

  connection.onHover(({ textDocument, position }, token) =>
    fromView<Hover | null>("hover", textDocument, token, null, (view) => {
      return hover(view, toOffset(view.lines, position)) ?? null;
    }),
  );
  connection.onSignatureHelp(({ textDocument, position }, token) =>
    fromView<SignatureHelp | null>("signature help", textDocument, token, null, (view) => {
      return signatureHelp(view, toOffset(view.lines, position)) ?? null;
    }),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    fromView<InlayHint[]>("inlay hints", textDocument, token, [], (view) =>
      inlayHints(view, toOffset(view.lines, range.start), toOffset(view.lines, range.end), { types: true }),
    ),
  );
  connection.languages.semanticTokens.on(({ textDocument: { uri } }, token) =>
    answer<SemanticTokens>("semantic tokens", token, { data: [] }, () => {
      const view = workspace.view(uri);
      return view === undefined ? { data: [] } : semanticTokens(view);
    }),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    answer<SemanticTokens>("semantic tokens", token, { data: [] }, () => {
      const view = workspace.view(uri);
      if (view === undefined) return { data: [] };
      return semanticTokens(view, toOffset(view.lines, range.start), toOffset(view.lines, range.end));
    }),
  );
  connection.onDocumentSymbol(({ textDocument }, token) =>
    fromView<DocumentSymbol[]>("document symbols", textDocument, token, [], documentSymbols),
  );
  connection.onFoldingRanges(({ textDocument }, token) =>
    fromView<FoldingRange[]>("folding", textDocument, token, [], foldingRanges),
  );
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    fromView<SelectionRange[]>("selection ranges", textDocument, token, [], (view) =>
      positions.map((position) => selectionRange(view, toOffset(view.lines, position))),
    ),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    fromView<DocumentLink[]>("document links", textDocument, token, [], (view) =>
      documentLinks(view, workspace.folders, host.style),
    ),
  );
  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    fromView<DocumentHighlight[]>("highlights", textDocument, token, [], (view) =>
      highlights(view, toOffset(view.lines, position)),
    ),
  );
  connection.onDocumentFormatting(({ textDocument }, token) =>
    fromView<TextEdit[]>("formatting", textDocument, token, [], formatDocument),
  );
  connection.onDocumentRangeFormatting(({ textDocument, range }, token) =>
    fromView<TextEdit[]>("range formatting", textDocument, token, [], (view) =>
      formatDocumentRange(view, toOffset(view.lines, range.start), toOffset(view.lines, range.end)),
    ),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }, token) =>
    fromView<TextEdit[]>("formatting on type", textDocument, token, [], (view) =>
      formatOnType(view, toOffset(view.lines, position), ch),
    ),
  );
  connection.onCodeAction(({ textDocument, range, context }, token) =>
    fromView<CodeAction[]>("code actions", textDocument, token, [], (view) => {
      const selected = { start: toOffset(view.lines, range.start), end: toOffset(view.lines, range.end) };
      return codeActions(view, selected, context, textDocument.uri, (text) => withText(view, text));
    }),
  );

  // --------------------------------------------------------------------------------- features over all files

  connection.onReferences(({ textDocument, position, context }, token) =>
    fromView<Location[]>("references", textDocument, token, [], (view) =>
      references(related(view), view.uri, toOffset(view.lines, position), { ...context, clientUri }),
    ),
  );
  connection.onPrepareRename(({ textDocument, position }, token) =>
    fromView<PrepareRenameResult | null>("prepare rename", textDocument, token, null, (view) => {
      const prepared = prepareRename(view, toOffset(view.lines, position));
      if (prepared.kind === "refused") return refuse(prepared.reason);
      return { range: prepared.range, placeholder: prepared.placeholder };
    }),
  );
  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    fromView<WorkspaceEdit | null>("rename", textDocument, token, null, (view) => {
      const result = rename(related(view), view.uri, toOffset(view.lines, position), newName, clientUri);
      return result.kind === "refused" ? refuse(result.reason) : result.edit;
    }),
  );
  connection.onWorkspaceSymbol(({ query }, token) =>
    answer<WorkspaceSymbol[]>("workspace symbols", token, [], () =>
      workspaceSymbols(workspace.index.declarationsMatching(query), clientUri),
    ),
  );
  connection.languages.callHierarchy.onPrepare(({ textDocument, position }, token) =>
    fromView<CallHierarchyItem[]>("call hierarchy", textDocument, token, [], (view) =>
      prepareCallHierarchy(related(view), view.uri, toOffset(view.lines, position), clientUri),
    ),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
    fromItem("incoming calls", item, token, incomingCalls),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
    fromItem("outgoing calls", item, token, outgoingCalls),
  );

  connection.onCodeLens(({ textDocument }, token) =>
    // Nothing runs without trust, and what cannot be done is not offered.
    fromView<CodeLens[]>("code lenses", textDocument, token, [], (view) =>
      workspace.isTrusted ? codeLenses(view, textDocument.uri) : [],
    ),
  );
  connection.onRequest(clearCacheMethod, (_params: unknown, token) =>
    answer("clear cache", token, [], () => {
      const removed = workspace.clearCache();
      delivery.everything();
      return removed;
    }),
  );
  connection.onRequest(new RequestType<RunParams, RunResult, void>(runMethod), (params, token) =>
    answer<RunResult>("run", token, failedRun, async () => {
      const progress = progressOf(connection, params.workDoneToken);
      return runs.run(params, signalOf(token), progress);
    }),
  );
  connection.onRequest(new RequestType<PageParams, unknown, void>(pageMethod), (params, token) =>
    fromEngine("page", token, () => runs.page(params, signalOf(token))),
  );
  connection.onRequest(new RequestType<ExportParams, unknown, void>(exportMethod), (params, token) =>
    fromEngine("export", token, () => runs.export(params, signalOf(token))),
  );
  connection.onRequest(new RequestType<PlaceParams, unknown, void>(sqlMethod), (params, token) =>
    fromEngine("sql", token, async () => (await runs.sql(params)) ?? null),
  );
  connection.onRequest(closeResultMethod, (params: CloseResultParams, token) =>
    answer("close result", token, null, () => {
      runs.closeResult(params);
      return null;
    }),
  );
  connection.onRequest(parametersMethod, ({ uri, line, texts }: ParametersParams, token) =>
    fromView<ParametersResult | null>(
      "parameters",
      { uri },
      token,
      null,
      (view) => parametersAt(view, line, texts) ?? null,
    ),
  );

  connection.listen();
}
