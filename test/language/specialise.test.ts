import assert from "node:assert/strict";
import type { PipelinePlan, PlanExpression, PlanStep } from "../../language/plan.ts";
import { rewriteStep } from "../../language/plan-steps.ts";
import { eachPlanExpression } from "../../language/plan-walk.ts";
import { specialise } from "../../language/specialise.ts";
import type { Value } from "../../language/types.ts";
import { bindText, mainFile, sourceT } from "./bind.ts";

function planOf(text: string, name = "p"): PipelinePlan {
  const file = mainFile(bindText(sourceT + text));
  const errors = file.problems.filter((problem) => problem.severity === "error");
  assert.deepEqual(errors, []);
  const plan = file.pipelines.find((pipeline) => pipeline.name === name);
  assert.ok(plan !== undefined);
  return plan;
}

function specialised(text: string, values: Readonly<Record<string, Value>> = {}, now?: bigint): PipelinePlan {
  const result = specialise(planOf(text), values, now === undefined ? {} : { now });
  assert.deepEqual(result.problems, []);
  return result.plan;
}

/** The one condition of the pipeline's only `where`, or undefined where it is gone. */
function conditionOf(plan: PipelinePlan): PlanExpression | undefined {
  const step = plan.body.steps.find((candidate) => candidate.kind === "where");
  return step?.kind === "where" ? step.condition : undefined;
}

function expressionsOf(steps: readonly PlanStep[]): readonly PlanExpression[] {
  const found: PlanExpression[] = [];
  const value = (expression: PlanExpression) => {
    eachPlanExpression(expression, (inner) => found.push(inner));
    return expression;
  };
  for (const step of steps) rewriteStep(step, { value, condition: value, input: (input) => input });
  return found;
}

const text = (value: string): Value => ({ kind: "text", value });
const int = (value: number): Value => ({ kind: "int", value: BigInt(value) });

describe("specialise", () => {
  const optional = `pipeline p(name: text? = null) {
  from t
  where $name == null or name == $name
}
`;

  it("drops an optional filter that is not asked for", () => {
    assert.equal(conditionOf(specialised(optional)), undefined);
  });

  it("leaves a plain comparison of one that is", () => {
    const condition = conditionOf(specialised(optional, { name: text("a") }));
    assert.ok(condition?.kind === "compare");
    assert.equal(condition.nullSafe, false);
    assert.ok(condition.right.kind === "value");
    assert.deepEqual(condition.right.value, text("a"));
  });

  it("makes equality with something that is not null plain in conditions only", () => {
    const plan = specialised(`pipeline p {
  from t
  where k == 3 or (k == id and ok)
  derive same = x == 3, other = x != 3
}
`);
    const safe = expressionsOf(plan.body.steps).flatMap((inner) =>
      inner.kind === "compare" ? [`${inner.operator} ${inner.nullSafe}`] : [],
    );
    assert.deepEqual(safe, ["== false", "== false", "== true", "!= true"]);
  });

  it("keeps a condition that never holds as the constant false", () => {
    const plan = specialised("pipeline p(n: int) {\n  from t\n  where $n > 3 and id > 1\n}\n", { n: int(1) });
    const condition = conditionOf(plan);
    assert.ok(condition?.kind === "value");
    assert.deepEqual(condition.value, { kind: "bool", value: false });
  });

  it("leaves no parameter and no foldable constant", () => {
    const plan = specialised(
      `pipeline p(n: int = 2, since: date = @2026-01-31, names: list(text) = []) {
  from t
  where length($names) == 0 or name in $names
  where day >= $since + 1 month
  derive a = id * ($n + 1), b = if $n > 1 then k else id, c = null ?? k ?? $n ?? 5
  sort (if $n == 1 then id else null) desc, name
  take $n * 10 offset $n
}
`,
      {},
    );
    const expressions = expressionsOf(plan.body.steps);
    assert.deepEqual(plan.parameters, []);
    assert.deepEqual(
      expressions.filter((inner) => inner.kind === "parameter"),
      [],
    );
    const operations = expressions.filter((inner) => inner.kind === "arithmetic");
    assert.equal(operations.length, 1, "only `id * 3` is left to compute");
    const sort = plan.body.steps.find((step) => step.kind === "sort");
    assert.ok(sort?.kind === "sort" && sort.keys.length === 1, "a key that is the same for all rows is gone");
    assert.equal(plan.body.shape.order.length, 1);
    const [where] = plan.body.steps.filter((step) => step.kind === "where");
    assert.ok(where?.kind === "where" && where.condition.kind === "compare");
    assert.ok(where.condition.right.kind === "value");
    assert.deepEqual(where.condition.right.value, { kind: "date", days: 20512 });
    const take = plan.body.steps.find((step) => step.kind === "take");
    assert.ok(take?.kind === "take" && take.count.kind === "value");
    assert.deepEqual(take.count.value, int(20));
  });

  it("hands arguments down to called pipelines", () => {
    const plan = specialised(
      `pipeline recent(since: date, least: int = 1) {
  from t
  where day >= $since and id > $least
}
pipeline p(days: int) {
  from recent(since: today() - $days * 1 day)
}
`,
      { days: int(7) },
      1_769_904_000_000_000n,
    );
    const from = plan.body.steps[0];
    assert.ok(from?.kind === "from" && from.input.kind === "pipeline");
    const condition = conditionOf(from.input.pipeline);
    assert.ok(condition?.kind === "and");
    const [day] = condition.operands;
    assert.ok(day?.kind === "compare" && day.right.kind === "value");
    // 2026-02-01 less seven days.
    assert.deepEqual(day.right.value, { kind: "date", days: 20478 });
  });

  it("keeps what only the run knows as an expression", () => {
    const plan = specialised(
      "pipeline p {\n  from t\n  where at > now_at\n}\n".replace("at > now_at", "day == today()"),
    );
    const condition = conditionOf(plan);
    assert.ok(condition?.kind === "compare" && condition.right.kind === "today");
  });

  it("says what is wrong with values", () => {
    const plan =
      planOf(`pipeline p(size: int between 1 and 500 = 50, by_what: text in ["a", "b"], k: int = 1) {
  from t
  where id < $size and name == $by_what and id > $k
}
`);
    const problems = (values: Readonly<Record<string, Value>>) =>
      specialise(plan, values).problems.map((problem) => `${problem.code} ${problem.message}`);
    assert.deepEqual(problems({ by_what: text("a") }), []);
    assert.deepEqual(problems({}), ["WR601 `by_what` (`text`) has no default: give it a value"]);
    assert.deepEqual(problems({ by_what: text("a"), sise: int(1) }), [
      "WR602 `p` has no parameter `sise`; did you mean `size`?",
    ]);
    assert.deepEqual(problems({ by_what: text("a"), k: { kind: "null" } }), [
      "WR603 `k` is `int` and may not be null",
    ]);
    assert.deepEqual(problems({ by_what: text("c"), size: int(501) }), [
      "WR604 `size` is 501; it must be between 1 and 500",
      'WR604 `by_what` is "c"; it must be one of "a", "b"',
    ]);
  });
});
