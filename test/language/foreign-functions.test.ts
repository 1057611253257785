import assert from "node:assert/strict";
import { foreignFunctions } from "../../language/expressions/foreign-functions.ts";
import { specialForms } from "../../language/expressions/special-forms.ts";
import { functionNamed } from "../../language/functions/table.ts";
import { computedFunctions } from "../../language/values/call-value.ts";

describe("foreign function names", () => {
  it("stand for what there is, and are no names of the library themselves", () => {
    for (const [foreign, own] of Object.entries(foreignFunctions)) {
      assert.equal(functionNamed(foreign), undefined, `${foreign} is in the library`);
      if (/^[a-z_]+$/.test(own)) assert.ok(functionNamed(own) !== undefined, `${own} is not in the library`);
    }
  });

  it("are in the order of the alphabet", () => {
    const names = Object.keys(foreignFunctions);
    assert.deepEqual(names, [...names].sort());
  });
});

describe("functions computed before the run", () => {
  it("are all in the library", () => {
    for (const name of computedFunctions()) assert.ok(functionNamed(name) !== undefined, name);
    for (const name of specialForms) assert.equal(functionNamed(name)?.kind ?? "scalar", "scalar", name);
  });
});
