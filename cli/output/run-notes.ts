// What a run has to say beside its rows, for standard error: what was stored, expectations that did not hold, and how
// a run failed, with the place and a way out. Everything that comes from data is escaped.

import type { ExpectationReport, RunFailure, RunReport, StoreReport } from "../../engine/messages.ts";
import { columnsText } from "./columns.ts";
import { groupedDigits } from "./table.ts";
import { type Colours, printable } from "./terminal.ts";

/** Names a file of the report as the person would. */
export type FileNaming = (file: string) => string;

/** Warnings and stores of a run that came to its end; empty where there is nothing to say. */
export function reportNotes(report: RunReport, nameOf: FileNaming, colours: Colours): string {
  const broken = report.expectations.filter((expectation) => !expectation.passed);
  return [
    ...broken.map((expectation) => expectationText(expectation, nameOf, colours)),
    ...report.warnings.map((warning) => `${colours.yellow("warning:")} ${printable(warning)}\n`),
    ...report.stores.map((store) => storeText(store, nameOf, colours)),
  ].join("");
}

/** `file:line:column: error WR601: message`, the rows that broke an expectation, the hint. */
export function failureText(failure: RunFailure, nameOf: FileNaming, colours: Colours): string {
  const place = placeText(failure, nameOf);
  const head = `${place === "" ? "" : `${colours.bold(`${place}:`)} `}${colours.red(`error ${failure.code}:`)}`;
  const message = failure.message.split("\n").map(printable).join("\n  ");
  const hint = failure.hint === undefined ? "" : `  ${colours.dim("hint:")} ${printable(failure.hint)}\n`;
  const broken = failure.expectations.filter((expectation) => !expectation.passed);
  const rows = broken.map((expectation) => expectationText(expectation, nameOf, colours)).join("");
  return `${head} ${message}\n${hint}${rows}`;
}

/** A size for people: decimal units, as in the language (`2 GB`). */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

// ------------------------------------------------------------------------------------------------ helpers

function placeText(failure: Pick<RunFailure, "file" | "line" | "column">, nameOf: FileNaming): string {
  if (failure.file === undefined) return "";
  const parts = [nameOf(failure.file), failure.line, failure.line === undefined ? undefined : failure.column];
  return printable(parts.filter((part) => part !== undefined).join(":"));
}

function expectationText(expectation: ExpectationReport, nameOf: FileNaming, colours: Colours): string {
  const { severity, text, message, violations, rows, examples } = expectation;
  const word = severity === "warn" ? colours.yellow("warning:") : colours.red("expectation:");
  const place = colours.bold(`${printable(nameOf(expectation.file))}:${expectation.line}:`);
  const why = message === "" ? "" : ` — ${printable(message)}`;
  const counts = `${groupedDigits(violations)} of ${groupedDigits(rows)} ${rows === 1 ? "row" : "rows"}`;
  const head = `${place} ${word} \`${printable(text)}\` does not hold for ${counts}${why}\n`;
  const names = Object.keys(examples[0] ?? {});
  if (names.length === 0) return head;
  const table = columnsText(
    names.map(printable),
    examples.map((example) => names.map((name) => example[name] ?? "null")),
    colours,
  );
  return `${head}${table.replace(/^/gm, "    ")}\n`;
}

function storeText(store: StoreReport, nameOf: FileNaming, colours: Colours): string {
  const files = store.files === 1 ? "" : ` in ${groupedDigits(store.files)} files`;
  const size = store.bytes > 0 ? `, ${bytesText(store.bytes)}${files}` : files;
  const rows = `${groupedDigits(store.rows)} ${store.rows === 1 ? "row" : "rows"}`;
  return `${colours.green("stored")} ${printable(store.name)} (${store.kind}, ${store.mode}): ${rows}${size} → ${printable(nameOf(store.path))}\n`;
}
