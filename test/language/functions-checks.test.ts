// What constant arguments must be: regular expressions of both engines, patterns of times and numbers, units, zones.

import assert from "node:assert/strict";
import { problemWithArgument } from "../../language/functions/checks.ts";
import type { ArgumentCheck } from "../../language/functions/entry.ts";
import { regularExpressionProblem } from "../../language/functions/regular-expression.ts";
import { strftimePattern, timePatternExpression } from "../../language/functions/time-pattern.ts";
import { runSql } from "../emit/run-text.ts";

const right: readonly string[] = [
  "",
  "a|b",
  "^[^@ ]+@[^@ ]+$",
  "\\d{3}-\\d+",
  "(a(b)c)*",
  "(?:ab)+?",
  "(?i)abc",
  "(?i:abc)d",
  "[a-z0-9_.-]{2,5}",
  "[\\]\\[^-]",
  "[^\\s,;]",
  "\\p{L}\\P{Lu}\\pN",
  "\\x41\\x{1F600}",
  "\\Aab\\z",
  "\\bword\\b",
  "\\Qa.b(\\E+",
  "é|ü|😀+",
  "\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\^\\$\\|\\\\",
  "a{0,1000}",
  "[+--]",
  "x*?y+?z??",
];

const wrong: readonly (readonly [string, RegExp])[] = [
  ["(?=a)", /look-around/],
  ["(?!a)", /look-around/],
  ["(?<=a)b", /look-around/],
  ["(?<!a)b", /look-around/],
  ["(a)\\1", /references/],
  ["\\k<n>", /references/],
  ["(?<n>a)", /names/],
  ["(?P<n>a)", /names/],
  ["(?>a)", /never give back/],
  ["a*+", /never gives back/],
  ["a**", /follow each other/],
  ["*a", /repeats nothing/],
  ["a{2,1}", /ends before/],
  ["a{1001}", /1,000/],
  ["a{x}", /needs numbers/],
  ["(a", /not closed/],
  ["a)", /closes nothing/],
  ["[a", /not closed/],
  ["[]", /empty/],
  ["[z-a]", /ends before/],
  ["[a-\\d]", /no range/],
  ["[[:alpha:]]", /\[:…:\]/],
  ["[a[b]]", /must be/],
  ["[a&&b]", /&&/],
  ["\\Z", /\\z/],
  ["\\u00e9", /\\x/],
  ["\\h", /not mean the same/],
  ["\\p{Greek}", /categories/],
  ["a\\", /end/],
  ["^*", /cannot be repeated/],
  ["\\Qa", /closed/],
];

describe("regular expressions", () => {
  for (const pattern of right) {
    it(`${pattern} is right, and RE2 takes it`, async () => {
      assert.equal(regularExpressionProblem(pattern), undefined);
      const { rows } = await runSql("SELECT regexp_matches('abc', $1)", [pattern]);
      assert.equal(rows.length, 1);
    });
  }
  for (const [pattern, message] of wrong) {
    it(`${pattern} is wrong`, () => assert.match(regularExpressionProblem(pattern) ?? "", message));
  }
});

describe("patterns of times", () => {
  it("become the letters of strftime and an expression that fits to the letter", () => {
    assert.equal(strftimePattern("dd.MM.yyyy"), "%d.%m.%Y");
    assert.equal(strftimePattern("yyyy-MM-dd'T'HH:mm:ss.SSS"), "%Y-%m-%dT%H:%M:%S.%g");
    assert.equal(strftimePattern("d MMMM ''yy 100%"), "%-d %B '%y 100%%");
    assert.equal(timePatternExpression("dd.MM.yyyy"), "[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}");
  });

  const cases: readonly (readonly [ArgumentCheck, string, RegExp | undefined])[] = [
    ["time pattern", "yyyy-MM", undefined],
    ["time pattern", "YYYY-MM", /years are `yyyy`/],
    ["time pattern", "%Y-%m", /`%` letters/],
    ["time pattern", "--", /has letters/],
    ["time pattern", "yyyy'", /not closed/],
    ["date to read", "dd.MM.yyyy", undefined],
    ["date to read", "dd.MM", /lacks the year/],
    ["date to read", "dd.MM.yyyy yy", /twice/],
    ["date to read", "dd.MM.yyyy HH", /parse_timestamp/],
    ["time to read", "dd.MM.yyyy hh:mm", /go together/],
    ["time to read", "dd.MM.yyyy h:mm a", undefined],
    ["time to read", "DDD yyyy", /not read/],
    ["number pattern", "#,##0.00", undefined],
    ["number pattern", "0.0%", undefined],
    ["number pattern", "€ 0.00", undefined],
    ["number pattern", "00.00", /no pattern/],
    ["number pattern", "%.2f", /no pattern/],
    ["number pattern", "0.", /no pattern/],
    ["calendar unit", "month", undefined],
    ["calendar unit", "months", /no unit/],
    ["zone", "Europe/Berlin", undefined],
    ["zone", "Berlin", /no time zone/],
    ["one character", ";", undefined],
    ["one character", ";;", /one character/],
  ];
  for (const [check, text, message] of cases) {
    it(`${check} "${text}" is ${message === undefined ? "right" : "wrong"}`, () => {
      const problem = problemWithArgument(check, { kind: "text", value: text });
      if (message === undefined) assert.equal(problem, undefined);
      else assert.match(problem ?? "", message);
    });
  }
});

describe("numbers", () => {
  it("must lie where they make sense", () => {
    assert.equal(problemWithArgument("fraction", { kind: "float", value: 0.9 }), undefined);
    assert.match(problemWithArgument("fraction", { kind: "int", value: 90n }) ?? "", /between 0 and 1/);
    assert.match(problemWithArgument("positive", { kind: "int", value: 0n }) ?? "", /1 or more/);
    assert.match(problemWithArgument("not negative", { kind: "int", value: -1n }) ?? "", /0 or more/);
    assert.equal(problemWithArgument("positive", { kind: "null" }), undefined);
  });
});
