// The SQL of a source's rows with exactly the columns and types that the plan expects of it, and the search for the
// place of a value that did not fit. Whatever the plan expects and the files do not have is one clear failure.

import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbType, quoteName } from "../../emit/duckdb.ts";
import type { Scan } from "../../emit/scan.ts";
import { nearestName } from "../../language/nearest-name.ts";
import type { Column } from "../../language/plan.ts";
import { typeName, widens } from "../../language/type-operations.ts";
import type { Type } from "../../language/types.ts";
import { RunError } from "../run-error.ts";
import { scanCsv } from "./csv.ts";
import { scanTable } from "./database.ts";
import type { DescribedColumn, SourceDescription } from "./description.ts";
import { readsAsJson, scanJson } from "./json.ts";
import type { LocatedSource } from "./location.ts";
import { scanParquet } from "./parquet.ts";
import { brokenCondition, strictRead } from "./strict-read.ts";

/** A source of a run: where it is, what is known of it, and under which number its faults are reported. */
export interface RunSource {
  readonly number: number;
  readonly name: string;
  readonly source: LocatedSource;
  readonly description: SourceDescription;
  /** Database alias or table that holds its rows, for formats that DuckDB does not scan as files. */
  readonly alias: string;
}

/** A column that the plan reads, beside what was found of it. */
interface ReadColumn {
  readonly wanted: Column;
  readonly found: DescribedColumn;
}

/**
 * What may follow FROM: `columns` under their names, in their types.
 * @throws {RunError} WR613 where the files do not have them.
 */
export function scanOf(source: RunSource, columns: readonly Column[]): Scan {
  const read = matchColumns(source, columns);
  const items = read.map(({ wanted, found }, index) => {
    const place = { source: source.number, column: index };
    const reading = readingOf(source, wanted, found);
    return `${strictRead(quoteName(found.name), reading, found, wanted, place)} AS ${quoteName(wanted.name)}`;
  });
  const from = fromOf(source, read);
  const types = new Map(columns.map((column) => [column.name, duckdbType(column.type)]));
  return { sql: `(SELECT ${items.length === 0 ? "1" : items.join(", ")} FROM ${from})`, types };
}

/** Where a broken value stands. */
export interface BrokenPlace {
  readonly column: Column;
  readonly file: string | undefined;
  /** Row of the file that holds it, from 1, not counting a header. */
  readonly row: number | undefined;
}

/** Searches the first broken value of a column, file by file. Reads the column again: only for failed runs. */
export async function findBroken(
  connection: DuckDBConnection,
  source: RunSource,
  columns: readonly Column[],
  index: number,
): Promise<BrokenPlace> {
  const { wanted, found } = matchColumns(source, columns)[index]!;
  const condition = brokenCondition(quoteName(found.name), readingOf(source, wanted, found), found, wanted);
  for (const file of source.source.files) {
    const one = {
      ...source,
      source: { ...source.source, files: [file] },
      description: ofFile(source, file.path),
    };
    const from = fromOf(one, [{ wanted, found }]);
    const result = await connection.runAndReadAll(
      `SELECT n::DOUBLE AS n FROM (SELECT row_number() OVER () AS n, ${quoteName(found.name)} FROM ${from})
       WHERE ${condition} ORDER BY n LIMIT 1`,
    );
    const row = result.getRowObjectsJS()[0]?.n;
    if (typeof row === "number") return { column: wanted, file: file.path, row };
  }
  return { column: wanted, file: undefined, row: undefined };
}

// ------------------------------------------------------------------------------------------------ helpers

function fromOf(source: RunSource, read: readonly ReadColumn[]): string {
  const { description } = source;
  switch (source.source.format) {
    case "parquet":
      return scanParquet(description, source.source);
    case "csv":
      return scanCsv(description, source.source);
    case "json": {
      const columns = read
        .filter(({ found }) => !found.partition)
        .map(({ wanted, found }) => ({ name: found.name, type: jsonReaderType(wanted, found) }));
      return scanJson(description, source.source, columns);
    }
    case "duckdb":
      return scanTable(description, source.alias);
    case "arrow":
      return quoteName(source.alias);
  }
}

/** JSON is read in the plan's type, but where that would convert on its own terms. */
function jsonReaderType(wanted: Column, found: DescribedColumn): Type {
  if (found.partition) return found.type;
  return readsAsJson(wanted.type) ? { kind: "json" } : wanted.type;
}

function readingOf(source: RunSource, wanted: Column, found: DescribedColumn): DescribedColumn["reading"] {
  if (found.partition) return found.type.kind === "text" ? { kind: "text" } : found.reading;
  if (source.source.format !== "json") return found.reading;
  return readsAsJson(wanted.type) ? { kind: "json" } : { kind: "plain" };
}

/** The description with the one group that holds the file, as the file's own. */
function ofFile(source: RunSource, path: string): SourceDescription {
  const { layout } = source.description;
  if (layout.format !== "csv") return source.description;
  const index = source.source.files.findIndex((file) => file.path === path);
  const group = layout.groups.find((candidate) => candidate.files.includes(index));
  const groups = [{ files: [0], names: group?.names ?? [] }];
  return { ...source.description, layout: { ...layout, groups } };
}

function matchColumns(source: RunSource, columns: readonly Column[]): ReadColumn[] {
  const { description, name } = source;
  const { path } = source.source;
  const names = description.columns.map((column) => column.name);
  return columns.map((wanted) => {
    const found = description.columns.find((column) => column.name === wanted.name);
    if (found === undefined) {
      // A field that no object of the sample had may still stand further down.
      if (source.source.format === "json")
        return { wanted, found: { ...wanted, partition: false, reading: { kind: "json" } } };
      const near = nearestName(wanted.name, names);
      const hint =
        near === undefined
          ? `It has ${names.map((one) => `\`${one}\``).join(", ")}.`
          : `Did you mean \`${near}\`?`;
      throw new RunError("WR613", `source "${name}": "${path}" has no column \`${wanted.name}\``, {
        file: path,
        hint,
      });
    }
    const isText =
      found.reading.kind === "text" || found.reading.kind === "sniffed" || source.source.format === "json";
    if (!isText && !widens(withNulls(found.type), withNulls(wanted.type))) {
      throw new RunError(
        "WR613",
        `source "${name}": column \`${wanted.name}\` of "${path}" is \`${typeName(found)}\`, where \`${typeName(wanted)}\` is expected`,
        {
          file: path,
          hint: "Correct the schema block, or leave it out and convert the column with `as` in the pipeline.",
        },
      );
    }
    return { wanted, found };
  });
}

/** The type with everything inside it nullable: what may be null is checked by values, not here. */
function withNulls(type: Type): Type {
  if (type.kind === "list")
    return { kind: "list", element: { type: withNulls(type.element.type), nullable: true } };
  if (type.kind !== "struct") return type;
  const fields = type.fields.map((field) => ({
    name: field.name,
    type: withNulls(field.type),
    nullable: true,
  }));
  return { kind: "struct", fields };
}
