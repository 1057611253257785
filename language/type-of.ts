// The type of an expression at a place that is known already: for the editor, which asks about parts of what somebody is
// still writing. It reports nothing.

import type { Expression } from "../grammar/tree.ts";
import { bindExpression } from "./bind-expression.ts";
import { silentReporter } from "./reporter.ts";
import type { Scope } from "./scope.ts";
import type { ColumnType } from "./types.ts";

/** The type of `node` in `scope`; of kind `unknown` where something in it stands for nothing. */
export function typeOfExpression(node: Expression, scope: Scope): ColumnType {
  const { type, nullable } = bindExpression(node, scope, silentReporter);
  return { type, nullable };
}
