// WR14x to WR16x: names, imports, parameters, sources, stores, tests, services and jobs.

import type { ProblemEntry } from "./entry.ts";
import { orders } from "./examples.ts";

export const declarationProblems: readonly ProblemEntry[] = [
  {
    code: "WR140",
    severity: "error",
    title: "name taken",
    explanation:
      "Names are unique in a file and its imports, whatever they name: a source and a pipeline cannot share one. Give one of them another name.",
    wrong: `${orders}
pipeline orders {
  from orders
  take 10
}
`,
    right: `${orders}
pipeline first_orders {
  from orders
  take 10
}
`,
  },
  {
    code: "WR141",
    severity: "error",
    title: "unknown relation",
    explanation:
      "After `from`, `join`, `union` and their like stands a source, a store or a pipeline of this file or of an imported one. Correct the name, declare it, or import it.",
    wrong: `${orders}
pipeline big {
  from ordres
  where amount > 100
}
`,
    right: `${orders}
pipeline big {
  from orders
  where amount > 100
}
`,
  },
  {
    code: "WR142",
    severity: "error",
    title: "not a relation",
    explanation:
      "What stands here gives no rows: a function, a constant, a connector that is no source yet, or a series that cannot be counted. Declare a source for data, or name one.",
    wrong: `let limit = 5

pipeline numbers {
  from limit
}

pipeline counted {
  from series(1, $limit)
}
`,
    right: `let limit = 5

pipeline numbers {
  from series(1, $limit, 1)
}
`,
  },
  {
    code: "WR143",
    severity: "error",
    title: "circle",
    explanation:
      "These declarations need each other, so that none can be computed first. The message names the way round; break it at one place. Reading the store that a pipeline writes is no circle: it gives the content before the run.",
    wrong: `pipeline ping {
  from pong
}

pipeline pong {
  from ping
}
`,
    right: `pipeline ping {
  from series(1, 3, 1)
}

pipeline pong {
  from ping
}
`,
  },
  {
    code: "WR144",
    severity: "error",
    title: "import not found",
    explanation:
      "There is no Weir file at this path. Paths of imports are relative to the file that imports, with `/` on every system.",
    wrong: `import rates from "no-such-file.weir"

pipeline p {
  from rates
}
`,
    right: `source rates = csv("data/rates.csv")

pipeline p {
  from rates
}
`,
  },
  {
    code: "WR145",
    severity: "error",
    title: "name not in the imported file",
    explanation:
      "The file is there, but declares no such name. Names that it imports itself are not passed on.",
    wrong: `import ordres from "shared.weir"

pipeline p {
  from ordres
}
`,
    right: `import orders from "shared.weir"

pipeline p {
  from orders
}
`,
  },
  {
    code: "WR146",
    severity: "error",
    title: "files import each other",
    explanation:
      "Files that import each other in a circle, or a file that imports itself (here: `main.weir`), have no order in which they could be understood. Move what they share into a file of its own.",
    wrong: `import orders from "main.weir"

source rates = csv("data/rates.csv")
`,
    right: `source rates = csv("data/rates.csv")
`,
  },
  {
    code: "WR147",
    severity: "hint",
    title: "unused import",
    explanation: "Nothing in this file uses what the import brings in. Remove it, or use it.",
    wrong: `import orders, customers from "shared.weir"

pipeline p {
  from orders
}
`,
    right: `import orders from "shared.weir"

pipeline p {
  from orders
}
`,
  },
  {
    code: "WR148",
    severity: "hint",
    title: "unused name",
    explanation:
      "A constant, function or parameter that nothing uses. Constants and functions of a file without pipelines are there for others and are not counted.",
    wrong: `${orders}
let vat = 0.19

pipeline p {
  from orders
}
`,
    right: `${orders}
let vat = 0.19

pipeline p {
  from orders
  derive gross = amount * (1 + $vat)
}
`,
  },
  {
    code: "WR149",
    severity: "warning",
    title: "hidden name",
    explanation:
      "A parameter bears the name of a constant, or a function that of a library function, so that the other one cannot be reached here. Give it a name of its own.",
    wrong: `${orders}
let minimum = 5.0

pipeline p(minimum: float = 1.0) {
  from orders
  where amount > $minimum
}

pipeline q {
  from orders
  where amount > $minimum
}
`,
    right: `${orders}
let minimum = 5.0

pipeline p(at_least: float = 1.0) {
  from orders
  where amount > $at_least
}

pipeline q {
  from orders
  where amount > $minimum
}
`,
  },
  {
    code: "WR150",
    severity: "error",
    title: "unknown connector",
    explanation:
      "Sources are `parquet`, `csv`, `json`, `arrow`, `duckdb` and `postgres`; stores are these and `redis`; models are `onnx`.",
    wrong: `source orders = parqet("data/orders.parquet")
`,
    right: `source orders = parquet("data/orders.parquet")
`,
  },
  {
    code: "WR151",
    severity: "error",
    title: "connector option",
    explanation: "The connector has no such option, or the option takes a value of another kind.",
    wrong: `source orders = csv("data/orders.csv", headers: true)
`,
    right: `source orders = csv("data/orders.csv", header: true)
`,
  },
  {
    code: "WR152",
    severity: "error",
    title: "connector without its data",
    explanation:
      "A connector begins with a path relative to the file, or with the name of a connection of weir.json, and some need more: a database a `table`, Redis a `key`.",
    wrong: `source people = duckdb("crm.db")
`,
    right: `source people = duckdb("crm.db", table: "people")
`,
  },
  {
    code: "WR153",
    severity: "error",
    title: "parameter name taken",
    explanation: "Two parameters of one pipeline or function share a name. Give one another name.",
    wrong: `${orders}
pipeline p(low: float, low: float) {
  from orders
  where amount > $low
}
`,
    right: `${orders}
pipeline p(low: float, high: float) {
  from orders
  where amount > $low and amount < $high
}
`,
  },
  {
    code: "WR154",
    severity: "error",
    title: "parameter default or check",
    explanation:
      "A default and the values of a check are constants of the parameter's own type, and the default passes the check. A default of `null` needs a type with `?`.",
    wrong: `${orders}
pipeline p(size: int between 1 and 50 = 100) {
  from orders
  take $size
}
`,
    right: `${orders}
pipeline p(size: int between 1 and 50 = 20) {
  from orders
  take $size
}
`,
  },
  {
    code: "WR155",
    severity: "error",
    title: "argument",
    explanation:
      "Arguments of a pipeline are matched by position, then by name; each is of its parameter's type and passes its check, and parameters without a default have to be given.",
    wrong: `${orders}
pipeline top(n: int) {
  from orders
  sort amount desc
  take $n
}

pipeline best {
  from top(count: 3, n: 3)
}
`,
    right: `${orders}
pipeline top(n: int) {
  from orders
  sort amount desc
  take $n
}

pipeline best {
  from top(n: 3)
}
`,
  },
  {
    code: "WR156",
    severity: "error",
    title: "arguments without parameters",
    explanation: "Only pipelines take arguments. A source or store is filtered with `where`.",
    wrong: `${orders}
pipeline german {
  from orders(country: "DE")
}
`,
    right: `${orders}
pipeline german {
  from orders
  where country == "DE"
}
`,
  },
  {
    code: "WR157",
    severity: "error",
    title: "test without what it needs",
    explanation:
      "A test reads only what is given, so that it gives the same answer everywhere: every source and store that the relation reaches needs a `given`, a pipeline on the way may have one instead. And it expects something.",
    wrong: `${orders}
pipeline big {
  from orders
  where amount > 100
}

test "small ones go" of big {
  expect rows []
}
`,
    right: `${orders}
pipeline big {
  from orders
  where amount > 100
}

test "small ones go" of big {
  given orders = [{id: 1, amount: 5.0}]
  expect rows []
}
`,
  },
  {
    code: "WR158",
    severity: "error",
    title: "rows of another shape",
    explanation:
      "Rows are a list of structs whose fields are columns. Given rows fit the relation that they stand for, expected rows the result; columns left out are null.",
    wrong: `${orders}
pipeline big {
  from orders
  where amount > 100
}

test "small ones go" of big {
  given orders = [{id: 1, amuont: 5.0}]
  expect rows []
}
`,
    right: `${orders}
pipeline big {
  from orders
  where amount > 100
}

test "small ones go" of big {
  given orders = [{id: 1, amount: 5.0}]
  expect rows []
}
`,
  },
  {
    code: "WR159",
    severity: "error",
    title: "endpoint",
    explanation:
      "An endpoint offers a pipeline or a store under a path that begins with `/`. `{name}` fills a whole part of the path and is a parameter of the pipeline or the key of the store. Paths that begin with `_` are Weir's own.",
    wrong: `${orders}
pipeline of_country(country: text = "DE") {
  from orders
  where country == $country
}

service shop {
  endpoint "/orders/{contry}" = of_country
}
`,
    right: `${orders}
pipeline of_country(country: text = "DE") {
  from orders
  where country == $country
}

service shop {
  endpoint "/orders/{country}" = of_country
}
`,
  },
  {
    code: "WR160",
    severity: "error",
    title: "service setting",
    explanation:
      "A service has at most one `auth` (`token` or `none`), one `limit N per second|minute|hour|day` and one `cache DURATION`.",
    wrong: `${orders}
pipeline all_orders {
  from orders
}

service shop {
  endpoint "/orders" = all_orders
  auth tokens
}
`,
    right: `${orders}
pipeline all_orders {
  from orders
}

service shop {
  endpoint "/orders" = all_orders
  auth token
}
`,
  },
  {
    code: "WR161",
    severity: "error",
    title: "job",
    explanation:
      'A job runs one or more pipelines that store something, says when (`every 15 minutes`, `every monday at 02:00 in "Europe/Berlin"`, `every "0 2 * * *"`), and may name a target and a number of retries.',
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline copy_orders {
  from orders
  into copy
}

job nightly {
  run copy_orders
  every day at 02:00 in "Europe/Berln"
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline copy_orders {
  from orders
  into copy
}

job nightly {
  run copy_orders
  every day at 02:00 in "Europe/Berlin"
}
`,
  },
  {
    code: "WR162",
    severity: "error",
    title: "budget",
    explanation:
      "A budget limits `time` by a duration, `memory` and `scan` by sizes, and `cost` by money; each once.",
    wrong: `${orders}
pipeline p
  budget time 4 GB
{
  from orders
}
`,
    right: `${orders}
pipeline p
  budget memory 4 GB
{
  from orders
}
`,
  },
  {
    code: "WR163",
    severity: "error",
    title: "unknown target or connection",
    explanation:
      "The job names a target, or the source or store a connection, that weir.json does not have; or the connection is of another type.",
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline copy_orders {
  from orders
  into copy
}

job nightly {
  run copy_orders
  every 2 hours
  on sprak
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline copy_orders {
  from orders
  into copy
}

job nightly {
  run copy_orders
  every 2 hours
  on spark
}
`,
  },
  {
    code: "WR164",
    severity: "error",
    title: "declared type",
    explanation: "What a constant or function gives does not convert to the type that it is declared with.",
    wrong: `function half(x: float) -> int = x / 2
`,
    right: `function half(x: float) -> float = x / 2
`,
  },
  {
    code: "WR165",
    severity: "error",
    title: "secret in weir.json",
    explanation:
      "Secrets are never written down: an option that holds one is `${env:NAME}` or `${secret:NAME}`, and no other option is.",
    wrong: `{ "connections": { "crm": { "type": "postgres", "host": "db", "database": "crm", "password": "hunter2" } } }
`,
    right: `{ "connections": { "crm": { "type": "postgres", "host": "db", "database": "crm", "password": "\${env:CRM_PASSWORD}" } } }
`,
  },
  {
    code: "WR166",
    severity: "error",
    title: "store with open columns",
    explanation:
      "The columns of a store are those of its schema block, else those on disk, else those of the pipelines that store into it and do not read it. Where these disagree, or there are none, a schema block says what the store holds.",
    wrong: `store facts = parquet("out/facts")

pipeline load {
  from facts
  into facts
}
`,
    right: `store facts = parquet("out/facts") {
  id: int
  at: timestamp
}

pipeline load {
  from facts
  into facts
}
`,
  },
  {
    code: "WR167",
    severity: "warning",
    title: "append that is retried",
    explanation:
      "A try that failed late may have stored its rows already; the next one would append them again. `merge on` and `replace by` give the same result however often they run.",
    wrong: `${orders}
store copy = parquet("out/copy")

pipeline copy_orders {
  from orders
  into copy append
}

job nightly {
  run copy_orders
  every day at 02:00
  retry 3
}
`,
    right: `${orders}
store copy = parquet("out/copy")

pipeline copy_orders {
  from orders
  into copy merge on id
}

job nightly {
  run copy_orders
  every day at 02:00
  retry 3
}
`,
  },
  {
    code: "WR168",
    severity: "error",
    title: "endpoint without an example",
    explanation:
      "A deployment is checked with one request to each endpoint. Parameters without a default need a value for it.",
    wrong: `${orders}
pipeline of_country(country: text) {
  from orders
  where country == $country
}

service shop {
  endpoint "/orders/{country}" = of_country
}
`,
    right: `${orders}
pipeline of_country(country: text) {
  from orders
  where country == $country
}

service shop {
  endpoint "/orders/{country}" = of_country example (country: "DE")
}
`,
  },
  {
    code: "WR169",
    severity: "error",
    title: "weir.json",
    explanation:
      "The manifest is not JSON, has a key that nobody knows, or a value of another kind than its key takes. A `language` newer than this version of Weir is refused whole.",
    wrong: `{ "name": "shop", "tragets": {} }
`,
    right: `{ "name": "shop", "targets": {} }
`,
  },
];
