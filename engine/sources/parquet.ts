// Parquet files: columns from the footers, hive partitions from the paths. A column is never null where every file
// says that it is required.

import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbType, quoteName } from "../../emit/duckdb.ts";
import type { DescribedColumn, SourceDescription } from "./description.ts";
import { describedColumns } from "./duckdb-types.ts";
import { partitionColumns } from "./hive.ts";
import type { LocatedSource } from "./location.ts";
import { fileList } from "./spelling.ts";

export async function describeParquet(
  connection: DuckDBConnection,
  source: LocatedSource,
): Promise<SourceDescription> {
  const paths = source.files.map((file) => file.path);
  const footers = await readFooters(connection, paths);
  const unionByName = footers.differ;
  const partitions = partitionsOf(source);
  const reader = `read_parquet(${fileList(unionByName ? paths : paths.slice(0, 1))}, hive_partitioning = false, union_by_name = ${unionByName})`;
  const shown = await connection.run(`SELECT * FROM ${reader} LIMIT 0`);
  const partitionNames = new Set(partitions.map((column) => column.name.toLowerCase()));
  const isNullable = (name: string) => !footers.required.has(name);
  const { columns, notes } = describedColumns(
    shown.deduplicatedColumnNames(),
    shown.columnTypes(),
    isNullable,
  );
  const own = columns.filter((column) => !partitionNames.has(column.name.toLowerCase()));
  return { columns: [...own, ...partitions], layout: { format: "parquet", unionByName }, notes };
}

/** What follows FROM, with all columns of the description under their own names. */
export function scanParquet(description: SourceDescription, source: LocatedSource): string {
  const { layout } = description;
  const unionByName = layout.format === "parquet" && layout.unionByName;
  const paths = source.files.map((file) => file.path);
  return `read_parquet(${[fileList(paths), ...hiveOptions(description), `union_by_name = ${unionByName}`].join(", ")})`;
}

/** Hive partition columns as described columns. */
export function partitionsOf(source: LocatedSource): DescribedColumn[] {
  if (!source.isPattern) return [];
  const paths = source.files.map((file) => file.path);
  return partitionColumns(paths, source.path).map((column) => {
    return { ...column, doc: "", partition: true, reading: { kind: "plain" } };
  });
}

/** Options that make DuckDB's reader add the partition columns, with the types that were found. */
export function hiveOptions(description: SourceDescription): string[] {
  const partitions = description.columns.filter((column) => column.partition);
  if (partitions.length === 0) return ["hive_partitioning = false"];
  // What is read as a text is given as one, whatever it becomes.
  const types = partitions.map(({ name, type, reading }) => {
    return `${quoteName(name)}: ${reading.kind === "text" ? "VARCHAR" : duckdbType(type)}`;
  });
  return ["hive_partitioning = true", "hive_types_autocast = false", `hive_types = {${types.join(", ")}}`];
}

interface Footers {
  /** Whether the files do not all have the same columns. */
  readonly differ: boolean;
  /** Columns that are required in every file. */
  readonly required: ReadonlySet<string>;
}

/** The schemas of all files. */
async function readFooters(connection: DuckDBConnection, paths: readonly string[]): Promise<Footers> {
  const differ = paths.length > 1 && (await countShapes(connection, paths)) > 1;
  const rows = await connection.runAndReadAll(
    `SELECT name, repetition_type, num_children::INTEGER AS children
     FROM parquet_schema(${fileList(paths.slice(0, 1))}) ORDER BY column_id`,
  );
  // The rows are the tree of columns in the order of a walk: the root first, each group before what is in it.
  const required = new Set<string>();
  const open: number[] = [];
  for (const row of rows.getRowObjectsJS()) {
    while (open.length > 0 && open.at(-1) === 0) open.pop();
    const depth = open.length;
    if (depth > 0) open[depth - 1]!--;
    if (depth === 1 && row.repetition_type === "REQUIRED") required.add(String(row.name));
    const children = row.children;
    if (typeof children === "number" && children > 0) open.push(children);
  }
  return { differ, required: differ ? new Set() : required };
}

async function countShapes(connection: DuckDBConnection, paths: readonly string[]): Promise<number> {
  const parts = "name, type, repetition_type, num_children, converted_type, precision, scale, logical_type";
  const shapes = await connection.runAndReadAll(
    `SELECT count(DISTINCT shape)::INTEGER AS n FROM (
       SELECT string_agg(concat_ws(':', ${parts}), '|' ORDER BY column_id) AS shape
       FROM parquet_schema(${fileList(paths)}) GROUP BY file_name)`,
  );
  return shapes.getRowObjectsJS()[0]?.n as number;
}
