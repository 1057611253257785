// docs/functions.md from the function table: by category, each function with its signatures and its tested example.
// It adds nothing to what the table says.

import type { FunctionCategory, FunctionEntry } from "../../language/functions/entry.ts";

/** Titles in the order of the page; a category that is missing here does not compile. */
const chapterTitles: Readonly<Record<FunctionCategory, string>> = {
  text: "Text",
  "regular expression": "Regular expressions",
  number: "Numbers",
  "date and time": "Date and time",
  conditional: "Conditions and null",
  list: "Lists",
  struct: "Structs",
  json: "JSON",
  hash: "Hashes",
  geography: "Geography",
  aggregate: "Aggregates",
  window: "Window functions",
};

/** The whole page. */
export function functionsPage(entries: readonly FunctionEntry[]): string {
  const chapters = Object.entries(chapterTitles).map(([category, title]) => ({
    title,
    entries: entries
      .filter((entry) => entry.category === category)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  const present = chapters.filter((chapter) => chapter.entries.length > 0);
  return `${[
    "<!-- Written by `npm run docs` from the function table; edits here are lost. -->",
    "# Functions",
    [
      `The ${entries.length} functions of Weir. Every example is a test: it gives what is written here on every engine.`,
      "In signatures, one capital letter stands for any type, the same in one signature, `number` for int, float and",
      "decimal, `…` for one or more. An argument with `=` may be left out; every argument may be given by its name, as in",
      "`round(x, digits: 2)`. `const` asks for a value that is known before the run: a literal, a `$parameter`.",
      "Null gives null, but where an argument is written with `?`: there null is a value like any other. A result with `?`",
      "may be null for arguments that are not.",
    ].join("\n"),
    present.map(contents).join("\n"),
    ...present.flatMap((chapter) => [`## ${chapter.title}`, ...chapter.entries.map(section)]),
  ].join("\n\n")}\n`;
}

function contents(chapter: { readonly title: string; readonly entries: readonly FunctionEntry[] }): string {
  const links = chapter.entries.map(({ name }) => `[\`${name}\`](#${name})`);
  return `- **${chapter.title}**: ${links.join(", ")}`;
}

function section(entry: FunctionEntry): string {
  const signatures = entry.signatures.map(({ type }) => `${entry.name}${type.replaceAll("...", "…")}`);
  return [
    `### ${entry.name}`,
    `\`\`\`\n${signatures.join("\n")}\n\`\`\``,
    [entry.doc, ...notes(entry)].join(" "),
    example(entry),
  ].join("\n\n");
}

function notes(entry: FunctionEntry): readonly string[] {
  return [
    ...(entry.kind === "aggregate" ? ["Stands in `aggregate`, `window` and `pivot` steps."] : []),
    ...(entry.kind === "window" ? ["Stands in `window` steps."] : []),
    ...(entry.ordered === true ? ["The order of the rows matters."] : []),
    ...(entry.volatile === true ? ["Its value differs from run to run."] : []),
  ];
}

function example({ example: { call, result, rows, clauses } }: FunctionEntry): string {
  if (rows === undefined) return `\`\`\`weir\n${call}    # ${result}\n\`\`\``;
  const step = clauses === undefined ? call : `${call} ${clauses}`;
  return `Over \`${rows}\`:\n\n\`\`\`weir\n${step}    # ${result}\n\`\`\``;
}
