// The workspace: open documents over the disk, each bound with all that it imports, again whenever something that it
// hangs on has changed. A view is made when somebody asks for it, and kept until then.

import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import { cacheFolderFor } from "../../engine/settings.ts";
import { parseFile, reparse, type SyntaxFile } from "../../grammar/index.ts";
import type { DataLocation, Program } from "../../language/index.ts";
import {
  canonicalUri,
  type FileSystem,
  type LoadedProgram,
  loadProgram,
  type Project,
  projectOf,
} from "../../project/index.ts";
import type { ServerHost } from "../host.ts";
import { WorkspaceIndex } from "../index/workspace-index.ts";
import { type View, viewOf } from "../view.ts";
import { type Disk, diskOf } from "./disk.ts";
import { keptIndexAt } from "./kept-index.ts";
import { importersOf, programFilesBelow } from "./related.ts";
import { type SchemaEvents, type Schemas, schemasOf } from "./schemas.ts";

export interface OpenDocument {
  /** As this program writes it. */
  readonly uri: string;
  /** As the editor writes it. */
  readonly clientUri: string;
  readonly version: number;
  readonly text: string;
  /** Too big for more than colours and diagnostics. */
  readonly isHuge: boolean;
}

/** Texts of more UTF-16 units than this keep colours and diagnostics only. */
export const hugeUnits = 1_000_000;

const languageId = "weir";

interface Document {
  readonly clientUri: string;
  readonly isWeir: boolean;
  content: TextDocument;
  loaded: LoadedProgram | undefined;
  view: View | undefined;
  /** The state of the workspace that `view` was made from. */
  revision: number;
  /** When it was last made sure of, in milliseconds. */
  checkedMillis: number;
}

/** How long a view may be shown without looking whether files on the disk have changed. */
const freshMillis = 1000;

export interface WorkspaceEvents extends Omit<SchemaEvents, "onAnswer"> {
  /** A bug in work that nobody waits for. */
  readonly onFault: (error: unknown) => void;
  /** Files that nobody has opened are looked through, or have been. */
  readonly onIndexing: (isWorking: boolean) => void;
}

export class Workspace {
  readonly disk: Disk;
  readonly schemas: Schemas;
  /** What is known of the files that nobody has opened. */
  readonly index: WorkspaceIndex;
  /** Whether the editor tells of files that change. Else what the index has may be of the past. */
  isWatched = false;
  readonly #host: ServerHost;
  readonly #documents = new Map<string, Document>();
  readonly #trees = new Map<string, SyntaxFile>();
  #folders: readonly string[] = [];
  #isTrusted = false;
  #revision = 0;
  #related:
    | {
        readonly uri: string;
        readonly loaded: LoadedProgram;
        readonly revision: number;
        readonly madeMillis: number;
      }
    | undefined;

  constructor(host: ServerHost, events: WorkspaceEvents) {
    this.#host = host;
    this.disk = diskOf(host, () => ({ folders: this.#folders, isTrusted: this.#isTrusted }));
    this.schemas = schemasOf(host, () => this.#isTrusted, {
      ...events,
      onAnswer: () => {
        this.#revision++;
      },
    });
    this.index = new WorkspaceIndex(host, {
      weir: process.env.WEIR_VERSION ?? "",
      mayRead: (uri) => this.disk.mayRead(uri),
      keptAt: (folder) =>
        this.#isTrusted ? keptIndexAt(folder, projectOf(`${folder}/any`, this.files), host) : undefined,
      openTrees: () => this.#openTrees(),
      onFault: events.onFault,
      onWork: events.onIndexing,
    });
  }

  // ------------------------------------------------------------------------------------------- what there is

  get isTrusted(): boolean {
    return this.#isTrusted;
  }

  /** URIs of the folders. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Open .weir files. */
  get documents(): readonly OpenDocument[] {
    return [...this.#documents].flatMap(([uri, document]) =>
      document.isWeir ? [openDocument(uri, document)] : [],
    );
  }

  document(uri: string): OpenDocument | undefined {
    const canonical = this.#canonical(uri);
    const document = this.#documents.get(canonical);
    return document?.isWeir === true ? openDocument(canonical, document) : undefined;
  }

  /** The URI under which the editor knows a file. */
  clientUri(uri: string): string {
    return this.#documents.get(uri)?.clientUri ?? uri;
  }

  /** An open .weir file, bound as it is now; undefined for any other. */
  view(uri: string): View | undefined {
    const canonical = this.#canonical(uri);
    const document = this.#documents.get(canonical);
    return document?.isWeir === true ? this.#viewOf(canonical, document) : undefined;
  }

  /** Open texts before those of the disk. */
  readonly files: FileSystem = {
    readText: (uri) => {
      const document = this.#documents.get(uri);
      return document === undefined
        ? this.disk.readText(uri)
        : { kind: "text", text: document.content.getText() };
    },
  };

  /** The tree of a text; a tree that is known is brought up to date. */
  parse(uri: string, text: string): SyntaxFile {
    const before = this.#trees.get(uri);
    const tree = before === undefined ? parseFile(text) : reparse(before, text);
    this.#trees.set(uri, tree);
    return tree;
  }

  /**
   * A file with everything that hangs on what it or its imports declare, for what goes over files: references, renames.
   * Undefined where the file cannot be read.
   */
  related(uri: string): Program | undefined {
    const canonical = this.#canonical(uri);
    const kept = this.#related;
    const isFresh =
      kept?.revision === this.#revision && this.#host.nowMillis() - kept.madeMillis < freshMillis;
    if (kept !== undefined && isFresh && kept.uri === canonical) return kept.loaded.program;
    const project = this.projectOf(canonical);
    const catalogue = this.schemas.catalogueOf(project);
    const own = this.view(canonical)?.program.files.keys() ?? [canonical];
    const uris = new Set([canonical]);
    for (const file of own) for (const found of this.#importersOf(file)) uris.add(found);
    const loaded = loadProgram({
      files: this.files,
      uris: [...uris],
      catalogue,
      style: this.#host.style,
      previous: kept?.loaded,
      parse: (file, text) => this.parse(file, text),
    });
    this.#related = { uri: canonical, loaded, revision: this.#revision, madeMillis: this.#host.nowMillis() };
    return loaded.program.file(canonical) === undefined ? undefined : loaded.program;
  }

  projectOf(uri: string): Project {
    return projectOf(uri, this.files);
  }

  // ------------------------------------------------------------------------------------------- what changes

  setFolders(folders: readonly string[]): void {
    this.#folders = folders.map((folder) => this.#canonical(folder));
    this.index.setFolders(this.#folders);
    this.#forget();
  }

  setTrusted(isTrusted: boolean): void {
    if (isTrusted === this.#isTrusted) return;
    this.#isTrusted = isTrusted;
    this.schemas.forgetAll();
    this.index.setFolders(this.#folders);
    this.#forget();
  }

  open(clientUri: string, language: string, version: number, text: string): void {
    const uri = this.#canonical(clientUri);
    this.#documents.set(uri, {
      clientUri,
      isWeir: language === languageId,
      content: TextDocument.create(clientUri, language, version, text),
      loaded: undefined,
      view: undefined,
      revision: -1,
      checkedMillis: 0,
    });
    this.#revision++;
  }

  change(clientUri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const document = this.#documents.get(this.#canonical(clientUri));
    if (document === undefined) return;
    document.content = TextDocument.update(document.content, [...changes], version);
    this.#revision++;
  }

  close(clientUri: string): void {
    const uri = this.#canonical(clientUri);
    this.#documents.delete(uri);
    this.#trees.delete(uri);
    this.disk.forget([uri]);
    this.index.filesChanged([uri]);
    this.#revision++;
  }

  /** Files that are not open have changed, come or gone. */
  filesChanged(uris: readonly string[]): void {
    const changed = uris.map((uri) => this.#canonical(uri));
    this.disk.forget(changed);
    this.index.filesChanged(changed);
    this.#revision++;
  }

  /** Forgets what is known of data, on the disk too. @returns the folders that were removed. */
  clearCache(): readonly string[] {
    if (!this.#isTrusted) return [];
    const projects = [
      ...[...this.#documents.keys()].map((uri) => this.projectOf(uri)),
      // A manifest in the folder itself, or the folder alone.
      ...this.#folders.map((folder) => this.projectOf(`${folder}/weir.json`)),
    ];
    const folders = new Set(projects.map((project) => cacheFolderFor(project, this.#host.environment)));
    const removed = [...folders].filter((path) => this.#host.removeFolder(path));
    this.schemas.forgetAll();
    this.#forget();
    return removed;
  }

  /** Looks whether the data behind the open files is as it was. */
  lookAtData(): void {
    const used = new Set<string>();
    for (const document of this.#documents.values()) {
      for (const location of document.loaded?.program.dataLocations ?? []) used.add(keyOf(location));
    }
    this.schemas.lookAgain((location) => used.has(keyOf(location)));
  }

  // ------------------------------------------------------------------------------------------------- helpers

  /** From the index; from the texts themselves while it is not whole. */
  #importersOf(uri: string): readonly string[] {
    if (this.isWatched && this.index.isSettled) return this.index.importersOf(uri);
    const open = this.documents.map((document) => document.uri);
    const saved = programFilesBelow(this.#folders, this.#host, (folder) => this.disk.mayRead(folder));
    return importersOf(uri, [...new Set([...open, ...saved])], this.files, this.#host.style);
  }

  *#openTrees(): Generator<readonly [uri: string, tree: SyntaxFile]> {
    for (const [uri, { isWeir, content }] of this.#documents) {
      if (isWeir) yield [uri, this.parse(uri, content.getText())];
    }
  }

  #canonical(uri: string): string {
    return canonicalUri(uri, this.#host.style);
  }

  #forget(): void {
    this.disk.forgetAll();
    this.#revision++;
  }

  #viewOf(uri: string, document: Document): View | undefined {
    const now = this.#host.nowMillis();
    const isFresh = document.revision === this.#revision && now - document.checkedMillis < freshMillis;
    if (isFresh && document.view !== undefined) return document.view;
    document.revision = this.#revision;
    document.checkedMillis = now;
    const project = this.projectOf(uri);
    document.loaded = loadProgram({
      files: this.files,
      uris: [uri],
      catalogue: this.schemas.catalogueOf(project),
      style: this.#host.style,
      previous: document.loaded,
      parse: (file, text) => this.parse(file, text),
    });
    const { program } = document.loaded;
    // The same declarations, in the same program: the same view.
    const before = document.view;
    if (
      before !== undefined &&
      isSame(before, program.files) &&
      before.project.manifestText === project.manifestText
    )
      return before;
    document.view = viewOf(uri, program, project);
    return document.view;
  }
}

function isSame(view: View, files: View["program"]["files"]): boolean {
  if (files.size !== view.program.files.size) return false;
  for (const [uri, file] of files) {
    const before = view.program.files.get(uri);
    if (before?.tree !== file.tree) return false;
    if (!file.declarations.every((bound, index) => bound === before.declarations[index])) return false;
  }
  return true;
}

function openDocument(uri: string, { clientUri, content }: Document): OpenDocument {
  const text = content.getText();
  return { uri, clientUri, version: content.version, text, isHuge: text.length > hugeUnits };
}

function keyOf({ role, format, path, declaredIn }: DataLocation): string {
  return `${role}\n${format}\n${path}\n${declaredIn}`;
}
