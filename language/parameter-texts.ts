// Values of parameters from texts, as they come from a command line or a web request: `--param since=2026-01-01`.
// A text is read by the parameter's type and nothing is guessed; what does not fit is a problem of the data.

import { durationUnit } from "../grammar/units.ts";
import { durationValue } from "./expressions/literals.ts";
import type { Parameter } from "./plan.ts";
import type { ParameterProblem } from "./specialise.ts";
import { typeName } from "./type-operations.ts";
import type { ColumnType, Type, Value } from "./types.ts";
import { castValue } from "./values/cast-value.ts";

/**
 * Reads texts for `parameters`. Names that no parameter has are left to `specialise`, which knows what to say of
 * them: they come out as texts.
 */
export function parameterValues(
  parameters: readonly Parameter[],
  texts: Readonly<Record<string, string>>,
): { readonly values: Readonly<Record<string, Value>>; readonly problems: readonly ParameterProblem[] } {
  const values: Record<string, Value> = {};
  const problems: ParameterProblem[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const parameter = parameters.find((candidate) => candidate.name === name);
    const value =
      parameter === undefined ? { kind: "text" as const, value: text } : parseValue(text, parameter);
    if (value !== undefined) values[name] = value;
    else if (parameter !== undefined) {
      problems.push({
        code: "WR603",
        parameter: name,
        message: `\`${name}\` is \`${typeName(parameter)}\`, and "${text}" is none; write ${howToWrite(parameter.type)}`,
      });
    }
  }
  return { values, problems };
}

/** The value of a type that `text` stands for; undefined where it stands for none. */
export function parseValue(text: string, column: ColumnType): Value | undefined {
  if (column.nullable && text === "null") return { kind: "null" };
  const { type } = column;
  switch (type.kind) {
    case "text":
      // The only way to say the text `null` where null itself may be meant.
      return { kind: "text", value: column.nullable && text === '"null"' ? "null" : text };
    case "duration":
      return parseDuration(text);
    case "list":
      return parseList(text, type);
    case "struct":
      return parseStruct(text, type);
    case "date":
    case "timestamp":
    case "instant":
      return settled(castValue({ kind: "text", value: text.replace(/^@/, "") }, type));
    case "uuid":
      return settled(castValue({ kind: "text", value: text.toLowerCase() }, type));
    default:
      return settled(castValue({ kind: "text", value: text }, type));
  }
}

function settled(outcome: ReturnType<typeof castValue>): Value | undefined {
  return outcome === "fails" ? undefined : outcome;
}

function parseDuration(text: string): Value | undefined {
  const match = /^\s*(-?)(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/.exec(text);
  const unit = match === null ? undefined : durationUnit(match[3]!);
  if (match === null || unit === undefined) return undefined;
  const value = durationValue(match[2]!, unit);
  if (typeof value === "string" || value.kind !== "duration") return undefined;
  return match[1] === "-" ? { kind: "duration", micros: -value.micros } : value;
}

/** `a,b` or a JSON array; an empty text is the empty list. */
function parseList(text: string, type: Type & { readonly kind: "list" }): Value | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return fromJson(parseJson(trimmed), { type, nullable: false });
  if (trimmed === "") return { kind: "list", items: [] };
  const items = text.split(",").map((item) => parseValue(item.trim(), type.element));
  return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
}

function parseStruct(text: string, type: Type & { readonly kind: "struct" }): Value | undefined {
  return fromJson(parseJson(text), { type, nullable: false });
}

/** A JSON value read by a type; scalars may stand as numbers, bools or texts. Fields left out are null. */
function fromJson(json: unknown, column: ColumnType): Value | undefined {
  const { type } = column;
  if (json === undefined) return undefined;
  if (json === null) return column.nullable ? { kind: "null" } : undefined;
  if (Array.isArray(json)) {
    if (type.kind !== "list") return undefined;
    const items = json.map((item: unknown) => fromJson(item, type.element));
    return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
  }
  if (typeof json === "object") return structFromJson(json as Readonly<Record<string, unknown>>, type);
  if (type.kind === "list" || type.kind === "struct") return undefined;
  if (typeof json === "number" && type.kind === "int" && !Number.isSafeInteger(json)) return undefined;
  if (typeof json === "boolean" && type.kind !== "bool") return undefined;
  if (typeof json !== "string" && type.kind === "text") return undefined;
  return parseValue(String(json), { type, nullable: false });
}

function structFromJson(json: Readonly<Record<string, unknown>>, type: Type): Value | undefined {
  if (type.kind !== "struct") return undefined;
  if (Object.keys(json).some((name) => !type.fields.some((field) => field.name === name))) return undefined;
  const fields: { readonly name: string; readonly value: Value }[] = [];
  for (const field of type.fields) {
    const value = fromJson(Object.hasOwn(json, field.name) ? json[field.name] : null, field);
    if (value === undefined) return undefined;
    fields.push({ name: field.name, value });
  }
  return { kind: "struct", fields };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function howToWrite(type: Type): string {
  switch (type.kind) {
    case "bool":
      return "`true` or `false`";
    case "int":
      return "a whole number";
    case "float":
    case "decimal":
      return "a number, as 12.5";
    case "date":
      return "a date, as 2026-01-31";
    case "timestamp":
      return "a timestamp, as 2026-01-31T08:30:00";
    case "instant":
      return "a timestamp with its offset, as 2026-01-31T08:30:00Z";
    case "duration":
      return "a duration, as 30 minutes";
    case "uuid":
      return "a UUID, as 123e4567-e89b-12d3-a456-426614174000";
    case "list":
      return "values with commas between them, or a JSON array";
    case "struct":
      return "a JSON object";
    default:
      return "a literal of that type";
  }
}
