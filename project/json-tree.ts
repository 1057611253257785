// JSON with positions, for the manifest: every value knows where it stands, so that a problem can be shown at it.
// It reads JSON as it is defined, and stops at the first fault.

import type { Range } from "../grammar/index.ts";

export type JsonNode = Range &
  (
    | { readonly kind: "object"; readonly members: readonly JsonMember[] }
    | { readonly kind: "array"; readonly items: readonly JsonNode[] }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "null" }
  );

export interface JsonMember extends Range {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: JsonNode;
}

export type JsonResult =
  | { readonly kind: "value"; readonly value: JsonNode }
  | ({ readonly kind: "fault"; readonly message: string } & Range);

/** Objects and lists inside each other deeper than this are refused: nothing honest is. */
const deepest = 100;

/** Reads a whole text. */
export function parseJson(text: string): JsonResult {
  try {
    const reader = new Reader(text);
    const value = reader.value(0);
    reader.end();
    return { kind: "value", value };
  } catch (error) {
    if (error instanceof JsonFault) {
      return { kind: "fault", message: error.message, start: error.start, end: error.end };
    }
    throw error;
  }
}

/** The member of an object with this key; undefined for others. */
export function memberOf(node: JsonNode | undefined, key: string): JsonMember | undefined {
  return node?.kind === "object" ? node.members.findLast((member) => member.key === key) : undefined;
}

/** How the reader gets out of nested values; it never leaves this file. */
class JsonFault extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith("\uFEFF")) this.#at = 1;
  }

  value(depth: number): JsonNode {
    this.#skip();
    const start = this.#at;
    if (depth > deepest) this.#fail("This is nested too deeply");
    const character = this.#text[start];
    if (character === "{") return this.#object(start, depth);
    if (character === "[") return this.#array(start, depth);
    if (character === '"') {
      const value = this.#string();
      return { kind: "string", value, start, end: this.#at };
    }
    const word = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(
      this.#text.slice(start, start + 400),
    )?.[0];
    if (word === undefined || word === "") this.#fail("A JSON value is missing here");
    this.#at += word.length;
    const range = { start, end: this.#at };
    if (word === "null") return { kind: "null", ...range };
    if (word === "true" || word === "false") return { kind: "boolean", value: word === "true", ...range };
    return { kind: "number", value: Number(word), ...range };
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#text.length) this.#fail("There is more after the end of the JSON value");
  }

  #object(start: number, depth: number): JsonNode {
    this.#at++;
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    for (let first = true; !this.#takes("}"); first = false) {
      if (!first) this.#expect(",", "A comma or `}` is missing here");
      this.#skip();
      const keyStart = this.#at;
      if (this.#text[keyStart] !== '"') this.#fail('A key in quotes is missing here, as in `"name"`');
      const key = this.#string();
      const keyRange = { start: keyStart, end: this.#at };
      if (keys.has(key)) throw new JsonFault(`The key \`${key}\` stands here twice`, keyStart, this.#at);
      keys.add(key);
      this.#expect(":", "A `:` is missing here");
      const value = this.value(depth + 1);
      members.push({ key, keyRange, value, start: keyStart, end: value.end });
    }
    return { kind: "object", members, start, end: this.#at };
  }

  #array(start: number, depth: number): JsonNode {
    this.#at++;
    const items: JsonNode[] = [];
    while (!this.#takes("]")) {
      if (items.length > 0) this.#expect(",", "A comma or `]` is missing here");
      items.push(this.value(depth + 1));
    }
    return { kind: "array", items, start, end: this.#at };
  }

  #string(): string {
    const rest = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
    rest.lastIndex = this.#at;
    const raw = rest.exec(this.#text)?.[0];
    if (raw === undefined) this.#fail("This text does not end on its line");
    try {
      const value: unknown = JSON.parse(raw);
      this.#at += raw.length;
      return String(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new JsonFault(
        "This text holds an escape that JSON does not know",
        this.#at,
        this.#at + raw.length,
      );
    }
  }

  #takes(character: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string, message: string): void {
    if (!this.#takes(character)) this.#fail(message);
  }

  #skip(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #fail(message: string): never {
    throw new JsonFault(message, this.#at, Math.min(this.#at + 1, this.#text.length));
  }
}
