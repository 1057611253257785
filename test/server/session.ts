// An editor for tests: the server as a real process, spoken to over the protocol. Every session has a folder of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { type StatusParams, statusMethod } from "../../server/protocol.ts";
import { repositoryRoot } from "../support/repository.ts";

export interface SessionOptions {
  /** Files of the workspace folder, by path with `/` in it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly isTrusted?: boolean;
  readonly capabilities?: ClientCapabilities;
}

export interface Session {
  readonly folder: string;
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly child: ChildProcess;
  /** Everything that the server said about its engine so far. */
  readonly states: readonly StatusParams[];
  uri(path: string): string;
  write(path: string, content: string | Uint8Array): void;
  open(path: string, text: string): void;
  /** Replaces the whole text. */
  change(path: string, version: number, text: string): void;
  close(path: string): void;
  /** The next diagnostics of a file that `wanted` accepts, those that came already included. */
  diagnostics(
    path: string,
    wanted?: (published: PublishDiagnosticsParams) => boolean,
  ): Promise<PublishDiagnosticsParams>;
  end(): Promise<void>;
}

export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), "weir server ü-"));
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(options.files ?? {})) write(path, content);
  const program = join(repositoryRoot, "dist", "cli.js");
  const child = spawn(process.execPath, [program, "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout!),
    new StreamMessageWriter(child.stdin!),
  );
  const uri = (path: string) => pathToFileURL(join(folder, path)).href;
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    for (const look of waiting) look();
  });
  const states: StatusParams[] = [];
  connection.onNotification(statusMethod, (params: StatusParams) => void states.push(params));
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "test" }],
    initializationOptions: { trusted: options.isTrusted ?? true },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    folder,
    connection,
    initialized,
    child,
    states,
    uri,
    write,
    open: (path, text) =>
      void connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uri(path), languageId: "weir", version: 1, text },
      }),
    change: (path, version, text) =>
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ text }],
      }),
    close: (path) =>
      void connection.sendNotification(DidCloseTextDocumentNotification.type, {
        textDocument: { uri: uri(path) },
      }),
    diagnostics: (path, wanted = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = published.findLast((params) => params.uri === uri(path) && wanted(params));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async end() {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      // A server that does not answer fails its test, and must not hold up the others.
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await Promise.race([connection.sendRequest(ShutdownRequest.type), ended]);
      await connection.sendNotification(ExitNotification.type);
      await ended;
      clearTimeout(late);
      connection.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `work` in a session that is ended whatever happens. */
export async function withSession(
  options: SessionOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const session = await startSession(options);
  try {
    await work(session);
  } finally {
    await session.end();
  }
}
