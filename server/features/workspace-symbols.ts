// Declarations of the whole workspace by what a person types of their names.

import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver-types";
import { nameOf } from "../../project/index.ts";
import type { DeclarationPlace, DeclaredKind } from "../index/digest.ts";

const symbolKinds: Readonly<Record<DeclaredKind, SymbolKind>> = {
  source: SymbolKind.Interface,
  store: SymbolKind.Object,
  model: SymbolKind.Class,
  let: SymbolKind.Constant,
  function: SymbolKind.Function,
  pipeline: SymbolKind.Method,
  service: SymbolKind.Module,
  job: SymbolKind.Event,
};

/** Symbols for what the index found, in its order; `clientUri` writes URIs as the editor does. */
export function workspaceSymbols(
  found: readonly DeclarationPlace[],
  clientUri: (uri: string) => string,
): WorkspaceSymbol[] {
  return found.map(({ uri, declaration: { name, kind, nameRange } }) => ({
    name,
    kind: symbolKinds[kind],
    containerName: nameOf(uri),
    location: { uri: clientUri(uri), range: nameRange },
  }));
}
