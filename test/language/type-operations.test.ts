// Types: how they are written, which widen to which, what two have in common; values as they are written.

import assert from "node:assert/strict";
import {
  commonType,
  printValue,
  sameType,
  typeName,
  typeOfValue,
  unify,
  widens,
} from "../../language/type-operations.ts";
import type { Value } from "../../language/types.ts";
import { typeOf } from "./expression-helpers.ts";

const notations = [
  "bool",
  "int?",
  "float",
  "text?",
  "date",
  "timestamp",
  "instant",
  "duration",
  "uuid",
  "binary",
  "json?",
  "decimal(12, 2)",
  "list(int?)",
  "list(list(text))?",
  "struct{a: int, b: list(struct{key: text, value: int?})?}",
];

describe("types", () => {
  for (const notation of notations) {
    it(`${notation} is written as it is read`, () => {
      assert.equal(typeName(typeOf(notation)), notation);
      assert.ok(sameType(typeOf(notation).type, typeOf(notation).type));
    });
  }

  const wider: readonly (readonly [string, string])[] = [
    ["int", "float"],
    ["int", "decimal(5, 2)"],
    ["decimal(12, 2)", "float"],
    ["decimal(12, 2)", "decimal(14, 3)"],
    ["date", "timestamp"],
    ["list(int)", "list(float?)"],
    ["list(date?)", "list(timestamp?)"],
    ["struct{b: date, a: int}", "struct{a: float, b: timestamp?}"],
  ];
  for (const [from, to] of wider) {
    it(`${from} widens to ${to} and not back`, () => {
      assert.ok(widens(typeOf(from).type, typeOf(to).type));
      assert.ok(!widens(typeOf(to).type, typeOf(from).type));
    });
  }

  it("null and unknown widen to everything", () => {
    for (const notation of notations) {
      assert.ok(widens({ kind: "null" }, typeOf(notation).type));
      assert.ok(widens({ kind: "unknown" }, typeOf(notation).type));
    }
  });

  const common: readonly (readonly [string, string, string | undefined])[] = [
    ["int", "int?", "int?"],
    ["int", "float", "float"],
    ["int", "decimal(12, 2)", "decimal(21, 2)"],
    ["decimal(12, 2)", "decimal(10, 4)", "decimal(14, 4)"],
    ["decimal(38, 2)", "decimal(10, 6)", "decimal(38, 6)"],
    ["decimal(12, 2)", "float", "float"],
    ["date", "timestamp", "timestamp"],
    ["timestamp", "instant", undefined],
    ["int", "text", undefined],
    ["bool", "int", undefined],
    ["list(int)", "list(float?)?", "list(float?)?"],
    ["struct{a: int}", "struct{a: float?}", "struct{a: float?}"],
    ["struct{a: int}", "struct{b: int}", undefined],
    ["json", "text", undefined],
  ];
  for (const [left, right, expected] of common) {
    it(`${left} and ${right} have ${expected ?? "nothing"} in common`, () => {
      for (const [a, b] of [
        [left, right],
        [right, left],
      ] as const) {
        const found = commonType(typeOf(a), typeOf(b));
        assert.equal(found === undefined ? undefined : typeName(found), expected);
      }
    });
  }

  it("what two types have in common, both widen to", () => {
    for (const left of notations) {
      for (const right of notations) {
        const [a, b] = [typeOf(left).type, typeOf(right).type];
        const both = unify(a, b);
        if (both !== undefined) assert.ok(widens(a, both) && widens(b, both), `${left} ${right}`);
        if (widens(a, b)) assert.ok(both !== undefined, `${left} ${right}`);
      }
    }
  });
});

describe("values", () => {
  const values: readonly (readonly [Value, string])[] = [
    [{ kind: "null" }, "null"],
    [{ kind: "bool", value: true }, "true"],
    [{ kind: "int", value: -7n }, "-7"],
    [{ kind: "float", value: 2 }, "2.0"],
    [{ kind: "float", value: 1e300 }, "1e300"],
    [{ kind: "float", value: -0 }, "-0.0"],
    [{ kind: "decimal", unscaled: -1250n, precision: 12, scale: 2 }, "-12.50"],
    [{ kind: "text", value: 'a"b\\c\n\td\u0001' }, '"a\\"b\\\\c\\n\\td\\u{1}"'],
    [{ kind: "date", days: 20_484 }, "@2026-01-31"],
    [{ kind: "timestamp", micros: 1_769_848_200_500_000n }, "@2026-01-31T08:30:00.5"],
    [{ kind: "instant", micros: 1_769_848_200_000_000n }, "@2026-01-31T08:30:00Z"],
    [{ kind: "duration", micros: 5_400_000_000n }, "90 minutes"],
    [{ kind: "duration", micros: 86_400_000_000n }, "1 day"],
    [{ kind: "duration", micros: 1n }, "1 microsecond"],
    [{ kind: "months", months: 24 }, "2 years"],
    [{ kind: "months", months: 1 }, "1 month"],
    [{ kind: "size", bytes: 2_000_000_000n }, "2 GB"],
    [{ kind: "money", dollars: "0.50" }, "$0.50"],
    [
      {
        kind: "list",
        items: [{ kind: "struct", fields: [{ name: "a", value: { kind: "int", value: 1n } }] }],
      },
      "[{a: 1}]",
    ],
  ];
  for (const [value, text] of values) {
    it(`${text} is written so`, () => assert.equal(printValue(value), text));
  }

  it("have types of their own", () => {
    const list: Value = { kind: "list", items: [{ kind: "int", value: 1n }, { kind: "null" }] };
    assert.equal(typeName(typeOfValue(list)), "list(int?)");
    assert.equal(typeName(typeOfValue({ kind: "list", items: [] })), "list(null)");
  });
});
