// Rules of the steps that choose and compute columns and rows: `where`, `derive`, `select`, `drop`, `rename`,
// `aggregate`, `window`, `sort`, `take`, `distinct`, `pivot`, `unpivot`, `sample`.
import type { IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import { RelationParser } from "./parser-relations.ts";
import {
  Assign,
  Clause,
  Comma,
  Dots,
  has,
  Minus,
  Percent,
  Reserved,
  StepStart,
  startsOperand,
  Times,
} from "./tokens.ts";
import type { Expression, Frame, Item, Name, SortKey, Step } from "./tree.ts";

const noNodes: readonly never[] = [];

export abstract class ColumnStepParser extends RelationParser {
  protected readonly whereStep = this.RULE("whereStep", (): Step => {
    const keyword = this.CONSUME(StepStart.where);
    const condition = this.SUBRULE(this.expression);
    return { kind: "where", ...this.stepRange(keyword), condition };
  });

  protected readonly deriveStep = this.RULE("deriveStep", (): Step => {
    const keyword = this.CONSUME(StepStart.derive);
    const items = this.SUBRULE(this.items);
    this.checkNames("derive", items);
    return { kind: "derive", ...this.stepRange(keyword), items };
  });

  protected readonly selectStep = this.RULE("selectStep", (): Step => {
    const keyword = this.CONSUME(StepStart.select);
    const items = this.SUBRULE(this.items);
    return { kind: "select", ...this.stepRange(keyword), items };
  });

  protected readonly renameStep = this.RULE("renameStep", (): Step => {
    const keyword = this.CONSUME(StepStart.rename);
    const items = this.SUBRULE(this.items);
    this.checkNames("rename", items);
    return { kind: "rename", ...this.stepRange(keyword), items };
  });

  /** Every item of `derive` and `rename` gives a name. */
  private checkNames(kind: "derive" | "rename", items: readonly Item[]): void {
    if (this.RECORDING_PHASE || this.isFaulty) return;
    const nameless = items.find((item) => item.name === undefined && item.value.kind !== "missing");
    if (nameless === undefined) return;
    const { value } = nameless;
    if (value.kind === "binary" && value.operator === "==" && value.left.kind === "columnName") {
      const { start, end } = value.operatorRange;
      const fix = replacement("Write `=`", start, end, "=");
      this.report("WR049", value.operatorRange, "`==` compares; `=` gives the column its name", [fix]);
    } else if (kind === "rename") {
      const range = { start: value.end, end: value.end };
      this.report("WR049", range, "the old name is missing: `rename new = old`");
    } else this.report("WR049", value, "an item of `derive` needs a name: `name = …`");
  }

  protected readonly items = this.RULE("items", (): Item[] => {
    const items: Item[] = [];
    this.commaList(1, this.item, items);
    return items;
  });

  protected readonly item = this.RULE("item", (): Item => {
    if (!this.RECORDING_PHASE) this.skipDistinct("`distinct` is a step of its own, after `select`");
    const start = this.nextStart();
    let name: Name | undefined;
    if (this.RECORDING_PHASE || this.isAfter(Assign)) {
      this.OPTION(() => {
        name = this.nameOr(1, "a name");
        if (!this.at(Assign)) this.SKIP_TOKEN();
        this.CONSUME(Assign);
      });
    }
    if (!this.RECORDING_PHASE && name === undefined) {
      if (this.at(Assign)) {
        name = this.missingName("a name");
        this.SKIP_TOKEN();
      } else if (this.at(Times) && this.LA(1).image === "*") return this.star();
    }
    const value = this.SUBRULE(this.expression);
    const from = name === undefined ? Math.min(start, value.start) : name.start;
    return { kind: "item", start: from, end: Math.max(value.end, this.here()), name, value };
  });

  private star(): Item {
    const range = this.rangeOf(this.LA(1));
    this.SKIP_TOKEN();
    return {
      kind: "item",
      ...range,
      name: undefined,
      value: { kind: "star", ...range, qualifier: undefined },
    };
  }

  protected readonly dropStep = this.RULE("dropStep", (): Step => {
    const keyword = this.CONSUME(StepStart.drop);
    const columns: Expression[] = [];
    this.commaList(1, this.expression, columns);
    return { kind: "drop", ...this.stepRange(keyword), columns };
  });

  protected readonly aggregateStep = this.RULE("aggregateStep", (): Step => {
    const keyword = this.CONSUME(StepStart.aggregate);
    let items: readonly Item[] = noNodes;
    let by: readonly Item[] = noNodes;
    if (this.RECORDING_PHASE || !this.at(Reserved.by)) {
      this.OPTION(() => {
        items = this.SUBRULE(this.items);
      });
    }
    if (this.may(Reserved.by)) {
      this.OPTION2(() => {
        by = this.SUBRULE(this.by);
      });
    }
    if (items.length === 0 && by.length === 0) this.reportMissing("WR010", "what to aggregate is missing");
    return { kind: "aggregate", ...this.stepRange(keyword), items, by };
  });

  protected readonly by = this.RULE("by", (): Item[] => {
    this.CONSUME(Reserved.by);
    return this.SUBRULE(this.items);
  });

  protected readonly sorted = this.RULE("sorted", (): SortKey[] => {
    this.CONSUME(Clause.sorted);
    return this.SUBRULE(this.keys);
  });

  private readonly keys = this.RULE("keys", (): SortKey[] => {
    const keys: SortKey[] = [];
    this.commaList(1, this.sortKey, keys);
    return keys;
  });

  protected readonly windowStep = this.RULE("windowStep", (): Step => {
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
    this.want(1, Dots, "WR016", "`..` is missing", " ..", "`rows -6..0`");
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

  protected readonly sortStep = this.RULE("sortStep", (): Step => {
    const keyword = this.CONSUME(StepStart.sort);
    if (keyword.payload === "with-by" && this.at(Reserved.by)) this.SKIP_TOKEN();
    const keys = this.SUBRULE(this.keys);
    return { kind: "sort", ...this.stepRange(keyword), keys };
  });

  protected readonly takeStep = this.RULE("takeStep", (): Step => {
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

  protected readonly distinctStep = this.RULE("distinctStep", (): Step => {
    const keyword = this.CONSUME(StepStart.distinct);
    if (!this.RECORDING_PHASE && has(this.LA(1), startsOperand)) {
      const message = "`distinct` compares whole rows; one row per key is `take 1 by key sorted …`";
      this.report("WR017", this.rangeOf(this.LA(1)), message);
    }
    return { kind: "distinct", ...this.stepRange(keyword) };
  });

  protected readonly pivotStep = this.RULE("pivotStep", (): Step => {
    const keyword = this.CONSUME(StepStart.pivot);
    let by: readonly Item[] = noNodes;
    const items = this.SUBRULE(this.items);
    this.OPTION(() => {
      by = this.SUBRULE(this.by);
    });
    if (!this.want(1, Clause.for, "WR016", "`for column in [ … ]` is missing", " for ")) {
      const column = this.holeName();
      const values: Expression = { kind: "missing", start: column.start, end: column.end };
      return { kind: "pivot", ...this.stepRange(keyword), items, by, column, values };
    }
    const column = this.nameOr(1, "the column to spread");
    this.want(1, Reserved.in, "WR016", "`in [ … ]` is missing", " in ");
    const values = this.SUBRULE(this.expression);
    return { kind: "pivot", ...this.stepRange(keyword), items, by, column, values };
  });

  protected readonly unpivotStep = this.RULE("unpivotStep", (): Step => {
    const keyword = this.CONSUME(StepStart.unpivot);
    const items = this.SUBRULE(this.items);
    if (!this.want(1, Clause.to, "WR016", "`to name, value` is missing", " to ")) {
      const hole = this.holeName();
      return { kind: "unpivot", ...this.stepRange(keyword), items, label: hole, value: hole };
    }
    const label = this.nameOr(1, "the name of the column of names");
    this.want(1, Comma, "WR016", "`,` and the name of the column of values are missing", ", ");
    const value = this.nameOr(2, "the name of the column of values");
    return { kind: "unpivot", ...this.stepRange(keyword), items, label, value };
  });

  protected readonly sampleStep = this.RULE("sampleStep", (): Step => {
    const keyword = this.CONSUME(StepStart.sample);
    const amount = this.SUBRULE(this.amount);
    let unit: "percent" | "rows" = "rows";
    let seed: Expression | undefined;
    if (!this.RECORDING_PHASE && !this.at(Percent) && !this.at(Clause.rows)) {
      this.reportMissing("WR016", "`%` or `rows` is missing", "%");
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
}
