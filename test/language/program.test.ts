import assert from "node:assert/strict";
import type { BoundDeclaration } from "../../language/index.ts";
import { bindText, catalogueOf, check, columns, known, mainFile, sourceT, sourceU } from "./bind.ts";

function declarationsOf(program: ReturnType<typeof bindText>): ReadonlyMap<string, BoundDeclaration> {
  return new Map(mainFile(program).declarations.map((declaration) => [declaration.key, declaration]));
}

describe("what an edit binds again", () => {
  const text = `${sourceT}let low = 5

function twice(v: int) -> int = v * 2

pipeline first {
  from t
  where id > $low
  derive n = twice(id)
}

pipeline second {
  from first
  aggregate s = sum(n) by k
}

pipeline third {
  from second
  sort k
}

pipeline other { from t | take 3 }
`;

  /** The keys of the declarations whose bound objects are new after replacing one text by another. */
  function rebound(from: string, to: string): readonly string[] {
    assert.ok(text.includes(from), from);
    const before = bindText(text);
    const after = bindText(text.replace(from, to), { previous: before });
    const old = declarationsOf(before);
    return [...declarationsOf(after)].flatMap(([key, now]) => (old.get(key) === now ? [] : [key]));
  }

  it("is nothing for an edit between declarations", () => {
    assert.deepEqual(rebound("let low", "# a remark\n\nlet low"), []);
  });

  it("is the pipeline alone where its output stays; its readers get the new plan", () => {
    assert.deepEqual(rebound("id > $low", "id > $low + 1"), ["first", "second", "third"]);
    const before = bindText(text);
    const edited = text.replace("sort k", "sort k desc");
    const after = bindText(edited, { previous: before });
    const plan = declarationsOf(after).get("third")?.pipeline;
    assert.equal(plan?.body.shape.order[0]?.descending, true);
  });

  it("spreads to those who depend on what changed", () => {
    assert.deepEqual(rebound("v * 2", "v * 3"), ["twice", "first", "second", "third"]);
    assert.deepEqual(rebound("let low = 5", "let low = 6"), ["low", "first", "second", "third"]);
    assert.deepEqual(rebound("take 3", "take 4"), ["other"]);
  });

  it("readers whose pipeline looks the same keep their steps and read the new plan", () => {
    const before = bindText(text);
    const after = bindText(text.replace("id > $low", "id < $low"), { previous: before });
    const old = declarationsOf(before);
    const now = declarationsOf(after);
    assert.equal(now.get("second")?.steps, old.get("second")?.steps);
    const from = now.get("second")?.pipeline?.body.steps[0];
    assert.ok(from?.kind === "from" && from.input.kind === "pipeline");
    assert.equal(from.input.pipeline, now.get("first")?.pipeline);
  });

  it("follows the catalogue", () => {
    const source = `source s = parquet("s.parquet")\npipeline p { from s | where a > 1 }\npipeline q { from series(1, 2, 1) }\n`;
    const before = bindText(source);
    const after = bindText(source, {
      previous: before,
      catalogue: catalogueOf({ "s.parquet": known({ a: "text" }) }),
    });
    const again = bindText(source, {
      previous: after,
      catalogue: catalogueOf({ "s.parquet": known({ a: "text" }) }),
    });
    assert.equal(mainFile(before).problems.length, 0);
    assert.equal(mainFile(after).problems.length, 1);
    assert.equal(declarationsOf(after).get("q"), declarationsOf(before).get("q"));
    assert.deepEqual([...declarationsOf(again).values()], [...declarationsOf(after).values()]);
    for (const [key, declaration] of declarationsOf(again))
      assert.equal(declaration, declarationsOf(after).get(key));
  });

  it("says lines of the file, whatever stands above", () => {
    const program = bindText(`# one\n\n${text}`);
    const plan = mainFile(program).pipelines.find((pipeline) => pipeline.name === "third")!;
    const lines = `# one\n\n${text}`.split("\n");
    for (const step of plan.body.steps) {
      assert.ok(lines[program.lineOf(step.origin) - 1]!.trim().startsWith(step.kind));
    }
  });
});

describe("names of a program", () => {
  it("come from imports, one by one or all", () => {
    const files = { "shared.weir": `${sourceT}let low = 5\nfunction twice(v: int) -> int = v * 2\n` };
    const body = "pipeline p { from t | where id > $low | select n = twice(id) }";
    assert.equal(columns(`import t, low, twice from "shared.weir"\n${body}`, { files }), "n: int");
    assert.equal(columns(`import "shared.weir"\n${body}`, { files }), "n: int");
  });

  it("that an import cannot give are said once, at the import", () => {
    check(
      `import t, tt from "shared.weir"
          ^^ WR145 did you mean \`t\`?
pipeline p { from tt | where whatever | union t }
`,
      { files: { "shared.weir": sourceT } },
    );
    check(`import "nowhere.weir"
       ^^^^^^^^^^^^^^ WR144
pipeline p { from anything | where $limit > f(x) }
`);
  });

  it("are unique in a file and its imports", () => {
    check(
      `import "shared.weir"
       ^^^^^^^^^^^^^ WR140 \`t\` is already a pipeline of this file
pipeline t { from series(1, 2, 1) }
pipeline t { from series(1, 3, 1) }
         ^ WR140
`,
      { files: { "shared.weir": sourceT } },
    );
  });

  it("go round in circles once", () => {
    check(`pipeline a { from b }
                  ^ WR143 \`a\` → \`b\` → \`c\` → \`a\`
pipeline b { from c | where x > 1 }
pipeline c { from a }
pipeline d { from a | select y }
pipeline e { from e }
                  ^ WR143 reads itself
`);
    check(`function f(x: int) -> int = g(x)
                            ^ WR143
function g(x: int) -> int = f(x) + 1
let u = $v
         ^ WR143
let v = $u
`);
  });

  it("of files that import each other in a circle are said once", () => {
    check(
      `import b from "b.weir"
pipeline a { from b }
`,
      { files: { "b.weir": 'import "main.weir"\npipeline b { from series(1, 2, 1) }\n' } },
    );
  });

  it("nobody uses get a hint, but not in a file that is there for others", () => {
    check(`let low = 5
    ^^^ WR148
function f(x: int, y: int) -> int = x
         ^ WR148
                   ^ WR148
pipeline p(z: int = 1) { from series(1, 2, 1) }
           ^ WR148
`);
    check("let low = 5\nfunction f(x: int) -> int = x\n");
  });
});

describe("sources", () => {
  const failing = catalogueOf({ "x.csv": { status: "failed", reason: "missing-file", detail: "" } });

  it("that cannot be read are one problem, at the path", () => {
    check(
      `source s = csv("x.csv")
               ^^^^^^^ WR201 schema block
pipeline p {
  from s
  where a > b.c
  derive d = upper(a)
  select d, e
}
pipeline q { from p | where e > 3 and d == "x" }
`,
      { catalogue: failing },
    );
  });

  it("with a schema block need no data", () => {
    check(`source s = csv("x.csv") { a: int }\npipeline p { from s | where a > 1 }\n`, {
      catalogue: failing,
    });
  });
});

describe("stores", () => {
  const absent = catalogueOf({ out: { status: "absent" } });
  const store = 'store s = parquet("out")\n';

  it("have the columns of their schema block, of the disk, or of the pipelines that fill them", () => {
    const filled = `${sourceU}${store}pipeline fill { from u | select id, score | into s }\npipeline p { from s }\n`;
    assert.equal(columns(filled, { catalogue: absent }), "id: int, score: float");
    const disk = catalogueOf({ out: known({ a: "int?" }) });
    assert.equal(columns(filled, { catalogue: disk }), "a: int?");
    const pinned = filled.replace('parquet("out")', 'parquet("out") { id: int }');
    assert.equal(columns(pinned, { catalogue: disk }), "id: int");
  });

  it("may be read by the pipeline that fills them", () => {
    check(
      `${sourceU}${store}pipeline fill { from u | select id, score | into s }
pipeline more {
  from u
  where id > high_water(s.id) or high_water(s.id) == null
  select id, score
  into s append
}
pipeline again { from s | into s }
`,
      { catalogue: absent },
    );
  });

  it("whose pipelines disagree, or all read it, ask for a schema block", () => {
    check(
      `${sourceU}store s = parquet("out")
      ^ WR166 different columns
pipeline a { from u | select id | into s }
pipeline b { from u | select score | into s }
pipeline c { from s | where whatever }
`,
      { catalogue: absent },
    );
    check(
      `store s = parquet("out")
      ^ WR166 read it too
pipeline a { from s | into s }
`,
      { catalogue: absent },
    );
  });

  it("take what fits them", () => {
    const disk = catalogueOf({ out: known({ id: "int", name: "text?" }) });
    check(
      `${sourceU}store s = parquet("out", partition_by: day)
pipeline a { from u | select id, name, score | into s merge on id }
                                                    ^ WR189 partitioned
                                                    ^ WR189 no column \`score\`
pipeline b { from u | select id = at, name, day = 1 | into s append }
                                                           ^ WR189 no column \`day\`
                                                           ^ WR189 \`id\` of \`s\` is \`int\`
`,
      { catalogue: disk },
    );
  });

  it("merge on columns of the result", () => {
    check(
      `${sourceU}${store}pipeline a {
  from u
  into s merge on id, nope
                      ^^^^ WR100
}
`,
      { catalogue: absent },
    );
  });
});
