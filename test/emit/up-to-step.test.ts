// Every step of every example, as the last one: its SQL holds exactly the columns that the binder says stand there.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { emitDuckdb } from "../../emit/emit.ts";
import { isWhole, planUpTo, specialise } from "../../language/index.ts";
import { bindText } from "../language/bind.ts";
import { repositoryRoot } from "../support/repository.ts";

const folder = join(repositoryRoot, "examples", "tasks");
const texts = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => /\w\.weir$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
);

describe("a plan up to a step", () => {
  it("ends with the step that is asked for, its columns and all", () => {
    const program = bindText("", {
      files: texts,
      catalogue: { schemaOf: () => ({ status: "absent" }) },
    });
    let cuts = 0;
    for (const file of program.files.values()) {
      for (const { pipeline, steps } of file.declarations) {
        if (pipeline === undefined) continue;
        for (const { node, output } of steps) {
          const cut = planUpTo(pipeline, node.start);
          assert.ok(cut !== undefined, `${file.uri} ${pipeline.name} ${node.kind}`);
          if (node.kind === "into") {
            assert.notEqual(cut.step.kind, "into");
            continue;
          }
          assert.equal(cut.step.origin.start, node.start, `${file.uri} ${pipeline.name} ${node.kind}`);
          assert.deepEqual(
            cut.plan.body.shape.columns.map(({ name }) => name),
            output.shape.columns.map(({ name }) => name),
          );
          if (!isWhole(cut.plan.body)) continue;
          const required = cut.plan.parameters.filter((parameter) => parameter.default === undefined);
          const values = Object.fromEntries(required.map(({ name }) => [name, { kind: "null" } as const]));
          const { plan } = specialise(cut.plan, values);
          const query = emitDuckdb(plan, {
            scans: { scan: () => ({ sql: "somewhere" }), storeScan: () => undefined },
            literals: true,
            startedAtMicros: 0n,
          });
          assert.equal(query.columns.length, output.shape.columns.length);
          cuts++;
        }
      }
    }
    assert.ok(cuts > 20, `${cuts} steps were cut at and printed`);
  });

  it("goes into relations in parentheses, and before the first step there is none", () => {
    const text =
      "pipeline p {\n  from rows([{a: 1}])\n  join (from rows([{a: 1, b: 2}]) | where b > 1) as r on a\n}\n";
    const [pipeline] = bindText(text).files.values().next().value!.pipelines;
    const inner = planUpTo(pipeline!, text.indexOf("where b"));
    assert.equal(inner?.step.kind, "where");
    assert.deepEqual(
      inner.plan.body.shape.columns.map(({ name }) => name),
      ["a", "b"],
    );
    assert.equal(planUpTo(pipeline!, 0), undefined);
  });
});
