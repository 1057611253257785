import { checkExpression } from "./expression-helpers.ts";

describe("problems of expressions", () => {
  it("unknown names get the nearest one", () => {
    checkExpression("itms[0]\n^^^^ WR100 did you mean `items`?");
    checkExpression("$coumt + 1\n^^^^^^ WR101 did you mean `$count`?");
    checkExpression("lonely\n^^^^^^ WR100 reached only as `o.lonely`");
    checkExpression("r.poimt\n  ^^^^^ WR104 did you mean `point`?");
    checkExpression("q.i\n^ WR100 There is no alias or column `q`");
    checkExpression("point.c\n      ^ WR104 it has `a` and `b`");
    checkExpression("upperr(t)\n^^^^^^ WR102 did you mean `upper`?");
    checkExpression("substr(t, 0, 1)\n^^^^^^ WR102 write `substring`");
  });

  it("a `$` too much or too little is told", () => {
    checkExpression("count + 1\n^^^^^ WR100 `count` is a parameter and is written `$count`");
    checkExpression("vat\n^^^ WR100 `vat` is a constant and is written `$vat`");
    checkExpression("$i\n^^ WR101 `i` is a column and is written without `$`");
  });

  it("one fault gives one problem", () => {
    checkExpression(
      "(nope + 1) / upper(nope) == [nope, 2][0]\n ^^^^ WR100\n                   ^^^^ WR100\n                             ^^^^ WR100",
    );
    checkExpression("if nope > 1 then 1 else 2\n   ^^^^ WR100");
    checkExpression("not (t + 1 > 2 and flag)\n     ^^^^^ WR110");
    checkExpression("sum(nope)\n^^^^^^^^^ WR122\n    ^^^^ WR100");
  });

  it("arithmetic says what it takes", () => {
    checkExpression('t + i\n^^^^^ WR110 f"{a}{b}"');
    checkExpression("f // 2\n^^^^^^ WR110 takes ints only");
    checkExpression("day + 1\n^^^^^^^ WR110 `… * 1 day`");
    checkExpression("moment + 1 month\n^^^^^^^^^^^^^^^^ WR110 zone");
    checkExpression("moment - at\n^^^^^^^^^^^ WR110 at_zone");
    checkExpression("-t\n^^ WR110 a number or a duration");
    checkExpression("flag + 1\n^^^^^^^^ WR110 as int");
    checkExpression("raw * 2\n^^^^^^^ WR110 cast the json value");
    checkExpression("i + null\n^^^^^^^^ WR135 always null");
  });

  it("comparisons never turn anything into text", () => {
    checkExpression('day >= "2026-01-31"\n^^^^^^^^^^^^^^^^^^^ WR111 write `@2026-01-31`');
    checkExpression('at == "2026-01-31 08:00"\n^^^^^^^^^^^^^^^^^^^^^^^^ WR111 `@2026-01-31T08:00`');
    checkExpression("t == 1\n^^^^^^ WR111 cast the text");
    checkExpression('i == "5"\n^^^^^^^^ WR111 write `5`');
    checkExpression("key == t\n^^^^^^^^ WR111 as uuid");
    checkExpression('raw.plan == "free"\n^^^^^^^^^^^^^^^^^^ WR111 cast the json value');
    checkExpression("at < moment\n^^^^^^^^^^^ WR111 at_zone");
    checkExpression("items < items\n^^^^^^^^^^^^^ WR111 no order");
    checkExpression("items == 1\n^^^^^^^^^^ WR111 contains(list, element)");
    checkExpression("i > null\n^^^^^^^^ WR135 == null");
    checkExpression('i in [1, "a"]\n         ^^^ WR111');
    checkExpression("i in 3\n     ^ WR111 takes a list");
    checkExpression("t in items\n^^^^^^^^^^ WR111 never in a list");
    checkExpression('i like "1%"\n^ WR111 takes texts');
    checkExpression('t matches "(a"\n          ^^^^ WR129');
    checkExpression(
      'day between "2026-01-01" and @2026-02-01\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WR111 `@2026-01-01`',
    );
  });

  it("conditions are bools, branches and lists have one type", () => {
    checkExpression("flag and i\n         ^ WR112 compare it: `… != 0`");
    checkExpression("if t then 1 else 2\n   ^ WR112");
    checkExpression('if flag then 1 else "a"\n                    ^^^ WR113');
    checkExpression("case { flag => day, else => 1 }\n                            ^ WR113");
    checkExpression('i_n ?? "none"\n       ^^^^^^ WR113');
    checkExpression('[1, "a"]\n    ^^^ WR113');
  });

  it("casts that would guess are refused", () => {
    checkExpression("f as text\n^^^^^^^^^ WR114 format");
    checkExpression("at as text\n^^^^^^^^^^ WR114 format");
    checkExpression("moment as date\n^^^^^^^^^^^^^^ WR114 at_zone");
    checkExpression("t as json\n^^^^^^^^^ WR114 parse_json");
    checkExpression("t as int?\n     ^^^^ WR115 `as? int`");
    checkExpression("t as string\n     ^^^^^^ WR116 write `text`");
    checkExpression("t as decimal\n     ^^^^^^^ WR116 `decimal(12, 2)`");
    checkExpression("t as decimal(40, 2)\n     ^^^^^^^^^^^^^^ WR116 1 to 38");
    checkExpression("t as decimal(12, 1.5)\n     ^^^^^^^^^^^^^^^^ WR116 whole numbers");
    checkExpression("i as date\n^^^^^^^^^ WR114");
  });

  it("literals without a value", () => {
    checkExpression("9223372036854775808\n^^^^^^^^^^^^^^^^^^^ WR117 too large");
    checkExpression("1.5 months\n^^^^^^^^^^ WR117 no whole number");
    checkExpression("1e999\n^^^^^ WR117 too large");
  });

  it("structs, indexes, lambdas and stars", () => {
    checkExpression("{a: 1, A: 2}\n       ^ WR133");
    checkExpression("t[0]\n^^^^ WR131 substring");
    checkExpression("point[0]\n^^^^^^^^ WR131 .name");
    checkExpression('items["a"]\n      ^^^ WR131 an int');
    checkExpression("i.name\n  ^^^^ WR104 no fields");
    checkExpression('f"{f}"\n   ^ WR119 format');
    checkExpression("list_map(items, (a, b, c) => a)\n                ^^^^^^^^^^^^^^ WR127");
    checkExpression("count(r.*)\n^^^^^^^^^^ WR122\n      ^^^ WR128");
  });

  it("arguments are checked", () => {
    checkExpression("upper(i)\n      ^ WR120");
    checkExpression("upper(t, t)\n         ^ WR120 at most 1");
    checkExpression("upper()\n^^^^^^^ WR120 needs");
    checkExpression("net(t)\n    ^ WR120 takes `float`");
    checkExpression("net(f, 1.0, 2.0)\n            ^^^ WR120 too many");
    checkExpression("net(f, rte: 2.0)\n       ^^^ WR121 did you mean `rate`?");
    checkExpression("net()\n^^^^^ WR120 needs `gross`");
    checkExpression("now(1)\n    ^ WR120 no arguments");
    checkExpression('today("Berlin")\n      ^^^^^^^^ WR120 no zone');
    checkExpression("high_water(facts.number)\n                 ^^^^^^ WR130 no column");
    checkExpression("high_water(stock.at)\n           ^^^^^ WR130 no store");
    checkExpression("high_water(at)\n           ^^ WR130 column of a store");
  });

  it("aggregates and window functions know their step", () => {
    checkExpression("sum(i)\n^^^^^^ WR122 `aggregate`");
    checkExpression("max(sum(i))\n    ^^^^^^ WR123 inside `max`", "aggregate");
    checkExpression("lag(i)\n^^^^^^ WR125 `window`");
    checkExpression("lag(i)\n^^^^^^ WR125 before this one", "aggregate");
    checkExpression("sum(lag(i))\n    ^^^^^^ WR123", "window");
    checkExpression("sum(i, whre: flag)\n       ^^^^ WR121", "aggregate");
    checkExpression("sum(i, where: t)\n              ^ WR112 `where:`", "aggregate");
    checkExpression("sum(i, sorted: t)\n       ^^^^^^^^^ WR121 every order", "aggregate");
    checkExpression(
      "list(i, distinct: true, sorted: t)\n                        ^^^^^^^^^ WR120 the value itself",
      "aggregate",
    );
    checkExpression("count(i, distinct: flag)\n                   ^^^^ WR120", "aggregate");
  });

  it("no columns where none can be", () => {
    checkExpression("nope + 1\n^^^^ WR103 no column can be used here", "constant");
    checkExpression("sum(1)\n^^^^^^ WR122 no rows", "constant");
  });
});
