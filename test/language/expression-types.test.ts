import assert from "node:assert/strict";
import type { ExpressionContext } from "../../language/scope.ts";
import { bindText, typeOfText } from "./expression-helpers.ts";

type Cases = readonly (readonly [expression: string, type: string])[];

function checkTypes(title: string, cases: Cases, context: ExpressionContext = "scalar"): void {
  it(title, () => {
    const found = cases.map(([expression]) => `${expression} : ${typeOfText(expression, context)}`);
    assert.deepEqual(
      found,
      cases.map(([expression, type]) => `${expression} : ${type}`),
    );
  });
}

describe("types of expressions", () => {
  checkTypes("literals have their own types", [
    ["1", "int"],
    ["1.5", "float"],
    ["1e3", "float"],
    ['"a"', "text"],
    ["true", "bool"],
    ["null", "null"],
    ["@2026-01-31", "date"],
    ["@2026-01-31T08:30:00", "timestamp"],
    ["@2026-01-31T08:30:00+02:00", "instant"],
    ["7 days", "duration"],
    ["3 months", "months"],
    ["-9223372036854775808", "int"],
  ]);

  checkTypes("ints stay ints, floats make floats", [
    ["i + 1", "int"],
    ["i_n * 2", "int?"],
    ["i + f", "float"],
    ["i - 1.5", "float"],
    ["-f_n", "float?"],
    ["i // 2", "int"],
    ["i // i", "int?"],
    ["i % 2", "int"],
    ["i % 0", "int?"],
  ]);

  checkTypes("division gives floats, null where the divisor may be zero", [
    ["i / 2", "float"],
    ["i / 0", "float?"],
    ["i / i", "float?"],
    ["d / 2.0", "float"],
    ["d / d", "float?"],
    ["f / (1 + 0.19)", "float"],
    ["i / $count", "float?"],
  ]);

  checkTypes("decimals are exact, with the digits that are needed", [
    ["d + 1", "decimal(13, 2)"],
    ["d + 0.005", "decimal(14, 3)"],
    ["d * 0.19", "decimal(14, 4)"],
    ["d * (1 - 0.05)", "decimal(14, 4)"],
    ["d - d_n", "decimal(13, 2)?"],
    ["d * d", "decimal(24, 4)"],
    ["d + i", "decimal(22, 2)"],
    ["d * f", "float"],
    ["d * d * d * d", "decimal(38, 8)"],
    ["1 - 0.05", "float"],
    ["d + $vat", "decimal(13, 2)"],
    ["0.5 as decimal(3, 1)", "decimal(3, 1)"],
  ]);

  checkTypes("dates, timestamps and durations", [
    ["day - day", "duration"],
    ["at - at_n", "duration?"],
    ["at - day", "duration"],
    ["moment - moment", "duration"],
    ["day + 7 days", "date"],
    ["day - 2 hours", "timestamp"],
    ["day + gap", "timestamp"],
    ["day + i * 1 day", "date"],
    ["day + 1 month", "date"],
    ["at_n - 1 year", "timestamp?"],
    ["at + gap", "timestamp"],
    ["gap + at", "timestamp"],
    ["moment + 90 s", "instant"],
    ["gap * 2", "duration"],
    ["gap / 2", "duration"],
    ["gap / 1 hour", "float"],
    ["gap / gap_n", "float?"],
    ["-gap_n", "duration?"],
    ["today() - 7 days", "date"],
    ["now()", "instant"],
    ['today("Europe/Berlin")', "date"],
    ["high_water(facts.at)", "timestamp?"],
  ]);

  checkTypes("equality is never null, order is", [
    ["i_n == 1", "bool"],
    ["i_n != i_n", "bool"],
    ["i_n < 1", "bool?"],
    ["i < 1", "bool"],
    ["d >= 0.5", "bool"],
    ["i == 1.5", "bool"],
    ["day < at", "bool"],
    ['t_n in ["a", null]', "bool"],
    ["t_n not in $names", "bool"],
    ["i in items_n", "bool"],
    ["i between 1 and i_n", "bool?"],
    ['t like "a%"', "bool"],
    ['t_n matches "a+"', "bool?"],
    ["raw == null", "bool"],
    ["point == {a: 1, b: null}", "bool"],
    ["items == [1, 2]", "bool"],
  ]);

  checkTypes("logic is three-valued", [
    ["flag and flag_n", "bool?"],
    ["flag or i > 1", "bool"],
    ["not flag_n", "bool?"],
    ["null and flag", "bool?"],
  ]);

  checkTypes("branches have one type", [
    ["if flag then 1 else 2.5", "float"],
    ["if flag then i else null", "int?"],
    ["if flag then d else 0.5", "decimal(12, 2)"],
    ["if flag then d else 0.005", "decimal(13, 3)"],
    ['case { i > 1 => "a", else => "b" }', "text"],
    ['case { i > 1 => "a" }', "text?"],
    ["case { flag => day, else => at }", "timestamp"],
    ["i_n ?? 0", "int"],
    ["i_n ?? f_n", "float?"],
    ["f_n ?? i_n ?? 1", "float"],
    ["null ?? t", "text"],
    ["d_n ?? 0", "decimal(12, 2)"],
  ]);

  checkTypes("a branch under a condition takes it for granted", [
    ["if i_n != null then i_n else 0", "int"],
    ["if i_n == null then 0 else i_n", "int"],
    ["if not (i_n == null) then i_n + 1 else 0", "int"],
    ["i_n != null and i_n > 3", "bool"],
    ["i_n == null or i_n > 3", "bool"],
    ["if i_n > 3 then i_n else 0", "int"],
    ["if i_n > 3 then 0 else i_n", "int?"],
    ["if i_n == 3 then i_n else 0", "int"],
    ["if i_n == 3 or i_n == 4 then i_n else 0", "int"],
    ["if i_n == 3 or flag then i_n else 0", "int?"],
    ["if i_n in [1, 2] then i_n else 0", "int"],
    ["if i_n in [1, null] then i_n else 0", "int?"],
    ['if t_n like "a%" then t_n else t', "text"],
    ["if i_n between 1 and 2 then i_n else 0", "int"],
    ["case { i_n == null => 0, else => i_n }", "int"],
    ["case { i_n != null and f_n != null => i_n + f_n, else => 0 }", "float"],
    ["if point_n.b != null then point_n.b else t", "text"],
    ["if point_n.b != null then point_n.a else 1", "int"],
    ["if $since != null then $since else @2026-01-01", "date"],
    ["if high_water(facts.at) == null then at else high_water(facts.at)", "timestamp"],
  ]);

  checkTypes("lists, structs and json", [
    ["[1, 2.5]", "list(float)"],
    ["[1, null]", "list(int?)"],
    ["[d, 0.5]", "list(decimal(12, 2))"],
    ["[]", "list(null)"],
    ["{a: i, b: t_n}", "struct{a: int, b: text?}"],
    ["items[0]", "int?"],
    ["items[-1]", "int?"],
    ["point.a", "int"],
    ["point.b", "text?"],
    ["point_n.a", "int?"],
    ["raw.user.id", "json?"],
    ['raw["a b"][0]', "json?"],
    ["raw.id as? int", "int?"],
    ["r.i", "int"],
    ["o.i", "int?"],
    ['f"{t} {i}"', "text"],
    ['f"{t_n} {d}"', "text?"],
    ['f"{{}}"', "text"],
    ['t + "!" + t_n', "text?"],
  ]);

  checkTypes("casts", [
    ["t as int", "int"],
    ["t as? int", "int?"],
    ["t_n as date", "date?"],
    ["i as? float", "float"],
    ["i as text", "text"],
    ["raw as list(text)", "list(text?)?"],
    ["raw as? list(json)", "list(json?)?"],
    ["items as list(text)", "list(text)"],
    ["words as? list(int)", "list(int?)?"],
    ["at as date", "date"],
    ["null as int", "int?"],
    ["flag as int", "int"],
    ["f as? decimal(5, 2)", "decimal(5, 2)?"],
  ]);

  checkTypes("the file's functions are inlined; null for a parameter without `?` gives null", [
    ["net(f)", "float"],
    ["net(f, 1.0)", "float"],
    ["net(i, rate: 0)", "float"],
    ["net(f_n, 1.0)", "float?"],
    ["named(t, null)", "text"],
    ["named(t, t_n)", "text"],
    ["named(t_n, t)", "text?"],
  ]);

  it("guards an inlined body only where it would hide the null", () => {
    assert.equal(bindText("net(f_n, 1.0)").kind, "arithmetic");
    const guarded = bindText("named(t_n, t)");
    assert.equal(guarded.kind, "case");
  });

  it("writes conversions into the plan", () => {
    const sum = bindText("i + f");
    assert.ok(sum.kind === "arithmetic" && sum.left.kind === "cast");
    assert.equal(sum.left.implicit, true);
    const literal = bindText("f + 1");
    assert.ok(literal.kind === "arithmetic" && literal.right.kind === "value");
    assert.deepEqual(literal.right.value, { kind: "float", value: 1 });
    const exact = bindText("d > 0.5");
    assert.ok(exact.kind === "compare" && exact.right.kind === "value");
    assert.deepEqual(exact.right.value, { kind: "decimal", unscaled: 50n, precision: 12, scale: 2 });
  });

  it("keeps null-safe equality only where null can be", () => {
    const sure = bindText("i == 1");
    assert.ok(sure.kind === "compare" && !sure.nullSafe);
    const unsure = bindText("i_n == 1");
    assert.ok(unsure.kind === "compare" && unsure.nullSafe);
  });
});
