// Consuming without failing: tokens that have to come, names, lists with commas, doc comments; and skipping what
// no rule wanted, with one finding. See `parser-core.ts` for the idea.
import { EOF, type IToken, type ParserMethod, type TokenType } from "chevrotain";
import type { Chunk } from "./chunk.ts";
import { excerpt, replacement } from "./finding.ts";
import { hasBreak } from "./lines.ts";
import { maximumNesting, ParserCore } from "./parser-core.ts";
import type { SyntaxCode } from "./problem-codes.ts";
import {
  beginsClause,
  Comma,
  endsList,
  FHoleEnd,
  has,
  isDeclarationStart,
  isStepStart,
  LBrace,
  LParen,
  LSquare,
  Name as NameToken,
  Pipe,
  RBrace,
  RParen,
  RSquare,
  startsOperand,
} from "./tokens.ts";
import type { Name } from "./tree.ts";

/** Where junk is skipped; it says what ends it. */
export type JunkPlace = "step" | "item" | "head" | "schema";

export abstract class ParserBase extends ParserCore {
  private docs: readonly IToken[] = [];
  private nextDoc = 0;
  private claimedDocs = new Set<IToken>();

  protected override begin(source: string, chunk: Chunk): void {
    super.begin(source, chunk);
    this.docs = chunk.comments.filter((comment) => comment.image.startsWith("##"));
    this.nextDoc = 0;
    this.claimedDocs = new Set();
  }

  // --------------------------------------------------------------------------------------- doc comments

  /** Where the doc comments of the next entry of a list may begin: a comma does not divide them. */
  protected beforeEntry(): number {
    const last = this.LA(0).tokenTypeIdx === Comma.tokenTypeIdx ? this.LA(-1) : this.LA(0);
    if (last.tokenTypeIdx === EOF.tokenTypeIdx) return this.here();
    return last.startOffset + last.image.length - this.base;
  }

  /** The doc comments that stand before what begins after offset `before`, and at the end of its last line. */
  protected docAround(before: number, start: number): string {
    if (this.docs.length === 0 || this.RECORDING_PHASE) return "";
    const from = before + this.base;
    while (this.nextDoc < this.docs.length && this.docs[this.nextDoc]!.startOffset < from) this.nextDoc++;
    const lines: IToken[] = [];
    let at = this.nextDoc;
    for (; at < this.docs.length && this.docs[at]!.startOffset < start + this.base; at++) {
      if (hasBreak(this.source, from, this.docs[at]!.startOffset)) lines.push(this.docs[at]!);
    }
    const end = this.here() + this.base;
    while (at < this.docs.length && this.docs[at]!.startOffset < end) at++;
    const next = this.at(Comma) ? this.LA(2) : this.LA(1);
    const limit = next.tokenTypeIdx === EOF.tokenTypeIdx ? this.source.length : next.startOffset;
    const trailing = this.docs[at];
    const isTrailing = trailing !== undefined && trailing.startOffset < limit;
    if (isTrailing && !hasBreak(this.source, end, trailing.startOffset)) lines.push(trailing);
    for (const doc of lines) this.claimedDocs.add(doc);
    return lines.map(docText).join("\n");
  }

  /** The doc comments before a declaration and at the end of its first line. */
  protected docOfDeclaration(): string {
    const first = this.chunk?.tokens[0];
    if (this.docs.length === 0 || first === undefined) return "";
    const end = lineEnd(this.source, first.startOffset);
    const lines = this.docs.filter((doc) => !this.claimedDocs.has(doc) && doc.startOffset < end);
    return lines.map(docText).join("\n");
  }

  // ------------------------------------------------------------------------------------------ consuming

  /** Consumes a token that has to come; its absence is reported as `what` after the token before. */
  protected want(
    index: number,
    type: TokenType,
    code: SyntaxCode,
    what: string,
    inserted?: string,
    hint?: string,
  ): boolean {
    if (this.lacks(type)) {
      this.reportMissing(code, what, inserted, hint);
      return false;
    }
    this.consume(index, type);
    return true;
  }

  /** The same for a closing bracket. */
  protected wantClosing(index: number, type: TokenType, opening: IToken): boolean {
    if (this.lacks(type)) {
      this.reportOpen(opening, type);
      return false;
    }
    this.consume(index, type);
    return true;
  }

  /** A name, or a hole with a finding that says what is named. */
  protected nameOr(index: number, what: string): Name {
    if (this.lacks(NameToken)) return this.missingName(what);
    return this.nameNode(this.consume(index, NameToken));
  }

  protected nameNode(token: IToken): Name {
    if (this.RECORDING_PHASE) return this.holeName();
    const { image } = token;
    const start = token.startOffset - this.base;
    const end = start + image.length;
    if (image.charCodeAt(0) !== 96) return { kind: "name", start, end, text: image, quoted: false };
    const isClosed = image.length > 1 && image.endsWith("`");
    const text = image.slice(1, isClosed ? -1 : undefined).replaceAll("``", "`");
    return { kind: "name", start, end, text, quoted: true };
  }

  protected missingName(what: string): Name {
    this.reportMissing("WR011", `${what} is missing`);
    return this.holeName();
  }

  /** A name of no width, right after the token consumed last. */
  protected holeName(): Name {
    const at = this.here();
    return { kind: "name", start: at, end: at, text: "", quoted: false };
  }

  /**
   * One item or more, commas between. A comma may stand at the end, and a missing one between two items is one
   * finding. Items that are `areNamed` begin with a name. `index` and the next one are used up in the calling rule.
   */
  protected commaList<Node>(
    index: number,
    rule: ParserMethod<[], Node>,
    into: Node[],
    areNamed = false,
  ): void {
    if (this.RECORDING_PHASE) {
      this.subrule(index, rule);
      this.many(index, () => {
        this.consume(index, Comma);
        this.subrule(index + 1, rule);
      });
      return;
    }
    into.push(this.subrule(index, rule));
    let { height } = this;
    while (this.goesOn(index, areNamed)) {
      into.push(this.subrule(index + 1, rule));
      height = Math.max(height, this.height);
    }
    this.height = height;
  }

  /** Consumes the comma before another item of a list, or reports that it is missing. */
  private goesOn(index: number, areNamed: boolean): boolean {
    if (this.at(Comma)) {
      this.consume(index, Comma);
      const next = this.LA(1);
      if (has(next, endsList)) return false;
      if (!has(next, beginsClause)) return true;
      const range = this.rangeOf(this.LA(0));
      const fix = replacement("Remove `,`", range.start, range.end, "");
      this.report("WR017", range, `unexpected \`,\` before \`${next.image}\``, [fix]);
      return false;
    }
    const isItem = areNamed ? this.at(NameToken) : has(this.LA(1), startsOperand);
    if (!isItem || this.isUnknownClause()) return false;
    this.reportMissing("WR014", "`,` is missing", ",");
    return true;
  }

  /** Whether the next name is a misspelt clause word rather than an item whose comma is missing. */
  protected abstract isUnknownClause(): boolean;

  // ----------------------------------------------------------------------------------------------- junk

  /** Skips what no rule wanted, up to the next step, item or end of what is open, with one finding. */
  protected skipJunk(where: JunkPlace): void {
    if (this.RECORDING_PHASE) return;
    let depth = 0;
    let isSilent = false;
    for (let token = this.LA(1); !this.endsJunk(token, where, depth); token = this.LA(1)) {
      const bracket = bracketStep(token);
      depth = Math.max(0, depth + bracket);
      // A closing bracket in a declaration that is faulty already is no news, and neither is what follows it.
      isSilent ||= this.isDeclarationFaulty && bracket < 0;
      if (!isSilent) this.reportUnexpected(token);
      this.SKIP_TOKEN();
    }
  }

  private endsJunk(token: IToken, where: JunkPlace, depth: number): boolean {
    if (token.tokenTypeIdx === EOF.tokenTypeIdx || has(token, isStepStart | isDeclarationStart)) return true;
    if (depth > 0) return false;
    switch (token.tokenTypeIdx) {
      case RBrace.tokenTypeIdx:
        return where !== "head";
      case LBrace.tokenTypeIdx:
        return where === "head";
      case Pipe.tokenTypeIdx:
        return where === "step";
      case RParen.tokenTypeIdx:
        return this.openSubPipelines > 0;
      default:
        return false;
    }
  }

  protected reportUnexpected(token: IToken): void {
    this.report(
      "WR017",
      this.rangeOf(token),
      `unexpected \`${excerpt(token.image)}\` after ${this.lastWord()}`,
    );
  }

  /** What is nested too deep is skipped up to the end of its brackets, with one finding. */
  protected skipTooDeep(): void {
    const at = this.here();
    const range = this.isAtEnd() ? { start: at, end: at } : this.rangeOf(this.LA(1));
    const message = `nested deeper than ${maximumNesting} levels: move the inner part into a \`let\`, a \`function\` or a \`pipeline\``;
    this.report("WR019", range, message);
    let depth = 0;
    for (
      let token = this.LA(1);
      !this.isAtEnd() && !has(token, isStepStart | isDeclarationStart);
      token = this.LA(1)
    ) {
      const bracket = bracketStep(token);
      const { tokenTypeIdx } = token;
      const isEnd =
        bracket < 0 || tokenTypeIdx === Comma.tokenTypeIdx || tokenTypeIdx === FHoleEnd.tokenTypeIdx;
      if (depth === 0 && isEnd) return;
      depth += bracket;
      this.SKIP_TOKEN();
    }
  }
}

function docText(comment: IToken): string {
  return comment.image.slice(2).trim();
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

function bracketStep(token: IToken): number {
  switch (token.tokenTypeIdx) {
    case LParen.tokenTypeIdx:
    case LSquare.tokenTypeIdx:
    case LBrace.tokenTypeIdx:
      return 1;
    case RParen.tokenTypeIdx:
    case RSquare.tokenTypeIdx:
    case RBrace.tokenTypeIdx:
      return -1;
    default:
      return 0;
  }
}
