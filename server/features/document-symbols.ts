// The outline of a file: its declarations, with the steps of pipelines and the fields of sources below them.

import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import type { Declaration, Range, Step } from "../../grammar/index.ts";
import { toRange, type View } from "../view.ts";

const kinds: Readonly<Record<Declaration["kind"], SymbolKind>> = {
  import: SymbolKind.Namespace,
  source: SymbolKind.File,
  store: SymbolKind.Object,
  model: SymbolKind.Class,
  let: SymbolKind.Constant,
  function: SymbolKind.Method,
  pipeline: SymbolKind.Function,
  bare: SymbolKind.Function,
  test: SymbolKind.Event,
  service: SymbolKind.Interface,
  job: SymbolKind.Event,
  faultyDeclaration: SymbolKind.Null,
};

export function documentSymbols(view: View): DocumentSymbol[] {
  return view.file.tree.parts.flatMap(({ start, declaration }) => {
    if (declaration.kind === "import" || declaration.kind === "faultyDeclaration") return [];
    const text = view.text.slice(start, start + declaration.end);
    const rangeOf = ({ start: from, end }: Range) => toRange(view.lines, start + from, start + end);
    const name = nameOf(declaration, text);
    const selection = "name" in declaration ? declaration.name : declaration;
    return [
      {
        name: name.text,
        detail: name.detail,
        kind: kinds[declaration.kind],
        range: rangeOf(declaration),
        // Inside of the range, as the protocol asks.
        selectionRange: rangeOf({
          start: Math.max(declaration.start, selection.start),
          end: Math.min(declaration.end, Math.max(selection.end, selection.start)),
        }),
        children: childrenOf(declaration, text, rangeOf),
      },
    ];
  });
}

function nameOf(
  declaration: Exclude<Declaration, { readonly kind: "import" | "faultyDeclaration" }>,
  text: string,
): { readonly text: string; readonly detail: string } {
  const { kind } = declaration;
  if (kind === "bare") {
    const [first] = declaration.steps;
    return {
      text: first === undefined ? "from" : firstLine(text.slice(first.start, first.end)),
      detail: "pipeline",
    };
  }
  if (kind === "test") return { text: declaration.title?.value || "test", detail: "test" };
  return { text: declaration.name.text || "(no name yet)", detail: kind };
}

function childrenOf(
  declaration: Declaration,
  text: string,
  rangeOf: (range: Range) => DocumentSymbol["range"],
): DocumentSymbol[] {
  switch (declaration.kind) {
    case "pipeline":
    case "bare":
      return declaration.steps.map((step: Step) => ({
        name: firstLine(text.slice(step.start, step.end)),
        kind: SymbolKind.Property,
        range: rangeOf(step),
        selectionRange: rangeOf(step.keyword),
      }));
    case "source":
    case "store":
      return (declaration.schema?.fields ?? []).map((field) => ({
        name: field.name.text || "(no name yet)",
        detail: text.slice(field.type.start, field.type.end),
        kind: SymbolKind.Field,
        range: rangeOf(field),
        selectionRange: rangeOf(field.name),
      }));
    default:
      return [];
  }
}

const mostUnits = 60;

function firstLine(text: string): string {
  const [line = ""] = text.split(/[\r\n]/, 1);
  const shown = line.length > mostUnits ? `${line.slice(0, mostUnits - 1)}…` : line;
  return shown.trim() || "(step)";
}
