// Definitions, references and renames, as the texts that come out.

import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { definition, references } from "../../server/features/navigation/definition.ts";
import { prepareRename, rename } from "../../server/features/navigation/rename.ts";
import { toOffset } from "../../server/view.ts";
import { type BindOptions, bindText, mainUri } from "../language/bind.ts";
import { viewText } from "./view-text.ts";

const same = (uri: string) => uri;

/** The texts at the definitions of what is at the cursor, each with its line. */
function definitionsAt(marked: string, options: BindOptions = {}): readonly string[] {
  const { view, offset } = viewText(marked, options);
  return definition(view, offset, same).map(({ uri, range }) => {
    const lines = view.program.file(uri)!.tree.text.split("\n");
    const name = uri.slice(uri.lastIndexOf("/") + 1);
    return `${name}:${range.start.line + 1} ${lines[range.start.line]!.slice(range.start.character, range.end.character)}`;
  });
}

/** The text with every reference in `[…]`. */
function referencesAt(marked: string): string {
  const { view, offset } = viewText(marked);
  const found = references(view.program, view.uri, offset, { includeDeclaration: true, clientUri: same });
  let text = view.text;
  for (const { range } of found.toReversed()) {
    const [start, end] = [toOffset(view.lines, range.start), toOffset(view.lines, range.end)];
    text = `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
  }
  return text;
}

/** The files after a rename of what is at the cursor; the reason where it is refused. */
function renamed(
  marked: string,
  name: string,
  options: BindOptions = {},
): Readonly<Record<string, string>> | string {
  const { view, offset } = viewText(marked, options);
  const result = rename(view.program, view.uri, offset, name, same);
  if (result.kind === "refused") return result.reason;
  const texts: Record<string, string> = {};
  for (const [uri, edits] of Object.entries(result.edit.changes ?? {})) {
    const document = TextDocument.create(uri, "weir", 0, view.program.file(uri)!.tree.text);
    texts[uri.slice(uri.lastIndexOf("/") + 1)] = TextDocument.applyEdits(document, edits);
  }
  const reason = prepareRename(view, offset);
  assert.equal(reason.kind, "ready", "what can be renamed is offered");
  return texts;
}

/** Renames in one file; what comes out has no problem that was not there before. */
function checkRename(marked: string, name: string, expected: string, options: BindOptions = {}): void {
  const texts = renamed(marked, name, options);
  assert.deepEqual(texts, { "main.weir": expected });
  const problems = (text: string) =>
    bindText(text, options)
      .file(mainUri)!
      .problems.filter(({ severity }) => severity === "error")
      .map(({ code, message }) => `${code} ${message}`);
  assert.deepEqual(problems(expected), problems(marked.replace("|", "")));
}

const orders = `source orders = csv("orders.csv") {
  id: int
  customer_id: int
  amount: float
}
source customers = csv("customers.csv") {
  id: int
  country: text
}
`;

describe("definition", () => {
  it("of a column is where it is named", () => {
    assert.deepEqual(definitionsAt(`${orders}from orders\nderive net = amount / 2\nwhere n|et > 1\n`), [
      "main.weir:11 net",
    ]);
  });

  it("of a source's column is its line in the schema block, else the source", () => {
    assert.deepEqual(definitionsAt(`${orders}from orders\nwhere am|ount > 1\n`), ["main.weir:4 amount"]);
    const options = {
      catalogue: {
        schemaOf: () => ({
          status: "known" as const,
          columns: [
            { name: "a", doc: "", partition: false, type: { kind: "int" as const }, nullable: false },
          ],
        }),
      },
    };
    assert.deepEqual(definitionsAt('source t = csv("t.csv")\nfrom t\nwhere |a > 1\n', options), [
      "main.weir:1 t",
    ]);
  });

  it("follows a column through pipelines and imports", () => {
    const files = { "shared.weir": `${orders}pipeline big {\n  from orders\n  derive net = amount / 2\n}\n` };
    assert.deepEqual(definitionsAt('import big from "shared.weir"\nfrom big\nwhere |net > 1\n', { files }), [
      "shared.weir:12 net",
    ]);
    assert.deepEqual(definitionsAt('import big from "shared.weir"\nfrom b|ig\n', { files }), [
      "shared.weir:10 big",
    ]);
    assert.deepEqual(definitionsAt('import b|ig from "shared.weir"\nfrom big\n', { files }), [
      "shared.weir:10 big",
    ]);
  });

  it("of parameters, constants, functions, aliases and lambda parameters", () => {
    const text = `let half = 0.5
function net(gross: float) -> float = gross * $half
pipeline p(least: int = 1) {
  from rows([{a: 1, list: [1]}]) as r
  derive b = net(r.a as float), c = list_map(list, x => x + 1)
  where a > $least
}
`;
    for (const [at, wanted] of [
      ["$half\n", "main.weir:1 half"],
      ["gross * ", "main.weir:2 gross"],
      ["net(r", "main.weir:2 net"],
      ["r.a as", "main.weir:4 r"],
      ["x + 1", "main.weir:5 x"],
      ["$least\n", "main.weir:3 least"],
    ] as const) {
      const place = text.indexOf(at) + 1;
      assert.deepEqual(definitionsAt(`${text.slice(0, place)}|${text.slice(place)}`), [wanted], at);
    }
  });

  it("of nothing is nothing", () => {
    assert.deepEqual(definitionsAt("from rows([{a: 1}])\nwhere coun|t > 1\n"), []);
    assert.deepEqual(definitionsAt("# a rem|ark\n"), []);
  });
});

describe("references", () => {
  it("are every place of a column, its own name included", () => {
    assert.equal(
      referencesAt(`${orders}from orders\nderive n|et = amount / 2\nselect id, net\nsort net desc\n`),
      `${orders}from orders\nderive [net] = amount / 2\nselect id, [net]\nsort [net] desc\n`,
    );
  });

  it("tell columns of one name apart", () => {
    assert.equal(
      referencesAt(`${orders}from orders
join customers as c on customer_id == c.i|d
select id, country, other = c.id
`),
      `${orders.replace('customers.csv") {\n  id', 'customers.csv") {\n  [id]')}from orders
join customers as c on customer_id == c.[id]
select id, country, other = c.[id]
`,
    );
  });
});

describe("rename", () => {
  it("of a derived column goes through every step that passes it on", () => {
    checkRename(
      `${orders}pipeline p {
  from orders
  derive n|et = amount / 2
  where net > 1 and f"{id}" != ""
  window place = rank() sorted net desc
  aggregate net, total = sum(net) by place
}
`.replace("aggregate net, total = sum(net) by place", "aggregate total = sum(net) by place, net"),
      "value",
      `${orders}pipeline p {
  from orders
  derive value = amount / 2
  where value > 1 and f"{id}" != ""
  window place = rank() sorted value desc
  aggregate total = sum(value) by place, value
}
`,
    );
  });

  it("of a column follows it through pipelines, unions, joins and tests", () => {
    checkRename(
      `${orders}pipeline nets {
  from orders
  select id, n|et = amount / 2
}
pipeline both {
  from nets
  union (from rows([{id: 1, net: 1.0}]))
}
pipeline joined {
  from both as b
  join nets as n on id, net
  select b.id, n.net, twice = b.net * 2
}
test "nets" of nets {
  given orders = [{id: 1, customer_id: 2, amount: 3.0}]
  expect rows [{id: 1, net: 1.5}]
}
`,
      "value",
      `${orders}pipeline nets {
  from orders
  select id, value = amount / 2
}
pipeline both {
  from nets
  union (from rows([{id: 1, value: 1.0}]))
}
pipeline joined {
  from both as b
  join nets as n on id, value
  select b.id, n.value, twice = b.value * 2
}
test "nets" of nets {
  given orders = [{id: 1, customer_id: 2, amount: 3.0}]
  expect rows [{id: 1, value: 1.5}]
}
`,
    );
  });

  it("ends where a column gets another name", () => {
    checkRename(
      "from rows([{a: 1}])\nrename b| = a\nrename c = b\nwhere c > 1\n",
      "x",
      "from rows([{a: 1}])\nrename x = a\nrename c = x\nwhere c > 1\n",
    );
  });

  it("keeps the labels of unpivot as they are", () => {
    checkRename(
      "from rows([{id: 1, a|: 2, b: 3}])\nunpivot a, b to label, value\n",
      "x",
      "from rows([{id: 1, x: 2, b: 3}])\nunpivot a = x, b to label, value\n",
    );
  });

  it("of a column follows it into a store and out again", () => {
    checkRename(
      `store daily = parquet("daily", partition_by: day)
pipeline write {
  from rows([{d|ay: @2026-01-01, n: 1}])
  into daily
}
pipeline read {
  from daily
  where day > @2026-01-01 and n > 0
}
`,
      "date_of",
      `store daily = parquet("daily", partition_by: date_of)
pipeline write {
  from rows([{date_of: @2026-01-01, n: 1}])
  into daily
}
pipeline read {
  from daily
  where date_of > @2026-01-01 and n > 0
}
`,
      { catalogue: { schemaOf: () => ({ status: "absent" }) } },
    );
  });

  it("writes names in backticks where they need them", () => {
    checkRename(
      "from rows([{a: 1}])\nderive n|et = a\nselect\n  net,\n  a\n",
      "net value",
      "from rows([{a: 1}])\nderive `net value` = a\nselect\n  `net value`,\n  a\n",
    );
    checkRename(
      "from rows([{a: 1}])\nderive n|et = a\nselect a,\n  net\n",
      "sort",
      "from rows([{a: 1}])\nderive sort = a\nselect a,\n  `sort`\n",
    );
  });

  it("of declarations, parameters and aliases takes every mention with it", () => {
    checkRename(
      `pipeline one|(least: int = 1) {
  from rows([{a: 1}])
  where a > $least
}
from one(least: 2)
where one.a > 1
`,
      "first",
      `pipeline first(least: int = 1) {
  from rows([{a: 1}])
  where a > $least
}
from first(least: 2)
where first.a > 1
`,
    );
    checkRename(
      `pipeline one(least: int = 1) {
  from rows([{a: 1}])
  where a > $le|ast
}
from one(least: 2)
`,
      "smallest",
      `pipeline one(smallest: int = 1) {
  from rows([{a: 1}])
  where a > $smallest
}
from one(smallest: 2)
`,
    );
    checkRename(
      "from rows([{a: 1}]) as r\nwhere r|.a > 1\nselect r.*\n",
      "q",
      "from rows([{a: 1}]) as q\nwhere q.a > 1\nselect q.*\n",
    );
    checkRename(
      "function f(x: int) -> int = x + 1\nfrom rows([{a: 1}])\nselect b = f|(a)\n",
      "plus_one",
      "function plus_one(x: int) -> int = x + 1\nfrom rows([{a: 1}])\nselect b = plus_one(a)\n",
    );
  });

  it("goes over files", () => {
    const files = {
      "shared.weir": "pipeline nets {\n  from rows([{a: 1}])\n  derive net = a\n}\n",
      "other.weir": 'import nets from "shared.weir"\nfrom nets\nwhere net > 1\n',
    };
    assert.deepEqual(
      renamed('import nets from "shared.weir"\nfrom nets\nselect n|et\n', "value", { files }),
      {
        "main.weir": 'import nets from "shared.weir"\nfrom nets\nselect value\n',
        "shared.weir": "pipeline nets {\n  from rows([{a: 1}])\n  derive value = a\n}\n",
        "other.weir": 'import nets from "shared.weir"\nfrom nets\nwhere value > 1\n',
      },
    );
    assert.deepEqual(renamed('import nets from "shared.weir"\nfrom ne|ts\nselect net\n', "all", { files }), {
      "main.weir": 'import all from "shared.weir"\nfrom all\nselect net\n',
      "shared.weir": "pipeline all {\n  from rows([{a: 1}])\n  derive net = a\n}\n",
      "other.weir": 'import all from "shared.weir"\nfrom all\nwhere net > 1\n',
    });
  });

  for (const [what, marked, name, reason] of [
    [
      "a column of data",
      `${orders}from orders\nwhere am|ount > 1\n`,
      "x",
      /column of the data that `orders` reads/,
    ],
    [
      "a name that is taken",
      "from rows([{a: 1, b: 2}])\nderive c| = a\n",
      "B",
      /`b` is already a column in line 2/,
    ],
    [
      "a name that is taken further on",
      "from rows([{a: 1}])\nderive c| = a\nderive d = 1\n",
      "d",
      /`d` is already a column in line 3/,
    ],
    [
      "a column of an sql step",
      'from rows([{a|: 1}])\nsql duckdb "select a from input" returns (a: int)\n',
      "x",
      /`sql` step/,
    ],
    [
      "a declaration's name",
      "let a| = 1\nlet b = $a\nfrom rows([{x: $b}])\n",
      "b",
      /already a let of main\.weir/,
    ],
    ["a library function's", "function f|(x: int) -> int = x\n", "sum", /function of the library/],
    ["nothing", "# not|hing\n", "x", /no name here/],
    ["no name", "from rows([{a: 1}])\nderive c| = a\n", " ", /at least one character/],
    ["what is no name", "let a| = 1\n", "two words", /begins with a letter/],
    [
      "what a parameter would hide",
      "let a| = 1\npipeline p(b: int) {\n  from rows([{x: $a + $b}])\n}\n",
      "b",
      /parameter `b`, which would hide it/,
    ],
    [
      "what comes into sight",
      "from rows([{a: 1}])\njoin (from rows([{a|: 1}])) as r on a < r.a\n",
      "x",
      /would be a column more/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const { view, offset } = viewText(marked);
      const result = rename(view.program, view.uri, offset, name, same);
      assert.equal(result.kind, "refused");
      if (result.kind === "refused") assert.match(result.reason, reason);
    });
  }
});
