// Valid programs, made by fast-check from the grammar of the language page: every kind of step, declaration and
// expression, with line breaks and blanks where they do not matter. What is made has to parse without a problem.
import fc from "fast-check";
import { quoteName } from "../../grammar/index.ts";

/** Names, some of them words of steps and clauses, or in need of backticks. */
const names = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom("a", "b", "country", "revenue", "größe", "x1", "_y") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("desc", "rows", "first", "at", "limit", "model", "source", "sorted"),
    },
    { weight: 1, arbitrary: fc.constantFrom("Order ID", "by", "a`b", "sort", "left", "from") },
  )
  .map((name) => (["sort", "left", "from"].includes(name) ? `\`${name}\`` : quoteName(name)));

const literals = fc.constantFrom(
  "1",
  "1_000",
  "2.5",
  "1e3",
  '"text"',
  '"a \\"b\\" \\u{e9}"',
  '"""raw\n  text"""',
  "true",
  "null",
  "@2026-01-31",
  "@2026-01-31T08:30:00Z",
  "7 days",
  "2 GB",
  "$0.50",
  "$param",
);

const binary = fc.constantFrom("or", "and", "??", "+", "-", "*", "/", "//", "%");
const comparison = fc.constantFrom("==", "!=", "<", "<=", ">", ">=", "like", "not matches");
const types = fc.constantFrom(
  "int",
  "text?",
  "decimal(12, 2)",
  "list(text)",
  "struct{a: int, b: list(date)?}",
);

const { expression } = fc.letrec<{ expression: string; operand: string; argument: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    names,
    literals,
    fc.tuple(names, names).map(([object, name]) => `${object}.${name}`),
    tie("operand").map((operand) => `-${operand.startsWith("-") ? `(${operand})` : operand}`),
    fc.tuple(tie("expression"), types).map(([value, type]) => `(${value}) as? ${type}`),
    fc.tuple(tie("operand"), fc.nat(9)).map(([object, index]) => `(${object})[${index}]`),
    fc.array(tie("argument"), { maxLength: 3 }).map((list) => `f(${list.join(", ")})`),
    fc.array(tie("expression"), { maxLength: 3 }).map((list) => `[${list.join(", ")}]`),
    fc
      .array(fc.tuple(names, tie("expression")), { maxLength: 3 })
      .map((fields) => `{${fields.map(([name, value]) => `${name}: ${value}`).join(", ")}}`),
    fc
      .tuple(tie("expression"), tie("expression"))
      .map(([condition, value]) => `case { ${condition} => ${value}, else => ${value} }`),
    tie("expression").map((inner) => `(${inner})`),
    names.map((name) => `f"a {${name}} {{b}}"`),
  ) as fc.Arbitrary<string>,
  argument: fc.oneof(
    { maxDepth: 4 },
    tie("expression"),
    fc.tuple(names, tie("expression")).map(([name, value]) => `${name}: ${value}`),
    fc.tuple(names, tie("expression")).map(([name, body]) => `${name} => ${body}`),
    fc.tuple(names, names, tie("expression")).map(([one, two, body]) => `(${one}, ${two}) => ${body}`),
    names.map((name) => `sorted: ${name} desc nulls first`),
  ) as fc.Arbitrary<string>,
  expression: fc.oneof(
    { maxDepth: 4 },
    tie("operand"),
    fc
      .tuple(tie("operand"), binary, tie("operand"))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc
      .tuple(tie("operand"), comparison, tie("operand"))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    // A single value in parentheses behind \`in\` is reported: a list was meant.
    fc.tuple(tie("operand"), tie("operand")).map(([a, b]) => `${a} not in [${b}]`),
    fc.tuple(tie("operand"), tie("operand"), tie("operand")).map(([a, b, c]) => `${a} between ${b} and ${c}`),
    tie("operand").map((operand) => `not ${operand}`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([a, b, c]) => `if ${a} then ${b} else ${c}`),
  ) as fc.Arbitrary<string>,
}));

const optional = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.option(text, { nil: "" }).map((one) => (one === "" ? "" : ` ${one}`));
const listOf = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 4 }), fc.constantFrom(", ", ",\n      "))
    .map(([items, comma]) => items.join(comma));
const named = fc.tuple(names, expression).map(([name, value]) => `${name} = ${value}`);
const items = fc.tuple(fc.constantFrom(" ", "\n    "), listOf(named)).map((parts) => parts.join(""));
const keys = listOf(
  fc.tuple(names, fc.constantFrom("", " desc", " asc nulls last")).map((parts) => parts.join("")),
);
const by = fc.tuple(fc.constantFrom("by ", ",\n    by "), listOf(names)).map((parts) => parts.join(""));
const sorted = keys.map((list) => `sorted ${list}`);
const frame = fc.constantFrom("rows -6..0", "rows ..", "range -6 days..0 days");

const plainSteps: readonly fc.Arbitrary<string>[] = [
  expression.map((condition) => `where ${condition}`),
  items.map((list) => `derive${list}`),
  items.map((list) => `rename${list}`),
  listOf(
    fc.oneof(
      names,
      named,
      names.map((name) => `${name}.*`),
    ),
  ).map((list) => `select ${list}`),
  listOf(names).map((list) => `drop ${list}`),
  fc.tuple(items, optional(by)).map(([list, keysOf]) => `aggregate${list}${keysOf.replace(/^ ,/, ",")}`),
  fc.tuple(items, sorted, optional(frame)).map(([list, order, bounds]) => `window${list} ${order}${bounds}`),
  keys.map((list) => `sort ${list}`),
  fc.tuple(optional(fc.constant("offset 2")), optional(sorted)).map((parts) => `take 10${parts.join("")}`),
  fc.constant("distinct"),
  names.map((name) => `unnest ${name}`),
  fc.tuple(named, names).map(([item, column]) => `pivot ${item} by ${column} for ${column} in ["x", "y"]`),
  listOf(names).map((list) => `unpivot ${list} to label, value`),
  fc.constantFrom("sample 10% seed 42", "sample 1000 rows"),
  fc
    .tuple(expression, fc.constantFrom("", ', "message"', " warn", ', "m" at most 1%'))
    .map((parts) => `expect ${parts.join("")}`),
  listOf(names).map((list) => `expect unique(${list})`),
  fc.tuple(names, names).map(([name, model]) => `score ${name} = ${model}(a, b)`),
  fc.constant('sql duckdb """select *\n from input""" spark "select 1" returns (a: int, b: text)'),
];
const joins = (relation: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom("", "left ", "full ", "semi ", "asof "),
      relation,
      fc.constantFrom("", " as c", " as c one"),
      listOf(expression),
    )
    .map(([kind, from, alias, on]) => `${kind}join ${from}${alias} on ${on}`);

const { steps } = fc.letrec<{ steps: string; relation: string }>((tie) => ({
  relation: fc.oneof(
    { maxDepth: 2 },
    names,
    fc.constantFrom("p(a: 1)", "rows([{a: 1}])", "series(1, 9, 2)"),
    tie("steps").map((inner) => `(${inner})`),
  ) as fc.Arbitrary<string>,
  steps: fc
    .tuple(
      fc.constantFrom(" | ", "\n  "),
      tie("relation"),
      fc.array(
        fc.oneof(
          { maxDepth: 2 },
          ...plainSteps,
          joins(tie("relation")),
          tie("relation").map((one) => `union ${one}`),
        ),
        {
          maxLength: 4,
        },
      ),
    )
    .map(([separator, relation, rest]) => [`from ${relation}`, ...rest].join(separator)),
}));

const doc = fc.constantFrom("", "", "# A remark.\n", "## What it is.\n");
const declarations: fc.Arbitrary<string> = fc.oneof(
  names.map((name) => `import ${name}, other from "file.weir"`),
  names.map(
    (name) => `source ${name} = csv("data.csv", header: true) {\n  a: int ## doc\n  b: text?, c: date\n}`,
  ),
  fc.tuple(names, expression).map(([name, value]) => `let ${name}: float = ${value}`),
  fc
    .tuple(names, types, expression)
    .map(([name, type, body]) => `function ${name}(a: ${type}, b: int = 1) -> text? = ${body}`),
  fc
    .tuple(
      names,
      fc.constantFrom(
        "",
        '(a: int between 1 and 5 = 2, b: text in ["x"] = "x")',
        "\n  budget time 30 s, cost $0.50\n",
      ),
      steps,
    )
    .map(([name, head, body]) => `pipeline ${name}${head} {\n  ${body}\n}`),
  steps,
  fc
    .tuple(names, expression)
    .map(([name, value]) => `test "t" of ${name} {\n  given r = [{a: ${value}}]\n  expect rows []\n}`),
  names.map((name) => `service s {\n  endpoint "/x" = ${name} # here\n  limit 5 per minute\n}`),
  names.map((name) => `job j {\n  run ${name}\n  every day at 02:00 in "UTC"\n  retry 3\n}`),
);

/** A program of one to four declarations. */
export const programs: fc.Arbitrary<string> = fc
  .array(fc.tuple(doc, declarations), { minLength: 1, maxLength: 4 })
  .map((list) => `${list.map((parts) => parts.join("")).join("\n")}\n`);
