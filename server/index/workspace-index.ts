// The index of the workspace: a digest of every .weir file below its folders, kept up to date in short turns, and on the disk
// for a fast start. It parses files and forgets their trees; it binds nothing, and what it does not know yet it leaves out.

import { parseFile, type SyntaxFile } from "../../grammar/index.ts";
import { pathOfUri } from "../../project/index.ts";
import type { FileStamp } from "../host.ts";
import { type DeclarationPlace, digestOf, type FileDigest, type KnownNames, mentions } from "./digest.ts";
import { importersByUri, reachedFrom } from "./importers.ts";
import { type KeptFile, keptText, readKept } from "./kept.ts";
import { isListed, listedFolders } from "./listing.ts";
import { bestOf, matchRank, type RankedPlace } from "./matching.ts";
import type { IndexHost, IndexOptions } from "./options.ts";
import { turnsOf } from "./turns.ts";

/** Work is done in turns of so many milliseconds. */
const turnMillis = 8;
/** The files that are opened at the start come first. */
const startMillis = 100;
/** Changes that come this close to each other are looked at together. */
const quietMillis = 40;
/** How long after the last change the index is written down. */
const keepMillis = 5000;
const mostMatches = 500;

export class WorkspaceIndex {
  readonly #host: IndexHost;
  readonly #options: IndexOptions;
  readonly #saved = new Map<string, KeptFile>();
  /** Of folders that were walked, by where they really lie. */
  readonly #walked = new Map<string, string>();
  #open = new Map<string, FileDigest>();
  readonly #openNames: KnownNames = new WeakMap();
  readonly #openDigests = new WeakMap<SyntaxFile, FileDigest>();
  #importers: ReadonlyMap<string, readonly string[]> | undefined;
  #folders: readonly string[] = [];
  readonly #changed = new Set<string>();
  #mustWalk = false;
  #mustLoad = false;
  #isKept = true;
  #working: Promise<void> | undefined;
  #keeping: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #keepTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #passes = 0;

  constructor(host: IndexHost, options: IndexOptions) {
    this.#host = host;
    this.#options = options;
  }

  // ------------------------------------------------------------------------------------------- what changes

  /** Indexes these folders from now on, and looks at all of their files again. */
  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#mustWalk = true;
    this.#mustLoad = true;
    this.#workSoon(startMillis);
  }

  /** Files have changed, come or gone. */
  filesChanged(uris: Iterable<string>): void {
    for (const uri of uris) if (uri.endsWith(".weir")) this.#changed.add(uri);
    if (this.#changed.size > 0) this.#workSoon(quietMillis);
  }

  /** Resolves when everything that is known to have changed is indexed. */
  async settled(): Promise<void> {
    while (!this.#isClosed && !this.isSettled) {
      clearTimeout(this.#timer);
      await this.#work();
    }
  }

  /** Writes down what is not kept yet, be it not all that there is, and stops. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    clearTimeout(this.#keepTimer);
    this.#isClosed = true;
    await this.#working;
    await this.#keep();
  }

  /** Whether everything that is known to have changed is indexed. */
  get isSettled(): boolean {
    return !this.#hasWork && this.#working === undefined;
  }

  /** How often files were looked at: what changes together is looked at once. */
  get passes(): number {
    return this.#passes;
  }

  // ------------------------------------------------------------------------------------------- what is known

  /** How many files of the disk are known. */
  get size(): number {
    return this.#saved.size;
  }

  /** The digests of all files by URI, open ones as they are now. */
  digests(): ReadonlyMap<string, FileDigest> {
    const all = new Map<string, FileDigest>();
    for (const [uri, { digest }] of this.#saved) all.set(uri, digest);
    for (const [uri, digest] of this.#openNow()) all.set(uri, digest);
    return all;
  }

  /** Every declaration of a name. */
  declarationsOf(name: string): readonly DeclarationPlace[] {
    const found: DeclarationPlace[] = [];
    this.#each((uri, { declarations }) => {
      for (const declaration of declarations) if (declaration.name === name) found.push({ uri, declaration });
    });
    return found;
  }

  filesDeclaring(name: string): readonly string[] {
    return [...new Set(this.declarationsOf(name).map(({ uri }) => uri))];
  }

  /** Files that mention a name as anything: a relation, a function, a parameter, a column. */
  filesUsing(name: string): readonly string[] {
    const found: string[] = [];
    this.#each((uri, digest) => {
      if (mentions(digest, name)) found.push(uri);
    });
    return found;
  }

  /** Files that import a file, and those that import them, however far around; without itself. */
  importersOf(uri: string): readonly string[] {
    this.#openNow();
    this.#importers ??= importersByUri((visit) => this.#each(visit));
    return reachedFrom(uri, this.#importers);
  }

  /** Declarations whose names fit what a person typed, the best first. */
  declarationsMatching(query: string): readonly DeclarationPlace[] {
    const found: RankedPlace[] = [];
    this.#each((uri, { declarations }) => {
      for (const declaration of declarations) {
        const rank = matchRank(declaration.name, query);
        if (rank !== undefined) found.push({ place: { uri, declaration }, rank });
      }
    });
    return bestOf(found, mostMatches);
  }

  // ------------------------------------------------------------------------------------------------- open files

  /** The digests of the open files; what was worked out of others is dropped when one of them has changed. */
  #openNow(): ReadonlyMap<string, FileDigest> {
    const now = new Map<string, FileDigest>();
    for (const [uri, tree] of this.#options.openTrees()) {
      let digest = this.#openDigests.get(tree);
      if (digest === undefined) {
        digest = digestOf(uri, tree, this.#host.style, this.#openNames);
        this.#openDigests.set(tree, digest);
      }
      now.set(uri, digest);
    }
    const isSame =
      now.size === this.#open.size && [...now].every(([uri, digest]) => this.#open.get(uri) === digest);
    if (!isSame) this.#importers = undefined;
    this.#open = now;
    return now;
  }

  #each(visit: (uri: string, digest: FileDigest) => void): void {
    const open = this.#openNow();
    for (const [uri, digest] of open) visit(uri, digest);
    for (const [uri, { digest }] of this.#saved) if (!open.has(uri)) visit(uri, digest);
  }

  // ------------------------------------------------------------------------------------------------- the work

  get #hasWork(): boolean {
    return this.#mustWalk || this.#changed.size > 0;
  }

  #workSoon(millis: number): void {
    if (this.#isClosed || this.#working !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#work().catch(this.#options.onFault), millis);
  }

  #work(): Promise<void> {
    if (this.#working !== undefined) return this.#working;
    this.#options.onWork?.(true);
    this.#working = this.#workAll().finally(() => {
      this.#working = undefined;
      this.#options.onWork?.(false);
    });
    return this.#working;
  }

  async #workAll(): Promise<void> {
    const pause = turnsOf(() => this.#host.nowMillis(), turnMillis);
    while (this.#hasWork && !this.#isClosed) {
      this.#passes++;
      if (this.#mustWalk) await this.#walk(pause);
      else {
        const changed = [...this.#changed];
        this.#changed.clear();
        for (const uri of changed) {
          this.#look(uri, true);
          await pause();
          if (this.#isClosed) return;
        }
      }
    }
    if (!this.#isKept && !this.#isClosed) this.#keepLater();
  }

  /** Looks at every file below the folders; those that are as they were keep their digests. */
  async #walk(pause: () => Promise<void>): Promise<void> {
    const folders = this.#folders;
    this.#mustWalk = false;
    this.#walked.clear();
    if (this.#mustLoad) await this.#load(folders, pause);
    const seen = new Set<string>();
    for (const { uri: folder, realPath, files } of listedFolders(
      folders,
      this.#host,
      this.#options.mayRead,
    )) {
      this.#walked.set(realPath, folder);
      for (const uri of files) {
        seen.add(uri);
        this.#look(uri, this.#changed.delete(uri));
        await pause();
        // Other folders, or the end: what was found so far is looked at again or not needed.
        if (this.#isClosed || this.#mustWalk) return;
      }
      await pause();
    }
    for (const uri of this.#saved.keys()) if (!seen.has(uri)) this.#forget(uri);
  }

  /** Brings what is known of one file up to date. A file that is said to have changed is read whatever its time says. */
  #look(uri: string, hasChanged: boolean): void {
    const path = pathOfUri(uri, this.#host.style);
    const stamp = path !== undefined && this.#isOurs(uri, path) ? this.#host.stampOf(path) : undefined;
    if (path === undefined || stamp === undefined) {
      this.#forget(uri);
      return;
    }
    const before = this.#saved.get(uri);
    if (!hasChanged && before !== undefined && sameStamp(before.stamp, stamp)) return;
    const read = this.#host.readText(path);
    if (read.kind !== "text") {
      this.#forget(uri);
      return;
    }
    this.#saved.set(uri, { uri, stamp, digest: digestOf(uri, parseFile(read.text), this.#host.style) });
    this.#touched();
  }

  /** Whether walking the folders comes by the file under this name. */
  #isOurs(uri: string, path: string): boolean {
    if (!isListed(uri, this.#folders, this.#host.style) || !this.#options.mayRead(uri)) return false;
    const folderEnd = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    const realPath = this.#host.realPath(path.slice(0, Math.max(1, folderEnd)));
    const walked = realPath === undefined ? undefined : this.#walked.get(realPath);
    return walked === undefined || walked === uri.slice(0, uri.lastIndexOf("/"));
  }

  #forget(uri: string): void {
    if (this.#saved.delete(uri)) this.#touched();
  }

  #touched(): void {
    this.#importers = undefined;
    this.#isKept = false;
  }

  // ------------------------------------------------------------------------------------------------ the disk

  async #load(folders: readonly string[], pause: () => Promise<void>): Promise<void> {
    this.#mustLoad = false;
    for (const folder of folders) {
      const path = this.#options.keptAt(folder);
      const written = path === undefined ? undefined : this.#host.stampOf(path);
      if (path === undefined || written === undefined) continue;
      const read = this.#host.readText(path);
      if (read.kind !== "text") continue;
      for (const file of await readKept(read.text, this.#options.weir, pause)) {
        // A file of the same moment may have changed after it was read.
        if (file.stamp.modifiedMillis >= written.modifiedMillis - 20 || this.#saved.has(file.uri)) continue;
        this.#saved.set(file.uri, file);
      }
    }
    this.#importers = undefined;
  }

  #keepLater(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => void this.#keep().catch(this.#options.onFault), keepMillis);
    this.#keepTimer.unref();
  }

  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#keepNow());
    return this.#keeping;
  }

  async #keepNow(): Promise<void> {
    if (this.#isKept) return;
    this.#isKept = true;
    const pause = turnsOf(() => this.#host.nowMillis(), turnMillis);
    for (const folder of this.#folders) {
      const path = this.#options.keptAt(folder);
      if (path === undefined) continue;
      const own = [...this.#saved.values()].filter(({ uri }) => uri.startsWith(`${folder}/`));
      if (own.length === 0 && this.#host.stampOf(path) === undefined) continue;
      await this.#host.replaceText(path, await keptText(own, this.#options.weir, pause));
    }
  }
}

function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.bytes === b.bytes && a.modifiedMillis === b.modifiedMillis;
}
