// The documentation of an item, written when somebody looks at it: of functions from the function table, of steps from the
// table of steps.

import { type CompletionItem, MarkupKind } from "vscode-languageserver-types";
import { functionNamed } from "../../../language/index.ts";
import { functionText } from "../function-text.ts";
import { stepEntryOf } from "./step-table.ts";
import type { CompletionAbilities, ResolveData } from "./types.ts";

/** The item with its documentation; as it is where it has none. */
export function resolveCompletion(item: CompletionItem, abilities: CompletionAbilities): CompletionItem {
  const text = documentationOf(item.data as Partial<ResolveData> | undefined);
  if (text === undefined) return item;
  return {
    ...item,
    documentation: abilities.markdown
      ? { kind: MarkupKind.Markdown, value: text }
      : text.replace(/^```.*$/gm, "").replaceAll("`", ""),
  };
}

function documentationOf(data: Partial<ResolveData> | undefined): string | undefined {
  if (data?.name === undefined) return undefined;
  if (data.of === "function") {
    const entry = functionNamed(data.name);
    return entry === undefined ? undefined : functionText(entry);
  }
  if (data.of !== "step") return undefined;
  const step = stepEntryOf.get(data.name);
  return step === undefined ? undefined : `${step.doc}\n\n\`\`\`weir\n${step.example}\n\`\`\``;
}
