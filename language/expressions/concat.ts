// Texts joined: by `+` and by interpolation. Both are the library's `concat`, which is null where a part is.

import { resolveCall } from "../functions/resolve.ts";
import { functionNamed } from "../functions/table.ts";
import type { PlanExpression } from "../plan.ts";

/** The texts one after the other. */
export function concatTexts(texts: readonly PlanExpression[]): PlanExpression {
  const entry = functionNamed("concat");
  if (entry === undefined) throw new Error("The function table has no `concat`");
  const parts = texts.flatMap((text) =>
    text.kind === "call" && text.function === entry.name ? text.arguments : [text],
  );
  const resolved = resolveCall(
    entry,
    parts.map(({ type, nullable }) => ({ kind: "value", type: { type, nullable } })),
  );
  if (resolved.kind !== "resolved") throw new Error("`concat` does not take texts");
  const { signature, result } = resolved;
  return {
    kind: "call",
    function: entry.name,
    signature,
    arguments: parts,
    type: result.type,
    nullable: result.nullable,
  };
}
