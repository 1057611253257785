// Views of texts for tests of features: `|` marks the cursor. The text is `main.weir` of a project; other files, schemas and a
// manifest may stand beside it.

import type { Project } from "../../project/index.ts";
import type { View } from "../../server/view.ts";
import { viewOf } from "../../server/view.ts";
import { type BindOptions, bindText, mainUri } from "../language/bind.ts";

export interface MarkedView {
  readonly view: View;
  /** Where the `|` stood; the end of the text without one. */
  readonly offset: number;
}

const project: Project = {
  folder: "file:///project",
  manifestUri: undefined,
  manifest: undefined,
  problems: [],
  manifestText: "",
};

/** The view of a text in which `|` marks the cursor (`¦` where the text itself has a `|`). */
export function viewText(
  marked: string,
  options: BindOptions & { readonly cursor?: "|" | "¦" | "\u0000" } = {},
): MarkedView {
  const cursor = options.cursor ?? "|";
  const at = marked.indexOf(cursor);
  const text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + cursor.length);
  const view = viewOf(mainUri, bindText(text, options), project);
  if (view === undefined) throw new Error("the program has no main file");
  return { view, offset: at < 0 ? text.length : at };
}
