// Rules of expressions and types. An expression is read flat and folded by precedence afterwards; operands
// that are still missing become nodes of kind `missing`. Builds the tree directly.
import { EOF, type IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import { type Chain, fold } from "./fold.ts";
import { measureValue, momentValue, moneyValue, numberValue, textValue, unescaped } from "./literals.ts";
import { maximumHeight, maximumNesting, ParserBase } from "./parser-base.ts";
import {
  Assign,
  BinaryOperator,
  Clause,
  Colon,
  Comma,
  Compare,
  Dot,
  DoubleColon,
  endOf,
  FatArrow,
  FChunk,
  FClose,
  FHole,
  FHoleEnd,
  FOpen,
  has,
  isStepStart,
  LBrace,
  LParen,
  LSquare,
  Minus,
  Moment,
  Money,
  Name as NameToken,
  Num,
  Param,
  Question,
  Raw,
  RBrace,
  Reserved,
  RParen,
  RSquare,
  startsOperand,
  Text,
  Times,
  Unit,
} from "./tokens.ts";
import type {
  Argument,
  CaseArm,
  Expression,
  FieldDeclaration,
  LiteralValue,
  Name,
  SortKey,
  TextNode,
  TypeNode,
} from "./tree.ts";
import { quoteName } from "./words.ts";

/** Stands for an argument while chevrotain records the grammar. */
const nowhere: Expression = { kind: "missing", start: 0, end: 0 };
const noNames: readonly never[] = [];
const negatable = new Set(
  [Reserved.in, Reserved.like, Reserved.matches, Reserved.between].map((type) => type.tokenTypeIdx),
);
const opensBracket = new Set([LParen, LSquare, LBrace].map((type) => type.tokenTypeIdx));
const closesBracket = new Set([RParen, RSquare, RBrace].map((type) => type.tokenTypeIdx));
const beginsPrimary = new Set([LParen, LSquare, LBrace, Reserved.if, FOpen].map((type) => type.tokenTypeIdx));

export abstract class ExpressionParser extends ParserBase {
  // --------------------------------------------------------------------------------------- expressions

  readonly expression = this.RULE("expression", (): Expression => {
    if (this.depth >= maximumNesting) return this.ACTION(() => this.tooDeep());
    this.depth++;
    let chain: Chain | undefined;
    this.MANY(() => {
      const prefix = this.OR([{ ALT: () => this.CONSUME(Reserved.not) }, { ALT: () => this.CONSUME(Minus) }]);
      chain = this.ACTION(() => this.extended(chain, prefix));
    });
    let node = this.SUBRULE(this.postfix);
    if (chain !== undefined) this.ACTION(() => this.extended(chain, node));
    this.MANY2({
      GATE: () =>
        this.LA(1).tokenTypeIdx !== Reserved.not.tokenTypeIdx || negatable.has(this.LA(2).tokenTypeIdx),
      DEF: () => {
        chain ??= this.ACTION(() => this.extended(undefined, node));
        this.OPTION(() => {
          const not = this.CONSUME2(Reserved.not);
          this.ACTION(() => this.extended(chain, not));
        });
        const operator = this.CONSUME(BinaryOperator);
        this.ACTION(() => this.extended(chain, operator));
        this.MANY3(() => {
          const prefix = this.OR2([
            { ALT: () => this.CONSUME3(Reserved.not) },
            { ALT: () => this.CONSUME3(Minus) },
          ]);
          this.ACTION(() => this.extended(chain, prefix));
        });
        const operand = this.SUBRULE2(this.postfix);
        this.ACTION(() => this.extended(chain, operand));
      },
    });
    if (chain !== undefined) node = this.ACTION(() => this.folded(chain!));
    this.depth--;
    return node;
  });

  private extended(chain: Chain | undefined, element: IToken | Expression): Chain {
    const grown = chain ?? { elements: [], heights: [] };
    const isPrefix = "image" in element;
    // Signs in a row nest; far more of them than anyone writes are dropped.
    const last = grown.elements.length - maximumNesting;
    if (isPrefix && last >= 0 && grown.elements.slice(last).every((one) => "image" in one)) {
      this.report("WR019", this.rangeOf(element), "too many signs in a row");
      return grown;
    }
    grown.elements.push(element);
    grown.heights.push(isPrefix ? 0 : this.height);
    return grown;
  }

  private folded(chain: Chain): Expression {
    const { node, height } = fold(chain, {
      base: this.base,
      maximumHeight,
      report: (code, range, message, fixes) => this.report(code, range, message, fixes),
      reportHabit: (code, range, message, fixes) => this.reportHabit(code, range, message, fixes),
    });
    this.height = height;
    return node;
  }

  private tooDeep(): Expression {
    const start = this.nextStart();
    this.skipTooDeep();
    return { kind: "missing", start, end: Math.max(start, this.here()) };
  }

  protected readonly postfix = this.RULE("postfix", (): Expression => {
    let node = this.SUBRULE(this.primary);
    this.MANY({
      GATE: () =>
        this.LA(1).tokenTypeIdx !== LParen.tokenTypeIdx ||
        node.kind === "columnName" ||
        node.kind === "member",
      DEF: () => {
        const { height } = this;
        const object = node;
        node = this.OR([
          { ALT: () => this.SUBRULE(this.memberOf, { ARGS: [object] }) },
          { ALT: () => this.SUBRULE(this.indexOf, { ARGS: [object] }) },
          { ALT: () => this.SUBRULE(this.callOf, { ARGS: [object] }) },
          { ALT: () => this.SUBRULE(this.castOf, { ARGS: [object] }) },
        ]);
        this.ACTION(() => {
          this.height = Math.max(height, this.height) + 1;
          if (this.height <= maximumHeight) return;
          this.report(
            "WR019",
            { start: this.here(), end: this.here() },
            "too many `.`, `[…]`, `(…)` and `as` in a row",
          );
          this.height = height;
          node = object;
        });
      },
    });
    return node;
  });

  private readonly memberOf = this.RULE("memberOf", (object: Expression = nowhere): Expression => {
    this.CONSUME(Dot);
    this.ACTION(() => {
      this.height = 0;
    });
    let node: Expression | undefined;
    this.OPTION(() => {
      const star = this.CONSUME(Times);
      node = this.ACTION(() => this.starOf(object, star));
    });
    if (node !== undefined) return node;
    const name = this.nameOr(1, "a name");
    return { kind: "member", start: object.start, end: name.end, object, name };
  });

  private starOf(object: Expression, star: IToken): Expression {
    const range = this.rangeOf(star);
    if (object.kind === "columnName" && star.image === "*") {
      return { kind: "star", start: object.start, end: range.end, qualifier: object.name };
    }
    this.report("WR017", range, `unexpected \`${star.image}\` after \`.\`; a name belongs there`);
    return { kind: "member", start: object.start, end: range.end, object, name: this.holeName() };
  }

  private readonly indexOf = this.RULE("indexOf", (object: Expression = nowhere): Expression => {
    const open = this.CONSUME(LSquare);
    const index = this.SUBRULE(this.expression);
    this.wantClosing(1, RSquare, open);
    return { kind: "index", start: object.start, end: this.here(), object, index };
  });

  private readonly callOf = this.RULE("callOf", (object: Expression = nowhere): Expression => {
    const before = this.here();
    const list = this.SUBRULE(this.callArguments, { ARGS: [false] });
    return this.ACTION((): Expression => {
      const { start } = object;
      const end = this.here();
      if (object.kind === "columnName")
        return { kind: "call", start, end, name: object.name, arguments: list };
      if (object.kind !== "member") return object;
      const { name } = object;
      this.reportHabit(
        "WR042",
        { start: name.start, end: before },
        `functions stand before their arguments: \`${name.text}(…)\``,
      );
      const { object: first } = object;
      const receiver: Argument = {
        kind: "argument",
        start: first.start,
        end: first.end,
        name: undefined,
        value: first,
      };
      return { kind: "call", start, end, name, arguments: [receiver, ...list] };
    });
  });

  private readonly castOf = this.RULE("castOf", (value: Expression = nowhere): Expression => {
    let safe = false;
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Reserved.as);
          this.OPTION(() => {
            this.CONSUME(Question);
            safe = true;
          });
        },
      },
      {
        ALT: () => {
          const colons = this.CONSUME(DoubleColon);
          this.ACTION(() => {
            const range = this.rangeOf(colons);
            const fix = replacement("Write `as`", range.start, range.end, " as ");
            this.reportHabit("WR037", range, "`::` is written `as`", [fix]);
          });
        },
      },
    ]);
    this.ACTION(() => {
      this.height = 0;
    });
    const type = this.SUBRULE(this.type);
    return { kind: "cast", start: value.start, end: Math.max(type.end, this.here()), value, type, safe };
  });

  private readonly primary = this.RULE("primary", (): Expression => {
    this.height = 0;
    if (!this.RECORDING_PHASE) {
      const token = this.LA(1);
      if (!has(token, startsOperand) && !beginsPrimary.has(token.tokenTypeIdx)) return this.hole();
    }
    return this.OR([
      { ALT: () => this.columnName(this.CONSUME(NameToken)) },
      { ALT: () => this.parameterName(this.CONSUME(Param)) },
      { ALT: () => this.SUBRULE(this.literal) },
      { ALT: () => this.SUBRULE(this.interpolation) },
      { ALT: () => this.SUBRULE(this.conditional) },
      { ALT: () => this.SUBRULE(this.caseExpression) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.struct) },
    ]);
  });

  private columnName(token: IToken): Expression {
    const name = this.nameNode(token);
    return { kind: "columnName", start: name.start, end: name.end, name };
  }

  protected parameterName(token: IToken): Expression {
    const start = token.startOffset - this.base;
    const end = start + token.image.length;
    const inner = token.image.slice(1);
    const quoted = inner.startsWith("`");
    const text = quoted ? inner.slice(1, -1).replaceAll("``", "`") : inner;
    if (inner === "") this.reportMissing("WR011", "the name of a parameter or constant is missing after `$`");
    return { kind: "parameterName", start, end, name: { kind: "name", start: start + 1, end, text, quoted } };
  }

  /** A hole where an operand should come. */
  protected hole(): Expression {
    const at = this.here();
    if (!this.isFaulty) {
      const next = this.LA(1);
      const isCloser = next.tokenTypeIdx === EOF.tokenTypeIdx || has(next, isStepStart);
      const before = isCloser ? "" : ` before \`${next.image.split(/[\r\n]/, 1)[0]}\``;
      this.reportMissing("WR010", `a value is missing after ${this.lastWord()}${before}`);
    }
    return { kind: "missing", start: at, end: at };
  }

  readonly literal = this.RULE("literal", (): Expression => {
    return this.OR([
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.textLiteral(this.CONSUME(Text)) },
      { ALT: () => this.textLiteral(this.CONSUME(Raw)) },
      { ALT: () => this.moment(this.CONSUME(Moment)) },
      { ALT: () => this.literalOf(this.CONSUME(Money), (token) => moneyValue(token.image)) },
      { ALT: () => this.literalOf(this.CONSUME(Reserved.true), () => ({ kind: "bool", value: true })) },
      { ALT: () => this.literalOf(this.CONSUME(Reserved.false), () => ({ kind: "bool", value: false })) },
      { ALT: () => this.literalOf(this.CONSUME(Reserved.null), () => ({ kind: "null" })) },
    ]);
  });

  protected readonly number = this.RULE("number", (): Expression => {
    const token = this.CONSUME(Num);
    let unit: IToken | undefined;
    this.OPTION(() => {
      unit = this.CONSUME(Unit);
    });
    return this.ACTION((): Expression => {
      const start = token.startOffset - this.base;
      const end = start + token.image.length;
      if (unit === undefined) return { kind: "literal", start, end, value: numberValue(token.image) };
      const value = measureValue(token.image, unit.image) ?? numberValue(token.image);
      return { kind: "literal", start, end: endOf(unit) - this.base, value };
    });
  });

  private literalOf(token: IToken, makeValue: (token: IToken) => LiteralValue): Expression {
    const start = token.startOffset - this.base;
    return { kind: "literal", start, end: start + token.image.length, value: makeValue(token) };
  }

  private textLiteral(token: IToken): Expression {
    const start = token.startOffset - this.base;
    const end = start + token.image.length;
    return { kind: "literal", start, end, value: { kind: "text", value: this.valueOfText(token) } };
  }

  private moment(token: IToken): Expression {
    const range = this.rangeOf(token);
    const findings = this.chunk?.findings ?? [];
    const value =
      token.payload === "odd" || this.RECORDING_PHASE
        ? undefined
        : momentValue(token.image, token.startOffset, findings);
    return value === undefined ? { kind: "missing", ...range } : { kind: "literal", ...range, value };
  }

  protected valueOfText(token: IToken): string {
    if (this.RECORDING_PHASE || this.chunk === undefined) return "";
    const image = typeof token.payload === "string" ? token.payload : token.image;
    return textValue(image, token.startOffset, this.chunk.findings);
  }

  protected textNode(token: IToken): TextNode {
    return { kind: "text", ...this.rangeOf(token), value: this.valueOfText(token) };
  }

  private readonly interpolation = this.RULE("interpolation", (): Expression => {
    const open = this.CONSUME(FOpen);
    const parts: (string | Expression)[] = [];
    let height = 0;
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const chunk = this.CONSUME(FChunk);
            this.ACTION(() => parts.push(this.chunkValue(chunk)));
          },
        },
        {
          ALT: () => {
            this.CONSUME(FHole);
            parts.push(this.SUBRULE(this.expression));
            height = this.ACTION(() => Math.max(height, this.height + 1));
            this.ACTION(() => this.skipInHole());
            this.OPTION(() => this.CONSUME(FHoleEnd));
          },
        },
      ]);
    });
    this.OPTION2(() => this.CONSUME(FClose));
    this.ACTION(() => {
      this.height = height;
    });
    return { kind: "interpolation", start: this.startOf(open), end: this.here(), parts };
  });

  private chunkValue(token: IToken): string {
    const value = unescaped(token.image, token.startOffset, this.chunk?.findings ?? []);
    return value.replace(/\{\{|\}\}/g, (pair) => pair[0]!);
  }

  private skipInHole(): void {
    for (let token = this.LA(1); ; token = this.LA(1)) {
      const { tokenTypeIdx } = token;
      if (tokenTypeIdx === FHoleEnd.tokenTypeIdx || tokenTypeIdx === FClose.tokenTypeIdx) return;
      if (tokenTypeIdx === FChunk.tokenTypeIdx || tokenTypeIdx === FHole.tokenTypeIdx) return;
      if (tokenTypeIdx === EOF.tokenTypeIdx || has(token, isStepStart)) return;
      this.reportUnexpected(token);
      this.SKIP_TOKEN();
    }
  }

  private readonly conditional = this.RULE("conditional", (): Expression => {
    const token = this.CONSUME(Reserved.if);
    this.ACTION(() => this.checkNoCall(token));
    const condition = this.SUBRULE(this.expression);
    let height = this.height;
    this.want(1, Reserved.then, "WR016", `\`then\` is missing after ${this.lastWord()}`, " then ");
    const then = this.SUBRULE2(this.expression);
    height = Math.max(height, this.height);
    this.want(1, Reserved.else, "WR016", `\`else\` is missing after ${this.lastWord()}`, " else ");
    const otherwise = this.SUBRULE3(this.expression);
    this.height = Math.max(height, this.height) + 1;
    return { kind: "if", start: this.startOf(token), end: this.here(), condition, then, else: otherwise };
  });

  /** `if(a, b, c)` as other languages have it. */
  private checkNoCall(token: IToken): void {
    if (!this.at(LParen)) return;
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

  private readonly caseExpression = this.RULE("caseExpression", (): Expression => {
    const token = this.CONSUME(Reserved.case);
    const arms: CaseArm[] = [];
    let otherwise: Expression | undefined;
    let height = 0;
    if (this.lacks(LBrace)) {
      return this.caseWhen(token);
    }
    const open = this.CONSUME(LBrace);
    this.MANY({
      GATE: () => !this.endsArms(),
      DEF: () => {
        const start = this.nextStart();
        const condition = this.OR({
          DEF: [
            {
              ALT: () => {
                this.CONSUME(Reserved.else);
                return undefined;
              },
            },
            { ALT: () => this.SUBRULE(this.expression) },
          ],
        });
        height = Math.max(height, this.height);
        this.want(1, FatArrow, "WR016", `\`=>\` is missing after ${this.lastWord()}`, " => ");
        const value = this.SUBRULE2(this.expression);
        height = Math.max(height, this.height);
        this.ACTION(() => {
          if (condition === undefined) otherwise = value;
          else arms.push({ start, end: this.here(), condition, value });
          if (!this.at(Comma) && !this.endsArms())
            this.reportMissing("WR014", `\`,\` is missing after ${this.lastWord()}`, ",");
        });
        this.OPTION(() => this.CONSUME(Comma));
      },
    });
    this.wantClosing(1, RBrace, open);
    this.height = height + 1;
    return { kind: "case", start: this.startOf(token), end: this.here(), arms, else: otherwise };
  });

  private endsArms(): boolean {
    const token = this.LA(1);
    return (
      !has(token, startsOperand) &&
      !beginsArm.has(token.tokenTypeIdx) &&
      !beginsPrimary.has(token.tokenTypeIdx)
    );
  }

  /** `case when c then v else w end`, read as what was meant. */
  private caseWhen(token: IToken): Expression {
    return this.ACTION((): Expression => {
      const arms: CaseArm[] = [];
      let otherwise: Expression | undefined;
      const isWord = (word: string): boolean => this.at(NameToken) && this.LA(1).image.toLowerCase() === word;
      if (!isWord("when")) {
        this.reportMissing("WR016", "`{` is missing after `case`", " {");
        return { kind: "case", start: this.startOf(token), end: this.here(), arms, else: undefined };
      }
      this.reportHabit(
        "WR045",
        this.rangeOf(token),
        "`case when c then v else w end` is written `case { c => v, else => w }`",
      );
      while (isWord("when")) {
        this.SKIP_TOKEN();
        const start = this.nextStart();
        const condition = this.subrule(10, this.expression);
        if (this.at(Reserved.then)) this.SKIP_TOKEN();
        const value = this.subrule(11, this.expression);
        arms.push({ start: Math.min(start, condition.start), end: this.here(), condition, value });
      }
      if (this.at(Reserved.else)) {
        this.SKIP_TOKEN();
        otherwise = this.subrule(12, this.expression);
      }
      if (isWord("end")) this.SKIP_TOKEN();
      this.height++;
      return { kind: "case", start: this.startOf(token), end: this.here(), arms, else: otherwise };
    });
  }

  private readonly group = this.RULE("group", (): Expression => {
    const open = this.CONSUME(LParen);
    const inner = this.SUBRULE(this.expression);
    let items: Expression[] | undefined;
    let height = this.height;
    this.MANY(() => {
      this.CONSUME(Comma);
      items ??= [inner];
      if (this.RECORDING_PHASE || !this.at(RParen)) items.push(this.SUBRULE2(this.expression));
      height = this.ACTION(() => Math.max(height, this.height));
    });
    this.height = height + 1;
    const closed = this.wantClosing(1, RParen, open);
    const start = this.startOf(open);
    const end = this.here();
    if (items === undefined) return { kind: "group", start, end, inner };
    this.ACTION(() => {
      const fixes = closed
        ? [
            {
              title: "Write it in square brackets",
              edits: [
                { start, end: start + 1, newText: "[" },
                { start: end - 1, end, newText: "]" },
              ],
            },
          ]
        : [];
      this.reportHabit(
        "WR034",
        { start, end: start + 1 },
        "a list stands in square brackets: `[1, 2]`",
        fixes,
      );
    });
    return { kind: "list", start, end, items };
  });

  private readonly list = this.RULE("list", (): Expression => {
    const open = this.CONSUME(LSquare);
    const items: (Expression | SortKey)[] = [];
    this.OPTION({
      GATE: () => this.LA(1).tokenTypeIdx !== RSquare.tokenTypeIdx && !has(this.LA(1), isStepStart),
      DEF: () => this.commaList(1, this.sortableExpression, items),
    });
    this.wantClosing(1, RSquare, open);
    this.height++;
    return { kind: "list", start: this.startOf(open), end: this.here(), items };
  });

  private readonly struct = this.RULE("struct", (): Expression => {
    const open = this.CONSUME(LBrace);
    const fields: { readonly name: Name; readonly value: Expression }[] = [];
    let height = 0;
    this.MANY({
      GATE: () => has(this.LA(1), startsOperand) || this.LA(1).tokenTypeIdx === Colon.tokenTypeIdx,
      DEF: () => {
        const name = this.SUBRULE(this.fieldName);
        this.want(1, Colon, "WR016", `\`:\` is missing after ${this.lastWord()}`, ": ");
        const value = this.SUBRULE(this.expression);
        height = Math.max(height, this.height);
        this.ACTION(() => {
          fields.push({ name, value });
          if (!this.at(Comma) && has(this.LA(1), startsOperand))
            this.reportMissing("WR014", `\`,\` is missing after ${this.lastWord()}`, ",");
        });
        this.OPTION(() => this.CONSUME(Comma));
      },
    });
    this.wantClosing(1, RBrace, open);
    this.height = height + 1;
    return { kind: "struct", start: this.startOf(open), end: this.here(), fields };
  });

  /** The name of a struct's field; a text is read as the name in it. */
  private readonly fieldName = this.RULE("fieldName", (): Name => {
    if (!this.RECORDING_PHASE && !this.at(Text) && !this.at(NameToken)) {
      const hole = this.missingName("the name of a field");
      if (!this.at(Colon)) this.SKIP_TOKEN();
      return hole;
    }
    return this.OR([
      { ALT: () => this.nameNode(this.CONSUME(NameToken)) },
      { ALT: () => this.quotedFieldName(this.CONSUME(Text)) },
    ]);
  });

  private quotedFieldName(token: IToken): Name {
    const range = this.rangeOf(token);
    const text = this.valueOfText(token);
    const fix = replacement("Remove the quotes", range.start, range.end, quoteName(text));
    this.reportHabit("WR052", range, `a field's name stands without quotes: \`${quoteName(text)}\``, [fix]);
    return { kind: "name", ...range, text, quoted: true };
  }

  // ----------------------------------------------------------------------------------------- arguments

  /** `(a, name: b, x => c)`. Connectors and relations take `name = b` for `name: b`, as people write it. */
  readonly callArguments = this.RULE("callArguments", (takesAssign: boolean): Argument[] => {
    const open = this.CONSUME(LParen);
    const list: Argument[] = [];
    this.height = 0;
    this.ACTION(() => this.skipStar());
    this.OPTION({
      GATE: () => this.LA(1).tokenTypeIdx !== RParen.tokenTypeIdx && !has(this.LA(1), isStepStart),
      DEF: () => {
        const outer = this.takesAssign;
        this.takesAssign = takesAssign;
        this.commaList(1, this.argument, list);
        this.takesAssign = outer;
      },
    });
    this.wantClosing(1, RParen, open);
    return list;
  });
  private takesAssign = false;

  private readonly argument = this.RULE("argument", (): Argument => {
    const start = this.nextStart();
    let name: Name | undefined;
    this.OPTION({
      GATE: () => this.isAfter(Colon) || (this.takesAssign && this.isAfter(Assign)),
      DEF: () => {
        name = this.nameNode(this.CONSUME(NameToken));
        this.OR([
          { ALT: () => this.CONSUME(Colon) },
          {
            ALT: () => {
              const assign = this.CONSUME(Assign);
              this.ACTION(() => {
                const range = this.rangeOf(assign);
                this.reportHabit("WR046", range, "an argument is named with `:`", [
                  replacement("Write `:`", range.start, range.end, ":"),
                ]);
              });
            },
          },
        ]);
      },
    });
    if (!this.RECORDING_PHASE) {
      this.skipDistinct("`count_distinct(x)` or the argument `distinct: true` counts each value once");
      const parameters = this.lambdaLength();
      if (parameters > 0) return { kind: "argument", start, name, ...this.lambdaArgument() };
    }
    const value = this.SUBRULE(this.sortableExpression);
    return { kind: "argument", start: Math.min(start, value.start), end: this.here(), name, value };
  });

  /** `count(*)`: the star is dropped. */
  private skipStar(): void {
    const token = this.LA(1);
    if (!this.at(Times) || token.image !== "*" || !this.isAfter(RParen)) return;
    const range = this.rangeOf(token);
    const fix = replacement("Remove `*`", range.start, range.end, "");
    this.reportHabit("WR036", range, "`count(*)` is written `count()`", [fix]);
    this.SKIP_TOKEN();
  }

  /** `count(distinct x)`, `select distinct a`: the word is dropped. */
  protected skipDistinct(message: string): void {
    const token = this.LA(1);
    if (token.image.toLowerCase() !== "distinct" || !this.at(NameToken) || !has(this.LA(2), startsOperand))
      return;
    this.report("WR051", this.rangeOf(token), `unexpected \`${token.image}\`: ${message}`);
    this.SKIP_TOKEN();
  }

  /** How many tokens before `=>` are the parameters of a lambda that begins here; 0 if none does. */
  private lambdaLength(): number {
    if (this.at(NameToken)) return this.isAfter(FatArrow) ? 1 : 0;
    if (!this.at(LParen)) return 0;
    let ahead = 2;
    while (
      this.LA(ahead).tokenTypeIdx === NameToken.tokenTypeIdx ||
      this.LA(ahead).tokenTypeIdx === Comma.tokenTypeIdx
    )
      ahead++;
    const isLambda =
      this.LA(ahead).tokenTypeIdx === RParen.tokenTypeIdx &&
      this.LA(ahead + 1).tokenTypeIdx === FatArrow.tokenTypeIdx;
    return isLambda ? ahead : 0;
  }

  private lambdaArgument(): { readonly end: number; readonly value: Expression } {
    const value = this.subrule(20, this.lambda);
    return { end: this.here(), value };
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
            parameters.push(this.nameNode(this.CONSUME2(NameToken)));
            this.OPTION(() => this.CONSUME(Comma));
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
    const key = this.SUBRULE(this.sortKey);
    return this.ACTION(() => (key.end === key.value.end ? key.value : key));
  });

  readonly sortKey = this.RULE("sortKey", (): SortKey => {
    const value = this.SUBRULE(this.expression);
    let descending = false;
    let nulls: "first" | "last" | undefined;
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(Clause.asc) },
        {
          ALT: () => {
            this.CONSUME(Clause.desc);
            descending = true;
          },
        },
      ]),
    );
    this.OPTION2(() => {
      this.CONSUME(Clause.nulls);
      if (!this.RECORDING_PHASE && !this.at(Clause.first) && !this.at(Clause.last)) {
        this.reportMissing("WR016", "`first` or `last` is missing after `nulls`", " last");
        return;
      }
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(Clause.first);
            nulls = "first";
          },
        },
        {
          ALT: () => {
            this.CONSUME(Clause.last);
            nulls = "last";
          },
        },
      ]);
    });
    return {
      kind: "sortKey",
      start: value.start,
      end: Math.max(value.end, this.here()),
      value,
      descending,
      nulls,
    };
  });

  // --------------------------------------------------------------------------------------------- types

  readonly type = this.RULE("type", (): TypeNode => {
    const numbers: number[] = [];
    let element: TypeNode | undefined;
    let fields: readonly FieldDeclaration[] = noNames;
    let nullable = false;
    if (this.depth >= maximumNesting) {
      this.ACTION(() => this.skipTooDeep());
      return this.ACTION(() => this.missingType());
    }
    if (this.lacks(NameToken)) {
      this.reportMissing("WR013", `a type is missing after ${this.lastWord()}`);
      return this.missingType();
    }
    this.depth++;
    const name = this.nameNode(this.CONSUME(NameToken));
    this.OPTION(() => {
      const open = this.CONSUME(LParen);
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              const digits = this.CONSUME(Num);
              this.ACTION(() => numbers.push(Number(digits.image.replaceAll("_", ""))));
            },
          },
          {
            ALT: () => {
              element = this.SUBRULE(this.type);
            },
          },
        ]);
        this.OPTION2(() => this.CONSUME(Comma));
      });
      this.wantClosing(1, RParen, open);
    });
    this.OPTION3({
      GATE: () => name.text === "struct",
      DEF: () => {
        fields = this.SUBRULE(this.fields, { ARGS: [true] });
      },
    });
    if (!this.RECORDING_PHASE && this.at(Compare) && this.LA(1).image === "<" && generic.has(name.text)) {
      element = this.angleBrackets();
    }
    this.OPTION4(() => {
      this.CONSUME(Question);
      nullable = true;
    });
    this.depth--;
    return { kind: "type", start: name.start, end: this.here(), name, numbers, element, fields, nullable };
  });

  private missingType(): TypeNode {
    const name = this.holeName();
    return {
      kind: "type",
      start: name.start,
      end: name.end,
      name,
      numbers: [],
      element: undefined,
      fields: [],
      nullable: false,
    };
  }

  /** `list<text>`, read as `list(text)`. */
  private angleBrackets(): TypeNode {
    const range = this.rangeOf(this.LA(1));
    this.SKIP_TOKEN();
    this.reportHabit("WR043", range, "the type in a list stands in round brackets: `list(text)`");
    const element = this.subrule(30, this.type);
    if (this.at(Compare) && this.LA(1).image === ">") this.SKIP_TOKEN();
    return element;
  }

  /** `{ name: type, … }`, one a line or with commas. */
  readonly fields = this.RULE("fields", (needsCommas: boolean): FieldDeclaration[] => {
    const open = this.CONSUME(LBrace);
    const list: FieldDeclaration[] = [];
    this.MANY({
      GATE: () => this.LA(1).tokenTypeIdx === NameToken.tokenTypeIdx,
      DEF: () => {
        list.push(this.SUBRULE(this.field));
        this.ACTION(() => {
          if (needsCommas && this.at(NameToken))
            this.reportMissing("WR014", `\`,\` is missing after ${this.lastWord()}`, ",");
        });
        this.OPTION(() => this.CONSUME(Comma));
      },
    });
    this.ACTION(() => this.skipJunk("schema"));
    this.wantClosing(1, RBrace, open);
    return list;
  });

  readonly field = this.RULE("field", (): FieldDeclaration => {
    const before = this.beforeEntry();
    const name = this.nameOr(1, "the name of a column");
    this.want(1, Colon, "WR016", `\`:\` and a type are missing after ${this.lastWord()}`, ": ");
    const type = this.SUBRULE(this.type);
    const doc = this.docAround(before, name.start);
    return { kind: "field", start: name.start, end: this.here(), name, type, doc };
  });
}

const beginsArm = new Set([Reserved.else, Reserved.not, Minus].map((type) => type.tokenTypeIdx));
const generic: ReadonlySet<string> = new Set(["list", "array", "struct", "map"]);
