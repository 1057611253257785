// The function table: every function of the language, by name.

import type { FunctionEntry } from "./entry.ts";

/** Every function, in the order of the documentation. */
export const allFunctions: readonly FunctionEntry[] = [];

const byName: ReadonlyMap<string, FunctionEntry> = new Map(allFunctions.map((entry) => [entry.name, entry]));

/** The function of this name. */
export function functionNamed(name: string): FunctionEntry | undefined {
  return byName.get(name);
}
