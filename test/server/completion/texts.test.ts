// Texts: paths that lead somewhere, values of columns, units. And names that other files declare.

import assert from "node:assert/strict";
import type { CompletionWorld, ListedEntry } from "../../../server/features/completion/types.ts";
import { begins, check, itemsAt, labelsAt, lacks, offers, tables } from "./check.ts";

const folders: Readonly<Record<string, readonly ListedEntry[]>> = {
  "file:///project": [
    { name: "main.weir", kind: "file" },
    { name: "other.weir", kind: "file" },
    { name: "a.csv", kind: "file" },
    { name: "b.csv", kind: "file" },
    { name: "c.parquet", kind: "file" },
    { name: ".git", kind: "folder" },
    { name: "data", kind: "folder" },
  ],
  "file:///project/data": [
    { name: "year=2025", kind: "folder" },
    { name: "year=2026", kind: "folder" },
    { name: "x.parquet", kind: "file" },
  ],
};

function worldOf(more: CompletionWorld = {}): { readonly world: CompletionWorld; readonly asked: string[] } {
  const asked: string[] = [];
  const listFolder = (uri: string) => {
    asked.push(uri);
    return folders[uri.replace(/\/$/, "")] ?? [];
  };
  return { world: { listFolder, ...more }, asked };
}

describe("completion of paths", () => {
  const { world } = worldOf();

  it("files of the connector, globs, folders", () => {
    begins('source a = csv("|")', ["a.csv", "b.csv", "*.csv"], { world });
    lacks('source a = csv("|")', ["c.parquet", ".git/", "main.weir"], { world });
    offers('source a = parquet("|', ["c.parquet", "data/"], { world });
    check('source a = parquet("da|")', "data/", 'source a = parquet("data/")', { world });
    check('source a = parquet("data/x|")', "x.parquet", 'source a = parquet("data/x.parquet")', { world });
    check('source a = parquet("./data/|', "x.parquet", 'source a = parquet("./data/x.parquet', { world });
  });

  it("hive partitions as one glob", () => {
    begins('source a = parquet("data/|")', ["year=*/*.parquet"], { world });
  });

  it("files that an import may name, but not this one", () => {
    assert.deepEqual(labelsAt('import a from "|"', { world }), ["other.weir", "data/"]);
  });

  it("asks for no other computer and no other protocol", () => {
    const { world: watched, asked } = worldOf();
    for (const path of [
      "//server/share/",
      "\\\\\\\\server\\\\share/",
      "https://example.org/",
      "s3://bucket/",
    ]) {
      labelsAt(`source a = csv("${path}|")`, { world: watched });
    }
    assert.deepEqual(asked, []);
  });

  it("connections of weir.json have no paths", () => {
    const { world: watched, asked } = worldOf();
    assert.deepEqual(labelsAt('source a = postgres("|")', { world: watched }), []);
    assert.deepEqual(asked, []);
  });

  it("nothing where nobody may look", () => {
    assert.deepEqual(labelsAt('source a = csv("|")'), []);
  });
});

describe("completion of values", () => {
  const orders = `${tables}from orders\n`;
  const used = `${orders}where status == "paid" or status in ["open", "lost"]\n`;

  it("those that the program compares the column with", () => {
    assert.deepEqual(labelsAt(`${used}where status == "|"`).toSorted(), ["lost", "open", "paid"]);
    assert.deepEqual(labelsAt(`${used}where "|" != status`).toSorted(), ["lost", "open", "paid"]);
    assert.deepEqual(labelsAt(`${used}where status in ["paid", "|"]`).toSorted(), ["lost", "open"]);
    check(`${used}where status == "p|"`, "paid", `${used}where status == "paid"`);
    check(`${used}where status == "p|`, "paid", `${used}where status == "paid`);
    assert.deepEqual(labelsAt(`${used}where who.name == "|"`), []);
  });

  it("those that somebody who saw the data knows", () => {
    const world: CompletionWorld = {
      knownValues: {
        valuesOf: ({ name, column }) => (name === "orders" && column === "status" ? ['say "x"', "new"] : []),
      },
    };
    const named = `${tables}pipeline p {\n  from orders\n  rename state = status\n`;
    begins(`${named}  where state == "|"\n}\n`, ['say "x"', "new"], { world });
    check(`${named}  where state == "|"\n}\n`, 'say "x"', `${named}  where state == "say \\"x\\""\n}\n`, {
      world,
    });
  });

  it("what a function takes", () => {
    begins(`${orders}derive x = date_trunc("|", at)`, ["day", "week", "month"]);
    offers(`${orders}derive x = today("|")`, ["Europe/Berlin"]);
  });

  it("no words in prose", () => {
    assert.deepEqual(labelsAt(`${orders}expect amount > 0, "a |"`), []);
    assert.deepEqual(labelsAt(`${orders}derive x = """ |"""`), []);
    assert.deepEqual(labelsAt(`${orders}where status like "|"`), []);
  });
});

describe("completion of names of other files", () => {
  const other =
    'source far = csv("far.csv") {\n  a: int\n}\nlet rate = 2\nfunction double(x: int) -> int = x * 2\n';
  const world: CompletionWorld = {
    declarationsMatching: (prefix) =>
      [
        { name: "far", kind: "source" as const, uri: "file:///project/lib/far.weir", doc: "Far away." },
        { name: "double", kind: "function" as const, uri: "file:///project/lib/far.weir", doc: "" },
        { name: "orders", kind: "source" as const, uri: "file:///project/lib/far.weir", doc: "" },
      ].filter(({ name }) => name.startsWith(prefix)),
  };

  it("brings its import along, in a line of its own", () => {
    check(`${tables}from fa|`, "far", `import far from "lib/far.weir"\n\n${tables}from far`, { world });
    check(
      `# About.\n\n${tables}from fa|`,
      "far",
      `# About.\n\nimport far from "lib/far.weir"\n\n${tables}from far`,
      { world },
    );
    lacks(`${tables}from |`, ["double"], { world });
    const labels = labelsAt(`${tables}from |`, { world });
    assert.equal(
      labels.filter((label) => label === "orders").length,
      1,
      "a name that is known is not imported",
    );
  });

  it("behind the imports that are there, or in the one of that file", () => {
    const files = { "lib/far.weir": other, "b.weir": "let b = 1\n" };
    const first = 'import b from "b.weir"\n';
    check(`${first}from fa|`, "far", `${first}import far from "lib/far.weir"\nfrom far`, { world, files });
    const same = 'import rate from "lib/far.weir"\n';
    check(`${same}from fa|`, "far", 'import rate, far from "lib/far.weir"\nfrom far', { world, files });
  });

  it("functions, once some letters say which", () => {
    const orders = `${tables}from orders\n`;
    lacks(`${orders}derive x = |`, ["double"], { world });
    check(
      `${orders}derive x = do|`,
      "double",
      `import double from "lib/far.weir"\n\n${orders}derive x = double`,
      { world },
    );
  });

  it("what an import may name", () => {
    const files = { "lib/far.weir": other };
    assert.deepEqual(labelsAt('import | from "lib/far.weir"', { files }).toSorted(), [
      "double",
      "far",
      "rate",
    ]);
    lacks('import far, | from "lib/far.weir"', ["far"], { files });
  });
});

describe("when completion keeps quiet", () => {
  const orders = `${tables}from orders\n`;
  it("a blank asks only where a name has to follow", () => {
    offers(`${orders}where |`, ["amount"], { trigger: " " });
    offers(`${orders}select id, |`, ["amount"], { trigger: " " });
    assert.deepEqual(labelsAt(`${orders}where amount |`, { trigger: " " }), []);
    assert.deepEqual(labelsAt("  |", { trigger: " " }), []);
    assert.deepEqual(labelsAt(`${orders}derive x = amount /|`, { trigger: "/" }), []);
  });

  it("one item is chosen beforehand, and the list is complete", () => {
    const items = itemsAt(`${orders}where |`);
    assert.equal(items.filter(({ preselect }) => preselect === true).length, 1);
  });
});
