// WR10x to WR13x: names and types in expressions.

import type { ProblemEntry } from "./entry.ts";

export const expressionProblems: readonly ProblemEntry[] = [];
