// The shape of one entry of the function table: everything that Weir knows about a function stands in it, so
// that the binder, completion, the documentation and the SQL of every engine read the same lines.
// An entry never computes rows: its meaning on an engine is the spelling, and its example is run on each.

export type FunctionCategory =
  | "text" | "number" | "date and time" | "list" | "struct" | "json" | "regular expression" | "conditional"
  | "hash" | "geography" | "aggregate" | "window";

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
   * The types in Weir's own notation: `(text, int, int = 1) -> text`, `(list(T), T) -> bool`,
   * `(T, T...) -> T` (last repeated, at least once), `(instant, zone: text = "UTC") -> int` (named), `(list(A), (A) => B)
   * -> list(B)` (lambda). Capital letters are type variables; `decimal` stands for every decimal and `decimal` in the
   * result for the first decimal argument's; `number` is int, float or decimal alike; `any` is everything.
   */
  readonly type: string;
  /**
   * When the result may be null: `strict` (the default) when an argument may be null, or the result type says
   * `?`; `never`; `always`; `all` only when all arguments may be null (coalesce, greatest).
   */
  readonly nulls?: "strict" | "never" | "always" | "all";
  /** The SQL: `$1`, `$2` are the printed arguments, `$*` the arguments separated by commas. */
  readonly sql: Readonly<Record<Dialect, SqlSpelling>>;
}

/** A template, or a function from the printed arguments (in the signature's order) to SQL. */
export type SqlSpelling = string | ((args: readonly string[]) => string);

export interface FunctionExample {
  readonly call: string;
  readonly result: string;
  readonly rows?: string;
  readonly clauses?: string;
}
