// What the index is given from outside: the disk, the clock, the open files, and what it may look at and write.

import type { SyntaxFile } from "../../grammar/index.ts";
import type { ServerHost } from "../host.ts";

export type IndexHost = Pick<
  ServerHost,
  "style" | "readText" | "stampOf" | "entriesOf" | "realPath" | "nowMillis" | "replaceText"
>;

export interface IndexOptions {
  /** The version of Weir, for what is kept on the disk. */
  readonly weir: string;
  /** Whether the workspace may look at a file or folder at all. */
  readonly mayRead: (uri: string) => boolean;
  /** Path of the file in which the index of a folder is kept; undefined where nothing is to be kept. */
  readonly keptAt: (folder: string) => string | undefined;
  /** Files that are open, as they are now: they count instead of what the disk has. */
  readonly openTrees: () => Iterable<readonly [uri: string, tree: SyntaxFile]>;
  /** Hears of a bug in the work that nobody waits for. */
  readonly onFault: (error: unknown) => void;
  /** Hears when work begins and when it is done. */
  readonly onWork?: (isWorking: boolean) => void;
}
