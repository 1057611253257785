// What a person types for `weir check`. The work is in actions/check.ts and loaded when it is asked for.

import { Command } from "commander";
import type { CheckOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";

export function checkCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("check")
    .description("Find problems in .weir files: syntax, names, types, sources that are not there.")
    .argument("<paths...>", "files, or folders whose .weir files are all checked")
    .option("--json", "print one JSON object for programs", false)
    .addHelpText(
      "after",
      `
Nothing is run. Schemas of data files are read once and kept in .weir/cache.
Exit codes: 0 no error, 1 errors were found, 2 wrong usage.

Examples:
  weir check flights.weir
  weir check .
  weir check pipelines shared/sources.weir --json`,
    )
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const { check } = await import("../actions/check.ts");
      finish(await check(host, paths, options));
    });
}
