// What came of a run, for a person: a line in the output channel, the place of a fault. Values of data
// never get into the output channel.

import { type LogOutputChannel, l10n, Position, Range, Uri, window, workspace } from "vscode";
import type { OpenResult, RefusalReason, RunResult } from "../../server/protocol.ts";

type Failed = RunResult & { readonly kind: "failed" };

/** A line for a run that ended well. */
export function logResult(output: LogOutputChannel, title: string, result: OpenResult): void {
  const { report, rows, seconds } = result;
  output.info(`${title}: ${rows} rows in ${seconds.toFixed(2)} s.`);
  for (const { name, path, rows: stored, bytes } of report.stores) {
    output.info(`  stored ${stored} rows in ${name} (${path}, ${bytes} bytes)`);
  }
  for (const { passed, text, violations } of report.expectations) {
    if (!passed) output.warn(`  expect ${text}: ${violations} rows break it`);
  }
  for (const warning of report.warnings) output.warn(`  ${warning}`);
}

/** Says what went wrong, with a way to where it went wrong. */
export async function tellFailure(
  output: LogOutputChannel,
  title: string,
  { failure }: Failed,
): Promise<void> {
  output.error(`${title}: ${failure.code} ${failure.message}`);
  if (failure.hint !== undefined) output.error(`  ${failure.hint}`);
  const { file, line, column } = failure;
  const place =
    file === undefined ? undefined : { uri: uriOf(file), line: (line ?? 1) - 1, column: (column ?? 1) - 1 };
  await tell(l10n.t("{0} failed: {1}", title, failure.message), place, output);
}

/** Says why nothing was run, with a way to the first reason. */
export async function tellRefusal(
  output: LogOutputChannel,
  title: string,
  problems: readonly RefusalReason[],
): Promise<void> {
  for (const { message } of problems) output.warn(`${title} was not run: ${message}`);
  const [first, ...others] = problems;
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` ${l10n.t("(and {0} more)", others.length)}`;
  const place =
    first.uri === undefined
      ? undefined
      : { uri: Uri.parse(first.uri), line: first.line ?? 0, column: first.column ?? 0 };
  await tell(`${l10n.t("{0} was not run: {1}", title, first.message)}${more}`, place, output);
}

interface Place {
  readonly uri: Uri;
  readonly line: number;
  readonly column: number;
}

async function tell(message: string, place: Place | undefined, output: LogOutputChannel): Promise<void> {
  const go = l10n.t("Go to the Place");
  const show = l10n.t("Show Output");
  const chosen = await window.showErrorMessage(message, ...(place === undefined ? [] : [go]), show);
  if (chosen === show) output.show();
  else if (chosen === go && place !== undefined) {
    const position = new Position(Math.max(0, place.line), Math.max(0, place.column));
    const document = await workspace.openTextDocument(place.uri);
    await window.showTextDocument(document, { selection: new Range(position, position) });
  }
}

/** Faults name files by URI where they are programs, by path where they are data. */
function uriOf(file: string): Uri {
  return /^[a-z][a-z\d+.-]+:/i.test(file) ? Uri.parse(file) : Uri.file(file);
}
