// The server over standard input and output, for `weir lsp --stdio`.

import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { realHost } from "./host.ts";
import { startServer } from "./server.ts";

/** Serves until standard input ends. */
export function serveStandardStreams(): Promise<void> {
  const reader = new StreamMessageReader(process.stdin);
  const writer = new StreamMessageWriter(process.stdout);
  const ended = new Promise<void>((resolve) => process.stdin.once("end", resolve));
  startServer(createConnection(ProposedFeatures.all, reader, writer), realHost());
  return ended;
}
