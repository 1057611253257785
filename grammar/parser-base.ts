// What every grammar rule stands on: ranges, findings, and consuming without ever failing. A rule asks
// `lacks(kind)` before it consumes: an absent token becomes a finding and a hole in the tree, so that
// chevrotain's own exceptions and re-synchronisation never come into play and the work stays linear.
import { EmbeddedActionsParser, EOF, type IToken, type ParserMethod, type TokenType } from "chevrotain";
import { excerpt, type Finding, finding, replacement } from "./finding.ts";
import { hasBreak } from "./lines.ts";
import type { SyntaxCode } from "./problem-codes.ts";
import type { Chunk } from "./retag.ts";
import {
  allTokens,
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
import type { Name, Range, TextFix } from "./tree.ts";

/** Brackets, branches and types inside each other, at most. */
export const maximumNesting = 100;
/** Height of the tree of one expression, at most. */
export const maximumHeight = 400;

/** A finding and the step, item or declaration head that it belongs to. */
export interface PlacedFinding {
  readonly region: number;
  readonly finding: Finding;
}

export abstract class ParserBase extends EmbeddedActionsParser {
  /** Where the declaration starts: ranges in the tree count from there. */
  protected base = 0;
  protected chunk: Chunk | undefined;
  private source = "";
  private docs: readonly IToken[] = [];
  private claimedDocs = new Set<IToken>();
  /** Findings of the parser, and where the regions begin that may have one each. */
  placed: PlacedFinding[] = [];
  regionStarts: number[] = [];
  private isRegionFaulty = false;
  protected isDeclarationFaulty = false;
  /** How deep the current rule is nested, and the height of the expression parsed last. */
  protected depth = 0;
  protected height = 0;
  /** Parentheses around steps that are open. */
  protected openSubPipelines = 0;

  constructor(skipValidations: boolean) {
    super([...allTokens], {
      recoveryEnabled: false,
      maxLookahead: 1,
      nodeLocationTracking: "none",
      skipValidations,
    });
  }

  protected begin(source: string, chunk: Chunk): void {
    this.input = chunk.tokens;
    this.source = source;
    this.docs = chunk.comments.filter((comment) => comment.image.startsWith("##"));
    this.claimedDocs = new Set();
    this.chunk = chunk;
    this.base = chunk.start;
    this.placed = [];
    this.regionStarts = [];
    this.isRegionFaulty = false;
    this.isDeclarationFaulty = chunk.findings.some((one) => swallowing.has(one.code));
    this.depth = 0;
    this.height = 0;
    this.openSubPipelines = 0;
  }

  // -------------------------------------------------------------------------------------------- looking

  protected at(type: TokenType): boolean {
    return this.LA(1).tokenTypeIdx === type.tokenTypeIdx;
  }

  protected isAfter(type: TokenType): boolean {
    return this.LA(2).tokenTypeIdx === type.tokenTypeIdx;
  }

  /** Whether a token that the grammar wants next is not there. Never while the grammar is being recorded. */
  protected lacks(type: TokenType): boolean {
    return !this.RECORDING_PHASE && this.LA(1).tokenTypeIdx !== type.tokenTypeIdx;
  }

  protected lacksTrait(trait: number): boolean {
    return !this.RECORDING_PHASE && !has(this.LA(1), trait);
  }

  // --------------------------------------------------------------------------------------------- ranges

  protected startOf(token: IToken): number {
    return token.startOffset - this.base;
  }

  /** Where the next token begins, or the last one ends when there is none. */
  protected nextStart(): number {
    const token = this.LA(1);
    return token.tokenTypeIdx === EOF.tokenTypeIdx ? this.here() : token.startOffset - this.base;
  }

  /** The end of the token consumed last: where something missing is reported. */
  protected here(): number {
    const token = this.LA(0);
    if (token.tokenTypeIdx !== EOF.tokenTypeIdx) return token.startOffset + token.image.length - this.base;
    const [first] = this.chunk?.tokens ?? [];
    return first === undefined ? 0 : first.startOffset - this.base;
  }

  protected rangeOf(token: IToken): Range {
    if (this.RECORDING_PHASE) return { start: 0, end: 0 };
    const start = token.startOffset - this.base;
    return { start, end: start + token.image.length };
  }

  // ------------------------------------------------------------------------------------------- findings

  /** A step, an item or a declaration head begins at `token`: it may have one problem of its own. */
  protected beginRegion(token: IToken): void {
    if (token.payload === "soft") return;
    this.regionStarts.push(token.startOffset);
    this.isRegionFaulty = false;
  }

  /** Reports at offsets relative to the declaration. */
  protected report(code: SyntaxCode, range: Range, message: string, fixes: readonly TextFix[] = []): void {
    this.isDeclarationFaulty = true;
    this.reportHabit(code, range, message, fixes);
  }

  /** The same for what is understood but written in the way of another language. */
  protected reportHabit(
    code: SyntaxCode,
    range: Range,
    message: string,
    fixes: readonly TextFix[] = [],
  ): void {
    if (this.isRegionFaulty || this.RECORDING_PHASE) return;
    this.isRegionFaulty = true;
    this.placed.push({
      region: this.regionStarts.length - 1,
      finding: finding(code, range.start, range.end, message, fixes),
    });
  }

  protected reportMissing(code: SyntaxCode, message: string, inserted?: string): void {
    const at = this.here();
    const fixes =
      inserted === undefined ? [] : [replacement(`Insert \`${inserted.trim()}\``, at, at, inserted)];
    this.report(code, { start: at, end: at }, message, fixes);
  }

  protected get isFaulty(): boolean {
    return this.isRegionFaulty;
  }

  /** What the last token was, as a message names it. */
  protected lastWord(): string {
    const token = this.LA(0);
    return token.tokenTypeIdx === EOF.tokenTypeIdx ? "the beginning" : `\`${excerpt(token.image)}\``;
  }

  // --------------------------------------------------------------------------------------- doc comments

  /** Where the doc comments of the next entry of a list may begin: a comma does not divide them. */
  protected beforeEntry(): number {
    const last = this.LA(0).tokenTypeIdx === Comma.tokenTypeIdx ? this.LA(-1) : this.LA(0);
    return last.tokenTypeIdx === EOF.tokenTypeIdx
      ? this.here()
      : last.startOffset + last.image.length - this.base;
  }

  /** The doc comments that stand before what begins after offset `before`, and at the end of its last line. */
  protected docAround(before: number, start: number): string {
    if (this.docs.length === 0 || this.RECORDING_PHASE) return "";
    const from = before + this.base;
    const lines = this.docs.filter(
      (doc) =>
        doc.startOffset >= from &&
        doc.startOffset < start + this.base &&
        hasBreak(this.source, from, doc.startOffset),
    );
    const end = this.here() + this.base;
    const next = this.at(Comma) ? this.LA(2) : this.LA(1);
    const limit = next.tokenTypeIdx === EOF.tokenTypeIdx ? this.source.length : next.startOffset;
    const trailing = this.docs.find((doc) => doc.startOffset >= end);
    if (
      trailing !== undefined &&
      trailing.startOffset < limit &&
      !hasBreak(this.source, end, trailing.startOffset)
    )
      lines.push(trailing);
    for (const doc of lines) this.claimedDocs.add(doc);
    return lines.map(docText).join("\n");
  }

  /** The doc comments before a declaration and at the end of its first line. */
  protected docOfDeclaration(): string {
    const first = this.chunk?.tokens[0];
    if (this.docs.length === 0 || first === undefined) return "";
    const lines = this.docs.filter(
      (doc) =>
        !this.claimedDocs.has(doc) &&
        (doc.startOffset < first.startOffset || !hasBreak(this.source, first.startOffset, doc.startOffset)),
    );
    return lines.map(docText).join("\n");
  }

  // ------------------------------------------------------------------------------------------ consuming

  /** Consumes a token that has to come; its absence is reported after the token before. */
  protected want(
    index: number,
    type: TokenType,
    code: SyntaxCode,
    message: string,
    inserted?: string,
  ): boolean {
    if (this.lacks(type)) {
      this.reportMissing(code, message, inserted);
      return false;
    }
    this.consume(index, type);
    return true;
  }

  /** The same for a closing bracket, whose absence is no news in a declaration that is faulty already. */
  protected wantClosing(index: number, type: TokenType, opening: IToken): boolean {
    if (this.lacks(type)) {
      if (!this.isDeclarationFaulty) {
        const label = type.LABEL ?? type.name;
        const at = this.here();
        const range = this.rangeOf(opening);
        const close = label.replaceAll("`", "");
        const fixes = [replacement(`Insert ${label}`, at, at, close)];
        this.isDeclarationFaulty = true;
        if (!this.isRegionFaulty) {
          this.isRegionFaulty = true;
          const message = `${label} is missing: \`${opening.image}\` is still open`;
          const related = [{ ...range, message: `\`${opening.image}\` opens here` }];
          this.placed.push({
            region: this.regionStarts.length - 1,
            finding: finding("WR015", at, at, message, fixes, related),
          });
        }
      }
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
    this.reportMissing("WR011", `${what} is missing after ${this.lastWord()}`);
    return this.holeName();
  }

  /** A name of no width, right after the token consumed last. */
  protected holeName(): Name {
    const at = this.here();
    return { kind: "name", start: at, end: at, text: "", quoted: false };
  }

  /**
   * One item or more, commas between. A comma may stand at the end, and a missing one between two items is
   * one finding. Items that are `areNamed` begin with a name. `index` and the one after it are used up in the calling rule.
   */
  protected commaList<Node>(
    index: number,
    rule: ParserMethod<[], Node>,
    into: Node[],
    areNamed = false,
  ): number {
    if (this.RECORDING_PHASE) {
      into.push(this.subrule(index, rule));
      this.many(index, () => {
        this.consume(index, Comma);
        into.push(this.subrule(index + 1, rule));
      });
      return 0;
    }
    into.push(this.subrule(index, rule));
    let { height } = this;
    for (;;) {
      if (this.at(Comma)) {
        this.consume(index, Comma);
        if (has(this.LA(1), endsList)) break;
        if (this.isClauseAhead()) {
          const range = this.rangeOf(this.LA(0));
          const fix = replacement("Remove `,`", range.start, range.end, "");
          this.report("WR017", range, `unexpected \`,\` before \`${this.LA(1).image}\``, [fix]);
          break;
        }
      } else if (areNamed ? this.at(NameToken) : has(this.LA(1), startsOperand)) {
        if (this.isUnknownClause()) break;
        this.reportMissing("WR014", `\`,\` is missing after ${this.lastWord()}`, ",");
      } else break;
      into.push(this.subrule(index + 1, rule));
      height = Math.max(height, this.height);
    }
    this.height = height;
    return height;
  }

  /** Whether a clause begins where an item could. */
  private isClauseAhead(): boolean {
    return has(this.LA(1), beginsClause);
  }

  /** Whether the next name is a misspelt clause word rather than an item whose comma is missing. */
  protected isUnknownClause(): boolean {
    return false;
  }

  // ----------------------------------------------------------------------------------------------- junk

  /** Skips what no rule wanted, up to the next step, item or end of what is open, with one finding. */
  protected skipJunk(where: "step" | "item" | "head" | "schema"): void {
    if (this.RECORDING_PHASE) return;
    let depth = 0;
    let isSilent = false;
    for (let token = this.LA(1); ; token = this.LA(1)) {
      if (token.tokenTypeIdx === EOF.tokenTypeIdx || has(token, isStepStart | isDeclarationStart)) return;
      if (depth === 0) {
        if (token.tokenTypeIdx === RBrace.tokenTypeIdx && where !== "head") return;
        if (token.tokenTypeIdx === LBrace.tokenTypeIdx && where === "head") return;
        if (token.tokenTypeIdx === Pipe.tokenTypeIdx && where === "step") return;
        if (token.tokenTypeIdx === RParen.tokenTypeIdx && this.openSubPipelines > 0) return;
      }
      depth = Math.max(0, depth + bracketStep(token));
      // A closing bracket in a declaration that is faulty already is no news, and neither is what follows it.
      isSilent ||= this.isDeclarationFaulty && bracketStep(token) < 0;
      if (!isSilent) this.reportUnexpected(token);
      this.SKIP_TOKEN();
    }
  }

  protected reportUnexpected(token: IToken): void {
    const range = this.rangeOf(token);
    this.report("WR017", range, `unexpected \`${excerpt(token.image)}\` after ${this.lastWord()}`);
  }

  /** What is nested too deep is skipped up to the end of its brackets, with one finding. */
  protected skipTooDeep(): void {
    const token = this.LA(1);
    const range =
      token.tokenTypeIdx === EOF.tokenTypeIdx
        ? { start: this.here(), end: this.here() }
        : this.rangeOf(token);
    this.report(
      "WR019",
      range,
      `nested deeper than ${maximumNesting} levels: move the inner part into a \`let\`, a \`function\` or a \`pipeline\``,
    );
    let depth = 0;
    for (let next = token; ; next = this.LA(1)) {
      if (next.tokenTypeIdx === EOF.tokenTypeIdx || has(next, isStepStart | isDeclarationStart)) return;
      const step = bracketStep(next);
      if (
        depth === 0 &&
        (step < 0 || next.tokenTypeIdx === Comma.tokenTypeIdx || next.tokenTypeIdx === FHoleEnd.tokenTypeIdx)
      )
        return;
      depth += step;
      this.SKIP_TOKEN();
    }
  }
}

/** Findings of earlier passes after which an unmatched bracket is no news. */
const swallowing: ReadonlySet<string> = new Set([
  "WR002",
  "WR003",
  "WR004",
  "WR020",
  "WR021",
  "WR022",
  "WR048",
]);

function docText(comment: IToken): string {
  return comment.image.slice(2).trim();
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
