// JSON files: an array of objects or one object a line. Types are found from a sample once and frozen; what could be
// rounded or taken for something else on the way (numbers for ints, texts for dates) is read as json and converted
// by our own rules.

import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { createGunzip } from "node:zlib";
import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbType, quoteText } from "../../emit/duckdb.ts";
import type { DataLocation } from "../../language/catalogue.ts";
import type { Type } from "../../language/types.ts";
import type { Layout, SourceDescription } from "./description.ts";
import { describedColumns } from "./duckdb-types.ts";
import type { LocatedSource } from "./location.ts";
import { hiveOptions, partitionsOf } from "./parquet.ts";
import { fileList, textOption } from "./spelling.ts";

type JsonLayout = Layout & { readonly format: "json" };

export async function describeJson(
  connection: DuckDBConnection,
  location: DataLocation,
  source: LocatedSource,
): Promise<SourceDescription> {
  const paths = source.files.map((file) => file.path);
  const compression = textOption(location, "compression");
  const form = await formOf(paths[0]!, compression);
  const layout: JsonLayout = { format: "json", form, compression };
  const options = [
    fileList(paths),
    ...optionsOf(layout),
    "union_by_name = true",
    "map_inference_threshold = -1",
  ];
  const shown = await connection.run(`SELECT * FROM read_json(${options.join(", ")}) LIMIT 0`);
  const found = describedColumns(shown.deduplicatedColumnNames(), shown.columnTypes(), () => true);
  const partitions = partitionsOf(source);
  const partitionNames = new Set(partitions.map((column) => column.name.toLowerCase()));
  const own = found.columns
    .filter((column) => !partitionNames.has(column.name.toLowerCase()))
    .map((column) => ({
      ...column,
      reading: readsAsJson(column.type) ? ({ kind: "json" } as const) : column.reading,
    }));
  return { columns: [...own, ...partitions], layout, notes: found.notes };
}

/** A column of a JSON file and the DuckDB type in which the reader gives it. */
export interface JsonColumn {
  readonly name: string;
  readonly type: Type;
}

/** What follows FROM. `columns` are those that are read, with the types that are wanted of the reader. */
export function scanJson(
  description: SourceDescription,
  source: LocatedSource,
  columns: readonly JsonColumn[],
): string {
  const { layout } = description;
  if (layout.format !== "json") throw new Error("the description is not one of JSON files");
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(duckdbType(type))}`);
  // A reader wants at least one column; this one is in no file and is null.
  if (types.length === 0) types.push("'weir': 'BOOLEAN'");
  const options = [
    fileList(source.files.map((file) => file.path)),
    ...optionsOf(layout),
    `columns = {${types.join(", ")}}`,
    ...hiveOptions(description),
  ];
  return `read_json(${options.join(", ")})`;
}

/** Whether values of this type are taken as json and converted strictly. */
export function readsAsJson(type: Type): boolean {
  return ["bool", "int", "decimal", "date", "timestamp", "instant", "json"].includes(type.kind);
}

function optionsOf(layout: JsonLayout): string[] {
  const options = [`format = ${quoteText(layout.form)}`];
  if (layout.compression !== undefined) options.push(`compression = ${quoteText(layout.compression)}`);
  return options;
}

/** An array, one object a line, or objects that go over many lines, from how the file begins. */
async function formOf(path: string, compression: string | undefined): Promise<JsonLayout["form"]> {
  const start = (await beginningOf(path, compression)).trimStart();
  if (start.startsWith("[")) return "array";
  const line = start.slice(0, start.indexOf("\n") < 0 ? undefined : start.indexOf("\n")).trim();
  if (start.length >= beginningBytes && !start.includes("\n")) return "newline_delimited";
  try {
    JSON.parse(line);
    return "newline_delimited";
  } catch (error) {
    if (error instanceof SyntaxError) return "unstructured";
    throw error;
  }
}

const beginningBytes = 64 * 1024;

async function beginningOf(path: string, compression: string | undefined): Promise<string> {
  if (compression === "gzip" || /\.gz$/i.test(path)) {
    const stream = createReadStream(path).pipe(createGunzip());
    let text = "";
    for await (const chunk of stream) {
      text += (chunk as Buffer).toString("utf8");
      if (text.length >= beginningBytes) break;
    }
    return text;
  }
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(beginningBytes);
    return bytes
      .subarray(0, readSync(file, bytes))
      .toString("utf8")
      .replace(/^\uFEFF/, "");
  } finally {
    closeSync(file);
  }
}
