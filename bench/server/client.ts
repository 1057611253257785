// An editor for benchmarks: the bundled server as a process, spoken to over the protocol as editors do.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type ServerCapabilities,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const program = fileURLToPath(new URL("../../dist/server.js", import.meta.url));
const heapProbe = new URL("./heap-probe.mjs", import.meta.url).href;

export interface BenchClient {
  readonly connection: ProtocolConnection;
  readonly capabilities: ServerCapabilities;
  uri(path: string): string;
  /** Opens a file; resolves with its first problems. */
  open(path: string, text: string): Promise<void>;
  /** Puts `text` in place of what stands between two positions; resolves when the problems of the new text are there. */
  type(path: string, from: Position, to: Position, text: string): Promise<void>;
  /** Bytes that are in use after a forced collection. */
  heapBytes(): Promise<number>;
  /** Megabytes of the process at its highest; undefined where the system does not tell. */
  mostMegabytes(): number | undefined;
  end(): Promise<void>;
}

export async function startClient(folder: string): Promise<BenchClient> {
  const heapFile = join(folder, "heap.txt");
  const child = spawn(process.execPath, ["--expose-gc", "--import", heapProbe, program, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, WEIR_BENCH_HEAP: heapFile },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, () => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version }) => {
    const key = `${uri} ${version ?? ""}`;
    waiting.get(key)?.();
    waiting.delete(key);
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "bench" }],
    initializationOptions: { trusted: true },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const uri = (path: string) => pathToFileURL(join(folder, path)).href;
  const versions = new Map<string, number>();
  const problemsOf = (path: string, version: number) =>
    new Promise<void>((resolve) => waiting.set(`${uri(path)} ${version}`, resolve));
  return {
    connection,
    capabilities,
    uri,
    async open(path, text) {
      versions.set(path, 1);
      const problems = problemsOf(path, 1);
      const textDocument = { uri: uri(path), languageId: "weir", version: 1, text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
      await problems;
    },
    async type(path, start, end, text) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      const problems = problemsOf(path, version);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ range: { start, end }, text }],
      });
      await problems;
    },
    async heapBytes() {
      rmSync(heapFile, { force: true });
      child.kill("SIGUSR2");
      for (;;) {
        await wait(20);
        const written = existsSync(heapFile) ? readFileSync(heapFile, "utf8") : "";
        if (written !== "") return Number(written);
      }
    },
    mostMegabytes() {
      const status = `/proc/${child.pid}/status`;
      if (!existsSync(status)) return undefined;
      const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(status, "utf8"))?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
    },
    async end() {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await ended;
      connection.dispose();
    },
  };
}
