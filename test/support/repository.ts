// The repository as tests see it: where it lies, its manifest and lock file, its source files.
// It must never list what is generated (dist/, out/) or installed (node_modules/).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export interface LockedPackage {
  readonly version: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Folders whose code ships. Those of later parts are named so that they are held to the same rules from their first day. */
export const productFolders: readonly string[] = [
  "grammar",
  "language",
  "project",
  "estimate",
  "emit",
  "engine",
  "deploy",
  "service",
  "server",
  "cli",
  "client",
];

export const repositoryRoot: string = fileURLToPath(new URL("../..", import.meta.url));

/** The text of a file, its path given from the repository's root. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(repositoryRoot, path), "utf8");
}

/** `package.json`, as far as tests need it. */
export function readManifest(): Manifest {
  return JSON.parse(readRepositoryFile("package.json")) as Manifest;
}

/** The packages of the lock file by their place (`node_modules/…`), without Weir itself. */
export function readLockedPackages(): ReadonlyMap<string, LockedPackage> {
  const lock = JSON.parse(readRepositoryFile("package-lock.json")) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return new Map(Object.entries(lock.packages).filter(([place]) => place !== ""));
}

/** TypeScript files of the given folders, as paths from the root with `/`; a folder that does not exist has none. */
export function sourceFiles(folders: readonly string[]): readonly string[] {
  const present = new Set(topFolders());
  return folders
    .filter((folder) => present.has(folder))
    .flatMap((folder) =>
      readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
    )
    .sort();
}

/** Names of the folders at the root. */
export function topFolders(): readonly string[] {
  return readdirSync(repositoryRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
