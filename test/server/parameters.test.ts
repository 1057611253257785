// What a form for a run asks: parameters with what is known of them, problems of what was typed, and the store.
import assert from "node:assert/strict";
import { parametersAt } from "../../server/features/parameters.ts";
import { viewText } from "./view-text.ts";

const text = `
source orders = csv("orders.csv") {
  id: int
  country: text
}

store kept = parquet("out/kept")

## What is late.
pipeline late(
  ## Days from which on it is late.
  days: int between 1 and 30,
  country: text in ["DE", "FR"] = "DE",
  since: date? = null,
) {
  from orders
  where country == $country
  where $days > 1
  where $since == null
  into kept replace
}

from orders
take 3
`;

const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split("\n").length - 1;

/** What is asked at the line that holds `part`. */
function at(part: string, texts: Readonly<Record<string, string>> = {}) {
  const found = parametersAt(viewText(text, { cursor: "¦" }).view, lineOf(part), texts);
  assert.ok(found !== undefined, `a pipeline stands at \`${part}\``);
  return found;
}

const problemsWith = (texts: Readonly<Record<string, string>>): readonly string[] =>
  at("## What is late", texts).problems.map(({ parameter, message }) => `${parameter}: ${message}`);

describe("parameters of a run", () => {
  it("are given with type, doc, check, choices and default, from any line of the pipeline", () => {
    for (const part of ["## What is late", "days: int", "where $days", "into kept"]) {
      assert.deepEqual(at(part).parameters, [
        {
          name: "days",
          type: "int",
          doc: "Days from which on it is late.",
          default: undefined,
          check: "between 1 and 30",
          choices: undefined,
        },
        {
          name: "country",
          type: "text",
          doc: "",
          default: '"DE"',
          check: 'in ["DE", "FR"]',
          choices: ["DE", "FR"],
        },
        { name: "since", type: "date?", doc: "", default: "null", check: undefined, choices: undefined },
      ]);
    }
  });

  it("names what is missing or does not fit", () => {
    assert.match(problemsWith({})[0] ?? "", /^days: `days` \(`int`\) has no default/);
    assert.match(problemsWith({ days: "x" })[0] ?? "", /^days: `days` is `int`, and "x" is none/);
    assert.match(problemsWith({ days: "31" })[0] ?? "", /^days: .*between 1 and 30/);
    assert.match(problemsWith({ days: "2", country: "US" })[0] ?? "", /^country: /);
    assert.deepEqual(problemsWith({ days: "2", country: "FR", since: "2026-01-31" }), []);
  });

  it("tells where the result would be stored", () => {
    assert.deepEqual(at("into kept").store, { name: "kept", path: "out/kept", mode: "replace" });
    assert.equal(at("take 3").store, undefined);
  });

  it("know a pipeline without a name by its line, and none where none stands", () => {
    assert.equal(at("take 3").pipeline, `the pipeline on line ${lineOf("from orders\ntake") + 1}`);
    assert.equal(parametersAt(viewText(text, { cursor: "¦" }).view, lineOf("source orders")), undefined);
    assert.equal(parametersAt(viewText(text, { cursor: "¦" }).view, 10_000), undefined);
  });
});
