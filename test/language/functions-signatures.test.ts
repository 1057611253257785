// Every signature of the function table executed, over columns with and without null: DuckDB's type is the one that the
// binder promises, strict functions give null for null, and what is said never to be null never is.

import assert from "node:assert/strict";
import { duckdbType } from "../../emit/duckdb.ts";
import { type Pattern, parseSignature, type SignatureParameter } from "../../language/functions/signature.ts";
import { allFunctions, type FunctionEntry, type Signature } from "../../language/index.ts";
import { planOf, runText } from "../emit/run-text.ts";

/** Constant arguments that have to make sense together, by function and parameter. */
const constants: Readonly<Record<string, string>> = {
  "format.pattern": '"yyyy"',
  "parse_date.pattern": '"yyyy-MM-dd"',
  "parse_timestamp.pattern": '"yyyy-MM-dd"',
  "format_number.pattern": '"0.0"',
  "date_trunc.unit": '"month"',
  pattern: '"[a-z]+"',
  zone: '"UTC"',
  decimal: '"."',
  group: "0",
  digits: "1",
  fraction: "0.5",
  count: "2",
  size: "2",
  step: "1",
  n: "2",
  separator: '","',
  descending: "true",
};

const values: Readonly<Record<string, string>> = {
  bool: "true",
  int: "7",
  float: "7.25",
  text: '"abc"',
  date: "@2026-01-31",
  timestamp: "@2026-01-31T08:30:00",
  instant: "@2026-01-31T08:30:00Z",
  duration: "90 s",
  uuid: '"0cc175b9-c0f1-b6a8-31c3-99e269772661" as uuid',
  binary: 'to_binary("abc")',
  json: 'parse_json("[1]")',
  decimal: "(7.25) as decimal(12, 2)",
};

const variableTypes: Readonly<Record<string, readonly string[]>> = {
  number: ["int", "float", "decimal"],
  decimal: ["decimal"],
};

describe("signatures of functions", () => {
  for (const entry of allFunctions) {
    if (entry.name === "now" || entry.name === "today") continue;
    for (const signature of entry.signatures) {
      it(`${entry.name}${signature.type}`, async () => {
        for (const type of typesToTry(signature)) {
          const count = await checkCall(entry, signature, type, undefined);
          for (let place = 0; place < count; place++) await checkCall(entry, signature, type, place);
        }
      });
    }
  }
});

function typesToTry({ type }: Signature): readonly string[] {
  const names = new Set(type.match(/\b(?:[A-Z]|number|decimal)\b/g) ?? []);
  names.delete("S");
  for (const [name, types] of Object.entries(variableTypes)) if (names.has(name)) return types;
  return names.size > 0 ? ["int", "text", "decimal", "date", "bool"] : ["int"];
}

async function checkCall(
  entry: FunctionEntry,
  signature: Signature,
  variable: string,
  /** The column argument that is null; undefined for none. */
  nullAt: number | undefined,
): Promise<number> {
  const parsed = parseSignature(signature.type);
  const columns: { readonly value: string; readonly parameter: SignatureParameter }[] = [];
  const args = parsed.parameters.map((parameter) => argumentOf(entry, parameter, variable, columns));
  const derived = columns.map(
    ({ value }, index) => `p${index} = if k == 0 then ${value} else ${index === nullAt ? "null" : value}`,
  );
  const call = `${entry.name}(${args.join(", ")})`;
  const rows = nullAt === undefined ? "rows([{k: 0}])" : "rows([{k: 1}])";
  const derive = derived.length === 0 ? "" : `derive ${derived.join(", ")}\n`;
  const step =
    entry.kind === "scalar"
      ? `select got = ${call}`
      : entry.kind === "aggregate"
        ? `aggregate got = ${call} by k\nselect got`
        : `window got = ${call} sorted k\nselect got`;
  const text = `from ${rows}\n${derive}${step}\n`;
  const [got] = planOf(text).body.shape.columns;
  const { rows: results, types, sql } = await runText(text);
  assert.ok(got !== undefined);
  assert.equal(types[0], plainType(duckdbType(got.type)), sql);
  const [result] = results[0]!;
  if (!got.nullable) assert.notEqual(result, null, `${call} is never null, but here\n${sql}`);
  const isStrict = (signature.nulls ?? "strict") === "strict" && entry.kind === "scalar";
  if (nullAt !== undefined && isStrict && !columns[nullAt]!.parameter.takesNull)
    assert.equal(result, null, `${call} over null\n${sql}`);
  return columns.length;
}

function argumentOf(
  entry: FunctionEntry,
  parameter: SignatureParameter,
  variable: string,
  columns: { readonly value: string; readonly parameter: SignatureParameter }[],
): string {
  const { pattern, constant, name } = parameter;
  if (pattern.kind === "lambda") return lambdaOf(pattern);
  const fixed = constants[`${entry.name}.${name}`] ?? constants[name];
  const isNumberPattern = name === "pattern" && isNumberFormat(entry, parameter);
  if (constant || (fixed !== undefined && ["pattern", "zone", "unit"].includes(name))) {
    return isNumberPattern ? '"0.0"' : fixed!;
  }
  columns.push({ value: sampleOf(pattern, variable), parameter });
  return `p${columns.length - 1}`;
}

/** `format` takes patterns of times and of numbers, by what is formatted. */
function isNumberFormat(entry: FunctionEntry, parameter: SignatureParameter): boolean {
  const own = entry.signatures.find((signature) =>
    parseSignature(signature.type).parameters.includes(parameter),
  );
  return own?.checks?.[parameter.name] === "number pattern";
}

function sampleOf(pattern: Pattern, variable: string): string {
  switch (pattern.kind) {
    case "type":
      return values[pattern.type.kind]!;
    case "any":
      return values.text!;
    case "variable":
      return values[pattern.name === "decimal" ? "decimal" : variable]!;
    case "list":
      return `[${sampleOf(pattern.element.pattern, variable)}]`;
    case "struct":
      return `{${pattern.fields.map((field) => `${field.name}: ${sampleOf(field.pattern, variable)}`).join(", ")}}`;
    case "wideDecimal":
    case "lambda":
      throw new Error(`no value is ${pattern.kind}`);
  }
}

function lambdaOf(pattern: Pattern & { readonly kind: "lambda" }): string {
  if (pattern.parameters.length === 2) return "(so_far, x) => so_far";
  return pattern.result.kind === "type" ? "x => x == x" : "x => x";
}

function plainType(type: string): string {
  return type
    .replaceAll("JSON[]", "VARCHAR[]")
    .replaceAll("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE")
    .replace(/DECIMAL\((\d+), (\d+)\)/g, "DECIMAL($1,$2)");
}
