// Decides by position which words are keywords, and cuts the tokens into declarations. The only place that
// knows of lines and columns. After it a step, an item and a declaration begin with a token of their own kind,
// which nothing before them can swallow; and every declaration can be parsed by itself.
import type { IToken, TokenType } from "chevrotain";
import { type Finding, finding, replacement } from "./finding.ts";
import { lex } from "./lex.ts";
import { columnOf, hasBreak, isFirstColumn } from "./lines.ts";
import { nearestWord, wordWithPrefix } from "./nearest.ts";
import { Nesting } from "./nesting.ts";
import type { SyntaxCode } from "./problem-codes.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  DeclarationStart,
  Dot,
  endOf,
  endsOperand,
  has,
  ImportFrom,
  Is,
  is,
  JoinKindStart,
  KindJoin,
  KindUnnest,
  LBrace,
  LParen,
  LSquare,
  Moment,
  Money,
  Name,
  Num,
  Odd,
  Param,
  Pipe,
  Question,
  Raw,
  RBrace,
  Reserved,
  RParen,
  RSquare,
  StepStart,
  setKind,
  Text,
  Times,
  Unit,
  UnknownDeclaration,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import { usesOf, type WordUses } from "./word-table.ts";
import {
  type DeclarationWord,
  declarationSynonyms,
  declarationWords,
  itemWords,
  joinKindWords,
  stepSynonyms,
  stepWords,
} from "./words.ts";

export type ChunkKind = DeclarationWord | "bare" | "unknown";

/** The tokens of one declaration. Offsets are those of the text that was cut. */
export interface Chunk {
  readonly kind: ChunkKind;
  /** Where it begins, its doc comments included. */
  start: number;
  end: number;
  readonly tokens: IToken[];
  readonly comments: IToken[];
  readonly findings: Finding[];
}

/** Cuts a text into declarations. Comments outside of all of them are in none. */
export function cut(text: string): readonly Chunk[] {
  const lexed = lex(text);
  const chunks = new Retagger(text, lexed.tokens, lexed.findings).run();
  distributeComments(text, chunks, lexed.comments);
  return chunks;
}

const followersOfNames = new Set([Comma, Dot, Colon].map((type) => type.tokenTypeIdx));
const operandsAfterMisspelling = new Set(
  [Name, Num, Text, Moment, Param, Money].map((type) => type.tokenTypeIdx),
);
const wantsOperand: ReadonlySet<TokenType> = new Set([
  Clause.sorted,
  Clause.offset,
  Clause.for,
  Clause.to,
  Clause.seed,
]);
const operandWords: ReadonlySet<string> = new Set(["not", "if", "case", "true", "false", "null", "by"]);
const allStepWords: readonly string[] = [...stepWords, ...joinKindWords];
/** The commonest first: one letter of a keyword may be all that there is while it is being typed. */
const preferredDeclarations: readonly DeclarationWord[] = [
  "pipeline",
  "source",
  "function",
  ...declarationWords,
];
const blocks: ReadonlySet<string> = new Set(["pipeline", "test", "service", "job", "unknown"]);
const braced: ReadonlySet<string> = new Set([...blocks, "source", "store", "model"]);

/** State of one pass. A thing with a lifetime: made for one text, run once. */
class Retagger {
  private readonly chunks: Chunk[] = [];
  private chunk: Chunk | undefined;
  private kind: ChunkKind | undefined;
  private readonly nesting = new Nesting();
  /** How far the current line is indented. */
  private indentation = 0;
  private indentationOfPrevious = 0;
  private isBodyBrace = false;
  private isSqlStep = false;
  private index = 0;
  private previous: IToken | undefined;
  private beforePrevious: IToken | undefined;
  private next: IToken | undefined;
  private isLineStart = true;
  private isNextOnLine = false;
  private readonly text: string;
  private readonly tokens: readonly IToken[];
  private readonly findings: readonly Finding[];

  constructor(text: string, tokens: readonly IToken[], findings: readonly Finding[]) {
    this.text = text;
    this.tokens = tokens;
    this.findings = findings;
  }

  run(): Chunk[] {
    const { tokens, text } = this;
    let isAfterBreak = true;
    for (this.index = 0; this.index < tokens.length; this.index++) {
      const token = tokens[this.index]!;
      if (token.tokenTypeIdx === Odd.tokenTypeIdx) {
        this.keep(token);
        const after = tokens[this.index + 1];
        isAfterBreak ||= after !== undefined && hasBreak(text, endOf(token), after.startOffset);
        continue;
      }
      let nextIndex = this.index + 1;
      while (is(tokens[nextIndex], Odd)) nextIndex++;
      const next = tokens[nextIndex];
      const isBreakAhead = next === undefined || hasBreak(text, endOf(token), next.startOffset);
      this.next = next;
      this.isLineStart = isAfterBreak;
      if (isAfterBreak) this.indentation = columnOf(text, token.startOffset);
      this.isNextOnLine = !isBreakAhead;
      this.visit(token);
      this.keep(token);
      if (is(token, Odd)) continue;
      this.beforePrevious = this.previous;
      this.indentationOfPrevious = this.indentation;
      this.previous = token;
      isAfterBreak = isBreakAhead;
    }
    this.nesting.giveUpPipelines();
    this.distributeFindings();
    return this.chunks;
  }

  private visit(token: IToken): void {
    const isBodyBrace = this.isBodyBrace;
    this.isBodyBrace = false;
    switch (token.tokenTypeIdx) {
      case Name.tokenTypeIdx:
        if (token.image.charCodeAt(0) !== 96) this.word(token, isBodyBrace);
        return;
      case LBrace.tokenTypeIdx:
        this.openBrace();
        return;
      case RBrace.tokenTypeIdx:
        this.nesting.closeBrace();
        return;
      case LParen.tokenTypeIdx:
      case LSquare.tokenTypeIdx:
        this.nesting.brackets++;
        return;
      case RParen.tokenTypeIdx:
      case RSquare.tokenTypeIdx: {
        const isRound = token.tokenTypeIdx === RParen.tokenTypeIdx;
        this.nesting.closeBracket(isRound, this.isLineStart ? this.indentation : undefined);
        return;
      }
      default:
        return;
    }
  }

  private openBrace(): void {
    const isStruct = this.previous !== undefined && this.previous.image === "struct";
    const startsBody =
      this.nesting.body === "ahead" &&
      (this.nesting.brackets === 0 ||
        (!this.isNextOnLine && !isStruct && this.kind !== "source" && this.isAfterOperand()));
    if (startsBody && !isStruct) {
      this.nesting.openBody();
      this.isBodyBrace = true;
    } else this.nesting.valueBraces++;
  }

  /** A name without backticks: finds out what it is here. */
  private word(token: IToken, isAfterBodyBrace: boolean): void {
    const { image } = token;
    const uses = usesOf(image);
    const { previous } = this;
    if (this.kind === "import" && image === "from" && this.isImportFrom(token)) {
      setKind(token, ImportFrom);
      return;
    }
    if (
      this.isLineStart ||
      isAfterBodyBrace ||
      is(previous, Pipe) ||
      (image === "from" && this.opensSubPipeline())
    ) {
      if (this.lineWord(token, uses, isAfterBodyBrace)) return;
    }
    if (previous !== undefined) {
      if (previous.tokenTypeIdx === Dot.tokenTypeIdx && !this.isLineStart) return;
      if (previous.tokenTypeIdx === JoinKindStart.tokenTypeIdx && (image === "join" || image === "unnest")) {
        setKind(token, image === "join" ? KindJoin : KindUnnest);
        return;
      }
    }
    if (uses !== undefined && this.innerWord(token, uses)) return;
    if (previous === undefined) return;
    if (this.isAfterOperand() || this.isStarBefore()) this.habitWord(token, uses);
    else this.habitOperand(token);
  }

  /** Steps may follow an import: then `from` stands in the first column. */
  private isImportFrom(token: IToken): boolean {
    return !is(this.next, Comma) && (!isFirstColumn(this.text, token.startOffset) || is(this.next, Text));
  }

  private opensSubPipeline(): boolean {
    return (
      (is(this.previous, LParen) || is(this.previous, LBrace)) &&
      !this.isFollowedAsName() &&
      !is(this.next, RParen)
    );
  }

  /** Whether `, . :` follow, or a `=` where a name may stand: then the word is a name even first on its line. */
  private isFollowedAsName(isAfterBodyBrace = false): boolean {
    const { next, previous } = this;
    if (next === undefined) return false;
    if (followersOfNames.has(next.tokenTypeIdx)) return true;
    if (next.tokenTypeIdx !== Assign.tokenTypeIdx) return false;
    return previous !== undefined && !isAfterBodyBrace && !this.isAfterOperand();
  }

  private isOutside(): boolean {
    return this.nesting.valueBraces === 0 && this.nesting.body !== "open";
  }

  private isInBlock(): boolean {
    return this.nesting.body === "open" && this.kind !== undefined && blocks.has(this.kind);
  }

  /** Handles a word that stands first on its line, after `|` or right after the brace of a body. */
  private lineWord(token: IToken, uses: WordUses | undefined, isAfterBodyBrace: boolean): boolean {
    const isAfterPipe = is(this.previous, Pipe);
    const isFollowedAsName = !isAfterPipe && this.isFollowedAsName(isAfterBodyBrace);
    if (uses !== undefined) {
      if (this.isLineStart && uses.declaration !== undefined && this.isDeclarationHere(token)) {
        this.open(uses.declaration, token, DeclarationStart[uses.declaration]);
        return true;
      }
      if (!isFollowedAsName) {
        const item = this.nesting.body === "open" ? this.itemKind(uses) : undefined;
        if (item !== undefined) {
          this.nesting.beginItem();
          this.startLine(token, item);
          return true;
        }
        if (uses.step !== undefined && !this.isInValue() && this.startStep(token, uses.step)) return true;
        if (
          uses.joinKind &&
          (this.joinFollows() || (!this.isNextOnLine && this.isLinePlace(isAfterBodyBrace)))
        ) {
          this.startLine(token, JoinKindStart);
          return true;
        }
      }
      if (this.startsHalfJoin(uses)) {
        this.startLine(token, JoinKindStart);
        return true;
      }
      if (uses.reserved !== undefined || uses.clause !== undefined || uses.joinKind) return false;
    }
    return this.misspelling(token, isAfterBodyBrace);
  }

  /** Whether a value of an item is open here, in which no step can begin. */
  private isInValue(): boolean {
    const hasItems = this.kind === "test" || this.kind === "service" || this.kind === "job";
    const isOpen = !this.nesting.hasPipeline && (this.nesting.valueBraces > 0 || this.nesting.brackets > 0);
    return hasItems && this.nesting.body === "open" && isOpen && !is(this.previous, LParen);
  }

  /** `left jo`, while `join` is being typed. */
  private startsHalfJoin(uses: WordUses): boolean {
    const { next } = this;
    if (!uses.joinKind || !this.isNextOnLine || !is(next, Name) || !this.isLinePlace(false)) return false;
    if (next!.image.toLowerCase() === "outer") return true;
    return "join".startsWith(next!.image) || nearestWord(next!.image, ["join", "unnest"]) !== undefined;
  }

  private joinFollows(): boolean {
    return this.next?.image === "join" || this.next?.image === "unnest";
  }

  /** Whether nothing that comes before could go on with a name here. */
  private isLinePlace(isAfterBodyBrace: boolean): boolean {
    return (
      isAfterBodyBrace || this.previous === undefined || is(this.previous, Pipe) || this.isAfterOperand()
    );
  }

  private itemKind(uses: WordUses): TokenType | undefined {
    if (this.kind === "test") return uses.test;
    if (this.kind === "service") return uses.service;
    return this.kind === "job" ? uses.job : undefined;
  }

  private isDeclarationHere(token: IToken): boolean {
    const { next, previous } = this;
    const inFirstColumn = isFirstColumn(this.text, token.startOffset);
    const isBeforeName =
      next !== undefined &&
      this.isNextOnLine &&
      (next.tokenTypeIdx === Name.tokenTypeIdx || next.tokenTypeIdx === Text.tokenTypeIdx);
    if (inFirstColumn && isBeforeName) return true;
    if (!this.isOutside()) return false;
    if (next !== undefined && followersOfNames.has(next.tokenTypeIdx)) return false;
    if (inFirstColumn || previous === undefined) return true;
    if (is(next, Assign) || this.kind === "bare") return this.isAfterOperand() || is(previous, RBrace);
    return true;
  }

  private startStep(token: IToken, type: TokenType): boolean {
    const isFrom = type === StepStart.from;
    if (
      this.isOutside() &&
      this.isLineStart &&
      (isFrom ? this.startsBare(token) : this.chunk === undefined)
    ) {
      this.open("bare", token, type);
      return true;
    }
    this.startLine(token, type);
    return true;
  }

  /** Whether a `from` outside of all braces begins a pipeline without a name. */
  private startsBare(token: IToken): boolean {
    if (this.kind === undefined || this.nesting.body === "closed") return true;
    if (this.nesting.body === "ahead") return !blocks.has(this.kind);
    if (is(this.previous, LParen)) return false;
    return !this.nesting.hasPipeline || isFirstColumn(this.text, token.startOffset);
  }

  /** A step or item begins: braces of values left open before it are given up. */
  private startLine(token: IToken, type: TokenType): void {
    setKind(token, type);
    if (this.isLineStart) token.startColumn = this.indentation;
    if (is(this.previous, LParen)) this.nesting.openPipeline(this.previous!, this.indentationOfPrevious);
    else this.nesting.beginStep();
    this.isSqlStep = type === StepStart.sql;
  }

  private open(kind: ChunkKind, token: IToken, type: TokenType): void {
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

  private keep(token: IToken): void {
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

  /** Words inside a line that have a meaning of their own here. */
  private innerWord(token: IToken, uses: WordUses): boolean {
    const { previous, next } = this;
    if (uses.reserved !== undefined) {
      if (is(next, Colon)) return false;
      setKind(token, uses.reserved);
      return true;
    }
    if (uses.unit && is(previous, Num) && !this.isLineStart && !this.isFollowedAsOperand()) {
      setKind(token, Unit);
      if (endOf(previous!) === token.startOffset) {
        const [start, end] = [previous!.startOffset, endOf(token)];
        const apart = `${previous!.image} ${token.image}`;
        this.report(
          finding("WR006", start, end, `a space belongs between number and unit: \`${apart}\``, [
            replacement(`Write \`${apart}\``, start, end, apart),
          ]),
        );
      }
      return true;
    }
    if (uses.clause === undefined || previous === undefined) return false;
    if (is(next, Colon)) return false;
    if (!this.isAfterOperand() && !this.isStarBefore() && !this.isClauseOfLine(uses.clause)) return false;
    if (uses.clause === Clause.budget && this.nesting.body !== "ahead") return false;
    setKind(token, uses.clause);
    return true;
  }

  /** Whether a clause goes on although the operand before it is missing: `x =⏎ sorted day`, `by a, sorted b`. */
  private isClauseOfLine(clause: TokenType): boolean {
    const { next } = this;
    const mayGoOn = this.isLineStart || is(this.previous, Comma);
    if (!mayGoOn || !this.isNextOnLine || next === undefined || !wantsOperand.has(clause)) return false;
    if (next.tokenTypeIdx !== Name.tokenTypeIdx) return operandsAfterMisspelling.has(next.tokenTypeIdx);
    return usesOf(next.image)?.clause === undefined && usesOf(next.image)?.reserved === undefined;
  }

  /** Whether a word after a number begins an item whose comma is missing: `a = 1 s = 2`. */
  private isFollowedAsOperand(): boolean {
    const { next } = this;
    if (is(next, Assign)) return is(this.beforePrevious, Assign);
    return is(next, LParen) || is(next, Dot) || is(next, Colon);
  }

  /** Whether the token before completes an operand; the `?` of `as?` does not. */
  private isAfterOperand(): boolean {
    const { previous } = this;
    if (previous === undefined || !has(previous, endsOperand)) return false;
    return !(is(previous, Question) && is(this.beforePrevious, Reserved.as));
  }

  private isStarBefore(): boolean {
    if (!is(this.previous, Times) || this.previous!.image !== "*") return false;
    return (
      is(this.beforePrevious, Dot) ||
      this.beforePrevious === undefined ||
      !has(this.beforePrevious, endsOperand)
    );
  }

  // ------------------------------------------------------------------------------ habits and misspellings

  /** A word right after an operand that is no keyword as written. */
  private habitWord(token: IToken, uses: WordUses | undefined): void {
    const { image } = token;
    const lower = image.toLowerCase();
    if (lower === "is") {
      setKind(token, Is);
      return;
    }
    if (is(this.previous, Num) && endOf(this.previous!) === token.startOffset) {
      const [start, end] = [this.previous!.startOffset, endOf(token)];
      const message = `\`${this.text.slice(start, end)}\` is no number; a unit stands behind a space: \`7 days\``;
      this.report(finding("WR006", start, end, message));
      setKind(token, Odd);
      return;
    }
    if (lower !== image) {
      const meant = usesOf(lower);
      const type = meant?.reserved ?? meant?.clause;
      if (type === undefined || type === Reserved.true || type === Reserved.false || type === Reserved.null)
        return;
      setKind(token, type);
      this.reportCase(token, lower);
      return;
    }
    if (
      uses?.step === undefined ||
      this.nesting.brackets > 0 ||
      this.nesting.valueBraces > 0 ||
      this.isLineStart
    )
      return;
    if (
      !(this.kind === "bare" || (this.kind === "pipeline" && this.nesting.body === "open")) ||
      this.isFollowedAsName()
    )
      return;
    setKind(token, uses.step);
    token.payload = "soft";
    const [start, end] = [token.startOffset, endOf(token)];
    const fix = replacement("Put `|` before it", start, start, "| ");
    const message =
      image === "from"
        ? "`from` comes first and `select` after it, each as a step of its own"
        : `\`${image}\` begins a step: put it on a new line or after \`|\``;
    this.report(finding("WR024", start, end, message, [fix]));
  }

  /** Capitals of SQL where an operand stands: `CASE WHEN`, `IS NOT`; `left outer join`. */
  private habitOperand(token: IToken): void {
    const first = token.image.charCodeAt(0) | 32;
    if (first !== 99 && first !== 110 && first !== 111) return; // c, n, o
    const lower = token.image.toLowerCase();
    if (lower === "case" && this.next?.image.toLowerCase() === "when") {
      setKind(token, Reserved.case);
      this.reportCase(token, lower);
    } else if (lower === "not" && is(this.previous, Is)) setKind(token, Reserved.not);
    else if (
      lower === "null" &&
      (is(this.previous, Is) || (is(this.beforePrevious, Is) && is(this.previous, Reserved.not)))
    ) {
      setKind(token, Reserved.null);
    } else if (lower === "outer" && is(this.previous, JoinKindStart)) this.dropWord(token);
  }

  /** `inner join`, `left outer join`: the word says nothing. */
  private dropWord(token: IToken): void {
    setKind(token, Odd);
    const [start, end] = [token.startOffset, this.isNextOnLine ? this.next!.startOffset : endOf(token)];
    const fix = replacement(`Remove \`${token.image}\``, start, end, "");
    this.report(
      finding("WR040", start, endOf(token), `\`${token.image}\` is left out: \`join\` or \`left join\``, [
        fix,
      ]),
    );
  }

  private reportCase(token: IToken, lower: string): void {
    const [start, end] = [token.startOffset, endOf(token)];
    const fix = replacement(`Write \`${lower}\``, start, end, lower);
    this.report(
      finding("WR039", start, end, `\`${token.image}\` is written \`${lower}\`, in lower case`, [fix]),
    );
  }

  /** A first word that nobody knows, where only a step, an item or a declaration can begin. */
  private misspelling(token: IToken, isAfterBodyBrace: boolean): boolean {
    if (this.isOutside() && this.kind !== "bare") return this.misspeltDeclaration(token);
    if (this.isInBlock() || this.kind === "bare") return this.misspeltStep(token, isAfterBodyBrace);
    return false;
  }

  private misspeltDeclaration(token: IToken): boolean {
    const { body } = this.nesting;
    const isDone =
      this.kind === undefined || body === "closed" || isFirstColumn(this.text, token.startOffset);
    if (!isDone || !this.isLineStart) return false;
    const lower = token.image.toLowerCase();
    const near =
      usesOf(lower)?.declaration ??
      declarationSynonyms.get(lower) ??
      nearestWord(lower, declarationWords) ??
      wordWithPrefix(lower, preferredDeclarations);
    const isBeforeOperand = this.isBeforeOperand();
    if (!isBeforeOperand) {
      const isAlone = !this.isNextOnLine && near !== undefined;
      const isStray = this.previous === undefined || this.isAfterOperand();
      if (!isAlone && !isStray) return false;
    }
    this.open(near ?? "unknown", token, near === undefined ? UnknownDeclaration : DeclarationStart[near]);
    this.reportUnknown(token, "WR021", "declaration", near, declarationWords);
    return true;
  }

  private misspeltStep(token: IToken, isAfterBodyBrace: boolean): boolean {
    const { next, kind } = this;
    if (this.isFollowedAsName(isAfterBodyBrace)) return false;
    if (this.isSqlStep && (is(next, Raw) || is(next, Text))) return false;
    const isPlace = this.isLinePlace(isAfterBodyBrace);
    const isBeforeOperand = this.isBeforeOperand() && !this.isContinuation();
    // Where a name may stand, only a word next to an operand can be no name; these are most lines of a list.
    const mayBeName = is(this.previous, LBrace) || is(this.previous, Colon);
    if (!isPlace && (!isBeforeOperand || mayBeName || token.image.length < 3)) return false;
    const isItem = kind === "service" || kind === "job" || kind === "test";
    const known: readonly string[] = isItem ? itemWords[kind] : allStepWords;
    const lower = token.image.toLowerCase();
    if (!isItem && lower === "inner" && this.joinFollows()) {
      this.dropWord(token);
      return true;
    }
    const synonym = isItem ? undefined : stepSynonyms.get(lower);
    const isCapital = lower !== token.image && known.includes(lower);
    const prefixed = lower.length < 2 ? undefined : wordWithPrefix(lower, known);
    const near = isCapital ? lower : (synonym ?? prefixed ?? nearestWord(lower, known));
    if (isPlace) {
      const isHopeless = near === undefined && wordWithPrefix(lower, known) === undefined;
      if (!isBeforeOperand && (isHopeless || this.isBeforeOperator())) return false;
    } else if (near === undefined) return false;
    if (near !== undefined && (synonym !== undefined || (isCapital && !isItem))) {
      return this.synonymStep(token, near, usesOf(near)?.step ?? JoinKindStart);
    }
    this.startLine(token, isItem ? UnknownItem : UnknownStep);
    const code = isItem ? "WR022" : "WR020";
    const what = isItem ? "item" : "step";
    this.reportUnknown(token, code, what, near ?? wordWithPrefix(lower, known), known);
    return true;
  }

  private isBeforeOperand(): boolean {
    return (
      this.next !== undefined && this.isNextOnLine && operandsAfterMisspelling.has(this.next.tokenTypeIdx)
    );
  }

  /** Whether something on the line shows that the word before it is an operand. */
  private isBeforeOperator(): boolean {
    const { next } = this;
    if (next === undefined || !this.isNextOnLine || operandWords.has(next.image)) return false;
    return !is(next, LParen) && !is(next, LSquare);
  }

  private reportUnknown(
    token: IToken,
    code: SyntaxCode,
    what: string,
    meant: string | undefined,
    known: readonly string[],
  ): void {
    const [start, end] = [token.startOffset, endOf(token)];
    const found = `\`${token.image}\` begins no ${what}`;
    if (meant === undefined)
      this.report(finding(code, start, end, `${found}; known are ${known.join(", ")}`));
    else {
      const fix = replacement(`Write \`${meant}\``, start, end, meant);
      this.report(finding(code, start, end, `${found}; did you mean \`${meant}\`?`, [fix]));
    }
  }

  /** `order by x`, `limit 5`, `WHERE x`: read as the step that is meant. */
  private synonymStep(token: IToken, meant: string, type: TokenType): boolean {
    const { next } = this;
    const hasBy = next?.image === "by" && (meant === "sort" || meant === "aggregate");
    const start = token.startOffset;
    const end = hasBy && meant === "sort" ? endOf(next) : endOf(token);
    const written = this.text.slice(start, end);
    this.startLine(token, type);
    token.payload = hasBy && meant === "sort" ? "with-by" : undefined;
    const fix = replacement(`Write \`${meant}\``, start, end, meant);
    if (written.toLowerCase() === meant) this.reportCase(token, meant);
    else this.report(finding("WR040", start, end, `\`${written}\` is written \`${meant}\``, [fix]));
    return true;
  }

  /** Whether the word after this one shows that this one is a name (`price desc`, `a and b`). */
  private isContinuation(): boolean {
    const { next } = this;
    if (next === undefined || next.tokenTypeIdx !== Name.tokenTypeIdx || next.image.charCodeAt(0) === 96)
      return false;
    const uses = usesOf(next.image);
    return uses !== undefined && (uses.reserved !== undefined || uses.clause !== undefined);
  }

  private report(one: Finding): void {
    if (this.chunk === undefined) this.ownFindings.push(one);
    else this.chunk.findings.push(one);
  }
  private readonly ownFindings: Finding[] = [];

  /** Hands the findings of the lexer and those from before the first declaration to the declarations. */
  private distributeFindings(): void {
    let at = 0;
    for (const one of [...this.findings, ...this.ownFindings].sort((a, b) => a.start - b.start)) {
      while (at + 1 < this.chunks.length && this.chunks[at + 1]!.start <= one.start) at++;
      this.chunks[at]?.findings.push(one);
    }
    for (const chunk of this.chunks)
      if (chunk.findings.length > 1) chunk.findings.sort((a, b) => a.start - b.start);
  }
}

/** Comments belong to the declaration that they stand in; `##` lines belong to the declaration that follows. */
function distributeComments(text: string, chunks: readonly Chunk[], comments: readonly IToken[]): void {
  let at = 0;
  let previousEnd = 0;
  for (const chunk of chunks) {
    while (at < comments.length && comments[at]!.startOffset < chunk.start) {
      const comment = comments[at]!;
      const isOwnLine = previousEnd === 0 || hasBreak(text, previousEnd, comment.startOffset);
      if (comment.image.startsWith("##") && isOwnLine) chunk.start = comment.startOffset;
      else at++;
    }
    while (at < comments.length && comments[at]!.startOffset < chunk.end)
      chunk.comments.push(comments[at++]!);
    previousEnd = chunk.end;
  }
}
