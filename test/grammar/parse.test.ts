// What texts mean: precedence, contextual words, literals, declarations, doc comments, each by example.
import assert from "node:assert/strict";
import {
  type Argument,
  type Declaration,
  type Expression,
  type LiteralValue,
  parseFile,
  type SortKey,
  type Step,
  type TypeNode,
} from "../../grammar/index.ts";

function declarationOf(text: string): Declaration {
  const { parts } = parseFile(text);
  assert.deepEqual(
    parts.flatMap(({ problems }) => problems.map(({ code, message }) => `${code} ${message}`)),
    [],
    text,
  );
  assert.equal(parts.length, 1, text);
  return parts[0]!.declaration;
}

function expressionOf(text: string): string {
  const declaration = declarationOf(`let x = ${text}`);
  assert.ok(declaration.kind === "let");
  return show(declaration.value);
}

/** An expression as nested brackets. */
function show(node: Expression | SortKey): string {
  switch (node.kind) {
    case "literal":
      return showLiteral(node.value);
    case "columnName":
      return node.name.text;
    case "parameterName":
      return `$${node.name.text}`;
    case "member":
      return `${show(node.object)}.${node.name.text}`;
    case "star":
      return `${node.qualifier?.text ?? ""}*`;
    case "index":
      return `${show(node.object)}[${show(node.index)}]`;
    case "call":
      return `${node.name.text}(${node.arguments.map(showArgument).join(", ")})`;
    case "unary":
      return `(${node.operator} ${show(node.operand)})`;
    case "binary":
      return `(${show(node.left)} ${node.negated ? "not-" : ""}${node.operator} ${show(node.right)})`;
    case "between":
      return `(${show(node.value)} ${node.negated ? "not-" : ""}between ${show(node.low)} ${show(node.high)})`;
    case "cast":
      return `(${show(node.value)} as${node.safe ? "?" : ""} ${showType(node.type)})`;
    case "if":
      return `(if ${show(node.condition)} ${show(node.then)} ${show(node.else)})`;
    case "case": {
      const arms = node.arms.map((arm) => `${show(arm.condition)} => ${show(arm.value)}`);
      return `(case ${[...arms, ...(node.else === undefined ? [] : [`else ${show(node.else)}`])].join(", ")})`;
    }
    case "list":
      return `[${node.items.map(show).join(", ")}]`;
    case "struct":
      return `{${node.fields.map(({ name, value }) => `${name.text}: ${show(value)}`).join(", ")}}`;
    case "lambda":
      return `(${node.parameters.map(({ text }) => text).join(", ")} => ${show(node.body)})`;
    case "interpolation":
      return `f<${node.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : show(part))).join(" ")}>`;
    case "group":
      return show(node.inner);
    case "missing":
      return "…";
    case "sortKey":
      return `${show(node.value)} ${node.descending ? "desc" : "asc"}${node.nulls === undefined ? "" : ` ${node.nulls}`}`;
  }
}

function showArgument({ name, value }: Argument): string {
  return name === undefined ? show(value) : `${name.text}: ${show(value)}`;
}

function showLiteral(value: LiteralValue): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return String(value.value);
    case "int":
    case "point":
    case "float":
      return value.kind === "int" ? value.digits : `${value.kind}:${value.digits}`;
    case "text":
      return JSON.stringify(value.value);
    case "date":
    case "timestamp":
    case "instant":
      return `${value.kind}:${value.iso}`;
    case "duration":
      return `${value.amount}-${value.unit}`;
    case "size":
      return `${value.bytes}B`;
    case "money":
      return `$${value.dollars}`;
  }
}

function showType({ name, numbers, element, fields, nullable }: TypeNode): string {
  const inner = element === undefined ? numbers.join(", ") : showType(element);
  const struct = fields.map((field) => `${field.name.text}: ${showType(field.type)}`).join(", ");
  return `${name.text}${inner === "" ? "" : `(${inner})`}${struct === "" ? "" : `{${struct}}`}${nullable ? "?" : ""}`;
}

const expressions: readonly (readonly [string, string])[] = [
  ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
  ["a or b and not c == d", "(a or (b and (not (c == d))))"],
  ["a ?? b + c * d", "(a ?? (b + (c * d)))"],
  ["a == b ?? c", "(a == (b ?? c))"],
  ["-a * b", "((- a) * b)"],
  ["-a as int", "(- (a as int))"],
  ["a - -b", "(a - (- b))"],
  ["a as? int ?? 0", "((a as? int) ?? 0)"],
  ["a as text? == b", "((a as text?) == b)"],
  ["x between 1 and 2 and y", "((x between 1 2) and y)"],
  ["x not between 1 + 1 and 2 or y not in [1]", "((x not-between (1 + 1) 2) or (y not-in [1]))"],
  ["not x in [1] and y not like z", "((not (x in [1])) and (y not-like z))"],
  ["a // b % c / d", "(((a // b) % c) / d)"],
  ["if a then b else if c then d else e + 1", "(if a b (if c d (e + 1)))"],
  ["case { a > 1 => b, c => d, else => e }", "(case (a > 1) => b, c => d, else e)"],
  ["a.b.c[0][-1].d", "a.b.c[0][(- 1)].d"],
  [
    "f(a, n: b, xs => xs + 1, (p, q) => p, sorted: [k, l desc nulls first])",
    "f(a, n: b, (xs => (xs + 1)), (p, q => p), sorted: [k, l desc first])",
  ],
  ["sum(x, where: paid, sorted: at desc)", "sum(x, where: paid, sorted: at desc)"],
  ["{if: 1, `a b`: {c: null}, by: true}", "{if: 1, a b: {c: null}, by: true}"],
  ["a.if", "a.if"],
  ["(a + b) * c", "((a + b) * c)"],
  ['f"{first} {{{last ?? "no"}}} {f"{a}"}"', 'f<first " {" (last ?? "no") "} " f<a>>'],
  ['f"{ {a: 1}.a }\\n"', 'f<{a: 1}.a "\\n">'],
  ["x as decimal(12, 2)", "(x as decimal(12, 2))"],
  ["x as list(struct{a: int?, b: list(text)})?", "(x as list(struct{a: int?, b: list(text)})?)"],
  ["[1, 2,]", "[1, 2]"],
  ["$a + $`b c`", "($a + $b c)"],
];

const literals: readonly (readonly [string, string])[] = [
  ["1_000", "1000"],
  ["12.50", "point:12.50"],
  ["1.5e3", "float:1.5e3"],
  ['"a\\n\\t\\"\\\\\\u{1F600}"', JSON.stringify('a\n\t"\\😀')],
  ['"""a\n"b" \\n"""', JSON.stringify('a\n"b" \\n')],
  ["@2024-02-29", "date:2024-02-29"],
  ["@2026-01-31T08:30", "timestamp:2026-01-31T08:30"],
  ["@2026-01-31T08:30:00.123456", "timestamp:2026-01-31T08:30:00.123456"],
  ["@2026-01-31T08:30:00Z", "instant:2026-01-31T08:30:00Z"],
  ["@2026-01-31T08:30:00+05:30", "instant:2026-01-31T08:30:00+05:30"],
  ["90 s", "90-second"],
  ["7 days", "7-day"],
  ["1.5 hours", "1.5-hour"],
  ["3 quarters", "3-quarter"],
  ["2 GB", "2000000000B"],
  ["512 MiB", "536870912B"],
  ["1.5 kB", "1500B"],
  ["$0.50", "$0.50"],
  ["$1_000", "$1000"],
];

function stepsOf(body: string): readonly Step[] {
  const declaration = declarationOf(`pipeline p {\n${body}\n}`);
  assert.ok(declaration.kind === "pipeline");
  return declaration.steps;
}

describe("parsing", () => {
  for (const [text, shown] of [...expressions, ...literals]) {
    it(`reads ${text}`, () => assert.equal(expressionOf(text), shown));
  }

  it("takes step words as names where the place shows it", () => {
    const steps = stepsOf(
      "  from a\n  select take, sort = b,\n    where.x,\n    join = 1,\n    `into`\n  take 3",
    );
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ["from", "select", "take"],
    );
    assert.ok(steps[1]?.kind === "select");
    assert.deepEqual(
      steps[1].items.map(({ name, value }) => `${name?.text ?? ""}=${show(value)}`),
      ["=take", "sort=b", "=where.x", "join=1", "=into"],
    );
  });

  it("takes clause words as names where no operand is complete", () => {
    const [, sort, window] = stepsOf(
      "  from a\n  sort desc desc, rows\n  window first = first(last) by one sorted at rows ..0",
    );
    assert.ok(sort?.kind === "sort" && window?.kind === "window");
    assert.deepEqual(sort.keys.map(show), ["desc desc", "rows asc"]);
    assert.deepEqual(
      [window.items, window.by].map((items) => items.map(({ value }) => show(value))),
      [["first(last)"], ["one"]],
    );
    assert.deepEqual(window.sorted.map(show), ["at asc"]);
    assert.ok(window.frame?.from === undefined && window.frame?.to !== undefined);
  });

  it("reads join kinds only before `join`", () => {
    const steps = stepsOf(
      "  from a\n  left join b as c one on k, a.x > c.x\n  derive n =\n    left(name, 3)\n  left unnest m = l",
    );
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ["from", "join", "derive", "unnest"],
    );
    assert.ok(steps[1]?.kind === "join" && steps[3]?.kind === "unnest");
    assert.deepEqual([steps[1].join, steps[1].cardinality, steps[1].alias?.text], ["left", "one", "c"]);
    assert.deepEqual(steps[1].on.map(show), ["k", "(a.x > c.x)"]);
    assert.ok(steps[3].keepEmpty);
  });

  it("reads steps behind `|` and in parentheses", () => {
    const [from, union] = stepsOf("  from (from a | where b) as c\n  union d, (from e\n    take 3)");
    assert.ok(from?.kind === "from" && from.relation.kind === "stepsRelation" && union?.kind === "union");
    assert.deepEqual(
      from.relation.steps.map(({ kind }) => kind),
      ["from", "where"],
    );
    assert.equal(from.alias?.text, "c");
    assert.deepEqual(
      union.relations.map(({ kind }) => kind),
      ["namedRelation", "stepsRelation"],
    );
  });

  it("reads several bare pipelines in a file", () => {
    const file = parseFile("from a | take 1\n\nfrom b\nwhere c\nfrom d\n");
    assert.deepEqual(
      file.parts.map(({ declaration }) =>
        declaration.kind === "bare" ? declaration.steps.length : declaration.kind,
      ),
      [1 + 1, 2, 1],
    );
  });

  it("gives doc comments to what they stand at", () => {
    const declaration = declarationOf(
      "## One.\n## Two.\npipeline p( ## Three.\n  ## A.\n  a: int, ## And a.\n  b: int = 1, # no doc\n) {\n  from t\n}",
    );
    assert.ok(declaration.kind === "pipeline");
    assert.equal(declaration.doc, "One.\nTwo.\nThree.");
    assert.deepEqual(
      declaration.parameters.map(({ doc }) => doc),
      ["A.\nAnd a.", ""],
    );
  });

  it("reads the items of tests, services and jobs", () => {
    const file = parseFile(`test "t" of p(a: 1) {
  given o = [{id: 1}]
  given c = csv("x.csv")
  given now = @2026-03-01T00:00:00Z
  expect rows [{id: 1}]
  expect count() > 0
}
service s {
  endpoint "/a/{b}" = p example (b: "x")
  auth token
  limit 100 per minute
  cache 5 minutes
}
job j {
  run p(since: today() - 7 days)
  every monday at 02:00 in "Europe/Berlin"
  every 15 minutes
  every "0 2 * * *"
  on spark
  retry 3
}
`);
    assert.deepEqual(
      file.parts.flatMap(({ problems }) => problems),
      [],
    );
    assert.deepEqual(
      file.parts.map(({ declaration }) =>
        "items" in declaration ? declaration.items.map(({ kind }) => kind) : [],
      ),
      [
        ["given", "given", "given", "expectRows", "expectCondition"],
        ["endpoint", "auth", "limit", "cache"],
        ["run", "every", "every", "every", "on", "retry"],
      ],
    );
  });
});
