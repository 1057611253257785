// What sources, stores and models may be made with, and the options each takes. One table: the binder checks
// options by it, completion offers them from it, and the engine reads no option that it lacks.

import type { SourceFormat } from "./catalogue.ts";

export type ConnectorRole = "source" | "store" | "model";

/** `columns`: one name or a list of names, written bare. `texts`: one text or a list of texts. */
export type OptionKind = "text" | "texts" | "bool" | "int" | "size" | "duration" | "columns" | "character";

export interface ConnectorOption {
  readonly name: string;
  readonly kind: OptionKind;
  readonly roles: readonly ConnectorRole[];
  readonly required?: true;
  readonly doc: string;
}

export interface ConnectorEntry {
  readonly name: SourceFormat | "onnx";
  readonly roles: readonly ConnectorRole[];
  /** What the first argument is: a path relative to the file, or a connection of weir.json. */
  readonly first: "path" | "connection";
  readonly options: readonly ConnectorOption[];
  readonly doc: string;
}

const source: readonly ConnectorRole[] = ["source"];
const store: readonly ConnectorRole[] = ["store"];
const both: readonly ConnectorRole[] = ["source", "store"];

const capacity: ConnectorOption = {
  name: "capacity",
  kind: "size",
  roles: store,
  doc: "How much the store may hold, as in `2 GB`.",
};

const partitionBy: ConnectorOption = {
  name: "partition_by",
  kind: "columns",
  roles: store,
  doc: "Columns whose values make the folders, as in `partition_by: day` or `[year, month]`.",
};

const compression: ConnectorOption = {
  name: "compression",
  kind: "text",
  roles: both,
  doc: 'How files are compressed: `"zstd"`, `"gzip"`, `"snappy"` or `"none"`. Read from the file name otherwise.',
};

const table: ConnectorOption = {
  name: "table",
  kind: "text",
  roles: both,
  required: true,
  doc: 'The table, with its schema where it is not the usual one: `"public.people"`.',
};

/** All connectors, in the order of the reference. */
export const connectors: readonly ConnectorEntry[] = [
  {
    name: "parquet",
    roles: both,
    first: "path",
    options: [partitionBy, capacity, compression],
    doc: "Parquet files: a file, a glob, or a folder with hive partitions (`year=2026/`).",
  },
  {
    name: "csv",
    roles: both,
    first: "path",
    options: [
      {
        name: "header",
        kind: "bool",
        roles: both,
        doc: "Whether the first line holds the names. Sniffed otherwise.",
      },
      {
        name: "delimiter",
        kind: "text",
        roles: both,
        doc: 'What stands between values: `","`, `";"`, `"\\t"`.',
      },
      {
        name: "quote",
        kind: "character",
        roles: both,
        doc: "What stands around values that hold a delimiter.",
      },
      { name: "escape", kind: "character", roles: both, doc: "What stands before a quote inside a value." },
      { name: "null", kind: "texts", roles: both, doc: 'Texts that mean null, as in `["", "NA"]`.' },
      { name: "skip", kind: "int", roles: source, doc: "Lines to leave out before the header." },
      { name: "encoding", kind: "text", roles: source, doc: '`"utf-8"`, `"latin-1"` or `"utf-16"`.' },
      partitionBy,
      capacity,
      compression,
    ],
    doc: "Text with delimiters. Names and types are sniffed once, or pinned by a schema block.",
  },
  {
    name: "json",
    roles: both,
    first: "path",
    options: [capacity, compression],
    doc: "An array of objects, or one object a line.",
  },
  {
    name: "arrow",
    roles: both,
    first: "path",
    options: [capacity],
    doc: "Arrow IPC, as a file or a stream.",
  },
  {
    name: "duckdb",
    roles: both,
    first: "path",
    options: [
      table,
      { name: "key", kind: "columns", roles: store, doc: "The columns that name a row." },
      capacity,
    ],
    doc: "A table of a DuckDB database file.",
  },
  {
    name: "postgres",
    roles: both,
    first: "connection",
    options: [
      table,
      { name: "key", kind: "columns", roles: store, doc: "The columns that name a row." },
      capacity,
    ],
    doc: "A table of a PostgreSQL database, through a connection of weir.json.",
  },
  {
    name: "redis",
    roles: store,
    first: "connection",
    options: [
      {
        name: "key",
        kind: "columns",
        roles: store,
        required: true,
        doc: "The columns that make the key of a row.",
      },
      {
        name: "prefix",
        kind: "text",
        roles: store,
        doc: "What every key begins with. The store's name otherwise.",
      },
      { name: "expires", kind: "duration", roles: store, doc: "How long a row is kept, as in `7 days`." },
      capacity,
    ],
    doc: "A Redis server, through a connection of weir.json. Rows are merged on the key.",
  },
  { name: "onnx", roles: ["model"], first: "path", options: [], doc: "A model file in the ONNX format." },
];

/** The connector of this name, if there is one. */
export function connectorNamed(name: string): ConnectorEntry | undefined {
  return connectors.find((entry) => entry.name === name);
}
