// The TextMate grammar says of real programs what the language's own tokens say: it goes by looks alone, so a few words
// may stay plain, but none may have a colour that means something else.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ListedToken, type TokenKind, tokensOf } from "../../grammar/index.ts";
import { readRepositoryFile, repositoryRoot } from "../support/repository.ts";
import { type ColouredToken, colour } from "./colour.ts";

/** What the innermost scope has to begin with, for each kind of token. */
const wanted: Readonly<Partial<Record<TokenKind, RegExp>>> = {
  declaration: /^(storage\.type|keyword\.control)/,
  step: /^keyword\.control/,
  keyword: /^keyword/,
  constant: /^constant\.language/,
  parameter: /^variable\.parameter/,
  number: /^constant\.numeric/,
  unit: /^keyword\.other\.unit/,
  text: /^(string|punctuation\.definition\.string|constant\.character|meta\.embedded|source\.sql)/,
  date: /^constant\.(other\.date|numeric\.time)/,
  money: /^constant\.numeric\.money/,
  comment: /^comment\.line\.number/,
  doc: /^comment\.line\.documentation/,
  function: /^(entity\.name\.function|support\.function|support\.type|keyword\.other|entity\.name)/,
  name: /^(variable|entity\.name|support\.(type|function))/,
};

function programs(): readonly string[] {
  return ["examples", "bench"].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /[^\\/]\.weir$/.test(name) && !/(^|[\\/])\.weir[\\/]/.test(name))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
}

function scopeAt(coloured: readonly ColouredToken[], offset: number): string {
  const found = coloured.find(({ start, end }) => start <= offset && offset < end);
  return found?.scopes.at(-1) ?? "nothing";
}

/** The programs of the reference of the language, one after the other. */
function reference(): string {
  const blocks = readRepositoryFile("docs/language.md").matchAll(/```weir\n([\s\S]*?)```/g);
  return [...blocks].map((block) => block[1]).join("\n");
}

/** Tokens that have another colour than their kind, each as a line for a person. */
async function disagreements(
  path: string,
  text: string = readRepositoryFile(path),
): Promise<{ readonly wrong: string[]; readonly count: number }> {
  const coloured = await colour(text);
  const judged = tokensOf(text).filter((token) => wanted[token.kind] !== undefined);
  const wrong = judged.flatMap((token: ListedToken) => {
    const scope = scopeAt(coloured, token.start);
    if (wanted[token.kind]?.test(scope) === true) return [];
    const line = text.slice(0, token.start).split("\n").length;
    return [
      `${path}:${line} \`${text.slice(token.start, token.end)}\` is a ${token.kind}, coloured as ${scope}`,
    ];
  });
  return { wrong, count: judged.length };
}

describe("the TextMate grammar", () => {
  it("agrees with the language's tokens in every example", async () => {
    const paths = programs();
    assert.ok(paths.length > 10, "there are programs to look at");
    const results = await Promise.all(paths.map((path) => disagreements(path)));
    const wrong = results.flatMap((result) => result.wrong);
    const count = results.reduce((sum, result) => sum + result.count, 0);
    assert.ok(count > 2000, `${count} tokens were looked at`);
    assert.deepEqual(wrong, []);
  });

  it("agrees with them in the reference of the language", async () => {
    const { wrong, count } = await disagreements("docs/language.md", reference());
    assert.ok(count > 1500, `${count} tokens were looked at`);
    assert.deepEqual(wrong, []);
  });
});
