// Each snippet, put in as it stands, is a program without a fault of syntax; steps are put into a pipeline first.
import assert from "node:assert/strict";
import { parseFile, stepWords } from "../../grammar/index.ts";
import { readRepositoryFile } from "../support/repository.ts";

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const snippets = JSON.parse(readRepositoryFile("syntaxes/snippets.json")) as Readonly<
  Record<string, Snippet>
>;

/** The text that a snippet gives when nobody types into it: first choices, and what stands in its places. */
function plain(body: readonly string[], last: string): string {
  let text = body.join("\n").replace(/\$0/g, last);
  for (let before = ""; before !== text; ) {
    before = text;
    text = text
      .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
      .replace(/\$\{\d+:((?:[^{}]|\{[^{}]*\})*)\}/g, "$1");
  }
  return text;
}

function isStep(text: string): boolean {
  return (
    /^(left|right|full|semi|anti|cross|asof) /.test(text) ||
    stepWords.some((word) => text.startsWith(`${word} `))
  );
}

describe("snippets", () => {
  for (const [name, { body, description }] of Object.entries(snippets)) {
    it(name, () => {
      assert.match(description, /\.$/);
      const last = body.join("\n").endsWith("$0") ? "" : name === "Test" ? "id: 1" : "";
      let text = plain(body, last);
      if (/[=>] ?(==)? ?$/.test(text) || text.endsWith("= ")) text += "1";
      const program = isStep(text) ? `pipeline p {\n  from s\n  ${text}\n}\n` : `${text}\n`;
      assert.deepEqual(
        parseFile(program).parts.flatMap(({ problems }) => problems.map(({ code }) => code)),
        [],
        program,
      );
    });
  }
});
