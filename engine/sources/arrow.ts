// Arrow IPC files and streams, read by apache-arrow and appended to a temporary table in chunks. Values of a fixed
// width are copied as memory; the rest is handed over value by value.

import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import { duckdbType, quoteName } from "../../emit/duckdb.ts";
import type { ColumnType, Type } from "../../language/types.ts";
import { appendBatch } from "./arrow-append.ts";
import type { DescribedColumn, SourceDescription } from "./description.ts";
import type { LocatedSource } from "./location.ts";

/** An Arrow type as Weir's; undefined where there is none. `metadata` is the field's. */
export function weirTypeOfArrow(
  type: arrow.DataType,
  metadata?: ReadonlyMap<string, string>,
): Type | undefined {
  const told = metadata?.get("weir.type");
  if (arrow.DataType.isUtf8(type) || arrow.DataType.isLargeUtf8(type)) {
    return told === "uuid" ? { kind: "uuid" } : told === "json" ? { kind: "json" } : { kind: "text" };
  }
  if (arrow.DataType.isDictionary(type)) return weirTypeOfArrow(type.dictionary);
  if (arrow.DataType.isBool(type)) return { kind: "bool" };
  if (arrow.DataType.isInt(type)) {
    return type.bitWidth === 64 && !type.isSigned
      ? { kind: "decimal", precision: 20, scale: 0 }
      : { kind: "int" };
  }
  if (arrow.DataType.isFloat(type)) return { kind: "float" };
  if (arrow.DataType.isDecimal(type)) {
    if (type.bitWidth !== 128 || type.scale < 0) return undefined;
    return { kind: "decimal", precision: type.precision, scale: type.scale };
  }
  if (arrow.DataType.isDate(type)) return { kind: "date" };
  if (arrow.DataType.isTimestamp(type)) return { kind: type.timezone ? "instant" : "timestamp" };
  if (arrow.DataType.isDuration(type)) return { kind: "duration" };
  if (arrow.DataType.isTime(type) || arrow.DataType.isNull(type)) return { kind: "text" };
  if (
    arrow.DataType.isBinary(type) ||
    arrow.DataType.isLargeBinary(type) ||
    arrow.DataType.isFixedSizeBinary(type)
  ) {
    return { kind: "binary" };
  }
  if (arrow.DataType.isList(type) || arrow.DataType.isFixedSizeList(type)) {
    const element = columnTypeOf(type.valueField);
    return element === undefined ? undefined : { kind: "list", element };
  }
  if (arrow.DataType.isStruct(type)) return structOf(type.children);
  if (arrow.DataType.isMap(type)) {
    const entries = type.children[0]?.type as arrow.Struct | undefined;
    const fields = entries?.children.map((field, index) => ({ field, name: index === 0 ? "key" : "value" }));
    const struct =
      fields === undefined
        ? undefined
        : structOf(
            fields.map(({ field }) => field),
            fields.map(({ name }) => name),
          );
    return struct === undefined ? undefined : { kind: "list", element: { type: struct, nullable: false } };
  }
  return undefined;
}

export async function describeArrow(source: LocatedSource): Promise<SourceDescription> {
  const columns: DescribedColumn[] = [];
  const notes: string[] = [];
  const opened = await openArrow(source.files[0]!.path);
  try {
    for (const field of opened.reader.schema.fields) {
      const type = weirTypeOfArrow(field.type, field.metadata);
      if (type === undefined) {
        notes.push(`column "${field.name}" is left out: Weir has no type for ${String(field.type)}`);
        continue;
      }
      const { name, nullable } = field;
      columns.push({ name, doc: "", partition: false, type, nullable, reading: { kind: "plain" } });
    }
  } finally {
    await opened.close();
  }
  return { columns, layout: { format: "arrow" }, notes };
}

/**
 * Loads files into a new temporary table with `columns`, found by name: a column that a file lacks is null.
 * `onRows` is told of progress.
 */
export async function loadArrowFiles(
  connection: DuckDBConnection,
  paths: readonly string[],
  table: string,
  columns: readonly (ColumnType & { readonly name: string })[],
  onRows: (rows: number) => void = () => undefined,
): Promise<void> {
  const types = columns.map(({ name, type }) => `${quoteName(name)} ${duckdbType(type)}`);
  const list = types.length === 0 ? `"row" BOOLEAN` : types.join(", ");
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${quoteName(table)} (${list})`);
  let rows = 0;
  for (const path of paths) {
    const opened = await openArrow(path);
    try {
      for await (const batch of opened.reader) {
        await appendBatch(connection, table, batch, columns);
        rows += batch.numRows;
        onRows(rows);
      }
    } finally {
      await opened.close();
    }
  }
}

/** Loads an IPC stream from memory into a new temporary table. */
export async function loadArrowBytes(
  connection: DuckDBConnection,
  bytes: Uint8Array,
  table: string,
  columns: readonly (ColumnType & { readonly name: string })[],
): Promise<void> {
  const types = columns.map(({ name, type }) => `${quoteName(name)} ${duckdbType(type)}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${quoteName(table)} (${types.join(", ")})`);
  for (const batch of arrow.RecordBatchReader.from(bytes))
    await appendBatch(connection, table, batch, columns);
}

// ------------------------------------------------------------------------------------------------ reading

interface OpenedArrow {
  readonly reader: arrow.RecordBatchReader & AsyncIterable<arrow.RecordBatch>;
  close(): Promise<void>;
}

/** A file begins with its mark; a stream begins with its schema. */
async function openArrow(path: string): Promise<OpenedArrow> {
  const handle = await open(path, "r");
  let isFile: boolean;
  try {
    isFile = await hasMark(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
  if (!isFile) await handle.close();
  const source = isFile ? handle : createReadStream(path);
  const reader = (await arrow.RecordBatchReader.from(source as FileHandle)) as OpenedArrow["reader"];
  const close = async () => {
    await reader.cancel();
    if (isFile) await handle.close().catch(ignoreClosed);
  };
  try {
    await reader.open();
    return { reader, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function hasMark(handle: FileHandle): Promise<boolean> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(6), 0, 6, 0);
  return bytesRead === 6 && buffer.toString("latin1") === "ARROW1";
}

/** The reader may have closed the file itself at its end. */
function ignoreClosed(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EBADF") throw error;
}

function columnTypeOf(field: arrow.Field): ColumnType | undefined {
  const type = weirTypeOfArrow(field.type, field.metadata);
  return type === undefined ? undefined : { type, nullable: field.nullable };
}

function structOf(children: readonly arrow.Field[], names?: readonly string[]): Type | undefined {
  const fields = children.map((field, index) => {
    const column = columnTypeOf(field);
    return column === undefined ? undefined : { name: names?.[index] ?? field.name, ...column };
  });
  return fields.every((field) => field !== undefined) ? { kind: "struct", fields } : undefined;
}
