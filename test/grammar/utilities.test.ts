// Lines, words, walks and the token list.
import assert from "node:assert/strict";
import {
  childrenOf,
  lineIndex,
  nearestWord,
  needsQuotes,
  nodeAt,
  offsetAt,
  parseFile,
  partAt,
  positionAt,
  quoteName,
  stepWords,
  tokensOf,
  walk,
} from "../../grammar/index.ts";

describe("lines", () => {
  const text = "a\nbc\r\n\rd";
  const index = lineIndex(text);

  it("begin behind every kind of line break", () => {
    assert.deepEqual(index.starts, [0, 2, 6, 7]);
  });

  it("turn offsets into positions and back", () => {
    for (let offset = 0; offset <= text.length; offset++) {
      assert.equal(offsetAt(index, positionAt(index, offset)), offset);
    }
    assert.deepEqual(positionAt(index, 3), { line: 1, column: 1 });
    assert.deepEqual(positionAt(index, 99), { line: 3, column: 1 });
    assert.equal(offsetAt(index, { line: 9, column: 0 }), text.length);
  });
});

describe("words", () => {
  it("stand in backticks where they have to", () => {
    assert.deepEqual(["Order ID", "by", "größe", "1st", "a`b", ""].map(needsQuotes), [
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
    for (const name of ["Order ID", "by", "größe", "a`b", "日本"]) {
      const [part] = parseFile(`let x = ${quoteName(name)}`).parts;
      assert.ok(part?.declaration.kind === "let" && part.declaration.value.kind === "columnName");
      assert.equal(part.declaration.value.name.text, name);
    }
  });

  it("find their nearest", () => {
    assert.equal(nearestWord("wher", stepWords), "where");
    assert.equal(nearestWord("agregate", stepWords), "aggregate");
    assert.equal(nearestWord("slect", stepWords), "select");
    assert.equal(nearestWord("price", stepWords), undefined);
  });
});

describe("walks", () => {
  const file = parseFile("let a = 1\n\npipeline p {\n  from t\n  where b.c > 1\n}\n");

  it("find the part and the node at an offset", () => {
    const at = file.text.indexOf("c >");
    assert.equal(partAt(file, at)?.declaration.kind, "pipeline");
    const found = nodeAt(file, at);
    assert.equal(found?.node.kind, "name");
    assert.equal(nodeAt(file, 10), undefined);
  });

  it("visit parents before children, in order", () => {
    const kinds: (string | undefined)[] = [];
    walk(file.parts[1]!.declaration, ({ kind }) => kinds.push(kind));
    assert.deepEqual(kinds, [
      "pipeline",
      "name",
      "from",
      "namedRelation",
      "name",
      "where",
      "binary",
      "member",
      "columnName",
      "name",
      "name",
      "literal",
    ]);
    assert.deepEqual(
      childrenOf(file.parts[0]!.declaration).map(({ kind }) => kind),
      ["name", "literal"],
    );
  });
});

describe("the token list", () => {
  it("says what each token is", () => {
    const text = '## d\npipeline p { from t | take 3 days } # c\nlet x = f(f"{a}", $b, null, @2026-01-01)';
    const listed = tokensOf(text).map(({ start, end, kind }) => `${text.slice(start, end)} ${kind}`);
    assert.deepEqual(listed, [
      "## d doc",
      "pipeline declaration",
      "p name",
      "{ punctuation",
      "from step",
      "t name",
      "| punctuation",
      "take step",
      "3 number",
      "days unit",
      "} punctuation",
      "# c comment",
      "let declaration",
      "x name",
      "= operator",
      "f function",
      "( punctuation",
      'f" text',
      "{ punctuation",
      "a name",
      "} punctuation",
      '" text',
      ", punctuation",
      "$b parameter",
      ", punctuation",
      "null constant",
      ", punctuation",
      "@2026-01-01 date",
      ") punctuation",
    ]);
  });
});
