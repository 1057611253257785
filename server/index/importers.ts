// Who imports whom, over all files of the workspace.

import type { FileDigest } from "./digest.ts";

/** The files that import each file directly. */
export function importersByUri(
  eachFile: (visit: (uri: string, digest: FileDigest) => void) => void,
): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  eachFile((uri, { imports }) => {
    for (const imported of imports) {
      const known = importers.get(imported);
      if (known === undefined) importers.set(imported, [uri]);
      else known.push(uri);
    }
  });
  return importers;
}

/** Everything that leads back to a file, however far around; without itself. */
export function reachedFrom(
  uri: string,
  importers: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const found = new Set([uri]);
  for (const each of found) for (const importer of importers.get(each) ?? []) found.add(importer);
  found.delete(uri);
  return [...found];
}
