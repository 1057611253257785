// What completion may know beyond the program: the names in folders that the workspace may read. Nothing is opened.

import { pathOfUri } from "../../project/index.ts";
import type { CompletionWorld } from "../features/completion/types.ts";
import type { ServerHost } from "../host.ts";
import type { Workspace } from "./workspace.ts";

/** The world of an open workspace. */
export function completionWorld({ disk }: Workspace, host: ServerHost): CompletionWorld {
  return {
    style: host.style,
    listFolder(uri) {
      const path = pathOfUri(uri, host.style);
      return path === undefined || !disk.mayRead(uri) ? [] : host.entriesOf(path);
    },
  };
}
