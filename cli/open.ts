// Opens .weir files: finds their projects, reads them with what they import, binds them with the schemas of their data.
// Everything that the commands look at comes from here; nothing is run.

import type { BoundFile, DataLocation, Program, SchemaAnswer } from "../language/index.ts";
import {
  type FileSystem,
  folderOf,
  type LoadedProgram,
  loadProgram,
  type Project,
  projectOf,
  rebind,
} from "../project/index.ts";
import { fault } from "./exit.ts";
import { pathOf, pathStyle, uriOf } from "./file-system.ts";
import { type FoundFile, shownPath } from "./find-files.ts";
import type { Host } from "./host.ts";
import type { ShownProblem, ShownSource } from "./output/problems.ts";

/** Where schemas come from: what is known already, and a way to find out the rest. */
export interface Schemas {
  /** What is known now; `pending` for what is not. */
  known(location: DataLocation, project: Project): SchemaAnswer;
  /** Finds out about these, so that `known` knows them afterwards. */
  find(locations: readonly DataLocation[], project: Project): Promise<void>;
}

export interface Opened {
  /** The files of each project that was met, bound together. */
  readonly parts: readonly OpenedPart[];
  /** Files that were read: those that were named and those that they import. */
  readonly fileCount: number;
  /** All problems, by file and place; those of the manifests first. */
  readonly problems: readonly ShownProblem[];
  /** How the person would name a file. */
  shown(uri: string): string;
}

export interface OpenedPart {
  readonly project: Project;
  readonly program: Program;
  /** The files that were named, in order. */
  readonly files: readonly BoundFile[];
}

export async function openFiles(
  host: Host,
  files: FileSystem,
  found: readonly FoundFile[],
  schemas: Schemas,
): Promise<Opened> {
  const names = new Map(found.map((file) => [uriOf(file.path), file.shown]));
  const shown = (uri: string) => names.get(uri) ?? shownPath(host, pathOf(uri));
  const parts: OpenedPart[] = [];
  for (const { project, uris } of byProject([...names.keys()], files)) {
    const loaded = await loadWithSchemas(project, uris, files, schemas, shown);
    const bound = uris.flatMap((uri) => loaded.program.file(uri) ?? []);
    parts.push({ project, program: loaded.program, files: bound });
  }
  const sources = sourcesOf(parts, shown);
  return {
    parts,
    fileCount: new Set(parts.flatMap((part) => [...part.program.files.keys()])).size,
    problems: parts.flatMap((part) => problemsOf(part, sources)),
    shown,
  };
}

// ------------------------------------------------------------------------------------------------ helpers

function byProject(
  uris: readonly string[],
  files: FileSystem,
): { readonly project: Project; readonly uris: string[] }[] {
  const ofFolder = new Map<string, Project>();
  const groups = new Map<string, { readonly project: Project; readonly uris: string[] }>();
  for (const uri of uris) {
    const folder = folderOf(uri);
    const project = ofFolder.get(folder) ?? projectOf(uri, files);
    ofFolder.set(folder, project);
    const group = groups.get(project.folder);
    if (group === undefined) groups.set(project.folder, { project, uris: [uri] });
    else group.uris.push(uri);
  }
  return [...groups.values()];
}

async function loadWithSchemas(
  project: Project,
  uris: readonly string[],
  files: FileSystem,
  schemas: Schemas,
  shown: (uri: string) => string,
): Promise<LoadedProgram> {
  const catalogue = { schemaOf: (location: DataLocation) => schemas.known(location, project) };
  const first = loadProgram({ files, uris, catalogue, style: pathStyle });
  const unreadable = first.failures.map(({ uri, result }) => {
    const reason = result.kind === "unreadable" ? result.reason : "there is no such file";
    return `"${shown(uri)}" cannot be read: ${reason}`;
  });
  if (unreadable.length > 0) throw fault(unreadable.join("\n"));
  const isPending = (location: DataLocation) => catalogue.schemaOf(location).status === "pending";
  const unknown = first.program.dataLocations.filter(isPending);
  if (unknown.length === 0) return first;
  await schemas.find(unknown, project);
  return rebind(first, catalogue);
}

function sourcesOf(parts: readonly OpenedPart[], shown: (uri: string) => string): Map<string, ShownSource> {
  const sources = new Map<string, ShownSource>();
  for (const { project, program } of parts) {
    const { manifestUri, manifestText } = project;
    if (manifestUri !== undefined)
      sources.set(manifestUri, { uri: manifestUri, file: shown(manifestUri), text: manifestText });
    for (const file of program.files.values()) {
      sources.set(file.uri, { uri: file.uri, file: shown(file.uri), text: file.tree.text });
    }
  }
  return sources;
}

/** Problems with their sources; a file that two projects import is told of once. */
function problemsOf(part: OpenedPart, sources: Map<string, ShownSource>): ShownProblem[] {
  const { project, program } = part;
  const take = (uri: string) => {
    const source = sources.get(uri);
    sources.delete(uri);
    return source;
  };
  const shown: ShownProblem[] = [];
  const manifest = project.manifestUri === undefined ? undefined : take(project.manifestUri);
  if (manifest !== undefined) shown.push(...project.problems.map((problem) => withSource(problem, manifest)));
  for (const file of program.files.values()) {
    const source = take(file.uri);
    if (source !== undefined) shown.push(...file.problems.map((problem) => withSource(problem, source)));
  }
  return shown;
}

function withSource(
  problem: BoundFile["problems"][number] | Project["problems"][number],
  source: ShownSource,
): ShownProblem {
  const { start, end, severity, code, message, fixes } = problem;
  const related = problem.related.map((range) => ({ ...range, source }));
  const part = "part" in problem ? problem.part : undefined;
  return { source, part, start, end, severity, code, message, fixes, related };
}
