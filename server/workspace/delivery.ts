// Brings problems to the editor: at once for a file that is being typed in, a moment later for the others that may have
// changed with it; pushed, or by asking the editor to ask, as it likes. One answer a version; none for a version that is past.

import {
  type Connection,
  DiagnosticRefreshRequest,
  MessageType,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import { askEditor } from "../answer.ts";
import type { ClientAbilities } from "../capabilities.ts";
import { diagnostics, manifestDiagnostics } from "../features/diagnostics.ts";
import { hugeUnits, type Workspace } from "./workspace.ts";

export interface Delivery {
  use(abilities: ClientAbilities): void;
  opened(uri: string): void;
  changed(uri: string): void;
  closed(uri: string): void;
  /** Anything may have changed. */
  everything(): void;
}

/** How long other open files wait after a keystroke, in milliseconds. */
const othersMillis = 150;

export function diagnosticsDelivery(connection: Connection, workspace: Workspace): Delivery {
  let abilities: ClientAbilities | undefined;
  const due = new Set<string>();
  const manifests = new Map<string, string>();
  let isScheduled = false;
  let others: NodeJS.Timeout | undefined;

  function schedule(uri: string): void {
    due.add(uri);
    if (isScheduled) return;
    isScheduled = true;
    // Changes that arrive together are answered together.
    setImmediate(() => {
      isScheduled = false;
      const now = [...due];
      due.clear();
      for (const one of now) deliver(one);
    });
  }

  function deliver(uri: string): void {
    const document = workspace.document(uri);
    if (document === undefined) return;
    let view: ReturnType<Workspace["view"]>;
    try {
      view = workspace.view(uri);
    } catch (error) {
      connection.console.error(`diagnostics: ${error instanceof Error ? error.stack : String(error)}`);
      return;
    }
    if (view === undefined) return;
    tellOfManifest(view.project);
    if (abilities?.pullsDiagnostics === true) return;
    void connection.sendDiagnostics({
      uri: document.clientUri,
      version: document.version,
      diagnostics: diagnostics(view, document.clientUri),
    });
  }

  function tellOfManifest(project: Parameters<typeof manifestDiagnostics>[0]): void {
    if (project.manifestUri === undefined) return;
    const found = manifestDiagnostics(project);
    const text = JSON.stringify(found);
    if ((manifests.get(project.manifestUri) ?? "[]") === text) return;
    manifests.set(project.manifestUri, text);
    void connection.sendDiagnostics({
      uri: workspace.clientUri(project.manifestUri),
      diagnostics: found,
    });
  }

  function everything(): void {
    clearTimeout(others);
    others = undefined;
    for (const { uri } of workspace.documents) schedule(uri);
    if (abilities?.refreshesDiagnostics === true) {
      askEditor(connection, "asking for new problems", connection.sendRequest(DiagnosticRefreshRequest.type));
    }
  }

  return {
    use(given) {
      abilities = given;
    },
    opened(uri) {
      const document = workspace.document(uri);
      if (document?.isHuge === true) {
        const size = (hugeUnits / 1_000_000).toFixed(0);
        void connection.sendNotification(ShowMessageNotification.type, {
          type: MessageType.Info,
          message: `This file has more than ${size} million characters: Weir colours it and shows its problems, and leaves completion and the rest out.`,
        });
      }
      schedule(uri);
    },
    changed(uri) {
      schedule(uri);
      if (workspace.documents.length < 2) return;
      clearTimeout(others);
      others = setTimeout(everything, othersMillis);
    },
    closed(uri) {
      due.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    everything,
  };
}
