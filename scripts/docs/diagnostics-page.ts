// docs/diagnostics.md from the problem table: one section a code, which editors and messages link to by its anchor.
// It adds nothing to what the table says.

import type { ProblemEntry, Severity } from "../../language/problems/entry.ts";

/** What each hundred of codes is about, in the order of the page. */
const chapters: readonly (readonly [prefix: string, title: string])[] = [
  ["WR0", "Syntax"],
  ["WR1", "Names, types and steps"],
  ["WR2", "Data and statistics"],
  ["WR3", "Cost and budget"],
  ["WR4", "Storage fit"],
  ["WR5", "Deployment"],
  ["WR6", "Runs"],
];

const severityWords: Readonly<Record<Severity, string>> = {
  error: "an error",
  warning: "a warning",
  information: "information",
  hint: "a hint",
};

/** The whole page. Throws on a code that belongs to no chapter. */
export function diagnosticsPage(entries: readonly ProblemEntry[]): string {
  const lost = entries.filter(({ code }) => !chapters.some(([prefix]) => code.startsWith(prefix)));
  if (lost.length > 0) throw new Error(`No chapter for ${lost.map(({ code }) => code).join(", ")}`);

  const sections = chapters.flatMap(([prefix, title]) => {
    const ofChapter = entries.filter(({ code }) => code.startsWith(prefix));
    return ofChapter.length === 0 ? [] : [`## ${title}`, ...ofChapter.map(section)];
  });
  return `${[
    "<!-- Written by `npm run docs` from the problem table; edits here are lost. -->",
    "# Diagnostics",
    `Everything that Weir may report, by its code: what it means, a text that has it, and the same text without it.`,
    ...sections,
  ].join("\n\n")}\n`;
}

function section(entry: ProblemEntry): string {
  return [
    `### ${entry.code}`,
    `**${capitalised(entry.title)}**, ${severityWords[entry.severity]}. ${entry.explanation}`,
    ...(entry.wrong === "" ? [] : ["Wrong:", weirBlock(entry.wrong)]),
    ...(entry.right === "" ? [] : ["Right:", weirBlock(entry.right)]),
  ].join("\n\n");
}

function weirBlock(text: string): string {
  const fence = text.includes("```") ? "````" : "```";
  return `${fence}weir\n${text.replace(/\n+$/, "")}\n${fence}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
