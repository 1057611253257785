// WR14x to WR16x: names, imports, parameters, sources, stores, tests, services and jobs.

import type { ProblemEntry } from "./entry.ts";

export const declarationProblems: readonly ProblemEntry[] = [];
