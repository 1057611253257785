// Colours texts by the TextMate grammars of syntaxes/, with the machinery that VS Code itself uses.
import { join } from "node:path";
import { createRegistry } from "vscode-tmgrammar-test/dist/common/index.js";
import { repositoryRoot } from "../support/repository.ts";

export interface ColouredToken {
  /** Offset in the text. */
  readonly start: number;
  readonly end: number;
  /** From the outside in. */
  readonly scopes: readonly string[];
}

const registry = createRegistry([
  { scopeName: "source.weir", path: join(repositoryRoot, "syntaxes/weir.tmLanguage.json") },
]);

/** The tokens of a text, without those that are blank. */
export async function colour(text: string): Promise<readonly ColouredToken[]> {
  const grammar = await registry.loadGrammar("source.weir");
  if (grammar === null) throw new Error("the grammar source.weir was not found");
  const coloured: ColouredToken[] = [];
  let state: Parameters<typeof grammar.tokenizeLine>[1] = null;
  let offset = 0;
  for (const line of text.split("\n")) {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      if (line.slice(startIndex, endIndex).trim() === "") continue;
      coloured.push({ start: offset + startIndex, end: offset + Math.min(endIndex, line.length), scopes });
    }
    state = result.ruleStack;
    offset += line.length + 1;
  }
  return coloured;
}
