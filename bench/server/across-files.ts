// What goes over all files of a workspace: a rename of a column that 200 files use, and the index behind it.

import { setTimeout as wait } from "node:timers/promises";
import { RenameRequest, WorkspaceSymbolRequest } from "vscode-languageserver/node";
import { type Figure, median } from "../measure.ts";
import { type BenchClient, startClient } from "./client.ts";
import { longestKeystroke } from "./keystrokes.ts";

const using = 200;
const renames = 7;
const sharedPath = "wide/shared.weir";
const sharedText = `source sales = csv("sales.csv") {
  id: int
  amount: int
  country: text?
}
pipeline sold {
  from sales
  derive amount_in_cents = amount * 100
}
`;
/** Of the column's name, and of the number behind it. */
const column = { line: 7, character: 12 };
const number = { line: 7, character: 36 };

/** A file that declares a column, and those that use it. */
export function* renamedFiles(): Generator<readonly [path: string, text: string]> {
  yield [sharedPath, sharedText];
  for (let user = 0; user < using; user++) {
    const steps = `  from sold\n  where amount_in_cents > ${user}\n  aggregate total = sum(amount_in_cents), by country\n`;
    yield [`wide/use-${user}.weir`, `import "shared.weir"\n\npipeline use_${user} {\n${steps}}\n`];
  }
}

export async function renameFigures(folder: string): Promise<readonly Figure[]> {
  const client = await startClient(folder);
  try {
    await client.open(sharedPath, sharedText);
    await isIndexed(client, "use_", using);
    const millis: number[] = [];
    for (let round = 0; round < renames; round++) {
      // Something is typed in between: what was worked out for the rename before does not hold as it is.
      const end = { ...number, character: number.character + 1 };
      await client.type(sharedPath, number, end, String(round + 2));
      const before = performance.now();
      const edit = await client.connection.sendRequest(RenameRequest.type, {
        textDocument: { uri: client.uri(sharedPath) },
        position: column,
        newName: "cents",
      });
      millis.push(performance.now() - before);
      const files = new Set([
        ...Object.keys(edit?.changes ?? {}),
        ...(edit?.documentChanges ?? []).flatMap((change) =>
          "textDocument" in change ? change.textDocument.uri : [],
        ),
      ]);
      if (files.size !== using + 1)
        throw new Error(`the rename is of ${files.size} files: its figure means nothing`);
    }
    const [first, ...others] = millis;
    return [
      { name: `first rename of a column in ${using} files`, value: first ?? NaN, unit: "ms", basis: "once" },
      {
        name: `rename of a column in ${using} files`,
        value: median(others),
        unit: "ms",
        limit: { relation: "≤", value: 200 },
        basis: `median of ${others.length}, typing between`,
      },
    ];
  } finally {
    await client.end();
  }
}

/** From the start of the server until the declarations of all folders are found, with somebody typing all the while. */
export async function indexFigures(
  folder: string,
  name: string,
  folders: number,
  seconds: number,
): Promise<readonly Figure[]> {
  const before = performance.now();
  const client = await startClient(folder);
  try {
    let isDone = false;
    const typing = longestKeystroke(client, () => isDone);
    // Each folder has one source, so that all of them are known when the last folder is looked through.
    await isIndexed(client, "orders_", folders);
    const took = (performance.now() - before) / 1000;
    isDone = true;
    const longest = await typing;
    const at = (value: number) => ({ relation: "≤" as const, value });
    const basis = "one run";
    const megabytes = client.mostMegabytes();
    return [
      { name, value: took, unit: "s", limit: at(seconds), basis },
      { name: `${name}: longest keystroke meanwhile`, value: longest, unit: "ms", limit: at(400), basis },
      ...(megabytes === undefined
        ? []
        : [{ name: `${name}: memory`, value: megabytes, unit: "MB", limit: at(400), basis }]),
    ];
  } finally {
    await client.end();
  }
}

/** Waits until so many names are known that fit. */
async function isIndexed(client: BenchClient, query: string, count: number): Promise<void> {
  for (;;) {
    const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
    if ((found ?? []).length >= count) return;
    await wait(100);
  }
}
