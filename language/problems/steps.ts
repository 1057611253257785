// WR17x to WR19x: steps, joins, order and keys.

import type { ProblemEntry } from "./entry.ts";

export const stepProblems: readonly ProblemEntry[] = [];
