// Links from paths to what they name: imported files, and files of data that lie in the workspace.

import type { DocumentLink } from "vscode-languageserver-types";
import { isInside, type PathStyle, resolveFrom } from "../../project/index.ts";
import { toRange, type View } from "../view.ts";

/** Paths with wildcards name no single file; paths out of the folders are left alone. */
export function documentLinks(view: View, folders: readonly string[], style: PathStyle): DocumentLink[] {
  return view.file.tree.parts.flatMap(({ start, declaration }) => {
    const path = pathOf(declaration);
    if (path === undefined || path.value === "" || /[*?[\]{}]|^[a-z]+:\/\/|^[\\/]{2}/i.test(path.value))
      return [];
    const target = resolveFrom(view.uri, path.value, style);
    if (!folders.some((folder) => isInside(folder, target, style))) return [];
    // Without the quotes.
    return [{ range: toRange(view.lines, start + path.start + 1, start + path.end - 1), target }];
  });
}

function pathOf(
  declaration: View["file"]["tree"]["parts"][number]["declaration"],
): { readonly start: number; readonly end: number; readonly value: string } | undefined {
  if (declaration.kind === "import") return declaration.path;
  if (declaration.kind !== "source" && declaration.kind !== "model") return undefined;
  const connector = declaration.connector?.name.text;
  if (connector === "postgres" || connector === "redis") return undefined;
  const value = declaration.connector?.arguments[0]?.value;
  if (value?.kind !== "literal" || value.value.kind !== "text") return undefined;
  return { start: value.start, end: value.end, value: value.value.value };
}
