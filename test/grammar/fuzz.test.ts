// Any text can be parsed: nothing throws, ranges nest and cover the text, and the lexer knows every character.
import assert from "node:assert/strict";
import { parseFile } from "../../grammar/index.ts";
import { unreadable, validateGrammar } from "../../grammar/parser.ts";
import { createLexer, weirLexer } from "../../grammar/tokens.ts";
import { fuzzRuns, fuzzScale } from "../support/fuzz.ts";
import { examplePrograms, excerptOf, mutated, randomFrom } from "./programs.ts";
import { assertNested } from "./tree-checks.ts";

function assertParses(text: string, name: string): void {
  try {
    const file = parseFile(text);
    assertNested(file);
    for (const { problems } of file.parts) {
      assert.ok(
        problems.every(({ message }) => message !== unreadable),
        "a rule failed",
      );
    }
    assert.deepEqual(weirLexer().tokenize(text).errors, []);
  } catch (error) {
    throw new Error(`${name}: ${JSON.stringify(text.slice(0, 3000))}`, { cause: error });
  }
}

describe("the grammar", () => {
  it("has no ambiguities and no token that cannot be reached", () => {
    validateGrammar();
    assert.deepEqual(createLexer().lexerDefinitionErrors, []);
  });
});

describe("parsing any text", () => {
  it("survives random and mutated texts", () => {
    const programs = examplePrograms();
    for (let seed = 1; seed <= fuzzRuns(100_000); seed++) {
      const random = randomFrom(seed);
      const { text } = programs[random(programs.length)]!;
      assertParses(mutated(excerptOf(text, 1500, random), random), `seed ${seed}`);
    }
  });

  it("survives every example cut at every offset", () => {
    const random = randomFrom(3);
    const scale = Math.min(1, fuzzScale());
    for (const { name, text } of examplePrograms()) {
      for (let length = 0; length < text.length; length++) {
        if (random(1000) < 1000 * scale) assertParses(text.slice(0, length), `${name} cut at ${length}`);
      }
    }
  });

  const hostile: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["only blanks", " \t\r\n\r \n"],
    ["a byte order mark", "\ufeff"],
    ["lone surrogates", 'pipeline \ud800 {\n  from \udc00\n  where x == "\ud83d"\n}'],
    ["NUL", 'let a\0 = \0"\0"\n\0'],
    ["a line of a megabyte", `pipeline p {\n  from t\n  where ${"a + ".repeat(250_000)}1\n}`],
    ["a text of a megabyte", `let x = "${"y".repeat(1_000_000)}`],
    ["a megabyte of odd characters", "§".repeat(1_000_000)],
    ["open parentheses", `let x = ${"(".repeat(10_000)}`],
    ["nested parentheses", `let x = ${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["nested lists", `let x = ${"[".repeat(10_000)}1${"]".repeat(10_000)}`],
    ["nested structs", `let x = ${"{a:".repeat(10_000)}1${"}".repeat(10_000)}`],
    ["nested calls", `let x = ${"f(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["nested conditions", `let x = ${"if a then ".repeat(10_000)}1`],
    ["nested branches", `let x = ${"case { a => ".repeat(10_000)}1`],
    ["nested lambdas", `let x = f(${"g(y => ".repeat(10_000)}1`],
    ["nested pipelines", `from ${"(from ".repeat(10_000)}t`],
    ["nested types", `function f(a: ${"list(".repeat(10_000)}int) = a`],
    ["nested texts", `let x = ${'f"{'.repeat(10_000)}a`],
    ["signs", `let x = ${"-".repeat(10_001)}1`],
    ["spaced signs", `let x = ${"- ".repeat(10_000)}1`],
    ["negations", `let x = ${"not ".repeat(10_000)}a`],
    ["members", `let x = a${".b".repeat(10_000)}`],
    ["indices", `let x = a${"[0]".repeat(10_000)}`],
    ["casts", `let x = a${" as int".repeat(10_000)}`],
    ["comparisons", `let x = a${" == a".repeat(10_000)}`],
    ["bounds", `let x = a${" between 1 and 2".repeat(10_000)}`],
    ["open quotes", '"\n'.repeat(10_000)],
    ["open raw texts", '"""\n'.repeat(10_001)],
    ["open names", "`\n".repeat(10_000)],
    ["open comments", "/* ".repeat(10_000)],
    ["pipes", "|".repeat(10_000)],
    ["closing brackets", ")}]".repeat(10_000)],
    ["doc comments", `source s = csv("x") {\n${"## d\na: int\n".repeat(5000)}}`],
  ];
  for (const [name, text] of hostile) {
    it(`survives ${name}`, () => assertParses(text, name));
  }

  it("names what is nested too deep", () => {
    const text = `pipeline p {\n  from t\n  where ${"(".repeat(200)}a${")".repeat(200)}\n  take 3\n}\n`;
    const [part] = parseFile(text).parts;
    assert.deepEqual(
      part?.problems.map(({ code }) => code),
      ["WR019"],
    );
    assert.ok(part.declaration.kind === "pipeline");
    assert.deepEqual(
      part.declaration.steps.map(({ kind }) => kind),
      ["from", "where", "take"],
    );
  });
});
