// Columns are offered wherever the binder would find them, in half-typed lines too, and nowhere else.

import assert from "node:assert/strict";
import { begins, check, itemsAt, labelsAt, lacks, offers, tables } from "./check.ts";

const orders = `${tables}from orders\n`;
const all = ["id", "customer_id", "status", "amount", "at", "tags", "who"];

describe("completion of columns", () => {
  const everywhere: readonly string[] = [
    "where |",
    "where am|",
    "where amount > 1 and |",
    "where (amount > 1 and |",
    "where (|",
    "where not |",
    "where amount between | and 3",
    "where amount between 1 and |",
    "where status in [|]",
    "where 1 < |\nselect id",
    "derive x = |",
    "derive x = 1 + |",
    "derive x = round(|",
    "derive x = round(|)",
    "derive x = round(amount, |)",
    "derive x = if | then 1 else 2",
    "derive x = if true then |",
    "derive x = if true then 1 else |",
    "derive x = case { | }",
    "derive x = case { amount > 1 => |, else => 2 }",
    "derive x = case { amount > 1 => 2, else => | }",
    "derive x = [|]",
    "derive x = {a: |}",
    'derive x = f"{|}"',
    'derive x = f"a {status} b {|}"',
    "derive x = | as text",
    "derive x = amount ?? |",
    "derive x = tags[|]",
    "derive x = list_map(tags, t => |)",
    "derive x = 1,\n  y = |",
    "select |",
    "select | \nsort amount",
    "drop |",
    "rename x = |",
    "sort |",
    "sort |\ntake 3",
    "aggregate n = sum(|)",
    "aggregate n = sum(amount, where: |)",
    "aggregate n = count() by |",
    "aggregate by |",
    "window n = lag(|)",
    "window n = sum(amount) by |",
    "window n = sum(amount) by id sorted |",
    "window n = sum(|) sorted at",
    "take 3 by |",
    "take 3 by id sorted |",
    "take 3 sorted |",
    "pivot n = count() by | for status in []",
    "pivot n = sum(|) by id for status in []",
    'pivot n = count() by id for | in ["a"]',
    "unpivot | to k, v",
    "unnest x = |",
    "expect |",
    "expect unique(|)",
    "expect amount > |",
    "union (from orders | where ¦)",
    "join (from orders | select ¦",
  ];
  for (const line of everywhere) {
    it(`in \`${line.replaceAll("\n", " ⏎ ")}\``, () => offers(orders + line, ["amount", "customer_id"]));
  }

  it("with type, relation and documentation", () => {
    const item = itemsAt(`${orders}where |`).find(({ label }) => label === "customer_id");
    assert.deepEqual(item?.labelDetails, { detail: ": int", description: "orders" });
    assert.deepEqual(item?.documentation, { kind: "markdown", value: "Who bought." });
    const amount = itemsAt(`${orders}where |`).find(({ label }) => label === "amount");
    assert.equal(amount?.labelDetails?.detail, ": float?");
  });

  it("behind an alias, that relation's alone", () => {
    const joined = `${orders}left join customers as c on customer_id == c.id\n`;
    assert.deepEqual(labelsAt(`${joined}select c.|`).toSorted(), ["country", "id", "name"]);
    assert.deepEqual(labelsAt(`${joined}where c.na|`).toSorted(), ["country", "id", "name"]);
    assert.deepEqual(labelsAt(`${joined}select orders.|`).toSorted(), all.toSorted());
    check(`${joined}select id, c.|`, "name", `${joined}select id, c.name`);
    offers(`${joined}select |`, ["name", "c.id"]);
    check(`${joined}where |`, "c.id", `${joined}where c.id`);
  });

  it("behind a struct, its fields", () => {
    assert.deepEqual(labelsAt(`${orders}where who.|`).toSorted(), ["born", "name"]);
    assert.deepEqual(labelsAt(`${orders}select born = who.|,\n  id`).toSorted(), ["born", "name"]);
    begins(`${orders}where |.born > 1900`, ["who"]);
  });

  it("as they are at the step: derived, renamed, dropped, grouped", () => {
    offers(`${orders}derive net = 1\nwhere |`, ["net", "amount"]);
    offers(`${orders}derive net = 1, tax = |`, ["net"]);
    offers(`${orders}rename price = amount\nwhere |`, ["price"]);
    lacks(`${orders}rename price = amount\nwhere |`, ["amount"]);
    lacks(`${orders}drop amount\nwhere |`, ["amount"]);
    lacks(`${orders}aggregate n = count() by id\nwhere |`, ["amount", "status"]);
    offers(`${orders}aggregate n = count() by id\nwhere |`, ["n", "id"]);
    lacks(`${orders}select id\nsort |`, ["amount"]);
    offers(`${orders}unpivot amount to k, v\nwhere |`, ["k", "v"]);
    offers(`${orders}where amount > \nderive a = |`, ["amount"]);
  });

  it("not twice in one list", () => {
    for (const step of ["select id, |", "drop id, |", "sort id desc, |", "aggregate n = count() by id, |"]) {
      lacks(orders + step, ["id"]);
      offers(orders + step, ["amount"]);
    }
    offers(`${orders}derive a = id, b = |`, ["id"]);
    lacks(`${orders}select |, id`, ["id"]);
  });

  it("those that fit come first", () => {
    begins(`${orders}derive ok = amount > 3\nwhere |`, ["ok"]);
    begins(`${orders}aggregate total = sum(|)`, ["amount"]);
    begins(`${orders}derive day = date_trunc("day", |)`, ["at"]);
    begins(`${orders}unnest tag = |`, ["tags"]);
    begins(`${orders}derive x = lower(|)`, ["status"]);
    begins(`${orders}where | > 2026`, ["id"]);
    begins(`${orders}derive mean_amount = avg(|)`, ["amount"]);
  });

  it("those that the steps below ask for come first", () => {
    begins(`${orders}select id, |\nsort at`, ["at"]);
    begins(`${orders}aggregate n = count() by |\nsort status`, ["status"]);
  });

  it("new columns: names that are asked for below, columns to replace, aggregates under their names", () => {
    begins(`${orders}derive |\nselect net`, ["net"]);
    check(`${orders}derive |\nselect net`, "net", `${orders}derive net = \nselect net`);
    check(`${orders}derive am|`, "amount", `${orders}derive amount = `);
    check(`${orders}aggregate co|`, "count", `${orders}aggregate count = count`);
    check(`${orders}aggregate |`, "sum", `${orders}aggregate \${1:sum} = sum($2)$0`, {
      abilities: { snippets: true },
    });
    check(`${orders}window r|`, "rank", `${orders}window rank = rank()`);
    lacks(`${orders}aggregate |`, ["amount", "lower"]);
  });

  it("parameters of lambdas and functions", () => {
    begins(`${orders}derive x = list_map(tags, tag => |)`, ["tag"]);
    begins("function net(gross: float, rate: float) -> float = |", ["gross", "rate"]);
    lacks(`${tables}function net(gross: float) -> float = |`, all);
  });

  it("in backticks where the name needs them", () => {
    const odd = "from rows([{`Order ID`: 1, by: 2, n: 3}])\n";
    check(`${odd}where |`, "Order ID", `${odd}where \`Order ID\``);
    check(`${odd}where Or|`, "Order ID", `${odd}where \`Order ID\``);
    check(`${odd}where \`Or|`, "Order ID", `${odd}where \`Order ID\``);
    check(`${odd}where \`Or|der\``, "Order ID", `${odd}where \`Order ID\``, {
      abilities: { insertReplace: true },
    });
    check(`${odd}select n, |`, "by", `${odd}select n, \`by\``);
  });

  it("replaces the word up to the cursor, or the whole of it", () => {
    check(`${orders}where am|oun > 3`, "amount", `${orders}where amountoun > 3`);
    check(`${orders}where am|oun > 3`, "amount", `${orders}where amount > 3`, {
      abilities: { insertReplace: true },
    });
  });

  it("columns of rows and series, and of pipelines", () => {
    offers("from rows([{a: 1, b: 2}])\nwhere |", ["a", "b"]);
    offers("from series(1, 3)\nwhere |", ["value"]);
    offers(`pipeline p {\n  from orders\n  aggregate n = count()\n}\n${tables}from p\nwhere |`, ["n"]);
  });

  it("nothing in comments, texts and names that are new", () => {
    for (const line of ["where # |", 'where status == "a |', "from orders as |", 'derive x = f"a | b"'])
      lacks(orders + line, ["amount", "where"]);
    assert.deepEqual(labelsAt(`## Orders | here\n${tables}`), []);
  });
});
