// The steps as completion shows them: what is written, with its holes, and a sentence about each. The order in a row of
// `usual` is how often a step follows another one.

export interface StepEntry {
  readonly word: string;
  readonly snippet: string;
  readonly doc: string;
  readonly example: string;
}

export const stepEntries: readonly StepEntry[] = [
  entry("from", "from $0", "Begins with the rows of a source, store or pipeline.", "from orders"),
  entry("where", "where $0", "Keeps the rows for which a condition is true.", "where amount > 100"),
  entry("derive", "derive ${1:name} = $0", "Adds columns, or replaces them.", "derive net = gross / 1.19"),
  entry("select", "select $0", "Keeps exactly these columns, in this order.", "select id, total = price * n"),
  entry("drop", "drop $0", "Leaves columns out.", "drop note, internal"),
  entry("rename", "rename ${1:new} = $0", "Gives columns other names.", "rename customer_id = id"),
  entry(
    "join",
    "join $0",
    "Pairs rows that match with those of another relation.",
    "join customers as c one on customer_id == c.id",
  ),
  entry(
    "left join",
    "left join $0",
    "Like `join`, and keeps rows without a match.",
    "left join customers as c on customer_id == c.id",
  ),
  entry(
    "aggregate",
    "aggregate ${1:name} = $0",
    "One row a group.",
    "aggregate revenue = sum(amount) by country",
  ),
  entry(
    "window",
    "window ${1:name} = $0",
    "Looks at the rows around each row; all rows stay.",
    "window running = sum(sold) by shop sorted day",
  ),
  entry("sort", "sort $0", "Puts the rows in order.", "sort revenue desc, country"),
  entry(
    "take",
    "take $0",
    "Keeps the first rows, of all or of each group.",
    "take 3 by country sorted revenue desc",
  ),
  entry("distinct", "distinct", "Keeps each different row once.", "distinct"),
  entry("union", "union $0", "Adds the rows of other relations, columns by name.", "union archive"),
  entry("except", "except $0", "Keeps different rows that another relation lacks.", "except seen"),
  entry(
    "intersect",
    "intersect $0",
    "Keeps different rows that another relation has too.",
    "intersect active",
  ),
  entry("unnest", "unnest ${1:name} = $0", "Makes a row of each element of a list.", "unnest tag = tags"),
  entry(
    "left unnest",
    "left unnest ${1:name} = $0",
    "Like `unnest`, and keeps rows with an empty list.",
    "left unnest tag = tags",
  ),
  entry(
    "pivot",
    "pivot ${1:sum(amount)} by ${2:key} for ${3:column} in [$0]",
    "Makes a column of each listed value.",
    'pivot sum(amount) by shop for quarter in ["Q1", "Q2"]',
  ),
  entry(
    "unpivot",
    "unpivot $1 to ${2:name}, ${3:value}$0",
    "Makes rows of columns.",
    "unpivot q1, q2 to quarter, amount",
  ),
  entry("sample", "sample ${1:10}%$0", "Keeps some of the rows.", "sample 10% seed 42"),
  entry("expect", "expect $0", "Checks what holds for every row.", "expect amount >= 0"),
  entry(
    "score",
    "score ${1:name} = $0",
    "Adds what a model says of each row.",
    "score churn = churn_model(age, orders)",
  ),
  entry(
    "sql",
    'sql duckdb """$1""" returns ($0)',
    "One `select` in the words of an engine, over `input`.",
    'sql duckdb """select a from input""" returns (a: int)',
  ),
  entry(
    "right join",
    "right join $0",
    "Like `join`, and keeps the other side's rows without a match.",
    "right join days on day",
  ),
  entry(
    "full join",
    "full join $0",
    "Like `join`, and keeps rows of both sides without a match.",
    "full join returns as r on order_id",
  ),
  entry(
    "semi join",
    "semi join $0",
    "Keeps rows that have a match; adds no columns.",
    "semi join active on customer_id",
  ),
  entry("anti join", "anti join $0", "Keeps rows that have no match.", "anti join blocked on customer_id"),
  entry("cross join", "cross join $0", "Pairs every row with every row.", "cross join totals"),
  entry(
    "asof join",
    "asof join $0",
    "Finds the nearest row before or after.",
    "asof join quotes as q on symbol, at >= q.at",
  ),
  entry("into", "into $0", "Stores the rows; the last step.", "into facts append"),
];

export const stepEntryOf: ReadonlyMap<string, StepEntry> = new Map(
  stepEntries.map((each) => [each.word, each]),
);

function entry(word: string, snippet: string, doc: string, example: string): StepEntry {
  return { word, snippet, doc, example };
}

/** What usually follows a step, the likeliest first. Anything else comes after these in the order of the table. */
const usual: Readonly<Record<string, readonly string[]>> = {
  from: ["where", "derive", "join", "aggregate", "select", "window", "take", "left join", "expect", "sort"],
  where: ["aggregate", "select", "derive", "sort", "join", "take", "window", "left join", "expect"],
  derive: ["where", "select", "aggregate", "sort", "window", "drop", "join", "pivot", "unnest", "take"],
  select: ["sort", "take", "where", "expect", "into", "derive", "distinct", "union"],
  join: ["select", "derive", "where", "aggregate", "join", "sort", "left join", "drop", "window"],
  aggregate: ["sort", "where", "derive", "join", "select", "window", "take", "expect", "into"],
  window: ["where", "derive", "select", "sort", "aggregate", "window", "take", "drop"],
  sort: ["take", "select", "expect", "into", "drop", "derive"],
  take: ["select", "sort", "derive", "join", "drop", "where", "left join"],
  expect: ["expect", "into", "select", "where", "sort", "derive", "window"],
  pivot: ["sort", "derive", "select", "where"],
  unnest: ["select", "where", "derive", "aggregate", "drop"],
};

const fallback: readonly string[] = [
  "where",
  "select",
  "derive",
  "sort",
  "aggregate",
  "take",
  "join",
  "into",
];

/** How usual a step is after another one: more is better. */
export function usualScore(word: string, previous: string | undefined): number {
  const row = usual[previous ?? ""] ?? fallback;
  const at = row.indexOf(word);
  if (at >= 0) return 60 - 3 * at;
  return 20 - stepEntries.findIndex((each) => each.word === word) / 2;
}
