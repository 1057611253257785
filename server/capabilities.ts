// What the server says that it can do, and what the editor says of itself.

import {
  type ClientCapabilities,
  CodeActionKind,
  MarkupKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import { fixAllKind } from "./features/code-actions/quick-fixes.ts";
import { completionTriggers } from "./features/completion/completion.ts";
import type { CompletionAbilities } from "./features/completion/types.ts";
import { diagnosticSource } from "./features/diagnostics.ts";
import { semanticTokensLegend } from "./features/semantic-tokens.ts";
import type { InitializationOptions } from "./protocol.ts";

/** What of the editor's abilities makes a difference here. */
export interface ClientAbilities {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly registersWatchers: boolean;
  readonly changesFolders: boolean;
  readonly showsProgress: boolean;
  readonly completion: CompletionAbilities;
}

export function abilitiesOf(
  { workspace, textDocument, window }: ClientCapabilities,
  options: InitializationOptions = {},
): ClientAbilities {
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
    completion: completionAbilities(textDocument?.completion?.completionItem, options),
  };
}

function completionAbilities(
  item: NonNullable<NonNullable<ClientCapabilities["textDocument"]>["completion"]>["completionItem"],
  options: InitializationOptions,
): CompletionAbilities {
  return {
    snippets: item?.snippetSupport === true,
    insertReplace: item?.insertReplaceSupport === true,
    labelDetails: item?.labelDetailsSupport === true,
    asksAgain: options.suggestsAgain === true,
    markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
  };
}

export function serverCapabilities(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    completionProvider: {
      triggerCharacters: [...completionTriggers],
      resolveProvider: true,
      completionItem: { labelDetailsSupport: true },
    },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: ["(", ","], retriggerCharacters: [")"] },
    inlayHintProvider: true,
    semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    documentHighlightProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "}", moreTriggerCharacter: ["\n"] },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    definitionProvider: true,
    codeLensProvider: { resolveProvider: false },
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    workspaceSymbolProvider: true,
    callHierarchyProvider: true,
    ...(client.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: diagnosticSource,
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }
      : {}),
  };
}
