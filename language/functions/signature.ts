// The notation of signatures as data: patterns that argument types are matched with. The notation is written by
// the authors of the function table only, so a fault in it is a bug and throws; a test parses every signature.

import { simpleTypes } from "../type-operations.ts";
import type { Type, Value } from "../types.ts";

export interface ParsedSignature {
  readonly parameters: readonly SignatureParameter[];
  readonly result: PatternElement;
}

export interface SignatureParameter {
  readonly name: string;
  readonly pattern: Pattern;
  /** Null is a value here like any other. */
  readonly takesNull: boolean;
  /** Must be known before the run. */
  readonly constant: boolean;
  /** Takes one or more arguments. */
  readonly variadic: boolean;
  /** Undefined for a required one. */
  readonly default: Value | undefined;
}

/** What a type may be. */
export type Pattern =
  | { readonly kind: "type"; readonly type: Type }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "any" }
  /** A decimal of 38 digits with the scale of `decimal`. */
  | { readonly kind: "wideDecimal" }
  | { readonly kind: "list"; readonly element: PatternElement }
  | { readonly kind: "struct"; readonly fields: readonly (PatternElement & { readonly name: string })[] }
  | { readonly kind: "lambda"; readonly parameters: readonly Pattern[]; readonly result: Pattern };

export interface PatternElement {
  readonly pattern: Pattern;
  readonly nullable: boolean;
}

/** Variables that stand for some types only. */
export const numberVariable = "number";
export const decimalVariable = "decimal";

/** Parses a signature; the same text gives the same object. */
export function parseSignature(text: string): ParsedSignature {
  let parsed = cache.get(text);
  if (parsed === undefined) {
    parsed = readSignature(new Reader(text));
    cache.set(text, parsed);
  }
  return parsed;
}

/** A pattern as it is written in signatures. */
export function patternName(pattern: Pattern): string {
  switch (pattern.kind) {
    case "type":
      return pattern.type.kind;
    case "variable":
      return pattern.name;
    case "any":
      return "any";
    case "wideDecimal":
      return "decimal(38, S)";
    case "list":
      return `list(${elementName(pattern.element)})`;
    case "struct":
      return `struct{${pattern.fields.map((field) => `${field.name}: ${elementName(field)}`).join(", ")}}`;
    case "lambda":
      return `(${pattern.parameters.map(patternName).join(", ")}) => ${patternName(pattern.result)}`;
  }
}

const cache = new Map<string, ParsedSignature>();

function elementName(element: PatternElement): string {
  return patternName(element.pattern) + (element.nullable ? "?" : "");
}

function readSignature(reader: Reader): ParsedSignature {
  const parameters: SignatureParameter[] = [];
  reader.expect("(");
  while (!reader.take(")")) {
    if (parameters.length > 0) reader.expect(",");
    parameters.push(readParameter(reader));
  }
  reader.expect("->");
  const result = readElement(reader);
  reader.expect("");
  return { parameters, result };
}

function readParameter(reader: Reader): SignatureParameter {
  const name = reader.word();
  reader.expect(":");
  const constant = reader.take("const");
  const { pattern, nullable } = readElement(reader);
  const variadic = reader.take("...");
  const value = reader.take("=") ? readValue(reader) : undefined;
  return { name, pattern, takesNull: nullable, constant, variadic, default: value };
}

function readElement(reader: Reader): PatternElement {
  const pattern = readPattern(reader);
  return { pattern, nullable: reader.take("?") };
}

function readPattern(reader: Reader): Pattern {
  if (reader.take("(")) {
    const parameters: Pattern[] = [];
    while (!reader.take(")")) {
      if (parameters.length > 0) reader.expect(",");
      parameters.push(readPattern(reader));
    }
    reader.expect("=>");
    return { kind: "lambda", parameters, result: readPattern(reader) };
  }
  const word = reader.word();
  if (word === "list") {
    reader.expect("(");
    const element = readElement(reader);
    reader.expect(")");
    return { kind: "list", element };
  }
  if (word === "struct") return readStruct(reader);
  if (word === "any") return { kind: "any" };
  if (word === "decimal" && reader.take("(")) {
    for (const part of ["38", ",", "S", ")"]) reader.expect(part);
    return { kind: "wideDecimal" };
  }
  if (word === numberVariable || word === decimalVariable || /^[A-Z]$/.test(word)) {
    return { kind: "variable", name: word };
  }
  const type = simpleTypes.get(word);
  if (type === undefined) throw reader.fault(`no type is named ${word}`);
  return { kind: "type", type };
}

function readStruct(reader: Reader): Pattern {
  const fields: (PatternElement & { readonly name: string })[] = [];
  reader.expect("{");
  while (!reader.take("}")) {
    if (fields.length > 0) reader.expect(",");
    const name = reader.word();
    reader.expect(":");
    fields.push({ name, ...readElement(reader) });
  }
  return { kind: "struct", fields };
}

function readValue(reader: Reader): Value {
  const token = reader.next();
  if (token === "null") return { kind: "null" };
  if (token === "true" || token === "false") return { kind: "bool", value: token === "true" };
  if (token.startsWith('"')) return { kind: "text", value: token.slice(1, -1) };
  if (/^-?\d+$/.test(token)) return { kind: "int", value: BigInt(token) };
  if (/^-?\d+\.\d+$/.test(token)) return { kind: "float", value: Number(token) };
  throw reader.fault(`${token} is no default`);
}

/** Reads the tokens of one signature. */
class Reader {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens =
      text.match(/->|=>|\.\.\.|"[^"]*"|-?\d+\.\d+|-?\d+|[A-Za-z_][A-Za-z_0-9]*|[(){},:=?]|\S/g) ?? [];
  }

  next(): string {
    return this.#tokens[this.#position++] ?? "";
  }

  take(token: string): boolean {
    if (this.#tokens[this.#position] !== token) return false;
    this.#position++;
    return true;
  }

  /** The next token must be this one; the empty text is the end. */
  expect(token: string): void {
    if ((this.#tokens[this.#position] ?? "") !== token) throw this.fault(`${token || "the end"} is missing`);
    this.#position++;
  }

  word(): string {
    const token = this.next();
    if (!/^[A-Za-z_]/.test(token)) throw this.fault(`a word is missing before ${token}`);
    return token;
  }

  fault(reason: string): Error {
    return new Error(`The signature ${this.#text} is wrong at part ${this.#position}: ${reason}`);
  }
}
