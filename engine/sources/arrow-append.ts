// Appends a batch of Arrow columns to a table: memory where both sides keep values alike, else value by value.

import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBUUIDValue,
  type DuckDBValue,
  listValue,
  structValue,
} from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import * as arrow from "apache-arrow";
import type { ColumnType, Type } from "../../language/types.ts";

const chunkRows = 2048;

/** Appends to a temporary table that has exactly `columns`; those are found in the batch by name. */
export async function appendBatch(
  connection: DuckDBConnection,
  table: string,
  batch: arrow.RecordBatch,
  columns: readonly (ColumnType & { readonly name: string })[],
): Promise<void> {
  const appender = await connection.createAppender(table, null, "temp");
  try {
    const vectors = columns.map((column) => batch.getChild(column.name));
    const types: DuckDBType[] = Array.from({ length: appender.columnCount }, (_, index) =>
      appender.columnType(index),
    );
    const isFixed = columns.map((column, index) => isCopied(column.type, vectors[index]?.data[0]));
    for (let from = 0; from < batch.numRows; from += chunkRows) {
      const count = Math.min(chunkRows, batch.numRows - from);
      const chunk = DuckDBDataChunk.create(types, count);
      for (const [index, column] of columns.entries()) {
        const vector = vectors[index];
        const target = native.data_chunk_get_vector(chunk.chunk, index);
        if (isFixed[index] === true) copyFixed(target, vector!.data[0]!, from, count);
        else chunk.setColumnValues(index, valuesOf(vector, column.type, from, count));
      }
      if (columns.length === 0) chunk.setColumnValues(0, new Array(count).fill(null));
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
}

/** Whether the memory of a column is what DuckDB keeps, so that it may be copied as it is. */
function isCopied(type: Type, data: arrow.Data | undefined): boolean {
  if (data === undefined || data.offset !== 0) return false;
  if (type.kind === "int")
    return arrow.DataType.isInt(data.type) && data.type.bitWidth === 64 && data.type.isSigned;
  if (type.kind === "float")
    return arrow.DataType.isFloat(data.type) && data.type.precision === arrow.Precision.DOUBLE;
  if (type.kind === "date") return arrow.DataType.isDate(data.type) && data.type.unit === arrow.DateUnit.DAY;
  const isMicros = arrow.DataType.isTimestamp(data.type) && data.type.unit === arrow.TimeUnit.MICROSECOND;
  return (type.kind === "timestamp" || type.kind === "instant") && isMicros;
}

function copyFixed(target: native.Vector, data: arrow.Data, from: number, count: number): void {
  const values = data.values as ArrayBufferView & { readonly BYTES_PER_ELEMENT: number };
  const width = values.BYTES_PER_ELEMENT;
  native.copy_data_to_vector(
    target,
    0,
    values.buffer as ArrayBuffer,
    values.byteOffset + from * width,
    count * width,
  );
  const { nullBitmap } = data;
  if (data.nullCount === 0 || nullBitmap === undefined || nullBitmap.byteLength === 0) return;
  // Chunks begin at multiples of 2048 rows, so their bits begin at a byte; both sides mark what is present by 1.
  native.vector_ensure_validity_writable(target);
  const bytes = Math.ceil(count / 8);
  native.copy_data_to_vector_validity(
    target,
    0,
    nullBitmap.buffer as ArrayBuffer,
    nullBitmap.byteOffset + from / 8,
    bytes,
  );
}

function valuesOf(
  vector: arrow.Vector | null | undefined,
  type: Type,
  from: number,
  count: number,
): DuckDBValue[] {
  if (vector === null || vector === undefined) return new Array<DuckDBValue>(count).fill(null);
  return Array.from({ length: count }, (_, index) => itemOf(vector, from + index, type));
}

function itemOf(vector: arrow.Vector, index: number, type: Type): DuckDBValue {
  if (!vector.isValid(index)) return null;
  return converted(rawOf(vector, index), vector.type as arrow.DataType, type);
}

/** The value without the roundings to milliseconds that apache-arrow's own getters make of times. */
function rawOf(vector: arrow.Vector, index: number): unknown {
  const type = vector.type as arrow.DataType;
  const isTime =
    arrow.DataType.isTimestamp(type) ||
    arrow.DataType.isDuration(type) ||
    arrow.DataType.isDate(type) ||
    arrow.DataType.isTime(type);
  if (!isTime) return vector.get(index);
  let rest = index;
  for (const data of vector.data) {
    if (rest < data.length) return (data.values as BigInt64Array | Int32Array)[rest];
    rest -= data.length;
  }
  return null;
}

function converted(value: unknown, given: arrow.DataType, type: Type): DuckDBValue {
  if (value === null || value === undefined) return null;
  const arrowType = arrow.DataType.isDictionary(given) ? (given.dictionary as arrow.DataType) : given;
  switch (type.kind) {
    case "bool":
      return value as boolean;
    case "int":
      return BigInt(value as number | bigint);
    case "float":
      return Number(value);
    case "decimal": {
      const isDecimal = arrow.DataType.isDecimal(arrowType);
      const unscaled = isDecimal ? signed128(value as Uint32Array) : BigInt(value as bigint);
      return new DuckDBDecimalValue(unscaled, type.precision, type.scale);
    }
    case "date": {
      const isDay = arrow.DataType.isDate(arrowType) && arrowType.unit === arrow.DateUnit.DAY;
      return new DuckDBDateValue(isDay ? Number(value) : Math.floor(Number(value) / 86_400_000));
    }
    case "timestamp":
      return new DuckDBTimestampValue(microsOf(value as bigint, (arrowType as arrow.Timestamp).unit));
    case "instant":
      return new DuckDBTimestampTZValue(microsOf(value as bigint, (arrowType as arrow.Timestamp).unit));
    case "duration":
      return new DuckDBIntervalValue(0, 0, microsOf(value as bigint, (arrowType as arrow.Duration).unit));
    case "binary":
      return new DuckDBBlobValue(value as Uint8Array);
    case "uuid":
      return DuckDBUUIDValue.fromUint128(BigInt(`0x${String(value).replaceAll("-", "")}`));
    case "list":
      return listFrom(value, arrowType, type.element.type);
    case "struct":
      return structFrom(value as { toJSON(): Record<string, unknown> }, arrowType, type.fields);
    default:
      return arrow.DataType.isTime(arrowType)
        ? timeText(value as number | bigint, arrowType.unit)
        : String(value);
  }
}

function listFrom(value: unknown, arrowType: arrow.DataType, element: Type): DuckDBValue {
  if (arrow.DataType.isMap(arrowType)) {
    const [key, held] = (arrowType.children[0]!.type as arrow.Struct).children;
    const fields = element.kind === "struct" ? element.fields : [];
    const entries = [...(value as Iterable<readonly [unknown, unknown]>)].map(([name, content]) =>
      structValue({
        key: converted(name, key!.type, fields[0]!.type),
        value: converted(content, held!.type, fields[1]!.type),
      }),
    );
    return listValue(entries);
  }
  const items = value as arrow.Vector;
  return listValue(Array.from({ length: items.length }, (_, index) => itemOf(items, index, element)));
}

function structFrom(
  value: { toJSON(): Record<string, unknown> },
  arrowType: arrow.DataType,
  fields: readonly { readonly name: string; readonly type: Type }[],
): DuckDBValue {
  const row = value.toJSON();
  const { children } = arrowType as arrow.Struct;
  const entries = fields.map((field, index) => {
    const child = children[index]!;
    return [field.name, converted(unrounded(row[child.name], child.type), child.type, field.type)] as const;
  });
  return structValue(Object.fromEntries(entries));
}

/** Inside a struct times come as milliseconds with a fraction, or as days; here they are as the type keeps them. */
function unrounded(value: unknown, type: arrow.DataType): unknown {
  if (value === null || value === undefined) return null;
  if (arrow.DataType.isTimestamp(type)) {
    const perMilli = { [arrow.TimeUnit.SECOND]: 0.001, [arrow.TimeUnit.MILLISECOND]: 1 }[type.unit as 0 | 1];
    const factor = perMilli ?? (type.unit === arrow.TimeUnit.MICROSECOND ? 1000 : 1_000_000);
    return BigInt(Math.round(Number(value) * factor));
  }
  if (arrow.DataType.isDate(type) && type.unit === arrow.DateUnit.DAY) return Number(value) / 86_400_000;
  return value;
}

function microsOf(value: bigint | number, unit: arrow.TimeUnit): bigint {
  const whole = BigInt(value);
  switch (unit) {
    case arrow.TimeUnit.SECOND:
      return whole * 1_000_000n;
    case arrow.TimeUnit.MILLISECOND:
      return whole * 1000n;
    case arrow.TimeUnit.MICROSECOND:
      return whole;
    default:
      // Towards the past, so that no two instants change their order.
      return whole >= 0n ? whole / 1000n : -((-whole + 999n) / 1000n);
  }
}

/** A time of day as `HH:MM:SS` with the fraction that it has. */
function timeText(value: number | bigint, unit: arrow.TimeUnit): string {
  const micros = Number(microsOf(BigInt(value), unit));
  const seconds = Math.floor(micros / 1_000_000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  const fraction = String(micros % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return fraction === "" ? clock : `${clock}.${fraction}`;
}

/** Four words of a 128-bit integer in two's complement, the lowest first. */
function signed128(words: Uint32Array): bigint {
  let value = 0n;
  for (let index = 3; index >= 0; index--) value = (value << 32n) | BigInt(words[index]!);
  return BigInt.asIntN(128, value);
}
