// Calls against signatures: which one is meant, what is converted, what comes out, and what is wrong with a call.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describeCallProblem } from "../../language/functions/call-problems.ts";
import { type CallArgument, type CallResolution, resolveCall } from "../../language/functions/resolve.ts";
import { type ColumnType, functionNamed, typeName } from "../../language/index.ts";
import { typeOf } from "./expression-helpers.ts";

function argument(notation: string): CallArgument {
  const [, name, type] = /^(?:(\w+)=)?(.*)$/.exec(notation)!;
  if (type!.startsWith("=>")) return { kind: "lambda", name, parameters: Number(type!.slice(2)) };
  if (type === "null") return { kind: "value", name, type: { type: { kind: "null" }, nullable: true } };
  if (type === "unknown") return { kind: "value", name, type: { type: { kind: "unknown" }, nullable: true } };
  if (type === "0.5") {
    const exact = { kind: "decimal", precision: 2, scale: 1 } as const;
    return { kind: "value", name, type: typeOf("float"), exact };
  }
  return { kind: "value", name, type: typeOf(type!) };
}

function resolve(name: string, ...args: readonly string[]): CallResolution {
  const entry = functionNamed(name);
  assert.ok(entry !== undefined, name);
  return resolveCall(entry, args.map(argument));
}

/** `types of the arguments -> result` of a call that is right. */
function shown(resolution: CallResolution): string {
  assert.equal(resolution.kind, "resolved", inspect(resolution));
  if (resolution.kind !== "resolved") return "";
  const slots = resolution.slots.map(
    (slot) => typeName(slot.type.type) + (slot.argument === undefined ? "*" : ""),
  );
  return `(${slots.join(", ")}) -> ${typeName(resolution.result)}`;
}

function problem(name: string, ...args: readonly string[]): string {
  const resolution = resolve(name, ...args);
  assert.ok(resolution.kind !== "resolved" && resolution.kind !== "lambda", inspect(resolution));
  return describeCallProblem(name, resolution);
}

function completed(name: string, body: string | ColumnType, ...args: readonly string[]): CallResolution {
  const resolution = resolve(name, ...args);
  assert.equal(resolution.kind, "lambda");
  if (resolution.kind !== "lambda") return resolution;
  return resolution.complete(typeof body === "string" ? typeOf(body) : body);
}

describe("calls that are right", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["sum", ["int"], "(int) -> int"],
    ["sum", ["decimal(12, 2)"], "(decimal(12, 2)) -> decimal(38, 2)"],
    ["sum", ["float?"], "(float) -> float?"],
    ["avg", ["int"], "(int) -> float"],
    ["median", ["int"], "(float) -> float"],
    ["round", ["decimal(12, 2)"], "(decimal(12, 2), int*) -> decimal(12, 2)"],
    ["round", ["float", "digits=int"], "(float, int) -> float"],
    ["coalesce", ["int?", "decimal(5, 2)"], "(decimal(21, 2), decimal(21, 2)) -> decimal(21, 2)"],
    ["coalesce", ["int?", "int?"], "(int, int) -> int?"],
    ["coalesce", ["null", "text"], "(text, text) -> text"],
    ["greatest", ["int?", "int"], "(int, int) -> int"],
    ["greatest", ["date", "timestamp"], "(timestamp, timestamp) -> timestamp"],
    [
      "clamp",
      ["decimal(12, 2)", "0.5", "int"],
      "(decimal(21, 2), decimal(21, 2), decimal(21, 2)) -> decimal(21, 2)",
    ],
    ["clamp", ["0.5", "0.5", "0.5"], "(float, float, float) -> float"],
    ["null_if", ["text", "text"], "(text, text) -> text?"],
    ["year", ["date"], "(date) -> int"],
    ["year", ["instant"], "(instant, text*) -> int"],
    ["year", ["instant?", "zone=text"], "(instant, text) -> int?"],
    ["months_between", ["date", "timestamp"], "(timestamp, timestamp) -> int"],
    ["row_hash", ["int?", "text?", "json?"], "(int, text, json) -> text"],
    ["list_append", ["list(int)", "null"], "(list(int), int) -> list(int?)"],
    ["list_sum", ["list(int?)"], "(list(int?)) -> int"],
    ["list_avg", ["list(int)"], "(list(float?)) -> float?"],
    ["list_compact", ["list(text?)?"], "(list(text?)) -> list(text)?"],
    ["length", ["text?"], "(text) -> int?"],
    ["length", ["list(date)"], "(list(date)) -> int"],
    [
      "map_get",
      ["list(struct{key: text, value: int})", "text"],
      "(list(struct{key: text, value: int}), text) -> int?",
    ],
    ["bin", ["float", "list(int)"], "(float, list(int)) -> int?"],
    ["lag", ["decimal(9, 2)"], "(decimal(9, 2), int*, decimal(9, 2)*) -> decimal(9, 2)?"],
    ["concat_with", ["text", "text?", "text?"], "(text, text, text) -> text"],
  ];
  for (const [name, args, expected] of cases) {
    it(`${name}(${args.join(", ")}) is ${expected}`, () => {
      assert.equal(shown(resolve(name, ...args)), expected);
    });
  }

  it("says unknown where an unknown argument leaves several signatures", () => {
    assert.equal(shown(resolve("sum", "unknown")), "(int) -> unknown");
    assert.equal(shown(resolve("lower", "unknown")), "(text) -> text?");
  });
});

describe("calls with lambdas", () => {
  it("give the lambda its parameters' types, then ask for the body's", () => {
    const pending = resolve("list_map", "list(int?)", "=>1");
    assert.ok(pending.kind === "lambda");
    assert.deepEqual(pending.parameters.map(typeName), ["int?"]);
    assert.equal(shown(pending.complete(typeOf("text?"))), "(list(int?), text) -> list(text?)");
  });

  it("refuse a body of another type", () => {
    const resolution = completed("list_filter", "int", "list(int)", "=>1");
    assert.ok(resolution.kind === "lambdaBody");
    assert.equal(
      describeCallProblem("list_filter", resolution),
      "The lambda of `list_filter` must give `bool`, not `int`",
    );
  });

  it("refuse a fold whose body does not fit what it began with", () => {
    assert.equal(completed("list_fold", "text", "list(int)", "int", "=>2").kind, "lambdaBody");
    assert.equal(
      shown(completed("list_fold", "int?", "list(int)", "int", "=>2")),
      "(list(int), int, int) -> int?",
    );
  });

  it("count the lambda's parameters", () => {
    assert.equal(
      problem("list_map", "list(int)", "=>2"),
      "The lambda of `list_map` takes 1 parameter, not 2",
    );
  });
});

describe("calls that are wrong", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["lower", ["int"], "`value` of `lower` takes `text`, not `int`"],
    ["abs", ["text"], "`x` of `abs` takes a number or `duration`, not `text`"],
    ["lower", [], "`lower` needs `value` (`text`)"],
    ["lower", ["text", "text"], "`lower` takes at most 1 argument, not 2"],
    ["pi", ["int"], "`pi` takes no arguments"],
    ["round", ["float", "digit=int"], "`round` has no argument `digit`; did you mean `digits`?"],
    ["round", ["float", "zzz=int"], "`round` has no argument `zzz`; it has `x`, `digits`"],
    ["round", ["float", "x=int"], "`x` is given twice to `round`; give it once"],
    ["coalesce", ["int", "text"], "`values` of `coalesce` takes `int`, not `text`"],
    ["list_map", ["list(int)", "int"], "`body` of `list_map` takes a lambda `(A) => B`, not `int`"],
    ["lower", ["=>1"], "`value` of `lower` takes `text`, not `a lambda`"],
    ["sum", ["text"], "`x` of `sum` takes `int`, a decimal, `float` or `duration`, not `text`"],
  ];
  for (const [name, args, expected] of cases) {
    it(`${name}(${args.join(", ")}): ${expected}`, () => assert.equal(problem(name, ...args), expected));
  }
});
