// The output channel "Weir": what happened, in sentences and with times, for a person who looks for a reason. It must
// never hold values of data or secrets: what is written here ends up in reports of faults.

import { type LogOutputChannel, window } from "vscode";

/** The channel; the language server's messages appear in it too. */
export function createOutput(): LogOutputChannel {
  return window.createOutputChannel("Weir", { log: true });
}

/** What an error says to a person. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
