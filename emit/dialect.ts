// What the shared printer asks of a dialect: quoting, type names, literals, and the few places where the engines
// spell the same meaning differently. Functions carry their own spellings in the function table.

import type { Dialect } from "../language/functions/entry.ts";
import type { Type, Value } from "../language/types.ts";

export interface SqlDialect {
  readonly name: Dialect;
  /** A name as an identifier, quoted where it has to be. */
  quoteName(name: string): string;
  /** A text as a literal. @throws {UnprintableError} for a text that no literal can hold. */
  quoteText(text: string): string;
  typeName(type: Type): string;
  /** A constant of the type as SQL that has exactly that type. */
  literal(value: Value, type: Type): string;
  /** The shortest SQL of a number, whose type may be narrower: for operands beside something typed. */
  bareNumber(value: Value): string | undefined;
  /** A conversion by Weir's rules. `safe` gives null where it fails. */
  cast(sql: string, from: Type, to: Type, safe: boolean): string;
  /** Field of a struct, element of a list (`index` from 0, negative from the end), one step into json. */
  field(object: string, name: string): string;
  element(object: string, index: string, constant: bigint | undefined): string;
  jsonStep(object: string, key: string, constant: Value | undefined, keyType: Type): string;
  list(items: readonly string[], type: Type): string;
  struct(fields: readonly { readonly name: string; readonly sql: string }[]): string;
  lambda(parameters: readonly string[], body: string): string;
  /** Whether `list` holds `value`, where null is a value like any other. */
  listContains(list: string, value: string): string;
  /** Whole division of ints towards zero, null for a zero divisor. */
  wholeDivision(left: string, right: string): string;
  /** The duration from `right` to `left`, both dates or both times. */
  between(kind: "date" | "time", left: string, right: string): string;
  /** The start of the run where it is not given. */
  readonly now: string;
  todayIn(now: string, zone: string): string;
  /** Rows of `list` as the select item `name`. */
  unnest(list: string, keepEmpty: boolean): string;
  /** Rows from `from` to `to`, both included: the first and so many steps, months counted from the first. */
  series(from: string, to: string, step: string, type: Type, stepType: Type): string;
  sampleClause(amount: string, unit: "percent" | "rows", seed: string | undefined): string;
}

/** A value that cannot be written into this dialect's SQL at all. */
export class UnprintableError extends Error {}
