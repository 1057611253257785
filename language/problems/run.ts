// WR6xx: what goes wrong in a run. Reported by the engine; the texts stand here with all others.

import type { ProblemEntry } from "./entry.ts";

export const runProblems: readonly ProblemEntry[] = [];
