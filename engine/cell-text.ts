// One cell of a result as text: for people (`displayText`) and for programs (`jsonText`). Both read Arrow's memory
// directly, since Arrow's own getters round microseconds to milliseconds and give decimals as words. The command and the
// editor's results panel both show cells by it: it must need neither Node nor DuckDB.

import * as arrow from "apache-arrow";

/** A column of one record batch with the Weir type that it carries (`json` and `uuid` travel as texts). */
export interface CellColumn {
  readonly name: string;
  readonly data: arrow.Data;
  readonly weirType: string;
}

/** The columns of a batch, in order. */
export function columnsOf(batch: arrow.RecordBatch): CellColumn[] {
  return batch.schema.fields.map((field, index) => ({
    name: field.name,
    data: batch.data.children[index]!,
    weirType: (field.metadata.get("weir.type") ?? "").replace(/\?$/, ""),
  }));
}

/** For people: plain text, undefined for null. Control characters are left in; whoever prints escapes them. */
export function displayText(column: CellColumn, row: number): string | undefined {
  const { data } = column;
  if (!data.getValid(row)) return undefined;
  if (arrow.DataType.isUtf8(data.type)) return textAt(data, row);
  return jsonText(column, row).replace(/^"(.*)"$/s, (_, inner: string) => JSON.parse(`"${inner}"`) as string);
}

/** For programs: JSON text. Ints and decimals keep all digits; NaN and the infinities are texts. */
export function jsonText(column: CellColumn, row: number): string {
  const { data, weirType } = column;
  if (!data.getValid(row)) return "null";
  const type = data.type;
  if (arrow.DataType.isUtf8(type)) return weirType === "json" ? textAt(data, row) : quoted(textAt(data, row));
  if (arrow.DataType.isBool(type))
    return String(((data.values[row >> 3] as number) >> (row & 7)) & 1 ? "true" : "false");
  if (arrow.DataType.isFloat(type)) return floatText(data.values[row] as number);
  if (arrow.DataType.isInt(type)) return String(data.values[row]);
  if (arrow.DataType.isDecimal(type))
    return decimalText(wordsToBigInt(data.values as Uint32Array, row), type.scale);
  if (arrow.DataType.isDate(type)) return quoted(dateText(Number(data.values[row])));
  if (arrow.DataType.isTimestamp(type)) {
    const zone = type.timezone == null ? "" : "Z";
    return quoted(timestampText(data.values[row] as bigint) + zone);
  }
  if (arrow.DataType.isDuration(type)) return quoted(durationText(data.values[row] as bigint));
  if (arrow.DataType.isBinary(type)) return quoted(base64Text(bytesAt(data, row)));
  if (arrow.DataType.isList(type)) return listText(data, row);
  if (arrow.DataType.isStruct(type)) return structText(data, row);
  throw new Error(`a result column "${column.name}" of Arrow type ${type} cannot be shown`);
}

/** `2026-01-31T08:30:00`, with six digits of a second where they are not zero. Years before 1 keep ISO's sign. */
export function timestampText(micros: bigint): string {
  const perDay = 86_400_000_000n;
  const days = floorDivide(micros, perDay);
  const rest = micros - days * perDay;
  const seconds = rest / 1_000_000n;
  const fraction = rest % 1_000_000n;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const time = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${dateText(Number(days))}T${time}${fraction === 0n ? "" : `.${String(fraction).padStart(6, "0")}`}`;
}

/** Days since 1970-01-01 as `2026-01-31`. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  if (Number.isNaN(date.getTime())) return days > 0 ? "infinity" : "-infinity";
  return date.toISOString().slice(0, -14);
}

/** ISO 8601: `P1DT2H3M4.5S`; the days are counted as 24 hours. */
export function durationText(micros: bigint): string {
  if (micros === 0n) return "PT0S";
  const sign = micros < 0n ? "-" : "";
  const size = micros < 0n ? -micros : micros;
  const days = size / 86_400_000_000n;
  const hours = (size / 3_600_000_000n) % 24n;
  const minutes = (size / 60_000_000n) % 60n;
  const seconds = (size / 1_000_000n) % 60n;
  const fraction = String(size % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const parts = [
    hours > 0n ? `${hours}H` : "",
    minutes > 0n ? `${minutes}M` : "",
    seconds > 0n || fraction !== "" ? `${seconds}${fraction === "" ? "" : `.${fraction}`}S` : "",
  ].join("");
  return `${sign}P${days > 0n ? `${days}D` : ""}${parts === "" ? "" : `T${parts}`}`;
}

export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

// ------------------------------------------------------------------------------------------------ helpers

function floatText(value: number): string {
  if (Number.isNaN(value)) return '"NaN"';
  if (!Number.isFinite(value)) return value > 0 ? '"Infinity"' : '"-Infinity"';
  return Object.is(value, -0)
    ? "-0.0"
    : Number.isInteger(value) && Math.abs(value) < 1e15
      ? `${value}.0`
      : String(value);
}

function listText(data: arrow.Data, row: number): string {
  const items = data.children[0]!;
  const column = { name: "", data: items, weirType: "" };
  const texts: string[] = [];
  for (let i = data.valueOffsets[row]!; i < data.valueOffsets[row + 1]!; i++) texts.push(jsonText(column, i));
  return `[${texts.join(",")}]`;
}

function structText(data: arrow.Data, row: number): string {
  const fields = (data.type as arrow.Struct).children.map((field, index) => {
    return `${quoted(field.name)}:${jsonText({ name: field.name, data: data.children[index]!, weirType: "" }, row)}`;
  });
  return `{${fields.join(",")}}`;
}

function bytesAt(data: arrow.Data, row: number): Uint8Array {
  return (data.values as Uint8Array).subarray(data.valueOffsets[row], data.valueOffsets[row + 1]);
}

const decoder = new TextDecoder();

function textAt(data: arrow.Data, row: number): string {
  return decoder.decode(bytesAt(data, row));
}

function base64Text(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function wordsToBigInt(words: Uint32Array, row: number): bigint {
  const at = row * 4;
  const high = (BigInt(words[at + 3]!) << 32n) | BigInt(words[at + 2]!);
  const low = (BigInt(words[at + 1]!) << 32n) | BigInt(words[at]!);
  return (BigInt.asIntN(64, high) << 64n) | low;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
