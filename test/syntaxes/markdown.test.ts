// Fences in Markdown are coloured as Weir, and nothing around them is. A small grammar stands for Markdown's own.
import assert from "node:assert/strict";
import { join } from "node:path";
import { createRegistry } from "vscode-tmgrammar-test/dist/common/index.js";
import { repositoryRoot } from "../support/repository.ts";

const registry = createRegistry([
  { scopeName: "source.weir", path: join(repositoryRoot, "syntaxes/weir.tmLanguage.json") },
  {
    scopeName: "markdown.weir.codeblock",
    path: join(repositoryRoot, "syntaxes/weir-markdown.tmLanguage.json"),
    injectTo: ["text.html.markdown"],
  },
  { scopeName: "text.html.markdown", path: join(repositoryRoot, "test/syntaxes/markdown-host.json") },
]);

/** The innermost scope of each line's first word. */
async function firstScopes(text: string): Promise<readonly string[]> {
  const grammar = await registry.loadGrammar("text.html.markdown");
  assert.ok(grammar !== null);
  let state: Parameters<typeof grammar.tokenizeLine>[1] = null;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    const word = line.search(/\S/);
    const token = tokens.find(({ startIndex, endIndex }) => startIndex <= word && word < endIndex);
    return token?.scopes.at(-1) ?? "";
  });
}

describe("Markdown", () => {
  it("colours a fence of Weir, to its end and no further", async () => {
    const scopes = await firstScopes(
      "# Title\n```weir\nfrom a\n  where b > 1\n```\nwhere is no step\n# Next",
    );
    assert.equal(scopes[0], "markup.heading.markdown");
    assert.equal(scopes[2], "keyword.control.step.weir");
    assert.equal(scopes[3], "keyword.control.step.weir");
    assert.equal(scopes[4], "punctuation.definition.markdown");
    assert.equal(scopes[5], "text.html.markdown");
    assert.equal(scopes[6], "markup.heading.markdown");
  });

  it("leaves fences of other languages alone", async () => {
    const scopes = await firstScopes("```sql\nfrom a\n```");
    assert.equal(scopes[1], "text.html.markdown");
  });
});
