// The texts of the extension that can be translated: every `l10n.t("…")` of client/, as VS Code's bundle of strings. It goes by
// the text of the sources: the first argument has to be a literal, which the type of a message needs anyway.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Text → text, in the order of the alphabet. `root` is the repository's. */
export function stringsOfClient(root: string): Readonly<Record<string, string>> {
  const folder = join(root, "client");
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => stringsIn(readFileSync(join(folder, name), "utf8")));
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}

function stringsIn(source: string): readonly string[] {
  return [...source.matchAll(/\bl10n\.t\(\s*("(?:[^"\\]|\\.)*")/g)].map(
    ([, literal]) => JSON.parse(literal!) as string,
  );
}
