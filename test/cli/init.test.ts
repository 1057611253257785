// `weir init`: a project that runs, passes its test and is formatted; what is there stays.
import assert from "node:assert/strict";
import { within } from "./weir.ts";

describe("weir init", () => {
  it("makes a project that runs at once", () =>
    within({}, ({ weir, read }) => {
      const { status, output } = weir("init", "my sales");
      assert.equal(status, 0);
      assert.match(output, /weir run "my sales\/first\.weir"/);
      assert.deepEqual(JSON.parse(read("my sales/weir.json")), { name: "my sales", language: 1 });
      const rows = weir("run", "my sales/first.weir", "--format", "json");
      assert.equal(rows.status, 0, rows.errors);
      assert.deepEqual(JSON.parse(rows.output), [
        { country: "FR", revenue: 80, orders: 1 },
        { country: "DE", revenue: 46.3, orders: 2 },
      ]);
      const tests = weir("test", "my sales", "--tap");
      assert.equal(tests.status, 0, tests.output + tests.errors);
      const { output: problems } = weir("check", "my sales", "--json");
      assert.deepEqual(JSON.parse(problems), { files: 1, problems: [] });
      const format = weir("format", "my sales", "--check");
      assert.equal(format.status, 0, format.output);
    }));

  it("never touches what is there", () =>
    within({ "weir.json": "{}", "first.weir": "# mine\n", ".gitignore": "x\n" }, ({ weir, read }) => {
      const { status, output } = weir("init");
      assert.equal(status, 0);
      assert.equal(output.match(/kept/g)?.length, 3);
      assert.deepEqual(
        [read("weir.json"), read("first.weir"), read(".gitignore")],
        ["{}", "# mine\n", "x\n"],
      );
    }));
});
