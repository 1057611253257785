// The language server as editors meet it: a process, spoken to over the protocol.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import {
  DidChangeTextDocumentNotification,
  DocumentDiagnosticRequest,
  type FullDocumentDiagnosticReport,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import { trustMethod } from "../../server/protocol.ts";
import { withSession } from "./session.ts";

const codes = (list: readonly { readonly code?: unknown }[]) => list.map(({ code }) => code);

/** Processes that a process has started and that still run. */
function childrenOf(processId: number): readonly number[] {
  return readdirSync(`/proc/${processId}/task`).flatMap((task) =>
    readFileSync(`/proc/${processId}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

describe("the language server", function () {
  this.timeout(60_000);

  it("tells of the problems of an open file, with the version that they belong to", () =>
    withSession({}, async (session) => {
      session.open("a.weir", "from rows([{a: 1}])\nwhere b > 1\n");
      const first = await session.diagnostics("a.weir");
      assert.deepEqual(codes(first.diagnostics), ["WR100"]);
      assert.deepEqual(first.diagnostics[0]?.range, {
        start: { line: 1, character: 6 },
        end: { line: 1, character: 7 },
      });
      session.change("a.weir", 2, "from rows([{a: 1}])\nwhere a > 1\n");
      const second = await session.diagnostics("a.weir", ({ version }) => version === 2);
      assert.deepEqual(second.diagnostics, []);
      session.close("a.weir");
      await session.diagnostics("a.weir", ({ version }) => version === undefined);
    }));

  it("follows incremental edits, astral characters and all", () =>
    withSession({}, async (session) => {
      session.open("a.weir", 'from rows([{a: "🦆"}])\nwhere b == 1\n');
      await session.diagnostics("a.weir", ({ version }) => version === 1);
      await session.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: session.uri("a.weir"), version: 2 },
        contentChanges: [
          { range: { start: { line: 0, character: 12 }, end: { line: 0, character: 13 } }, text: "b" },
          { range: { start: { line: 1, character: 11 }, end: { line: 1, character: 12 } }, text: '"🦆"' },
        ],
      });
      const { diagnostics } = await session.diagnostics("a.weir", ({ version }) => version === 2);
      assert.deepEqual(diagnostics, []);
    }));

  it("is asked for problems by editors that ask", () =>
    withSession({ capabilities: { textDocument: { diagnostic: {} } } }, async (session) => {
      assert.notEqual(session.initialized.capabilities.diagnosticProvider, undefined);
      session.open("a.weir", "from rows([{a: 1}])\nwhere b > 1\n");
      const report = (await session.connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: session.uri("a.weir") },
      })) as FullDocumentDiagnosticReport;
      assert.deepEqual(codes(report.items), ["WR100"]);
    }));

  it("sees what an imported file says, unsaved, and again when it says something else", () =>
    withSession({ files: { "s.weir": 'source t = csv("t.csv") {\n  a: int\n}\n' } }, async (session) => {
      session.open("a.weir", 'import t from "s.weir"\nfrom t\nselect b\n');
      const saved = await session.diagnostics("a.weir", ({ version }) => version === 1);
      assert.ok(codes(saved.diagnostics).includes("WR100"));
      session.open("s.weir", 'source t = csv("t.csv") {\n  b: int\n}\n');
      session.change("s.weir", 2, 'source t = csv("t.csv") {\n  b: int?\n}\n');
      await session.diagnostics("a.weir", ({ diagnostics }) => !codes(diagnostics).includes("WR100"));
    }));

  it("knows the columns of a file a moment later, and of a changed file after that", () =>
    withSession({ files: { "t.csv": "a,b\n1,x\n" } }, async (session) => {
      session.open("a.weir", 'source t = csv("t.csv")\nfrom t\nwhere c == 1\n');
      const known = await session.diagnostics("a.weir", ({ diagnostics }) => diagnostics.length > 0);
      assert.deepEqual(codes(known.diagnostics), ["WR100"]);
      assert.ok(session.states.some(({ engine }) => engine === "starting"));
      session.write("t.csv", "a,b,c\n1,x,1\n");
      await session.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [{ uri: session.uri("t.csv"), type: 2 }],
      });
      await session.diagnostics("a.weir", ({ diagnostics }) => diagnostics.length === 0);
    }));

  it("starts another engine when one was lost", () =>
    withSession({ files: { "t.csv": "a\n1\n", "u.csv": "a\n1\n" } }, async (session) => {
      session.open("a.weir", 'source t = csv("t.csv")\nfrom t\nwhere c == 1\n');
      await session.diagnostics("a.weir", ({ diagnostics }) => diagnostics.length > 0);
      const [engine] = childrenOf(session.child.pid!);
      assert.ok(engine !== undefined, "there is an engine");
      process.kill(engine, "SIGKILL");
      session.change("a.weir", 2, 'source t = csv("u.csv")\nfrom t\nwhere d == 1\n');
      const { diagnostics } = await session.diagnostics(
        "a.weir",
        (found) => found.version === 2 && found.diagnostics.length > 0,
      );
      assert.match(String(diagnostics[0]!.message), /`d`/);
    }));

  it("reads nothing and starts nothing without trust, until trust is given", () =>
    withSession({ files: { "t.csv": "a\n1\n" }, isTrusted: false }, async (session) => {
      session.open("a.weir", 'source t = csv("t.csv")\nimport "../../etc/hostname"\nfrom t\nwhere c == 1\n');
      const untrusted = await session.diagnostics("a.weir");
      assert.deepEqual(codes(untrusted.diagnostics).sort(), ["WR144", "WR207"]);
      assert.deepEqual(childrenOf(session.child.pid!), []);
      await session.connection.sendNotification(trustMethod, { trusted: true });
      const trusted = await session.diagnostics("a.weir", ({ diagnostics }) =>
        codes(diagnostics).includes("WR100"),
      );
      assert.ok(!codes(trusted.diagnostics).includes("WR207"));
    }));

  it("says that a huge file gets less", () =>
    withSession({}, async (session) => {
      const said = new Promise<string>((resolve) => {
        session.connection.onNotification(ShowMessageNotification.type, ({ message }) => resolve(message));
      });
      session.open("a.weir", `from rows([{a: 1}])\nwhere b > 1\n${"# a remark\n".repeat(100_000)}`);
      assert.match(await said, /1 million characters/);
      const { diagnostics } = await session.diagnostics("a.weir");
      assert.deepEqual(codes(diagnostics), ["WR100"]);
    }));
});
