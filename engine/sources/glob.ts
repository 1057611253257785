// Finds the files that a path of a source means: one file, a pattern, or everything below a folder. The engine is
// given exact files only, so that it may be locked to them; nothing here opens a file.

import { readdirSync, type Stats, statSync } from "node:fs";
import { join, parse, sep } from "node:path";

/** A file as it was found, with what tells whether it has changed since. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMillis: number;
}

export type FoundFiles =
  | { readonly kind: "files"; readonly files: readonly FoundFile[]; readonly isPattern: boolean }
  | { readonly kind: "missing" }
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

/**
 * Files that an absolute path means, ordered by name. A name that exists is that file even where it looks like a
 * pattern. `*` and `?` stand for parts of one name, `**` for any folders, `[…]` for one character and `{a,b}` for
 * either; a folder means the files below it whose names match `endings` and begin with neither `_` nor `.`.
 */
export function findDataFiles(path: string, endings: RegExp): FoundFiles {
  try {
    const stats = statsOf(path);
    if (stats?.isFile() === true) return { kind: "files", files: [found(path, stats)], isPattern: false };
    if (stats?.isDirectory() === true) return filesOf(filesBelow(path, endings), "empty");
    if (!hasPattern(path)) return { kind: "missing" };
    const matches = new Map<string, FoundFile>();
    for (const pattern of expandBraces(path)) {
      const { root, dir, base } = parse(pattern);
      const parts = [...dir.slice(root.length).split(/[\\/]/), base].filter((part) => part !== "");
      for (const file of matchParts(root, parts)) matches.set(file.path, file);
    }
    return filesOf([...matches.values()], "empty");
  } catch (error) {
    const { code, path: at } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: "unreadable", path: at ?? path, reason: reasons[code] ?? (error as Error).message };
  }
}

/** Whether a path could be a pattern. */
export function hasPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** `{a,b}` spelled out: `x{1,2}` is `x1` and `x2`. Braces without a comma, or unclosed, stand for themselves. */
export function expandBraces(pattern: string): string[] {
  for (let open = pattern.indexOf("{"); open >= 0; open = pattern.indexOf("{", open + 1)) {
    const choices = choicesAt(pattern, open);
    if (choices === undefined) continue;
    const before = pattern.slice(0, open);
    return choices.texts.flatMap((text) => expandBraces(before + text + pattern.slice(choices.end)));
  }
  return [pattern];
}

/** One name of a path as a regular expression; undefined where it holds no pattern. */
export function nameMatcher(name: string): RegExp | undefined {
  if (!/[*?[]/.test(name)) return undefined;
  let source = "";
  for (let i = 0; i < name.length; i++) {
    const character = name[i]!;
    if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (character === "[") {
      const end = name.indexOf("]", name[i + 1] === "]" || name[i + 1] === "!" ? i + 2 : i + 1);
      if (end < 0) {
        source += "\\[";
        continue;
      }
      const inside = name.slice(i + 1, end);
      const isNegated = inside.startsWith("!") || inside.startsWith("^");
      const characters = (isNegated ? inside.slice(1) : inside).replace(/[\\\]^[]/g, "\\$&");
      source += `[${isNegated ? "^" : ""}${characters}]`;
      i = end;
    } else source += character.replace(/[\\^$.|+(){}\]]/g, "\\$&");
  }
  return new RegExp(`^${source}$`, "su");
}

// ------------------------------------------------------------------------------------------------ helpers

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "the operation is not permitted",
  ELOOP: "symbolic links go round in a circle",
  ENAMETOOLONG: "the name is too long",
  EIO: "the device reports an error",
};

/** The part of a reader's reason that a system error code means, for other readers of files. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return reasons[code] ?? (error as Error).message;
}

function filesOf(files: readonly FoundFile[], otherwise: "empty"): FoundFiles {
  if (files.length === 0) return { kind: otherwise };
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { kind: "files", files: sorted, isPattern: true };
}

function found(path: string, stats: Stats): FoundFile {
  return { path, bytes: stats.size, modifiedMillis: stats.mtimeMs };
}

/** Follows symbolic links: what a person declares is theirs to link. Undefined where nothing is. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function filesBelow(folder: string, endings: RegExp): FoundFile[] {
  const files: FoundFile[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (/^[_.]/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const stats = statsOf(path);
    if (stats?.isDirectory() === true && !entry.isSymbolicLink()) files.push(...filesBelow(path, endings));
    else if (stats?.isFile() === true && endings.test(entry.name)) files.push(found(path, stats));
  }
  return files;
}

function matchParts(folder: string, parts: readonly string[]): FoundFile[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  if (part === "**") {
    const below = subfolders(folder).flatMap((child) => matchParts(join(folder, child), parts));
    return [...matchParts(folder, rest.length === 0 ? ["*"] : rest), ...below];
  }
  const matcher = nameMatcher(part);
  const names =
    matcher === undefined ? [part] : namesIn(folder).filter((name) => isMatch(matcher, name, part));
  return names.flatMap((name) => {
    const path = folder.endsWith(sep) ? folder + name : join(folder, name);
    const stats = statsOf(path);
    if (rest.length > 0) return stats?.isDirectory() === true ? matchParts(path, rest) : [];
    return stats?.isFile() === true ? [found(path, stats)] : [];
  });
}

/** A pattern finds hidden names only where it begins with a dot itself. */
function isMatch(matcher: RegExp, name: string, part: string): boolean {
  return matcher.test(name) && (!name.startsWith(".") || part.startsWith("."));
}

function namesIn(folder: string): string[] {
  return statsOf(folder)?.isDirectory() === true ? readdirSync(folder) : [];
}

function subfolders(folder: string): string[] {
  if (statsOf(folder)?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name);
}

function choicesAt(
  pattern: string,
  open: number,
): { readonly texts: string[]; readonly end: number } | undefined {
  const texts: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open + 1; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === "{") depth++;
    else if (character === "," && depth === 0) {
      texts.push(pattern.slice(start, i));
      start = i + 1;
    } else if (character === "}" && depth-- === 0) {
      texts.push(pattern.slice(start, i));
      return texts.length < 2 ? undefined : { texts, end: i + 1 };
    }
  }
  return undefined;
}
