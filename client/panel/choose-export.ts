// Asks the person what a result is exported as, and where to.

import { homedir } from "node:os";
import { join } from "node:path";
import { l10n, Uri, window, workspace } from "vscode";
import type { ExportFormat } from "../../server/protocol.ts";

interface Format {
  readonly format: ExportFormat;
  readonly label: string;
  readonly description: string;
  readonly extension: string;
}

/** The format and the absolute path; undefined when the person thought better of it. */
export async function chooseExport(
  name: string,
): Promise<{ readonly format: ExportFormat; readonly path: string } | undefined> {
  const formats: readonly Format[] = [
    { format: "csv", label: "CSV", description: l10n.t("text, for spreadsheets"), extension: "csv" },
    {
      format: "parquet",
      label: "Parquet",
      description: l10n.t("compressed, with types"),
      extension: "parquet",
    },
    {
      format: "arrow",
      label: "Arrow",
      description: l10n.t("with types, for other programs"),
      extension: "arrow",
    },
    {
      format: "json",
      label: "JSON",
      description: l10n.t("text, nested values as they are"),
      extension: "json",
    },
  ];
  const chosen = await window.showQuickPick(formats, { placeHolder: l10n.t("Export the rows as") });
  if (chosen === undefined) return undefined;
  const folder =
    workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath ?? homedir();
  const target = await window.showSaveDialog({
    defaultUri: Uri.file(join(folder, `${name.replace(/[^\p{L}\p{N}_.-]+/gu, "-")}.${chosen.extension}`)),
    filters: { [chosen.label]: [chosen.extension] },
    title: l10n.t("Export the rows as {0}", chosen.label),
  });
  return target === undefined ? undefined : { format: chosen.format, path: target.fsPath };
}
