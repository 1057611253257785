import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problemTable } from "../../language/index.ts";
import type { PipelinePlan, PlanExpression } from "../../language/plan.ts";
import { rewriteStep } from "../../language/plan-steps.ts";
import { eachPlanExpression } from "../../language/plan-walk.ts";
import { specialise } from "../../language/specialise.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { repositoryRoot } from "../support/repository.ts";
import { bindText, mainFile } from "./bind.ts";
import { type Random, randomFrom } from "./generate-expressions.ts";

/** Texts that hold every construct: the tasks and the examples of all problems. */
function seedTexts(): readonly string[] {
  const folder = join(repositoryRoot, "examples", "tasks");
  const tasks = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".weir"))
    .map((entry) => readFileSync(join(folder, entry.name), "utf8"));
  const examples = problemTable.flatMap((entry) => [entry.wrong, entry.right]);
  return [...tasks, ...examples.filter((text) => !text.startsWith("{"))];
}

/** The text with a few of its words taken out, doubled, exchanged or put in the place of others. */
function mutated(text: string, random: Random): string {
  const words = text.match(/\s+|[\p{L}\p{N}_]+|./gsu) ?? [];
  for (let count = 1 + random.below(3); count > 0 && words.length > 1; count--) {
    const at = random.below(words.length);
    const other = random.below(words.length);
    switch (random.below(5)) {
      case 0:
        words.splice(at, 1);
        break;
      case 1:
        words.splice(at, 0, words[other]!);
        break;
      case 2:
        words[at] = words[other]!;
        break;
      case 3:
        words.splice(
          at,
          0,
          random.pick(["null", "1.5", '"x"', "[", "(", "{", "$", ".", "=>", "as", "-", 'f"{']),
        );
        break;
      default:
        words.length = Math.max(1, words.length - random.below(5));
    }
  }
  return words.join("");
}

/** Whether all columns of the pipeline are known everywhere: only then must everything be bound. */
function isComplete(plan: PipelinePlan): boolean {
  return plan.body.steps.every((step) => step.output.complete && step.kind !== "faulty");
}

function holdsUnbound(plan: PipelinePlan): boolean {
  let found = false;
  const look = (expression: PlanExpression) => {
    eachPlanExpression(expression, (inner) => {
      if (inner.kind === "unbound") found = true;
    });
    return expression;
  };
  for (const step of plan.body.steps)
    rewriteStep(step, { value: look, condition: look, input: (input) => input });
  return found;
}

describe("binding", () => {
  it("never throws, whatever the text, and what binds without errors can be specialised", function () {
    this.timeout(600_000);
    const texts = seedTexts();
    assert.ok(texts.length > 100);
    const runs = fuzzRuns(20_000);
    for (let run = 1; run <= runs; run++) {
      const random = randomFrom(run);
      const text = mutated(random.pick(texts), random);
      try {
        const file = mainFile(bindText(text));
        if (file.problems.some((problem) => problem.severity === "error")) continue;
        for (const plan of file.pipelines) {
          specialise(plan, {});
          assert.ok(!isComplete(plan) || !holdsUnbound(plan), "an expression is unbound and nobody says why");
        }
      } catch (error) {
        assert.fail(`run ${run}: ${(error as Error).stack}\n\n${text}`);
      }
    }
  });
});
