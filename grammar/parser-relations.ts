// Rules of relations and of steps in a row. Every step begins with a token of its own kind, so that a faulty one
// ends where the next begins; what no rule wanted is skipped with one finding.
import type { IToken, ParserMethod } from "chevrotain";
import { replacement } from "./finding.ts";
import { nearestWord } from "./nearest.ts";
import { neverClosed } from "./nesting.ts";
import type { JunkPlace } from "./parser-base.ts";
import { maximumNesting } from "./parser-core.ts";
import { ExpressionParser } from "./parser-expressions.ts";
import {
  Assign,
  Colon,
  has,
  isStepStart,
  LParen,
  Name as NameToken,
  Pipe,
  RBrace,
  Reserved,
  RParen,
} from "./tokens.ts";
import type { Argument, Name, Range, RelationNode, Step } from "./tree.ts";
import { type ClauseWord, clauseSynonyms, clauseWords } from "./words.ts";

export abstract class RelationParser extends ExpressionParser {
  abstract readonly step: ParserMethod<[], Step>;

  readonly relation = this.RULE("relation", (): RelationNode => {
    if (!this.RECORDING_PHASE && !this.at(NameToken) && !this.at(LParen)) return this.missingRelation();
    return this.OR([
      { ALT: () => this.SUBRULE(this.namedRelation) },
      { ALT: () => this.SUBRULE(this.stepsRelation) },
    ]);
  });

  private missingRelation(): RelationNode {
    this.reportMissing("WR012", "a source, store or pipeline is missing");
    const name = this.holeName();
    return { kind: "namedRelation", start: name.start, end: name.end, name, arguments: undefined };
  }

  private readonly namedRelation = this.RULE("namedRelation", (): RelationNode => {
    const name = this.nameNode(this.CONSUME(NameToken));
    let list: Argument[] | undefined;
    if (this.may(LParen)) {
      this.OPTION(() => {
        list = this.SUBRULE(this.callArguments, { ARGS: [true] });
      });
    }
    const { start } = name;
    const end = this.here();
    if (list === undefined || name.quoted || this.RECORDING_PHASE) {
      return { kind: "namedRelation", start, end, name, arguments: list };
    }
    if (name.text === "series") return { kind: "seriesRelation", start, end, arguments: list };
    const [rows] = list;
    if (name.text === "rows" && rows !== undefined && rows.value.kind !== "sortKey") {
      return { kind: "rowsRelation", start, end, rows: rows.value };
    }
    return { kind: "namedRelation", start, end, name, arguments: list };
  });

  private readonly stepsRelation = this.RULE("stepsRelation", (): RelationNode => {
    const open = this.CONSUME(LParen);
    if (this.depth >= maximumNesting) this.skipNested();
    this.depth++;
    this.openSubPipelines++;
    const steps: Step[] = [];
    this.SUBRULE(this.steps, { ARGS: [steps, open] });
    this.checkNotEmpty(steps, open);
    this.openSubPipelines--;
    this.depth--;
    this.wantClosing(1, RParen, open);
    return { kind: "stepsRelation", start: this.startOf(open), end: this.here(), steps };
  });

  /** Pipelines nested too deep are skipped with all their steps. */
  private skipNested(): void {
    this.skipTooDeep();
    for (let depth = 0; !this.isAtEnd(); this.SKIP_TOKEN()) {
      if (this.at(LParen)) depth++;
      else if (this.at(RParen) && depth-- === 0) return;
    }
  }

  /** Parentheses hold steps; which step comes first is a question of meaning. */
  private checkNotEmpty(steps: readonly Step[], opening: IToken): void {
    if (steps.length > 0 || this.isDeclarationFaulty) return;
    this.report("WR050", this.rangeOf(opening), "steps that begin with `from` are missing after `(`");
  }

  protected readonly alias = this.RULE("alias", (): Name => {
    this.CONSUME(Reserved.as);
    return this.nameOr(1, "an alias");
  });

  // --------------------------------------------------------------------------------------------- steps

  /** Steps up to the end of what encloses them; whatever else stands there is skipped. */
  readonly steps = this.RULE("steps", (into: Step[] = [], open?: IToken): void => {
    this.skipJunk("step");
    this.MANY({
      GATE: () => open === undefined || !this.isOutdented(open),
      DEF: () => {
        this.OR([{ ALT: () => this.SUBRULE(this.pipe) }, { ALT: () => into.push(this.SUBRULE(this.step)) }]);
        this.skipJunk("step");
      },
    });
  });

  /** Whether the next step is indented no further than the line of a `(` that nothing closes. */
  private isOutdented(open: IToken): boolean {
    const { startColumn } = this.LA(1);
    return open.payload === neverClosed && startColumn !== undefined && startColumn <= open.startColumn!;
  }

  private readonly pipe = this.RULE("pipe", (): void => {
    this.CONSUME(Pipe);
    const next = this.LA(1);
    if (this.RECORDING_PHASE || has(next, isStepStart)) return;
    if (this.isAtEnd() || this.at(RParen) || this.at(RBrace) || this.at(Pipe)) {
      this.reportMissing("WR016", "a step is missing");
    } else this.report("WR020", this.rangeOf(next), `\`${next.image.split(/[\r\n]/, 1)[0]}\` begins no step`);
  });

  /** Range of a step from its keyword to the token consumed last. */
  protected stepRange(keyword: IToken): {
    readonly start: number;
    readonly end: number;
    readonly keyword: Range;
  } {
    const range = this.rangeOf(keyword);
    return { start: range.start, end: Math.max(range.end, this.here()), keyword: range };
  }

  /** Skips the rest of a step that has a finding of the tagging pass. */
  protected skipSilently(where: JunkPlace): void {
    const wasMuted = this.isMuted;
    this.isMuted = true;
    this.skipJunk(where);
    this.isMuted = wasMuted;
  }
  private isMuted = false;

  // ----------------------------------------------------------------------------------- misspelt clauses

  protected override isUnknownClause(): boolean {
    const token = this.LA(1);
    if (token.tokenTypeIdx !== NameToken.tokenTypeIdx || token.image.startsWith("`")) return false;
    if (this.isAfter(Assign) || this.isAfter(Colon)) return false;
    const isForeign = foreignClauses.has(token.image.toLowerCase());
    return isForeign || nearClause(token.image, clauseWords) !== undefined;
  }

  protected override reportUnexpected(token: IToken): void {
    if (this.isMuted || this.isFaulty) return;
    const isWord = token.tokenTypeIdx === NameToken.tokenTypeIdx && !token.image.startsWith("`");
    const hint = isWord ? foreignClauses.get(token.image.toLowerCase()) : undefined;
    const near = isWord ? nearClause(token.image, afterOperand) : undefined;
    if (hint === undefined && near === undefined) {
      super.reportUnexpected(token);
      return;
    }
    const range = this.rangeOf(token);
    const found = `unexpected \`${token.image}\` after ${this.lastWord()}`;
    if (hint !== undefined) this.report("WR023", range, `${found}: ${hint}`);
    else if (near !== undefined) {
      const fix = replacement(`Write \`${near}\``, range.start, range.end, near);
      this.report("WR023", range, `${found}; did you mean \`${near}\`?`, [fix]);
    }
  }
}

function nearClause<Word extends string>(
  word: string,
  words: readonly Word[],
): Word | ClauseWord | undefined {
  return clauseSynonyms.get(word) ?? (word.length < 4 ? undefined : nearestWord(word, words));
}

/** Clauses of SQL that have another place here. */
const foreignClauses: ReadonlyMap<string, string> = new Map([
  ["over", "a running figure is a step: `window n = sum(x) by key sorted day`"],
  ["partition", "groups are named with `by`"],
  ["group", "groups are named with `by`"],
  ["order", "an order inside a step is `sorted`, one of the whole a step `sort`"],
  ["having", "a condition is a step `where`, also after `aggregate`"],
  ["limit", "the number of rows is a step `take`"],
  ["using", "the columns of a join are named with `on`"],
  // Near `like`, which would find less.
  ["ilike", '`lower(name) like "a%"` does not look at the case'],
  ["filter", "a condition of one aggregate is its argument `where: …`"],
]);

const afterOperand: readonly string[] = [
  ...clauseWords,
  "and",
  "or",
  "in",
  "like",
  "between",
  "matches",
  "as",
  "by",
  "on",
  "then",
  "else",
];
