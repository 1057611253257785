// Rules of `if … then … else …` and `case { … }`, and their forms in other languages.
import { EOF, type IToken } from "chevrotain";
import { LiteralParser } from "./parser-literals.ts";
import {
  Comma,
  FatArrow,
  FOpen,
  has,
  isStepStart,
  LBrace,
  LParen,
  LSquare,
  Minus,
  Name as NameToken,
  RBrace,
  Reserved,
  RParen,
  RSquare,
  startsOperand,
} from "./tokens.ts";
import type { CaseArm, Expression } from "./tree.ts";

const opensBracket = new Set([LParen, LSquare, LBrace].map((type) => type.tokenTypeIdx));
const closesBracket = new Set([RParen, RSquare, RBrace].map((type) => type.tokenTypeIdx));
const beginsArm = new Set(
  [Reserved.else, Reserved.not, Minus, LParen, LSquare, LBrace, Reserved.if, FOpen].map(
    (type) => type.tokenTypeIdx,
  ),
);

export abstract class BranchParser extends LiteralParser {
  protected readonly conditional = this.RULE("conditional", (): Expression => {
    const token = this.CONSUME(Reserved.if);
    this.checkNoCall(token);
    const condition = this.SUBRULE(this.expression);
    let { height } = this;
    this.want(1, Reserved.then, "WR016", "`then` is missing", " then ");
    const then = this.SUBRULE2(this.expression);
    height = Math.max(height, this.height);
    this.want(1, Reserved.else, "WR016", "`else` is missing", " else ");
    const otherwise = this.SUBRULE3(this.expression);
    this.height = Math.max(height, this.height) + 1;
    return { kind: "if", start: this.startOf(token), end: this.here(), condition, then, else: otherwise };
  });

  /** `if(a, b, c)` as other languages have it. */
  private checkNoCall(token: IToken): void {
    if (this.RECORDING_PHASE || !this.at(LParen)) return;
    let depth = 0;
    for (let ahead = 1; ; ahead++) {
      const next = this.LA(ahead);
      if (next.tokenTypeIdx === EOF.tokenTypeIdx || has(next, isStepStart)) return;
      if (opensBracket.has(next.tokenTypeIdx)) depth++;
      else if (closesBracket.has(next.tokenTypeIdx)) depth--;
      if (depth === 0) return;
      if (depth === 1 && next.tokenTypeIdx === Comma.tokenTypeIdx) break;
    }
    this.report("WR016", this.rangeOf(token), "`if(a, b, c)` is written `if a then b else c`");
  }

  protected readonly caseExpression = this.RULE("caseExpression", (): Expression => {
    const token = this.CONSUME(Reserved.case);
    if (this.lacks(LBrace)) return this.caseWhen(token);
    const arms: CaseArm[] = [];
    let otherwise: Expression | undefined;
    let height = 0;
    const open = this.CONSUME(LBrace);
    this.MANY({
      GATE: () => this.isArmAhead(),
      DEF: () => {
        const start = this.nextStart();
        const condition = this.OR([
          {
            ALT: (): Expression | undefined => {
              this.CONSUME(Reserved.else);
              return undefined;
            },
          },
          { ALT: (): Expression | undefined => this.SUBRULE(this.expression) },
        ]);
        height = Math.max(height, this.height);
        this.want(1, FatArrow, "WR016", "`=>` is missing", " => ");
        const value = this.SUBRULE2(this.expression);
        height = Math.max(height, this.height);
        if (condition === undefined) otherwise = value;
        else arms.push({ start, end: this.here(), condition, value });
        if (!this.at(Comma) && this.isArmAhead()) this.reportMissing("WR014", "`,` is missing", ",");
        this.OPTION(() => this.CONSUME(Comma));
      },
    });
    this.wantClosing(1, RBrace, open);
    this.height = height + 1;
    return { kind: "case", start: this.startOf(token), end: this.here(), arms, else: otherwise };
  });

  private isArmAhead(): boolean {
    const token = this.LA(1);
    return has(token, startsOperand) || beginsArm.has(token.tokenTypeIdx);
  }

  /** `case when c then v else w end`, read as what was meant. */
  private caseWhen(token: IToken): Expression {
    const start = this.startOf(token);
    if (!this.isWord("when")) {
      this.reportMissing("WR016", "`{` is missing", " {");
      return { kind: "case", start, end: this.here(), arms: [], else: undefined };
    }
    const message = "`case when c then v else w end` is written `case { c => v, else => w }`";
    this.reportHabit("WR045", this.rangeOf(token), message);
    const arms: CaseArm[] = [];
    let height = 0;
    while (this.isWord("when")) {
      this.SKIP_TOKEN();
      const armStart = this.nextStart();
      const condition = this.subrule(10, this.expression);
      height = Math.max(height, this.height);
      if (this.at(Reserved.then)) this.SKIP_TOKEN();
      const value = this.subrule(11, this.expression);
      height = Math.max(height, this.height);
      arms.push({ start: Math.min(armStart, condition.start), end: this.here(), condition, value });
    }
    let otherwise: Expression | undefined;
    if (this.at(Reserved.else)) {
      this.SKIP_TOKEN();
      otherwise = this.subrule(12, this.expression);
    }
    if (this.isWord("end")) this.SKIP_TOKEN();
    this.height = Math.max(height, this.height) + 1;
    return { kind: "case", start, end: this.here(), arms, else: otherwise };
  }

  private isWord(word: string): boolean {
    return this.at(NameToken) && this.LA(1).image.toLowerCase() === word;
  }
}
