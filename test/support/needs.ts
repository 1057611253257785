// What a test needs of the machine (a program, a right, a device): says why it skips and how to get what is missing.
// It must never hide a failure: with WEIR_REQUIRE_ALL=1 (as in .ci/run) a missing need fails the test.
import { appendFileSync } from "node:fs";
import type { Context } from "mocha";

export interface Need {
  /** What is missing, as the start of a sentence: "The generator `tpchgen-cli`". */
  readonly what: string;
  readonly available: boolean;
  /** How to get it, as a command or an instruction. */
  readonly remedy: string;
}

/**
 * Skips the running test (or, from a `before` hook, its whole suite) when `need` is not met.
 * Call it as `needs(this, …)` from a test written with `function`, since mocha hands its context over as `this`.
 */
export function needs(context: Context, need: Need): void {
  if (need.available) return;
  const reason = `${need.what} is missing; to get it: ${need.remedy}`;
  if (process.env.WEIR_REQUIRE_ALL === "1") throw new Error(reason);

  const log = process.env.WEIR_SKIP_LOG;
  if (log === undefined) console.error(`skipped: ${reason}`);
  else appendFileSync(log, `${reason}\n`);
  context.skip();
}
