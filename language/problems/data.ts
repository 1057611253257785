// WR2xx: what sources and stores hold, as far as the catalogue knows.

import type { ProblemEntry } from "./entry.ts";

export const dataProblems: readonly ProblemEntry[] = [];
