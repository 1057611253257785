// Rules of arguments, lambdas and sort keys.
import type { IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import { BranchParser } from "./parser-branches.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  FatArrow,
  givesOrder,
  has,
  isStepStart,
  LParen,
  Name as NameToken,
  RParen,
  startsOperand,
  Times,
} from "./tokens.ts";
import type { Argument, Expression, Name, SortKey } from "./tree.ts";

/** Stands for an argument while chevrotain records the grammar. */
const nowhere: Expression = { kind: "missing", start: 0, end: 0 };

export abstract class ArgumentParser extends BranchParser {
  /** Connectors and relations take `name = b` for `name: b`, as people write it; functions compare. */
  private takesAssign = false;

  /** `(a, name: b, x => c)`. */
  readonly callArguments = this.RULE("callArguments", (takesAssign: boolean): Argument[] => {
    const open = this.CONSUME(LParen);
    const list: Argument[] = [];
    this.height = 0;
    this.skipStar();
    if (this.RECORDING_PHASE || !(this.at(RParen) || has(this.LA(1), isStepStart))) {
      this.OPTION(() => {
        const outer = this.takesAssign;
        this.takesAssign = takesAssign;
        this.commaList(1, this.argument, list);
        this.takesAssign = outer;
      });
    }
    this.wantClosing(1, RParen, open);
    return list;
  });

  private readonly argument = this.RULE("argument", (): Argument => {
    const start = this.nextStart();
    let name: Name | undefined;
    if (this.RECORDING_PHASE || this.isNamed()) {
      this.OPTION(() => {
        name = this.nameNode(this.CONSUME(NameToken));
        this.OR([
          { ALT: () => this.CONSUME(Colon) },
          { ALT: () => this.assignInstead(this.CONSUME(Assign)) },
        ]);
      });
    }
    if (!this.RECORDING_PHASE) {
      this.skipDistinct("`count_distinct(x)` or the argument `distinct: true` counts each value once");
      if (this.isLambda()) {
        const value = this.subrule(20, this.lambda);
        return { kind: "argument", start, end: this.here(), name, value };
      }
    }
    const value = this.SUBRULE(this.sortableExpression);
    return { kind: "argument", start: Math.min(start, value.start), end: this.here(), name, value };
  });

  private isNamed(): boolean {
    const following = this.LA(2).tokenTypeIdx;
    if (!this.at(NameToken)) return false;
    return following === Colon.tokenTypeIdx || (this.takesAssign && following === Assign.tokenTypeIdx);
  }

  private assignInstead(assign: IToken): void {
    const range = this.rangeOf(assign);
    const fix = replacement("Write `:`", range.start, range.end, ":");
    this.reportHabit("WR046", range, "an argument is named with `:`", [fix]);
  }

  /** `count(*)`: the star is dropped. */
  private skipStar(): void {
    if (this.RECORDING_PHASE || !this.at(Times)) return;
    if (this.LA(1).image !== "*" || !this.isAfter(RParen)) return;
    const range = this.rangeOf(this.LA(1));
    const fix = replacement("Remove `*`", range.start, range.end, "");
    this.reportHabit("WR036", range, "`count(*)` is written `count()`", [fix]);
    this.SKIP_TOKEN();
  }

  /** `count(distinct x)`, `select distinct a`: the word is dropped. */
  protected skipDistinct(message: string): void {
    const token = this.LA(1);
    if (!this.at(NameToken) || token.image.length !== 8 || !has(this.LA(2), startsOperand)) return;
    if (token.image.toLowerCase() !== "distinct") return;
    this.report("WR051", this.rangeOf(token), `unexpected \`${token.image}\`: ${message}`);
    this.SKIP_TOKEN();
  }

  /** Whether the parameters of a lambda and its `=>` come next. */
  private isLambda(): boolean {
    if (this.at(NameToken)) return this.isAfter(FatArrow);
    if (!this.at(LParen)) return false;
    let ahead = 2;
    while (isNameOrComma(this.LA(ahead))) ahead++;
    return (
      this.LA(ahead).tokenTypeIdx === RParen.tokenTypeIdx &&
      this.LA(ahead + 1).tokenTypeIdx === FatArrow.tokenTypeIdx
    );
  }

  readonly lambda = this.RULE("lambda", (): Expression => {
    const start = this.nextStart();
    const parameters: Name[] = [];
    this.OR([
      { ALT: () => parameters.push(this.nameNode(this.CONSUME(NameToken))) },
      {
        ALT: () => {
          this.CONSUME(LParen);
          this.MANY(() => {
            if (this.may(Comma)) this.OPTION(() => this.CONSUME(Comma));
            parameters.push(this.nameOr(2, "the name of a parameter"));
          });
          this.CONSUME(RParen);
        },
      },
    ]);
    this.CONSUME(FatArrow);
    const body = this.SUBRULE(this.expression);
    this.height++;
    return { kind: "lambda", start, end: this.here(), parameters, body };
  });

  /** An expression, or a sort key where a direction is written. */
  readonly sortableExpression = this.RULE("sortableExpression", (): Expression | SortKey => {
    const value = this.SUBRULE(this.expression);
    return this.mayHave(givesOrder) ? this.SUBRULE(this.direction, { ARGS: [value] }) : value;
  });

  readonly sortKey = this.RULE("sortKey", (): SortKey => {
    const value = this.SUBRULE(this.expression);
    if (this.mayHave(givesOrder)) return this.SUBRULE(this.direction, { ARGS: [value] });
    const { start, end } = value;
    return { kind: "sortKey", start, end, value, descending: false, nulls: undefined };
  });

  /** `asc` or `desc`, `nulls first` or `nulls last`, behind what is sorted by. */
  private readonly direction = this.RULE("direction", (value: Expression = nowhere): SortKey => {
    let descending = false;
    let nulls: "first" | "last" | undefined;
    this.OPTION(() => {
      descending = this.OR([
        {
          ALT: () => {
            this.CONSUME(Clause.asc);
            return false;
          },
        },
        {
          ALT: () => {
            this.CONSUME(Clause.desc);
            return true;
          },
        },
      ]);
    });
    this.OPTION2(() => {
      this.CONSUME(Clause.nulls);
      nulls = this.SUBRULE(this.nullsPlace);
    });
    return { kind: "sortKey", start: value.start, end: this.here(), value, descending, nulls };
  });

  private readonly nullsPlace = this.RULE("nullsPlace", (): "first" | "last" | undefined => {
    if (!this.RECORDING_PHASE && !this.at(Clause.first) && !this.at(Clause.last)) {
      this.reportMissing("WR016", "`first` or `last` is missing", " last");
      return undefined;
    }
    return this.OR<"first" | "last">([
      {
        ALT: () => {
          this.CONSUME(Clause.first);
          return "first";
        },
      },
      {
        ALT: () => {
          this.CONSUME(Clause.last);
          return "last";
        },
      },
    ]);
  });
}

function isNameOrComma({ tokenTypeIdx }: IToken): boolean {
  return tokenTypeIdx === NameToken.tokenTypeIdx || tokenTypeIdx === Comma.tokenTypeIdx;
}
