// The engine that is started before anything else is loaded, for commands that are sure to need one: its process loads
// DuckDB while this one loads the parser. There is one, taken by the command or ended unused.

import { type Engine, startEngine } from "../engine/client.ts";

/** Commands that run something whatever is in the file. */
const running: ReadonlySet<string> = new Set(["run", "test"]);

let warm: Engine | undefined;

/** Starts the engine where the command that is asked for will need it. */
export function warmUp(parameters: readonly string[]): void {
  const [command] = parameters;
  if (command === undefined || !running.has(command)) return;
  if (parameters.includes("--help") || parameters.includes("-h")) return;
  warm = startEngine();
}

/** The engine for a command, which has to close it. */
export function takeEngine(): Engine {
  const engine = warm ?? startEngine();
  warm = undefined;
  return engine;
}

/** Ends an engine that nobody took: the command ended before it came to that. */
export async function leaveEngine(): Promise<void> {
  await warm?.close();
}
