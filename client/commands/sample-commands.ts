// "Open Sample Project": writes a small flights project from the package into a folder that the person chooses, so that the
// first minutes need no repository, no terminal and no network. It never writes over a file.

import { commands, type ExtensionContext, FileType, l10n, Uri, window, workspace } from "vscode";
import type { Command } from "./register.ts";

const folderName = "weir-flights";
const firstFile = "flights.weir";

export function sampleCommands(context: ExtensionContext): Readonly<Record<string, Command>> {
  return { "weir.openSample": (given) => openSample(context, given) };
}

/** `given` may name the folder to write into, for callers that have chosen already. */
async function openSample(context: ExtensionContext, given: unknown): Promise<void> {
  const parent = given instanceof Uri ? given : await chooseFolder();
  if (parent === undefined) return;
  const target = Uri.joinPath(parent, folderName);
  const kept = await copyNew(Uri.joinPath(context.extensionUri, "dist", "sample"), target);
  const first = Uri.joinPath(target, firstFile);
  if (kept > 0) {
    void window.showInformationMessage(
      l10n.t("The folder {0} was there already; its files were left as they are.", folderName),
    );
  }
  await offerToOpen(target, first);
}

async function chooseFolder(): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    title: l10n.t("Where should the folder {0} be made?", folderName),
    openLabel: l10n.t("Make It Here"),
  });
  return chosen?.[0];
}

/** Copies what is not there yet; gives the number of files that were there. */
async function copyNew(from: Uri, to: Uri): Promise<number> {
  await workspace.fs.createDirectory(to);
  let kept = 0;
  for (const [name, type] of await workspace.fs.readDirectory(from)) {
    const source = Uri.joinPath(from, name);
    const target = Uri.joinPath(to, name);
    if (type === FileType.Directory) kept += await copyNew(source, target);
    else if (await exists(target)) kept++;
    else await workspace.fs.copy(source, target, { overwrite: false });
  }
  return kept;
}

async function exists(uri: Uri): Promise<boolean> {
  return (await workspace.fs.readDirectory(Uri.joinPath(uri, ".."))).some(
    ([name]) => name === uri.path.slice(uri.path.lastIndexOf("/") + 1),
  );
}

/** Opens the folder: here where no other is open, else as the person likes. */
async function offerToOpen(folder: Uri, file: Uri): Promise<void> {
  if (workspace.workspaceFolders === undefined) {
    await commands.executeCommand("vscode.openFolder", folder, { forceReuseWindow: true });
    return;
  }
  await window.showTextDocument(file);
  const open = l10n.t("Open in New Window");
  const message = l10n.t("The sample is in {0}.", folder.fsPath);
  if ((await window.showInformationMessage(message, open)) === open) {
    await commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: true });
  }
}
