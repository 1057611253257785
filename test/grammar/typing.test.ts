// A program while it is being typed: at least 99.5 % of the cuts give at most one diagnostic, and all other steps survive.
import assert from "node:assert/strict";
import { fuzzScale } from "../support/fuzz.ts";
import { scoreCuts } from "./cuts.ts";

describe("typing", () => {
  for (const rest of ["line", "file"] as const) {
    it(`gives at most one diagnostic where the rest of the ${rest} is still to come`, () => {
      const scale = Math.min(1, fuzzScale());
      const { cuts, faults } = scoreCuts(rest, scale);
      assert.ok(cuts > 1000 * scale, `only ${cuts} cuts`);
      assert.ok(
        faults.length / cuts <= 0.005,
        `${faults.length} of ${cuts} cuts:\n${faults.slice(0, 20).join("\n")}`,
      );
    });
  }
});
