// What a person types for `weir format`. The work is in actions/format.ts and loaded when it is asked for.

import { Command } from "commander";
import type { FormatOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";

export function formatCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("format")
    .description("Lay out .weir files in the one style. Meaning, comments and line endings stay.")
    .argument("[paths...]", "files, or folders whose .weir files are all formatted")
    .option("--check", "change nothing; list the files that are not formatted and exit with 1", false)
    .option("--stdin", "read a text from standard input and print it formatted", false)
    .addHelpText(
      "after",
      `
Files that changed are listed. A step that cannot be read is left as it is.
Exit codes: 0 fine, 1 files are not formatted (--check) or cannot be written, 2 wrong usage.

Examples:
  weir format .
  weir format flights.weir --check
  weir format --stdin < flights.weir`,
    )
    .action(async (paths: readonly string[], options: FormatOptions) => {
      const { format } = await import("../actions/format.ts");
      finish(await format(host, paths, options));
    });
}
