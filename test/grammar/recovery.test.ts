// Recovery from one fault: exactly one diagnostic, at the right place, and everything else intact. The first
// half of the corpus must do so fully, the held half, which the parser was not tuned on, at its stated levels.
import assert from "node:assert/strict";
import { type Score, scoreCase, totalsOf } from "../../bench/recovery-score.ts";
import { readCorpus } from "../recovery/corpus.ts";
import { readRepositoryFile } from "../support/repository.ts";

describe("recovery", () => {
  const first = scoresOf("first-half");
  for (const score of first) {
    it(`survives ${score.name}`, () => {
      assert.ok(score.hasOneDiagnostic, `not exactly one diagnostic:\n    ${score.found}`);
      assert.ok(score.isAtRightPlace, `the diagnostic stands elsewhere:\n    ${score.found}`);
      assert.ok(score.isRestIntact, `something else was lost:\n    ${score.found}`);
    });
  }

  it("keeps its levels on the half that it was not tuned on", () => {
    const totals = totalsOf(scoresOf("held-half"));
    assert.ok(totals.oneAtRightPlace / totals.cases >= 0.9, JSON.stringify(totals));
    assert.ok(totals.restIntact / totals.cases >= 0.97, JSON.stringify(totals));
  });
});

function scoresOf(half: string): readonly Score[] {
  return readCorpus(readRepositoryFile(`test/recovery/${half}.txt`)).map(scoreCase);
}
