// Steps, declarations, relations, joins, stores, types, options, items of blocks.

import assert from "node:assert/strict";
import { begins, check, labelsAt, lacks, offers, tables } from "./check.ts";

const orders = `${tables}from orders\n`;
const snippets = { abilities: { snippets: true } };

describe("completion of steps", () => {
  it("that make sense there", () => {
    offers(`${orders}|`, ["where", "join", "left join", "into", "aggregate"]);
    assert.deepEqual(labelsAt("pipeline p {\n  |\n}"), ["from"]);
    assert.deepEqual(labelsAt("pipeline p {\n  fr|\n}"), ["from"]);
    lacks(`pipeline p {\n  from orders\n  |\n}\n${tables}`, ["from", "pipeline"]);
    offers(`pipeline p {\n  from orders\n  |\n}\n${tables}`, ["where", "into"]);
    assert.deepEqual(labelsAt(`${orders}join (|`), ["from"]);
    lacks(`${tables}from orders\njoin (from customers\n  |) as c on id`, ["into", "from"]);
    offers(`${tables}from orders | ¦`, ["where", "select"]);
    lacks(`${tables}from orders | ¦`, ["from"]);
  });

  it("half-typed, with lines below", () => {
    check(`${orders}wh|\nselect id`, "where", `${orders}where \nselect id`);
    check(`${orders}wh|\nselect id`, "where", `${orders}where $0\nselect id`, snippets);
    check(`${orders}l|`, "left join", `${orders}left join `);
  });

  it("the word that fits what stands behind it", () => {
    begins(`${orders}| amount > 3\nselect id`, ["where"]);
    begins(`${orders}| n = count() by status`, ["aggregate"]);
    begins(`${orders}| customers as c on customer_id == c.id\nselect c.name`, ["join"]);
    begins(`${orders}| amount desc`, ["sort"]);
    begins(`${orders}|\n  net = amount / 1.19,\n  day = at as date\nwhere net > 1 and amount > 1`, [
      "derive",
    ]);
    begins(`${orders}| tag = tags\nwhere tag == "a"`, ["unnest"]);
    check(`${orders}wher| amount > 3`, "where", `${orders}where amount > 3`);
  });

  it("behind a list that ends with a comma", () => {
    begins(`${orders}derive\n  a = 1,\n|`, ["where"]);
    begins(`${orders}select\n  id,\n  |`, ["customer_id"]);
    offers(`${orders}select\n  id,\n  |`, ["where"]);
  });
});

describe("completion of declarations", () => {
  it("where nothing is open", () => {
    begins("|", ["pipeline", "source"]);
    begins(`${tables}\n|`, ["pipeline"]);
    offers(`${tables}pipe|`, ["pipeline"]);
    offers(`${orders}where id > 1\n|`, ["where", "pipeline", "source"]);
    lacks("pipeline p {\n  |\n}", ["pipeline"]);
    check("so|", "source", "source ");
  });

  it("connectors and their options", () => {
    offers("source a = |", ["parquet", "csv", "json"]);
    lacks("source a = |", ["redis", "onnx"]);
    offers("store a = |", ["parquet", "redis"]);
    assert.deepEqual(labelsAt("model a = |"), ["onnx"]);
    offers('source a = csv("a.csv", |)', ["header:", "delimiter:"]);
    lacks('source a = csv("a.csv", header: true, |)', ["header:", "partition_by:"]);
    check('store a = parquet("a", cap|)', "capacity:", 'store a = parquet("a", capacity: )');
    check("source a = par|", "parquet", 'source a = parquet("$1")$0', snippets);
    begins('source a = csv("a.csv", header: |)', ["true", "false"]);
  });

  it("types", () => {
    begins('source a = csv("a.csv") {\n  id: |\n}', ["text", "int"]);
    offers("pipeline p(a: |) {\n}", ["date", "list"]);
    offers("function f(a: int) -> |", ["float"]);
    check("pipeline p(a: dec|) {\n}", "decimal", "pipeline p(a: decimal(${1:12}, ${2:2})$0) {\n}", snippets);
  });

  it("budgets, tests, services and jobs", () => {
    offers("pipeline p()\n  budget |\n{\n}", ["time", "memory", "scan", "cost"]);
    lacks("pipeline p()\n  budget time 3 s, |\n{\n}", ["time"]);
    const pipelines = `${tables}pipeline p(day: date) {\n  from orders\n}\nstore s = parquet("s")\npipeline q {\n  from orders\n  into s\n}\n`;
    begins(`${pipelines}job j {\n  run |\n}`, ["q"]);
    lacks(`${pipelines}job j {\n  run |\n}`, ["orders", "s"]);
    begins(`${pipelines}job j {\n  |\n}`, ["run", "every", "on", "retry"]);
    begins(`${pipelines}service v {\n  |\n}`, ["endpoint"]);
    offers(`${pipelines}service v {\n  endpoint "/p" = |\n}`, ["p"]);
    offers(`${pipelines}service v {\n  auth |\n}`, ["token", "none"]);
    offers(`${pipelines}service v {\n  limit 100 per |\n}`, ["minute"]);
    offers(`${pipelines}job j {\n  run q\n  every |\n}`, ["day", "monday"]);
    begins(`${pipelines}test "t" of q {\n  |\n}`, ["given", "expect"]);
    begins(`${pipelines}test "t" of q {\n  given |\n}`, ["orders"]);
    offers(`${pipelines}test "t" of q {\n  given orders = [\n    {|},\n  ]\n}`, ["id", "status"]);
    check(
      `${pipelines}test "t" of q {\n  given orders = [{id: 1, st|: "a"}]\n}`,
      "status",
      `${pipelines}test "t" of q {\n  given orders = [{id: 1, status: "a"}]\n}`,
    );
  });
});

describe("completion of relations", () => {
  it("names of sources, stores and pipelines", () => {
    offers(`${tables}from |`, ["orders", "customers", "rows", "series"]);
    offers(`${orders}join |`, ["customers"]);
    offers(`${orders}union |`, ["customers", "orders"]);
    offers(`${orders}except |`, ["orders"]);
    check(`${tables}from or|`, "orders", `${tables}from orders`);
  });

  it("no pipeline that reads this one", () => {
    const circle = `${tables}pipeline a {\n  from |\n}\npipeline b {\n  from a\n}\npipeline c {\n  from b\n}\npipeline d {\n  from orders\n}\n`;
    lacks(circle, ["a"]);
    offers(circle, ["d", "orders"]);
  });

  it("the one whose columns are used below comes first", () => {
    begins(`${tables}from |\nwhere country == "DE"`, ["customers"]);
    begins(`${tables}from |\nwhere status == "paid"`, ["orders"]);
    begins(`${orders}join | as c on customer_id == c.id\nselect c.name`, ["customers"]);
  });

  it("arguments that have to be given", () => {
    const text = `${tables}pipeline since(day: date) {\n  from orders\n}\n`;
    check(`${text}from si|`, "since", `${text}from since(day: \${1})$0`, snippets);
    check(`${text}from si|(day: @2026-01-01)`, "since", `${text}from since(day: @2026-01-01)`, snippets);
  });
});

describe("completion of join conditions", () => {
  it("whole, from names and types", () => {
    begins(`${orders}join customers as c on |`, ["customer_id == c.id"]);
    check(
      `${orders}join customers as c on |`,
      "customer_id == c.id",
      `${orders}join customers as c on customer_id == c.id`,
    );
    check(
      `${orders}join customers |`,
      "on customer_id == customers.id",
      `${orders}join customers on customer_id == customers.id`,
    );
  });

  it("a unique key first", () => {
    const text = `${tables}pipeline by_status {\n  from orders\n  aggregate n = count(), first_id = min(id) by status\n}\n`;
    begins(`${text}from orders\njoin by_status as s on |`, ["status"]);
  });

  it("only columns that both sides have, or that name each other", () => {
    lacks(`${orders}join customers as c |`, ["on name", "on amount", "on status"]);
  });
});

describe("completion of stores", () => {
  const stores = `${tables}store kept = parquet("out/kept")\nstore cache = redis("r", key: id)\nstore taken = parquet("out/taken")\npipeline p {\n  from orders\n  into taken\n}\n`;
  it("stores, and the modes that each takes", () => {
    begins(`${stores}from orders\ninto |`, ["cache", "kept"]);
    offers(`${stores}from orders\ninto |`, ["kept", "taken"]);
    lacks(`${stores}from orders\ninto |`, ["orders"]);
    begins(`${stores}from orders\ninto kept |`, ["replace", "append", "merge on", "replace by"]);
    assert.deepEqual(labelsAt(`${stores}from orders\ninto cache |`), ["merge on"]);
    offers(`${stores}from orders\ninto kept merge on |`, ["id"]);
    lacks(`${stores}from orders\ninto kept merge on id, |`, ["id"]);
  });
});
