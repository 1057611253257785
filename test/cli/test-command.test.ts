// `weir test`: which tests run, what counts as equal, and the forms of the results.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { within } from "./weir.ts";

const pipelines = `source orders = csv("nowhere.csv", header: true) {
  id: int
  status: text?
  amount: float?
}
store paid_store = parquet("out/paid.parquet")

pipeline paid(status: text = "paid") {
  from orders
  where status == $status
  select id, amount
  sort id
  into paid_store
}

pipeline total {
  from paid
  aggregate amount = sum(amount), orders = count()
}

pipeline since_last {
  from orders
  where id > (high_water(paid_store.id) ?? 0)
  select id
}
`;

const given = `  given orders = [
    {id: 2, status: "paid", amount: 0.1},
    {id: 1, status: "paid", amount: 0.2},
    {id: 3, status: "open", amount: 9.0},
  ]
`;

function file(...tests: readonly string[]): Record<string, string> {
  return { "my tests.weir": `${pipelines}\n${tests.join("\n")}` };
}

describe("weir test", function () {
  this.timeout(60_000);

  it("runs tests on what they are given, and stores nothing", () => {
    const text = `test "paid ones" of paid {
${given}  expect rows [{id: 1, amount: 0.2}, {id: 2, amount: 0.1}]
  expect amount > 0
}

test "a pipeline that reads a given pipeline" of total {
  given paid = [{id: 1, amount: 1.5}, {id: 2, amount: 0.1}, {id: 3, amount: 0.2}]
  expect rows [{amount: 1.8, orders: 3}]
}

test "an argument" of paid(status: "open") {
${given}  expect rows [{id: 3}]
}

test "what a store held before" of since_last {
${given}  given paid_store = [{id: 1}, {id: 2}]
  expect rows [{id: 3}]
}

test "a store that held nothing" of since_last {
${given}  given paid_store = []
  expect rows [{id: 1}, {id: 2}, {id: 3}]
}

test "now" of (from rows([{a: 1}]) | derive today = today()) {
  given now = @2026-03-01T23:30:00Z
  expect rows [{today: @2026-03-01}]
}
`;
    return within(file(text), ({ weir, folder }) => {
      const { status, output, errors } = weir("test", ".");
      assert.equal(status, 0, output + errors);
      assert.match(output, /^TAP version 14\n1\.\.6\nok 1 - my tests\.weir: paid ones # time=\d+ms\n/);
      assert.equal(existsSync(join(folder, "out")), false);
    });
  });

  it("shows the rows that differ, in order where one is promised", () => {
    const text = `test "wrong amount" of paid {
${given}  expect rows [{id: 1, amount: 0.25}, {id: 2, amount: 0.1}]
}

test "wrong order" of paid {
${given}  expect rows [{id: 2}, {id: 1}]
}

test "wrong condition" of paid {
${given}  expect amount < 0.15
}
`;
    return within(file(text), ({ weir }) => {
      const { status, output } = weir("test", "my tests.weir", "--format", "pretty");
      assert.equal(status, 1);
      assert.match(output, /✗ wrong amount\n.*1 row changed, 1 as expected/);
      assert.match(output, /- 1 {3}0\.25\n +\+ 1 {3}0\.2\n +\^{4,6}\n/);
      assert.match(output, /✗ wrong order\n.*row 1 stands elsewhere/);
      assert.match(output, /✗ wrong condition\n.*1 row breaks `amount < 0\.15`/);
      assert.match(output, /3 failed/);
      assert.doesNotMatch(output, /\u001b/);
    });
  });

  it("takes fixtures from files, for what is given and for what is expected", () => {
    const text = `test "fixtures" of paid {
  given orders = csv("fixtures/orders.csv", header: true)
  expect rows csv("fixtures/expected.csv", header: true)
}

test "a fixture for a store" of since_last {
  given orders = csv("fixtures/orders.csv", header: true)
  given paid_store = csv("fixtures/stored.csv", header: true)
  expect rows [{id: 2}]
}
`;
    const fixtures = {
      "fixtures/orders.csv": "id,status,amount\n1,paid,0.5\n2,open,1\n",
      "fixtures/expected.csv": "id,amount\n1,0.5\n",
      "fixtures/stored.csv": "id\n1\n",
    };
    return within({ ...file(text), ...fixtures }, ({ weir }) => {
      const { status, output, errors } = weir("test", "my tests.weir");
      assert.equal(status, 0, output + errors);
    });
  });

  it("writes JUnit, to a file too", () => {
    const text = `test "one" of total {
  given paid = [{id: 1, amount: 1.0}]
  expect rows [{amount: 2.0, orders: 1}]
}
`;
    return within(file(text), ({ weir, read }) => {
      const { status, output } = weir("test", ".", "--junit", "--output", "results.xml");
      assert.equal(status, 1);
      assert.equal(output, "");
      assert.match(read("results.xml"), /<testsuites name="weir" tests="1" failures="1" errors="0"/);
    });
  });

  it("runs only the tests whose title has a text in it", () => {
    const one = `test "apples" of total {
  given paid = []
  expect rows [{amount: null, orders: 0}]
}
`;
    return within(file(one, one.replace("apples", "pears")), ({ weir }) => {
      assert.match(weir("test", ".", "--filter", "pear").output, /1\.\.1\nok 1 - .*pears/);
      assert.equal(weir("test", ".", "--filter", "plum").status, 2);
    });
  });

  it("says which test cannot be run, and runs the others", () => {
    const text = `test "broken" of total {
  given paid = [{id: 1, nonsense: 2}]
  expect rows [{amount: 1.0}]
}

test "whole" of total {
  given paid = [{id: 1, amount: 1.0}]
  expect rows [{amount: 1.0, orders: 1}]
}

test "nothing given" of total {
  expect rows [{amount: 1.0}]
}
`;
    return within(file(text), ({ weir }) => {
      const { status, output, errors } = weir("test", ".");
      assert.equal(status, 1);
      assert.match(output, /^not ok 1 - .*broken/m);
      assert.match(output, /^ok 2 - .*whole/m);
      assert.match(output, /^not ok 3 - .*nothing given/m);
      assert.match(output, /cannot be run/);
      assert.match(errors, /`nonsense`/);
      assert.match(errors, /`orders`/);
    });
  });

  it("fails a test whose run fails", () => {
    const text = `test "cast" of (from rows([{t: "x"}]) | derive n = t as int) {
  expect rows [{n: 1}]
}
`;
    return within({ "a.weir": text }, ({ weir }) => {
      const { status, output } = weir("test", "a.weir");
      assert.equal(status, 1);
      assert.match(output, /WR631/);
    });
  });

  it("has nothing to do without tests", () =>
    within({ "a.weir": "from rows([{a: 1}])\n" }, ({ weir }) => {
      const { status, output } = weir("test", ".");
      assert.equal(status, 0);
      assert.match(output, /^1\.\.0$/m);
    }));
});
