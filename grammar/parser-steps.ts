// Rules of relations and steps. Every step begins with a token of its own kind, so that a faulty one ends where
// the next begins; what no rule wanted is skipped with one finding.
import { EOF, type IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import { nearestWord } from "./nearest.ts";
import { neverClosed } from "./nesting.ts";
import { maximumNesting } from "./parser-base.ts";
import { ExpressionParser } from "./parser-expressions.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  Dots,
  endOf,
  has,
  isStepStart,
  JoinKindStart,
  KindJoin,
  KindUnnest,
  LParen,
  Minus,
  Name as NameToken,
  Num,
  Param,
  Percent,
  Pipe,
  Raw,
  RBrace,
  Reserved,
  RParen,
  StepStart,
  startsOperand,
  Text,
  Times,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import type {
  Argument,
  Expression,
  FieldDeclaration,
  Frame,
  Item,
  JoinKind,
  Name,
  Range,
  RelationNode,
  SortKey,
  Step,
  StoreMode,
  TextNode,
} from "./tree.ts";
import { type ClauseWord, clauseSynonyms, clauseWords } from "./words.ts";

/** Stands for an argument while chevrotain records the grammar. */
const noToken: IToken = { image: "", startOffset: 0, tokenTypeIdx: EOF.tokenTypeIdx!, tokenType: EOF };
const noNodes: readonly never[] = [];

export abstract class StepParser extends ExpressionParser {
  // ----------------------------------------------------------------------------------------- relations

  readonly relation = this.RULE("relation", (): RelationNode => {
    if (!this.RECORDING_PHASE && !this.at(NameToken) && !this.at(LParen)) return this.missingRelation();
    return this.OR([
      { ALT: () => this.SUBRULE(this.namedRelation) },
      { ALT: () => this.SUBRULE(this.stepsRelation) },
    ]);
  });

  private missingRelation(): RelationNode {
    this.reportMissing("WR012", `a source, store or pipeline is missing after ${this.lastWord()}`);
    const name = this.holeName();
    return { kind: "namedRelation", start: name.start, end: name.end, name, arguments: undefined };
  }

  private readonly namedRelation = this.RULE("namedRelation", (): RelationNode => {
    const name = this.nameNode(this.CONSUME(NameToken));
    let list: Argument[] | undefined;
    this.OPTION(() => {
      list = this.SUBRULE(this.callArguments, { ARGS: [true] });
    });
    const { start } = name;
    const end = this.here();
    if (list === undefined || name.quoted)
      return { kind: "namedRelation", start, end, name, arguments: list };
    if (name.text === "series") return { kind: "seriesRelation", start, end, arguments: list };
    const rows = list[0];
    if (name.text === "rows" && rows !== undefined && rows.value.kind !== "sortKey") {
      return { kind: "rowsRelation", start, end, rows: rows.value };
    }
    return { kind: "namedRelation", start, end, name, arguments: list };
  });

  readonly stepsRelation = this.RULE("stepsRelation", (): RelationNode => {
    const open = this.CONSUME(LParen);
    if (this.depth >= maximumNesting) this.ACTION(() => this.skipTooDeep());
    this.depth++;
    this.openSubPipelines++;
    const steps: Step[] = [];
    this.SUBRULE(this.steps, { ARGS: [steps, open] });
    this.ACTION(() => this.checkNotEmpty(steps, open));
    this.openSubPipelines--;
    this.depth--;
    this.wantClosing(1, RParen, open);
    return { kind: "stepsRelation", start: this.startOf(open), end: this.here(), steps };
  });

  // --------------------------------------------------------------------------------------------- steps

  /** Steps up to the end of what encloses them; whatever else stands there is skipped. */
  readonly steps = this.RULE("steps", (into: Step[], open?: IToken): void => {
    this.ACTION(() => this.skipJunk("step"));
    this.MANY({
      GATE: () => open === undefined || into.length === 0 || !this.isOutdented(open),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.pipe) },
          {
            ALT: () => {
              const step = this.SUBRULE(this.step);
              this.ACTION(() => into.push(step));
            },
          },
        ]);
        this.ACTION(() => this.skipJunk("step"));
      },
    });
  });

  /** Whether the next step is indented no further than the line of a `(` that nothing closes. */
  private isOutdented(open: IToken): boolean {
    const { startColumn } = this.LA(1);
    return open.payload === neverClosed && startColumn !== undefined && startColumn <= open.startColumn!;
  }

  /** Parentheses hold steps; which step comes first is a question of meaning. */
  private checkNotEmpty(steps: readonly Step[], opening: IToken): void {
    if (steps.length > 0 || this.isDeclarationFaulty) return;
    this.report("WR050", this.rangeOf(opening), "steps that begin with `from` are missing after `(`");
  }

  private readonly pipe = this.RULE("pipe", (): void => {
    this.CONSUME(Pipe);
    this.ACTION(() => {
      if (has(this.LA(1), isStepStart)) return;
      const next = this.LA(1);
      if (next.image === "" || this.at(RParen) || this.at(RBrace) || this.at(Pipe))
        this.reportMissing("WR016", "a step is missing after `|`");
      else this.reportNoStep(next);
    });
  });

  private reportNoStep(token: IToken): void {
    const range = this.rangeOf(token);
    this.report("WR020", range, `\`${token.image.split(/[\r\n]/, 1)[0]}\` begins no step`);
  }

  readonly step = this.RULE("step", (): Step => {
    const first = this.LA(1);
    this.ACTION(() => this.beginRegion(first));
    let step = this.OR([
      { ALT: () => this.SUBRULE(this.fromStep) },
      { ALT: () => this.SUBRULE(this.whereStep) },
      { ALT: () => this.SUBRULE(this.itemsStep) },
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
    ]);
    this.ACTION(() => {
      this.skipJunk("step");
      if (step.end < this.here()) step = { ...step, end: this.here() };
    });
    return step;
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

  private readonly unknownStep = this.RULE("unknownStep", (): Step => {
    const token = this.OR([
      { ALT: () => this.CONSUME(UnknownStep) },
      { ALT: () => this.CONSUME(UnknownItem) },
    ]);
    const word = this.nameNode(token);
    this.ACTION(() => this.skipSilently());
    return { kind: "faultyStep", ...this.stepRange(token), word };
  });

  /** Skips the rest of a step that has a finding of the tagging pass. */
  protected skipSilently(where: "step" | "item" = "step"): void {
    const wasFaulty = this.muted;
    this.muted = true;
    this.skipJunk(where);
    this.muted = wasFaulty;
  }

  private readonly fromStep = this.RULE("fromStep", (): Step => {
    const keyword = this.CONSUME(StepStart.from);
    const relation = this.SUBRULE(this.relation);
    const alias = this.SUBRULE(this.alias);
    return { kind: "from", ...this.stepRange(keyword), relation, alias };
  });

  private readonly alias = this.RULE("alias", (): Name | undefined => {
    let name: Name | undefined;
    this.OPTION(() => {
      this.CONSUME(Reserved.as);
      name = this.nameOr(1, "an alias");
    });
    return name;
  });

  private readonly whereStep = this.RULE("whereStep", (): Step => {
    const keyword = this.CONSUME(StepStart.where);
    const condition = this.SUBRULE(this.expression);
    return { kind: "where", ...this.stepRange(keyword), condition };
  });

  private readonly itemsStep = this.RULE("itemsStep", (): Step => {
    let kind: "derive" | "select" | "rename" = "derive";
    const keyword = this.OR([
      { ALT: () => this.CONSUME(StepStart.derive) },
      {
        ALT: () => {
          kind = "select";
          return this.CONSUME(StepStart.select);
        },
      },
      {
        ALT: () => {
          kind = "rename";
          return this.CONSUME(StepStart.rename);
        },
      },
    ]);
    const items = this.SUBRULE(this.items);
    this.ACTION(() => {
      if (kind !== "select") this.checkNames(kind, items);
    });
    return { kind, ...this.stepRange(keyword), items };
  });

  /** Every item of `derive` and `rename` gives a name. */
  private checkNames(kind: "derive" | "rename", items: readonly Item[]): void {
    const nameless = items.find((item) => item.name === undefined && item.value.kind !== "missing");
    if (nameless === undefined || this.isFaulty) return;
    const { value } = nameless;
    if (value.kind === "binary" && value.operator === "==" && value.left.kind === "columnName") {
      const { start, end } = value.operatorRange;
      this.report("WR049", value.operatorRange, `\`==\` compares; \`=\` gives the column its name`, [
        replacement("Write `=`", start, end, "="),
      ]);
      return;
    }
    const at = kind === "rename" ? value.end : value.start;
    const message =
      kind === "rename"
        ? "the old name is missing: `rename new = old`"
        : "an item of `derive` needs a name: `name = …`";
    this.report("WR049", kind === "rename" ? { start: at, end: at } : { start: at, end: value.end }, message);
  }

  readonly items = this.RULE("items", (): Item[] => {
    const items: Item[] = [];
    this.commaList(1, this.item, items);
    return items;
  });

  readonly item = this.RULE("item", (): Item => {
    this.ACTION(() => this.skipDistinct("`distinct` is a step of its own, after `select`"));
    const start = this.nextStart();
    let name: Name | undefined;
    this.OPTION({
      GATE: () => this.isAfter(Assign) || this.at(Assign),
      DEF: () => {
        name = this.nameOr(1, "a name");
        this.CONSUME(Assign);
      },
    });
    if (!this.RECORDING_PHASE) {
      if (name === undefined && this.at(Assign)) {
        name = this.missingName("a name");
        this.SKIP_TOKEN();
      } else if (name === undefined && this.at(Times) && this.LA(1).image === "*") {
        const range = this.rangeOf(this.SKIP_STAR());
        return { kind: "item", ...range, name, value: { kind: "star", ...range, qualifier: undefined } };
      }
    }
    const value = this.SUBRULE(this.expression);
    const from = name === undefined ? Math.min(start, value.start) : name.start;
    return { kind: "item", start: from, end: Math.max(value.end, this.here()), name, value };
  });

  private SKIP_STAR(): IToken {
    const token = this.LA(1);
    this.SKIP_TOKEN();
    return token;
  }

  private readonly dropStep = this.RULE("dropStep", (): Step => {
    const keyword = this.CONSUME(StepStart.drop);
    const columns: Expression[] = [];
    this.commaList(1, this.expression, columns);
    return { kind: "drop", ...this.stepRange(keyword), columns };
  });

  private readonly joinStep = this.RULE("joinStep", (): Step => {
    const keyword = this.CONSUME(StepStart.join);
    return this.SUBRULE(this.joinRest, { ARGS: [keyword, keyword] });
  });

  private readonly kindStep = this.RULE("kindStep", (): Step => {
    const kind = this.CONSUME(JoinKindStart);
    if (!this.RECORDING_PHASE && !this.at(KindJoin) && !this.at(KindUnnest)) {
      this.reportMissing("WR016", `\`join\` is missing after \`${kind.image}\``, " join");
      this.ACTION(() => this.skipHalfWord());
      return this.SUBRULE3(this.joinRest, { ARGS: [kind, kind] });
    }
    return this.OR([
      {
        ALT: () => {
          const join = this.CONSUME(KindJoin);
          return this.SUBRULE(this.joinRest, { ARGS: [kind, join] });
        },
      },
      {
        ALT: () => {
          const unnest = this.CONSUME(KindUnnest);
          const item = this.SUBRULE(this.item);
          const range = this.kindRange(kind, unnest);
          this.ACTION(() => {
            if (kind.image !== "left")
              this.report(
                "WR017",
                this.rangeOf(kind),
                `\`${kind.image}\` does not go with \`unnest\`; only \`left\` does`,
              );
          });
          return { kind: "unnest", ...range, keepEmpty: true, item };
        },
      },
    ]);
  });

  /** `left jo` while `join` is being typed. */
  private skipHalfWord(): void {
    const word = this.LA(1);
    if (word.tokenTypeIdx === NameToken.tokenTypeIdx && nearestWord(word.image, ["join"]) !== undefined)
      this.SKIP_TOKEN();
    else if (word.image !== "" && "join".startsWith(word.image)) this.SKIP_TOKEN();
  }

  private kindRange(
    first: IToken,
    last: IToken,
  ): { readonly start: number; readonly end: number; readonly keyword: Range } {
    const range = this.stepRange(first);
    return { ...range, keyword: { start: range.start, end: endOf(last) - this.base } };
  }

  private readonly joinRest = this.RULE(
    "joinRest",
    (first: IToken = noToken, last: IToken = noToken): Step => {
      const join = first === last && first.image === "join" ? "inner" : (first.image as JoinKind);
      const relation = this.SUBRULE(this.relation);
      const alias = this.SUBRULE(this.alias);
      let cardinality: "one" | "many" | undefined;
      this.OPTION(() => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(Clause.one);
              cardinality = "one";
            },
          },
          {
            ALT: () => {
              this.CONSUME(Clause.many);
              cardinality = "many";
            },
          },
        ]);
      });
      const on: Expression[] = [];
      if (!this.RECORDING_PHASE && this.LA(1).image.toLowerCase() === "using" && this.isAfter(LParen)) {
        const range = this.rangeOf(this.LA(1));
        const fix = replacement("Write `on`", range.start, range.end, "on");
        this.reportHabit("WR040", range, "`using` is written `on`", [fix]);
        this.SKIP_TOKEN();
        this.commaList(20, this.expression, on);
      } else if (
        !this.RECORDING_PHASE &&
        join !== "cross" &&
        !this.at(Reserved.on) &&
        !this.isUnclosed(relation)
      ) {
        this.reportMissing("WR016", `\`on\` and a condition are missing after ${this.lastWord()}`, " on ");
      }
      this.ACTION(() => {
        if (join === "cross" && this.at(Reserved.on)) {
          this.report(
            "WR017",
            this.rangeOf(this.LA(1)),
            "`cross join` pairs every row with every row: it has no `on`",
          );
        }
      });
      this.OPTION2(() => {
        this.CONSUME(Reserved.on);
        this.commaList(1, this.expression, on);
      });
      return { kind: "join", ...this.kindRange(first, last), join, relation, alias, cardinality, on };
    },
  );

  private isUnclosed(relation: RelationNode): boolean {
    return relation.kind === "stepsRelation" && this.LA(0).tokenTypeIdx !== RParen.tokenTypeIdx;
  }

  private readonly aggregateStep = this.RULE("aggregateStep", (): Step => {
    const keyword = this.CONSUME(StepStart.aggregate);
    let items: readonly Item[] = noNodes;
    let by: readonly Item[] = noNodes;
    this.OPTION({
      GATE: () => this.LA(1).tokenTypeIdx !== Reserved.by.tokenTypeIdx,
      DEF: () => {
        items = this.SUBRULE(this.items);
      },
    });
    this.OPTION2(() => {
      by = this.SUBRULE(this.by);
    });
    this.ACTION(() => {
      if (items.length === 0 && by.length === 0)
        this.reportMissing("WR010", "what to aggregate is missing after `aggregate`");
    });
    return { kind: "aggregate", ...this.stepRange(keyword), items, by };
  });

  readonly by = this.RULE("by", (): Item[] => {
    this.CONSUME(Reserved.by);
    return this.SUBRULE(this.items);
  });

  readonly sorted = this.RULE("sorted", (): SortKey[] => {
    this.CONSUME(Clause.sorted);
    return this.SUBRULE(this.keys);
  });

  readonly keys = this.RULE("keys", (): SortKey[] => {
    const keys: SortKey[] = [];
    this.commaList(1, this.sortKey, keys);
    return keys;
  });

  private readonly windowStep = this.RULE("windowStep", (): Step => {
    const keyword = this.CONSUME(StepStart.window);
    let by: readonly Item[] = noNodes;
    let sorted: readonly SortKey[] = noNodes;
    let frame: Frame | undefined;
    const items = this.SUBRULE(this.items);
    this.OPTION(() => {
      by = this.SUBRULE(this.by);
    });
    this.OPTION2(() => {
      sorted = this.SUBRULE(this.sorted);
    });
    this.OPTION3(() => {
      frame = this.SUBRULE(this.frame);
    });
    return { kind: "window", ...this.stepRange(keyword), items, by, sorted, frame };
  });

  private readonly frame = this.RULE("frame", (): Frame => {
    let unit: "rows" | "range" = "rows";
    const word = this.OR([
      { ALT: () => this.CONSUME(Clause.rows) },
      {
        ALT: () => {
          unit = "range";
          return this.CONSUME(Clause.range);
        },
      },
    ]);
    let from: Expression | undefined;
    let to: Expression | undefined;
    this.OPTION(() => {
      from = this.SUBRULE(this.bound);
    });
    this.want(1, Dots, "WR016", `\`..\` is missing after ${this.lastWord()}: \`rows -6..0\``, " ..");
    this.OPTION2(() => {
      to = this.SUBRULE2(this.bound);
    });
    return { kind: "frame", start: this.startOf(word), end: this.here(), unit, from, to };
  });

  private readonly bound = this.RULE("bound", (): Expression => {
    let minus: IToken | undefined;
    this.OPTION(() => {
      minus = this.CONSUME(Minus);
    });
    const operand = this.SUBRULE(this.amount);
    if (minus === undefined) return operand;
    return { kind: "unary", start: this.startOf(minus), end: operand.end, operator: "-", operand };
  });

  /** A number, with a unit or not, or a parameter. */
  protected readonly amount = this.RULE("amount", (): Expression => {
    if (!this.RECORDING_PHASE && !this.at(Num) && !this.at(Param)) return this.hole();
    return this.OR([
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.parameterName(this.CONSUME(Param)) },
    ]);
  });

  private readonly sortStep = this.RULE("sortStep", (): Step => {
    const keyword = this.CONSUME(StepStart.sort);
    this.ACTION(() => {
      if (keyword.payload === "with-by" && this.at(Reserved.by)) this.SKIP_TOKEN();
    });
    const keys = this.SUBRULE(this.keys);
    return { kind: "sort", ...this.stepRange(keyword), keys };
  });

  private readonly takeStep = this.RULE("takeStep", (): Step => {
    const keyword = this.CONSUME(StepStart.take);
    let offset: Expression | undefined;
    let by: readonly Item[] = noNodes;
    let sorted: readonly SortKey[] = noNodes;
    const count = this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(Clause.offset);
      offset = this.SUBRULE2(this.expression);
    });
    this.OPTION2(() => {
      by = this.SUBRULE(this.by);
    });
    this.OPTION3(() => {
      sorted = this.SUBRULE(this.sorted);
    });
    return { kind: "take", ...this.stepRange(keyword), count, offset, by, sorted };
  });

  private readonly distinctStep = this.RULE("distinctStep", (): Step => {
    const keyword = this.CONSUME(StepStart.distinct);
    this.ACTION(() => {
      if (!has(this.LA(1), startsOperand)) return;
      const range = this.rangeOf(this.LA(1));
      this.report(
        "WR017",
        range,
        "`distinct` compares whole rows; one row per key is `take 1 by key sorted …`",
      );
    });
    return { kind: "distinct", ...this.stepRange(keyword) };
  });

  private readonly setStep = this.RULE("setStep", (): Step => {
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

  private readonly unnestStep = this.RULE("unnestStep", (): Step => {
    const keyword = this.CONSUME(StepStart.unnest);
    const item = this.SUBRULE(this.item);
    return { kind: "unnest", ...this.stepRange(keyword), keepEmpty: false, item };
  });

  private readonly pivotStep = this.RULE("pivotStep", (): Step => {
    const keyword = this.CONSUME(StepStart.pivot);
    let by: readonly Item[] = noNodes;
    const items = this.SUBRULE(this.items);
    this.OPTION(() => {
      by = this.SUBRULE(this.by);
    });
    if (this.lacks(Clause.for)) {
      this.reportMissing("WR016", `\`for column in [ … ]\` is missing after ${this.lastWord()}`, " for ");
      const column = this.holeName();
      const values: Expression = { kind: "missing", start: column.start, end: column.end };
      return { kind: "pivot", ...this.stepRange(keyword), items, by, column, values };
    }
    this.CONSUME(Clause.for);
    const column = this.nameOr(1, "the column to spread");
    this.want(1, Reserved.in, "WR016", `\`in [ … ]\` is missing after ${this.lastWord()}`, " in ");
    const values = this.SUBRULE(this.expression);
    return { kind: "pivot", ...this.stepRange(keyword), items, by, column, values };
  });

  private readonly unpivotStep = this.RULE("unpivotStep", (): Step => {
    const keyword = this.CONSUME(StepStart.unpivot);
    const items = this.SUBRULE(this.items);
    if (this.lacks(Clause.to)) {
      this.reportMissing("WR016", `\`to name, value\` is missing after ${this.lastWord()}`, " to ");
      const hole = this.holeName();
      return { kind: "unpivot", ...this.stepRange(keyword), items, label: hole, value: hole };
    }
    this.CONSUME(Clause.to);
    const label = this.nameOr(1, "the name of the column of names");
    this.want(
      1,
      Comma,
      "WR016",
      `\`,\` and the name of the column of values are missing after ${this.lastWord()}`,
      ", ",
    );
    const value = this.nameOr(2, "the name of the column of values");
    return { kind: "unpivot", ...this.stepRange(keyword), items, label, value };
  });

  private readonly sampleStep = this.RULE("sampleStep", (): Step => {
    const keyword = this.CONSUME(StepStart.sample);
    const amount = this.SUBRULE(this.amount);
    let unit: "percent" | "rows" = "rows";
    let seed: Expression | undefined;
    if (!this.RECORDING_PHASE && !this.at(Percent) && !this.at(Clause.rows)) {
      this.reportMissing("WR016", `\`%\` or \`rows\` is missing after ${this.lastWord()}`, "%");
    } else {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Percent);
            unit = "percent";
          },
        },
        { ALT: () => this.CONSUME(Clause.rows) },
      ]);
    }
    this.OPTION(() => {
      this.CONSUME(Clause.seed);
      seed = this.SUBRULE2(this.amount);
    });
    return { kind: "sample", ...this.stepRange(keyword), amount, unit, seed };
  });

  readonly expectStep = this.RULE("expectStep", (): Step => {
    const keyword = this.CONSUME(StepStart.expect);
    let condition: Expression | undefined;
    let unique: Expression[] | undefined;
    let message: TextNode | undefined;
    let tolerance:
      | { readonly kind: "warn" }
      | { readonly kind: "atMost"; readonly percent: Expression }
      | undefined;
    if (!this.RECORDING_PHASE && this.LA(1).image === "unique" && this.isAfter(LParen))
      unique = this.uniqueKeys();
    else condition = this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(Comma);
      if (this.lacks(Text)) this.reportMissing("WR016", "the message of the check is missing after `,`");
      else message = this.textNode(this.CONSUME(Text));
    });
    this.OPTION2(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Clause.warn);
            tolerance = { kind: "warn" };
          },
        },
        {
          ALT: () => {
            this.CONSUME(Clause.at);
            this.want(1, Clause.most, "WR016", "`most` is missing after `at`", " most");
            const percent = this.SUBRULE(this.amount);
            this.want(1, Percent, "WR016", `\`%\` is missing after ${this.lastWord()}`, "%");
            tolerance = { kind: "atMost", percent };
          },
        },
      ]);
    });
    return { kind: "expect", ...this.stepRange(keyword), condition, unique, message, tolerance };
  });

  private uniqueKeys(): Expression[] {
    this.SKIP_TOKEN();
    const keys: Expression[] = [];
    for (const one of this.subrule(20, this.callArguments, { ARGS: [false] }))
      if (one.value.kind !== "sortKey") keys.push(one.value);
    return keys;
  }

  private readonly scoreStep = this.RULE("scoreStep", (): Step => {
    const keyword = this.CONSUME(StepStart.score);
    const name = this.nameOr(1, "the name of the new column");
    this.want(1, Assign, "WR016", `\`=\` and a model are missing after ${this.lastWord()}`, " = ");
    const model = this.nameOr(2, "a model");
    let list: readonly Argument[] = noNodes;
    if (this.lacks(LParen))
      this.reportMissing("WR016", `the model's arguments are missing after ${this.lastWord()}`, "()");
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
        this.reportMissing("WR016", `the SQL of ${dialect.text} is missing after ${this.lastWord()}`);
        return;
      }
      const text = this.OR([{ ALT: () => this.CONSUME(Raw) }, { ALT: () => this.CONSUME(Text) }]);
      this.ACTION(() => texts.push({ dialect, text: this.textNode(text) }));
    });
    this.ACTION(() => {
      if (texts.length === 0)
        this.reportMissing("WR016", 'a dialect and its SQL are missing after `sql`: `sql duckdb """…"""`');
    });
    if (this.lacks(Clause.returns))
      this.reportMissing(
        "WR016",
        `\`returns (name: type, …)\` is missing after ${this.lastWord()}`,
        " returns ",
      );
    else {
      this.CONSUME(Clause.returns);
      returns = this.SUBRULE(this.columns);
    }
    return { kind: "sql", ...this.stepRange(keyword), texts, returns };
  });

  private readonly columns = this.RULE("columns", (): FieldDeclaration[] => {
    const list: FieldDeclaration[] = [];
    if (this.lacks(LParen)) {
      this.reportMissing("WR016", `\`(name: type, …)\` is missing after ${this.lastWord()}`);
      return list;
    }
    const open = this.CONSUME(LParen);
    this.OPTION({ GATE: () => this.at(NameToken), DEF: () => this.commaList(1, this.field, list, true) });
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
          if (
            this.want(1, Reserved.on, "WR016", "`on` and the keys are missing after `merge`", " on ") ||
            this.RECORDING_PHASE
          ) {
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

  // ----------------------------------------------------------------------------------- misspelt clauses

  protected override isUnknownClause(): boolean {
    const token = this.LA(1);
    if (token.tokenTypeIdx !== NameToken.tokenTypeIdx || token.image.startsWith("`")) return false;
    if (this.isAfter(Assign) || this.isAfter(Colon)) return false;
    return (
      foreignClauses.has(token.image.toLowerCase()) || nearClause(token.image, clauseWords) !== undefined
    );
  }

  protected override reportUnexpected(token: IToken): void {
    if (this.muted) return;
    const isWord = token.tokenTypeIdx === NameToken.tokenTypeIdx && !token.image.startsWith("`");
    const range = this.rangeOf(token);
    const hint = isWord ? foreignClauses.get(token.image.toLowerCase()) : undefined;
    const near = isWord ? nearClause(token.image, hereAfterOperand) : undefined;
    if (hint !== undefined)
      this.report("WR023", range, `unexpected \`${token.image}\` after ${this.lastWord()}: ${hint}`);
    else if (near === undefined) super.reportUnexpected(token);
    else {
      const fix = replacement(`Write \`${near}\``, range.start, range.end, near);
      const message = `unexpected \`${token.image}\` after ${this.lastWord()}; did you mean \`${near}\`?`;
      this.report("WR023", range, message, [fix]);
    }
  }
  private muted = false;
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
  ["filter", "a condition of one aggregate is its argument `where: …`"],
]);

const hereAfterOperand: readonly string[] = [
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
