// Mocha's `spec` output for people, and beside it the counts as JSON for scripts/test.mjs, which adds its own checks.
const { writeFileSync } = require("node:fs");
const Mocha = require("mocha");

/**
 * @this {{ done: (failures: number, finish: (failures: number) => void) => void }}
 * @param {import("mocha").Runner} runner
 * @param {import("mocha").MochaOptions} options
 */
module.exports = function Reporter(runner, options) {
  const people = new Mocha.reporters.Spec(runner, options);
  /** @type {string[]} */
  const skipped = [];
  runner.on("pending", (test) => skipped.push(test.fullTitle()));

  /**
   * @param {number} failures
   * @param {(failures: number) => void} finish
   */
  this.done = (failures, finish) => {
    const { passes = 0, failures: failed = 0 } = people.stats ?? {};
    const output = process.env.WEIR_TEST_COUNTS;
    if (output !== undefined) writeFileSync(output, JSON.stringify({ passed: passes, failed, skipped }));
    finish(failures);
  };
};
