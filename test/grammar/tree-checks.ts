// What must hold of any tree: ranges nest, are in order, and cover the text. And a form of trees without
// positions, to compare what two texts mean.
import assert from "node:assert/strict";
import { type AnyNode, childrenOf, type SyntaxFile, walk } from "../../grammar/index.ts";

const onlyTrivia = /^(?:\s|#[^\r\n]*)*$/;

/** Asserts that parts and trivia cover the text and that every range lies in that of its parent, in order. */
export function assertNested(file: SyntaxFile): void {
  let end = 0;
  for (const { start, declaration, problems, comments } of file.parts) {
    assert.match(file.text.slice(end, start), onlyTrivia, "something lies outside of all declarations");
    assert.equal(declaration.start, 0);
    end = start + declaration.end;
    walk(declaration, assertChildren);
    for (const range of [...problems, ...comments]) {
      assert.ok(
        0 <= range.start && range.start <= range.end && range.end <= declaration.end,
        JSON.stringify(range),
      );
    }
    for (const comment of comments) {
      assert.equal(file.text.slice(start + comment.start, start + comment.end), comment.text);
    }
  }
  assert.match(file.text.slice(end), onlyTrivia, "something lies outside of all declarations");
}

function assertChildren(node: AnyNode): void {
  let end = node.start;
  if (node.start > node.end) assert.fail(`a negative range: ${show(node)}`);
  for (const child of childrenOf(node)) {
    if (child.start < end || child.end > node.end)
      assert.fail(`${show(child)} lies outside of ${show(node)}`);
    ({ end } = child);
  }
}

function show(node: AnyNode): string {
  const text = JSON.stringify(node, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
  return text.slice(0, 300);
}

const positions: ReadonlySet<string> = new Set([
  "start",
  "end",
  "keyword",
  "operatorRange",
  "body",
  "quoted",
]);

/** What a file says, without where it says it. */
export function meaningOf(file: SyntaxFile): string {
  return JSON.stringify(
    file.parts.map(({ declaration }) => declaration),
    (key, value: unknown) => {
      if (positions.has(key)) return undefined;
      return typeof value === "bigint" ? `${value}n` : value;
    },
  );
}

/** Every comment of a text in order. */
export function commentsOf(file: SyntaxFile): readonly string[] {
  const found: string[] = [];
  let end = 0;
  const outside = (text: string): void => {
    for (const [comment] of text.matchAll(/#[^\r\n]*/g)) found.push(comment.trimEnd());
  };
  for (const { start, declaration, comments } of file.parts) {
    outside(file.text.slice(end, start));
    for (const { text } of comments) found.push(text.trimEnd());
    end = start + declaration.end;
  }
  outside(file.text.slice(end));
  return found;
}
