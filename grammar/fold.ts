// Operands and operators in a row → a tree by precedence. The parser reads an expression flat (one rule for all
// levels); this decides what binds tighter. Low to high: `or`, `and`, `not`, comparisons, `??`, `+ -`,
// `* / // %`, unary `-`.
import type { IToken } from "chevrotain";
import { replacement } from "./finding.ts";
import type { SyntaxCode } from "./problem-codes.ts";
import { Assign, Coalesce, Compare, endOf, Is, is, Minus, Percent, Plus, Reserved, Times } from "./tokens.ts";
import type { BinaryOperator, Expression, Range, TextFix } from "./tree.ts";

/** Prefixes, operands and operators as written, with the height of each operand (0 for tokens). */
export interface Chain {
  readonly elements: (IToken | Expression)[];
  readonly heights: number[];
}

export interface FoldHost {
  readonly base: number;
  readonly maximumHeight: number;
  report(code: SyntaxCode, range: Range, message: string, fixes?: readonly TextFix[]): void;
  reportHabit(code: SyntaxCode, range: Range, message: string, fixes?: readonly TextFix[]): void;
}

const levelOfComparison = 4;
const levelAfterNot = 4;
const levelOfMinus = 8;
const levels: number[] = [];
for (const [level, types] of [
  [1, [Reserved.or]],
  [2, [Reserved.and]],
  [
    levelOfComparison,
    [Compare, Assign, Is, Reserved.in, Reserved.like, Reserved.matches, Reserved.between, Reserved.not],
  ],
  [5, [Coalesce]],
  [6, [Plus, Minus]],
  [7, [Times, Percent]],
] as const) {
  for (const type of types) levels[type.tokenTypeIdx!] = level;
}

/** The tree of a chain and its height. */
export function fold(chain: Chain, host: FoldHost): { readonly node: Expression; readonly height: number } {
  const folder = new Folder(chain, host);
  const node = folder.climb(0);
  return { node, height: folder.height };
}

class Folder {
  height = 0;
  private at = 0;
  private readonly chain: Chain;
  private readonly host: FoldHost;

  constructor(chain: Chain, host: FoldHost) {
    this.chain = chain;
    this.host = host;
  }

  climb(minimum: number): Expression {
    let left = this.prefixed();
    let { height } = this;
    let isCompared = false;
    for (;;) {
      const operator = this.peek();
      if (operator === undefined) break;
      const level = levels[operator.tokenTypeIdx]!;
      if (level < minimum) break;
      this.at++;
      const isComparison = level === levelOfComparison;
      if (isComparison && isCompared) this.reportChained(operator);
      isCompared = isComparison;
      left = isComparison
        ? this.comparison(left, operator)
        : this.plain(left, operator, this.climb(level + 1));
      height = Math.max(height, this.height) + 1;
      if (height > this.host.maximumHeight) {
        this.host.report(
          "WR019",
          this.rangeOf(operator),
          "too many operators in one expression: split it with `let` or `derive`",
        );
        this.at = this.chain.elements.length;
      }
    }
    this.height = height;
    return left;
  }

  /** The operator at hand; elements after an operand are operators. */
  private peek(): IToken | undefined {
    const element = this.chain.elements[this.at];
    return element === undefined || !isToken(element) ? undefined : element;
  }

  private prefixed(): Expression {
    const { at } = this;
    const element = this.chain.elements[at];
    if (element === undefined) return { kind: "missing", start: 0, end: 0 };
    this.at++;
    if (!isToken(element)) {
      this.height = this.chain.heights[at]!;
      return element;
    }
    const isNot = element.tokenTypeIdx === Reserved.not.tokenTypeIdx;
    const operand = this.climb(isNot ? levelAfterNot - 1 : levelOfMinus);
    this.height++;
    const start = element.startOffset - this.host.base;
    return { kind: "unary", start, end: operand.end, operator: isNot ? "not" : "-", operand };
  }

  private plain(left: Expression, token: IToken, right: Expression): Expression {
    return this.binary(left, operatorOf(token), this.rangeOf(token), false, right);
  }

  private binary(
    left: Expression,
    operator: BinaryOperator,
    operatorRange: Range,
    negated: boolean,
    right: Expression,
  ): Expression {
    const { start } = left;
    const end = Math.max(right.end, operatorRange.end);
    return { kind: "binary", start, end, operator, operatorRange, negated, left, right };
  }

  private comparison(left: Expression, first: IToken): Expression {
    let token = first;
    const negated = is(first, Reserved.not);
    if (negated) {
      token = this.chain.elements[this.at] as IToken;
      this.at++;
    }
    const operatorRange = { start: first.startOffset - this.host.base, end: endOf(token) - this.host.base };
    if (is(token, Reserved.between)) return this.between(left, token, negated);
    if (is(token, Is)) return this.isNull(left, token);
    let operator = token.image;
    if (is(token, Assign)) {
      operator = "==";
      const fix = replacement("Write `==`", operatorRange.start, operatorRange.end, "==");
      this.host.reportHabit(
        "WR030",
        operatorRange,
        `\`${token.image}\` gives a name to a column; \`==\` compares`,
        [fix],
      );
    } else if (is(token, Compare)) operator = comparisons.get(token.image) ?? token.image;
    else operator = operator.toLowerCase();
    const right = this.climb(levelOfComparison + 1);
    const list = is(token, Reserved.in) ? this.listOfOne(right) : right;
    return this.binary(left, operator as BinaryOperator, operatorRange, negated, list);
  }

  /** `in (1)`: the parentheses are those of a list. */
  private listOfOne(right: Expression): Expression {
    if (right.kind !== "group" || right.inner.kind !== "literal") return right;
    const { start, end, inner } = right;
    const edits = [
      { start, end: start + 1, newText: "[" },
      { start: end - 1, end, newText: "]" },
    ];
    const fix = { title: "Write it in square brackets", edits };
    this.host.reportHabit("WR034", { start, end: start + 1 }, "a list stands in square brackets: `[1]`", [
      fix,
    ]);
    return { kind: "list", start, end, items: [inner] };
  }

  private between(value: Expression, token: IToken, negated: boolean): Expression {
    const low = this.climb(levelOfComparison + 1);
    const lowHeight = this.height;
    const and = this.peek();
    let high: Expression;
    if (and !== undefined && is(and, Reserved.and)) {
      this.at++;
      high = this.climb(levelOfComparison + 1);
    } else {
      const at = Math.max(low.end, endOf(token) - this.host.base);
      const range = { start: at, end: at };
      this.host.report("WR016", range, "`and` and the upper bound of `between` are missing", []);
      high = { kind: "missing", ...range };
    }
    this.height = Math.max(lowHeight, this.height);
    return { kind: "between", start: value.start, end: high.end, negated, value, low, high };
  }

  /** `x is null`, `x is not null`. */
  private isNull(left: Expression, token: IToken): Expression {
    const next = this.chain.elements[this.at];
    const isNot = next !== undefined && isToken(next) && is(next, Reserved.not);
    if (isNot) this.at++;
    const last = isNot ? (next as IToken) : token;
    const operatorRange = { start: token.startOffset - this.host.base, end: endOf(last) - this.host.base };
    const operator = isNot ? "!=" : "==";
    const written = isNot ? "is not" : "is";
    const fix = replacement(`Write \`${operator}\``, operatorRange.start, operatorRange.end, operator);
    this.host.reportHabit("WR033", operatorRange, `\`${written} null\` is written \`${operator} null\``, [
      fix,
    ]);
    return this.binary(left, operator, operatorRange, false, this.climb(levelOfComparison + 1));
  }

  private reportChained(operator: IToken): void {
    this.host.report("WR041", this.rangeOf(operator), `comparisons do not chain: join them with \`and\``);
  }

  private rangeOf(token: IToken): Range {
    return { start: token.startOffset - this.host.base, end: endOf(token) - this.host.base };
  }
}

const comparisons: ReadonlyMap<string, string> = new Map([
  ["===", "=="],
  ["!==", "!="],
  ["<>", "!="],
]);

/** The operator that is meant: `&&` and `||` are read as `and` and `or` and keep their image. */
function operatorOf(token: IToken): BinaryOperator {
  if (is(token, Reserved.and)) return "and";
  if (is(token, Reserved.or)) return "or";
  return token.image as BinaryOperator;
}

function isToken(element: IToken | Expression): element is IToken {
  return "image" in element;
}
