// WR6xx: what goes wrong in a run. Reported by the engine and by whoever reads parameters; the texts stand here with
// all others. The wrong examples are right as far as they can be read: it takes their data to make them fail.

import type { ProblemEntry } from "./entry.ts";
import { orders } from "./examples.ts";

export const runProblems: readonly ProblemEntry[] = [
  {
    code: "WR601",
    severity: "error",
    title: "parameter without a value",
    explanation:
      "The pipeline has a parameter without a default, and the run gives it no value. Give one with `--param name=value`, or declare a default.",
    wrong: `${orders}
pipeline top(n: int) {
  from orders
  take $n
}
`,
    right: `${orders}
pipeline top(n: int = 10) {
  from orders
  take $n
}
`,
  },
  {
    code: "WR602",
    severity: "error",
    title: "unknown parameter",
    explanation:
      "The run gives a value for a parameter that the pipeline does not have: `--param size=3` for the first example.",
    wrong: `${orders}
pipeline top(n: int) {
  from orders
  take $n
}
`,
    right: `${orders}
pipeline top(size: int) {
  from orders
  take $size
}
`,
  },
  {
    code: "WR603",
    severity: "error",
    title: "value of another type",
    explanation:
      "The value given for a parameter cannot be read as its type: `--param since=yesterday` for the first example. Dates are written `2026-01-31`, timestamps `2026-01-31T08:30:00`, lists `a,b`.",
    wrong: `${orders}
pipeline recent(since: date) {
  from orders
  where ordered_at >= $since
}
`,
    right: `${orders}
pipeline recent(since: date = @2026-01-01) {
  from orders
  where ordered_at >= $since
}
`,
  },
  {
    code: "WR604",
    severity: "error",
    title: "value outside the check",
    explanation:
      "The value given for a parameter breaks the check that it is declared with: `--param size=500` for the first example.",
    wrong: `${orders}
pipeline page(size: int between 1 and 50 = 10) {
  from orders
  take $size
}
`,
    right: `${orders}
pipeline page(size: int between 1 and 1_000 = 10) {
  from orders
  take $size
}
`,
  },
  {
    code: "WR610",
    severity: "error",
    title: "missing file",
    explanation:
      "The file of a source is not there when the run reads it. Paths are relative to the file that declares the source.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR611",
    severity: "error",
    title: "pattern without files",
    explanation: "No file matches the pattern of a source when the run reads it.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR612",
    severity: "error",
    title: "unreadable data",
    explanation:
      "A file of a source cannot be opened, is damaged, or is not what the source says. The message names the file and what the reader said; write or fetch the file anew, or mend its permissions.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR613",
    severity: "error",
    title: "data without an expected column",
    explanation:
      "The files of a source lack a column that the pipeline or the schema block names, or have it in a type that does not widen to the named one.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR614",
    severity: "error",
    title: "value that does not fit",
    explanation:
      'A value of a text file is not of the type that the schema block (or the sample of the file) says. The message names the file, the line and the column. `null: ["-"]` names texts that mean nothing; a column read as `text` can be converted with `as?`.',
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR615",
    severity: "error",
    title: "broken line",
    explanation:
      "A line of a text file has too many or too few values, an unclosed quote, or bytes that are no text of its encoding. The message names the file and the line.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR616",
    severity: "error",
    title: "null where none may be",
    explanation:
      "A source promises a value in every row (its type has no `?`), and a row has none. Write the type with `?`, or leave such rows out of the data.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR617",
    severity: "error",
    title: "not connected",
    explanation:
      "The run needs something that this version of Weir does not connect to yet: PostgreSQL, Redis, or an ONNX model.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR618",
    severity: "error",
    title: "locked database",
    explanation: "Another process has the database file open for writing. Close it there, then run again.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR619",
    severity: "error",
    title: "missing table",
    explanation: "The database file has no such table. The message lists those that it has.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR620",
    severity: "error",
    title: "broken expectation",
    explanation:
      "Rows came for which an `expect` is not true (null is not true either). The message counts them and shows up to five; nothing was stored. `warn` or `at most 1%` after the expectation lets the run go on.",
    wrong: `${orders}
pipeline checked {
  from orders
  expect amount >= 0
}
`,
    right: `${orders}
pipeline checked {
  from orders
  expect amount >= 0 warn
}
`,
  },
  {
    code: "WR621",
    severity: "error",
    title: "more than one match",
    explanation:
      "A join that promises `one` found several right rows for a left one. Make the right side unique, or leave out `one` where several matches are meant.",
    wrong: `${orders}
pipeline joined {
  from orders
  join orders as other one on customer_id == other.customer_id
  select id
}
`,
    right: `${orders}
pipeline joined {
  from orders
  join (from orders | take 1 by customer_id sorted id) as other one on customer_id == other.customer_id
  select id
}
`,
  },
  {
    code: "WR622",
    severity: "error",
    title: "refused SQL",
    explanation:
      "The text of an `sql` step has to be one SELECT that reads `input` and nothing else: no files, no settings, no other tables, no second statement.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR623",
    severity: "error",
    title: "relation without given rows",
    explanation: "A test reads only what is given, and something is read that is not.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR630",
    severity: "error",
    title: "overflow",
    explanation:
      "A computed value goes beyond its type: an int beyond 64 bits, a decimal beyond its digits. Compute with a wider type.",
    wrong: `${orders}
pipeline products {
  from orders
  derive product = id * id
}
`,
    right: `${orders}
pipeline products {
  from orders
  derive product = (id as float) * id
}
`,
  },
  {
    code: "WR631",
    severity: "error",
    title: "failed conversion",
    explanation: "A value cannot be converted by `as`. `as?` gives null instead.",
    wrong: `${orders}
pipeline countries {
  from orders
  derive code = country as int
}
`,
    right: `${orders}
pipeline countries {
  from orders
  derive code = country as? int
}
`,
  },
  {
    code: "WR632",
    severity: "error",
    title: "out of memory",
    explanation:
      "The run needs more memory than its target allows, and cannot put more of it on the disk. Raise `memory`, lower `threads`, or read fewer rows and columns.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR633",
    severity: "error",
    title: "no space left",
    explanation:
      "The disk, or what the target may use of it for temporary data, is full. Stores and outputs are as they were before.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR634",
    severity: "error",
    title: "unwritable output",
    explanation:
      "The file given with `--output` cannot be written: its folder is missing, may not be written, or a folder stands in its place.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR635",
    severity: "error",
    title: "not permitted",
    explanation: "The run tried to reach something beyond its declared sources, its store and its output.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR636",
    severity: "error",
    title: "lost engine",
    explanation:
      "The process that runs DuckDB ended during the run, most often because the system ran out of memory. Stores are as they were; the next run starts a new process.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR639",
    severity: "error",
    title: "unexpected failure",
    explanation:
      "DuckDB, or the engine around it, met a fault that Weir does not know. The message carries its own words.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR640",
    severity: "error",
    title: "result that is gone",
    explanation:
      "Rows of a result are looked at for as long as it is shown. When its engine was lost, or another result took its place, the pipeline has to be run again.",
    wrong: `${orders}
from orders
`,
    right: `${orders}
from orders
`,
  },
  {
    code: "WR660",
    severity: "error",
    title: "not connected yet",
    explanation:
      "The store or source is of a kind that this version understands and cannot reach yet. Its pipelines are checked; a run of them ends here.",
    wrong: `${orders}
store hot = redis("cache", key: id)

pipeline p {
  from orders
  into hot
}
`,
    right: `${orders}
store hot = parquet("out/hot")

pipeline p {
  from orders
  into hot
}
`,
  },
  {
    code: "WR661",
    severity: "error",
    title: "place of a store",
    explanation:
      "Where the store wants to write stands something that it cannot replace: a folder in the place of a file, a file in the place of a folder; or the store is partitioned in a way that leaves nothing for its files.",
    wrong: `${orders}
store copy = parquet("out/copy", partition_by: id)

pipeline p {
  from orders
  select id
  into copy
}
`,
    right: `${orders}
store copy = parquet("out/copy", partition_by: country)

pipeline p {
  from orders
  select id, country
  into copy
}
`,
  },
  {
    code: "WR662",
    severity: "error",
    title: "store outside the project",
    explanation:
      "A run writes nothing outside the project folder unless it is allowed to: `--allow-write FOLDER`.",
    wrong: `${orders}
store copy = parquet("../elsewhere/copy")

pipeline p {
  from orders
  into copy
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  into copy
}
`,
  },
  {
    code: "WR663",
    severity: "error",
    title: "store that is being written",
    explanation:
      "Another run is switching the content of this store at this moment. Run again when it has ended.",
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  into copy
}

pipeline q {
  from orders
  into copy
}
`,
    right: `${orders}
store copy = parquet("out/copy")
store other = parquet("out/other")

pipeline p {
  from orders
  into copy
}

pipeline q {
  from orders
  into other
}
`,
  },
  {
    code: "WR664",
    severity: "error",
    title: "data of somebody else",
    explanation:
      "A store owns only a folder that it made, which then holds `_weir.json`, or an empty one; a file or a table is replaced only where Weir wrote it. Anything else is left alone: move it away, or give the store another place. Rows may be added to a file or table of somebody else with `append`, `merge` and `replace by`.",
    wrong: `${orders}
store copy = parquet("documents")

pipeline p {
  from orders
  into copy
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  into copy
}
`,
  },
  {
    code: "WR665",
    severity: "error",
    title: "damaged store",
    explanation:
      "The file `_weir.json` of the store's folder is damaged or was written by a newer version. Restore it, or store into another folder.",
    wrong: `${orders}
store copy = parquet("out/damaged")

pipeline p {
  from orders
  into copy
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  into copy
}
`,
  },
  {
    code: "WR666",
    severity: "error",
    title: "merge key without a value",
    explanation:
      "`merge on` needs a value in each key of each row; a null key belongs to no row of the store.",
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  into copy merge on customer_id
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  where customer_id != null
  into copy merge on id
}
`,
  },
  {
    code: "WR667",
    severity: "error",
    title: "merge key that comes twice",
    explanation:
      "Two rows of the result have the same merge key, so that it is open which one the store would keep. Keep one row a key before the merge.",
    wrong: `${orders}
store latest = parquet("out/latest")

pipeline p {
  from orders
  into latest merge on customer_id
}
`,
    right: `${orders}
store latest = parquet("out/latest")

pipeline p {
  from orders
  take 1 by customer_id sorted ordered_at desc, id
  into latest merge on customer_id
}
`,
  },
  {
    code: "WR668",
    severity: "error",
    title: "columns that the store lacks",
    explanation:
      "The result has columns that the store does not hold. `append`, `merge` and `replace by` keep the store's columns; `replace` gives it new ones.",
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  derive day = ordered_at as date
  into copy append
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  derive day = ordered_at as date
  into copy replace
}
`,
  },
  {
    code: "WR669",
    severity: "error",
    title: "database that cannot be written",
    explanation:
      "The database file of the store cannot be opened for writing: another program has it open, or it is no DuckDB database.",
    wrong: `${orders}
store copy = duckdb("out/open-elsewhere.db", table: "copy")

pipeline p {
  from orders
  into copy
}
`,
    right: `${orders}
store copy = duckdb("out/copy.db", table: "copy")

pipeline p {
  from orders
  into copy
}
`,
  },
];
