// The table of syntax problems: every code that the grammar reports has its entry, and the examples are true.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseFile, syntaxProblems, type TextEdit } from "../../grammar/index.ts";
import { readRepositoryFile, repositoryRoot } from "../support/repository.ts";

function codesOf(text: string): readonly string[] {
  return parseFile(text).parts.flatMap((part) => part.problems.map(({ code }) => code));
}

function withEdits(text: string, start: number, edits: readonly TextEdit[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start + edit.start) + edit.newText + result.slice(start + edit.end);
  }
  return result;
}

describe("the syntax problems", () => {
  for (const { code, wrong, right, title } of syntaxProblems) {
    it(`${code} (${title}): the wrong example gives it, the right one gives nothing`, () => {
      assert.deepEqual(codesOf(wrong), [code]);
      assert.deepEqual(codesOf(right), []);
    });
  }

  for (const { code, wrong } of syntaxProblems) {
    const [part] = parseFile(wrong).parts.filter(({ problems }) => problems.length > 0);
    const fix = part?.problems[0]?.fixes[0];
    if (part === undefined || fix === undefined) continue;
    it(`${code}: its fix (${fix.title}) repairs it`, () => {
      assert.deepEqual(codesOf(withEdits(wrong, part.start, fix.edits)), []);
    });
  }

  it("has one entry for each code that the grammar reports", () => {
    const sources = readdirSync(join(repositoryRoot, "grammar")).filter(
      (name) => !name.startsWith("problem-codes"),
    );
    const reported = new Set(
      sources.flatMap((name) => readRepositoryFile(`grammar/${name}`).match(/WR0\d\d(?=")/g) ?? []),
    );
    const listed = syntaxProblems.map(({ code }) => code);
    assert.deepEqual(listed, [...reported].sort());
  });
});
