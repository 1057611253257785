import assert from "node:assert/strict";
import { parameterValues, parseValue } from "../../language/parameter-texts.ts";
import { printValue } from "../../language/type-operations.ts";
import { typeOf } from "./expression-helpers.ts";

/** The text read by the type, as it would be written in Weir; `none` where it is no value of the type. */
function read(type: string, text: string): string {
  const value = parseValue(text, typeOf(type));
  return value === undefined ? "none" : printValue(value);
}

describe("parameters from texts", () => {
  it("reads scalars by their type", () => {
    assert.equal(read("int", "42"), "42");
    assert.equal(read("int", " -7 "), "-7");
    assert.equal(read("int", "1.5"), "none");
    assert.equal(read("int", "9223372036854775808"), "none");
    assert.equal(read("float", "1e3"), "1000.0");
    assert.equal(read("decimal(5, 2)", "12.345"), "12.35");
    assert.equal(read("decimal(5, 2)", "1234"), "none");
    assert.equal(read("bool", "true"), "true");
    assert.equal(read("bool", "yes"), "none");
    assert.equal(read("date", "2026-01-31"), "@2026-01-31");
    assert.equal(read("date", "@2026-01-31"), "@2026-01-31");
    assert.equal(read("date", "2026-02-30"), "none");
    assert.equal(read("timestamp", "2026-01-31T08:30:00"), "@2026-01-31T08:30:00");
    assert.equal(read("timestamp", "2026-01-31 08:30"), "@2026-01-31T08:30:00");
    assert.equal(read("instant", "2026-01-31T08:30:00+02:00"), "@2026-01-31T06:30:00Z");
    assert.equal(read("duration", "30 minutes"), "30 minutes");
    assert.equal(read("duration", "-1.5h"), "-90 minutes");
    assert.equal(read("duration", "1 month"), "none");
    assert.equal(read("text", "null"), '"null"');
  });

  it("reads null only where null may be", () => {
    assert.equal(read("int?", "null"), "null");
    assert.equal(read("text?", "null"), "null");
    assert.equal(read("text?", '"null"'), '"null"');
    assert.equal(read("int", "null"), "none");
  });

  it("reads lists with commas or as JSON", () => {
    assert.equal(read("list(text)", "a, b"), '["a", "b"]');
    assert.equal(read("list(text)", ""), "[]");
    assert.equal(read("list(int)", "1,2,x"), "none");
    assert.equal(read("list(text)", '["a,b", "c"]'), '["a,b", "c"]');
    assert.equal(read("list(int?)", "[1, null]"), "[1, null]");
    assert.equal(read("list(int)", "[1, null]"), "none");
    assert.equal(read("list(date)", '["2026-01-31"]'), "[@2026-01-31]");
    assert.equal(read("list(int)", "[9007199254740993]"), "none");
    assert.equal(read("list(int)", '["9007199254740993"]'), "[9007199254740993]");
  });

  it("reads structs as JSON objects", () => {
    assert.equal(read("struct{a: int, b: text?}", '{"a": 1}'), "{a: 1, b: null}");
    assert.equal(read("struct{a: int, b: text?}", '{"b": "x"}'), "none");
    assert.equal(read("struct{a: int}", '{"a": 1, "c": 2}'), "none");
    assert.equal(read("struct{a: int}", "{"), "none");
  });

  it("says what a text should have been", () => {
    const since = { name: "since", doc: "", default: undefined, check: undefined, ...typeOf("date") };
    const { values, problems } = parameterValues([since], { since: "yesterday", other: "x" });
    assert.deepEqual(values, { other: { kind: "text", value: "x" } });
    assert.deepEqual(problems, [
      {
        code: "WR603",
        parameter: "since",
        message: '`since` is `date`, and "yesterday" is none; write a date, as 2026-01-31',
      },
    ]);
  });
});
