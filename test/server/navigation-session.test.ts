// Renames and lineage over the protocol, through files that are open and files that are not.

import assert from "node:assert/strict";
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  DefinitionRequest,
  type Location,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
} from "vscode-languageserver/node";
import { withSession } from "./session.ts";

const shared = "pipeline nets {\n  from rows([{a: 1}])\n  derive net = a\n}\n";
const other = 'import nets from "../shared.weir"\nfrom nets\nwhere net > 1\n';
const main = 'import nets from "shared.weir"\nfrom nets\nselect net\n';

describe("navigation over files", function () {
  this.timeout(60_000);

  it("renames in open and in closed files, and finds their references", () =>
    withSession({ files: { "shared.weir": shared, "deep er/other.weir": other } }, async (session) => {
      session.open("main.weir", main);
      const at = { textDocument: { uri: session.uri("main.weir") }, position: { line: 2, character: 8 } };
      const edit = await session.connection.sendRequest(RenameRequest.type, { ...at, newName: "value" });
      assert.deepEqual(
        Object.fromEntries(
          Object.entries(edit?.changes ?? {}).map(([uri, edits]) => [
            uri,
            edits.map(({ range, newText }) => [range.start.line, range.start.character, newText]),
          ]),
        ),
        {
          [session.uri("main.weir")]: [[2, 7, "value"]],
          [session.uri("shared.weir")]: [[2, 9, "value"]],
          [session.uri("deep er/other.weir")]: [[2, 6, "value"]],
        },
      );
      const places = await session.connection.sendRequest(ReferencesRequest.type, {
        ...at,
        context: { includeDeclaration: false },
      });
      assert.equal(places?.length, 2);
      const definition = (await session.connection.sendRequest(DefinitionRequest.type, at)) as Location[];
      assert.equal(definition[0]?.uri, session.uri("shared.weir"));
    }));

  it("tells a person why something cannot be renamed", () =>
    withSession({}, async (session) => {
      session.open("a.weir", 'source t = csv("t.csv") {\n  a: int\n}\nfrom t\nwhere a > 1\n');
      const at = { textDocument: { uri: session.uri("a.weir") }, position: { line: 4, character: 6 } };
      await assert.rejects(
        session.connection.sendRequest(PrepareRenameRequest.type, at),
        /column of the data that `t` reads/,
      );
    }));

  it("shows what feeds a pipeline and what uses it", () =>
    withSession(
      { files: { "shared.weir": shared, "other.weir": other.replace("../", "") } },
      async (session) => {
        session.open("main.weir", `${main}test "n" of nets {\n  expect rows [{a: 1, net: 1}]\n}\n`);
        const [item] =
          (await session.connection.sendRequest(CallHierarchyPrepareRequest.type, {
            textDocument: { uri: session.uri("main.weir") },
            position: { line: 1, character: 6 },
          })) ?? [];
        assert.equal(item?.name, "nets");
        assert.equal(item.uri, session.uri("shared.weir"));
        const incoming = await session.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, {
          item,
        });
        assert.deepEqual(incoming?.map(({ from }) => `${from.name} ${from.uri.split("/").at(-1)}`).sort(), [
          "from nets main.weir",
          "from nets other.weir",
          "n main.weir",
        ]);
        const [bare] = incoming.filter(({ from }) => from.name === "from nets");
        const outgoing = await session.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, {
          item: bare!.from,
        });
        assert.deepEqual(
          outgoing?.map(({ to }) => to.name),
          ["nets"],
        );
      },
    ));
});
