// The engine's process from outside: it is cancelled in time, its loss is one clear failure, a slow reader bounds its
// memory, and nothing of it is left when its caller goes.

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as arrow from "apache-arrow";
import { startEngine } from "../../engine/client.ts";
import type { Progress } from "../../engine/messages.ts";
import { engineProgram } from "./engine-program.ts";
import { attempt, bench, failureOf, planOf, requestOf, rowsOf } from "./harness.ts";

const endless =
  "from series(1, 3_000_000)\nderive k = value % 7\njoin series(1, 3_000_000) as s on k == s.value % 7\naggregate n = sum(value * s.value)";

describe("the engine's process", () => {
  const on = bench();

  it("ends a run on its caller's word, by force where it has to, and then answers the next one", async () => {
    for (const text of [
      endless,
      "from series(1, 100_000_000)\nderive h = hash_bucket(value, 1_000_000_000)\nsort h",
    ]) {
      const { plan } = await planOf(on, text);
      const controller = new AbortController();
      const run = on.engine.run(requestOf(on, plan), { signal: controller.signal });
      await pause(700);
      controller.abort();
      assert.equal((await run.outcome).kind, "cancelled");
      assert.deepEqual((await rowsOf(on, "from series(1, 2)")).rows, [["1"], ["2"]]);
    }
  });

  it("gives the memory of a cancelled run back", async () => {
    const { plan } = await planOf(
      on,
      "from series(1, 40_000_000)\nderive h = hash_bucket(value, 1_000_000_000)\nsort h",
    );
    const controller = new AbortController();
    const run = on.engine.run(requestOf(on, plan), { signal: controller.signal });
    await pause(1500);
    controller.abort();
    await run.outcome;
    await rowsOf(on, "from series(1, 2)");
    const kilobytes = residentKilobytes(on.engine.processId!);
    assert.ok(kilobytes < 600_000, `${kilobytes} kB`);
  });

  it("leaves nothing of a cancelled output or store", async () => {
    on.write("old.csv", "a\n1\n");
    const controller = new AbortController();
    const text = `store kept = parquet("kept")\nfrom series(1, 200_000_000)\nderive h = hash_bucket(value, 1_000_000_000)\ninto kept`;
    const output = { kind: "file", format: "csv", path: on.path("old.csv") } as const;
    setTimeout(() => controller.abort(), 800);
    const { outcome } = await attempt(on, text, { output }, { signal: controller.signal });
    assert.equal(outcome.kind, "cancelled");
    assert.equal(readFileSync(on.path("old.csv"), "utf8"), "a\n1\n");
    await pause(100);
    assert.deepEqual(
      readdirSync(on.folder).filter((name) => name.includes("weir-tmp")),
      [],
    );
    assert.equal(existsSync(on.path("kept")), false);
    await rowsOf(on, `store kept = parquet("kept")\nfrom series(1, 2)\ninto kept`, {
      output: { kind: "none" },
    });
    assert.deepEqual(readdirSync(on.folder).sort(), [".weir", "kept", "old.csv"]);
  });

  it("is lost with one clear failure, and the next request starts another", async () => {
    const { plan } = await planOf(on, endless);
    const run = on.engine.run(requestOf(on, plan));
    await pause(500);
    const before = on.engine.processId!;
    process.kill(before, "SIGKILL");
    const outcome = await run.outcome;
    assert.equal(outcome.kind, "failed");
    assert.equal(outcome.kind === "failed" && outcome.failure.code, "WR636");
    assert.deepEqual((await rowsOf(on, "from series(1, 2)")).rows, [["1"], ["2"]]);
    assert.notEqual(on.engine.processId, before);
  });

  it("says how to go on when memory does not suffice", async () => {
    const small = { ...on.settings, memoryLimitBytes: 60e6, temporaryLimitBytes: 1e6, threads: 2 };
    const failure = await failureOf(
      on,
      "from series(1, 5_000_000)\naggregate n = count() by value\nsort n, value",
      { settings: small },
    );
    assert.match(failure.code, /WR632|WR633/);
    assert.match(failure.hint ?? "", /memory|space/);
  });

  it("waits for a slow reader instead of filling memory", async () => {
    await on.sql(
      "copy (select range as a, range * 2 as b, 'text ' || range as c from range(10000000)) to 'FOLDER/many.parquet'",
    );
    const { plan } = await planOf(on, `source many = parquet("many.parquet")\nfrom many`);
    const engine = startEngine({ program: engineProgram() });
    try {
      const controller = new AbortController();
      const run = engine.run(requestOf(on, plan), { signal: controller.signal });
      let parts = 0;
      for await (const part of run) {
        parts++;
        assert.ok(part.byteLength > 0);
        if (parts === 3) await pause(2500);
        if (parts === 6) break;
      }
      const kilobytes = residentKilobytes(engine.processId!);
      assert.ok(kilobytes < 400_000, `${kilobytes} kB`);
      assert.equal((await run.outcome).kind, "cancelled");
    } finally {
      await engine.close();
    }
  });

  it("hands over every row of a long result, in order", async () => {
    const { outcome, parts } = await attempt(on, "from series(1, 1_000_000)\nsort value");
    assert.equal(outcome.kind, "finished");
    const table = arrow.tableFromIPC([...parts]);
    assert.equal(table.numRows, 1_000_000);
    let expected = 1n;
    for (const batch of table.batches) {
      for (const value of batch.getChildAt(0)!.data[0]!.values as BigInt64Array)
        assert.equal(value, expected++);
    }
  });

  it("tells how far it has come", async () => {
    await on.sql(
      `copy (select i as a, 'some text ' || i as b from range(4000000) t(i)) to 'FOLDER/long.csv'`,
    );
    const seen: Progress[] = [];
    const { outcome } = await attempt(
      on,
      `source l = csv("long.csv")\nfrom l\naggregate n = count_distinct(b), m = max(a)`,
      {},
      { progress: (progress) => seen.push(progress) },
    );
    assert.equal(outcome.kind, "finished");
    const known = seen.flatMap(({ fraction }) => (fraction === undefined ? [] : [fraction]));
    assert.ok(known.length > 2, `${seen.length} messages`);
    assert.ok(known.every((fraction) => fraction > 0 && fraction <= 1));
  });

  it("ends when its caller is killed in the middle of a run", async () => {
    const caller = fork(
      fileURLToPath(new URL("./abandoning-caller.ts", import.meta.url)),
      [on.folder, engineProgram()],
      {
        execArgv: ["--import", "tsx"],
      },
    );
    const engine = await new Promise<number>((resolve) =>
      caller.once("message", (id) => resolve(id as number)),
    );
    assert.equal(isRunning(engine), true);
    caller.kill("SIGKILL");
    for (let tries = 0; isRunning(engine) && tries < 60; tries++) await pause(50);
    assert.equal(isRunning(engine), false);
  });
});

function residentKilobytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${processId}/status`, "utf8"));
  } catch {
    // No such process any more.
    return false;
  }
}
