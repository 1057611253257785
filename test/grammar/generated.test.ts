// Generated programs: they parse without a problem, and formatting them keeps what they mean.
import assert from "node:assert/strict";
import fc from "fast-check";
import { formatText, parseFile, reparse } from "../../grammar/index.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { programs } from "./generate.ts";
import { assertNested, commentsOf, meaningOf } from "./tree-checks.ts";

describe("generated programs", () => {
  it("parse without a problem", () => {
    const property = fc.property(programs, (text) => {
      const file = parseFile(text);
      assertNested(file);
      const problems = file.parts.flatMap((part) =>
        part.problems.map(({ code, message }) => `${code} ${message}`),
      );
      assert.deepEqual(problems, []);
    });
    fc.assert(property, { numRuns: fuzzRuns(10_000) });
  });

  it("keep their meaning and comments when formatted, and are formatted once for all", () => {
    const property = fc.property(programs, (text) => {
      const formatted = formatText(text);
      const [before, after] = [parseFile(text), parseFile(formatted)];
      assert.equal(meaningOf(after), meaningOf(before));
      assert.deepEqual(commentsOf(after), commentsOf(before));
      assert.equal(formatText(formatted), formatted);
    });
    fc.assert(property, { numRuns: fuzzRuns(10_000) });
  });

  it("are the same whether they come at once or one after the other", () => {
    const property = fc.property(programs, programs, (first, second) => {
      const file = reparse(parseFile(first), first + second);
      assert.equal(meaningOf(file), meaningOf(parseFile(first + second)));
    });
    fc.assert(property, { numRuns: fuzzRuns(4000) });
  });
});
