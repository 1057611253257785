// The shape of the problem table: one entry a code. The code is the diagnostic's code, the anchor of its page in
// docs/diagnostics.md and the handle of its tests. Messages are built where the fault is found.

import type { Range, RelatedRange, TextFix } from "../../grammar/tree.ts";

export type Severity = "error" | "warning" | "information" | "hint";

export interface ProblemEntry {
  readonly code: string;
  readonly severity: Severity;
  /** Short, for lists: `unknown column`. */
  readonly title: string;
  /** One paragraph: what it means and how to get out of it. */
  readonly explanation: string;
  /** A whole Weir text that gives this code and no other error, and its repaired version without it. */
  readonly wrong: string;
  readonly right: string;
}

/** A problem as found. Ranges are relative to the start of the declaration `part` of the file. */
export interface Problem extends Range {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly TextFix[];
  readonly related: readonly RelatedRange[];
}
