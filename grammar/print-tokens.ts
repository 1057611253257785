// The tokens of one declaration on their way to the printer: blanks between them by kind, comments kept wherever
// they stand, names in backticks where a line break could turn them into keywords. Nothing is ever left out: what
// the printer does not lay out itself goes through `upTo`.
import type { IToken } from "chevrotain";
import type { Chunk, ChunkKind } from "./chunk.ts";
import { blankline, concat, type Doc, hardline, suffix } from "./layout.ts";
import { hasBreak } from "./lines.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  Dot,
  Dots,
  endOf,
  FClose,
  FOpen,
  is,
  LBrace,
  LParen,
  LSquare,
  Name,
  Percent,
  Question,
  RBrace,
  RParen,
  RSquare,
} from "./tokens.ts";
import { isLineWord, itemWords, joinKindWords, stepWords } from "./words.ts";

const alwaysQuoted: ReadonlySet<string> = new Set([...stepWords, ...joinKindWords]);
const itemWordSet: ReadonlySet<string> = new Set(Object.values(itemWords).flat());
const noBlankBefore = new Set(
  [Comma, RParen, RSquare, Dot, Question, Colon, RBrace, Dots, Percent].map((type) => type.tokenTypeIdx),
);
const noBlankAfter = new Set([LParen, LSquare, Dot, LBrace, Dots].map((type) => type.tokenTypeIdx));

/** What to put between two tokens: nothing, a blank, or a place for a break that the caller provides. */
export type Gap = Doc | "auto";

export class TokenPrinter {
  private at = 0;
  private readonly source: string;
  private readonly tokens: readonly IToken[];
  private readonly comments: readonly IToken[];
  private nextComment = 0;
  /** Where the token printed last ends; comments after it have not been printed. */
  private printedEnd: number;
  private previous: IToken | undefined;

  private readonly kind: ChunkKind;

  constructor(source: string, chunk: Chunk) {
    this.kind = chunk.kind;
    this.source = source;
    this.tokens = chunk.tokens;
    this.comments = chunk.comments;
    this.printedEnd = chunk.start;
  }

  peek(ahead = 0): IToken | undefined {
    return this.tokens[this.at + ahead];
  }

  get isDone(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Whether a line ends between the next token and the one after it, or before the next one. */
  hasBreakAfterNext(): boolean {
    const [token, next] = [this.peek(), this.peek(1)];
    return token !== undefined && next !== undefined && hasBreak(this.source, endOf(token), next.startOffset);
  }

  hasBreakBeforeNext(): boolean {
    const token = this.peek();
    return (
      token !== undefined &&
      this.previous !== undefined &&
      hasBreak(this.source, endOf(this.previous), token.startOffset)
    );
  }

  hasBreakBetween(from: number, to: number): boolean {
    return hasBreak(this.source, from, to);
  }

  /** Whether comments stand between the last token and the next. */
  hasComments(): boolean {
    const comment = this.comments[this.nextComment];
    const next = this.peek();
    return comment !== undefined && (next === undefined || comment.startOffset < next.startOffset);
  }

  /** The next token behind a gap. Comments before it are printed first and make the gap a line break. */
  next(gap: Gap = "auto"): Doc {
    const token = this.tokens[this.at]!;
    const before = this.lead(gap);
    this.isLed = false;
    this.at++;
    const text = is(token, FOpen) ? this.interpolation(token) : this.textOf(token);
    this.previous = this.tokens[this.at - 1];
    this.printedEnd = endOf(this.previous!);
    return concat(before, text);
  }

  /** Every token that begins before an offset, with the usual blanks. */
  upTo(offset: number, gap: Gap = "auto"): Doc {
    const parts: Doc[] = [];
    let first = gap;
    while (this.at < this.tokens.length && this.tokens[this.at]!.startOffset < offset) {
      parts.push(this.next(first));
      first = "auto";
    }
    return concat(...parts);
  }

  /** Leaves out the next token (a comma or a pipe that the printer sets itself); comments before it wait. */
  skip(): void {
    this.previous = this.tokens[this.at];
    this.at++;
  }

  /** Leaves out a comma, if one comes. */
  skipComma(): boolean {
    if (!is(this.peek(), Comma)) return false;
    this.skip();
    return true;
  }

  /** A line break before the next statement: an empty line in the source is kept. */
  statementBreak(): Doc {
    const next = this.peek();
    if (next === undefined || this.isOpening()) return hardline;
    return isBlankBetween(this.source, this.printedEnd, next.startOffset) ? blankline : hardline;
  }

  /** Comments before the next token: the first one behind the last token if it stands there, each other on its line. */
  drainComments(): Doc | undefined {
    if (!this.hasComments()) return undefined;
    const parts: Doc[] = [];
    const limit = this.peek()?.startOffset ?? Number.POSITIVE_INFINITY;
    for (
      let comment = this.comments[this.nextComment];
      comment !== undefined && comment.startOffset < limit;
      comment = this.comments[++this.nextComment]
    ) {
      const isStart = this.previous === undefined;
      const isFirst = parts.length === 0;
      const text = comment.image.trimEnd();
      if (isFirst && !isStart && !hasBreak(this.source, this.printedEnd, comment.startOffset))
        parts.push(suffix(this.blanksBefore(comment) + text));
      else {
        const isBlank = isBlankBetween(this.source, this.printedEnd, comment.startOffset);
        parts.push(isFirst && isStart ? "" : isBlank && !this.isOpening() ? blankline : hardline, text);
      }
      this.printedEnd = endOf(comment);
    }
    return concat(...parts);
  }

  /** Blanks that line up comments are the author's. */
  private blanksBefore(comment: IToken): string {
    return (
      /(?: *|[ \t]*)$/
        .exec(this.source.slice(this.printedEnd, comment.startOffset))?.[0]
        .replaceAll("\t", " ") || " "
    );
  }

  /** Whether nothing but an opening bracket stands before: no empty line belongs there. */
  private isOpening(): boolean {
    return is(this.previous, LBrace) || is(this.previous, LParen) || is(this.previous, LSquare);
  }

  /**
   * The gap before the next token, printed now, so that a group that begins with the token does not contain it.
   * Comments make it a line break. `next` then adds no gap of its own.
   */
  lead(gap: Gap): Doc {
    const token = this.peek();
    if (token === undefined || this.isLed) return "";
    this.isLed = true;
    const comments = this.drainComments();
    if (comments === undefined) {
      const doc = gap === "auto" ? this.blankBefore(token) : gap;
      this.isBreakable = typeof doc !== "string";
      this.isForced = false;
      return doc;
    }
    this.isBreakable = true;
    this.isForced = true;
    const isBlank = isStatementGap(gap) && isBlankBetween(this.source, this.printedEnd, token.startOffset);
    return concat(comments, isBlank ? blankline : hardline);
  }
  private isLed = false;
  private isBreakable = false;
  private isForced = false;

  private blankBefore(token: IToken): Doc {
    const { previous } = this;
    if (previous === undefined) return "";
    if (is(token, Dots)) return is(previous, Clause.rows) || is(previous, Clause.range) ? " " : "";
    if (noBlankBefore.has(token.tokenTypeIdx) || noBlankAfter.has(previous.tokenTypeIdx)) return "";
    if (is(token, LParen)) return is(previous, Name) ? "" : " ";
    if (is(token, LBrace) && previous.image === "struct") return "";
    return " ";
  }

  private textOf(token: IToken): string {
    const { image } = token;
    if (!is(token, Name) || image.startsWith("`") || is(this.previous, Dot)) return image;
    const isStepWord = alwaysQuoted.has(image);
    if (!isStepWord && !(this.isBreakable && this.isKeywordOnLine(image))) return image;
    const next = this.tokens[this.at];
    if (is(next, Colon) || is(next, Comma) || is(next, Dot) || is(next, LParen)) return image;
    if (is(next, Assign) && !this.isAfterOperand()) return image;
    return `\`${image}\``;
  }

  /** Whether a word would be a keyword where it stands first on a line of this declaration. */
  private isKeywordOnLine(image: string): boolean {
    if (this.kind === "test" || this.kind === "service" || this.kind === "job") return itemWordSet.has(image);
    return this.isForced && isLineWord(image);
  }

  private isAfterOperand(): boolean {
    return this.previous !== undefined && (is(this.previous, Name) || is(this.previous, RParen));
  }

  /** `f"…"` is printed as it stands. */
  private interpolation(open: IToken): string {
    let depth = 1;
    while (depth > 0) {
      const token = this.tokens[this.at++]!;
      if (is(token, FOpen)) depth++;
      else if (is(token, FClose)) depth--;
    }
    return this.source.slice(open.startOffset, endOf(this.tokens[this.at - 1]!));
  }
}

function isStatementGap(gap: Gap): boolean {
  return typeof gap === "object" && gap.kind === "hard";
}

/** Whether an empty line lies between two offsets. */
export function isBlankBetween(text: string, from: number, to: number): boolean {
  return /(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]/.test(text.slice(from, to));
}
