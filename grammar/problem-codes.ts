// The syntax problems WR0xx: what each code means, with a wrong and a right example. The problem table of the
// language includes them; a test parses every example. Messages are written where the fault is found.
import type { SyntaxCode, SyntaxProblemEntry } from "./problem-code-entry.ts";
import { habitProblems } from "./problem-codes-habits.ts";

export type { SyntaxCode, SyntaxProblemEntry } from "./problem-code-entry.ts";

/** A pipeline over known columns `id` and `name`, with one line of interest. */
function steps(...lines: readonly string[]): string {
  const body = lines.map((line) => `  ${line}\n`).join("");
  return `source people = parquet("data/people.parquet")\npipeline list_people {\n  from people\n${body}}\n`;
}

function entry(
  code: SyntaxCode,
  title: string,
  explanation: string,
  wrong: string,
  right: string,
): SyntaxProblemEntry {
  return { code, severity: "error", title, explanation, wrong, right };
}

/** Faults of single tokens, of what is missing, and of what is too much. */
const faults: readonly SyntaxProblemEntry[] = [
  entry(
    "WR001",
    "odd character",
    "The character is no part of the language outside of texts and comments. Typographic quotes and dashes have a plain form; a name with odd characters stands in backticks.",
    steps("where id > 3 §"),
    steps("where id > 3"),
  ),
  entry(
    "WR002",
    "text without end",
    'A text ends on the line on which it begins, with `"`. A longer one stands between `"""` and `"""`.',
    steps('where name == "Ada'),
    steps('where name == "Ada"'),
  ),
  entry(
    "WR003",
    "raw text without end",
    'The text that begins with `"""` has no `"""` at its end. A declaration in the first column ends it too.',
    'let greeting = """hello\n',
    'let greeting = """hello"""\n',
  ),
  entry(
    "WR004",
    "quoted name without end",
    "A name in backticks ends on its line with a backtick and is not empty.",
    steps("select id, `name"),
    steps("select id, `name`"),
  ),
  entry(
    "WR005",
    "unknown escape",
    'In a text a backslash begins `\\n`, `\\t`, `\\"`, `\\\\` or `\\u{…}`. A backslash itself is doubled, or the text stands between `"""` and `"""`, where nothing is escaped.',
    steps('where name matches "\\d+"'),
    steps('where name matches "\\\\d+"'),
  ),
  entry(
    "WR006",
    "letters at a number",
    "Letters right behind a number mean nothing. A unit stands behind a space: `7 days`, `2 GB`.",
    "let window_length = 90s\n",
    "let window_length = 90 s\n",
  ),
  entry(
    "WR007",
    "no such date or time",
    "Dates are written `@2026-01-31`, timestamps `@2026-01-31T08:30:00`, instants with `Z` or an offset, and they have to exist. Seconds have at most six digits behind the point.",
    "let start_day = @2026-02-30\n",
    "let start_day = @2026-02-28\n",
  ),
  entry(
    "WR010",
    "missing value",
    "A value has to stand here: a literal, a column, a parameter with `$`, a call, or an expression in brackets.",
    steps("where id >"),
    steps("where id > 3"),
  ),
  entry(
    "WR011",
    "missing name",
    "A name has to stand here. One that is also a reserved word, or has odd characters, stands in backticks.",
    steps("derive = id + 1"),
    steps("derive next_id = id + 1"),
  ),
  entry(
    "WR012",
    "missing relation",
    "A source, a store or a pipeline has to stand here, or steps in parentheses: `(from people | take 3)`.",
    steps("union"),
    steps("union people"),
  ),
  entry(
    "WR013",
    "missing type",
    "A type has to stand here, such as `int`, `text?`, `decimal(12, 2)` or `list(text)`.",
    "function double(number: ) = number * 2\n",
    "function double(number: int) = number * 2\n",
  ),
  entry(
    "WR014",
    "missing comma",
    "Items of a list are separated by commas, also where each has a line of its own.",
    steps("select id name"),
    steps("select id, name"),
  ),
  entry(
    "WR015",
    "bracket left open",
    "A bracket is never closed. The related location shows where it opens.",
    steps("where (id > 3"),
    steps("where (id > 3)"),
  ),
  entry(
    "WR016",
    "missing word",
    "The form of the step, item or declaration wants a word or a sign here; the message says which.",
    steps("sample 10"),
    steps("sample 10%"),
  ),
  entry(
    "WR017",
    "unexpected",
    "Nothing of the kind can stand here. Often an operator or a comma is missing before it.",
    steps("where id > 3 name"),
    steps('where id > 3 and name == "Ada"'),
  ),
  entry(
    "WR018",
    "bracket that closes nothing",
    "There is no open bracket for this one, or it closes a pipeline before its last steps.",
    `${steps("take 3")}}\n`,
    steps("take 3"),
  ),
  entry(
    "WR019",
    "nested too deep",
    "Expressions nest up to 100 brackets deep, and one may hold some hundred operators in a row. Parts of it can become a `let`, a `function`, a `derive` or a pipeline of its own.",
    `let deep = ${"(".repeat(120)}1${")".repeat(120)}\n`,
    `let deep = ${"(".repeat(20)}1${")".repeat(20)}\n`,
  ),
  entry(
    "WR020",
    "unknown step",
    "A step begins with one of the words for steps. The nearest one is offered.",
    steps("wher id > 3"),
    steps("where id > 3"),
  ),
  entry(
    "WR021",
    "unknown declaration",
    "A declaration begins with `import`, `source`, `store`, `model`, `let`, `function`, `pipeline`, `test`, `service` or `job`; steps without a declaration begin with `from`.",
    "pipline empty_list {\n  from rows([{id: 1}])\n}\n",
    "pipeline empty_list {\n  from rows([{id: 1}])\n}\n",
  ),
  entry(
    "WR022",
    "unknown item",
    "Tests hold `given` and `expect`; services `endpoint`, `auth`, `limit` and `cache`; jobs `run`, `every`, `on` and `retry`.",
    `${steps("take 3")}job nightly {\n  run list_people\n  evry day at 02:00\n}\n`,
    `${steps("take 3")}job nightly {\n  run list_people\n  every day at 02:00\n}\n`,
  ),
  entry(
    "WR023",
    "unknown clause",
    "No clause of this name stands here. The nearest one is offered, or the place where its work is done.",
    steps("sort name descending"),
    steps("sort name desc"),
  ),
  entry(
    "WR024",
    "step inside a line",
    "A step begins on a new line or behind `|`, and `from` is the first of them.",
    steps("where id > 3 take 5"),
    steps("where id > 3 | take 5"),
  ),
  entry(
    "WR041",
    "chained comparison",
    "Comparisons do not chain: each side of `and` is a comparison of its own.",
    "let is_small = 0 < 1 < 2\n",
    "let is_small = 0 < 1 and 1 < 2\n",
  ),
  entry(
    "WR048",
    "expression in a text without end",
    'In `f"…"` a `{` opens an expression that ends with `}`. A brace itself is doubled: `{{`.',
    steps('derive label = f"{name"'),
    steps('derive label = f"{name}"'),
  ),
  entry(
    "WR049",
    "item without a name",
    "Every item of `derive` says what its column is called, every item of `rename` both names: `new = old`.",
    steps("derive id + 1"),
    steps("derive next_id = id + 1"),
  ),
  entry(
    "WR050",
    "empty parentheses",
    "Parentheses in the place of a relation hold steps, the first of which is `from`.",
    steps("semi join () on id"),
    steps("semi join (from people | where id > 3) on id"),
  ),
];

/** Every syntax problem, in order of its code. */
export const syntaxProblems: readonly SyntaxProblemEntry[] = [...faults, ...habitProblems(entry, steps)].sort(
  (a, b) => (a.code < b.code ? -1 : 1),
);
