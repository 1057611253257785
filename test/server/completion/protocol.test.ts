// Completion as editors meet it: over the protocol, with files of the folder, with trust and without.

import assert from "node:assert/strict";
import {
  CompletionItemKind,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
} from "vscode-languageserver/node";
import { type Session, withSession } from "../session.ts";

async function labels(
  session: Session,
  path: string,
  line: number,
  character: number,
): Promise<readonly string[]> {
  return (await list(session, path, line, character)).items.map(({ label }) => label);
}

async function list(
  session: Session,
  path: string,
  line: number,
  character: number,
): Promise<CompletionList> {
  const answer = await session.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri: session.uri(path) },
    position: { line, character },
  });
  assert.ok(answer !== null && "items" in answer);
  return answer;
}

describe("completion over the protocol", () => {
  it("is announced, answered and resolved", () =>
    withSession({}, async (session) => {
      const provider = session.initialized.capabilities.completionProvider;
      assert.equal(provider?.resolveProvider, true);
      assert.ok(provider?.triggerCharacters?.includes("."));
      session.open("a.weir", "from rows([{a: 1, b: 2}])\nwhere \n");
      const { items } = await list(session, "a.weir", 1, 6);
      const columns = items.filter(
        ({ kind, detail }) => kind === CompletionItemKind.Field && detail === "int",
      );
      assert.deepEqual(columns.map(({ label }) => label).sort(), ["a", "b"]);
      const round = items.find(({ label }) => label === "round");
      assert.ok(round !== undefined);
      const resolved = await session.connection.sendRequest(CompletionResolveRequest.type, round);
      assert.match(String(resolved.documentation), /round\(/);
    }));

  it("sees what was typed last, in a file that the engine has looked at", () =>
    withSession({ files: { "t.csv": "id,name\n1,x\n" } }, async (session) => {
      session.open("a.weir", 'source t = csv("t.csv")\nfrom t\nwhere c == 1\n');
      await session.diagnostics("a.weir", ({ diagnostics }) => diagnostics.length > 0);
      session.change("a.weir", 2, 'source t = csv("t.csv")\nfrom t\nwhere na\n');
      assert.ok((await labels(session, "a.weir", 2, 8)).includes("name"));
    }));

  it("offers what other files of the folder declare, with the import", () =>
    withSession(
      { files: { "lib/far.weir": "function doubled(x: int) -> int = x * 2\n" } },
      async (session) => {
        session.open("a.weir", "from rows([{a: 1}])\nderive b = do\n");
        await session.diagnostics("a.weir");
        for (let tries = 0; tries < 100; tries++) {
          const { items } = await list(session, "a.weir", 1, 13);
          const item = items.find(({ label }) => label === "doubled");
          if (item !== undefined) {
            assert.match(JSON.stringify(item.additionalTextEdits), /import doubled from .*lib\/far\.weir/);
            return;
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.fail("the index never knew the other file");
      },
    ));

  it("offers files of the folder, and without trust none outside of it", () =>
    withSession({ files: { "sub/a.csv": "a\n", "b.csv": "b\n" }, isTrusted: false }, async (session) => {
      const paths = ["", "sub/", "../", "/", "//localhost/share/", "file:///etc/"];
      session.open("a.weir", paths.map((path, at) => `source s${at} = csv("${path}")`).join("\n"));
      const found: (readonly string[])[] = [];
      for (const [line, path] of paths.entries()) {
        found.push(await labels(session, "a.weir", line, `source s${line} = csv("`.length + path.length));
      }
      assert.deepEqual(found, [["b.csv", "sub/"], ["a.csv"], [], [], [], []]);
    }));

  it("has nothing to say of files that are not open", () =>
    withSession({}, async (session) => {
      const answer = await session.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: session.uri("no.weir") },
        position: { line: 0, character: 0 },
      });
      assert.equal(answer, null);
    }));
});
