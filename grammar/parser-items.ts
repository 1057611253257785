// Rules of tests, services and jobs and of the items that they hold.
import type { IToken } from "chevrotain";
import { StepParser } from "./parser-steps.ts";
import {
  Assign,
  Clause,
  DeclarationStart,
  has,
  Item,
  isStepStart,
  LBrace,
  LParen,
  Name as NameToken,
  Num,
  RBrace,
  Reserved,
  StepStart,
  Text,
  TimeOfDay,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import type {
  Argument,
  ConnectorCall,
  Declaration,
  Expression,
  FaultyItem,
  JobItem,
  RelationNode,
  Schedule,
  ServiceItem,
  TestItem,
  TextNode,
} from "./tree.ts";
import { type BlockWord, fileConnectorWords, itemWords } from "./words.ts";

const fileConnectors: ReadonlySet<string> = new Set(fileConnectorWords);
const comparing: ReadonlySet<string> = new Set([
  "Compare",
  "Assign",
  "Dot",
  "Plus",
  "Minus",
  "Times",
  "Percent",
  "Coalesce",
]);

export abstract class ItemParser extends StepParser {
  protected readonly connector = this.RULE("connector", (): ConnectorCall => {
    const name = this.nameNode(this.CONSUME(NameToken));
    let list: readonly Argument[] = [];
    if (this.lacks(LParen)) this.reportMissing("WR016", `\`(…)\` is missing`, "()");
    else list = this.SUBRULE(this.callArguments, { ARGS: [true] });
    return { kind: "connector", start: name.start, end: this.here(), name, arguments: list };
  });

  // ---------------------------------------------------------------------------------------------- tests

  protected readonly testDeclaration = this.RULE("testDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.test);
    let title: TextNode | undefined;
    if (this.lacks(Text)) this.reportMissing("WR016", "the title of the test is missing", ' ""');
    else title = this.textNode(this.CONSUME(Text));
    this.want(1, Clause.of, "WR016", `\`of\` and a pipeline are missing`, " of ");
    const of = this.SUBRULE(this.relation);
    const items: TestItem[] = [];
    const open = this.SUBRULE(this.openBlock);
    this.ACTION(() => this.skipForeign("test", items));
    this.MANY(() => {
      const first = this.LA(1);
      this.ACTION(() => this.beginRegion(first));
      const item = this.OR([
        { ALT: () => this.SUBRULE(this.givenItem) },
        { ALT: () => this.SUBRULE(this.expectItem) },
      ]);
      this.ACTION(() => {
        items.push(item);
        this.skipForeign("test", items);
      });
    });
    this.ACTION(() => this.closeBlock(open));
    return { kind: "test", start: 0, end: this.here(), doc: "", title, of, items };
  });

  private readonly givenItem = this.RULE("givenItem", (): TestItem => {
    const keyword = this.CONSUME(Item.test.given!);
    const name = this.nameOr(1, "the name of a relation, or `now`,");
    this.want(1, Assign, "WR016", `\`=\` is missing`, " = ");
    const value = this.SUBRULE(this.testValue);
    return { kind: "given", start: this.startOf(keyword), end: this.here(), name, value };
  });

  private readonly expectItem = this.RULE("expectItem", (): TestItem => {
    const keyword = this.CONSUME(StepStart.expect);
    const start = this.startOf(keyword);
    if (this.RECORDING_PHASE || (this.LA(1).image === "rows" && !this.isComparedRows())) {
      this.CONSUME(NameToken);
      const rows = this.SUBRULE(this.testValue);
      return { kind: "expectRows", start, end: this.here(), rows };
    }
    const condition = this.subrule(20, this.expression);
    return { kind: "expectCondition", start, end: this.here(), condition };
  });

  /** Whether `rows` is a column here: an operator follows. */
  private isComparedRows(): boolean {
    const next = this.LA(2);
    return next.image !== "" && !has(next, isStepStart) && comparing.has(next.tokenType.name);
  }

  private readonly testValue = this.RULE("testValue", (): Expression | RelationNode => {
    if (!this.RECORDING_PHASE) {
      if (this.at(NameToken) && this.isAfter(LParen)) {
        const word = this.LA(1).image;
        if (fileConnectors.has(word)) return this.subrule(20, this.connectorRelation);
        if (word === "rows" || word === "series") return this.subrule(21, this.relation);
      }
      if (this.at(LParen) && this.isAfter(StepStart.from)) return this.subrule(22, this.relation);
    }
    return this.SUBRULE(this.expression);
  });

  private readonly connectorRelation = this.RULE("connectorRelation", (): RelationNode => {
    const connector = this.SUBRULE(this.connector);
    return { kind: "connectorRelation", start: connector.start, end: connector.end, connector };
  });

  // --------------------------------------------------------------------------------------------- blocks

  private readonly openBlock = this.RULE("openBlock", (): IToken | undefined => {
    this.ACTION(() => this.skipJunk("head"));
    const open = this.LA(1);
    const isOpen = this.want(1, LBrace, "WR016", `\`{\` is missing`, " {");
    return isOpen ? open : undefined;
  });

  private closeBlock(open: IToken | undefined): void {
    if (open !== undefined) this.wantClosing(40, RBrace, open);
    else if (this.at(RBrace)) this.SKIP_TOKEN();
  }

  /** Skips what is no item of this block, with one finding each. */
  private skipForeign(block: BlockWord, items: FaultyItem[] | TestItem[] | ServiceItem[] | JobItem[]): void {
    for (;;) {
      this.skipJunk("item");
      const token = this.LA(1);
      if (!has(token, isStepStart) || Object.values(Item[block]).includes(token.tokenType)) return;
      this.beginRegion(token);
      const range = this.rangeOf(token);
      const isReported =
        token.tokenTypeIdx === UnknownItem.tokenTypeIdx || token.tokenTypeIdx === UnknownStep.tokenTypeIdx;
      if (!isReported)
        this.report(
          "WR022",
          range,
          `\`${token.image}\` is no item of a ${block}; known are ${itemWords[block].join(", ")}`,
        );
      this.SKIP_TOKEN();
      this.skipSilently("item");
      const faulty: FaultyItem = { kind: "faulty", start: range.start, end: this.here() };
      (items as FaultyItem[]).push(faulty);
    }
  }

  protected readonly serviceDeclaration = this.RULE("serviceDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.service);
    const name = this.nameOr(1, "the name of the service");
    const items: ServiceItem[] = [];
    const open = this.SUBRULE(this.openBlock);
    this.ACTION(() => this.skipForeign("service", items));
    this.MANY(() => {
      const first = this.LA(1);
      this.ACTION(() => this.beginRegion(first));
      const item = this.OR([
        { ALT: () => this.SUBRULE(this.endpointItem) },
        { ALT: () => this.SUBRULE(this.authItem) },
        { ALT: () => this.SUBRULE(this.limitItem) },
        { ALT: () => this.SUBRULE(this.cacheItem) },
      ]);
      this.ACTION(() => {
        items.push(item);
        this.skipForeign("service", items);
      });
    });
    this.ACTION(() => this.closeBlock(open));
    return { kind: "service", start: 0, end: this.here(), doc: "", name, items };
  });

  private readonly endpointItem = this.RULE("endpointItem", (): ServiceItem => {
    const before = this.here();
    const keyword = this.CONSUME(Item.service.endpoint!);
    let path: TextNode;
    let example: readonly Argument[] | undefined;
    if (this.lacks(Text)) {
      this.reportMissing("WR016", "the path is missing", undefined, '`endpoint "/path" = pipeline`');
      path = { kind: "text", start: this.here(), end: this.here(), value: "" };
    } else path = this.textNode(this.CONSUME(Text));
    this.want(1, Assign, "WR016", `\`=\` and a pipeline are missing`, " = ");
    const relation = this.SUBRULE(this.relation);
    this.OPTION(() => {
      this.CONSUME(Clause.example);
      if (this.lacks(LParen)) this.reportMissing("WR016", "the arguments are missing", " ()");
      else example = this.SUBRULE(this.callArguments, { ARGS: [true] });
    });
    const start = this.startOf(keyword);
    const end = this.here();
    return { kind: "endpoint", start, end, path, relation, example, doc: this.docAround(before, start) };
  });

  private readonly authItem = this.RULE("authItem", (): ServiceItem => {
    const keyword = this.CONSUME(Item.service.auth!);
    const scheme = this.nameOr(1, "`token` or `none`");
    let list: readonly Argument[] = [];
    this.OPTION(() => {
      list = this.SUBRULE(this.callArguments, { ARGS: [true] });
    });
    return { kind: "auth", start: this.startOf(keyword), end: this.here(), scheme, arguments: list };
  });

  private readonly limitItem = this.RULE("limitItem", (): ServiceItem => {
    const keyword = this.CONSUME(Item.service.limit!);
    const count = this.SUBRULE(this.amount);
    this.want(1, Clause.per, "WR016", `\`per\` and a span of time are missing`, " per ");
    const unit = this.nameOr(1, "`second`, `minute`, `hour` or `day`");
    return { kind: "limit", start: this.startOf(keyword), end: this.here(), count, unit };
  });

  private readonly cacheItem = this.RULE("cacheItem", (): ServiceItem => {
    const keyword = this.CONSUME(Item.service.cache!);
    const duration = this.SUBRULE(this.amount);
    return { kind: "cache", start: this.startOf(keyword), end: this.here(), duration };
  });

  protected readonly jobDeclaration = this.RULE("jobDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.job);
    const name = this.nameOr(1, "the name of the job");
    const items: JobItem[] = [];
    const open = this.SUBRULE(this.openBlock);
    this.ACTION(() => this.skipForeign("job", items));
    this.MANY(() => {
      const first = this.LA(1);
      this.ACTION(() => this.beginRegion(first));
      const item = this.OR([
        { ALT: () => this.SUBRULE(this.runItem) },
        { ALT: () => this.SUBRULE(this.everyItem) },
        { ALT: () => this.SUBRULE(this.onItem) },
        { ALT: () => this.SUBRULE(this.retryItem) },
      ]);
      this.ACTION(() => {
        items.push(item);
        this.skipForeign("job", items);
      });
    });
    this.ACTION(() => this.closeBlock(open));
    return { kind: "job", start: 0, end: this.here(), doc: "", name, items };
  });

  private readonly runItem = this.RULE("runItem", (): JobItem => {
    const keyword = this.CONSUME(Item.job.run!);
    const relation = this.SUBRULE(this.relation);
    return { kind: "run", start: this.startOf(keyword), end: this.here(), relation };
  });

  private readonly everyItem = this.RULE("everyItem", (): JobItem => {
    const keyword = this.CONSUME(Item.job.every!);
    const schedule = this.SUBRULE(this.schedule);
    return { kind: "every", start: this.startOf(keyword), end: this.here(), schedule };
  });

  private readonly schedule = this.RULE("schedule", (): Schedule => {
    if (!this.RECORDING_PHASE && !this.at(Text) && !this.at(Num) && !this.at(NameToken)) {
      this.reportMissing(
        "WR016",
        "when to run is missing",
        undefined,
        '`day at 02:00`, `15 minutes` or `"0 2 * * *"`',
      );
      return { kind: "daily", day: this.holeName(), time: undefined, zone: undefined };
    }
    return this.OR([
      {
        ALT: (): Schedule => {
          const expression = this.textNode(this.CONSUME(Text));
          const zone = this.SUBRULE(this.zone);
          return { kind: "cron", expression, zone };
        },
      },
      {
        ALT: (): Schedule => {
          const interval = this.SUBRULE(this.number);
          return { kind: "interval", interval };
        },
      },
      {
        ALT: (): Schedule => {
          const day = this.nameNode(this.CONSUME(NameToken));
          let time: string | undefined;
          this.OPTION(() => {
            this.CONSUME(Clause.at);
            if (this.lacks(TimeOfDay))
              this.reportMissing("WR016", "a time such as `02:00` is missing", " 00:00");
            else time = this.timeOf(this.CONSUME(TimeOfDay));
          });
          const zone = this.SUBRULE2(this.zone);
          return { kind: "daily", day, time, zone };
        },
      },
    ]);
  });

  private timeOf(token: IToken): string {
    const [hours, minutes] = token.image.split(":").map(Number);
    if (hours! > 23 || minutes! > 59)
      this.report("WR007", this.rangeOf(token), `\`${token.image}\` is no time of day`);
    return token.image;
  }

  private readonly zone = this.RULE("zone", (): TextNode | undefined => {
    let zone: TextNode | undefined;
    this.OPTION(() => {
      this.CONSUME(Reserved.in);
      if (this.lacks(Text)) this.reportMissing("WR016", 'a time zone such as `"Europe/Berlin"` is missing');
      else zone = this.textNode(this.CONSUME(Text));
    });
    return zone;
  });

  private readonly onItem = this.RULE("onItem", (): JobItem => {
    const keyword = this.CONSUME(Item.job.on!);
    const target = this.nameOr(1, "a target of weir.json");
    return { kind: "on", start: this.startOf(keyword), end: this.here(), target };
  });

  private readonly retryItem = this.RULE("retryItem", (): JobItem => {
    const keyword = this.CONSUME(Item.job.retry!);
    const count = this.SUBRULE(this.amount);
    return { kind: "retry", start: this.startOf(keyword), end: this.here(), count };
  });
}
