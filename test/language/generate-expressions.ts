// Random well-typed expressions as text, from a seed: for tests that compare what Weir says of an expression with
// what an engine does. Values stay small, so that nothing overflows by chance.

/** A source of randomness that a seed repeats. */
export interface Random {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  pick<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
}

/** A generator of 32 bits (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (count) => Math.floor(next() * count),
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
    chance: (probability) => next() < probability,
  };
}

/** Kinds of values that expressions are made of. */
export type Sort =
  | "bool"
  | "int"
  | "float"
  | "decimal"
  | "text"
  | "date"
  | "timestamp"
  | "instant"
  | "duration"
  | "list(int)"
  | "list(text)"
  | "struct";

export const sorts: readonly Sort[] = [
  "bool",
  "int",
  "float",
  "decimal",
  "text",
  "date",
  "timestamp",
  "instant",
  "duration",
  "list(int)",
  "list(text)",
  "struct",
];

/** A value that can be named: a column, a parameter of a lambda. */
export interface Named {
  readonly text: string;
  readonly sort: Sort;
}

export interface GeneratorOptions {
  readonly random: Random;
  readonly names: readonly Named[];
  /** False leaves out library functions. */
  readonly functions: boolean;
  /** Other calls that give a value of the sort, undefined for none. */
  readonly call?: (sort: Sort, inner: (sort: Sort) => string) => string | undefined;
}

/** An expression of a kind, at most `depth` operations deep, in parentheses where it needs them. */
export function generate(sort: Sort, depth: number, options: GeneratorOptions): string {
  const { random, names } = options;
  const own = names.filter((name) => name.sort === sort);
  if (own.length > 0 && random.chance(depth <= 0 ? 0.8 : 0.25)) return random.pick(own).text;
  if (depth <= 0 || random.chance(0.1)) return literal(sort, random);
  const inner = (wanted: Sort): string => generate(wanted, depth - 1, options);
  const call = options.call !== undefined && random.chance(0.3) ? options.call(sort, inner) : undefined;
  if (call !== undefined) return call;
  const choices = [...shared(sort, inner, random), ...particular(sort, inner, options)];
  return random.pick(choices)();
}

type Choice = () => string;
type Inner = (sort: Sort) => string;

function literal(sort: Sort, random: Random): string {
  if (random.chance(0.08)) return `(null as ${typeNames[sort]})`;
  const day = () => `2026-0${1 + random.below(9)}-${String(1 + random.below(28)).padStart(2, "0")}`;
  switch (sort) {
    case "bool":
      return random.pick(["true", "false"]);
    case "int":
      return random.pick(["0", "1", "2", "7", "(-3)", "40"]);
    case "float":
      return random.pick(["0.5", "2.0", "(-1.25)", "1e2", "0.1"]);
    case "decimal":
      return `(${random.pick(["0.05", "12.50", "(-3.25)", "100"])} as decimal(6, 2))`;
    case "text":
      return random.pick(['"a"', '"b c"', '""', '"Ärger"', '"x%"', '"12"', '"it\'s"']);
    case "date":
      return `@${day()}`;
    case "timestamp":
      return `@${day()}T0${random.below(10)}:30:15.25`;
    case "instant":
      return `@${day()}T1${random.below(10)}:00:00+02:00`;
    case "duration":
      return random.pick(["2 days", "90 s", "1 hour", "0 s", "1 week"]);
    case "list(int)":
      return random.pick(["[1, 2, 3]", "[7]", "[1, null, 2]", "([] as list(int))"]);
    case "list(text)":
      return random.pick(['["a", "b"]', '["x"]', '[null, "a"]']);
    case "struct":
      return random.pick(['{n: 1, w: "a"}', '{n: 2, w: "b c"}']);
  }
}

const typeNames: Readonly<Record<Sort, string>> = {
  bool: "bool",
  int: "int",
  float: "float",
  decimal: "decimal(6, 2)",
  text: "text",
  date: "date",
  timestamp: "timestamp",
  instant: "instant",
  duration: "duration",
  "list(int)": "list(int?)",
  "list(text)": "list(text?)",
  struct: "struct{n: int, w: text}",
};

/** What every kind can be made by. */
function shared(sort: Sort, inner: Inner, random: Random): Choice[] {
  return [
    () => `(if ${inner("bool")} then ${inner(sort)} else ${inner(sort)})`,
    () => `(${inner(sort)} ?? ${inner(sort)})`,
    () =>
      `case { ${inner("bool")} => ${inner(sort)}${random.chance(0.5) ? `, else => ${inner(sort)}` : ""} }`,
    () =>
      `case { ${inner("bool")} => ${inner(sort)}, ${inner("bool")} => ${inner(sort)}, else => ${inner(sort)} }`,
    () => {
      const value = inner(sort);
      return `(if ${value} == null then ${inner(sort)} else ${value})`;
    },
  ];
}

function particular(sort: Sort, inner: Inner, options: GeneratorOptions): Choice[] {
  const leaf = (wanted: Sort): string => generate(wanted, 0, options);
  const plain = operations(sort, inner, leaf, options.random);
  return options.functions ? [...plain, ...calls(sort, inner, options.random)] : plain;
}

const ordered: readonly Sort[] = [
  "int",
  "float",
  "decimal",
  "text",
  "date",
  "timestamp",
  "instant",
  "duration",
];
const numbers: readonly Sort[] = ["int", "float", "decimal"];

function operations(sort: Sort, inner: Inner, leaf: Inner, random: Random): Choice[] {
  const number = () => inner(random.pick(numbers));
  switch (sort) {
    case "bool":
      return [
        () => `(${inner("bool")} ${random.pick(["and", "or"])} ${inner("bool")})`,
        () => `(not ${inner("bool")})`,
        () => {
          const of = random.pick(ordered);
          return `(${inner(of)} ${random.pick(["==", "!=", "<", "<=", ">", ">="])} ${inner(of)})`;
        },
        () => `(${number()} ${random.pick(["==", "!=", "<", ">="])} ${number()})`,
        () => `(${inner("date")} ${random.pick(["==", "<"])} ${inner("timestamp")})`,
        () => {
          const of = random.pick(ordered);
          return `(${inner(of)} ${random.pick(["", "not "])}between ${inner(of)} and ${inner(of)})`;
        },
        () => {
          const of = random.pick(ordered);
          return `(${inner(of)} ${random.pick(["", "not "])}in [${inner(of)}, ${inner(of)}])`;
        },
        () => `(${inner("int")} in ${inner("list(int)")})`,
        () => `(${inner("text")} ${random.pick(["", "not "])}like ${inner("text")})`,
        () => `(${inner("text")} matches "^[a-c]+")`,
        () => {
          const of = random.pick(sorts);
          return `(${inner(of)} ${random.pick(["==", "!="])} ${random.chance(0.5) ? "null" : inner(of)})`;
        },
      ];
    case "int":
      return [
        () => `(${inner("int")} ${random.pick(["+", "-"])} ${inner("int")})`,
        () => `(${inner("int")} * ${random.pick(["2", "-3", "0"])})`,
        () => `(${inner("int")} ${random.pick(["//", "%"])} ${inner("int")})`,
        () => `(-(${inner("int")}))`,
        () => `(${inner("text")} as? int)`,
        () => `(${inner("decimal")} as int)`,
        () => `(${inner("float")} as? int)`,
        () => `(${inner("bool")} as int)`,
        () => `(${inner("list(int)")})[${random.pick(["0", "-1", "5", inner("int")])}]`,
        () => `(${inner("struct")}).n`,
      ];
    case "float":
      return [
        () => `(${inner("float")} ${random.pick(["+", "-", "*"])} ${number()})`,
        () => `(${number()} / ${number()})`,
        () => `(${inner("int")} + 0.5)`,
        () => `(-(${inner("float")}))`,
        () => `(${inner("int")} as float)`,
        () => `(${inner("decimal")} as float)`,
        () => `(${inner("duration")} / ${inner("duration")})`,
      ];
    case "decimal":
      return [
        () => `(${inner("decimal")} ${random.pick(["+", "-"])} ${inner(random.pick(["int", "decimal"]))})`,
        () => `(${inner("decimal")} * ${random.pick(["0.19", "2", "(1 - 0.05)"])})`,
        () => `(-(${inner("decimal")}))`,
        () => `(${inner("int")} as decimal(20, 3))`,
        () => `(${inner("float")} as? decimal(9, 2))`,
        () => `(${inner("decimal")} as? decimal(5, 1))`,
        () => `(${inner("text")} as? decimal(5, 2))`,
      ];
    case "text":
      return [
        () => `f"{${leaf("text")}}-{${leaf("int")}}"`,
        () => `f"{${leaf("decimal")} ?? 0}:{${leaf("date")}}"`,
        () => `(${inner("int")} as text)`,
        () => `(${inner("bool")} as text)`,
        () => `(${inner("date")} as text)`,
        () => `(${inner("decimal")} as text)`,
        () => `(${inner("list(text)")})[${random.pick(["0", "-1", "9"])}]`,
        () => `(${inner("struct")}).w`,
      ];
    case "date":
      return [
        () =>
          `(${inner("date")} ${random.pick(["+", "-"])} ${random.pick(["3 days", "1 month", "1 year", "2 weeks"])})`,
        () => `(${inner("timestamp")} as date)`,
        () => `(${inner("text")} as? date)`,
      ];
    case "timestamp":
      return [
        () => `(${inner("timestamp")} ${random.pick(["+", "-"])} ${inner("duration")})`,
        () => `(${inner("date")} + ${inner("duration")} + 1 hour)`,
        () => `(${inner("timestamp")} - 2 months)`,
        () => `(${inner("date")} as timestamp)`,
        () => `(${inner("text")} as? timestamp)`,
      ];
    case "instant":
      return [() => `(${inner("instant")} ${random.pick(["+", "-"])} ${inner("duration")})`];
    case "duration":
      return [
        () => `(${inner("date")} - ${inner("date")})`,
        () => `(${inner("timestamp")} - ${inner(random.pick(["date", "timestamp"]))})`,
        () => `(${inner("instant")} - ${inner("instant")})`,
        () => `(${inner("duration")} ${random.pick(["+", "-"])} ${inner("duration")})`,
        () => `(${inner("duration")} * ${random.pick(["2", "-1", "0.5"])})`,
        () => `(${inner("duration")} / ${inner("int")})`,
      ];
    case "list(int)":
      return [() => `[${inner("int")}, ${inner("int")}]`];
    case "list(text)":
      return [() => `[${inner("text")}, ${inner("text")}]`];
    case "struct":
      return [() => `{n: ${inner("int")}, w: ${inner("text")}}`];
  }
}

function calls(sort: Sort, inner: Inner, random: Random): Choice[] {
  switch (sort) {
    case "bool":
      return [
        () => `${random.pick(["starts_with", "ends_with", "contains"])}(${inner("text")}, ${inner("text")})`,
      ];
    case "int":
      return [
        () => `length(${inner(random.pick(["text", "list(int)", "list(text)"]))})`,
        () => `abs(${inner("int")})`,
        () => `${random.pick(["year", "month", "day"])}(${inner(random.pick(["date", "timestamp"]))})`,
        () => `${random.pick(["greatest", "least"])}(${inner("int")}, ${inner("int")})`,
      ];
    case "float":
      return [() => `abs(${inner("float")})`, () => `round(${inner("float")}, 1)`];
    case "decimal":
      return [() => `abs(${inner("decimal")})`];
    case "text":
      return [
        () => `${random.pick(["lower", "upper", "trim"])}(${inner("text")})`,
        () => `concat(${inner("text")}, ${inner("text")})`,
        () => `replace(${inner("text")}, "a", ${inner("text")})`,
        () => `null_if(${inner("text")}, ${inner("text")})`,
      ];
    case "date":
      return [() => `date_trunc("${random.pick(["week", "month", "quarter", "year"])}", ${inner("date")})`];
    case "timestamp":
      return [() => `date_trunc("${random.pick(["day", "month"])}", ${inner("timestamp")})`];
    case "list(int)":
      return [
        () => `list_map(${inner("list(int)")}, x => x + 1)`,
        () => `list_filter(${inner("list(int)")}, x => x > 1)`,
      ];
    case "list(text)":
      return [() => `split(${inner("text")}, " ")`, () => `list_map(${inner("list(text)")}, w => upper(w))`];
    default:
      return [];
  }
}
