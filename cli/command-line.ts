// From words to a command: commander reads them, the command does the work, and this module turns how it ended into an
// exit code and a message. It is the one place of the process where errors are caught.

import { Command, CommanderError } from "commander";
import { checkCommand } from "./commands/check.ts";
import { formatCommand } from "./commands/format.ts";
import { initCommand } from "./commands/init.ts";
import { lineageCommand } from "./commands/lineage.ts";
import { lspCommand } from "./commands/lsp.ts";
import { runCommand } from "./commands/run.ts";
import { schemaCommand } from "./commands/schema.ts";
import { sqlCommand } from "./commands/sql.ts";
import { testCommand } from "./commands/test.ts";
import { CommandError, type ExitCode, systemReason } from "./exit.ts";
import { type Host, realHost } from "./host.ts";
import { printable } from "./output/terminal.ts";

/** A command as commander knows it; `finish` takes the exit code of its action. */
export type CommandMaker = (host: Host, finish: (code: ExitCode) => void) => Command;

const commands: readonly CommandMaker[] = [
  checkCommand,
  formatCommand,
  schemaCommand,
  sqlCommand,
  runCommand,
  testCommand,
  lineageCommand,
  initCommand,
  lspCommand,
];

/** Runs the command that `parameters` (without node and script) ask for. Never throws. */
export async function runCommandLine(
  parameters: readonly string[],
  version: () => string,
  host: Host = realHost(),
): Promise<ExitCode> {
  let exitCode = 0 as ExitCode;
  const program = new Command("weir")
    .description("Data pipelines read top to bottom, run on DuckDB.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .addHelpText("after", examples)
    .showHelpAfterError("(`weir --help` lists the commands)");
  for (const make of commands) {
    program.addCommand(
      make(host, (code) => {
        exitCode = code;
      }),
    );
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    if (command !== program) command.showHelpAfterError(`(\`weir ${command.name()} --help\` has examples)`);
  }
  // Commands that have something to put in order listen for themselves.
  host.onInterrupt(() => host.exit(130));
  try {
    await program.parseAsync([...parameters], { from: "user" });
    // Whoever cancelled does not wait for a reader that may never come.
    if (exitCode === 130) host.exit(130);
    await host.output.flush();
    return exitCode;
  } catch (error) {
    return await explain(error, host);
  }
}

const examples = `
Examples:
  weir init                                  a first project in this folder
  weir check .                               problems of all .weir files below
  weir run flights.weir delays_by_airport    rows of a pipeline, as a table
  weir run flights.weir :42 --format json    the pipeline at line 42, as JSON
  weir test .                                the \`test\` blocks of all files below

Exit codes: 0 fine, 1 the file's or the data's fault, 2 wrong usage, 130 cancelled.`;

/** Says on standard error how the command ended. */
async function explain(error: unknown, host: Host): Promise<ExitCode> {
  // Commander has printed its own message; only help and version that were asked for are no fault.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const colours = host.errorColours;
  if (error instanceof CommandError) {
    if (error.message === "") return error.exitCode;
    const hint = error.hint === undefined ? "" : `${colours.dim("hint:")} ${printable(error.hint)}\n`;
    await host.errors.write(`${colours.red("error:")} ${printableLines(error.message)}\n${hint}`);
    return error.exitCode;
  }
  if (isSystemError(error)) {
    await host.errors.write(`${colours.red("error:")} "${printable(error.path)}": ${systemReason(error)}\n`);
    return 1;
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await host.errors.write(`${colours.red("internal error:")} ${printableLines(reason)}\n`);
  return 1;
}

/** A fault of the world that names a path. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly path: string } {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).path === "string";
}

const printableLines = (text: string) => text.split("\n").map(printable).join("\n");
