// CSV files: dialect and types are sniffed once, from the first file, and frozen. Every value is then read as text and
// converted by rules of our own, because DuckDB's reader would take "1.7" for the int 2 without a word.

import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { DataLocation } from "../../language/catalogue.ts";
import type { Type } from "../../language/types.ts";
import type { CsvGroup, CsvLayout, DescribedColumn, Reading, SourceDescription } from "./description.ts";
import type { LocatedSource } from "./location.ts";
import { hiveOptions, partitionsOf } from "./parquet.ts";
import { raggedLine } from "./ragged.ts";
import { boolOption, exactPath, fileList, intOption, textOption, textsOption } from "./spelling.ts";

export async function describeCsv(
  connection: DuckDBConnection,
  location: DataLocation,
  source: LocatedSource,
): Promise<SourceDescription> {
  const paths = source.files.map((file) => file.path);
  const first = await sniff(connection, location, paths[0]!);
  await requireSeveralColumns(location, first, paths[0]!);
  const unclear = await unclearDates(connection, first, paths[0]!);
  const groups = await groupByHeader(connection, location, first, paths);
  const columns: DescribedColumn[] = first.columns.map((column) =>
    unclear.some(({ name }) => name === column.name) ? textColumn(column.name) : columnOf(column, first),
  );
  for (const group of groups) {
    for (const name of group.names)
      if (!columns.some((column) => column.name === name)) columns.push(textColumn(name));
  }
  const partitions = partitionsOf(source);
  const partitionNames = new Set(partitions.map((column) => column.name.toLowerCase()));
  const own = columns.filter((column) => !partitionNames.has(column.name.toLowerCase()));
  return {
    columns: [...own, ...partitions],
    layout: { format: "csv", layout: first.layout, groups },
    notes: unclear.map(({ name, example, function: parse }) => {
      const written = `\`${name}\``;
      return `${written} holds dates such as "${example}", of which nobody can tell day and month apart; it is read as text: write \`${parse}(${name}, "dd/MM/yyyy")\` or \`"MM/dd/yyyy"\``;
    }),
  };
}

/** One reader a group of files whose columns stand in one order, all columns as text. */
export function scanCsv(description: SourceDescription, source: LocatedSource): string {
  const { layout } = description;
  if (layout.format !== "csv") throw new Error("the description is not one of CSV files");
  const readers = layout.groups.map((group) => {
    const paths = group.files.map((index) => source.files[index]!.path);
    return csvReader(paths, layout.layout, group.names, hiveOptions(description));
  });
  if (readers.length === 1) return readers[0]!;
  return `(${readers.map((reader) => `SELECT * FROM ${reader}`).join(" UNION ALL BY NAME ")})`;
}

/** A call of DuckDB's reader that guesses nothing. */
export function csvReader(
  paths: readonly string[],
  layout: CsvLayout,
  names: readonly string[],
  more: readonly string[] = [],
): string {
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`);
  const options = [
    fileList(paths),
    "auto_detect = false",
    `header = ${layout.header}`,
    `delim = ${quoteText(layout.delimiter)}`,
    `quote = ${quoteText(layout.quote)}`,
    `escape = ${quoteText(layout.escape)}`,
    `comment = ${quoteText(layout.comment)}`,
    `skip = ${layout.skip}`,
    ...nullOptions(layout),
    `columns = {${columns.join(", ")}}`,
    ...fixedOptions(layout),
    ...more,
  ];
  return `read_csv(${options.join(", ")})`;
}

// ------------------------------------------------------------------------------------------------ sniffing

interface Sniffed {
  readonly layout: CsvLayout;
  readonly columns: readonly { readonly name: string; readonly sqlType: string }[];
  readonly dateFormat: string | undefined;
  readonly timestampFormat: string | undefined;
}

async function sniff(connection: DuckDBConnection, location: DataLocation, path: string): Promise<Sniffed> {
  const given = givenLayout(location, path);
  const options = [quoteText(exactPath(path)), ...givenOptions(given)];
  const result = await connection.runAndReadAll(
    `SELECT Delimiter AS delimiter, Quote AS quote, Escape AS escape, Comment AS comment, HasHeader AS header,
       SkipRows::INTEGER AS skip, DateFormat AS dates, TimestampFormat AS times,
       list_transform(Columns, lambda c: c.name) AS names, list_transform(Columns, lambda c: c.type) AS types
     FROM sniff_csv(${options.join(", ")})`,
  );
  const row = result.getRowObjectsJson()[0]!;
  const names = row.names as string[];
  const types = row.types as string[];
  const quote = given.quote ?? (present(row.quote) || '"');
  return {
    layout: {
      delimiter: given.delimiter ?? String(row.delimiter),
      // A sample without quotes says nothing about the rest of the file.
      quote,
      escape: given.escape ?? (present(row.escape) || quote),
      comment: present(row.comment),
      header: given.header ?? row.header === true,
      skip: given.skip ?? Number(row.skip),
      nullTexts: given.nullTexts,
      quotedNulls: given.quotedNulls,
      encoding: given.encoding,
      compression: given.compression,
    },
    columns: names.map((name, index) => ({ name, sqlType: types[index]! })),
    dateFormat: row.dates === null ? undefined : String(row.dates),
    timestampFormat: row.times === null ? undefined : String(row.times),
  };
}

/** One name that holds a delimiter is no name: some line has another number of fields. */
async function requireSeveralColumns(location: DataLocation, sniffed: Sniffed, path: string): Promise<void> {
  const [column] = sniffed.columns;
  if (sniffed.columns.length !== 1 || textOption(location, "delimiter") !== undefined) return;
  const ragged = await raggedLine(path, column!.name, sniffed.layout.skip);
  if (ragged === undefined) return;
  const { line, fields, expected, delimiter } = ragged;
  const shown = delimiter === "\t" ? "\\t" : delimiter;
  throw new Error(
    `line ${line} of "${path}" has ${fields} ${fields === 1 ? "field" : "fields"} and the lines before it ${expected}; mend the line, or say what separates the fields: \`delimiter: "${shown}"\``,
  );
}

interface UnclearDate {
  readonly name: string;
  readonly example: string;
  readonly function: "parse_date" | "parse_timestamp";
}

/** Rows that are looked at for a date that tells day and month apart. */
const datesLookedAt = 100_000;

/** Columns of dates that are read either way: 01/02 may be the first of February or the second of January. */
async function unclearDates(
  connection: DuckDBConnection,
  sniffed: Sniffed,
  path: string,
): Promise<UnclearDate[]> {
  const unclear: UnclearDate[] = [];
  for (const { name, sqlType } of sniffed.columns) {
    const format =
      sqlType === "DATE" ? sniffed.dateFormat : sqlType === "TIMESTAMP" ? sniffed.timestampFormat : undefined;
    const other = format === undefined ? undefined : otherWayRound(format);
    if (other === undefined) continue;
    const reader = csvReader(
      [path],
      sniffed.layout,
      sniffed.columns.map((column) => column.name),
    );
    const column = quoteName(name);
    const result = await connection.runAndReadAll(
      `SELECT count(try_strptime(${column}, ${quoteText(other)})) = count(${column}) AS either, any_value(${column}) AS example
       FROM (SELECT ${column} FROM ${reader} LIMIT ${datesLookedAt})`,
    );
    const row = result.getRowObjectsJS()[0]!;
    if (row.either !== true || row.example === null) continue;
    unclear.push({
      name,
      example: String(row.example),
      function: sqlType === "DATE" ? "parse_date" : "parse_timestamp",
    });
  }
  return unclear;
}

/** The format with day and month the other way round; undefined where the year comes first. */
function otherWayRound(format: string): string | undefined {
  if (!/^%[dm]\W%[dm]\W/.test(format)) return undefined;
  return format.replace(/^%([dm])(\W)%([dm])/, "%$3$2%$1");
}

interface GivenLayout {
  readonly header: boolean | undefined;
  readonly delimiter: string | undefined;
  readonly quote: string | undefined;
  readonly escape: string | undefined;
  readonly skip: number | undefined;
  readonly nullTexts: readonly string[];
  readonly quotedNulls: boolean;
  readonly encoding: string | undefined;
  readonly compression: string | undefined;
}

/** What the declaration says. Without `null`, and in stores, only nothing at all is null: `""` is an empty text. */
function givenLayout(location: DataLocation, path: string): GivenLayout {
  const skip = intOption(location, "skip");
  return {
    header: boolOption(location, "header"),
    delimiter: textOption(location, "delimiter") ?? (/\.tsv(\.|$)/i.test(path) ? "\t" : undefined),
    quote: textOption(location, "quote"),
    escape: textOption(location, "escape"),
    skip: skip === undefined ? undefined : Number(skip),
    nullTexts: textsOption(location, "null") ?? [""],
    quotedNulls: location.role === "source" && textsOption(location, "null") !== undefined,
    encoding: textOption(location, "encoding"),
    compression: textOption(location, "compression"),
  };
}

function givenOptions(given: GivenLayout): string[] {
  const options = [...nullOptions(given), ...fixedOptions(given)];
  if (given.header !== undefined) options.push(`header = ${given.header}`);
  if (given.delimiter !== undefined) options.push(`delim = ${quoteText(given.delimiter)}`);
  if (given.quote !== undefined) options.push(`quote = ${quoteText(given.quote)}`);
  if (given.escape !== undefined) options.push(`escape = ${quoteText(given.escape)}`);
  if (given.skip !== undefined) options.push(`skip = ${given.skip}`);
  return options;
}

function nullOptions(layout: Pick<CsvLayout, "nullTexts" | "quotedNulls">): string[] {
  const texts = layout.nullTexts.map(quoteText).join(", ");
  return [`nullstr = [${texts}]`, `allow_quoted_nulls = ${layout.quotedNulls}`];
}

function fixedOptions(layout: Pick<CsvLayout, "encoding" | "compression">): string[] {
  const options: string[] = [];
  if (layout.encoding !== undefined) options.push(`encoding = ${quoteText(layout.encoding)}`);
  if (layout.compression !== undefined) options.push(`compression = ${quoteText(layout.compression)}`);
  return options;
}

/** DuckDB's word for nothing in a sniffed dialect. */
function present(value: unknown): string {
  return value === null || value === "(empty)" ? "" : String(value);
}

// ------------------------------------------------------------------------------------------------- columns

const sniffedTypes: Readonly<Record<string, Type>> = {
  BIGINT: { kind: "int" },
  DOUBLE: { kind: "float" },
  BOOLEAN: { kind: "bool" },
  DATE: { kind: "date" },
  TIMESTAMP: { kind: "timestamp" },
  "TIMESTAMP WITH TIME ZONE": { kind: "instant" },
};

function columnOf(
  column: { readonly name: string; readonly sqlType: string },
  sniffed: Sniffed,
): DescribedColumn {
  const type = sniffedTypes[column.sqlType];
  if (type === undefined) return textColumn(column.name);
  const format =
    type.kind === "date"
      ? sniffed.dateFormat
      : type.kind === "timestamp"
        ? sniffed.timestampFormat
        : undefined;
  const isIso = format === undefined || format === "%Y-%m-%d" || format.startsWith("%Y-%m-%d %H:%M:%S");
  const reading: Reading =
    type.kind === "int" ? { kind: "text" } : { kind: "sniffed", format: isIso ? undefined : format };
  return { name: column.name, doc: "", partition: false, type, nullable: true, reading };
}

function textColumn(name: string): DescribedColumn {
  return {
    name,
    doc: "",
    partition: false,
    type: { kind: "text" },
    nullable: true,
    reading: { kind: "text" },
  };
}

/**
 * Files by the order of their columns. Files without a header are one group, since their columns have no names. The
 * headers are compared as text: only a header that differs is sniffed.
 */
async function groupByHeader(
  connection: DuckDBConnection,
  location: DataLocation,
  first: Sniffed,
  paths: readonly string[],
): Promise<CsvGroup[]> {
  const names = first.columns.map((column) => column.name);
  if (!first.layout.header || paths.length === 1) return [{ files: paths.map((_, index) => index), names }];
  const groups = new Map<string, { readonly files: number[]; readonly names: readonly string[] }>();
  for (const [index, path] of paths.entries()) {
    const header = await headerLine(path, first.layout);
    const known = groups.get(header);
    if (known !== undefined) known.files.push(index);
    else if (index === 0) groups.set(header, { files: [index], names });
    else {
      const own = await sniff(connection, location, path);
      groups.set(header, { files: [index], names: own.columns.map((column) => column.name) });
    }
  }
  return [...groups.values()];
}

/** The line that holds the names; for a compression that Node cannot read, the path, so that the file is sniffed. */
async function headerLine(path: string, layout: CsvLayout): Promise<string> {
  if (layout.compression === "zstd" || /\.zst$/i.test(path)) return path;
  const file = createReadStream(path, { highWaterMark: 64 * 1024 });
  const isPacked = layout.compression === "gzip" || /\.gz$/i.test(path);
  const stream = isPacked ? file.pipe(createGunzip()) : file;
  const fault = new Promise<never>((_, reject) => file.once("error", reject));
  fault.catch(() => undefined);
  let text = "";
  const reading = (async () => {
    for await (const chunk of stream) {
      text += (chunk as Buffer).toString("latin1");
      if (text.split("\n").length > layout.skip + 1) break;
    }
  })();
  await Promise.race([reading, fault]);
  file.destroy();
  return (text.split("\n")[layout.skip] ?? "").replace(/\r$/, "");
}
