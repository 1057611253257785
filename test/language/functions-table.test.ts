// Rules that the function table keeps: names, signatures, docs.

import assert from "node:assert/strict";
import { reservedWords, stepWords } from "../../grammar/words.ts";
import { parseSignature } from "../../language/functions/signature.ts";
import { allFunctions, functionNamed } from "../../language/index.ts";

describe("the function table", () => {
  it("has at least 150 functions, each name once", () => {
    assert.ok(allFunctions.length >= 150, `${allFunctions.length}`);
    assert.equal(new Set(allFunctions.map((entry) => entry.name)).size, allFunctions.length);
  });

  it("gives no function the name of a step or a reserved word", () => {
    const taken = new Set<string>([...reservedWords, ...stepWords, "high_water"]);
    assert.deepEqual(
      allFunctions.filter((entry) => taken.has(entry.name)).map((entry) => entry.name),
      [],
    );
  });

  it("knows every function that the language's page and its tasks name", () => {
    const named =
      "count sum avg min max count_distinct list first last any_value arg_max arg_min median quantile mode stddev variance " +
      "corr approx_count_distinct histogram bool_and bool_or string_join row_number rank dense_rank ntile lag lead " +
      "percent_rank cume_dist trim lower upper title length replace regex_replace regex_extract contains starts_with " +
      "ends_with split substring left right pad_left count_matches levenshtein format null_if parse_date parse_number " +
      "parse_json round abs bin hash_bucket row_hash haversine_km greatest least date_trunc months_between year month day " +
      "hour minute weekday today now list_sum list_map list_filter at_zone in_zone coalesce concat";
    assert.deepEqual(
      named.split(" ").filter((name) => functionNamed(name) === undefined),
      [],
    );
  });

  for (const entry of allFunctions) {
    it(`${entry.name} is whole`, () => {
      assert.match(entry.name, /^[a-z][a-z0-9_]*$/);
      assert.match(entry.doc, /^[A-Z0-9`-].*[.!]$/su, "the doc is sentences");
      assert.equal((entry.doc.match(/`/g) ?? []).length % 2, 0, "backticks come in pairs");
      assert.equal(entry.example.rows !== undefined, entry.kind !== "scalar");
      for (const { type, checks } of entry.signatures) {
        const { parameters } = parseSignature(type);
        const names = parameters.map((parameter) => parameter.name);
        assert.equal(new Set(names).size, names.length, "parameters have different names");
        const lambdas = parameters.filter((parameter) => parameter.pattern.kind === "lambda");
        assert.ok(lambdas.length <= 1, "at most one lambda");
        for (const name of Object.keys(checks ?? {})) assert.ok(names.includes(name), name);
        if (entry.kind === "aggregate") {
          for (const word of ["where", "distinct", "sorted"]) assert.ok(!names.includes(word), word);
        }
        const required = parameters.map((parameter) => parameter.default === undefined);
        assert.ok(required.lastIndexOf(true) < (required.indexOf(false) + 1 || 99), "defaults come last");
        const variadic = parameters.findIndex((parameter) => parameter.variadic);
        assert.ok(variadic === -1 || variadic === parameters.length - 1, "what repeats comes last");
      }
    });
  }
});
