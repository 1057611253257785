// The syntax tree: plain readonly data with exact ranges, made by the parser and read by everything else.
// Ranges inside a declaration are UTF-16 offsets from the declaration's own start, so that the tree of a
// declaration that was not edited stays the same object while the text before it grows and shrinks.
// The tree knows no types and no files, and a node exists for every hole that the person has still to fill.

/** A half-open range of UTF-16 offsets, relative to the start of the enclosing declaration. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One parsed text. `parts` and the trivia between them cover the text from the first character to the last. */
export interface SyntaxFile {
  readonly text: string;
  readonly parts: readonly FilePart[];
}

/** A declaration and where it stands. Only `start` changes when text before it is edited. */
export interface FilePart {
  /** Absolute UTF-16 offset of the declaration's first character (its doc comment included). */
  readonly start: number;
  readonly declaration: Declaration;
  /** Syntax problems of this declaration; ranges are relative to `start`. */
  readonly problems: readonly SyntaxProblem[];
  /**
   * Comments inside it, `##` ones included, in order, for the printer; ranges are relative to `start`. Comments
   * outside of all declarations are in none: they are the only text between parts besides white space.
   */
  readonly comments: readonly Comment[];
}

export interface Comment extends Range {
  readonly text: string;
}

/** What the parser has to say: `code` is an entry of the problem table, `values` fill its message. */
export interface SyntaxProblem extends Range {
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly TextFix[];
  readonly related: readonly RelatedRange[];
}

export interface RelatedRange extends Range {
  readonly message: string;
}

/** A repair as text edits, in the same coordinates as the problem that carries it. */
export interface TextFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface TextEdit extends Range {
  readonly newText: string;
}

/** A name as written: `text` is without backticks, empty where the name is still missing. */
export interface Name extends Range {
  readonly kind: "name";
  readonly text: string;
  readonly quoted: boolean;
}

// ---------------------------------------------------------------------------------------- declarations

export type Declaration =
  | ImportDeclaration
  | SourceDeclaration
  | StoreDeclaration
  | ModelDeclaration
  | LetDeclaration
  | FunctionDeclaration
  | PipelineDeclaration
  | BarePipeline
  | TestDeclaration
  | ServiceDeclaration
  | JobDeclaration
  | FaultyDeclaration;

interface DeclarationBase extends Range {
  /** Text of the `##` lines before it and at the end of its first line, joined by line breaks; empty without. */
  readonly doc: string;
}

export interface ImportDeclaration extends DeclarationBase {
  readonly kind: "import";
  /** Empty for `import "file"`, which imports every name. */
  readonly names: readonly Name[];
  readonly path: TextNode | undefined;
}

/** `source name = format(arguments) { schema }`. */
export interface SourceDeclaration extends DeclarationBase {
  readonly kind: "source";
  readonly name: Name;
  readonly connector: ConnectorCall | undefined;
  readonly schema: SchemaBlock | undefined;
}

export interface StoreDeclaration extends DeclarationBase {
  readonly kind: "store";
  readonly name: Name;
  readonly connector: ConnectorCall | undefined;
  readonly schema: SchemaBlock | undefined;
}

export interface ModelDeclaration extends DeclarationBase {
  readonly kind: "model";
  readonly name: Name;
  readonly connector: ConnectorCall | undefined;
  readonly schema: SchemaBlock | undefined;
}

export interface ConnectorCall extends Range {
  readonly kind: "connector";
  readonly name: Name;
  readonly arguments: readonly Argument[];
}

export interface SchemaBlock extends Range {
  readonly kind: "schema";
  readonly fields: readonly FieldDeclaration[];
}

export interface FieldDeclaration extends Range {
  readonly kind: "field";
  readonly name: Name;
  readonly type: TypeNode;
  readonly doc: string;
}

export interface LetDeclaration extends DeclarationBase {
  readonly kind: "let";
  readonly name: Name;
  readonly type: TypeNode | undefined;
  readonly value: Expression;
}

export interface FunctionDeclaration extends DeclarationBase {
  readonly kind: "function";
  readonly name: Name;
  readonly parameters: readonly ParameterDeclaration[];
  readonly returns: TypeNode | undefined;
  readonly body: Expression;
}

export interface ParameterDeclaration extends Range {
  readonly kind: "parameter";
  readonly name: Name;
  readonly type: TypeNode;
  readonly check: ParameterCheck | undefined;
  readonly default: Expression | undefined;
  readonly doc: string;
}

export type ParameterCheck =
  | (Range & { readonly kind: "between"; readonly low: Expression; readonly high: Expression })
  | (Range & { readonly kind: "in"; readonly values: Expression });

export interface PipelineDeclaration extends DeclarationBase {
  readonly kind: "pipeline";
  readonly name: Name;
  readonly parameters: readonly ParameterDeclaration[];
  readonly budget: readonly BudgetItem[];
  readonly steps: readonly Step[];
  /** Range of the body from `{` to `}` (or to where the body ends without one). */
  readonly body: Range;
}

export interface BudgetItem extends Range {
  readonly kind: "budgetItem";
  readonly name: Name;
  readonly value: Expression;
}

/** Steps at the top of a file, without a name. */
export interface BarePipeline extends DeclarationBase {
  readonly kind: "bare";
  readonly steps: readonly Step[];
}

export interface TestDeclaration extends DeclarationBase {
  readonly kind: "test";
  readonly title: TextNode | undefined;
  readonly of: RelationNode;
  readonly items: readonly TestItem[];
}

export type TestItem =
  | (Range & { readonly kind: "given"; readonly name: Name; readonly value: Expression | RelationNode })
  | (Range & { readonly kind: "expectRows"; readonly rows: Expression | RelationNode })
  | (Range & { readonly kind: "expectCondition"; readonly condition: Expression })
  | FaultyItem;

export interface ServiceDeclaration extends DeclarationBase {
  readonly kind: "service";
  readonly name: Name;
  readonly items: readonly ServiceItem[];
}

export type ServiceItem =
  | (Range & {
      readonly kind: "endpoint";
      readonly path: TextNode;
      readonly relation: RelationNode;
      readonly example: readonly Argument[] | undefined;
      readonly doc: string;
    })
  | (Range & { readonly kind: "auth"; readonly scheme: Name; readonly arguments: readonly Argument[] })
  | (Range & { readonly kind: "limit"; readonly count: Expression; readonly unit: Name })
  | (Range & { readonly kind: "cache"; readonly duration: Expression })
  | FaultyItem;

export interface JobDeclaration extends DeclarationBase {
  readonly kind: "job";
  readonly name: Name;
  readonly items: readonly JobItem[];
}

export type JobItem =
  | (Range & { readonly kind: "run"; readonly relation: RelationNode })
  | (Range & { readonly kind: "every"; readonly schedule: Schedule })
  | (Range & { readonly kind: "on"; readonly target: Name })
  | (Range & { readonly kind: "retry"; readonly count: Expression })
  | FaultyItem;

export type Schedule =
  | { readonly kind: "cron"; readonly expression: TextNode; readonly zone: TextNode | undefined }
  | { readonly kind: "interval"; readonly interval: Expression }
  | {
      readonly kind: "daily";
      /** `day`, `monday`, … as written. */
      readonly day: Name;
      /** `HH:MM` as written, undefined while it is missing. */
      readonly time: string | undefined;
      readonly zone: TextNode | undefined;
    };

/** An item or line that the parser could not read; its problem says why. */
export interface FaultyItem extends Range {
  readonly kind: "faulty";
}

export interface FaultyDeclaration extends DeclarationBase {
  readonly kind: "faultyDeclaration";
}

// ---------------------------------------------------------------------------------------------- relations

export type RelationNode =
  /** A source, store or pipeline by name, with arguments where it takes some. `name.text` may be empty (hole). */
  | (Range & {
      readonly kind: "namedRelation";
      readonly name: Name;
      readonly arguments: readonly Argument[] | undefined;
    })
  /** `rows([{…}])`. */
  | (Range & { readonly kind: "rowsRelation"; readonly rows: Expression })
  /** `series(a, b, step)`. */
  | (Range & { readonly kind: "seriesRelation"; readonly arguments: readonly Argument[] })
  /** `(from … | …)`. */
  | (Range & { readonly kind: "stepsRelation"; readonly steps: readonly Step[] })
  /** `csv("fixtures/x.csv")` and its like, in tests only. */
  | (Range & { readonly kind: "connectorRelation"; readonly connector: ConnectorCall });

// -------------------------------------------------------------------------------------------------- steps

export type JoinKind = "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "asof";

interface StepBase extends Range {
  /** The range of the keyword (both words of `left join`). */
  readonly keyword: Range;
}

export type Step =
  | (StepBase & { readonly kind: "from"; readonly relation: RelationNode; readonly alias: Name | undefined })
  | (StepBase & { readonly kind: "where"; readonly condition: Expression })
  | (StepBase & { readonly kind: "derive"; readonly items: readonly Item[] })
  | (StepBase & { readonly kind: "select"; readonly items: readonly Item[] })
  | (StepBase & { readonly kind: "drop"; readonly columns: readonly Expression[] })
  | (StepBase & { readonly kind: "rename"; readonly items: readonly Item[] })
  | (StepBase & {
      readonly kind: "join";
      readonly join: JoinKind;
      readonly relation: RelationNode;
      readonly alias: Name | undefined;
      readonly cardinality: "one" | "many" | undefined;
      readonly on: readonly Expression[];
    })
  | (StepBase & { readonly kind: "aggregate"; readonly items: readonly Item[]; readonly by: readonly Item[] })
  | (StepBase & {
      readonly kind: "window";
      readonly items: readonly Item[];
      readonly by: readonly Item[];
      readonly sorted: readonly SortKey[];
      readonly frame: Frame | undefined;
    })
  | (StepBase & { readonly kind: "sort"; readonly keys: readonly SortKey[] })
  | (StepBase & {
      readonly kind: "take";
      readonly count: Expression;
      readonly offset: Expression | undefined;
      readonly by: readonly Item[];
      readonly sorted: readonly SortKey[];
    })
  | (StepBase & { readonly kind: "distinct" })
  | (StepBase & { readonly kind: "union"; readonly relations: readonly RelationNode[] })
  | (StepBase & { readonly kind: "except"; readonly relation: RelationNode })
  | (StepBase & { readonly kind: "intersect"; readonly relation: RelationNode })
  | (StepBase & { readonly kind: "unnest"; readonly keepEmpty: boolean; readonly item: Item })
  | (StepBase & {
      readonly kind: "pivot";
      readonly items: readonly Item[];
      readonly by: readonly Item[];
      readonly column: Name;
      readonly values: Expression;
    })
  | (StepBase & {
      readonly kind: "unpivot";
      readonly items: readonly Item[];
      readonly label: Name;
      readonly value: Name;
    })
  | (StepBase & {
      readonly kind: "sample";
      readonly amount: Expression;
      readonly unit: "percent" | "rows";
      readonly seed: Expression | undefined;
    })
  | (StepBase & {
      readonly kind: "expect";
      readonly condition: Expression | undefined;
      /** Keys of `expect unique(…)`, where `condition` is undefined. */
      readonly unique: readonly Expression[] | undefined;
      readonly message: TextNode | undefined;
      readonly tolerance:
        | { readonly kind: "warn" }
        | { readonly kind: "atMost"; readonly percent: Expression }
        | undefined;
    })
  | (StepBase & {
      readonly kind: "score";
      readonly name: Name;
      readonly model: Name;
      readonly arguments: readonly Argument[];
    })
  | (StepBase & {
      readonly kind: "sql";
      readonly texts: readonly { readonly dialect: Name; readonly text: TextNode }[];
      readonly returns: readonly FieldDeclaration[];
    })
  | (StepBase & { readonly kind: "into"; readonly store: Name; readonly mode: StoreMode | undefined })
  /** A misspelt or unreadable step. `word` is its first word. */
  | (StepBase & { readonly kind: "faultyStep"; readonly word: Name });

export type StepKind = Step["kind"];

export type StoreMode =
  | (Range & { readonly kind: "replace" })
  | (Range & { readonly kind: "append" })
  | (Range & { readonly kind: "merge"; readonly keys: readonly Expression[] })
  | (Range & { readonly kind: "replaceBy"; readonly keys: readonly Expression[] });

/** `name = expression` or a bare expression. */
export interface Item extends Range {
  readonly kind: "item";
  readonly name: Name | undefined;
  readonly value: Expression;
}

export interface SortKey extends Range {
  readonly kind: "sortKey";
  readonly value: Expression;
  readonly descending: boolean;
  /** As written; undefined means nulls last, in both directions. */
  readonly nulls: "first" | "last" | undefined;
}

/** `rows a..b` or `range a..b`; an omitted bound is undefined (unbounded). Bounds before the row are negative. */
export interface Frame extends Range {
  readonly kind: "frame";
  readonly unit: "rows" | "range";
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
}

// -------------------------------------------------------------------------------------------- expressions

export type Expression =
  | LiteralNode
  | (Range & { readonly kind: "columnName"; readonly name: Name })
  /** `$name`. */
  | (Range & { readonly kind: "parameterName"; readonly name: Name })
  /** `a.b`: an alias' column, a struct field or a json path; the binder decides. */
  | (Range & { readonly kind: "member"; readonly object: Expression; readonly name: Name })
  /** `c.*` in `select`. */
  | (Range & { readonly kind: "star"; readonly qualifier: Name | undefined })
  | (Range & { readonly kind: "index"; readonly object: Expression; readonly index: Expression })
  | CallNode
  | (Range & { readonly kind: "unary"; readonly operator: "-" | "not"; readonly operand: Expression })
  | (Range & {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      /** The operator's own range, for problems about it. */
      readonly operatorRange: Range;
      readonly negated: boolean;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Range & {
      readonly kind: "between";
      readonly negated: boolean;
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
    })
  | (Range & {
      readonly kind: "cast";
      readonly value: Expression;
      readonly type: TypeNode;
      readonly safe: boolean;
    })
  | (Range & {
      readonly kind: "if";
      readonly condition: Expression;
      readonly then: Expression;
      readonly else: Expression;
    })
  | (Range & {
      readonly kind: "case";
      readonly arms: readonly CaseArm[];
      readonly else: Expression | undefined;
    })
  /** Items may be `sortKey` nodes inside the `sorted:` argument of an aggregate. */
  | (Range & { readonly kind: "list"; readonly items: readonly (Expression | SortKey)[] })
  | (Range & {
      readonly kind: "struct";
      readonly fields: readonly { readonly name: Name; readonly value: Expression }[];
    })
  | (Range & { readonly kind: "lambda"; readonly parameters: readonly Name[]; readonly body: Expression })
  /** `f"…"`. Texts are unescaped. */
  | (Range & { readonly kind: "interpolation"; readonly parts: readonly (string | Expression)[] })
  | (Range & { readonly kind: "group"; readonly inner: Expression })
  /** A hole: an operand that is still to be written. */
  | (Range & { readonly kind: "missing" });

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "like"
  | "matches"
  | "??"
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%";

export interface CallNode extends Range {
  readonly kind: "call";
  readonly name: Name;
  readonly arguments: readonly Argument[];
}

export interface Argument extends Range {
  readonly kind: "argument";
  readonly name: Name | undefined;
  readonly value: Expression | SortKey;
}

export interface CaseArm extends Range {
  readonly condition: Expression;
  readonly value: Expression;
}

export interface LiteralNode extends Range {
  readonly kind: "literal";
  readonly value: LiteralValue;
}

/** A text literal where the grammar wants exactly that (paths, titles, SQL). */
export interface TextNode extends Range {
  readonly kind: "text";
  /** Unescaped. */
  readonly value: string;
}

export type LiteralValue =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  /** Digits without `_`. */
  | { readonly kind: "int"; readonly digits: string }
  /** A number with a point and no exponent, as written without `_`: exact decimal or float, as its neighbours ask. */
  | { readonly kind: "point"; readonly digits: string }
  /** A number with an exponent. */
  | { readonly kind: "float"; readonly digits: string }
  | { readonly kind: "text"; readonly value: string }
  /** `@2026-01-31` as `2026-01-31`. */
  | { readonly kind: "date"; readonly iso: string }
  /** `2026-01-31T08:30:00`, up to six fraction digits. */
  | { readonly kind: "timestamp"; readonly iso: string }
  /** With `Z` or an offset. */
  | { readonly kind: "instant"; readonly iso: string }
  /** `90 s`, `7 days`, `1 month`: the unit as its singular canonical word (`second`, `day`, `month`, …). */
  | { readonly kind: "duration"; readonly amount: string; readonly unit: DurationUnit }
  | { readonly kind: "size"; readonly bytes: bigint }
  | { readonly kind: "money"; readonly dollars: string };

export type DurationUnit =
  | "microsecond"
  | "millisecond"
  | "second"
  | "minute"
  | "hour"
  | "day"
  | "week"
  | "month"
  | "quarter"
  | "year";

/** A type as written: `decimal(12, 2)`, `list(text?)`, `struct{a: int}`, `int?`. */
export interface TypeNode extends Range {
  readonly kind: "type";
  /** Empty `text` where the type is missing. */
  readonly name: Name;
  /** Precision and scale of a decimal. */
  readonly numbers: readonly number[];
  /** Element type of a list. */
  readonly element: TypeNode | undefined;
  readonly fields: readonly FieldDeclaration[];
  readonly nullable: boolean;
}
