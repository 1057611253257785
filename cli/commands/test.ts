// What a person types for `weir test`. The work is in actions/test.ts and loaded when it is asked for.

import { Command, Option } from "commander";
import type { TestOptions } from "../command-options.ts";
import { testFormats } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";

export function testCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("test")
    .description(
      "Run the `test` blocks of .weir files. They read only what they are given and store nothing.",
    )
    .argument("<paths...>", "files, or folders whose .weir files are all tested")
    .addOption(
      new Option(
        "--format <format>",
        "form of the results (default: pretty on a terminal, else tap)",
      ).choices(testFormats),
    )
    .addOption(new Option("--tap", "the same as --format tap").default(false).conflicts(["format", "junit"]))
    .addOption(
      new Option("--junit", "the same as --format junit").default(false).conflicts(["format", "tap"]),
    )
    .option("--output <path>", "write the results to a file")
    .option("--filter <text>", "only tests whose title has this text in it")
    .addHelpText(
      "after",
      `
Rows are compared as a bag, in order where the pipeline promises one; floats to 1e-9 of their size.
Exit codes: 0 all passed, 1 a test failed, 2 wrong usage, 130 cancelled.

Examples:
  weir test .
  weir test flights.weir --filter "small airports"
  weir test . --format junit --output results.xml`,
    )
    .action(async (paths: readonly string[], options: TestOptions) => {
      const { test } = await import("../actions/test.ts");
      finish(await test(host, paths, options));
    });
}
