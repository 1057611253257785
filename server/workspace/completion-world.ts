// What completion may know beyond the program: the names in folders that the workspace may read, and those
// that its other files declare. Nothing is opened.

import { pathOfUri } from "../../project/index.ts";
import type { CompletionWorld, ForeignDeclaration } from "../features/completion/types.ts";
import type { ServerHost } from "../host.ts";
import type { Workspace } from "./workspace.ts";

/** What an import may name. */
const importable: ReadonlySet<string> = new Set(["source", "store", "model", "let", "function", "pipeline"]);

/** The world of an open workspace. */
export function completionWorld({ disk, index }: Workspace, host: ServerHost): CompletionWorld {
  return {
    declarationsMatching: (prefix) =>
      index
        .declarationsMatching(prefix)
        .flatMap(({ uri, declaration: { name, kind, doc } }): ForeignDeclaration[] => {
          return importable.has(kind) ? [{ name, kind: kind as ForeignDeclaration["kind"], uri, doc }] : [];
        }),
    style: host.style,
    listFolder(uri) {
      const path = pathOfUri(uri, host.style);
      return path === undefined || !disk.mayRead(uri) ? [] : host.entriesOf(path);
    },
  };
}
