// Rules of the steps that check, score and store, and the rule of any step.
import { JoinParser } from "./parser-joins.ts";
import {
  Assign,
  Clause,
  Comma,
  LParen,
  Name as NameToken,
  Percent,
  Raw,
  Reserved,
  RParen,
  StepStart,
  Text,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import type { Argument, Expression, FieldDeclaration, Name, Step, StoreMode, TextNode } from "./tree.ts";

const noNodes: readonly never[] = [];

type Tolerance = Extract<Step, { kind: "expect" }>["tolerance"];

export abstract class StepParser extends JoinParser {
  readonly step = this.RULE("step", (): Step => {
    this.beginRegion(this.LA(1));
    const step = this.OR(this.kinds);
    this.skipJunk("step");
    return step.end < this.here() ? { ...step, end: this.here() } : step;
  });

  private readonly kinds = [
    { ALT: () => this.SUBRULE(this.fromStep) },
    { ALT: () => this.SUBRULE(this.whereStep) },
    { ALT: () => this.SUBRULE(this.deriveStep) },
    { ALT: () => this.SUBRULE(this.selectStep) },
    { ALT: () => this.SUBRULE(this.renameStep) },
    { ALT: () => this.SUBRULE(this.dropStep) },
    { ALT: () => this.SUBRULE(this.joinStep) },
    { ALT: () => this.SUBRULE(this.kindStep) },
    { ALT: () => this.SUBRULE(this.aggregateStep) },
    { ALT: () => this.SUBRULE(this.windowStep) },
    { ALT: () => this.SUBRULE(this.sortStep) },
    { ALT: () => this.SUBRULE(this.takeStep) },
    { ALT: () => this.SUBRULE(this.distinctStep) },
    { ALT: () => this.SUBRULE(this.setStep) },
    { ALT: () => this.SUBRULE(this.unnestStep) },
    { ALT: () => this.SUBRULE(this.pivotStep) },
    { ALT: () => this.SUBRULE(this.unpivotStep) },
    { ALT: () => this.SUBRULE(this.sampleStep) },
    { ALT: () => this.SUBRULE(this.expectStep) },
    { ALT: () => this.SUBRULE(this.scoreStep) },
    { ALT: () => this.SUBRULE(this.sqlStep) },
    { ALT: () => this.SUBRULE(this.intoStep) },
    { ALT: () => this.SUBRULE(this.unknownStep) },
  ];

  private readonly unknownStep = this.RULE("unknownStep", (): Step => {
    const token = this.OR([
      { ALT: () => this.CONSUME(UnknownStep) },
      { ALT: () => this.CONSUME(UnknownItem) },
    ]);
    const word = this.nameNode(token);
    this.skipSilently("step");
    return { kind: "faultyStep", ...this.stepRange(token), word };
  });

  private readonly expectStep = this.RULE("expectStep", (): Step => {
    const keyword = this.CONSUME(StepStart.expect);
    let condition: Expression | undefined;
    let unique: Expression[] | undefined;
    let message: TextNode | undefined;
    let tolerance: Tolerance;
    if (!this.RECORDING_PHASE && this.LA(1).image === "unique" && this.isAfter(LParen)) {
      unique = this.uniqueKeys();
    } else condition = this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(Comma);
      if (this.lacks(Text)) this.reportMissing("WR016", "the message of the check is missing");
      else message = this.textNode(this.CONSUME(Text));
    });
    this.OPTION2(() => {
      tolerance = this.SUBRULE(this.tolerance);
    });
    return { kind: "expect", ...this.stepRange(keyword), condition, unique, message, tolerance };
  });

  private uniqueKeys(): Expression[] {
    this.SKIP_TOKEN();
    const keys: Expression[] = [];
    for (const { value } of this.subrule(20, this.callArguments, { ARGS: [false] })) {
      keys.push(value.kind === "sortKey" ? value.value : value);
    }
    return keys;
  }

  private readonly tolerance = this.RULE(
    "tolerance",
    (): Tolerance =>
      this.OR([
        {
          ALT: (): Tolerance => {
            this.CONSUME(Clause.warn);
            return { kind: "warn" };
          },
        },
        {
          ALT: (): Tolerance => {
            this.CONSUME(Clause.at);
            this.want(1, Clause.most, "WR016", "`most` is missing", " most");
            const percent = this.SUBRULE(this.amount);
            this.want(1, Percent, "WR016", "`%` is missing", "%");
            return { kind: "atMost", percent };
          },
        },
      ]),
  );

  private readonly scoreStep = this.RULE("scoreStep", (): Step => {
    const keyword = this.CONSUME(StepStart.score);
    const name = this.nameOr(1, "the name of the new column");
    this.want(1, Assign, "WR016", "`=` and a model are missing", " = ");
    const model = this.nameOr(2, "a model");
    let list: readonly Argument[] = noNodes;
    if (this.lacks(LParen)) this.reportMissing("WR016", "the model's arguments are missing", "()");
    else list = this.SUBRULE(this.callArguments, { ARGS: [false] });
    return { kind: "score", ...this.stepRange(keyword), name, model, arguments: list };
  });

  private readonly sqlStep = this.RULE("sqlStep", (): Step => {
    const keyword = this.CONSUME(StepStart.sql);
    const texts: { readonly dialect: Name; readonly text: TextNode }[] = [];
    let returns: readonly FieldDeclaration[] = noNodes;
    this.MANY(() => {
      const dialect = this.nameNode(this.CONSUME(NameToken));
      if (!this.RECORDING_PHASE && !this.at(Raw) && !this.at(Text)) {
        this.reportMissing("WR016", `the SQL of ${dialect.text} is missing`);
        return;
      }
      const text = this.OR([{ ALT: () => this.CONSUME(Raw) }, { ALT: () => this.CONSUME(Text) }]);
      texts.push({ dialect, text: this.textNode(text) });
    });
    if (texts.length === 0) {
      this.reportMissing("WR016", "a dialect and its SQL are missing", undefined, '`sql duckdb """…"""`');
    }
    if (this.want(1, Clause.returns, "WR016", "`returns (name: type, …)` is missing", " returns ")) {
      returns = this.SUBRULE(this.columns);
    }
    return { kind: "sql", ...this.stepRange(keyword), texts, returns };
  });

  private readonly columns = this.RULE("columns", (): FieldDeclaration[] => {
    const list: FieldDeclaration[] = [];
    if (this.lacks(LParen)) {
      this.reportMissing("WR016", "`(name: type, …)` is missing");
      return list;
    }
    const open = this.CONSUME(LParen);
    if (this.may(NameToken)) this.OPTION(() => this.commaList(1, this.field, list, true));
    this.wantClosing(1, RParen, open);
    return list;
  });

  private readonly intoStep = this.RULE("intoStep", (): Step => {
    const keyword = this.CONSUME(StepStart.into);
    const store = this.nameOr(1, "a store");
    let mode: StoreMode | undefined;
    this.OPTION(() => {
      mode = this.SUBRULE(this.storeMode);
    });
    return { kind: "into", ...this.stepRange(keyword), store, mode };
  });

  private readonly storeMode = this.RULE("storeMode", (): StoreMode => {
    const start = this.nextStart();
    const keys: Expression[] = [];
    const kind = this.OR<StoreMode["kind"]>([
      {
        ALT: () => {
          this.CONSUME(Clause.append);
          return "append";
        },
      },
      {
        ALT: () => {
          this.CONSUME(Clause.merge);
          if (this.want(1, Reserved.on, "WR016", "`on` and the keys are missing", " on ")) {
            this.commaList(1, this.expression, keys);
          }
          return "merge";
        },
      },
      {
        ALT: () => {
          this.CONSUME(Clause.replace);
          let isByKey = false;
          this.OPTION(() => {
            this.CONSUME(Reserved.by);
            isByKey = true;
            this.commaList(3, this.expression, keys);
          });
          return isByKey ? "replaceBy" : "replace";
        },
      },
    ]);
    const range = { start, end: this.here() };
    return kind === "merge" || kind === "replaceBy" ? { kind, ...range, keys } : { kind, ...range };
  });
}
