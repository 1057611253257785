// Random pipelines as text, step by step. A step is proposed from the columns that are there; whoever asks keeps
// it if it binds. Values stay small and joins narrow, so that every pipeline runs in a moment.

import type { Column } from "../../language/plan.ts";
import type { Type } from "../../language/types.ts";
import { aggregateCall, libraryCall } from "./generate-calls.ts";
import { generate, type Named, type Random, type Sort, sorts } from "./generate-expressions.ts";

/** The sources that pipelines read; their rows are made to these schemas. */
export const sources = `source t = parquet("t.parquet") {
  id: int
  k: int?
  grp: text
  name: text?
  x: float?
  \`the d\`: decimal(6, 2)?
  day: date?
  at: timestamp
  ok: bool?
  tags: list(text)
  nums: list(int?)?
  p: struct{n: int, w: text?}?
  gap: duration?
  inst: instant?
}
source u = parquet("u.parquet") {
  id: int
  k: int?
  name: text
  score: float
  y: decimal(8, 3)?
  on_day: date
}
let two = 2
function half(v: float) -> float = v / $two
function both(a: text, b: text?) -> text = if b == null then a else a + b
function count_of(list: list(text?), more: int? = 1) -> int = length(list) + (more ?? 0)
pipeline some_of(least: int = 2, only: text? = null) {
  from t
  where id >= $least and ($only == null or grp == $only)
  select id, grp, x, low = $least
  sort id
}
`;

/** A call of one of the functions that the sources come with. */
function ownCall(sort: Sort, inner: (sort: Sort) => string): string | undefined {
  if (sort === "float") return `half(${inner("float")})`;
  if (sort === "text") return `both(${inner("text")}, ${inner("text")})`;
  return sort === "int" ? `count_of(${inner("list(text)")}, more: ${inner("int")})` : undefined;
}

/** The sort of values of a type, undefined for types that expressions are not generated from. */
export function sortOf(type: Type): Sort | undefined {
  switch (type.kind) {
    case "list":
      if (type.element.type.kind === "int") return "list(int)";
      return type.element.type.kind === "text" ? "list(text)" : undefined;
    case "struct": {
      const [n, w] = type.fields;
      const fits = n?.name === "n" && n.type.kind === "int" && w?.name === "w" && w.type.kind === "text";
      return fits && type.fields.length === 2 ? "struct" : undefined;
    }
    default:
      return sorts.find((sort) => sort === type.kind);
  }
}

/** The text of a column's name. */
export function nameOf(column: { readonly name: string }): string {
  return /^[a-z_][a-z0-9_]*$/.test(column.name) ? column.name : `\`${column.name}\``;
}

/** A step for a relation of these columns; `serial` makes new names unique. */
export function proposeStep(random: Random, columns: readonly Column[], serial: number): string {
  const maker = new StepMaker(random, columns, serial);
  const propose = random.pick(stepKinds);
  return propose(maker);
}

/** What the proposals of one step share. */
class StepMaker {
  readonly random: Random;
  readonly columns: readonly Column[];
  readonly named: readonly Named[];
  #serial: number;

  constructor(random: Random, columns: readonly Column[], serial: number) {
    this.random = random;
    this.columns = columns;
    this.#serial = serial * 10;
    this.named = columns.flatMap((column) => {
      const sort = sortOf(column.type);
      return sort === undefined ? [] : [{ text: nameOf(column), sort }];
    });
  }

  fresh(): string {
    return `c${this.#serial++}`;
  }

  expression(sort: Sort = this.random.pick(sorts), depth = 1 + this.random.below(3)): string {
    const { random, named: names } = this;
    const call = (wanted: Sort, inner: (of: Sort) => string): string | undefined =>
      random.chance(0.2) ? ownCall(wanted, inner) : libraryCall(wanted, random, inner);
    return generate(sort, depth, { random, names, functions: true, call });
  }

  /** A column of one of the kinds, or a name that does not bind. */
  column(...kinds: readonly Type["kind"][]): string {
    const fitting = this.columns.filter((column) => kinds.length === 0 || kinds.includes(column.type.kind));
    return fitting.length === 0 ? "no_such_column" : nameOf(this.random.pick(fitting));
  }

  some(limit: number): readonly string[] {
    const count = 1 + this.random.below(limit);
    return [...new Set(Array.from({ length: count }, () => this.column()))];
  }

  /** A key that rows can be grouped and sorted by. */
  key(): string {
    return this.column("int", "text", "date", "timestamp", "bool", "decimal", "float");
  }

  aggregate(): string {
    const { random } = this;
    const words = random.chance(0.25) ? `, where: ${this.expression("bool", 1)}` : "";
    const number = (): string => this.expression(random.pick(["int", "float", "decimal"] as const), 1);
    const inner = (sort: Sort): string => this.expression(sort, 1);
    if (random.chance(0.3)) {
      const call = aggregateCall("aggregate", random, inner);
      const more = random.chance(0.2) ? ", distinct: true" : words;
      if (call !== undefined) return call.endsWith("()") ? call : `${call.slice(0, -1)}${more})`;
    }
    return random.pick([
      () => `count()`,
      () => `count(${this.expression(undefined, 0)}${words})`,
      () => `sum(${number()}${words})`,
      () => `avg(${number()}${words})`,
      () =>
        `min(${this.expression(random.pick(["int", "text", "date", "timestamp", "decimal"] as const), 1)}${words})`,
      () => `max(${this.column("int", "float", "text", "date", "timestamp", "decimal")}${words})`,
      () => `count_distinct(${this.key()}${words})`,
      () => `list(${this.expression(random.pick(["int", "text"] as const), 1)}${words})`,
      () => {
        const column = this.column("int", "text", "date");
        return `list(${column}, distinct: true, sorted: ${column})`;
      },
      () => `sum(${this.column("int", "decimal", "float")}, distinct: true)`,
      () => `quantile(${number()}, ${random.pick(["0.5", "0", "0.95"])})`,
      () => `list(${this.column("int", "text")}, sorted: ${this.key()} desc)`,
      () => `any_value(${this.column()}${words})`,
      () => `first(${this.column("int", "text", "date")}, sorted: ${this.key()})`,
      () => `bool_or(${this.expression("bool", 1)}${words})`,
      () => `median(${number()})`,
      () => `stddev(${number()})`,
      () => `string_join(${this.expression("text", 0)}, ",", sorted: ${this.key()})`,
      () => `arg_max(${this.column("int", "text")}, ${this.key()})`,
    ])();
  }
}

type Proposal = (make: StepMaker) => string;

function by(make: StepMaker): string {
  const keys = [...new Set(Array.from({ length: 1 + make.random.below(2) }, () => make.key()))];
  return ` by ${keys.join(", ")}`;
}

const stepKinds: readonly Proposal[] = [
  (make) => `where ${make.expression("bool")}`,
  (make) => `where ${make.column()} != null`,
  (make) => `derive ${make.fresh()} = ${make.expression()}`,
  (make) => `derive ${make.fresh()} = ${make.expression()}, ${make.fresh()} = ${make.expression()}`,
  (make) => `derive ${make.column()} = ${make.expression()}`,
  (make) => `select ${make.some(4).join(", ")}, ${make.fresh()} = ${make.expression()}`,
  (make) => `drop ${make.column()}`,
  (make) => `rename ${make.fresh()} = ${make.column()}`,
  (make) => `sort ${make.key()}${make.random.pick(["", " desc", " nulls first", " desc nulls last"])}`,
  (make) => `take ${1 + make.random.below(20)}`,
  (make) => `take ${1 + make.random.below(3)}${by(make)} sorted ${make.key()}`,
  () => "distinct",
  (make) => {
    const items = Array.from(
      { length: 1 + make.random.below(3) },
      () => `${make.fresh()} = ${make.aggregate()}`,
    );
    return `aggregate ${items.join(", ")}${make.random.chance(0.7) ? by(make) : ""}`;
  },
  (make) => `aggregate ${make.fresh()} = ${make.aggregate()} by ${make.fresh()} = ${make.expression("int")}`,
  (make) => `window ${make.fresh()} = ${make.aggregate()}${make.random.chance(0.6) ? by(make) : ""}`,
  (make) => `window ${make.fresh()} = ${make.aggregate()}${by(make)} sorted ${make.key()}`,
  (make) => {
    const frame = make.random.pick(["rows -2..0", "rows ..0", "rows 1..2", "rows ..", "rows -3..-1"]);
    return `window ${make.fresh()} = ${make.aggregate()} sorted ${make.key()} ${frame}`;
  },
  (make) => {
    const call = make.random.pick([
      "row_number()",
      "rank()",
      "dense_rank()",
      "ntile(3)",
      "percent_rank()",
      aggregateCall("window", make.random, (sort) => make.expression(sort, 1)) ?? "row_number()",
      `lag(${make.column()})`,
      `lead(${make.column("int", "text")}, 2)`,
    ]);
    return `window ${make.fresh()} = ${call}${make.random.chance(0.5) ? by(make) : ""} sorted ${make.key()}`;
  },
  (make) => {
    const join = make.random.pick(["", "left ", "right ", "full ", "semi ", "anti "]);
    const name = `r${make.fresh()}`;
    return `${join}join u as ${name} on ${make.column("int")} == ${name}.${make.random.pick(["id", "k"])}`;
  },
  (make) => `${make.random.pick(["", "left ", "right ", "full "])}join u as r${make.fresh()} on id`,
  (make) => `cross join (from u | take 2 | select ${make.fresh()} = score, ${make.fresh()} = y)`,
  (make) => `asof join u as r${make.fresh()} on day >= on_day`,
  () => "union (from u | select id, k, name)",
  (make) => `union (from t | where ${make.random.pick(["ok", "id > 3", "false"])} | select id, grp, x)`,
  (make) => `union some_of(least: ${make.random.below(3)})`,
  (make) => `join some_of(only: "a") as r${make.fresh()} on id`,
  (make) => `left join rows([{k: 1, note: "x"}, {k: null, note: null}]) as r${make.fresh()} on k`,
  (make) => `cross join (from series(1, ${make.random.below(3)}, 1) | rename ${make.fresh()} = value)`,
  () => "select id, k\nexcept (from u | select id, k)",
  () => "select id, k\nintersect (from t | where id > 2 | select id, k)",
  (make) => `${make.random.pick(["", "left "])}unnest ${make.fresh()} = ${make.column("list")}`,
  (make) => `${make.random.pick(["", "left "])}unnest ${make.column("list")}`,
  (make) => `pivot ${make.fresh()} = ${make.aggregate()}${by(make)} for grp in ["a", "b"]`,
  () => "unpivot id, k to label, value",
];
