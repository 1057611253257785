// What every grammar rule stands on: the tokens at hand, ranges, findings. A rule asks `lacks(kind)` before it
// consumes: an absent token becomes a finding and a hole in the tree, so that chevrotain's own exceptions and
// re-synchronisation never come into play and the work stays linear.
import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from "chevrotain";
import type { Chunk } from "./chunk.ts";
import { excerpt, type Finding, finding, replacement } from "./finding.ts";
import type { SyntaxCode } from "./problem-codes.ts";
import { allTokens, has } from "./tokens.ts";
import type { Range, TextFix } from "./tree.ts";

/** Brackets, branches and types inside each other, at most. */
export const maximumNesting = 100;
/** Height of the tree of one expression, at most. */
export const maximumHeight = 400;

/** A finding and the step, item or declaration head that it belongs to. */
export interface PlacedFinding {
  readonly region: number;
  readonly finding: Finding;
}

export abstract class ParserCore extends EmbeddedActionsParser {
  /** Where the declaration starts: ranges in the tree count from there. */
  protected base = 0;
  protected chunk: Chunk | undefined;
  protected source = "";
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

  /** Gets ready for the tokens of one declaration. */
  protected begin(source: string, chunk: Chunk): void {
    this.input = chunk.tokens;
    this.source = source;
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

  /** Whether what begins with a token may come next; asked before optional parts, which then cost nothing. */
  protected may(type: TokenType): boolean {
    return this.RECORDING_PHASE || this.LA(1).tokenTypeIdx === type.tokenTypeIdx;
  }

  /** The same for tokens of a trait. */
  protected mayHave(trait: number): boolean {
    return this.RECORDING_PHASE || has(this.LA(1), trait);
  }

  protected isAtEnd(): boolean {
    return this.LA(1).tokenTypeIdx === EOF.tokenTypeIdx;
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
    const first = this.chunk?.tokens[0];
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
    if (this.RECORDING_PHASE || token.payload === "soft") return;
    this.regionStarts.push(token.startOffset);
    this.isRegionFaulty = false;
  }

  protected get isFaulty(): boolean {
    return this.isRegionFaulty;
  }

  /** Reports at offsets relative to the declaration. */
  protected report(code: SyntaxCode, range: Range, message: string, fixes: readonly TextFix[] = []): void {
    if (this.RECORDING_PHASE) return;
    this.isDeclarationFaulty = true;
    this.place(finding(code, range.start, range.end, message, fixes));
  }

  /** The same for what is understood but written in the way of another language. */
  protected reportHabit(
    code: SyntaxCode,
    range: Range,
    message: string,
    fixes: readonly TextFix[] = [],
  ): void {
    if (this.RECORDING_PHASE) return;
    this.place(finding(code, range.start, range.end, message, fixes));
  }

  /** Reports "`what` after the last token", at its end; `hint` shows how it is written. */
  protected reportMissing(code: SyntaxCode, what: string, inserted?: string, hint?: string): void {
    if (this.RECORDING_PHASE) return;
    const at = this.here();
    const fixes =
      inserted === undefined ? [] : [replacement(`Insert \`${inserted.trim()}\``, at, at, inserted)];
    const message = `${what} after ${this.lastWord()}${hint === undefined ? "" : `: ${hint}`}`;
    this.report(code, { start: at, end: at }, message, fixes);
  }

  /** Reports a bracket that is never closed: no news in a declaration that is faulty already. */
  protected reportOpen(opening: IToken, closing: TokenType): void {
    if (this.isDeclarationFaulty) return;
    const label = closing.LABEL ?? closing.name;
    const at = this.here();
    const fixes = [replacement(`Insert ${label}`, at, at, label.replaceAll("`", ""))];
    const message = `${label} is missing: \`${opening.image}\` is still open`;
    const related = [{ ...this.rangeOf(opening), message: `\`${opening.image}\` opens here` }];
    this.isDeclarationFaulty = true;
    this.place(finding("WR015", at, at, message, fixes, related));
  }

  private place(one: Finding): void {
    if (this.isRegionFaulty) return;
    this.isRegionFaulty = true;
    this.placed.push({ region: this.regionStarts.length - 1, finding: one });
  }

  /** What the last token was, as a message names it. */
  protected lastWord(): string {
    const token = this.LA(0);
    return token.tokenTypeIdx === EOF.tokenTypeIdx ? "the beginning" : `\`${excerpt(token.image)}\``;
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
