// What steps mean on DuckDB, from texts to rows: order, scope, null and groups, frames, padding, joins of every kind.

import assert from "node:assert/strict";
import { emitText, linesOf, runText, startedAt } from "./run-text.ts";

interface Case {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly string[];
  /** The pipeline promises no order: rows are compared as a bag. */
  readonly bag?: true;
}

const people = `rows([
  {id: 1, name: "Ada", city: "Rome", age: 36},
  {id: 2, name: "Bob", city: null, age: 20},
  {id: 3, name: "Cy", city: "Oslo", age: null},
  {id: 4, name: "Di", city: "Rome", age: 50},
])`;

const cases: readonly Case[] = [
  {
    title: "where keeps the rows for which the condition is true",
    text: `from ${people}\nwhere age > 30\nsort id\nselect id`,
    rows: ["1", "4"],
  },
  {
    title: "where with != keeps null",
    text: `from ${people}\nwhere city != "Rome"\nsort id\nselect id`,
    rows: ["2", "3"],
  },
  {
    title: "derive: later items use earlier ones, a replaced column stands where it stood",
    text: `from ${people}\nderive age = age + 1, older = age + 1\nderive age = age * 10\nsort id\ntake 1`,
    rows: ["1 | Ada | Rome | 370 | 38"],
  },
  {
    title: "derive replaces a column that the same item reads",
    text: `from rows([{a: 1, b: 2}])\nderive a = b, b = a\nselect a, b`,
    rows: ["2 | 2"],
  },
  {
    title: "select, rename and drop",
    text: `from ${people}\nrename town = city\ndrop age\nselect id, who = name, town\nwhere town == null`,
    rows: ["2 | Bob | null"],
  },
  {
    title: "an order holds to the end, by a column that is gone",
    text: `from ${people}\nsort age desc, id\nwhere id < 4\nselect name`,
    rows: ["Ada", "Bob", "Cy"],
  },
  {
    title: "an order by an expression holds although its column is replaced",
    text: `from ${people}\nsort length(name) desc, id\nderive id = 0, name = left(name, 1)\nselect name`,
    rows: ["A", "B", "C", "D"],
  },
  {
    title: "nulls first where asked for, else last in both directions",
    text: `from ${people}\nsort age nulls first\nselect name`,
    rows: ["Cy", "Bob", "Ada", "Di"],
  },
  {
    title: "take with an offset after a sort",
    text: `from ${people}\nsort id desc\ntake 2 offset 1\nselect id`,
    rows: ["3", "2"],
  },
  {
    title: "the order survives take",
    text: `from ${people}\nsort age desc\ntake 3\nwhere id > 0\nselect name`,
    rows: ["Di", "Ada", "Bob"],
  },
  {
    title: "take by takes the first of each group, null being a group",
    text: `from ${people}\ntake 1 by city sorted id desc\nsort id\nselect id`,
    rows: ["2", "3", "4"],
  },
  {
    title: "take by with an offset",
    text: `from ${people}\ntake 1 offset 1 by city sorted id\nselect id`,
    rows: ["4"],
  },
  {
    title: "distinct rows",
    text: `from ${people}\nselect city\ndistinct\nsort city`,
    rows: ["Oslo", "Rome", "null"],
  },
  {
    title: "aggregate by, with null as a group and items that combine aggregates",
    text: `from ${people}\naggregate n = count(), mean = sum(age) / count(age), names = list(name, sorted: id desc) by city\nsort city`,
    rows: ['Oslo | 1 | null | ["Cy"]', 'Rome | 2 | 43 | ["Di","Ada"]', 'null | 1 | 20 | ["Bob"]'],
  },
  {
    title: "aggregate over nothing gives one row",
    text: `from ${people}\nwhere id > 9\naggregate n = count(), s = sum(age), l = list(name), m = max(name), b = bool_and(age > 1), f = first(name)`,
    rows: ["0 | null | [] | null | null | null"],
  },
  {
    title: "aggregate by a key over nothing gives no row",
    text: `from ${people}\nwhere id > 9\naggregate n = count() by city`,
    rows: [],
  },
  {
    title: "aggregate by alone gives the different keys",
    text: `from ${people}\naggregate by city\nsort city`,
    rows: ["Oslo", "Rome", "null"],
  },
  {
    title: "aggregates with where, distinct and sorted",
    text: `from ${people}\naggregate old = count(where: age > 30), cities = count(city, distinct: true), oldest = first(name, sorted: age desc), joined = string_join(name, "+", sorted: [city, id desc], where: id > 1)`,
    rows: ["2 | 2 | Di | Cy+Di+Bob"],
  },
  {
    title: "aggregate by a computed key and a constant",
    text: `from ${people}\naggregate n = count() by old = age > 30, one = 1\nsort old`,
    rows: ["false | 1 | 1", "true | 1 | 2", "null | 1 | 1"],
  },
  {
    title: "window without sorted sees the whole group",
    text: `from ${people}\nwindow n = count(), total = sum(age) by city\nsort id\nselect id, n, total`,
    rows: ["1 | 2 | 86", "2 | 1 | 20", "3 | 1 | null", "4 | 2 | 86"],
  },
  {
    title: "window with sorted runs to this row, not to its peers",
    text: `from rows([{k: 1, x: 1}, {k: 1, x: 2}, {k: 2, x: 4}])\nwindow n = count(), s = sum(x) sorted k, x\nsort k, x\nselect n, s`,
    rows: ["1 | 1", "2 | 3", "3 | 7"],
  },
  {
    title: "window frames of rows",
    text: `from rows([{x: 1}, {x: 2}, {x: 3}, {x: 4}])\nwindow two = sum(x) sorted x rows -1..0\nwindow rest = sum(x) sorted x rows 1..\nwindow all = sum(x) sorted x rows ..\nwindow ahead = sum(x) sorted x rows 1..2\nsort x\nselect two, rest, all, ahead`,
    rows: ["1 | 9 | 10 | 5", "3 | 7 | 10 | 7", "5 | 4 | 10 | 4", "7 | null | 10 | null"],
  },
  {
    title: "window frames of distances, on numbers and days, in both directions",
    text: `from rows([{x: 1, d: @2026-01-01}, {x: 2, d: @2026-01-03}, {x: 5, d: @2026-01-04}])\nwindow near = sum(x) sorted x range -1..1\nwindow week = sum(x) sorted d range -1 day..0 days\nwindow back = sum(x) sorted d desc range -2 days..0 days\nsort x\nselect near, week, back`,
    rows: ["3 | 1 | 3", "3 | 2 | 7", "5 | 7 | 5"],
  },
  {
    title: "first and last see the whole group unless a frame is written; last with ..0 fills forward",
    text: `from rows([{t: 1, x: null}, {t: 2, x: "a"}, {t: 3, x: null}, {t: 4, x: "b"}])\nwindow f = first(x), l = last(x) sorted t\nwindow filled = last(x) sorted t rows ..0\nsort t\nselect f, l, filled`,
    rows: ["a | b | null", "a | b | a", "a | b | a", "a | b | b"],
  },
  {
    title: "first and last of a window with where",
    text: `from rows([{t: 1, x: "a"}, {t: 2, x: "b"}, {t: 3, x: "c"}])\nwindow f = first(x, where: t > 1), l = last(x, where: t < 3) sorted t\nsort t\nselect f, l`,
    rows: ["b | b", "b | b", "b | b"],
  },
  {
    title: "window functions of all kinds over one order",
    text: `from rows([{x: 10}, {x: 20}, {x: 20}, {x: 40}])\nderive id = x\nwindow r = rank(), d = dense_rank(), l = lag(x, 1, 0), m = lead(x, offset: 2), s = count_distinct(x) sorted x\nsort x, d\nselect r, d, s`,
    rows: ["1 | 1 | 1", "2 | 2 | 2", "2 | 2 | 2", "4 | 3 | 3"],
  },
  {
    title: "inner, left, right and full joins on a name",
    text: `from rows([{k: 1, a: "x"}, {k: 2, a: "y"}, {k: null, a: "z"}]) as l\nfull join (from rows([{k: 2, b: "Y"}, {k: 3, b: "W"}, {k: null, b: "N"}])) as r on k\nsort k, a, b\nselect k, a, b, rk = r.k`,
    rows: [
      "1 | x | null | null",
      "2 | y | Y | 2",
      "3 | null | W | 3",
      "null | z | null | null",
      "null | null | N | null",
    ],
  },
  {
    title: "a right join on a name gives the right side's key",
    text: `from rows([{k: 1, a: "x"}])\nright join (from rows([{k: 1, b: "X"}, {k: 2, b: "Y"}])) as r on k\nsort k\nselect k, a, b`,
    rows: ["1 | x | X", "2 | null | Y"],
  },
  {
    title: "a left join keeps its rows and both namesakes are reachable",
    text: `from ${people} as p\nleft join (from rows([{id: 1, name: "One"}, {id: 1, name: "Uno"}])) as o on p.id == o.id\nsort id, o.name\nwhere id < 3\nselect id, name, other = o.name`,
    rows: ["1 | Ada | One", "1 | Ada | Uno", "2 | Bob | null"],
  },
  {
    title: "hidden columns live through where, derive, window, sort and take",
    text: `from rows([{k: 1, v: "a"}, {k: 2, v: "b"}]) as l\njoin (from rows([{k: 1, v: "A"}, {k: 2, v: "B"}])) as r on l.k == r.k\nwhere r.v != "A"\nderive both = concat(v, r.v), "c" = 1\nwindow n = count() by r.v\nsort r.v desc\ntake 1\naggregate x = max(concat(r.v, both)), n = max(n)`.replace(
      '"c"',
      "`r.v`",
    ),
    rows: ["BbB | 1"],
  },
  {
    title: "semi and anti joins give the left's columns, anti keeps null keys",
    text: `from ${people}\nsemi join (from rows([{city: "Rome"}, {city: "Rome"}, {city: null}])) as c on city\nsort id\nselect id`,
    rows: ["1", "4"],
  },
  {
    title: "an anti join",
    text: `from ${people}\nanti join (from rows([{city: "Rome"}])) as c on city\nsort id\nselect id, age`,
    rows: ["2 | 20", "3 | null"],
  },
  {
    title: "a join on inequalities",
    text: `from rows([{x: 1}, {x: 5}]) as l\njoin (from rows([{low: 0, high: 2}, {low: 4, high: 6}])) as r on x between r.low and r.high, x != 0\nsort x\nselect x, low`,
    rows: ["1 | 0", "5 | 4"],
  },
  {
    title: "a cross join",
    text: `from rows([{a: 1}, {a: 2}])\ncross join (from rows([{b: "x"}, {b: "y"}]))\nsort a, b`,
    rows: ["1 | x", "1 | y", "2 | x", "2 | y"],
  },
  {
    title: "asof join takes the nearest earlier row, null where there is none",
    text: `from rows([{s: "A", at: 5}, {s: "A", at: 1}, {s: "B", at: 9}]) as t\nasof join (from rows([{s: "A", at: 2, p: 20}, {s: "A", at: 4, p: 40}, {s: "B", at: 10, p: 99}])) as q on s, at >= q.at\nsort s, at\nselect s, at, p, quoted = q.at`,
    rows: ["A | 1 | null | null", "A | 5 | 40 | 4", "B | 9 | null | null"],
  },
  {
    title: "asof join takes the nearest later row",
    text: `from rows([{s: "A", at: 2}, {s: "A", at: 3}]) as t\nasof join (from rows([{s: "A", at: 2, p: 20}, {s: "A", at: 4, p: 40}])) as q on s, at < q.at\nsort at\nselect at, p`,
    rows: ["2 | 40", "3 | 40"],
  },
  {
    title: "a relation joined with itself",
    text: `from ${people} as a\nsort id\nselect id, city\n| join (from ${people}) as b on city, a.id < b.id`
      .replace("\n| join", "\njoin")
      .replace("a.id < b.id", "id < b.id"),
    rows: ["1 | Rome | Ada | 50".replace(/ \| Ada.*/, "")].map((line) => `${line} | Di | 50`),
  },
  {
    title: "union pads with null, widens, and keeps duplicates",
    text: `from rows([{a: 1, b: "x"}])\nunion (from rows([{b: "y", c: @2026-01-01}, {b: "y", c: @2026-01-01}])), (from rows([{a: 1.5, b: "z"}]))\nsort b, a`,
    rows: ["1 | x | null", "null | y | 2026-01-01", "null | y | 2026-01-01", "1.5 | z | null"],
  },
  {
    title: "except and intersect go by name and give distinct rows",
    text: `from rows([{a: 1, b: 2}, {a: 1, b: 2}, {a: 3, b: 4}, {a: null, b: 0}])\nexcept (from rows([{b: 4, a: 3}]))\nsort a`,
    rows: ["1 | 2", "null | 0"],
  },
  {
    title: "intersect",
    text: `from rows([{a: 1, b: 2}, {a: null, b: 4}, {a: null, b: 4}])\nintersect (from rows([{b: 4, a: null}]))`,
    rows: ["null | 4"],
  },
  {
    title: "unnest drops empty and null lists, left unnest keeps them",
    text: `from rows([{id: 1, l: [1, 2]}, {id: 2, l: null}, {id: 3, l: [null]}])\nunnest x = l\nsort id, x\nselect id, x`,
    rows: ["1 | 1", "1 | 2", "3 | null"],
  },
  {
    title: "left unnest in place",
    text: `from rows([{id: 1, l: [1, 2]}, {id: 2, l: null}])\nleft unnest l\nsort id, l`,
    rows: ["1 | 1", "1 | 2", "2 | null"],
  },
  {
    title: "unnest of structs whose element nobody reads still multiplies the rows",
    text: `from rows([{id: 1, l: [{a: 1}, {a: 2}]}])\nunnest x = l\naggregate n = count(), s = sum(id)`,
    rows: ["2 | 2"],
  },
  {
    title: "pivot with one and more aggregates, counts 0 and sums null where nothing is",
    text: `from rows([{g: 1, q: "a", x: 5}, {g: 1, q: "b", x: 7}, {g: 2, q: "a", x: 1}, {g: 2, q: "zz", x: 9}])\npivot s = sum(x), n = count() by g for q in ["a", "b"]\nsort g`,
    rows: ["1 | 5 | 1 | 7 | 1", "2 | 1 | 1 | null | 0"],
  },
  {
    title: "pivot of an expression of aggregates, without by",
    text: `from rows([{q: 1, x: 5}, {q: 1, x: 7}, {q: 2, x: 1}])\npivot max(x) - min(x) for q in [1, 2]`,
    rows: ["2 | 0"],
  },
  {
    title: "unpivot keeps rows whose value is null, with names of its own",
    text: `from rows([{id: 1, a: 1, b: null}])\nunpivot first = a, b to name, value\nsort name`,
    rows: ["1 | b | null", "1 | first | 1"],
  },
  {
    title: "series of ints, days, times and months",
    text: `from series(1, 5, 2)\nunion (from series(3, 1, 1))\nsort value`,
    rows: ["1", "3", "5"],
  },
  {
    title: "a series of days",
    text: `from series(@2026-01-30, @2026-02-01, 1 day)`,
    rows: ["2026-01-30", "2026-01-31", "2026-02-01"],
    bag: true,
  },
  {
    title: "a series of months ends with the months",
    text: `from series(@2026-01-31, @2026-04-30, 1 month)`,
    rows: ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
    bag: true,
  },
  {
    title: "a series of instants",
    text: `from series(now(), now() + 1 hour, 30 minutes)`,
    rows: ["2026-01-31 08:30:00+00", "2026-01-31 09:00:00+00", "2026-01-31 09:30:00+00"],
    bag: true,
  },
  {
    title: "a sample of everything and of nothing",
    text: `from series(1, 1000, 1)\nsample 100% seed 7\naggregate n = count()`,
    rows: ["1000"],
  },
  {
    title: "a sample of a number of rows",
    text: `from series(1, 5000, 1)\nsample 10 rows seed 1\naggregate n = count()`,
    rows: ["10"],
  },
  {
    title: "expect passes its rows on",
    text: `from ${people}\nexpect age > 100 warn\nexpect unique(city) warn\naggregate n = count()`,
    rows: ["4"],
  },
  {
    title: "the sql step reads `input`, may have expressions of its own and end in a comment",
    text: `from ${people}\nwhere id < 3\nsql duckdb """with twice as (select id * 2 as a, name as b from input) select b, a from twice -- done""" returns (a: int, b: text)\nsort a`,
    rows: ["2 | Ada", "4 | Bob"],
  },
  {
    title: "the sql step may end in a semicolon",
    text: `from ${people}\nsql duckdb """select count(*) as n from input; """ returns (n: int)`,
    rows: ["4"],
  },
  {
    title: "a pipeline with parameters is called twice with different arguments",
    text: `pipeline old(least: int = 30) {\n  from ${people}\n  where age >= $least\n  select id, name\n}\npipeline both {\n  from old(least: 50)\n  union old\n  sort id, name\n}`,
    rows: ["1 | Ada", "4 | Di", "4 | Di"],
  },
  {
    title: "a called pipeline's order holds, by a column that it does not give",
    text: `pipeline by_age {\n  from ${people}\n  sort age desc\n  select name\n}\npipeline top {\n  from by_age\n  derive letter = left(name, 1)\n  take 2\n}`,
    rows: ["Di | D", "Ada | A"],
  },
  {
    title: "a pipeline joined with itself under two names",
    text: `pipeline p {\n  from ${people}\n  select id, city\n}\npipeline pairs {\n  from p as a\n  join p as b on city, a.id < b.id\n  select a.id, other = b.id\n}`,
    rows: ["1 | 4"],
  },
  {
    title: "high_water of a store that does not exist is null",
    text: `store facts = parquet("out/facts") { at: int }\npipeline load {\n  from rows([{at: 1}, {at: 2}])\n  where at > high_water(facts.at) or high_water(facts.at) == null\n  sort at\n}`,
    rows: ["1", "2"],
  },
  {
    title: "nothing is read of a relation but that rows exist",
    text: `from ${people}\nderive x = age * 2\naggregate n = count()`,
    rows: ["4"],
  },
  {
    title: "take by over a relation of which only the count is read",
    text: `from ${people}\ntake 1 by city sorted id\naggregate n = count()`,
    rows: ["3"],
  },
];

describe("steps on DuckDB", () => {
  for (const { title, text, rows, bag } of cases) {
    it(title, async () => {
      for (const literals of [true, false]) {
        const lines = [...(await linesOf(`${text}\n`, { literals }))];
        assert.deepEqual(bag === true ? lines.sort() : lines, rows, emitText(`${text}\n`).sql);
      }
    });
  }

  it("reads the store for high_water", async () => {
    const text = `store facts = parquet("out/facts") { at: int }\npipeline load {\n  from rows([{at: 1}, {at: 2}, {at: 3}])\n  where at > high_water(facts.at)\n  sort at\n}\n`;
    const scans = { storeScan: () => ({ sql: '(VALUES (1), (2)) AS held("at")' }) };
    assert.deepEqual(await linesOf(text, { scans }), ["3"]);
  });

  it("casts a scan to the plan's types, but where they are known to be right", async () => {
    const text = `source s = parquet("x.parquet") { a: int, b: decimal(20, 0), c: list(struct{key: text, value: int}) }\nfrom s\n`;
    const sql =
      "(SELECT 1::TINYINT AS a, 18446744073709551615::UBIGINT AS b, map_entries(MAP {'k': 2}) AS c)";
    const { types } = await runText(text, { scans: { scan: () => ({ sql }) } });
    assert.deepEqual(types, ["BIGINT", "DECIMAL(20,0)", 'STRUCT("key" VARCHAR, "value" BIGINT)[]']);
    const known = emitText(text, {
      scans: { scan: () => ({ sql, types: new Map([["a", "BIGINT"]]) }) },
    }).sql;
    assert.match(known, /SELECT a, CAST\(b AS/);
  });

  it("gives each step a readable name and lists columns, never a star", () => {
    const { sql, steps, expressions } = emitText(
      `pipeline old { from ${people} | where age > 30 }\npipeline p {\n  from old\n  where id > 1\n  derive x = 1\n  where x > 0\n  join old as other on id\n  sort id\n}\n`,
      { pipeline: "p" },
    );
    assert.doesNotMatch(sql, /SELECT \*|\.\*/);
    assert.deepEqual(expressions, ["old_rows", "old_where", "where_1", "derive_1", "where_2", "join_1"]);
    assert.deepEqual(
      steps.map(({ step, cte, within }) => `${within.join("/")} ${step.kind} ${cte}`),
      [
        "old from old_rows",
        "old where old_where",
        " from old_where",
        " where where_1",
        " derive derive_1",
        " where where_2",
        " join join_1",
        " sort join_1",
      ],
    );
  });

  it("prints plain equality and IN where files can be pruned by them", () => {
    const source = `source s = parquet("x.parquet") { a: int?, b: text? }\n`;
    const scan = () => ({ sql: "(SELECT 1 AS a, 'x' AS b)" });
    const text = `${source}pipeline p(b: text? = null, list: list(text) = []) {\n  from s\n  where a == 1\n  where $b == null or b == $b\n  where length($list) == 0 or b in $list\n}\n`;
    const bare = emitText(text, { scans: { scan } }).sql;
    assert.match(bare, /WHERE a = 1/);
    assert.doesNotMatch(bare, /IS NULL|IN \(/);
    const given = emitText(text, {
      scans: { scan },
      arguments: {
        b: { kind: "text", value: "x" },
        list: { kind: "list", items: [{ kind: "text", value: "x" }] },
      },
    }).sql;
    assert.match(given, /WHERE b = 'x'/);
    assert.match(given, /b IN \('x'\)/);
    assert.doesNotMatch(given, /DISTINCT FROM|coalesce/);
  });

  it("prints the start of the run where it is known", () => {
    assert.match(emitText("from rows([{a: 1}])\nselect n = now()\n").sql, /2026-01-31T08:30:00/);
    assert.equal(startedAt, 1_769_848_200_000_000n);
  });
});
