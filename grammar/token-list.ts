// The tokens of a text for colours and folding: what each is, by its place in the grammar. No types and no names
// are looked up here: whether a name is a column or an alias is not known.
import type { IToken } from "chevrotain";
import { cut } from "./retag.ts";
import {
  BinaryOperator,
  Clause,
  DeclarationStart,
  endOf,
  FChunk,
  FClose,
  FOpen,
  has,
  ImportFrom,
  is,
  isDeclarationStart,
  isStepStart,
  KindJoin,
  KindUnnest,
  LParen,
  Moment,
  Money,
  Name,
  Num,
  Param,
  Raw,
  Reserved,
  Text,
  TimeOfDay,
  Unit,
  UnknownDeclaration,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import type { Range } from "./tree.ts";

export type TokenKind =
  | "declaration"
  | "step"
  | "keyword"
  | "constant"
  | "operator"
  | "name"
  | "function"
  | "parameter"
  | "number"
  | "unit"
  | "text"
  | "date"
  | "money"
  | "comment"
  | "doc"
  | "punctuation"
  | "unknown";

/** A token in offsets of the text. */
export interface ListedToken extends Range {
  readonly kind: TokenKind;
}

/** Tokens and comments in order. Characters that mean nothing are left out. */
export function tokensOf(text: string): readonly ListedToken[] {
  const listed: ListedToken[] = [];
  let end = 0;
  for (const chunk of cut(text)) {
    listed.push(...commentsIn(text, end, chunk.start));
    for (const { startOffset, image } of chunk.comments) listed.push(comment(startOffset, image));
    for (const [index, token] of chunk.tokens.entries()) {
      if (token.image === "") continue;
      listed.push({
        start: token.startOffset,
        end: endOf(token),
        kind: kindOf(token, chunk.tokens[index + 1]),
      });
    }
    ({ end } = chunk);
  }
  listed.push(...commentsIn(text, end, text.length));
  return listed.sort((a, b) => a.start - b.start);
}

function commentsIn(text: string, from: number, to: number): readonly ListedToken[] {
  return [...text.slice(from, to).matchAll(/#[^\r\n]*/g)].map((found) =>
    comment(from + found.index, found[0]),
  );
}

function comment(start: number, image: string): ListedToken {
  return { start, end: start + image.length, kind: image.startsWith("##") ? "doc" : "comment" };
}

const kinds: TokenKind[] = [];
for (const [kind, types] of [
  ["keyword", [...Object.values(Reserved), ...Object.values(Clause), ImportFrom, KindJoin, KindUnnest]],
  ["constant", [Reserved.true, Reserved.false, Reserved.null]],
  ["parameter", [Param]],
  ["number", [Num]],
  ["unit", [Unit]],
  ["text", [Text, Raw, FOpen, FChunk, FClose]],
  ["date", [Moment, TimeOfDay]],
  ["money", [Money]],
  ["unknown", [UnknownStep, UnknownItem, UnknownDeclaration]],
  ["declaration", Object.values(DeclarationStart)],
] as const) {
  for (const type of types) kinds[type.tokenTypeIdx!] = kind;
}

function kindOf(token: IToken, next: IToken | undefined): TokenKind {
  const known = kinds[token.tokenTypeIdx];
  if (known !== undefined) return known;
  if (has(token, isStepStart)) return "step";
  if (has(token, isDeclarationStart)) return "declaration";
  if (is(token, Name)) {
    const isCall = next !== undefined && is(next, LParen) && next.startOffset === endOf(token);
    return isCall ? "function" : "name";
  }
  return token.tokenType.CATEGORIES?.includes(BinaryOperator) === true ? "operator" : "punctuation";
}
