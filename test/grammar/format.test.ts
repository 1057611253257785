// The formatter: canonical layouts by example, and what must hold of any text: formatting twice changes nothing
// more, the meaning and every comment stay, faulty declarations stay untouched.
import assert from "node:assert/strict";
import { formatRange, formatText, lineWidth, parseFile } from "../../grammar/index.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { examplePrograms, excerptOf, mutated, randomFrom } from "./programs.ts";
import { commentsOf, meaningOf } from "./tree-checks.ts";

/** Asserts all that must hold of formatting any text, and gives the result. */
function assertFormats(text: string): string {
  const before = parseFile(text);
  const formatted = formatText(text);
  const after = parseFile(formatted);
  assert.deepEqual(commentsOf(after), commentsOf(before));
  assert.equal(meaningOf(after), meaningOf(before));
  assert.equal(formatText(formatted), formatted, "formatting twice changes more");
  return formatted;
}

const layouts: readonly { readonly name: string; readonly text: string; readonly formatted?: string }[] = [
  {
    name: "puts blanks where they belong",
    text: "let   x=1+2*-3\nfunction f( a :int,b:list( text ) ? )->float?=a/(1+rate [0] . x)\n",
    formatted: "let x = 1 + 2 * -3\nfunction f(a: int, b: list(text)?) -> float? = a / (1 + rate[0].x)\n",
  },
  {
    name: "keeps a body that is on one line and fits",
    text: "pipeline peek { from customers|sample 10% seed 42|take 100 }\n",
    formatted: "pipeline peek { from customers | sample 10% seed 42 | take 100 }\n",
  },
  {
    name: "puts each step of a longer body on a line of its own",
    text: "pipeline p { from a | where b\n| take 3 }\n",
    formatted: "pipeline p {\n  from a\n  where b\n  take 3\n}\n",
  },
  {
    name: "breaks a list that is too long, with a comma behind the last item",
    text: `pipeline p {\n  from a\n  select ${Array.from({ length: 12 }, (_, n) => `column_${n}`).join(", ")}\n}\n`,
    formatted: `pipeline p {\n  from a\n  select\n${Array.from({ length: 12 }, (_, n) => `    column_${n},\n`).join("")}}\n`,
  },
  {
    name: "keeps items on lines of their own",
    text: "pipeline p {\n  from a\n  aggregate\n    n = count(),\n    by k\n}\n",
  },
  {
    name: "takes no comma before a clause but `by`",
    text: "pipeline p {\n  from a\n  window\n    n = lag(x)\n    sorted day rows -6..0\n}\n",
  },
  {
    name: "puts what does not fit behind the items on the next line",
    text: "pipeline p {\n  from clicks\n  aggregate started_at = min(at), ended_at = max(at), pages = count(), path = list(page, sorted: at)\n    by user_id, session\n}\n",
  },
  {
    name: "lays out pipelines in parentheses",
    text: "pipeline p {\n  from a\n  left join ( from sales\n    aggregate n = sum(x) by k ) as s one on k\n  cross join (from b|take 1)\n}\n",
    formatted:
      "pipeline p {\n  from a\n  left join (\n    from sales\n    aggregate n = sum(x) by k\n  ) as s one on k\n  cross join (from b | take 1)\n}\n",
  },
  {
    name: "breaks conditions before their operators",
    text: `pipeline p {\n  from a\n  where ${"x".repeat(30)} == 1 and ${"y".repeat(30)} == 2 or ${"z".repeat(30)} == 3\n}\n`,
    formatted: `pipeline p {\n  from a\n  where ${"x".repeat(30)} == 1 and ${"y".repeat(30)} == 2\n    or ${"z".repeat(30)} == 3\n}\n`,
  },
  {
    name: "puts budgets on a line of their own",
    text: "pipeline p(a: int = 1) budget time 30 s, memory 4 GB { from a | take 1 }\n",
    formatted: "pipeline p(a: int = 1)\n  budget time 30 s, memory 4 GB\n{\n  from a\n  take 1\n}\n",
  },
  {
    name: "keeps doc comments with their parameters",
    text: 'pipeline p(\n  ## What for.\n  a: int, ## And why.\n  b: text = "x"\n) {\n  from a\n}\n',
    formatted: 'pipeline p(\n  ## What for.\n  a: int, ## And why.\n  b: text = "x",\n) {\n  from a\n}\n',
  },
  {
    name: "puts an empty line around what is long and keeps at most one elsewhere",
    text: "let a = 1\n\n\n\nlet b = 2\nlet c = 3\npipeline p {\n  from x\n}\n# About d.\nlet d = 4 # here\n",
    formatted:
      "let a = 1\n\nlet b = 2\nlet c = 3\n\npipeline p {\n  from x\n}\n\n# About d.\nlet d = 4 # here\n",
  },
  {
    name: "quotes columns with the names of steps unless a sign shows what they are",
    text: "pipeline p {\n  from a\n  select take, sort = b, x.where\n  drop left\n}\n",
    formatted: "pipeline p {\n  from a\n  select take, sort = b, x.where\n  drop `left`\n}\n",
  },
  {
    name: "leaves a faulty declaration as it is",
    text: "let  a=1\npipeline  p {\n   from\n     where  x\n}\nlet  b=2\n",
    formatted: "let a = 1\n\npipeline  p {\n   from\n     where  x\n}\nlet b = 2\n",
  },
  {
    name: "keeps raw texts to the letter",
    text: 'pipeline p {\n  from a\n  sql duckdb """\n    select  *   \n  from input""" returns (a: int,\n b: text)\n}\n',
    formatted:
      'pipeline p {\n  from a\n  sql duckdb """\n    select  *   \n  from input""" returns (a: int, b: text)\n}\n',
  },
  { name: "makes nothing of nothing", text: "", formatted: "" },
  { name: "keeps comments without a program", text: "\n\n# one\n\n\n# two", formatted: "# one\n\n# two\n" },
];

describe("formatting", () => {
  for (const { name, text, formatted } of layouts) {
    it(name, () => assert.equal(assertFormats(text), formatted ?? text));
  }

  it("keeps CRLF and a byte order mark", () => {
    const text = "\ufefflet  a = [\r\n  1, 2,\r\n]\r\n";
    assert.equal(assertFormats(text), "\ufefflet a = [\r\n  1,\r\n  2,\r\n]\r\n");
  });

  it("formats the declarations that a range touches", () => {
    const text = "let  a = 1\nlet  b = 2\nlet  c = 3\n";
    const edits = formatRange(parseFile(text), 13, 14);
    assert.deepEqual(edits, [{ start: 11, end: 21, newText: "let b = 2" }]);
  });

  for (const { name, text } of examplePrograms()) {
    it(`keeps the meaning of ${name} on lines of at most ${lineWidth}`, () => {
      const long = assertFormats(text)
        .split("\n")
        .filter((line) => line.length > lineWidth && !line.includes("#"));
      assert.deepEqual(long, []);
    });
  }

  it("keeps the meaning and the comments of mutated programs", () => {
    const programs = examplePrograms();
    for (let seed = 1; seed <= fuzzRuns(20_000); seed++) {
      const random = randomFrom(seed);
      const { text } = programs[random(programs.length)]!;
      const source = mutated(excerptOf(text, 2000, random), random);
      try {
        assertFormats(source);
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(source)}`, { cause: error });
      }
    }
  });

  it("keeps comments in every odd place", () => {
    const programs = examplePrograms();
    for (let seed = 1; seed <= fuzzRuns(20_000); seed++) {
      const random = randomFrom(seed);
      const { text } = programs[random(programs.length)]!;
      const source = withComments(declarationOf(text, random), random);
      try {
        assertFormats(source);
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(source)}`, { cause: error });
      }
    }
  });
});

/** One pipeline of a program, or its first 2,000 characters. */
function declarationOf(text: string, random: (below: number) => number): string {
  const starts = [...text.matchAll(/^(?:pipeline|test|service|job|function) /gm)].map(({ index }) => index);
  const start = starts[random(Math.max(1, starts.length))] ?? 0;
  return text.slice(start, start + 2000);
}

/** A program with comments and line breaks between random tokens. */
function withComments(text: string, random: (below: number) => number): string {
  let result = random(10) === 0 ? text.replaceAll("\n", "\r\n") : text;
  for (let count = 1 + random(6); count > 0; count--) {
    const gaps = [...result.matchAll(/(?<=[\s,(){}[\]])(?=\S)|(?<=\S)(?=[\s,(){}[\]])/g)].map(
      ({ index }) => index,
    );
    const at = gaps[random(Math.max(1, gaps.length))] ?? 0;
    const comment = [` # c${count}\n`, `\n# own ${count}\n`, `\n\n  ## doc ${count}\n\n`, "\n"][random(4)]!;
    result = result.slice(0, at) + comment + result.slice(at);
  }
  return result;
}
