// Rules of imports, sources, stores, models, constants, functions and pipelines.
import type { IToken } from "chevrotain";
import { ItemParser } from "./parser-items.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  DeclarationStart,
  has,
  ImportFrom,
  isStepStart,
  LBrace,
  LParen,
  Minus,
  Name as NameToken,
  RBrace,
  Reserved,
  RParen,
  Text,
  ThinArrow,
} from "./tokens.ts";
import type {
  BudgetItem,
  ConnectorCall,
  Declaration,
  Expression,
  Name,
  ParameterCheck,
  ParameterDeclaration,
  SchemaBlock,
  Step,
  TextNode,
  TypeNode,
} from "./tree.ts";

export abstract class DeclarationParser extends ItemParser {
  // -------------------------------------------------------------------------- sources, stores and models

  protected readonly importDeclaration = this.RULE("importDeclaration", (): Declaration => {
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

  protected readonly connectedDeclaration = this.RULE("connectedDeclaration", (): Declaration => {
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

  // --------------------------------------------------------------------------------------- let, function

  protected readonly letDeclaration = this.RULE("letDeclaration", (): Declaration => {
    this.CONSUME(DeclarationStart.let);
    const name = this.nameOr(1, "the name of the constant");
    const type = this.SUBRULE(this.typeAfterColon);
    this.want(1, Assign, "WR016", `\`=\` and a value are missing`, " = ");
    const value = this.SUBRULE(this.expression);
    return { kind: "let", start: 0, end: this.here(), doc: "", name, type, value };
  });

  protected readonly typeAfterColon = this.RULE("typeAfterColon", (): TypeNode | undefined => {
    let type: TypeNode | undefined;
    this.OPTION(() => {
      this.CONSUME(Colon);
      type = this.SUBRULE(this.type);
    });
    return type;
  });

  protected readonly functionDeclaration = this.RULE("functionDeclaration", (): Declaration => {
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

  protected readonly parameters = this.RULE("parameters", (): ParameterDeclaration[] => {
    const open = this.CONSUME(LParen);
    const list: ParameterDeclaration[] = [];
    this.OPTION({
      GATE: () => this.at(NameToken) || this.at(Comma),
      DEF: () => this.commaList(1, this.parameter, list, true),
    });
    this.wantClosing(1, RParen, open);
    return list;
  });

  protected readonly parameter = this.RULE("parameter", (): ParameterDeclaration => {
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

  protected readonly check = this.RULE("check", (): ParameterCheck => {
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
  protected readonly checkOperand = this.RULE("checkOperand", (): Expression => {
    let minus: IToken | undefined;
    this.OPTION(() => {
      minus = this.CONSUME(Minus);
    });
    const operand = this.SUBRULE(this.postfix);
    if (minus === undefined) return operand;
    return { kind: "unary", start: this.startOf(minus), end: operand.end, operator: "-", operand };
  });

  // ------------------------------------------------------------------------------------------ pipelines

  protected readonly pipelineDeclaration = this.RULE("pipelineDeclaration", (): Declaration => {
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

  protected readonly budget = this.RULE("budget", (): BudgetItem[] => {
    this.CONSUME(Clause.budget);
    const items: BudgetItem[] = [];
    this.commaList(1, this.budgetItem, items, true);
    return items;
  });

  protected readonly budgetItem = this.RULE("budgetItem", (): BudgetItem => {
    const name = this.nameOr(1, "what is limited (`time`, `memory`, `scan` or `cost`)");
    const value = this.SUBRULE(this.postfix);
    return { kind: "budgetItem", start: name.start, end: this.here(), name, value };
  });

  /** What is left after a declaration; steps go to the pipeline that a stray `}` closed too early. */
  protected skipRest(steps?: Step[]): void {
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
}
