// Runs, previews and pages over the protocol, with real engines: what a person gets who presses Run.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as arrow from "apache-arrow";
import { CancellationTokenSource } from "vscode-languageserver/node";
import {
  closeResultMethod,
  exportMethod,
  type OpenResult,
  type PageResult,
  pageMethod,
  type RunParams,
  type RunResult,
  runMethod,
  type SqlResult,
  sqlMethod,
} from "../../server/protocol.ts";
import { type Session, withSession } from "./session.ts";

/** Processes that a process has started and that still run. */
function childrenOf(processId: number): readonly number[] {
  return readdirSync(`/proc/${processId}/task`).flatMap((task) =>
    readFileSync(`/proc/${processId}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

function run(session: Session, line: number, more: Partial<RunParams> = {}): Promise<RunResult> {
  const params: RunParams = {
    uri: session.uri("a.weir"),
    line,
    upToStep: false,
    parameters: {},
    store: false,
    ...more,
  };
  return session.connection.sendRequest<RunResult>(runMethod, params);
}

async function open(session: Session, line: number, more: Partial<RunParams> = {}): Promise<OpenResult> {
  const result = await run(session, line, more);
  assert.equal(result.kind, "result", JSON.stringify(result));
  return result as OpenResult;
}

async function page(
  session: Session,
  result: OpenResult,
  wish: {
    readonly offset?: number;
    readonly rows?: number;
    readonly sort?: string;
    readonly filter?: string;
  } = {},
): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly page: PageResult }> {
  const found = await session.connection.sendRequest<PageResult>(pageMethod, {
    resultId: result.resultId,
    offset: wish.offset ?? 0,
    rows: wish.rows ?? 100,
    sort: (wish.sort ?? "")
      .split(",")
      .filter(Boolean)
      .map((key) => ({ column: key.replace("-", ""), descending: key.startsWith("-") })),
    filter: wish.filter,
  });
  const table = arrow.tableFromIPC(Buffer.from(found.arrow, "base64"));
  return { rows: table.toArray().map((row) => row.toJSON()), page: found };
}

const numbers = `source t = csv("t.csv")
pipeline some(least: int = 2) {
  from t
  where n >= $least
  join (from rows([{n: 3, word: "three"}, {n: 4, word: null}]) | where n > 0) as r on n
  select n, word
}
pipeline half {
  from t
  select n
  wher n > 1
}
pipeline many(count: int) {
  from series(1, $count, 1)
  derive text = f"row {value}", odd = value % 2
}
`;

describe("runs in the editor", function () {
  this.timeout(120_000);
  const files = { "t.csv": "n\n1\n2\n3\n4\n" };

  it("give a result that is paged, sorted and filtered where it is", () =>
    withSession({ files }, async (session) => {
      session.open("a.weir", numbers);
      const result = await open(session, 12, { parameters: { count: "100000" } });
      assert.deepEqual(result.columns, [
        { name: "value", type: "int", nullable: false },
        { name: "text", type: "text", nullable: false },
        { name: "odd", type: "int", nullable: false },
      ]);
      assert.equal(result.rows, 100_000);
      const deep = await page(session, result, { offset: 99_999, rows: 10 });
      assert.deepEqual(deep.rows, [{ value: 100_000n, text: "row 100000", odd: 0n }]);
      const sorted = await page(session, result, { offset: 1, rows: 2, sort: "odd,-value" });
      assert.deepEqual(
        sorted.rows.map(({ value }) => value),
        [99_998n, 99_996n],
      );
      const filtered = await page(session, result, { filter: "ROW 4242", sort: "-value", rows: 3 });
      assert.equal(filtered.page.totalRows, 11);
      assert.deepEqual(
        filtered.rows.map(({ value }) => value),
        [42_429n, 42_428n, 42_427n],
      );
      const all = await page(session, result, { rows: 100_000 });
      assert.ok(all.page.arrow.length < 1_050_000, "a message stays within a megabyte");
      assert.ok(all.page.rows > 1000 && all.page.rows < 100_000);
      assert.equal(all.page.isCut, false);
    }));

  it("give the start of a text that fits no message, and say so", () =>
    withSession({ files: { "t.csv": `word\n${"x".repeat(1_500_000)}\nshort\n` } }, async (session) => {
      session.open("a.weir", 'source t = csv("t.csv")\npipeline p {\n  from t\n}\n');
      const result = await open(session, 1);
      const first = await page(session, result, { rows: 1 });
      assert.equal(first.page.isCut, true);
      assert.ok(first.page.arrow.length < 1_050_000);
      assert.match(String(first.rows[0]?.word), /^x{1000,}$/);
      const second = await page(session, result, { offset: 1, rows: 1 });
      assert.deepEqual([second.rows, second.page.isCut], [[{ word: "short" }], false]);
    }));

  it("run the text as shown, down to the step on a line, inner relations too", () =>
    withSession({ files }, async (session) => {
      session.open("a.weir", numbers);
      const filtered = await open(session, 3, { upToStep: true });
      assert.deepEqual((await page(session, filtered)).rows, [{ n: 2n }, { n: 3n }, { n: 4n }]);
      const joined = await open(session, 5, { upToStep: true, parameters: { least: "4" } });
      assert.deepEqual((await page(session, joined)).rows, [{ n: 4n, word: null }]);
      const half = await open(session, 9, { upToStep: true, limit: 3 });
      assert.equal(half.isComplete, false);
      assert.equal((await page(session, half)).rows.length, 3);
      const broken = await run(session, 10, { upToStep: false });
      assert.equal(broken.kind, "refused");
      if (broken.kind === "refused") assert.equal(broken.problems[0]?.line, 10);
    }));

  it("refuse what cannot be run, and say why", () =>
    withSession({ files }, async (session) => {
      session.open("a.weir", numbers);
      const refusals = async (line: number, parameters: Record<string, string>) => {
        const result = await run(session, line, { parameters });
        return result.kind === "refused"
          ? result.problems.map(({ message }) => message).join("; ")
          : result.kind;
      };
      assert.match(await refusals(12, {}), /`count` \(`int`\) has no default/);
      assert.match(await refusals(12, { count: "few" }), /few/);
      assert.match(await refusals(400, {}), /No pipeline stands on this line/);
    }));

  it("start nothing without trust", () =>
    withSession({ files, isTrusted: false }, async (session) => {
      session.open("a.weir", numbers);
      const result = await run(session, 12, { parameters: { count: "3" } });
      assert.equal(result.kind, "refused");
      assert.deepEqual(childrenOf(session.child.pid!), []);
    }));

  it("are cancelled, and cost one message when their engine is lost", () =>
    withSession({ files }, async (session) => {
      session.open("a.weir", numbers);
      const stop = new CancellationTokenSource();
      const slow = session.connection.sendRequest<RunResult>(
        runMethod,
        {
          uri: session.uri("a.weir"),
          line: 12,
          upToStep: false,
          parameters: { count: "900000000" },
          store: false,
        },
        stop.token,
      );
      setTimeout(() => stop.cancel(), 700);
      await assert.rejects(slow, /cancelled/i);
      const result = await open(session, 12, { parameters: { count: "10" } });
      for (const child of childrenOf(session.child.pid!)) process.kill(child, "SIGKILL");
      await assert.rejects(page(session, result), /not there any more|was ended|lost/);
      const again = await open(session, 12, { parameters: { count: "10" } });
      assert.equal((await page(session, again)).rows.length, 10);
    }));

  it("store only when asked, end their process when nobody looks, and hold no file", () =>
    withSession({ files: { ...files, "weir.json": '{"name": "x"}\n' } }, async (session) => {
      session.open("a.weir", 'store s = csv("out.csv")\npipeline p { from rows([{a: 1}])\n  into s }\n');
      const shown = await open(session, 1, { store: false });
      assert.deepEqual((await page(session, shown)).rows, [{ a: 1n }]);
      assert.equal(existsSync(join(session.folder, "out.csv")), false);
      const stored = await open(session, 1, { store: true });
      assert.equal(stored.report.stores[0]?.rows, 1);
      assert.equal(readFileSync(join(session.folder, "out.csv"), "utf8"), "a\n1\n");
      const before = childrenOf(session.child.pid!).length;
      await session.connection.sendRequest(closeResultMethod, { resultId: shown.resultId });
      await session.connection.sendRequest(closeResultMethod, { resultId: stored.resultId });
      for (let tries = 0; childrenOf(session.child.pid!).length > before - 2 && tries < 100; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(childrenOf(session.child.pid!).length, before - 2);
    }));

  it("are exported by the engine, sorted as they are seen", () =>
    withSession({ files }, async (session) => {
      session.open("a.weir", numbers);
      const result = await open(session, 12, { parameters: { count: "3" } });
      const path = join(session.folder, "deep", "out file.csv");
      await session.connection.sendRequest(exportMethod, {
        resultId: result.resultId,
        format: "csv",
        path,
        sort: [{ column: "value", descending: true }],
      });
      assert.equal(readFileSync(path, "utf8"), "value,text,odd\n3,row 3,1\n2,row 2,0\n1,row 1,1\n");
      assert.deepEqual(readdirSync(join(session.folder, "deep")), ["out file.csv"]);
    }));

  it("show their SQL, with the lines of each step", () =>
    withSession({ files }, async (session) => {
      session.open("a.weir", numbers);
      const result = await session.connection.sendRequest<SqlResult>(sqlMethod, {
        uri: session.uri("a.weir"),
        line: 4,
      });
      assert.equal(result.pipeline, "some");
      const lines = result.sql.split("\n");
      const where = result.steps.find(({ line }) => line === 3)!;
      const text = lines.slice(where.start, where.end).join("\n");
      assert.match(text, /WHERE n >= 2/);
      assert.doesNotMatch(text, /JOIN/);
    }));

  it("leave out the steps of pipelines that they read, whose lines are elsewhere", () =>
    withSession({}, async (session) => {
      const text =
        "pipeline a {\n  from rows([{n: 1}, {n: 2}])\n  where n > 1\n}\npipeline b {\n  from a\n  where n < 9\n}\n";
      session.open("a.weir", text);
      const params = { uri: session.uri("a.weir"), line: 6 };
      const { steps } = await session.connection.sendRequest<SqlResult>(sqlMethod, params);
      assert.ok(steps.some(({ line }) => line === 6));
      assert.ok(steps.every(({ line }) => line >= 4));
    }));
});
