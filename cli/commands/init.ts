// What a person types for `weir init`. The work is in actions/init.ts and loaded when it is asked for.

import { Command } from "commander";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";

export function initCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("init")
    .description("Make a first project: weir.json, a pipeline that runs at once, .gitignore.")
    .argument("[folder]", "where; made if it is not there", ".")
    .addHelpText(
      "after",
      `
Files that are there already are never touched.

Examples:
  weir init
  weir init sales && weir run sales/first.weir`,
    )
    .action(async (folder: string) => {
      const { init } = await import("../actions/init.ts");
      finish(await init(host, folder));
    });
}
