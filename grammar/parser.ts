// Rules of declarations, and the one parser of the process. Each declaration is parsed by itself, from the
// tokens that `retag.ts` cut out for it: nothing in it can damage another.
import type { IToken } from "chevrotain";
import type { Chunk } from "./chunk.ts";
import type { PlacedFinding } from "./parser-core.ts";
import { StepParser } from "./parser-steps.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  DeclarationStart,
  has,
  ImportFrom,
  Item,
  isStepStart,
  LBrace,
  LParen,
  Minus,
  Name as NameToken,
  Num,
  RBrace,
  Reserved,
  RParen,
  StepStart,
  Text,
  ThinArrow,
  TimeOfDay,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import type {
  Argument,
  BudgetItem,
  ConnectorCall,
  Declaration,
  Expression,
  FaultyItem,
  JobItem,
  Name,
  ParameterCheck,
  ParameterDeclaration,
  RelationNode,
  Schedule,
  SchemaBlock,
  ServiceItem,
  Step,
  TestItem,
  TextNode,
  TypeNode,
} from "./tree.ts";
import { type BlockWord, fileConnectorWords, itemWords } from "./words.ts";

/** What parsing one declaration gives; findings are still unfiltered. */
export interface ParsedChunk {
  readonly declaration: Declaration;
  readonly placed: readonly PlacedFinding[];
  readonly regionStarts: readonly number[];
}

const fileConnectors: ReadonlySet<string> = new Set(fileConnectorWords);

class WeirParser extends StepParser {
  constructor(skipValidations: boolean) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  parse(source: string, chunk: Chunk): ParsedChunk {
    this.begin(source, chunk);
    const declaration = chunk.tokens.length === 0 ? this.faulty() : this.declarationOf(chunk);
    if (this.errors.length > 0)
      throw new Error(`the grammar met what it should not: ${this.errors[0]!.message}`);
    return { declaration, placed: this.placed, regionStarts: this.regionStarts };
  }

  private declarationOf(chunk: Chunk): Declaration {
    const first = chunk.tokens[0]!;
    if (chunk.kind === "bare") return this.bare();
    if (chunk.kind === "unknown" || !isDeclaration(first)) return this.faulty();
    return this.declaration();
  }

  private readonly declaration = this.RULE("declaration", (): Declaration => {
    const first = this.LA(1);
    this.ACTION(() => this.beginRegion(first));
    const declaration = this.OR([
      { ALT: () => this.SUBRULE(this.importDeclaration) },
      { ALT: () => this.SUBRULE(this.connectedDeclaration) },
      { ALT: () => this.SUBRULE(this.letDeclaration) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.pipelineDeclaration) },
      { ALT: () => this.SUBRULE(this.testDeclaration) },
      { ALT: () => this.SUBRULE(this.serviceDeclaration) },
      { ALT: () => this.SUBRULE(this.jobDeclaration) },
    ]);
    return this.ACTION(() => {
      this.skipRest();
      return { ...declaration, start: 0, end: this.chunkLength(), doc: this.docOfDeclaration() };
    });
  });

  private chunkLength(): number {
    return this.chunk === undefined ? 0 : this.chunk.end - this.chunk.start;
  }

  private readonly bare = this.RULE("bare", (): Declaration => {
    const steps: Step[] = [];
    this.SUBRULE(this.steps, { ARGS: [steps] });
    return this.ACTION(() => {
      this.skipRest(steps);
      return { kind: "bare", start: 0, end: this.chunkLength(), doc: this.docOfDeclaration(), steps };
    });
  });

  /** Tokens that no declaration could be made of. The tagging pass has reported a misspelt first word. */
  private faulty(): Declaration {
    const first = this.LA(1);
    this.regionStarts.push(this.base);
    const isReported = this.chunk !== undefined && this.chunk.findings.length > 0;
    if (!isReported) {
      const message = this.at(RBrace)
        ? "`}` closes nothing"
        : `\`${first.image.split(/[\r\n]/, 1)[0]!.slice(0, 40)}\` begins no declaration`;
      this.report(this.at(RBrace) ? "WR018" : "WR021", this.rangeOf(first), message);
    }
    return { kind: "faultyDeclaration", start: 0, end: this.chunkLength(), doc: this.docOfDeclaration() };
  }

  /** What is left after a declaration; steps go to the pipeline that a stray `}` closed too early. */
  private skipRest(steps?: Step[]): void {
    let isEarly = false;
    const closing = this.LA(0);
    for (let token = this.LA(1); !this.isAtEnd(); token = this.LA(1)) {
      if (steps !== undefined && has(token, isStepStart)) {
        if (!isEarly && closing.tokenTypeIdx === RBrace.tokenTypeIdx) {
          this.report(
            "WR018",
            this.rangeOf(closing),
            `\`}\` ends the pipeline before its step \`${token.image}\``,
          );
        }
        isEarly = true;
        this.subrule(30, this.steps, { ARGS: [steps] });
        continue;
      }
      if (!isEarly) {
        if (token.tokenTypeIdx === RBrace.tokenTypeIdx)
          this.report("WR018", this.rangeOf(token), "`}` closes nothing");
        else this.reportUnexpected(token);
      }
      this.SKIP_TOKEN();
    }
  }

  // -------------------------------------------------------------------------- sources, stores and models

  private readonly importDeclaration = this.RULE("importDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.import);
    const names: Name[] = [];
    let path: TextNode | undefined;
    this.OPTION({
      GATE: () => !this.isImportFrom(),
      DEF: () => {
        names.push(this.nameNode(this.CONSUME(NameToken)));
        this.MANY(() => {
          this.CONSUME(Comma);
          if (!this.RECORDING_PHASE && this.isImportFrom()) {
            this.reportMissing("WR011", "a name is missing");
            names.push(this.holeName());
          } else names.push(this.nameOr(2, "a name"));
        });
      },
    });
    this.ACTION(() => {
      if (this.isImportFrom()) this.SKIP_TOKEN();
      else if (names.length > 0) this.reportMissing("WR016", `\`from\` is missing`, " from");
    });
    if (this.lacks(Text)) this.reportMissing("WR016", `the file to import is missing`);
    else path = this.textNode(this.CONSUME(Text));
    return { kind: "import", start: 0, end: this.here(), doc: "", names, path };
  });

  private isImportFrom(): boolean {
    return this.at(ImportFrom);
  }

  private readonly connectedDeclaration = this.RULE("connectedDeclaration", (): Declaration => {
    let kind: "source" | "store" | "model" = "source";
    this.OR([
      { ALT: () => this.CONSUME(DeclarationStart.source) },
      {
        ALT: () => {
          this.CONSUME(DeclarationStart.store);
          kind = "store";
        },
      },
      {
        ALT: () => {
          this.CONSUME(DeclarationStart.model);
          kind = "model";
        },
      },
    ]);
    const name = this.nameOr(1, `the name of the ${kind}`);
    this.want(1, Assign, "WR016", `\`=\` is missing`, " = ");
    let connector: ConnectorCall | undefined;
    let schema: SchemaBlock | undefined;
    if (this.lacks(NameToken))
      this.reportMissing("WR012", `where the data is, such as \`parquet("file")\`, is missing`);
    else connector = this.SUBRULE(this.connector);
    this.ACTION(() => this.skipJunk("head"));
    this.OPTION(() => {
      const start = this.nextStart();
      const fields = this.SUBRULE(this.fields, { ARGS: [false] });
      schema = { kind: "schema", start, end: this.here(), fields };
    });
    return { kind, start: 0, end: this.here(), doc: "", name, connector, schema };
  });

  private readonly connector = this.RULE("connector", (): ConnectorCall => {
    const name = this.nameNode(this.CONSUME(NameToken));
    let list: readonly Argument[] = [];
    if (this.lacks(LParen)) this.reportMissing("WR016", `\`(…)\` is missing`, "()");
    else list = this.SUBRULE(this.callArguments, { ARGS: [true] });
    return { kind: "connector", start: name.start, end: this.here(), name, arguments: list };
  });

  // --------------------------------------------------------------------------------------- let, function

  private readonly letDeclaration = this.RULE("letDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.let);
    const name = this.nameOr(1, "the name of the constant");
    const type = this.SUBRULE(this.typeAfterColon);
    this.want(1, Assign, "WR016", `\`=\` and a value are missing`, " = ");
    const value = this.SUBRULE(this.expression);
    return { kind: "let", start: 0, end: this.here(), doc: "", name, type, value };
  });

  private readonly typeAfterColon = this.RULE("typeAfterColon", (): TypeNode | undefined => {
    let type: TypeNode | undefined;
    this.OPTION(() => {
      this.CONSUME(Colon);
      type = this.SUBRULE(this.type);
    });
    return type;
  });

  private readonly functionDeclaration = this.RULE("functionDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.function);
    const name = this.nameOr(1, "the name of the function");
    let parameters: readonly ParameterDeclaration[] = [];
    let returns: TypeNode | undefined;
    if (this.lacks(LParen)) this.reportMissing("WR016", `\`(…)\` is missing`, "()");
    else parameters = this.SUBRULE(this.parameters);
    this.OPTION(() => {
      this.CONSUME(ThinArrow);
      returns = this.SUBRULE(this.type);
    });
    this.want(1, Assign, "WR016", `\`=\` and an expression are missing`, " = ");
    const body = this.SUBRULE(this.expression);
    return { kind: "function", start: 0, end: this.here(), doc: "", name, parameters, returns, body };
  });

  private readonly parameters = this.RULE("parameters", (): ParameterDeclaration[] => {
    const open = this.CONSUME(LParen);
    const list: ParameterDeclaration[] = [];
    this.OPTION({
      GATE: () => this.at(NameToken) || this.at(Comma),
      DEF: () => this.commaList(1, this.parameter, list, true),
    });
    this.wantClosing(1, RParen, open);
    return list;
  });

  private readonly parameter = this.RULE("parameter", (): ParameterDeclaration => {
    const before = this.beforeEntry();
    const name = this.nameOr(1, "the name of a parameter");
    let type: TypeNode;
    let check: ParameterCheck | undefined;
    let initial: Expression | undefined;
    if (this.lacks(Colon)) {
      this.reportMissing("WR013", `\`:\` and a type are missing`, ": ");
      const hole = this.holeName();
      type = {
        kind: "type",
        start: hole.start,
        end: hole.end,
        name: hole,
        numbers: [],
        element: undefined,
        fields: [],
        nullable: false,
      };
    } else {
      this.CONSUME(Colon);
      type = this.SUBRULE(this.type);
    }
    this.OPTION(() => {
      check = this.SUBRULE(this.check);
    });
    this.OPTION2(() => {
      this.CONSUME(Assign);
      initial = this.SUBRULE(this.expression);
    });
    const end = this.here();
    const doc = this.docAround(before, name.start);
    return { kind: "parameter", start: name.start, end, name, type, check, default: initial, doc };
  });

  private readonly check = this.RULE("check", (): ParameterCheck => {
    const start = this.nextStart();
    return this.OR([
      {
        ALT: (): ParameterCheck => {
          this.CONSUME(Reserved.in);
          const values = this.SUBRULE(this.checkOperand);
          return { kind: "in", start, end: this.here(), values };
        },
      },
      {
        ALT: (): ParameterCheck => {
          this.CONSUME(Reserved.between);
          const low = this.SUBRULE2(this.checkOperand);
          this.want(1, Reserved.and, "WR016", "`and` and the upper bound of `between` are missing", " and ");
          const high = this.SUBRULE3(this.checkOperand);
          return { kind: "between", start, end: this.here(), low, high };
        },
      },
    ]);
  });

  /** One operand with its sign: `= default` may follow, which is no comparison here. */
  private readonly checkOperand = this.RULE("checkOperand", (): Expression => {
    let minus: IToken | undefined;
    this.OPTION(() => {
      minus = this.CONSUME(Minus);
    });
    const operand = this.SUBRULE(this.postfix);
    if (minus === undefined) return operand;
    return { kind: "unary", start: this.startOf(minus), end: operand.end, operator: "-", operand };
  });

  // ------------------------------------------------------------------------------------------ pipelines

  private readonly pipelineDeclaration = this.RULE("pipelineDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.pipeline);
    const name = this.nameOr(1, "the name of the pipeline");
    let parameters: readonly ParameterDeclaration[] = [];
    let budget: readonly BudgetItem[] = [];
    this.OPTION(() => {
      parameters = this.SUBRULE(this.parameters);
    });
    this.OPTION2(() => {
      budget = this.SUBRULE(this.budget);
    });
    this.ACTION(() => this.skipJunk("head"));
    const start = this.nextStart();
    const open = this.LA(1);
    const isOpen = this.want(1, LBrace, "WR016", `\`{\` is missing`, " {");
    const steps: Step[] = [];
    this.SUBRULE(this.steps, { ARGS: [steps] });
    this.ACTION(() => {
      if (isOpen) this.wantClosing(1, RBrace, open);
      else if (this.at(RBrace)) this.SKIP_TOKEN();
    });
    this.ACTION(() => this.skipRest(steps));
    const body = { start: Math.min(start, this.here()), end: this.here() };
    return { kind: "pipeline", start: 0, end: this.here(), doc: "", name, parameters, budget, steps, body };
  });

  private readonly budget = this.RULE("budget", (): BudgetItem[] => {
    this.CONSUME(Clause.budget);
    const items: BudgetItem[] = [];
    this.commaList(1, this.budgetItem, items, true);
    return items;
  });

  private readonly budgetItem = this.RULE("budgetItem", (): BudgetItem => {
    const name = this.nameOr(1, "what is limited (`time`, `memory`, `scan` or `cost`)");
    const value = this.SUBRULE(this.postfix);
    return { kind: "budgetItem", start: name.start, end: this.here(), name, value };
  });

  // ---------------------------------------------------------------------------------------------- tests

  private readonly testDeclaration = this.RULE("testDeclaration", (): Declaration => {
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

  private readonly serviceDeclaration = this.RULE("serviceDeclaration", (): Declaration => {
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

  private readonly jobDeclaration = this.RULE("jobDeclaration", (): Declaration => {
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

const declarationTypes: ReadonlySet<number> = new Set(
  Object.values(DeclarationStart).map((type) => type.tokenTypeIdx!),
);
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

function isDeclaration(token: IToken): boolean {
  return declarationTypes.has(token.tokenTypeIdx);
}

let parser: WeirParser | undefined;

/** Parses one declaration. The parser is made on first use. */
export function parseChunk(source: string, chunk: Chunk): ParsedChunk {
  parser ??= new WeirParser(true);
  return parser.parse(source, chunk);
}

/** Makes a parser that checks its own grammar; throws on an ambiguity. For tests. */
export function validateGrammar(): void {
  new WeirParser(false);
}
