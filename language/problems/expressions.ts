// WR10x to WR13x: names and types in expressions.

import type { ProblemEntry } from "./entry.ts";

const orders = `source orders = csv("orders.csv") {
  id: int
  amount: decimal(12, 2)
  weight: float?
  country: text
  paid: bool
  ordered_at: timestamp
  tags: list(text)
  body: json?
}
`;

function afterOrders(text: string): string {
  return `${orders}${text}\n`;
}

export const expressionProblems: readonly ProblemEntry[] = [
  {
    code: "WR100",
    severity: "error",
    title: "unknown column",
    explanation:
      "A bare name in a step is always a column, and no column of that name is there. It may be misspelt, gone since an earlier `select`, `aggregate` or `drop`, reachable only behind an alias (`c.id`), or a parameter or constant, which are written with `$`.",
    wrong: afterOrders("from orders\nwhere amuont > 3"),
    right: afterOrders("from orders\nwhere amount > 3"),
  },
  {
    code: "WR101",
    severity: "error",
    title: "unknown parameter or constant",
    explanation:
      "`$name` stands for a parameter of the pipeline or a `let` constant of the file, and there is none of that name. Columns and a function's own parameters are written without `$`.",
    wrong: afterOrders(
      "pipeline recent(since: timestamp) {\n  from orders\n  where ordered_at >= $from_day\n}",
    ),
    right: afterOrders("pipeline recent(since: timestamp) {\n  from orders\n  where ordered_at >= $since\n}"),
  },
  {
    code: "WR102",
    severity: "error",
    title: "unknown function",
    explanation:
      "Neither the library nor this file has a function of that name. Names of other languages are recognised where their meaning is the same.",
    wrong: afterOrders("from orders\nderive code = uper(country)"),
    right: afterOrders("from orders\nderive code = upper(country)"),
  },
  {
    code: "WR103",
    severity: "error",
    title: "no columns here",
    explanation:
      "A function sees its own parameters and the file's constants, but no columns: what it needs is handed to it. A default, an option or an argument of a pipeline is known before any row is read, so no column can stand in it.",
    wrong: afterOrders(
      "function net(gross: float) -> float = gross / rate\n\nfrom orders\nderive net = net(weight)",
    ),
    right: afterOrders(
      "function net(gross: float, rate: float) -> float = gross / rate\n\nfrom orders\nderive net = net(weight, 1.19)",
    ),
  },
  {
    code: "WR104",
    severity: "error",
    title: "unknown field",
    explanation:
      "What stands before the dot has no column or field of this name. Before the dot stands an alias, a struct or a json value; an alias wins over a struct column of the same name.",
    wrong: afterOrders("from orders as o\nselect o.cuntry"),
    right: afterOrders("from orders as o\nselect o.country"),
  },
  {
    code: "WR110",
    severity: "error",
    title: "operator does not take these types",
    explanation:
      "Arithmetic is defined between numbers, between durations, and between dates or timestamps and durations. A text is joined with texts by `+` and with other values by interpolation; `//` and `%` take ints only; a number of days is `n * 1 day`.",
    wrong: afterOrders("from orders\nderive label = country + id"),
    right: afterOrders('from orders\nderive label = f"{country}{id}"'),
  },
  {
    code: "WR111",
    severity: "error",
    title: "types cannot be compared",
    explanation:
      "Nothing turns into text, and no text into a date or number, to be compared. Write the literal of the right type (`@2026-01-31`) or cast one side. Lists and structs can be equal but have no order; json values are cast first.",
    wrong: afterOrders('from orders\nwhere ordered_at >= "2026-01-31"'),
    right: afterOrders("from orders\nwhere ordered_at >= @2026-01-31"),
  },
  {
    code: "WR112",
    severity: "error",
    title: "not a condition",
    explanation:
      "`and`, `or`, `not`, `if` and `case` take `bool`. A number or a text is no condition by itself: compare it with something.",
    wrong: afterOrders("from orders\nwhere paid and amount"),
    right: afterOrders("from orders\nwhere paid and amount != 0"),
  },
  {
    code: "WR113",
    severity: "error",
    title: "no common type",
    explanation:
      "The branches of `if` and `case`, the sides of `??` and the elements of a list have one type. Ints, decimals and floats widen to each other, dates to timestamps; nothing else converts by itself.",
    wrong: afterOrders('from orders\nderive size = if amount > 100 then "large" else 0'),
    right: afterOrders('from orders\nderive size = if amount > 100 then "large" else "small"'),
  },
  {
    code: "WR114",
    severity: "error",
    title: "impossible cast",
    explanation:
      "This cast would have to guess. Floats and times become text only by `format`, which says in which form; timestamps and instants meet through a zone; json is made by `parse_json`.",
    wrong: afterOrders("from orders\nderive day = ordered_at as text"),
    right: afterOrders('from orders\nderive day = format(ordered_at, "yyyy-MM-dd")'),
  },
  {
    code: "WR115",
    severity: "error",
    title: "`?` behind the type of a cast",
    explanation:
      "Whether a cast may give null stands at its `as`: `as? int` gives null where the value does not fit, `as int` fails the run.",
    wrong: afterOrders("from orders\nderive code = country as int?"),
    right: afterOrders("from orders\nderive code = country as? int"),
  },
  {
    code: "WR116",
    severity: "error",
    title: "unknown type",
    explanation:
      "The types are `bool int float decimal(p, s) text date timestamp instant duration uuid binary json list(T) struct{n: T}`, each with `?` behind it where it may be null.",
    wrong: 'source people = csv("people.csv") {\n  name: string\n}\n\nfrom people\n',
    right: 'source people = csv("people.csv") {\n  name: text\n}\n\nfrom people\n',
  },
  {
    code: "WR117",
    severity: "error",
    title: "literal without a value",
    explanation:
      "The literal has the form of a number, date or duration, but there is no such value: a number that 64 bits do not hold, half a month, a duration of thousands of years.",
    wrong: afterOrders("from orders\nwhere id < 99999999999999999999"),
    right: afterOrders("from orders\nwhere id < 9999999999999999"),
  },
  {
    code: "WR119",
    severity: "error",
    title: "value without a form in a text",
    explanation:
      'An `f"…"` text takes texts, ints, bools, dates, uuids and decimals, whose form is certain. Floats, timestamps and the rest need `format`.',
    wrong: afterOrders('from orders\nderive label = f"{weight} kg"'),
    right: afterOrders('from orders\nderive label = f"{format(weight, "0.0")} kg"'),
  },
  {
    code: "WR120",
    severity: "error",
    title: "arguments do not fit",
    explanation:
      "The function takes other arguments, or another number of them. Its page in the function reference lists what it takes; named arguments stand after the others.",
    wrong: afterOrders("from orders\nderive code = upper(amount)"),
    right: afterOrders("from orders\nderive code = upper(country)"),
  },
  {
    code: "WR121",
    severity: "error",
    title: "unknown argument name",
    explanation:
      "The function has no parameter of that name, or it was given already. Aggregates take `where:`, `distinct:` and, where order matters, `sorted:` besides their own.",
    wrong: afterOrders("from orders\naggregate total = sum(amount, when: paid)"),
    right: afterOrders("from orders\naggregate total = sum(amount, where: paid)"),
  },
  {
    code: "WR122",
    severity: "error",
    title: "aggregate in a step of rows",
    explanation:
      "An aggregate looks at many rows, so it stands in `aggregate` (one row a group), `window` (every row keeps its place) or `pivot`. In other steps, compute it in one of these first and use its column.",
    wrong: afterOrders("from orders\nderive share = amount / sum(amount)"),
    right: afterOrders("from orders\nwindow total = sum(amount)\nderive share = amount / total"),
  },
  {
    code: "WR123",
    severity: "error",
    title: "aggregate inside an aggregate",
    explanation:
      "An aggregate's arguments are values of one row. Aggregate in two steps: the inner one with its own `by` first, then the outer one over its column.",
    wrong: afterOrders("from orders\naggregate best = max(sum(amount))"),
    right: afterOrders("from orders\naggregate total = sum(amount) by country\naggregate best = max(total)"),
  },
  {
    code: "WR125",
    severity: "error",
    title: "window function outside `window`",
    explanation:
      "Functions such as `lag` and `row_number` look at the rows around one, in the order that a `window` step gives: `window before = lag(amount) by country sorted ordered_at`.",
    wrong: afterOrders("from orders\nderive before = lag(amount)"),
    right: afterOrders("from orders\nwindow before = lag(amount) sorted ordered_at, id"),
  },
  {
    code: "WR127",
    severity: "error",
    title: "lambda in the wrong place",
    explanation:
      "`x => …` is written as an argument of a function that takes one, with as many parameters as that function hands over. Elsewhere declare a `function`.",
    wrong: afterOrders("from orders\nderive long = list_filter(tags, (x, y) => length(x) > 9)"),
    right: afterOrders("from orders\nderive long = list_filter(tags, x => length(x) > 9)"),
  },
  {
    code: "WR128",
    severity: "error",
    title: "`*` in an expression",
    explanation: "`*` and `c.*` stand for columns in `select`. Rows are counted by `count()`.",
    wrong: afterOrders("from orders as o\naggregate orders = count(o.*)"),
    right: afterOrders("from orders as o\naggregate orders = count()"),
  },
  {
    code: "WR129",
    severity: "error",
    title: "unusable regular expression",
    explanation:
      "Regular expressions are the common subset of RE2 and Java, so that they mean the same on every engine: no look-around, no back-references, no possessive quantifiers.",
    wrong: afterOrders('from orders\nwhere country matches "(DE|AT"'),
    right: afterOrders('from orders\nwhere country matches "(DE|AT)"'),
  },
  {
    code: "WR130",
    severity: "error",
    title: "`high_water` of what is no store column",
    explanation:
      "`high_water(store.column)` is the largest value that the store held before this run. It takes a column of a declared store, of a type that has an order.",
    wrong: afterOrders(
      'store facts = parquet("out/facts") {\n  id: int\n}\n\nfrom orders\nwhere id > high_water(facts.number) ?? 0',
    ),
    right: afterOrders(
      'store facts = parquet("out/facts") {\n  id: int\n}\n\nfrom orders\nwhere id > high_water(facts.id) ?? 0',
    ),
  },
  {
    code: "WR131",
    severity: "error",
    title: "no elements here",
    explanation:
      "`[ ]` takes an element of a list by number, from 0 or from the end with a negative one, or goes into json by number or name. Struct fields are written `.name`; parts of texts come from `substring`.",
    wrong: afterOrders("from orders\nderive initial = country[0]"),
    right: afterOrders("from orders\nderive initial = substring(country, 0, 1)"),
  },
  {
    code: "WR133",
    severity: "error",
    title: "field twice in a struct",
    explanation: "A struct holds each name once, and no two that differ only in case.",
    wrong: afterOrders("from orders\nderive pair = {a: id, a: amount}"),
    right: afterOrders("from orders\nderive pair = {a: id, b: amount}"),
  },
  {
    code: "WR135",
    severity: "error",
    title: "always null",
    explanation:
      "Arithmetic and `< <= > >= between like matches` give null when an operand is null, so with the literal `null` they never give anything else. `== null` and `!= null` ask for it.",
    wrong: afterOrders("from orders\nwhere weight > null"),
    right: afterOrders("from orders\nwhere weight != null"),
  },
];
