// What is bound after edits equals what is bound from nothing, whichever files are edited in whichever order: the language
// server goes on from the state before at every keystroke.

import assert from "node:assert/strict";
import fc from "fast-check";
import { parseFile, reparse, type SyntaxFile } from "../../grammar/index.ts";
import { bindProgram, type Catalogue, type Program } from "../../language/index.ts";
import { importsOf } from "../../project/index.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { catalogueOf, known, sourceT, sourceU } from "./bind.ts";

const seeds: Readonly<Record<string, string>> = {
  "base.weir": `${sourceT}let low = 5

function twice(v: int) -> int = v * 2

store kept = parquet("kept")
`,
  "middle.weir": `import "base.weir"

pipeline first(least: int = $low) {
  from t
  where id > $least
  derive n = twice(id)
  into kept
}

pipeline second { from kept | aggregate s = sum(n) by k }
`,
  "main.weir": `import first, second from "middle.weir"
import t, low from "base.weir"
${sourceU}source loose = csv("loose.csv")

pipeline third {
  from first(least: $low)
  join u on id
  join second left on k
  sort id
}

test "small" of third {
  given t = []
  expect rows []
}

from third | take 3
from loose | where a > 1
`,
};
const names = Object.keys(seeds);

const catalogues: readonly Catalogue[] = [
  catalogueOf({}),
  catalogueOf({ "loose.csv": known({ a: "text" }), kept: { status: "absent" } }),
  catalogueOf({ "loose.csv": known({ a: "int" }), kept: known({ n: "int", k: "int?" }) }),
];

/** What is put into a text: letters, whole names, things that open and close, and pieces that move names between files. */
const pieces = [
  ...["x", "1", " ", "\n", "{", "}", '"', "(", ")", "#", "`", "  where id > 3\n", "\n\n"],
  ...["low", "twice", "first", "second", "third", "kept", "n", "k", "id", "$low", "t", "u"],
  ...["let low = 7\n", 'function twice(v: int) -> text = f"{v}"\n', 'import "middle.weir"\n'],
  ...[
    "pipeline second { from first | select k, s = id }\n",
    'import third from "main.weir"\n',
    "  into kept\n",
  ],
];

type Trees = ReadonlyMap<string, SyntaxFile>;

function bind(trees: Trees, catalogue: Catalogue, previous?: Program): Program {
  // Those that are asked about first: the order in which the server gives them.
  const files = [...trees].reverse().map(([name, tree]) => {
    const uri = `file:///project/${name}`;
    return { uri, tree, imports: importsOf(uri, tree, "posix") };
  });
  return bindProgram({ files, catalogue, previous });
}

/** All that features look at, without the functions that answer later. */
function said(program: Program) {
  return [...program.files.values()].map(({ uri, problems, pipelines, declarations, tests }) => ({
    uri,
    problems,
    pipelines,
    tests,
    keys: declarations.map(({ key }) => key),
    references: declarations.map(({ references }) => references.length),
    steps: declarations.map(({ steps }) => steps.map(({ output }) => output.shape)),
    lines: pipelines.map(({ body }) => body.steps.map(({ origin }) => program.lineOf(origin))),
  }));
}

describe("binding after edits", () => {
  const edit = fc.record({
    file: fc.constantFrom(...names),
    from: fc.nat(),
    length: fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(60) }),
    put: fc.constantFrom("", ...pieces),
    catalogue: fc.nat(catalogues.length - 1),
    /** Whether the edit is taken back right after. */
    isUndone: fc.boolean(),
  });

  it("gives what binding from nothing gives, over several files", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 2, maxLength: 8 }), (edits) => {
        let trees: Trees = new Map(names.map((name) => [name, parseFile(seeds[name]!)]));
        let program = bind(trees, catalogues[0]!);
        for (const { file, from, length, put, catalogue, isUndone } of edits) {
          const { text } = trees.get(file)!;
          const start = from % (text.length + 1);
          const edited = text.slice(0, start) + put + text.slice(start + length);
          for (const next of isUndone ? [edited, text] : [edited]) {
            trees = new Map(trees).set(file, reparse(trees.get(file)!, next));
            program = bind(trees, catalogues[catalogue]!, program);
            const fresh = new Map([...trees].map(([name, tree]) => [name, parseFile(tree.text)]));
            assert.deepEqual(said(program), said(bind(fresh, catalogues[catalogue]!)));
          }
        }
      }),
      { numRuns: fuzzRuns(2000) },
    );
  }).timeout(600_000);
});
