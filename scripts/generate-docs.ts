// `npm run docs`: writes the pages of docs/ that say what tables of the language say, so that neither can be wrong alone, and in
// the same way the grammars and the strings of the editor.
// With --check it writes nothing and fails when a page is not what would be written.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { syntaxProblems } from "../grammar/problem-codes.ts";
import { allFunctions } from "../language/functions/table.ts";
import type { ProblemEntry } from "../language/problems/entry.ts";
import { problemTable } from "../language/problems/table.ts";
import { diagnosticsPage } from "./docs/diagnostics-page.ts";
import { functionsPage } from "./docs/functions-page.ts";
import { stringsOfClient } from "./syntaxes/strings.ts";
import { markdownGrammar, textMateGrammar } from "./syntaxes/text-mate.ts";

/** Path from the repository's root → the text that it has to hold. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/functions.md", functionsPage(allFunctions)],
    ["docs/diagnostics.md", diagnosticsPage(allProblems())],
    ["l10n/bundle.l10n.json", json(stringsOfClient(fileURLToPath(new URL("..", import.meta.url))))],
    ["syntaxes/weir.tmLanguage.json", json(textMateGrammar())],
    ["syntaxes/weir-markdown.tmLanguage.json", json(markdownGrammar())],
  ]);
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Every code by its number: the syntax stands with the grammar, the rest with the language. */
function allProblems(): readonly ProblemEntry[] {
  const byCode = new Map<string, ProblemEntry>();
  for (const entry of [...syntaxProblems, ...problemTable]) byCode.set(entry.code, entry);
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function writePages(check: boolean): void {
  for (const [path, wanted] of generatedPages()) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
    const found = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    if (found === wanted) continue;
    if (check) {
      console.error(`${path} is not up to date; run \`npm run docs\`.`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, wanted);
      console.log(`wrote ${path}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writePages(process.argv.includes("--check"));
