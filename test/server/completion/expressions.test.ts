// Functions, parameters, arguments by name, literals, operators and units.

import assert from "node:assert/strict";
import { resolveCompletion } from "../../../server/features/completion/resolve.ts";
import { begins, check, itemsAt, labelsAt, lacks, offers, tables } from "./check.ts";

const orders = `${tables}from orders\n`;
const snippets = { abilities: { snippets: true } };

describe("completion of functions", () => {
  it("by where they may stand", () => {
    offers(`${orders}derive x = |`, ["round", "lower", "date_trunc"]);
    lacks(`${orders}derive x = |`, ["sum", "lag", "count"]);
    offers(`${orders}aggregate x = |`, ["sum", "count", "round"]);
    lacks(`${orders}aggregate x = |`, ["lag", "row_number"]);
    offers(`${orders}window x = |`, ["sum", "lag", "row_number"]);
    lacks(`${orders}aggregate x = sum(|)`, ["count", "avg"]);
    lacks(`${orders}where |`, ["count"]);
  });

  it("by the type that is wanted", () => {
    const at = (text: string, name: string) => labelsAt(orders + text).indexOf(name);
    assert.ok(at("where |", "contains") < at("where |", "round"));
    assert.ok(at("where amount > |", "round") < at("where amount > |", "lower"));
    assert.ok(at("where status == |", "lower") < at("where status == |", "round"));
  });

  it("by the arguments that stand there already", () => {
    offers(`${orders}derive x = |(status)`, ["lower", "length"]);
    lacks(`${orders}derive x = |(status)`, ["round", "year"]);
    begins(`${orders}derive hour = |(at)`, ["hour"]);
    begins(`${orders}aggregate mean = |(amount)`, ["avg"]);
    begins(`${orders}aggregate n = |()`, ["count"]);
    lacks(`${orders}aggregate n = |(where: amount > 1)`, ["lower"]);
    offers(`${orders}derive x = |(tags, t => upper(t))`, ["list_map"]);
    check(`${orders}derive x = lo|(status)`, "lower", `${orders}derive x = lower(status)`, snippets);
  });

  it("with parentheses in editors that know snippets, and bare in others", () => {
    check(`${orders}derive x = ro|`, "round", `${orders}derive x = round`);
    check(`${orders}derive x = ro|`, "round", `${orders}derive x = round($1)$0`, snippets);
    check(`${orders}window n = ro|`, "row_number", `${orders}window n = row_number()`, snippets);
  });

  it("those of the file, with their documentation", () => {
    const text = `## Without tax.\nfunction net(gross: float) -> float = gross / 1.19\n${orders}derive x = |`;
    const item = itemsAt(text).find(({ label }) => label === "net");
    assert.deepEqual(item?.labelDetails, { detail: "(gross)", description: "float" });
    assert.deepEqual(item?.documentation, { kind: "markdown", value: "Without tax." });
  });

  it("documentation is written when it is looked at", () => {
    const item = itemsAt(`${orders}derive x = |`).find(({ label }) => label === "round");
    assert.equal(item?.documentation, undefined);
    const markdown = {
      snippets: true,
      insertReplace: true,
      labelDetails: true,
      markdown: true,
      asksAgain: false,
    };
    const resolved = resolveCompletion(item!, markdown).documentation;
    assert.ok(typeof resolved === "object" && resolved.value.includes("round("));
    const plain = resolveCompletion(item!, { ...markdown, markdown: false }).documentation;
    assert.ok(typeof plain === "string" && !plain.includes("`"));
    const step = itemsAt(`${orders}|`).find(({ label }) => label === "where");
    assert.match(JSON.stringify(resolveCompletion(step!, markdown).documentation), /where amount/);
    assert.deepEqual(resolveCompletion({ label: "x", data: { of: "function", name: "no" } }, markdown), {
      label: "x",
      data: { of: "function", name: "no" },
    });
  });
});

describe("completion of parameters and constants", () => {
  const text = (body: string) =>
    `let late_after = 15\n${tables}pipeline p(\n  ## From this day on.\n  since: date,\n  n: int = 3,\n) {\n  from orders\n  ${body}\n}\n`;

  it("behind `$`", () => {
    assert.deepEqual(labelsAt(text("where id > $|")).toSorted(), ["$late_after", "$n", "$since"]);
    check(text("where id > $l|"), "$late_after", text("where id > $late_after").replace("|", ""));
    check(text("where id > |"), "$n", text("where id > $n"));
    begins(text("where id > $|"), ["$n"]);
    begins(text("take |"), ["$n"]);
    begins(text("where at > $|"), ["$since"]);
  });

  it("in checks and defaults of other parameters", () => {
    const head = (check: string) =>
      `let low = 1\npipeline p(n: int ${check} = 3) {\n  from series(1, $n)\n}\n`;
    offers(head("between | and 5"), ["$low"]);
    offers(head("between 1 and |"), ["$low"]);
    offers(head("in [|, 3]"), ["$low"]);
  });

  it("with type and documentation", () => {
    const item = itemsAt(text("where at > $|")).find(({ label }) => label === "$since");
    assert.deepEqual(item?.labelDetails, { detail: ": date", description: "parameter" });
    assert.deepEqual(item?.documentation, { kind: "markdown", value: "From this day on." });
  });

  it("by name in calls of pipelines and functions", () => {
    const reader = (body: string) => `${text("where true")}from p(${body})`;
    offers(reader("|"), ["since:", "n:"]);
    lacks(reader("n: 1, |"), ["n:"]);
    check(reader("n: 1, s|"), "since:", reader("n: 1, since: "));
    offers(`${orders}derive x = round(amount, |)`, ["digits:"]);
    offers(`${orders}aggregate x = sum(amount, |)`, ["where:", "distinct:"]);
    offers(`${orders}aggregate x = list(status, |)`, ["sorted:"]);
  });
});

describe("completion behind an operand", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["where amount |", ["in", "between", "and"]],
    ["where status |", ["like", "matches", "in"]],
    ["where amount > 3 |", ["and", "or"]],
    ["derive x = if amount > 3 |", ["then"]],
    ["derive x = if amount > 3 then 1 |", ["else"]],
    ["derive x = amount |", ["as", "as?"]],
    ["sort amount |", ["desc", "nulls last", "nulls first"]],
    ["aggregate n = count() |", ["by"]],
    ["window n = count() |", ["by", "sorted"]],
    ["window n = sum(amount) sorted at |", ["rows", "range", "desc"]],
    ["take 3 |", ["by", "sorted", "offset"]],
    ["sample 100 |", ["rows", "seed"]],
    ["pivot n = count() |", ["by", "for"]],
    ["unpivot amount |", ["to"]],
    ["expect amount > 1 |", ["warn", "at most 1%", "and"]],
    ["join customers |", ["on", "as", "one"]],
    ["left |", ["join", "unnest"]],
    ["anti |", ["join"]],
    ["where at > @2026-01-01 + 3 |", ["days", "hours"]],
    ["derive x = at + 3 d|", ["days"]],
    ["derive x = amount as |", ["text", "int", "decimal"]],
    ["derive x = amount as? |", ["text", "int"]],
  ];
  for (const [line, words] of table) it(`\`${line}\``, () => offers(orders + line, words));

  it("clauses stand there once", () => {
    lacks(`${orders}aggregate n = count() by id |`, ["by"]);
    lacks(`${orders}join customers as c |`, ["as"]);
    lacks(`${orders}take 3 |`, ["days"]);
    lacks(`${orders}where amount > 3 |`, ["desc", "by"]);
  });
});

describe("completion of what stands for more than one column", () => {
  it("all columns of a relation, keys that are unique, what a store holds", () => {
    offers(`${orders}select |`, ["*", "orders.*"]);
    lacks(`${orders}select x = |`, ["*"]);
    check(`${orders}expect |`, "unique", `${orders}expect unique($1)$0`, snippets);
    lacks(`${orders}where |`, ["unique"]);
    const store = `${tables}store facts = parquet("facts") {\n  seen_at: timestamp\n}\nfrom orders\n`;
    offers(`${store}where at > high_water(|)`, ["facts"]);
    assert.deepEqual(labelsAt(`${store}where at > high_water(facts.|)`), ["seen_at"]);
  });
});
