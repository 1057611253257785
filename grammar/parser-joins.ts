// Rules of the steps that bring rows together: `from`, joins, `union`, `except`, `intersect`, `unnest`.
import { EOF, type IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import { nearestWord } from "./nearest.ts";
import { ColumnStepParser } from "./parser-columns.ts";
import {
  Clause,
  endOf,
  JoinKindStart,
  KindJoin,
  KindUnnest,
  LParen,
  Name as NameToken,
  Reserved,
  RParen,
  StepStart,
} from "./tokens.ts";
import type { Expression, JoinKind, Name, Range, RelationNode, Step } from "./tree.ts";

/** Stands for an argument while chevrotain records the grammar. */
const noToken: IToken = { image: "", startOffset: 0, tokenTypeIdx: EOF.tokenTypeIdx!, tokenType: EOF };

export abstract class JoinParser extends ColumnStepParser {
  protected readonly fromStep = this.RULE("fromStep", (): Step => {
    const keyword = this.CONSUME(StepStart.from);
    const relation = this.SUBRULE(this.relation);
    let alias: Name | undefined;
    if (this.may(Reserved.as)) {
      this.OPTION(() => {
        alias = this.SUBRULE(this.alias);
      });
    }
    return { kind: "from", ...this.stepRange(keyword), relation, alias };
  });

  protected readonly joinStep = this.RULE("joinStep", (): Step => {
    const keyword = this.CONSUME(StepStart.join);
    return this.SUBRULE(this.joinRest, { ARGS: [keyword, keyword] });
  });

  /** `left join`, `left unnest` and their like. */
  protected readonly kindStep = this.RULE("kindStep", (): Step => {
    const kind = this.CONSUME(JoinKindStart);
    if (!this.RECORDING_PHASE && !this.at(KindJoin) && !this.at(KindUnnest)) {
      this.reportMissing("WR016", "`join` is missing", " join");
      this.skipHalfWord();
      return this.subrule(20, this.joinRest, { ARGS: [kind, kind] });
    }
    return this.OR([
      { ALT: () => this.SUBRULE(this.joinRest, { ARGS: [kind, this.CONSUME(KindJoin)] }) },
      {
        ALT: (): Step => {
          const unnest = this.CONSUME(KindUnnest);
          const item = this.SUBRULE(this.item);
          const range = this.kindRange(kind, unnest);
          if (kind.image !== "left") {
            const message = `\`${kind.image}\` does not go with \`unnest\`; only \`left\` does`;
            this.report("WR017", this.rangeOf(kind), message);
          }
          return { kind: "unnest", ...range, keepEmpty: true, item };
        },
      },
    ]);
  });

  /** `left jo` while `join` is being typed. */
  private skipHalfWord(): void {
    const { image } = this.LA(1);
    if (!this.at(NameToken)) return;
    if ("join".startsWith(image) || nearestWord(image, ["join"]) !== undefined) this.SKIP_TOKEN();
  }

  private kindRange(
    first: IToken,
    last: IToken,
  ): { readonly start: number; readonly end: number; readonly keyword: Range } {
    const range = this.stepRange(first);
    if (this.RECORDING_PHASE) return range;
    return { ...range, keyword: { start: range.start, end: endOf(last) - this.base } };
  }

  private readonly joinRest = this.RULE(
    "joinRest",
    (first: IToken = noToken, last: IToken = noToken): Step => {
      const join = first === last && first.image === "join" ? "inner" : (first.image as JoinKind);
      const relation = this.SUBRULE(this.relation);
      let alias: Name | undefined;
      if (this.may(Reserved.as)) {
        this.OPTION(() => {
          alias = this.SUBRULE(this.alias);
        });
      }
      let cardinality: "one" | "many" | undefined;
      if (this.may(Clause.one) || this.at(Clause.many)) {
        this.OPTION2(() => {
          cardinality = this.SUBRULE(this.cardinality);
        });
      }
      const on: Expression[] = [];
      if (!this.RECORDING_PHASE) this.checkOn(join, relation, on);
      this.OPTION3(() => {
        this.CONSUME(Reserved.on);
        this.commaList(1, this.expression, on);
      });
      return { kind: "join", ...this.kindRange(first, last), join, relation, alias, cardinality, on };
    },
  );

  private readonly cardinality = this.RULE("cardinality", (): "one" | "many" =>
    this.OR<"one" | "many">([
      {
        ALT: () => {
          this.CONSUME(Clause.one);
          return "one";
        },
      },
      {
        ALT: () => {
          this.CONSUME(Clause.many);
          return "many";
        },
      },
    ]),
  );

  /** All joins but `cross` have `on`; `using (…)` is read as it. */
  private checkOn(join: JoinKind | "inner", relation: RelationNode, on: Expression[]): void {
    const next = this.LA(1);
    if (this.at(Reserved.on)) {
      const message = "`cross join` pairs every row with every row: it has no `on`";
      if (join === "cross") this.report("WR017", this.rangeOf(next), message);
    } else if (next.image.toLowerCase() === "using" && this.isAfter(LParen)) {
      const range = this.rangeOf(next);
      const fix = replacement("Write `on`", range.start, range.end, "on");
      this.reportHabit("WR040", range, "`using` is written `on`", [fix]);
      this.SKIP_TOKEN();
      this.commaList(20, this.expression, on);
    } else if (join !== "cross" && !this.isUnclosed(relation)) {
      this.reportMissing("WR016", "`on` and a condition are missing", " on ");
    }
  }

  private isUnclosed(relation: RelationNode): boolean {
    return relation.kind === "stepsRelation" && this.LA(0).tokenTypeIdx !== RParen.tokenTypeIdx;
  }

  protected readonly setStep = this.RULE("setStep", (): Step => {
    return this.OR([
      {
        ALT: (): Step => {
          const keyword = this.CONSUME(StepStart.union);
          const relations: RelationNode[] = [];
          this.commaList(1, this.relation, relations, true);
          return { kind: "union", ...this.stepRange(keyword), relations };
        },
      },
      {
        ALT: (): Step => {
          const keyword = this.CONSUME(StepStart.except);
          const relation = this.SUBRULE3(this.relation);
          return { kind: "except", ...this.stepRange(keyword), relation };
        },
      },
      {
        ALT: (): Step => {
          const keyword = this.CONSUME(StepStart.intersect);
          const relation = this.SUBRULE4(this.relation);
          return { kind: "intersect", ...this.stepRange(keyword), relation };
        },
      },
    ]);
  });

  protected readonly unnestStep = this.RULE("unnestStep", (): Step => {
    const keyword = this.CONSUME(StepStart.unnest);
    const item = this.SUBRULE(this.item);
    return { kind: "unnest", ...this.stepRange(keyword), keepEmpty: false, item };
  });
}
