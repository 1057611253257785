// The types of Weir's values and what holds for them: which widen to which, how they are written.
// A column is a type and whether it may be null; `unknown` is the type of what could not be bound, and it
// goes through every check in silence, so that one fault gives one problem.

export type Type =
  | { readonly kind: "bool" | "int" | "float" | "text" | "date" | "timestamp" | "instant" }
  | { readonly kind: "duration" | "uuid" | "binary" | "json" }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "list"; readonly element: ColumnType }
  | { readonly kind: "struct"; readonly fields: readonly StructField[] }
  /** Months, quarters and years: literals only, added to or taken from dates and timestamps. */
  | { readonly kind: "months" }
  /** `512 MiB` and `$0.50`: options and budgets only. */
  | { readonly kind: "size" | "money" }
  /** The literal `null` before something gives it a type. */
  | { readonly kind: "null" }
  | { readonly kind: "unknown" };

export interface ColumnType {
  readonly type: Type;
  readonly nullable: boolean;
}

export interface StructField extends ColumnType {
  readonly name: string;
}

/**
 * A value known before the run: a literal, a parameter's value, a folded expression. Dates count days and
 * times count microseconds since 1970-01-01 (UTC for instants); durations count microseconds.
 */
export type Value =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | {
      readonly kind: "decimal";
      readonly unscaled: bigint;
      readonly precision: number;
      readonly scale: number;
    }
  | { readonly kind: "text" | "uuid"; readonly value: string }
  | { readonly kind: "date"; readonly days: number }
  | { readonly kind: "timestamp" | "instant" | "duration"; readonly micros: bigint }
  | { readonly kind: "months"; readonly months: number }
  | { readonly kind: "size"; readonly bytes: bigint }
  | { readonly kind: "money"; readonly dollars: string }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "struct"; readonly fields: readonly { readonly name: string; readonly value: Value }[] };
