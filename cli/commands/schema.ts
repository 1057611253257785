// What a person types for `weir schema`. The work is in actions/schema.ts and loaded when it is asked for.

import { Command } from "commander";
import type { SchemaOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { pipelineArgument } from "./options.ts";

export function schemaCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("schema")
    .description("Show the columns that a pipeline gives, and those after each of its steps.")
    .argument("<file>", "a .weir file")
    .argument("[pipeline]", pipelineArgument)
    .option("--json", "print one JSON object for programs", false)
    .addHelpText(
      "after",
      `
Nothing is run: types follow from the schemas of the sources.

Examples:
  weir schema flights.weir delays_by_airport
  weir schema flights.weir :42
  weir schema flights.weir delays_by_airport --json`,
    )
    .action(async (file: string, pipeline: string | undefined, options: SchemaOptions) => {
      const { schema } = await import("../actions/schema.ts");
      finish(await schema(host, file, pipeline, options));
    });
}
