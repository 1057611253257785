// What a person types for `weir sql`. The work is in actions/sql.ts and loaded when it is asked for.

import { Command, Option } from "commander";
import type { SqlOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { parameterOption, pipelineArgument } from "./options.ts";

export function sqlCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("sql")
    .description("Print the SQL that a pipeline is run as. It can be run by itself.")
    .argument("<file>", "a .weir file")
    .argument("[pipeline]", pipelineArgument)
    .addOption(new Option("--dialect <name>", "whose SQL").choices(["duckdb"]).default("duckdb"))
    .addOption(parameterOption())
    .addHelpText(
      "after",
      `
Values stand in the text as literals, paths of files are absolute.

Examples:
  weir sql flights.weir delays_by_airport
  weir sql flights.weir airport_days --param iata=SEA > airport-days.sql`,
    )
    .action(async (file: string, pipeline: string | undefined, options: SqlOptions) => {
      const { sql } = await import("../actions/sql.ts");
      finish(await sql(host, file, pipeline, options));
    });
}
