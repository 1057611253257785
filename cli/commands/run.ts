// What a person types for `weir run`. The work is in actions/run.ts and loaded when it is asked for.

import { Command, Option } from "commander";
import type { RunOptions } from "../command-options.ts";
import { runFormats } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { alsoThis, countOf, parameterOption, pipelineArgument } from "./options.ts";

export function runCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("run")
    .description("Run a pipeline on DuckDB: print its rows, write its store.")
    .argument("<file>", "a .weir file")
    .argument("[pipeline]", pipelineArgument)
    .addOption(parameterOption())
    .addOption(new Option("--limit <n>", "print or output at most n rows").argParser(countOf))
    .addOption(
      new Option("--format <format>", "form of the rows (default: table on a terminal, else csv)").choices(
        runFormats,
      ),
    )
    .option("--output <path>", "write the rows to a file; its ending gives the format")
    .option("--no-store", "leave out what the pipeline writes with `into`")
    .option("--measure-steps", "count the rows of every step exactly, which takes longer", false)
    .addOption(
      new Option(
        "--allow-write <dir>",
        "a folder outside the project that may be written to; can be repeated",
      )
        .argParser(alsoThis)
        .default([], "none"),
    )
    .option("--report <path>", "write what the run took, read and wrote as JSON")
    .addHelpText(
      "after",
      `
Rows go to standard output; progress, warnings and what was stored go to standard error.
Ctrl-C cancels: stores keep what they held. A second Ctrl-C ends the command at once.
Exit codes: 0 fine, 1 the file's or the data's fault, 2 wrong usage, 130 cancelled.

Examples:
  weir run flights.weir delays_by_airport
  weir run flights.weir airport_days --param iata=SEA --limit 10
  weir run flights.weir :42 --format json --no-store
  weir run flights.weir busiest_routes --output routes.parquet
  weir run flights.weir daily_delays --report run.json --measure-steps`,
    )
    .action(async (file: string, pipeline: string | undefined, options: RunOptions) => {
      const { run } = await import("../actions/run.ts");
      finish(await run(host, file, pipeline, options));
    });
}
