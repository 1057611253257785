// Rules of types as written, and of `name: type` in schema blocks and results.
import { ParserBase } from "./parser-base.ts";
import { maximumNesting } from "./parser-core.ts";
import {
  Colon,
  Comma,
  Compare,
  LBrace,
  LParen,
  Name as NameToken,
  Num,
  Question,
  RBrace,
  RParen,
} from "./tokens.ts";
import type { FieldDeclaration, Name, TypeNode } from "./tree.ts";

const noFields: readonly never[] = [];
const generic: ReadonlySet<string> = new Set(["list", "array", "struct", "map"]);

export abstract class TypeParser extends ParserBase {
  readonly type = this.RULE("type", (): TypeNode => {
    const numbers: number[] = [];
    let element: TypeNode | undefined;
    let fields: readonly FieldDeclaration[] = noFields;
    let nullable = false;
    if (this.depth >= maximumNesting) {
      this.skipTooDeep();
      return this.missingType();
    }
    if (this.lacks(NameToken)) {
      this.reportMissing("WR013", "a type is missing");
      return this.missingType();
    }
    this.depth++;
    const name = this.nameNode(this.CONSUME(NameToken));
    if (this.may(LParen)) {
      this.OPTION(() => {
        element = this.SUBRULE(this.typeArguments, { ARGS: [numbers] });
      });
    }
    if (this.RECORDING_PHASE || (name.text === "struct" && this.at(LBrace))) {
      this.OPTION2(() => {
        fields = this.SUBRULE(this.fields, { ARGS: [true] });
      });
    }
    if (!this.RECORDING_PHASE && this.at(Compare) && this.here() === name.end) {
      element = this.angleBrackets(name) ?? element;
    }
    if (this.may(Question)) {
      this.OPTION3(() => {
        this.CONSUME(Question);
        nullable = true;
      });
    }
    this.depth--;
    return { kind: "type", start: name.start, end: this.here(), name, numbers, element, fields, nullable };
  });

  /** `(12, 2)` of a decimal, `(text)` of a list; gives the type. */
  private readonly typeArguments = this.RULE(
    "typeArguments",
    (numbers: number[] = []): TypeNode | undefined => {
      let element: TypeNode | undefined;
      const open = this.CONSUME(LParen);
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              const digits = this.CONSUME(Num);
              if (!this.RECORDING_PHASE) numbers.push(Number(digits.image.replaceAll("_", "")));
            },
          },
          {
            ALT: () => {
              element = this.SUBRULE(this.type);
            },
          },
        ]);
        this.OPTION(() => this.CONSUME(Comma));
      });
      this.wantClosing(1, RParen, open);
      return element;
    },
  );

  protected missingType(): TypeNode {
    const name = this.holeName();
    const { start, end } = name;
    return {
      kind: "type",
      start,
      end,
      name,
      numbers: [],
      element: undefined,
      fields: noFields,
      nullable: false,
    };
  }

  /** `list<text>`, read as `list(text)`. */
  private angleBrackets(name: Name): TypeNode | undefined {
    const range = this.rangeOf(this.LA(1));
    if (this.LA(1).image !== "<" || range.start > name.end || !generic.has(name.text)) return undefined;
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
    this.MANY(() => {
      list.push(this.SUBRULE(this.field));
      if (needsCommas && this.at(NameToken)) this.reportMissing("WR014", "`,` is missing", ",");
      this.OPTION(() => this.CONSUME(Comma));
    });
    this.skipJunk("schema");
    this.wantClosing(1, RBrace, open);
    return list;
  });

  readonly field = this.RULE("field", (): FieldDeclaration => {
    const before = this.beforeEntry();
    const name = this.nameOr(1, "the name of a column");
    this.want(1, Colon, "WR016", "`:` and a type are missing", ": ");
    const type = this.SUBRULE(this.type);
    const doc = this.docAround(before, name.start);
    return { kind: "field", start: name.start, end: this.here(), name, type, doc };
  });
}
