// Types that nobody wrote: of derived and aggregated columns, of constants. Each stands right behind its name and can be
// switched off.

import { type InlayHint, InlayHintKind } from "vscode-languageserver-types";
import type { Item, Name } from "../../grammar/index.ts";
import { type BoundStep, typeName } from "../../language/index.ts";
import { toPosition, type View } from "../view.ts";

export interface HintOptions {
  readonly types: boolean;
}

/** Hints between two offsets. */
export function inlayHints(view: View, from: number, to: number, { types }: HintOptions): InlayHint[] {
  if (!types) return [];
  const hints: InlayHint[] = [];
  view.file.declarations.forEach((bound, index) => {
    const { start } = view.file.tree.parts[index]!;
    if (start > to || start + bound.declaration.end < from) return;
    const add = (name: Name, type: string) => {
      const offset = start + name.end;
      if (offset < from || offset > to) return;
      hints.push({
        position: toPosition(view.lines, offset),
        label: `: ${type}`,
        kind: InlayHintKind.Type,
        paddingRight: false,
      });
    };
    const { declaration, symbol } = bound;
    if (declaration.kind === "let" && declaration.type === undefined && symbol?.kind === "constant") {
      if (symbol.value.type.kind !== "unknown") add(declaration.name, typeName(symbol.value));
    }
    for (const step of bound.steps) {
      for (const { name } of itemsOf(step)) {
        if (name === undefined || name.text === "") continue;
        const column = step.output.shape.columns.find((candidate) => candidate.name === name.text);
        if (column !== undefined && column.type.kind !== "unknown") add(name, typeName(column));
      }
    }
  });
  return hints;
}

function itemsOf({ node }: BoundStep): readonly Item[] {
  switch (node.kind) {
    case "derive":
    case "select":
    case "window":
      return node.items;
    case "aggregate":
      return [...node.items, ...node.by];
    case "unnest":
      return [node.item];
    default:
      return [];
  }
}
