// The language server as editors feel it: its process, over its protocol, in workspaces of many files.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Bench, Figure } from "../measure.ts";
import { indexFigures, renamedFiles, renameFigures } from "./across-files.ts";
import { heapFigures, keystrokeFigures, startFigure } from "./keystrokes.ts";
import { workspaceFiles } from "./workspace-files.ts";

export const serverBench: Bench = {
  name: "server",
  about:
    "The bundled language server over standard input and output, its process included: a file of 1,000 lines in a workspace of 1,000 files, and the index of a workspace of 10,000.",
  async run() {
    const thousand = workspace([...workspaceFiles(1000), ...renamedFiles()]);
    const many = workspace(workspaceFiles(10_000));
    try {
      const figures: Figure[] = [];
      figures.push(await startFigure(thousand));
      figures.push(...(await keystrokeFigures(thousand)));
      figures.push(...(await renameFigures(thousand)));
      figures.push(...(await indexFigures(many, "10,000 files from nothing", 200, 8)));
      figures.push(...(await indexFigures(many, "10,000 files from what was kept", 200, 2)));
      figures.push(...(await heapFigures(thousand)));
      return figures;
    } finally {
      for (const folder of [thousand, many]) rmSync(folder, { recursive: true, force: true });
    }
  },
};

function workspace(files: Iterable<readonly [path: string, text: string]>): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
