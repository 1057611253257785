// Parsing after an edit: the result equals that of parsing the whole text, and declarations that the edit does
// not touch keep their very objects.
import assert from "node:assert/strict";
import { parseFile, reparse, type SyntaxFile } from "../../grammar/index.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { examplePrograms, excerptOf, mutated, randomFrom } from "./programs.ts";

const program = `import a from "a.weir"

## The first.
pipeline first {
  from a
  where b > 1
}

# A remark.
let factor = 3

pipeline last {
  from first
  take $factor
}
`;

/** The kinds of the declarations of `text` that are new objects compared with those of \`before\`. */
function renewed(before: string, text: string): readonly string[] {
  const previous = parseFile(before);
  const file = reparse(previous, text);
  assert.deepEqual(file, parseFile(text));
  const old = new Set(previous.parts.map(({ declaration }) => declaration));
  return file.parts
    .filter(({ declaration }) => !old.has(declaration))
    .map(({ declaration }) => declaration.kind);
}

describe("parsing after an edit", () => {
  it("gives the same file for the same text", () => {
    const file = parseFile(program);
    assert.equal(reparse(file, program), file);
  });

  it("reads only the declaration of the edit anew", () => {
    assert.deepEqual(renewed(program, program.replace("b > 1", "b > 12")), ["pipeline"]);
    assert.deepEqual(renewed(program, program.replace("factor = 3", "factor = 31")), ["let"]);
    assert.deepEqual(renewed(program, program.replace("A remark", "Another remark")), []);
  });

  it("reads anew what an edit joins or parts", () => {
    assert.deepEqual(renewed(program, program.replace("\nlet factor", " let factor")), []);
    assert.deepEqual(renewed(program, program.replace("# A remark.\nlet", "# A remark. let")), []);
    assert.deepEqual(renewed(program, program.replace("  where", "}\nfrom b\nwhere")), ["pipeline", "bare"]);
    assert.deepEqual(renewed(program, program.replace("## The first.", '"""')), ["import", "pipeline"]);
  });

  it("gives a doc comment typed before a declaration to it", () => {
    assert.deepEqual(renewed(program, program.replace("# A remark", "## A remark")), ["let"]);
  });

  it("equals parsing the whole text after random edits", () => {
    const programs = examplePrograms();
    for (let seed = 1; seed <= fuzzRuns(10_000); seed++) {
      const random = randomFrom(seed);
      let text = excerptOf(programs[random(programs.length)]!.text, 2000, random);
      let file = parseFile(text);
      for (let edits = 0; edits < 4; edits++) {
        text = random(3) === 0 ? mutated(text, random) : typed(text, random);
        file = reparse(file, text);
        if (shown(file) !== shown(parseFile(text))) {
          assert.fail(`seed ${seed}, edit ${edits}: ${JSON.stringify(text)}`);
        }
      }
    }
  });
});

function shown(file: SyntaxFile): string {
  return JSON.stringify(file.parts, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/** A text with one key pressed somewhere: a character typed or some deleted. */
function typed(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const keys = 'ab(){}[]"\n #,=|x1';
  if (random(2) === 0) return text.slice(0, at) + keys[random(keys.length)]! + text.slice(at);
  return text.slice(0, at) + text.slice(at + 1 + random(3));
}
