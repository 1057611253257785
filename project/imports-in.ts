// Imports of a text that is not parsed, for finding out quickly which of many files hang together.

/** Paths that a text may import, found without parsing: rather one too many than one too few. */
export function pathsImportedIn(text: string): string[] {
  if (!text.includes("import")) return [];
  const found = text.matchAll(/^[ \t\uFEFF]*import\b[^"]*"((?:[^"\\\r\n]|\\.)*)"/gm);
  return [...found].map((match) => match[1]!.replace(/\\(.)/g, "$1"));
}
