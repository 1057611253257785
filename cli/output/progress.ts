// One line of progress on a terminal, redrawn in place and gone at the end; nothing at all elsewhere. It appears only
// when the work takes longer than a person notices.

import type { Progress } from "../../engine/messages.ts";
import { groupedDigits } from "./table.ts";
import type { Colours } from "./terminal.ts";

export interface ProgressLine {
  show(progress: Progress): void;
  /** Takes the line away; harmless to call twice. */
  clear(): void;
}

/** Milliseconds before the first line is drawn. */
const patienceMillis = 300;

const phases: Readonly<Record<Progress["phase"], string>> = {
  schema: "reading schemas",
  load: "loading sources",
  query: "running",
  expectations: "checking expectations",
  store: "writing",
  switch: "switching stores",
};

export function progressLine(stream: NodeJS.WriteStream, colours: Colours, now: () => number): ProgressLine {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  const start = now();
  let drawn = false;
  return {
    show(progress) {
      const elapsed = now() - start;
      if (elapsed < patienceMillis) return;
      drawn = true;
      stream.write(`\r\x1b[2K${lineOf(progress, elapsed, colours)}`);
    },
    clear() {
      if (drawn) stream.write("\r\x1b[2K");
      drawn = false;
    },
  };
}

function lineOf(progress: Progress, elapsedMillis: number, colours: Colours): string {
  const { fraction, rows } = progress;
  const width = 24;
  const filled = Math.round(width * Math.min(1, fraction ?? 0));
  const bar =
    fraction === undefined
      ? ""
      : ` ${"█".repeat(filled)}${colours.dim("░".repeat(width - filled))} ${Math.floor(fraction * 100)} %`;
  const count = rows === undefined ? "" : ` · ${groupedDigits(rows)} rows`;
  return `${phases[progress.phase]}${bar}${count} · ${(elapsedMillis / 1000).toFixed(1)} s${colours.dim(" · Ctrl-C cancels")}`;
}
