// Rules of literals and of interpolated texts, and the hole where a value is still missing.
import { EOF, type IToken, type ParserMethod } from "chevrotain";
import { measureValue, momentValue, moneyValue, numberValue, textValue, unescaped } from "./literals.ts";
import { TypeParser } from "./parser-types.ts";
import {
  endOf,
  FChunk,
  FClose,
  FHole,
  FHoleEnd,
  FOpen,
  has,
  isStepStart,
  Moment,
  Money,
  Num,
  Param,
  Raw,
  Reserved,
  Text,
  Unit,
} from "./tokens.ts";
import type { Expression, LiteralValue, TextNode } from "./tree.ts";

const endsHole = new Set([FHoleEnd, FClose, FChunk, FHole].map((type) => type.tokenTypeIdx));

export abstract class LiteralParser extends TypeParser {
  abstract readonly expression: ParserMethod<[], Expression>;

  /** Alternatives of the rule of operands. */
  protected readonly literals = [
    { ALT: () => this.SUBRULE(this.number) },
    { ALT: () => this.textLiteral(this.CONSUME(Text)) },
    { ALT: () => this.textLiteral(this.CONSUME(Raw)) },
    { ALT: () => this.moment(this.CONSUME(Moment)) },
    { ALT: () => this.money(this.CONSUME(Money)) },
    { ALT: () => this.literalNode(this.CONSUME(Reserved.true), { kind: "bool", value: true }) },
    { ALT: () => this.literalNode(this.CONSUME(Reserved.false), { kind: "bool", value: false }) },
    { ALT: () => this.literalNode(this.CONSUME(Reserved.null), { kind: "null" }) },
  ];

  protected readonly number = this.RULE("number", (): Expression => {
    const token = this.CONSUME(Num);
    if (!this.may(Unit)) return this.literalNode(token, numberValue(token.image));
    let unit: IToken = token;
    this.OPTION(() => {
      unit = this.CONSUME(Unit);
    });
    if (this.RECORDING_PHASE) return this.hole();
    const value = measureValue(token.image, unit.image) ?? numberValue(token.image);
    return { kind: "literal", start: this.startOf(token), end: endOf(unit) - this.base, value };
  });

  /** A number, with a unit or not, or a parameter. */
  protected readonly amount = this.RULE("amount", (): Expression => {
    if (!this.RECORDING_PHASE && !this.at(Num) && !this.at(Param)) return this.hole();
    return this.OR([
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.parameterName(this.CONSUME(Param)) },
    ]);
  });

  private literalNode(token: IToken, value: LiteralValue): Expression {
    const start = token.startOffset - this.base;
    return { kind: "literal", start, end: start + token.image.length, value };
  }

  private textLiteral(token: IToken): Expression {
    return this.literalNode(token, { kind: "text", value: this.valueOfText(token) });
  }

  private money(token: IToken): Expression {
    return this.literalNode(token, moneyValue(token.image));
  }

  private moment(token: IToken): Expression {
    if (this.RECORDING_PHASE || this.chunk === undefined) return this.hole();
    const isOdd = token.payload === "odd";
    const value = isOdd ? undefined : momentValue(token.image, token.startOffset, this.chunk.findings);
    return value === undefined ? { kind: "missing", ...this.rangeOf(token) } : this.literalNode(token, value);
  }

  protected valueOfText(token: IToken): string {
    if (this.RECORDING_PHASE || this.chunk === undefined) return "";
    const image = typeof token.payload === "string" ? token.payload : token.image;
    return textValue(image, token.startOffset, this.chunk.findings);
  }

  protected textNode(token: IToken): TextNode {
    return { kind: "text", ...this.rangeOf(token), value: this.valueOfText(token) };
  }

  protected parameterName(token: IToken): Expression {
    const start = token.startOffset - this.base;
    const end = start + token.image.length;
    const inner = token.image.slice(1);
    const quoted = inner.startsWith("`");
    const text = quoted ? inner.slice(1, -1).replaceAll("``", "`") : inner;
    if (inner === "") this.reportMissing("WR011", "the name of a parameter or constant is missing");
    return { kind: "parameterName", start, end, name: { kind: "name", start: start + 1, end, text, quoted } };
  }

  /** A hole where an operand should come. */
  protected hole(): Expression {
    const at = this.here();
    if (!this.isFaulty && !this.RECORDING_PHASE) {
      const next = this.LA(1);
      const last = this.LA(0);
      if (next.image === "*" && last.image === "*" && endOf(last) === next.startOffset) {
        const range = { start: this.rangeOf(last).start, end: this.rangeOf(next).end };
        this.report("WR054", range, "`**` is no operator: a power is written `power(a, b)`");
        return { kind: "missing", start: at, end: at };
      }
      const isCloser = next.tokenTypeIdx === EOF.tokenTypeIdx || has(next, isStepStart);
      const before = isCloser ? "" : ` before \`${next.image.split(/[\r\n]/, 1)[0]}\``;
      this.report("WR010", { start: at, end: at }, `a value is missing after ${this.lastWord()}${before}`);
    }
    return { kind: "missing", start: at, end: at };
  }

  protected readonly interpolation = this.RULE("interpolation", (): Expression => {
    const open = this.CONSUME(FOpen);
    const parts: (string | Expression)[] = [];
    let height = 0;
    this.MANY(() => {
      this.OR([
        { ALT: () => parts.push(this.chunkValue(this.CONSUME(FChunk))) },
        {
          ALT: () => {
            this.CONSUME(FHole);
            parts.push(this.SUBRULE(this.expression));
            height = Math.max(height, this.height + 1);
            this.skipInHole();
            this.OPTION(() => this.CONSUME(FHoleEnd));
          },
        },
      ]);
    });
    this.OPTION2(() => this.CONSUME(FClose));
    this.height = height;
    return { kind: "interpolation", start: this.startOf(open), end: this.here(), parts };
  });

  private chunkValue(token: IToken): string {
    if (this.RECORDING_PHASE || this.chunk === undefined) return "";
    const value = unescaped(token.image, token.startOffset, this.chunk.findings);
    return value.replace(/\{\{|\}\}/g, (pair) => pair[0]!);
  }

  private skipInHole(): void {
    if (this.RECORDING_PHASE) return;
    for (let token = this.LA(1); ; token = this.LA(1)) {
      if (endsHole.has(token.tokenTypeIdx) || this.isAtEnd() || has(token, isStepStart)) return;
      this.reportUnexpected(token);
      this.SKIP_TOKEN();
    }
  }
}
