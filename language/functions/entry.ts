// The shape of one entry of the function table: everything that Weir knows about a function stands in it, so
// that the binder, completion, the documentation and the SQL of every engine read the same lines.
// An entry never computes rows: its meaning on an engine is the spelling, and its example is run on each.

import type { ColumnType, Type, Value } from "../types.ts";

export type FunctionCategory =
  | "text"
  | "number"
  | "date and time"
  | "list"
  | "struct"
  | "json"
  | "regular expression"
  | "conditional"
  | "hash"
  | "geography"
  | "aggregate"
  | "window";

/** SQL engines that the emitter prints for. An entry that lacks one does not compile. */
export type Dialect = "duckdb";

export interface FunctionEntry {
  readonly name: string;
  readonly category: FunctionCategory;
  /** `aggregate`: in aggregate, window and pivot steps; `window`: in window steps only. */
  readonly kind: "scalar" | "aggregate" | "window";
  /** One or two sentences, plain text with backticks. */
  readonly doc: string;
  readonly signatures: readonly Signature[];
  /** Weir expressions: `call` gives `result`. For aggregates and window functions `rows` is the input, a
   *  `rows([...])` list; `call` is the item's expression and `clauses` the rest of the step. */
  readonly example: FunctionExample;
  /** True where the order of the input matters (`sorted:` is asked for). */
  readonly ordered?: true;
  /** Not repeatable, or dependent on the run (`random`): never folded. */
  readonly volatile?: true;
}

export interface Signature {
  /**
   * The types in Weir's own notation: `(value: text, start: int, length: int? = null) -> text`,
   * `(list: list(T), item: T) -> bool`, `(values: T...) -> T` (repeated, at least once), `(list: list(A), body: (A) => B)
   * -> list(B)` (lambda). Every parameter has a name and may be given by it.
   * - A parameter of type `T?` takes null as a value: a null there does not make the result null.
   * - `const` before the type asks for a value known before the run.
   * - One capital letter is a type variable; `number` stands for int, float and decimal alike and `decimal` for every
   *   decimal, both the same type wherever they occur in a signature; `decimal(38, S)` has the scale of `decimal`;
   *   `any` is everything, each time anew.
   */
  readonly type: string;
  /**
   * When the result may be null: `strict` (the default) when an argument may be null, or the result type says
   * `?`; `never`; `always`; `all` only when all arguments may be null (coalesce, greatest). For aggregates `strict` adds:
   * when no row may come in (an empty group, a `where:`); `never` and `all` hold there too.
   */
  readonly nulls?: "strict" | "never" | "always" | "all";
  /** The SQL gives another width of the type (32 or 128 bits, other digits) somewhere, so that it has to be cast. */
  readonly loose?: true;
  /** What constant arguments must be, by parameter. */
  readonly checks?: Readonly<Record<string, ArgumentCheck>>;
  /** The SQL: `$1`, `$2` are the printed arguments, `$*` the arguments separated by commas. Aggregates place
   *  `$distinct`, `$sorted` and `$tail` (filter and window) as well. */
  readonly sql: Readonly<Record<Dialect, SqlSpelling>>;
}

/** Rules for constant arguments; `problemWithArgument` says what breaks one. */
export type ArgumentCheck =
  | "calendar unit"
  /** Of `format`; of `parse_date` and `parse_timestamp`, which need whole dates. */
  | "time pattern"
  | "date to read"
  | "time to read"
  | "number pattern"
  | "regular expression"
  | "fraction"
  | "not negative"
  | "positive"
  | "one character"
  | "zone";

/** A template, or a function from the printed arguments (in the signature's order) to SQL. */
export type SqlSpelling = string | ((args: readonly string[], call: SpelledCall) => string);

/** What a spelling may know of its call. */
export interface SpelledCall {
  readonly argumentTypes: readonly ColumnType[];
  readonly result: ColumnType;
  /** Values of arguments known before the run, in the order of the arguments. */
  readonly constants: readonly (Value | undefined)[];
  /** The dialect's name of a type. */
  readonly sqlType: (type: Type) => string;
  /** `DISTINCT ` or nothing. */
  readonly distinct: string;
  /** ` ORDER BY …` or nothing. */
  readonly sorted: string;
  /** ` FILTER (WHERE …)` and ` OVER (…)`, as far as asked for; a condition is added to the filter. */
  readonly tail: (condition?: string) => string;
  /** The conditions of the filter, and ` OVER (…)`, each or nothing, for what cannot take `tail`. */
  readonly filter: string;
  readonly over: string;
  /** Whether the call stands in a window. */
  readonly window: boolean;
}

export interface FunctionExample {
  readonly call: string;
  readonly result: string;
  readonly rows?: string;
  readonly clauses?: string;
}
