// WR2xx: what sources and stores hold, as far as the catalogue knows. The examples read files that the test's
// catalogue knows: `missing`, `broken`, `locked` and their like are what they are called.

import type { ProblemEntry } from "./entry.ts";

const pinned = `{
  id: int
  name: text
}
`;

export const dataProblems: readonly ProblemEntry[] = [
  {
    code: "WR201",
    severity: "error",
    title: "missing file",
    explanation:
      "There is no file at this path; paths are relative to the file that declares the source. With a schema block the program can be written and checked before the data is there.",
    wrong: `source people = parquet("data/missing.parquet")
`,
    right: `source people = parquet("data/missing.parquet") ${pinned}`,
  },
  {
    code: "WR202",
    severity: "error",
    title: "pattern without files",
    explanation:
      "No file matches the pattern. `*` stands for any part of a name, `**` for any folders. With a schema block the program can be written before the data is there.",
    wrong: `source people = parquet("data/missing-*.parquet")
`,
    right: `source people = parquet("data/missing-*.parquet") ${pinned}`,
  },
  {
    code: "WR203",
    severity: "error",
    title: "unreadable data",
    explanation:
      "The file is there but is not what the source says, is damaged, or may not be read. The message carries what the reader said.",
    wrong: `source people = parquet("data/broken.parquet")
`,
    right: `source people = parquet("data/people.parquet")
`,
  },
  {
    code: "WR204",
    severity: "error",
    title: "missing table",
    explanation:
      'The database has no such table. A table outside the usual schema is written with it: `"sales.orders"`.',
    wrong: `source people = duckdb("data/shop.db", table: "missing")
`,
    right: `source people = duckdb("data/shop.db", table: "people")
`,
  },
  {
    code: "WR205",
    severity: "warning",
    title: "not connected",
    explanation:
      "The database of this connection is not connected, so that its columns are not known. A schema block states them.",
    wrong: `source people = postgres("crm", table: "people")
`,
    right: `source people = postgres("crm", table: "people") ${pinned}`,
  },
  {
    code: "WR206",
    severity: "warning",
    title: "locked database",
    explanation:
      "Another process has the database open for writing, so that it cannot be looked into. Close it there, or state the columns in a schema block.",
    wrong: `source people = duckdb("data/locked.db", table: "people")
`,
    right: `source people = duckdb("data/locked.db", table: "people") ${pinned}`,
  },
  {
    code: "WR207",
    severity: "warning",
    title: "folder not trusted",
    explanation:
      "Files of a folder that is not trusted are not opened. Trust the folder, or state the columns in a schema block.",
    wrong: `source people = parquet("data/untrusted.parquet")
`,
    right: `source people = parquet("data/untrusted.parquet") ${pinned}`,
  },
  {
    code: "WR208",
    severity: "error",
    title: "columns that differ in case",
    explanation:
      "The data has two columns whose names differ only in case, which no relation may hold. A schema block picks one of them.",
    wrong: `source people = parquet("data/cases.parquet")
`,
    right: `source people = parquet("data/cases.parquet") ${pinned}`,
  },
  {
    code: "WR209",
    severity: "error",
    title: "schema block against the data",
    explanation:
      "A schema block pins names and types: the data has to have these columns, of types that widen to the pinned ones. Text formats are read as the types that are pinned.",
    wrong: `source people = parquet("data/people.parquet") {
  id: int
  nmae: text
}
`,
    right: `source people = parquet("data/people.parquet") ${pinned}`,
  },
];
