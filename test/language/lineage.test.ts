import assert from "node:assert/strict";
import { lineageOf, type SourceColumn } from "../../language/index.ts";
import { bindText, mainFile, sourceT, sourceU } from "./bind.ts";

/** `column: value columns <- influencing columns` for the last pipeline. */
function lineage(body: string): Readonly<Record<string, string>> {
  const program = bindText(`${sourceT}${sourceU}store s = parquet("s") { id: int }\n${body}`);
  assert.deepEqual(
    mainFile(program).problems.filter((problem) => problem.severity === "error"),
    [],
  );
  const names = (sources: readonly SourceColumn[]) =>
    sources.map(({ name, column }) => `${name}.${column}`).join(" ");
  return Object.fromEntries(
    lineageOf(mainFile(program).pipelines.at(-1)!).map(({ column, value, influence }) => [
      column,
      influence.length === 0 ? names(value) : `${names(value)} <- ${names(influence)}`,
    ]),
  );
}

describe("lineage", () => {
  it("goes through expressions, filters and groups", () => {
    assert.deepEqual(
      lineage(
        "pipeline p { from t | where ok | aggregate n = count(), s = sum(x * k, where: id > 3) by y = day }",
      ),
      { y: "t.day <- t.ok", n: " <- t.day t.ok", s: "t.k t.x <- t.day t.id t.ok" },
    );
  });

  it("goes through joins; keys decide over both sides", () => {
    assert.deepEqual(
      lineage("pipeline p { from t | left join u as c on id | select id, cid = c.id, c.score, z = 1 }"),
      {
        id: "t.id <- u.id",
        cid: "u.id <- t.id",
        score: "u.score <- t.id u.id",
        z: " <- t.id u.id",
      },
    );
    assert.deepEqual(lineage("pipeline p { from t | full join u as c on id | select id }"), {
      id: "t.id u.id",
    });
    assert.deepEqual(lineage("pipeline p { from t | right join u as c on id | select id }"), {
      id: "u.id <- t.id",
    });
  });

  it("goes through called pipelines and relations in parentheses", () => {
    assert.deepEqual(
      lineage(`pipeline inner(low: int) { from t | where k > $low | select a = id + 1, name | sort name }
pipeline p { from inner(3) | join (from u | where score > 1 | select a = t_id) on a | take 3 sorted name }`),
      { a: "t.id <- t.k t.name u.score u.t_id", name: "t.name <- t.id t.k u.score u.t_id" },
    );
  });

  it("tells values from what chooses between them", () => {
    assert.deepEqual(
      lineage("pipeline p { from t | select v = if ok then x else d, w = k > high_water(s.id) }"),
      {
        v: "t.d t.x <- t.ok",
        w: "s.id t.k",
      },
    );
    assert.deepEqual(lineage("pipeline p { from t | window r = max(x) by k sorted id | select r }"), {
      r: "t.x <- t.id t.k",
    });
  });

  it("goes through sets, lists and pivots", () => {
    assert.deepEqual(lineage("pipeline p { from t | select id, name | union (from u | select id) }"), {
      id: "t.id u.id",
      name: "t.name",
    });
    assert.deepEqual(lineage("pipeline p { from t | select id | except (from u | select id) }"), {
      id: "t.id <- u.id",
    });
    assert.deepEqual(lineage("pipeline p { from t | select id, tags | unnest tag = tags | select tag }"), {
      tag: "t.tags",
    });
    assert.deepEqual(lineage('pipeline p { from t | pivot max(x) by ok for name in ["a"] }'), {
      ok: "t.ok",
      a: "t.x <- t.name t.ok",
    });
    assert.deepEqual(lineage("pipeline p { from t | select x, d, id | unpivot x, d to what, v }"), {
      id: "t.id",
      what: "",
      v: "t.d t.x",
    });
  });
});
