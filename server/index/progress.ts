// Shows that files are being looked through, where it takes long enough for anybody to wonder.

import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";

/** Work that is over sooner is not shown, in milliseconds. */
const silentMillis = 500;
const reportMillis = 300;

/** What hears of the index's work; `fileCount` tells how many files are known so far. */
export function indexProgress(
  connection: Connection,
  isShown: () => boolean,
  fileCount: () => number,
): (isWorking: boolean) => void {
  let timer: NodeJS.Timeout | undefined;
  let shown: WorkDoneProgressServerReporter | undefined;
  let works = 0;

  async function show(work: number): Promise<void> {
    const progress = await connection.window.createWorkDoneProgress();
    // It may have ended while the editor was asked.
    if (work !== works) return;
    shown = progress;
    progress.begin("Weir", undefined, "looking through the files of the workspace");
    timer = setInterval(
      () => progress.report(`${fileCount().toLocaleString("en-US")} files of the workspace`),
      reportMillis,
    );
  }

  return (isWorking) => {
    works++;
    clearTimeout(timer);
    clearInterval(timer);
    shown?.done();
    shown = undefined;
    if (!isWorking || !isShown()) return;
    const work = works;
    timer = setTimeout(() => {
      show(work).catch((error: unknown) => connection.console.log(`progress: ${String(error)}`));
    }, silentMillis);
  };
}
