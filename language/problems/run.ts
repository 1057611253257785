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
    title: "folder of somebody else",
    explanation:
      "A store owns only a folder that it made, which then holds `_weir.json`, or an empty one. Anything else is left alone.",
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
