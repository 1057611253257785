// What a person types for `weir lineage`. The work is in actions/lineage.ts and loaded when it is asked for.

import { Command, Option } from "commander";
import type { LineageOptions } from "../command-options.ts";
import { lineageFormats } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { pipelineArgument } from "./options.ts";

export function lineageCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("lineage")
    .description("Show which columns of which sources each column of a pipeline comes from.")
    .argument("<file>", "a .weir file")
    .argument("[pipeline]", pipelineArgument)
    .addOption(new Option("--format <format>", "form of the answer").choices(lineageFormats).default("text"))
    .addOption(new Option("--json", "the same as --format json").default(false).conflicts("format"))
    .addHelpText(
      "after",
      `
Examples:
  weir lineage flights.weir delays_by_airport
  weir lineage flights.weir delays_by_airport --json
  weir lineage flights.weir delays_by_airport --format mermaid`,
    )
    .action(async (file: string, pipeline: string | undefined, options: LineageOptions) => {
      const { lineage } = await import("../actions/lineage.ts");
      finish(await lineage(host, file, pipeline, options));
    });
}
