// How every command is registered: a bug in one is written to the output channel and told once, instead of being lost.

import { commands, type Disposable, type LogOutputChannel, l10n, window } from "vscode";
import { reasonOf } from "../output.ts";

/** What a command does with the arguments that its caller gave, which may be anything. */
export type Command = (...given: readonly unknown[]) => unknown;

/** Registers commands by their identifiers. */
export function registerCommands(
  output: LogOutputChannel,
  table: Readonly<Record<string, Command>>,
): Disposable[] {
  return Object.entries(table).map(([name, command]) =>
    commands.registerCommand(name, async (...given: readonly unknown[]) => {
      try {
        return await command(...given);
      } catch (error) {
        output.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        const show = l10n.t("Show Output");
        const message = l10n.t("Weir could not do this: {0}", reasonOf(error));
        if ((await window.showErrorMessage(message, show)) === show) output.show();
        return undefined;
      }
    }),
  );
}
