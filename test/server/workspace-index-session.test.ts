import assert from "node:assert/strict";
import { readdirSync, readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  ReferencesRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver/node";
import { workspaceFiles } from "../../bench/server/workspace-files.ts";
import { type Session, withSession } from "./session.ts";

const files = {
  "shared.weir": "let vat = 0.19\n",
  "sub/uses.weir": 'import "../shared.weir"\npipeline totals { from series(1, 3, 1) | derive x = $vat }\n',
};
const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };

/** Asks until the index, which is made in the background, has the answer. */
async function symbols(session: Session, query: string, wanted: number): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt++) {
    const found = (await session.connection.sendRequest(WorkspaceSymbolRequest.type, { query })) ?? [];
    if (found.length === wanted || attempt === 100) {
      return found.map(({ name, location }) => `${name} ${location.uri.slice(session.uri("x").length - 1)}`);
    }
    await wait(50);
  }
}

async function changed(session: Session, path: string, type: FileChangeType): Promise<void> {
  const changes = [{ uri: session.uri(path), type }];
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
}

describe("the index behind the server", () => {
  it("finds declarations of files that nobody has opened, and follows the disk", () =>
    withSession({ files, capabilities }, async (session) => {
      assert.deepEqual(await symbols(session, "tot", 1), ["totals sub/uses.weir"]);
      session.write("sub/more.weir", "pipeline totals_again { from series(1, 3, 1) }\n");
      await changed(session, "sub/more.weir", FileChangeType.Created);
      assert.deepEqual(await symbols(session, "tot", 2), [
        "totals sub/uses.weir",
        "totals_again sub/more.weir",
      ]);
      unlinkSync(join(session.folder, "sub/uses.weir"));
      await changed(session, "sub/uses.weir", FileChangeType.Deleted);
      assert.deepEqual(await symbols(session, "tot", 1), ["totals_again sub/more.weir"]);
    }));

  it("leads from an open file to those that use it", () =>
    withSession({ files, capabilities }, async (session) => {
      await symbols(session, "tot", 1);
      session.open("shared.weir", files["shared.weir"]);
      await session.diagnostics("shared.weir");
      const found = await session.connection.sendRequest(ReferencesRequest.type, {
        textDocument: { uri: session.uri("shared.weir") },
        position: { line: 0, character: 5 },
        context: { includeDeclaration: false },
      });
      assert.deepEqual(
        found?.map(({ uri, range }) => [uri, range.start.line]),
        [[session.uri("sub/uses.weir"), 1]],
      );
    }));

  it("shows that it looks through many files", async () => {
    const many = Object.fromEntries([...workspaceFiles(4000)]);
    const shown = { window: { workDoneProgress: true }, ...capabilities };
    await withSession({ files: many, capabilities: shown }, async (session) => {
      const steps: { readonly kind: string; readonly message?: string }[] = [];
      session.connection.onRequest("window/workDoneProgress/create", () => null);
      session.connection.onNotification("$/progress", ({ value }) => void steps.push(value));
      await symbols(session, "orders_", 80);
      for (let attempt = 0; attempt < 100 && steps.at(-1)?.kind !== "end"; attempt++) await wait(50);
      assert.equal(steps[0]?.kind, "begin");
      assert.equal(steps.at(-1)?.kind, "end");
    });
  }).timeout(60_000);

  for (const isTrusted of [true, false]) {
    it(`is ${isTrusted ? "kept in the cache of a trusted" : "never kept in an untrusted"} folder`, async () => {
      let kept: readonly string[] = [];
      await withSession({ files, capabilities, isTrusted }, async (session) => {
        await symbols(session, "tot", 1);
        await session.connection.sendRequest("shutdown");
        const everything = readdirSync(session.folder, { recursive: true, encoding: "utf8" });
        kept = everything.filter((path) => path.endsWith(".index"));
        for (const path of kept)
          assert.ok(readFileSync(join(session.folder, path), "utf8").includes("totals"));
      });
      assert.equal(kept.length, isTrusted ? 1 : 0);
    });
  }
});
