// WR17x to WR19x: steps, joins, order and keys.

import type { ProblemEntry } from "./entry.ts";
import { customers, orders } from "./examples.ts";

export const stepProblems: readonly ProblemEntry[] = [
  {
    code: "WR170",
    severity: "error",
    title: "steps without a beginning",
    explanation:
      "A pipeline begins with `from RELATION`, and has only that one `from`; other relations come in with `join` or `union`.",
    wrong: `${orders}
pipeline p {
  from orders
  where amount > 5
  from orders
}
`,
    right: `${orders}
pipeline p {
  from orders
  where amount > 5
  union orders
}
`,
  },
  {
    code: "WR171",
    severity: "error",
    title: "column without a name",
    explanation:
      "An expression that makes a column has a name: `derive gross = amount * 1.19`. Plain columns in `select` and `by` keep theirs. The groups of `take` and `window` make no columns and take no names.",
    wrong: `${orders}
pipeline p {
  from orders
  aggregate count() by country
}
`,
    right: `${orders}
pipeline p {
  from orders
  aggregate orders = count() by country
}
`,
  },
  {
    code: "WR172",
    severity: "error",
    title: "column wanted",
    explanation:
      "`drop`, `rename`, `unpivot`, `unique` and the keys of a store take columns by name. Compute others with `derive` first.",
    wrong: `${orders}
pipeline p {
  from orders
  expect unique(id, upper(country))
}
`,
    right: `${orders}
pipeline p {
  from orders
  derive country = upper(country)
  expect unique(id, country)
}
`,
  },
  {
    code: "WR173",
    severity: "error",
    title: "column name taken",
    explanation:
      "No relation holds two columns of one name, nor two that differ only in case. Give one another name.",
    wrong: `${orders}
pipeline p {
  from orders
  select id, country, id = customer_id
}
`,
    right: `${orders}
pipeline p {
  from orders
  select id, country, customer = customer_id
}
`,
  },
  {
    code: "WR174",
    severity: "error",
    title: "condition that is no bool",
    explanation:
      "`where`, `expect` and the conditions of a join are true or false. Compare the value with something.",
    wrong: `${orders}
pipeline p {
  from orders
  where amount
}
`,
    right: `${orders}
pipeline p {
  from orders
  where amount != 0
}
`,
  },
  {
    code: "WR175",
    severity: "error",
    title: "join condition",
    explanation:
      "A join says what belongs together: `on customer_id` (equal on both sides) or a condition. `asof join` takes equal keys and then exactly one inequality between the sides.",
    wrong: `${orders}
${customers}
pipeline p {
  from orders
  asof join customers as c on customer_id == c.id
}
`,
    right: `${orders}
${customers}
pipeline p {
  from orders
  join customers as c on customer_id == c.id
}
`,
  },
  {
    code: "WR176",
    severity: "error",
    title: "join key of one side only",
    explanation:
      "A bare name after `on` is a column of both sides, of one type. Columns with different names are compared: `on customer_id == c.id`.",
    wrong: `${orders}
${customers}
pipeline p {
  from orders
  join customers on customer_id
}
`,
    right: `${orders}
${customers}
pipeline p {
  from orders
  join customers as c on customer_id == c.id
}
`,
  },
  {
    code: "WR177",
    severity: "error",
    title: "alias taken",
    explanation:
      "Two relations of one chain would be reached by the same name. Give the second one another with `as`.",
    wrong: `${orders}
pipeline p {
  from orders
  left join orders one on id
}
`,
    right: `${orders}
pipeline p {
  from orders
  left join orders as again one on id
}
`,
  },
  {
    code: "WR178",
    severity: "information",
    title: "bare name of both sides",
    explanation:
      "After a join a bare name that both sides have means the left one. Where the right one was meant, write `alias.column`. A step that uses both gets no remark.",
    wrong: `${orders}
${customers}
pipeline p {
  from orders
  join customers as c one on customer_id == c.id
  where country == "DE"
}
`,
    right: `${orders}
${customers}
pipeline p {
  from orders
  join customers as c one on customer_id == c.id
  where c.country == "DE"
}
`,
  },
  {
    code: "WR179",
    severity: "error",
    title: "nothing aggregated",
    explanation:
      "In `aggregate` and `pivot` every column stands inside an aggregate or after `by`, since a group has many rows; `window` looks at other rows. A column of one row only is made with `derive`.",
    wrong: `${orders}
pipeline p {
  from orders
  aggregate total = amount by country
}
`,
    right: `${orders}
pipeline p {
  from orders
  aggregate total = sum(amount) by country
}
`,
  },
  {
    code: "WR180",
    severity: "error",
    title: "frame",
    explanation:
      "`rows a..b` counts rows and `range a..b` measures a distance in the one sorted key, both from this row and with the earlier bound first. Either needs `sorted`.",
    wrong: `${orders}
pipeline p {
  from orders
  window last_week = sum(amount) by country sorted ordered_at range -6..0
}
`,
    right: `${orders}
pipeline p {
  from orders
  window last_week = sum(amount) by country sorted ordered_at range -6 days..0 days
}
`,
  },
  {
    code: "WR181",
    severity: "error",
    title: "count",
    explanation: "`take`, `offset` and `seed` take whole numbers from 0 that are known before the run.",
    wrong: `${orders}
pipeline p {
  from orders
  take 2.5
}
`,
    right: `${orders}
pipeline p {
  from orders
  take 3
}
`,
  },
  {
    code: "WR182",
    severity: "error",
    title: "columns that do not meet",
    explanation:
      "`union`, `except` and `intersect` go by name. Columns of one name have types that widen to one; `except` and `intersect` need the same columns on both sides.",
    wrong: `${orders}
${customers}
pipeline p {
  from orders
  select id, country
  except customers
}
`,
    right: `${orders}
${customers}
pipeline p {
  from orders
  select id, country
  except (from customers | select id, country)
}
`,
  },
  {
    code: "WR183",
    severity: "error",
    title: "not a list",
    explanation:
      "`unnest` makes a row of each element of a list. A json list is cast first: `as? list(json)`.",
    wrong: `${orders}
pipeline p {
  from orders
  unnest letter = country
}
`,
    right: `${orders}
pipeline p {
  from orders
  unnest letter = split(country, "")
}
`,
  },
  {
    code: "WR184",
    severity: "error",
    title: "pivot or unpivot",
    explanation:
      "The values that become columns are written out, since columns are known before a run; they are constants of the column's type. The columns of an `unpivot` widen to one type.",
    wrong: `${orders}
pipeline p {
  from orders
  pivot sum(amount) by customer_id for country in [49, 33]
}
`,
    right: `${orders}
pipeline p {
  from orders
  pivot sum(amount) by customer_id for country in ["DE", "FR"]
}
`,
  },
  {
    code: "WR185",
    severity: "error",
    title: "sample",
    explanation: "`sample` takes a percentage from 0 to 100, or a number of rows.",
    wrong: `${orders}
pipeline p {
  from orders
  sample 110%
}
`,
    right: `${orders}
pipeline p {
  from orders
  sample 10%
}
`,
  },
  {
    code: "WR186",
    severity: "error",
    title: "share of an expectation",
    explanation: "`at most` takes a percentage from 0 to 100 of the rows.",
    wrong: `${orders}
pipeline p {
  from orders
  expect amount > 0 at most 120%
}
`,
    right: `${orders}
pipeline p {
  from orders
  expect amount > 0 at most 2%
}
`,
  },
  {
    code: "WR187",
    severity: "error",
    title: "into",
    explanation:
      "`into STORE` is the last step of a pipeline and names a store. A relation inside another is computed and never stored.",
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  into copy
  take 5
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline p {
  from orders
  take 5
  into copy
}
`,
  },
  {
    code: "WR188",
    severity: "error",
    title: "mode of a store",
    explanation:
      "The store's format does not take this mode. Redis, for one, merges on its own key and does nothing else.",
    wrong: `${orders}
store hot = redis("cache", key: customer_id)

pipeline p {
  from orders
  aggregate amount = sum(amount) by customer_id
  into hot replace
}
`,
    right: `${orders}
store hot = redis("cache", key: customer_id)

pipeline p {
  from orders
  aggregate amount = sum(amount) by customer_id
  into hot
}
`,
  },
  {
    code: "WR189",
    severity: "error",
    title: "columns of a store",
    explanation:
      "The result has a column that the store lacks, lacks one that it needs (its key, its partitions, one that may not be null), or has one of another type. `replace` gives a store without a schema block new columns.",
    wrong: `${orders}
store copy = parquet("out/copy", partition_by: day)

pipeline p {
  from orders
  into copy
}
`,
    right: `${orders}
store copy = parquet("out/copy", partition_by: day)

pipeline p {
  from orders
  derive day = ordered_at as date
  into copy
}
`,
  },
  {
    code: "WR190",
    severity: "information",
    title: "keys that leave the order open",
    explanation:
      "Rows with equal keys come in no particular order, and the answer depends on it: another run may choose other rows. Add a column that tells them apart, or state with `expect unique(…)` that the keys do.",
    wrong: `${orders}
pipeline latest {
  from orders
  take 1 by customer_id sorted ordered_at desc
}
`,
    right: `${orders}
pipeline latest {
  from orders
  expect unique(id)
  take 1 by customer_id sorted ordered_at desc, id
}
`,
  },
  {
    code: "WR191",
    severity: "information",
    title: "sort after the choice",
    explanation:
      "`take … by` and window functions have an order of their own, written `sorted`. A `sort` in the next line orders what they have already chosen.",
    wrong: `${orders}
pipeline latest {
  from orders
  take 1 by customer_id
  sort ordered_at desc
}
`,
    right: `${orders}
pipeline latest {
  from orders
  expect unique(customer_id, ordered_at)
  take 1 by customer_id sorted ordered_at desc
}
`,
  },
  {
    code: "WR192",
    severity: "error",
    title: "sql step",
    explanation:
      "A `sql` step holds at most one text a dialect (`duckdb`, `spark`); each is one `select … from input`.",
    wrong: `${orders}
pipeline p {
  from orders
  sql duckbd """select id from input""" returns (id: int)
}
`,
    right: `${orders}
pipeline p {
  from orders
  sql duckdb """select id from input""" returns (id: int)
}
`,
  },
  {
    code: "WR193",
    severity: "error",
    title: "model",
    explanation:
      "`score` names a declared model and gives it the values that its schema block asks for, in order or by name.",
    wrong: `${orders}
model churn = onnx("models/churn.onnx") {
  amount: float
  days: int
  output: float
}

pipeline p {
  from orders
  score risk = churn(amount)
}
`,
    right: `${orders}
model churn = onnx("models/churn.onnx") {
  amount: float
  days: int
  output: float
}

pipeline p {
  from orders
  score risk = churn(amount, 30)
}
`,
  },
  {
    code: "WR194",
    severity: "error",
    title: "key without an order",
    explanation: "A value of type `json` has no order, since it may hold anything. Cast it to what it is.",
    wrong: `source events = json("data/events.json") {
  id: int
  body: json
}

pipeline p {
  from events
  sort body
}
`,
    right: `source events = json("data/events.json") {
  id: int
  body: json
}

pipeline p {
  from events
  sort body as? text
}
`,
  },
  {
    code: "WR195",
    severity: "error",
    title: "unknown alias",
    explanation:
      "`c.*` stands for the columns of a relation in scope; its alias is the name after `as`, or the relation's own.",
    wrong: `${orders}
pipeline p {
  from orders as o
  select x.*
}
`,
    right: `${orders}
pipeline p {
  from orders as o
  select o.*
}
`,
  },
];
