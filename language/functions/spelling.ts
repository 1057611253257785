// Small parts that spellings are made of, and the short way to write signatures and chapters of the table.

import type { Value } from "../types.ts";
import type { FunctionCategory, FunctionEntry, Signature, SpelledCall, SqlSpelling } from "./entry.ts";

/** One signature and its SQL on DuckDB. */
export function signature(
  type: string,
  duckdb: SqlSpelling,
  more: Pick<Signature, "nulls" | "loose" | "checks"> = {},
): Signature {
  return { type, ...more, sql: { duckdb } };
}

/** A signature whose SQL has another width than its result: it is cast. */
export function loose(
  type: string,
  duckdb: SqlSpelling,
  more: Pick<Signature, "nulls" | "checks"> = {},
): Signature {
  return signature(type, duckdb, { ...more, loose: true });
}

/** Scalar functions of one category. */
export function chapter(
  category: FunctionCategory,
  entries: readonly Omit<FunctionEntry, "category" | "kind">[],
): readonly FunctionEntry[] {
  return entries.map((entry) => ({ ...entry, category, kind: "scalar" }));
}

/** A text as SQL. Only quotes are doubled: a backslash stands for itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A whole number where the engine takes 32 bits only. */
export function shortInt(args: readonly string[], call: SpelledCall, index: number): string {
  const value = call.constants[index];
  if (value?.kind === "int" && value.value >= 0n && value.value < 1n << 31n) return value.value.toString();
  return `CAST(${args[index]!} AS INTEGER)`;
}

/** The value of an argument that the signature asks to be constant. */
export function constantArgument(call: SpelledCall, index: number): Value {
  const value = call.constants[index];
  if (value === undefined) throw new Error(`Argument ${index + 1} is not known before the run`);
  return value;
}

/** A text that the signature asks to be constant; undefined for null. */
export function constantText(call: SpelledCall, index: number): string | undefined {
  const value = constantArgument(call, index);
  return value.kind === "text" ? value.value : undefined;
}

/** `sql`, but null where the argument is: for spellings that would not give null by themselves. */
export function nullWhereNull(
  args: readonly string[],
  call: SpelledCall,
  index: number,
  sql: string,
): string {
  return call.argumentTypes[index]?.nullable === true
    ? `CASE WHEN ${args[index]!} IS NULL THEN NULL ELSE ${sql} END`
    : sql;
}

/** A spelling that gives null where one of the arguments at `places` (from 1) is null. */
export function guarded(spelling: SqlSpelling, ...places: readonly number[]): SqlSpelling {
  return (args, call) => {
    const sql =
      typeof spelling === "string"
        ? spelling.replace(/\$(\d+)/g, (_, place: string) => args[Number(place) - 1]!)
        : spelling(args, call);
    return places.reduceRight((inner, place) => nullWhereNull(args, call, place - 1, inner), sql);
  };
}

/** The lambda parameter of spellings. Weir names a column so only in backticks, and nobody does. */
export const item = "__item";
