// A run's progress and its cancelling, between the protocol and the engine.

import type { CancellationToken, Connection } from "vscode-languageserver/node";
import type { Progress } from "../../engine/messages.ts";

const phases: Readonly<Record<Progress["phase"], string>> = {
  schema: "looking at the data",
  load: "loading",
  query: "computing",
  expectations: "checking expectations",
  store: "writing the store",
  switch: "putting the store in place",
};

/** Tells the editor how far a run has come, under the token that it gave. */
export function progressOf(
  connection: Connection,
  token: string | number | undefined,
): (progress: Progress) => void {
  if (token === undefined) return () => undefined;
  return ({ phase, fraction, rows }) => {
    const counted = rows === undefined ? "" : `, ${rows.toLocaleString("en-US")} rows`;
    const value = {
      kind: "report" as const,
      message: `${phases[phase]}${counted}`,
      ...(fraction === undefined ? {} : { percentage: Math.round(fraction * 100) }),
    };
    void connection.sendNotification("$/progress", { token, value });
  };
}

/** Aborted when the request is cancelled. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
