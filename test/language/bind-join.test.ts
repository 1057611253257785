import assert from "node:assert/strict";
import { type PlanStep, typeName } from "../../language/index.ts";
import { bindText, check, columns, mainFile, sourceT, sourceU } from "./bind.ts";

const small = `source a = parquet("a") {
  id: int
  k: int?
  v: text
}
source b = parquet("b") {
  id: int
  k: int
  w: text
}
`;

function joined(steps: string): string {
  const text = `${small}\npipeline p {\nfrom a\n${steps}\n}`;
  const step = mainFile(bindText(text)).pipelines[0]?.body.steps[1];
  const visible = (step?.output.columns ?? []).map((column) => `${column.name}: ${typeName(column)}`);
  const hidden = (step?.output.hidden ?? []).map(
    (column) => `${column.qualifier}.${column.name}: ${typeName(column)}`,
  );
  return [visible.join(", "), ...(hidden.length > 0 ? [`[${hidden.join(", ")}]`] : [])].join(" ");
}

function joinStep(steps: string): PlanStep & { readonly kind: "join" } {
  const text = `${small}\npipeline p {\nfrom a\n${steps}\n}`;
  const step = mainFile(bindText(text)).pipelines[0]?.body.steps[1];
  assert.equal(step?.kind, "join");
  return step as PlanStep & { readonly kind: "join" };
}

describe("columns after a join", () => {
  const cases: readonly (readonly [join: string, expected: string])[] = [
    ["join b on id", "id: int, k: int?, v: text, w: text [b.k: int]"],
    ["join b on id, k", "id: int, k: int, v: text, w: text"],
    ["join b on a.id == b.id", "id: int, k: int?, v: text, w: text [b.id: int, b.k: int]"],
    ["left join b on id", "id: int, k: int?, v: text, w: text? [b.id: int?, b.k: int?]"],
    ["right join b on id", "id: int, k: int?, v: text?, w: text [a.id: int?, b.k: int]"],
    ["full join b on id", "id: int, k: int?, v: text?, w: text? [a.id: int?, b.id: int?, b.k: int?]"],
    ["semi join b on k", "id: int, k: int, v: text"],
    ["anti join b on k", "id: int, k: int?, v: text"],
    ["cross join b", "id: int, k: int?, v: text, w: text [b.id: int, b.k: int]"],
    ["asof join b on id, k >= b.k", "id: int, k: int?, v: text, w: text? [b.id: int?, b.k: int?]"],
    ["join (from b | select id, x = w) on id", "id: int, k: int?, v: text, x: text"],
  ];
  for (const [join, expected] of cases) it(join, () => assert.equal(joined(join), expected));
});

describe("a join's condition", () => {
  it("takes key pairs out, whichever side stands first, through `and` too", () => {
    const step = joinStep("join b as c one on c.id == a.id and a.k == c.k and c.w == v, c.w != v");
    assert.equal(step.keys.length, 3);
    assert.equal(step.conditions.length, 1);
    assert.equal(step.cardinality, "one");
    const left = new Set([1, 2, 3]);
    for (const key of step.keys) {
      const plain = key.left.kind === "cast" ? key.left.value : key.left;
      assert.ok(plain.kind === "column" && left.has(plain.column));
    }
  });

  it("compares within one side as a condition", () => {
    const step = joinStep('join b on id, b.w == "x", b.k == b.id');
    assert.equal(step.keys.length, 1);
    assert.equal(step.conditions.length, 2);
  });

  it("of an asof join is keys and one inequality", () => {
    const step = joinStep("asof join b on id, b.k <= k");
    assert.equal(step.asof?.operator, ">=");
    check(`${small}pipeline p {
  from a
  asof join b on id, k > b.k, id < b.k
                 ^^^^^^^^^^^^^^^^^^^^^ WR175 there are 2
}`);
    check(`${small}pipeline p {
  from a
  asof join b on id
                 ^^ WR175 there is no inequality
}`);
  });

  it("names the side that lacks a bare name", () => {
    check(`${small}pipeline p {
  from a
  join b on v
            ^ WR176 The right side has no column \`v\`
}`);
    check(`${small}pipeline p {
  from a
  join (from b | select id = w, k) as c on id
                                           ^^ WR176 \`id\` is \`int\` on the left and \`text\` on the right
}`);
  });
});

describe("names after a join", () => {
  it("bare ones mean the left side; a remark says so once a step, unless the step uses both", () => {
    check(`${small}pipeline p {
  from a
  join b as c on id
  where k > 1 and k < 5
        ^ WR178 \`c.k\`
  where k > c.k
  derive z = c.k
  aggregate n = count() by c.k
  where k > 1
}`);
  });

  it("reach the right side until the next aggregate, select, pivot, union", () => {
    check(`${small}pipeline p {
  from a
  join b as c on id
  select id, c.k
  where c.id > 1 and c.k > 2
  aggregate n = count() by k
  where c.k > 1
        ^ WR100
}`);
  });

  it("`by c.k` comes out as `k`", () => {
    assert.equal(
      columns(`${small}pipeline p { from a | join b as c on id | aggregate n = count() by c.k }`),
      "k: int, n: int",
    );
  });

  it("of a merged key are one column; under `left` the right one is still there to be asked for", () => {
    check(`${small}pipeline p {
  from a
  left join b as c on id
  where id > 1 and c.id == null
}`);
  });

  it("need two aliases", () => {
    check(`${small}pipeline p {
  from a
  join a on id
       ^ WR177
}`);
    check(`${small}pipeline p {
  from a
  join a as other on k == other.id
  semi join a on id
}`);
  });

  it("follow columns through rename, derive and drop", () => {
    check(`${sourceT}${sourceU}pipeline p {
  from t as t1
  join u as u1 one on id == u1.t_id
  rename key = k
  where t1.key > 1
  where t1.k > 1
           ^ WR104
  derive score = score * 2
  where u1.score > 2.0
  drop u1.name
  where u1.name == "x"
           ^^^^ WR104
}`);
  });
});
