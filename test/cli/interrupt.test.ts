// What stops a run from outside: Ctrl-C once and twice, a reader that goes away.
import assert from "node:assert/strict";
import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { program, within } from "./weir.ts";

/** Keeps DuckDB busy for minutes. */
const endless = `store out = parquet("out/rows.parquet")
pipeline endless {
  from series(1, 100_000, 1)
  join series(1, 100_000, 1) as b on value < b.value
  aggregate total = sum(value * b.value % 7)
  into out
}
`;

describe("a run that is stopped", function () {
  this.timeout(60_000);
  if (process.platform === "win32") return;

  it("ends with 130 on Ctrl-C, stores nothing and leaves no process behind", () =>
    within({ "a.weir": endless }, async ({ start, folder }) => {
      const run = start("run", "a.weir");
      const errors = gathered(run);
      const children = await engineOf(run);
      run.kill("SIGINT");
      const [status] = await once(run, "exit");
      assert.equal(status, 130);
      assert.match(errors(), /cancelled/);
      assert.equal(existsSync(join(folder, "out", "rows.parquet")), false);
      await Promise.all(children.map(gone));
    }));

  it("ends at once on a second Ctrl-C", () =>
    within({ "a.weir": endless }, async ({ start }) => {
      const run = start("run", "a.weir");
      const children = await engineOf(run);
      run.kill("SIGINT");
      run.kill("SIGINT");
      const [status] = await once(run, "exit");
      assert.equal(status, 130);
      await Promise.all(children.map(gone));
    }));

  it("ends quietly when its reader goes away", () =>
    within({ "a.weir": "from series(1, 5_000_000, 1)\n" }, ({ folder }) => {
      const { stdout, stderr } = spawnSync(
        "/bin/sh",
        ["-c", `"${process.execPath}" "${program}" run a.weir --format csv | head -n 2`],
        { cwd: folder, encoding: "utf8" },
      );
      assert.match(stdout, /^value\n\d+\n$/);
      assert.equal(stderr, "");
    }));
});

function gathered(run: ChildProcess): () => string {
  let text = "";
  run.stderr!.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return () => text;
}

/** The processes that the run has started, once its query is under way. */
async function engineOf(run: ChildProcess): Promise<readonly number[]> {
  for (let tries = 0; tries < 200; tries++) {
    const children = childrenOf(run.pid!);
    if (children.length > 0 && children.some((child) => processorTicks(child) > 100)) return children;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error("the run started no engine that works");
}

function childrenOf(parent: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid!);
}

/** Hundredths of a second of processor time. */
function processorTicks(child: number): number {
  const { stdout } = spawnSync("ps", ["-o", "time=", "-p", String(child)], { encoding: "utf8" });
  const [hours = 0, minutes = 0, seconds = 0] = stdout.trim().split(":").map(Number);
  return (hours * 3600 + minutes * 60 + seconds) * 100;
}

async function gone(child: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(child, 0);
    } catch {
      return;
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`process ${child} is still there`);
}
