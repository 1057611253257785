// What an editor types for `weir lsp`. The work is in server/ and loaded when it is asked for.

import { Command } from "commander";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";

export function lspCommand(host: Host, finish: (code: ExitCode) => void): Command {
  return new Command("lsp")
    .description("Serve the language server protocol, for editors.")
    .option("--stdio", "over standard input and output, which is also the default", true)
    .addHelpText(
      "after",
      `
VS Code needs nothing of this: its extension starts the server itself. Other editors start this command for files that
end in .weir. Data files are read only when the editor says that the folder is trusted, with the initialization option
{"trusted": true}.

Examples:
  weir lsp --stdio

In Neovim:
  vim.lsp.start({ name = "weir", cmd = { "weir", "lsp", "--stdio" }, init_options = { trusted = true } })`,
    )
    .action(async () => {
      const { serveStandardStreams } = await import("../../server/stdio.ts");
      await serveStandardStreams();
      finish(0);
      host.exit(0);
    });
}
