// Reads files with all that they import, parses and binds them. A file is read and parsed once however often it
// is imported; what cannot be read is said at the import that wants it.

import { parseFile, reparse, type SyntaxFile } from "../grammar/index.ts";
import {
  bindProgram,
  type Catalogue,
  type ManifestNames,
  type Program,
  type ProgramFile,
} from "../language/index.ts";
import type { FileSystem, ReadResult } from "./file-system.ts";
import { type PathStyle, resolveFrom } from "./paths.ts";
import { type Project, projectOf } from "./project.ts";

export interface LoadedProgram {
  readonly program: Program;
  /** Files that were asked for and cannot be read. */
  readonly failures: readonly { readonly uri: string; readonly result: ReadResult }[];
  /** The project of the first file. */
  readonly project: Project | undefined;
}

export interface LoadOptions {
  readonly files: FileSystem;
  /** URIs of the files that are asked about. */
  readonly uris: readonly string[];
  readonly catalogue: Catalogue;
  readonly style: PathStyle;
  readonly previous?: LoadedProgram | undefined;
  /** The tree of a text, for callers that keep trees themselves; by default what `previous` has is read again. */
  readonly parse?: ((uri: string, text: string) => SyntaxFile) | undefined;
}

/** Loads files and everything that they import. */
export function loadProgram(options: LoadOptions): LoadedProgram {
  const read = readFiles(options);
  const first = options.uris[0];
  const project = first === undefined ? undefined : projectOf(first, options.files);
  const program = bindProgram({
    files: read.files,
    catalogue: options.catalogue,
    manifest: namesOf(project),
    previous: options.previous?.program,
  });
  return { program, failures: read.failures, project };
}

/** The same files, bound again with what the catalogue knows now. */
export function rebind(loaded: LoadedProgram, catalogue: Catalogue): LoadedProgram {
  const files = [...loaded.program.files.values()].map((file): ProgramFile => file.source);
  const manifest = namesOf(loaded.project);
  return { ...loaded, program: bindProgram({ files, catalogue, manifest, previous: loaded.program }) };
}

function namesOf(project: Project | undefined): ManifestNames | undefined {
  const manifest = project?.manifest;
  if (manifest === undefined) return undefined;
  const connections = [...manifest.connections.values()].map(({ name, kind }) => [name, kind] as const);
  return { targets: [...manifest.targets.keys()], connections: Object.fromEntries(connections) };
}

function readFiles(options: LoadOptions): {
  readonly files: readonly ProgramFile[];
  readonly failures: LoadedProgram["failures"];
} {
  const files = new Map<string, ProgramFile>();
  const failures: { uri: string; result: ReadResult }[] = [];
  const missing = new Set<string>();
  const queue = [...options.uris];
  for (const uri of queue) {
    if (files.has(uri) || missing.has(uri)) continue;
    const result = options.files.readText(uri);
    if (result.kind !== "text") {
      missing.add(uri);
      if (options.uris.includes(uri)) failures.push({ uri, result });
      continue;
    }
    const tree = (options.parse ?? parserAfter(options.previous))(uri, result.text);
    const imports = importsOf(uri, tree, options.style);
    files.set(uri, { uri, tree, imports });
    queue.push(...imports.values());
  }
  return { files: [...files.values()], failures };
}

function parserAfter(previous: LoadedProgram | undefined): (uri: string, text: string) => SyntaxFile {
  return (uri, text) => {
    const before = previous?.program.file(uri)?.tree;
    return before === undefined ? parseFile(text) : reparse(before, text);
  };
}

/** Where the imports of a file lead. */
export function importsOf(uri: string, tree: SyntaxFile, style: PathStyle): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  for (const { declaration } of tree.parts) {
    if (declaration.kind !== "import" || declaration.path === undefined) continue;
    const path = declaration.path.value;
    if (path !== "") imports.set(path, resolveFrom(uri, path, style));
  }
  return imports;
}
