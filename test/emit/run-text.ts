// From a text to rows on DuckDB: binds, gives parameters their values, emits and executes. For tests of what the SQL
// means. The connection has the engine's settings.

import assert from "node:assert/strict";
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  type Json,
  LIST,
  listValue,
  STRUCT,
  structValue,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import { type EmittedQuery, emitDuckdb } from "../../emit/emit.ts";
import type { ScanSpelling } from "../../emit/scan.ts";
import {
  type Catalogue,
  type PipelinePlan,
  specialise,
  type Type,
  type Value,
} from "../../language/index.ts";
import { bindText, mainFile } from "../language/bind.ts";

export const startedAt = 1_769_848_200_000_000n;

export interface TextOptions {
  /** Name of the pipeline; the last one of the text without. */
  readonly pipeline?: string;
  readonly arguments?: Readonly<Record<string, Value>>;
  readonly literals?: boolean;
  readonly catalogue?: Catalogue;
  readonly scans?: Partial<ScanSpelling>;
}

let opened: Promise<DuckDBConnection> | undefined;

/** The one connection of these tests. */
export function openConnection(): Promise<DuckDBConnection> {
  opened ??= open();
  return opened;
}

async function open(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  for (const setting of [
    "TimeZone = 'UTC'",
    "ieee_floating_point_ops = false",
    "integer_division = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
  ]) {
    await connection.run(`SET ${setting}`);
  }
  return connection;
}

/** The bound plan with its parameters' values; the text must have no errors. */
export function planOf(text: string, options: TextOptions = {}): PipelinePlan {
  const program = bindText(text, options.catalogue === undefined ? {} : { catalogue: options.catalogue });
  const file = mainFile(program);
  const syntax = file.tree.parts.flatMap((part) => part.problems);
  const errors = file.problems.filter((problem) => problem.severity === "error");
  assert.deepEqual(
    [...syntax, ...errors].map((problem) => `${problem.code} ${problem.message}`),
    [],
    text,
  );
  const plan =
    options.pipeline === undefined
      ? file.pipelines.at(-1)
      : file.pipelines.find((pipeline) => pipeline.name === options.pipeline);
  assert.ok(plan !== undefined, `no pipeline in ${text}`);
  const specialised = specialise(plan, options.arguments ?? {}, { now: startedAt });
  assert.deepEqual(specialised.problems, [], text);
  return specialised.plan;
}

const noScans: ScanSpelling = {
  scan: (input) => {
    throw new Error(`The test says nothing of ${input.name}`);
  },
  storeScan: () => undefined,
};

export function emitText(text: string, options: TextOptions = {}): EmittedQuery {
  return emitDuckdb(planOf(text, options), {
    scans: { ...noScans, ...options.scans },
    literals: options.literals ?? true,
    startedAtMicros: startedAt,
  });
}

export interface TextRows {
  readonly rows: readonly (readonly Json[])[];
  readonly names: readonly string[];
  /** DuckDB's types of the columns. */
  readonly types: readonly string[];
  readonly sql: string;
}

/** The rows of a text's pipeline. Ints, decimals and times come as texts. */
export async function runText(text: string, options: TextOptions = {}): Promise<TextRows> {
  const emitted = emitText(text, options);
  const values = emitted.parameters.map(({ value }) => parameterValue(value));
  const types = emitted.parameters.map(({ type }) => parameterType(type));
  return { ...(await runSql(emitted.sql, values, types)), sql: emitted.sql };
}

export async function runSql(
  sql: string,
  parameters: readonly DuckDBValue[] = [],
  types: readonly DuckDBType[] = [],
): Promise<Omit<TextRows, "sql">> {
  const connection = await openConnection();
  try {
    const reader = await connection.runAndReadAll(
      sql,
      [...parameters],
      types.length === 0 ? undefined : [...types],
    );
    return {
      rows: reader.getRowsJson(),
      names: reader.columnNames(),
      types: reader.columnTypes().map((type) => type.alias ?? String(type)),
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${sql}`);
  }
}

/** The rows as one text each: `1 | a | null`. */
export async function linesOf(text: string, options: TextOptions = {}): Promise<readonly string[]> {
  const { rows } = await runText(text, options);
  return rows.map((row) => row.map(shown).join(" | "));
}

function shown(value: Json): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** A parameter as DuckDB's value. */
function parameterValue(value: Value): DuckDBValue {
  switch (value.kind) {
    case "null":
      return null;
    case "bool":
    case "int":
    case "float":
    case "text":
      return value.value;
    case "date":
      return new DuckDBDateValue(value.days);
    case "timestamp":
      return new DuckDBTimestampValue(value.micros);
    case "list":
      return listValue(value.items.map((item) => parameterValue(item)));
    case "struct":
      return structValue(
        Object.fromEntries(value.fields.map((field) => [field.name, parameterValue(field.value)])),
      );
    default:
      throw new Error(`a parameter of kind ${value.kind}`);
  }
}

function parameterType(type: Type): DuckDBType {
  switch (type.kind) {
    case "bool":
      return BOOLEAN;
    case "int":
      return BIGINT;
    case "float":
      return DOUBLE;
    case "date":
      return DATE;
    case "timestamp":
      return TIMESTAMP;
    case "list":
      return LIST(parameterType(type.element.type));
    case "struct":
      return STRUCT(Object.fromEntries(type.fields.map((field) => [field.name, parameterType(field.type)])));
    default:
      return VARCHAR;
  }
}
