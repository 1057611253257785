// Splits many files into shares that can be checked apart from each other: files that import each other, however far
// around, stay together, since what one says may change what is said of another.

import { pathsImportedIn, resolveFrom } from "../../project/index.ts";
import { pathStyle, uriOf } from "../file-system.ts";
import type { FoundFile } from "../find-files.ts";

/** Text of a file by its path; undefined where it cannot be read, which is told of later. */
export type ReadText = (path: string) => string | undefined;

/** At most `count` shares of about the same size; fewer where the files hang together. */
export function sharesOf(found: readonly FoundFile[], count: number, read: ReadText): FoundFile[][] {
  const groups = connected(found, read).sort((a, b) => b.length - a.length);
  const shares: FoundFile[][] = Array.from({ length: count }, () => []);
  for (const group of groups) {
    const smallest = shares.reduce((least, share) => (share.length < least.length ? share : least));
    smallest.push(...group);
  }
  return shares.filter((share) => share.length > 0);
}

/** Groups of files that reach each other by imports. */
function connected(found: readonly FoundFile[], read: ReadText): FoundFile[][] {
  const parents = new Map<string, string>();
  const rootOf = (uri: string): string => {
    let root = uri;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    parents.set(uri, root);
    return root;
  };
  for (const { path } of found) {
    const uri = uriOf(path);
    for (const imported of pathsImportedIn(read(path) ?? "")) {
      parents.set(rootOf(resolveFrom(uri, imported, pathStyle)), rootOf(uri));
    }
  }
  const groups = new Map<string, FoundFile[]>();
  for (const file of found) {
    const root = rootOf(uriOf(file.path));
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}
