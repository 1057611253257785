// Syntax problems for what people write out of habit from SQL and other languages. All of it is read as what was
// meant, so that nothing else in the file suffers, and most carry a fix.
import type { SyntaxCode, SyntaxProblemEntry } from "./problem-code-entry.ts";

type MakeEntry = (
  code: SyntaxCode,
  title: string,
  explanation: string,
  wrong: string,
  right: string,
) => SyntaxProblemEntry;

/** The entries; the helpers are those of the table itself. */
export function habitProblems(
  entry: MakeEntry,
  steps: (...lines: readonly string[]) => string,
): readonly SyntaxProblemEntry[] {
  return [
    entry(
      "WR008",
      "text in single quotes",
      "Texts stand in double quotes.",
      steps("where name == 'Ada'"),
      steps('where name == "Ada"'),
    ),
    entry(
      "WR009",
      "foreign comment",
      "A comment begins with `#` and ends with its line; `##` documents what follows.",
      steps("take 3 -- only a few"),
      steps("take 3 # only a few"),
    ),
    entry(
      "WR030",
      "`=` in a condition",
      "`=` gives a name to a column; `==` compares, also with null.",
      steps("where id = 3"),
      steps("where id == 3"),
    ),
    entry(
      "WR031",
      "foreign comparison",
      "The comparisons are `==`, `!=`, `<`, `<=`, `>` and `>=`.",
      steps("where id <> 3"),
      steps("where id != 3"),
    ),
    entry(
      "WR032",
      "foreign logic",
      "The operators of logic are the words `and`, `or` and `not`.",
      steps("where id > 3 && id < 9"),
      steps("where id > 3 and id < 9"),
    ),
    entry(
      "WR033",
      "`is null`",
      "`==` and `!=` compare with null like with any other value.",
      steps("where name is not null"),
      steps("where name != null"),
    ),
    entry(
      "WR034",
      "list in round brackets",
      "A list stands in square brackets.",
      steps("where id in (1, 2)"),
      steps("where id in [1, 2]"),
    ),
    entry(
      "WR035",
      "foreign assignment",
      "`=` gives a name.",
      steps("derive next_id := id + 1"),
      steps("derive next_id = id + 1"),
    ),
    entry(
      "WR036",
      "star in `count`",
      "`count()` counts rows, `count(x)` those where `x` is not null.",
      steps("aggregate n = count(*)"),
      steps("aggregate n = count()"),
    ),
    entry(
      "WR037",
      "foreign cast",
      "A cast is written `as`, one that gives null where it fails `as?`.",
      steps("derive code = id::text"),
      steps("derive code = id as text"),
    ),
    entry(
      "WR038",
      "semicolon",
      "Steps and declarations need no end: a line break or `|` begins the next step.",
      steps("take 3;"),
      steps("take 3"),
    ),
    entry(
      "WR039",
      "capitals",
      "The words of the language are written in lower case.",
      steps("WHERE id > 3"),
      steps("where id > 3"),
    ),
    entry(
      "WR040",
      "word of another language",
      "The step has another name here; it is read as what was meant.",
      steps("order by name"),
      steps("sort name"),
    ),
    entry(
      "WR042",
      "method",
      "A function stands before its arguments.",
      steps("derive loud = name.upper()"),
      steps("derive loud = upper(name)"),
    ),
    entry(
      "WR043",
      "type in angle brackets",
      "The type of a list's elements stands in round brackets.",
      "function first_of(names: list<text>) = names[0]\n",
      "function first_of(names: list(text)) = names[0]\n",
    ),
    entry(
      "WR045",
      "`case when`",
      "`case` takes its branches in braces: `case { condition => value, else => value }`.",
      steps('derive size = case when id > 9 then "large" else "small" end'),
      steps('derive size = case { id > 9 => "large", else => "small" }'),
    ),
    entry(
      "WR046",
      "`=` before an argument",
      "An argument is named with `:`.",
      'source people = csv("data/people.csv", header = true)\n',
      'source people = csv("data/people.csv", header: true)\n',
    ),
    entry(
      "WR051",
      "`distinct` inside",
      "`distinct` is a step, and an argument of aggregates: `list(x, distinct: true)`; `count_distinct(x)` counts.",
      steps("aggregate n = count(distinct name)"),
      steps("aggregate n = count_distinct(name)"),
    ),
    entry(
      "WR052",
      "quotes around a field",
      "The names of a struct's fields stand without quotes.",
      steps('derive pair = {"a": id}'),
      steps("derive pair = {a: id}"),
    ),
    entry(
      "WR053",
      "a query inside an expression",
      "Rows of another relation come in by a join: `semi join` keeps the rows that have a match, `anti join` those that have none, and a single value is joined with `cross join`.",
      steps("where id in (select id from orders)"),
      steps("semi join (from people) as p on id"),
    ),
    entry(
      "WR054",
      "a power as an operator",
      "There is no operator for powers: `power(a, b)`.",
      steps("derive square = id ** 2"),
      steps("derive square = power(id, 2)"),
    ),
  ];
}
