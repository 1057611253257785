// Rules of expressions. An expression is read flat and folded by precedence afterwards; operands that are still
// missing become nodes of kind `missing`. Optional parts are asked for before their rule is entered: most
// operands stand alone, and then cost little.
import type { IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import { type Chain, fold } from "./fold.ts";
import { ArgumentParser } from "./parser-arguments.ts";
import { maximumHeight, maximumNesting } from "./parser-core.ts";
import {
  BinaryOperator,
  Colon,
  Comma,
  continuesChain,
  continuesOperand,
  Dot,
  DoubleColon,
  has,
  isStepStart,
  LBrace,
  LParen,
  LSquare,
  Minus,
  mayStartOperand,
  Name as NameToken,
  Param,
  Question,
  RBrace,
  Reserved,
  RParen,
  RSquare,
  startsOperand,
  Text,
  Times,
} from "./tokens.ts";
import type { Argument, Expression, Name, SortKey } from "./tree.ts";
import { quoteName } from "./words.ts";

/** Stands for an argument while chevrotain records the grammar. */
const nowhere: Expression = { kind: "missing", start: 0, end: 0 };
const negatable = new Set(
  [Reserved.in, Reserved.like, Reserved.matches, Reserved.between].map((type) => type.tokenTypeIdx),
);

export abstract class ExpressionParser extends ArgumentParser {
  readonly expression = this.RULE("expression", (): Expression => {
    if (this.depth >= maximumNesting) return this.tooDeep();
    this.depth++;
    let chain: Chain | undefined;
    if (this.isSignAhead()) {
      chain = { elements: [], heights: [] };
      this.SUBRULE(this.signs, { ARGS: [chain] });
    }
    let node = this.SUBRULE(this.primary);
    if (this.mayHave(continuesOperand)) node = this.SUBRULE(this.continued, { ARGS: [node] });
    if (chain !== undefined || this.mayHave(continuesChain))
      node = this.SUBRULE(this.chained, { ARGS: [node, chain] });
    this.depth--;
    return node;
  });

  private isSignAhead(): boolean {
    return this.may(Reserved.not) || this.at(Minus);
  }

  /** `not` and `-` before an operand. */
  private readonly signs = this.RULE("signs", (chain?: Chain): void => {
    this.MANY(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(Reserved.not) }, { ALT: () => this.CONSUME(Minus) }]);
      if (chain !== undefined) this.extend(chain, sign);
    });
  });

  /** Operators and operands after the first, folded into a tree. */
  private readonly chained = this.RULE(
    "chained",
    (first: Expression = nowhere, signs?: Chain): Expression => {
      const chain: Chain = signs ?? { elements: [], heights: [] };
      this.extend(chain, first);
      this.MANY({
        GATE: () => !this.at(Reserved.not) || negatable.has(this.LA(2).tokenTypeIdx),
        DEF: () => {
          if (this.may(Reserved.not)) this.OPTION(() => this.extend(chain, this.CONSUME(Reserved.not)));
          this.extend(chain, this.CONSUME(BinaryOperator));
          if (this.isSignAhead()) this.SUBRULE(this.signs, { ARGS: [chain] });
          this.extend(chain, this.SUBRULE(this.postfix));
        },
      });
      return this.RECORDING_PHASE ? first : this.folded(chain);
    },
  );

  private extend(chain: Chain, element: IToken | Expression): void {
    if (this.RECORDING_PHASE) return;
    const { elements, heights } = chain;
    const isSign = "image" in element;
    // Signs in a row nest; far more of them than anyone writes are dropped.
    const last = elements.length - maximumNesting;
    if (isSign && last >= 0 && elements.slice(last).every((one) => "image" in one)) {
      this.report("WR019", this.rangeOf(element), "too many signs in a row");
      return;
    }
    elements.push(element);
    heights.push(isSign ? 0 : this.height);
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
    const node = this.SUBRULE(this.primary);
    return this.mayHave(continuesOperand) ? this.SUBRULE(this.continued, { ARGS: [node] }) : node;
  });

  /** `.name`, `[index]`, `(arguments)` and `as type` behind an operand. */
  private readonly continued = this.RULE("continued", (first: Expression = nowhere): Expression => {
    let node = first;
    this.MANY({
      GATE: () => !this.at(LParen) || node.kind === "columnName" || node.kind === "member",
      DEF: () => {
        const { height } = this;
        const object = node;
        this.height = 0;
        node = this.OR([
          { ALT: () => this.SUBRULE(this.memberOf, { ARGS: [object] }) },
          { ALT: () => this.SUBRULE(this.indexOf, { ARGS: [object] }) },
          { ALT: () => this.SUBRULE(this.callOf, { ARGS: [object] }) },
          { ALT: () => this.SUBRULE(this.castOf, { ARGS: [object] }) },
        ]);
        this.height = Math.max(height, this.height) + 1;
        if (this.height > maximumHeight) {
          const range = { start: this.here(), end: this.here() };
          this.report("WR019", range, "too many `.`, `[…]`, `(…)` and `as` in a row");
          this.height = height;
          node = object;
        }
      },
    });
    return node;
  });

  private readonly memberOf = this.RULE("memberOf", (object: Expression = nowhere): Expression => {
    this.CONSUME(Dot);
    let node: Expression | undefined;
    if (this.may(Times)) {
      this.OPTION(() => {
        node = this.starOf(object, this.CONSUME(Times));
      });
    }
    if (node !== undefined && !this.RECORDING_PHASE) return node;
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
    const { start } = object;
    const end = this.here();
    if (object.kind === "columnName") return { kind: "call", start, end, name: object.name, arguments: list };
    if (object.kind !== "member") return object;
    const { name, object: first } = object;
    const message = `functions stand before their arguments: \`${name.text}(…)\``;
    this.reportHabit("WR042", { start: name.start, end: before }, message);
    const receiver: Argument = {
      kind: "argument",
      start: first.start,
      end: first.end,
      name: undefined,
      value: first,
    };
    return { kind: "call", start, end, name, arguments: [receiver, ...list] };
  });

  private readonly castOf = this.RULE("castOf", (value: Expression = nowhere): Expression => {
    const safe = this.OR([
      {
        ALT: () => {
          this.CONSUME(Reserved.as);
          let isSafe = false;
          if (this.may(Question)) {
            this.OPTION(() => {
              this.CONSUME(Question);
              isSafe = true;
            });
          }
          return isSafe;
        },
      },
      { ALT: () => this.colonsInstead(this.CONSUME(DoubleColon)) },
    ]);
    const type = this.SUBRULE(this.type);
    return { kind: "cast", start: value.start, end: Math.max(type.end, this.here()), value, type, safe };
  });

  private colonsInstead(colons: IToken): boolean {
    const range = this.rangeOf(colons);
    const fix = replacement("Write `as`", range.start, range.end, " as ");
    this.reportHabit("WR037", range, "`::` is written `as`", [fix]);
    return false;
  }

  private readonly primary = this.RULE("primary", (): Expression => {
    this.height = 0;
    // Most operands are names.
    if (!this.RECORDING_PHASE && this.at(NameToken)) return this.columnName(this.consume(1, NameToken));
    return this.mayHave(mayStartOperand) ? this.OR(this.primaries) : this.hole();
  });

  private readonly primaries = [
    { ALT: () => this.columnName(this.CONSUME(NameToken)) },
    { ALT: () => this.parameterName(this.CONSUME(Param)) },
    ...this.literals,
    { ALT: () => this.SUBRULE(this.interpolation) },
    { ALT: () => this.SUBRULE(this.conditional) },
    { ALT: () => this.SUBRULE(this.caseExpression) },
    { ALT: () => this.SUBRULE(this.group) },
    { ALT: () => this.SUBRULE(this.list) },
    { ALT: () => this.SUBRULE(this.struct) },
  ];

  private columnName(token: IToken): Expression {
    const name = this.nameNode(token);
    return { kind: "columnName", start: name.start, end: name.end, name };
  }

  private readonly group = this.RULE("group", (): Expression => {
    const open = this.CONSUME(LParen);
    const inner = this.SUBRULE(this.expression);
    const items: Expression[] = [inner];
    let { height } = this;
    let isList = false;
    if (this.may(Comma)) {
      this.MANY(() => {
        this.CONSUME(Comma);
        isList = true;
        if (this.RECORDING_PHASE || !this.at(RParen)) items.push(this.SUBRULE2(this.expression));
        height = Math.max(height, this.height);
      });
    }
    this.height = height + 1;
    const isClosed = this.wantClosing(1, RParen, open);
    const start = this.startOf(open);
    const end = this.here();
    if (!isList) return { kind: "group", start, end, inner };
    const edits = [
      { start, end: start + 1, newText: "[" },
      { start: end - 1, end, newText: "]" },
    ];
    const fixes = isClosed ? [{ title: "Write it in square brackets", edits }] : [];
    this.reportHabit("WR034", { start, end: start + 1 }, "a list stands in square brackets: `[1, 2]`", fixes);
    return { kind: "list", start, end, items };
  });

  private readonly list = this.RULE("list", (): Expression => {
    const open = this.CONSUME(LSquare);
    const items: (Expression | SortKey)[] = [];
    if (this.RECORDING_PHASE || !(this.at(RSquare) || has(this.LA(1), isStepStart))) {
      this.OPTION(() => this.commaList(1, this.sortableExpression, items));
    }
    this.wantClosing(1, RSquare, open);
    this.height++;
    return { kind: "list", start: this.startOf(open), end: this.here(), items };
  });

  private readonly struct = this.RULE("struct", (): Expression => {
    const open = this.CONSUME(LBrace);
    const fields: { readonly name: Name; readonly value: Expression }[] = [];
    let height = 0;
    while (!this.RECORDING_PHASE && (has(this.LA(1), startsOperand) || this.at(Colon))) {
      fields.push(this.subrule(1, this.structField));
      height = Math.max(height, this.height);
      if (this.at(Comma)) this.SKIP_TOKEN();
      else if (has(this.LA(1), startsOperand)) this.reportMissing("WR014", "`,` is missing", ",");
    }
    if (this.RECORDING_PHASE) this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE1(this.structField) });
    this.wantClosing(1, RBrace, open);
    this.height = height + 1;
    return { kind: "struct", start: this.startOf(open), end: this.here(), fields };
  });

  private readonly structField = this.RULE("structField", () => {
    const name = this.fieldName();
    this.want(1, Colon, "WR016", "`:` is missing", ": ");
    const value = this.SUBRULE(this.expression);
    return { name, value };
  });

  /** The name of a struct's field; a text is read as the name in it. */
  private fieldName(): Name {
    if (!this.RECORDING_PHASE && this.at(Text)) return this.quotedFieldName();
    if (this.lacks(NameToken)) {
      const hole = this.missingName("the name of a field");
      if (!this.at(Colon)) this.SKIP_TOKEN();
      return hole;
    }
    return this.nameNode(this.CONSUME(NameToken));
  }

  private quotedFieldName(): Name {
    const token = this.LA(1);
    this.SKIP_TOKEN();
    const range = this.rangeOf(token);
    const text = this.valueOfText(token);
    const name = quoteName(text);
    const fix = replacement("Remove the quotes", range.start, range.end, name);
    this.reportHabit("WR052", range, `a field's name stands without quotes: \`${name}\``, [fix]);
    return { kind: "name", ...range, text, quoted: true };
  }
}
