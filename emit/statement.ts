// One statement: its expressions put together, its constants as literals or numbered parameters.

import type { Type, Value } from "../language/types.ts";
import type { Builder, SharedReads } from "./builder.ts";
import type { SqlDialect } from "./dialect.ts";
import { duckdbDialect } from "./duckdb.ts";
import { printRelation } from "./relation.ts";
import type { ScanSpelling } from "./scan.ts";

export interface EmitOptions {
  readonly scans: ScanSpelling;
  /** True prints every value as a literal, so that the text runs by itself; else texts and lists are parameters. */
  readonly literals: boolean;
  /** Start of the run, microseconds since the epoch; undefined prints the engine's own clock. */
  readonly startedAtMicros: bigint | undefined;
}

/** A statement and the values of its `$1`, `$2`, … */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly { readonly value: Value; readonly type: Type }[];
  /** Where each expression of the statement stands: lines of `sql` from 0, `end` exclusive. */
  readonly expressionLines: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
  }[];
}

/**
 * Prints a statement whose last SELECT `print` gives. Chains that are read in several places are printed once, with
 * what all of them read: where that came out only after the printing, everything is printed anew with what is known.
 */
export function printStatement(
  options: EmitOptions,
  print: (builder: Builder) => string,
): { readonly statement: Statement; readonly builder: Builder } {
  const columns: SharedReads["columns"] = new Map();
  for (;;) {
    const constants: { value: Value; type: Type }[] = [];
    const builder = newBuilder(options, constants, { columns, grown: false });
    const select = print(builder);
    if (!builder.read.grown) return { statement: finished(select, builder, constants), builder };
  }
}

function newBuilder(
  options: EmitOptions,
  constants: { value: Value; type: Type }[],
  read: SharedReads,
): Builder {
  const dialect = duckdbDialect;
  const { startedAtMicros } = options;
  return {
    dialect,
    scans: options.scans,
    constant(value, type) {
      if (options.literals) return dialect.literal(value, type);
      checkTexts(value, dialect);
      constants.push({ value, type });
      return mark(constants.length - 1);
    },
    now:
      startedAtMicros === undefined
        ? dialect.now
        : dialect.literal({ kind: "instant", micros: startedAtMicros }, { kind: "instant" }),
    ctes: [],
    steps: [],
    taken: new Set(),
    printed: new Map(),
    read,
    chain: printRelation,
  };
}

function finished(
  select: string,
  { ctes, dialect }: Builder,
  constants: readonly { value: Value; type: Type }[],
): Statement {
  const expressions = ctes.map(
    ({ name, sql, verbatim }) => `${dialect.quoteName(name)} AS (\n${verbatim ? sql : indented(sql)}\n)`,
  );
  const sql = expressions.length === 0 ? select : `WITH ${expressions.join(",\n")}\n${select}`;
  let line = 0;
  const expressionLines = expressions.map((expression, index) => {
    const start = line;
    line += expression.split("\n").length;
    return { name: ctes[index]!.name, start, end: line };
  });
  return { ...numbered(`${sql}\n`, constants), expressionLines };
}

/** Refuses texts that the engine cannot hold, also where they do not stand in the statement itself. */
function checkTexts(value: Value, dialect: SqlDialect): void {
  if (value.kind === "text") dialect.quoteText(value.value);
  else if (value.kind === "list") for (const item of value.items) checkTexts(item, dialect);
  else if (value.kind === "struct") for (const field of value.fields) checkTexts(field.value, dialect);
}

/** Stands for a constant until the whole text is there. SQL itself never holds a NUL. */
function mark(index: number): string {
  return `\0${index}\0`;
}

/**
 * The text with `$1`, `$2`, … in the order of their first places. What is printed twice is one parameter, and what was
 * printed for a part that did not make it into the text is none.
 */
function numbered(
  sql: string,
  constants: readonly { value: Value; type: Type }[],
): Omit<Statement, "expressionLines"> {
  const parameters: { value: Value; type: Type }[] = [];
  const numbers = new Map<string, number>();
  const text = sql.replace(/\0(\d+)\0/g, (_, index: string) => {
    const constant = constants[Number(index)]!;
    const key = JSON.stringify(constant, (_name, part: unknown) =>
      typeof part === "bigint" ? `${part}n` : Object.is(part, -0) || Number.isNaN(part) ? String(part) : part,
    );
    let number = numbers.get(key);
    if (number === undefined) {
      parameters.push(constant);
      number = parameters.length;
      numbers.set(key, number);
    }
    return `$${number}`;
  });
  return { sql: text, parameters };
}

/** Lines of a text literal stay as they are: only lines that this printer began are indented. */
function indented(sql: string): string {
  return hasLineBreakInQuotes(sql) ? sql : `  ${sql.replaceAll("\n", "\n  ")}`;
}

function hasLineBreakInQuotes(sql: string): boolean {
  let quote = "";
  for (const character of sql) {
    if (quote !== "") {
      if (character === "\n") return true;
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
  }
  return false;
}
