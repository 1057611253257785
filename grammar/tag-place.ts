// Where the tagging pass stands: the tokens around it, what is open, the declarations so far; and the questions
// that decide what a word can be here. Tags nothing by itself but what begins a line or a declaration.
import type { IToken, TokenType } from "chevrotain";
import type { Chunk, ChunkKind } from "./chunk.ts";
import type { Finding } from "./finding.ts";
import { isFirstColumn } from "./lines.ts";
import { Nesting } from "./nesting.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  Dot,
  endOf,
  endsOperand,
  has,
  is,
  LBrace,
  LParen,
  LSquare,
  Moment,
  Money,
  Name,
  Num,
  Odd,
  Param,
  Percent,
  Pipe,
  Question,
  RBrace,
  Reserved,
  RParen,
  StepStart,
  setKind,
  Text,
  Times,
} from "./tokens.ts";
import { usesOf, type WordUses } from "./word-table.ts";

const followersOfNames = new Set([Comma, Dot, Colon].map((type) => type.tokenTypeIdx));
const operandsAfterMisspelling = new Set(
  [Name, Num, Text, Moment, Param, Money].map((type) => type.tokenTypeIdx),
);
const operandWords: ReadonlySet<string> = new Set(["not", "if", "case", "true", "false", "null", "by"]);
const blocks: ReadonlySet<string> = new Set(["pipeline", "test", "service", "job", "unknown"]);
const braced: ReadonlySet<string> = new Set([...blocks, "source", "store", "model"]);

/** State of one pass, and what can be asked about the token at hand. Made for one text, used once. */
export class Place {
  readonly chunks: Chunk[] = [];
  chunk: Chunk | undefined;
  kind: ChunkKind | undefined;
  readonly nesting = new Nesting();
  /** How far the current line is indented. */
  indentation = 0;
  indentationOfPrevious = 0;
  isBodyBrace = false;
  isSqlStep = false;
  index = 0;
  previous: IToken | undefined;
  beforePrevious: IToken | undefined;
  next: IToken | undefined;
  isLineStart = true;
  isNextOnLine = false;
  readonly text: string;
  readonly tokens: readonly IToken[];
  readonly findings: readonly Finding[];
  readonly ownFindings: Finding[] = [];

  constructor(text: string, tokens: readonly IToken[], findings: readonly Finding[]) {
    this.text = text;
    this.tokens = tokens;
    this.findings = findings;
  }

  opensSubPipeline(): boolean {
    return (
      (is(this.previous, LParen) || is(this.previous, LBrace)) &&
      !this.isFollowedAsName() &&
      !is(this.next, RParen)
    );
  }

  /** Whether `, . :` follow, or a `=` where a name may stand: then the word is a name even first on its line. */
  isFollowedAsName(isAfterBodyBrace = false): boolean {
    const { next, previous } = this;
    if (next === undefined) return false;
    if (followersOfNames.has(next.tokenTypeIdx)) return true;
    if (next.tokenTypeIdx !== Assign.tokenTypeIdx) return false;
    return previous !== undefined && !isAfterBodyBrace && !this.isAfterOperand();
  }

  isOutside(): boolean {
    return this.nesting.valueBraces === 0 && this.nesting.body !== "open";
  }

  isInBlock(): boolean {
    return this.nesting.body === "open" && this.kind !== undefined && blocks.has(this.kind);
  }

  /** Whether a value of an item is open here, in which no step can begin. */
  isInValue(): boolean {
    const hasItems = this.kind === "test" || this.kind === "service" || this.kind === "job";
    const isOpen = !this.nesting.hasPipeline && (this.nesting.valueBraces > 0 || this.nesting.brackets > 0);
    return hasItems && this.nesting.body === "open" && isOpen && !is(this.previous, LParen);
  }

  joinFollows(): boolean {
    return this.next?.image === "join" || this.next?.image === "unnest";
  }

  /** Whether nothing that comes before could go on with a name here. */
  isLinePlace(isAfterBodyBrace: boolean): boolean {
    return (
      isAfterBodyBrace || this.previous === undefined || is(this.previous, Pipe) || this.isAfterOperand()
    );
  }

  itemKind(uses: WordUses): TokenType | undefined {
    if (this.kind === "test") return uses.test;
    if (this.kind === "service") return uses.service;
    return this.kind === "job" ? uses.job : undefined;
  }

  isDeclarationHere(token: IToken): boolean {
    const { next, previous } = this;
    const inFirstColumn = isFirstColumn(this.text, token.startOffset);
    const isBeforeName =
      next !== undefined &&
      this.isNextOnLine &&
      (next.tokenTypeIdx === Name.tokenTypeIdx || next.tokenTypeIdx === Text.tokenTypeIdx);
    if (inFirstColumn && isBeforeName) return true;
    if (!this.isOutside()) return false;
    if (next !== undefined && followersOfNames.has(next.tokenTypeIdx)) return false;
    // Further in, what comes before must be complete: `let x =⏎  source.price` goes on.
    return inFirstColumn || previous === undefined || this.isAfterOperand() || is(previous, RBrace);
  }

  /** Whether a `from` outside of all braces begins a pipeline without a name. */
  startsBare(token: IToken): boolean {
    if (this.kind === undefined || this.nesting.body === "closed") return true;
    if (this.nesting.body === "ahead") return !blocks.has(this.kind);
    if (is(this.previous, LParen)) return false;
    return !this.nesting.hasPipeline || isFirstColumn(this.text, token.startOffset);
  }

  /** A step or item begins: braces of values left open before it are given up. */
  startLine(token: IToken, type: TokenType): void {
    setKind(token, type);
    if (this.isLineStart) token.startColumn = this.indentation;
    if (is(this.previous, LParen)) this.nesting.openPipeline(this.previous!, this.indentationOfPrevious);
    else this.nesting.beginStep();
    this.isSqlStep = type === StepStart.sql;
  }

  open(kind: ChunkKind, token: IToken, type: TokenType): void {
    setKind(token, type);
    this.chunk = {
      kind,
      start: token.startOffset,
      end: token.startOffset,
      tokens: [],
      comments: [],
      findings: [],
    };
    this.chunks.push(this.chunk);
    this.kind = kind;
    this.nesting.begin(braced.has(kind));
    this.isSqlStep = false;
    this.isBodyBrace = false;
  }

  keep(token: IToken): void {
    if (this.chunk === undefined) {
      const chunk: Chunk = {
        kind: "unknown",
        start: token.startOffset,
        end: 0,
        tokens: [],
        comments: [],
        findings: [],
      };
      this.chunks.push(chunk);
      this.chunk = chunk;
      this.kind = "unknown";
    }
    this.chunk.end = endOf(token);
    if (token.tokenTypeIdx !== Odd.tokenTypeIdx) this.chunk.tokens.push(token);
  }

  /** Whether the token before completes an operand; the `?` of `as?` does not. */
  isAfterOperand(): boolean {
    const { previous } = this;
    if (previous === undefined || !has(previous, endsOperand)) return false;
    if (is(previous, Question)) return !is(this.beforePrevious, Reserved.as);
    return !is(previous, Percent) || this.isShare();
  }

  /** Whether a `%` before is that of `sample 10%` or `at most 1%`, and no operator. */
  private isShare(): boolean {
    const start = this.chunk?.tokens.at(-3);
    return is(start, StepStart.sample) || is(start, Clause.most);
  }

  isStarBefore(): boolean {
    if (!is(this.previous, Times) || this.previous!.image !== "*") return false;
    return (
      is(this.beforePrevious, Dot) ||
      this.beforePrevious === undefined ||
      !has(this.beforePrevious, endsOperand)
    );
  }

  isBeforeOperand(): boolean {
    return (
      this.next !== undefined && this.isNextOnLine && operandsAfterMisspelling.has(this.next.tokenTypeIdx)
    );
  }

  /** Whether something on the line shows that the word before it is an operand. */
  isBeforeOperator(): boolean {
    const { next } = this;
    if (next === undefined || !this.isNextOnLine || operandWords.has(next.image)) return false;
    return !is(next, LParen) && !is(next, LSquare);
  }

  /** Whether the word after this one shows that this one is a name (`price desc`, `a and b`). */
  isContinuation(): boolean {
    const { next } = this;
    if (next === undefined || next.tokenTypeIdx !== Name.tokenTypeIdx || next.image.charCodeAt(0) === 96)
      return false;
    const uses = usesOf(next.image);
    return uses !== undefined && (uses.reserved !== undefined || uses.clause !== undefined);
  }

  report(one: Finding): void {
    if (this.chunk === undefined) this.ownFindings.push(one);
    else this.chunk.findings.push(one);
  }
}
