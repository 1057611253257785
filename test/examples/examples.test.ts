// The examples are held to what they promise: no problems, formatted, their tests pass, every pipeline gives rows.
// Everything goes through the `weir` command as a person would type it. Nothing is written into the examples.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readRepositoryFile, repositoryRoot } from "../support/repository.ts";

interface Answer {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

interface Problem {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** How a pipeline is run: values for its required parameters, and whether it is one that must find nothing. */
interface Run {
  readonly parameters?: readonly string[];
  readonly empty?: true;
}

/** Every pipeline of every example. One that is missing here fails a test. */
const runs: Readonly<Record<string, Readonly<Record<string, Run>>>> = {
  "cleaning/cleaning.weir": { read_members: {}, clean_members: {}, rejected_members: {}, quality: {} },
  "flights/flights.weir": {
    sound_flights: {},
    delays_by_airport: {},
    delays_by_hour: {},
    delays_by_distance: {},
    busiest_routes: {},
    daily_delays: {},
    smoothed_delays: {},
    worst_days: {},
    airport_days: { parameters: ["iata=SEA"] },
  },
  "tasks/01-sessions.weir": { sessions: {} },
  "tasks/02-top-n.weir": { top_products: { parameters: ["country=DE"] } },
  "tasks/03-moving-average.weir": { smooth: {} },
  "tasks/04-cohorts.weir": { cohorts: {} },
  "tasks/05-latest.weir": { latest_customers: {} },
  "tasks/06-asof.weir": { priced_trades: {} },
  "tasks/07-funnel.weir": { funnel: { parameters: ["since=2026-02-01"] } },
  "tasks/08-share.weir": { shares: {} },
  "tasks/09-cleaning.weir": { contacts: {} },
  "tasks/10-json.weir": { line_items: {} },
  "tasks/11-spine.weir": { daily_by_shop: {} },
  "tasks/12-pivot.weir": { wide: {} },
  "tasks/13-split.weir": { training: {}, peek: {}, leaks: { empty: true }, misfits: { empty: true } },
  "tasks/14-scd.weir": {
    customer_history: {},
    customer_snapshot: { parameters: ["seen_at=2026-03-01T00:00:00"] },
  },
  "tasks/15-incremental.weir": { load_facts: {}, reload_day: { parameters: ["day=2026-02-27"] } },
  "tasks/16-yoy.weir": { monthly: {}, yoy: {} },
  "tasks/17-bins.weir": { deciles: {} },
  "tasks/18-search.weir": { search: { parameters: ["q=red kite"] } },
  "tasks/19-geo.weir": { nearest_shop: {} },
  "tasks/20-endpoint.weir": { find_orders: {} },
  "tasks/sources.weir": {},
};

describe("examples", function () {
  this.timeout(120_000);

  const storedBefore = storedFiles();

  it("are all listed here, with all their pipelines", () => {
    assert.deepEqual(exampleFiles(), Object.keys(runs).sort());
    for (const [file, pipelines] of Object.entries(runs)) {
      assert.deepEqual(declarations(file, "pipeline").sort(), Object.keys(pipelines).sort(), file);
    }
  });

  it("have no problems", () => {
    const { output, errors } = weir("check", "examples", "--json");
    const answer = JSON.parse(output) as { readonly files: number; readonly problems: readonly Problem[] };
    const told = answer.problems.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`);
    assert.deepEqual(told, [], errors);
    assert.equal(answer.files, exampleFiles().length);
  });

  for (const file of exampleFiles()) {
    describe(file, () => {
      it("is formatted", () => {
        const { status, output, errors } = weir("format", "--check", `examples/${file}`);
        assert.equal(status, 0, output + errors);
      });

      const tests = declarations(file, "test");
      if (tests.length > 0)
        it("passes its tests", () => {
          const { status, output, errors } = weir("test", `examples/${file}`, "--tap");
          assert.equal(status, 0, output + errors);
          assert.equal(output.match(/^ok \d+/gm)?.length, tests.length, output);
        });

      for (const [pipeline, run] of Object.entries(runs[file] ?? {}))
        it(`runs ${pipeline}`, () => {
          const parameters = (run.parameters ?? []).flatMap((parameter) => ["--param", parameter]);
          const target = [`examples/${file}`, pipeline, ...parameters];
          const { status, output, errors } = weir(
            "run",
            ...target,
            "--no-store",
            "--limit",
            "20",
            "--format",
            "json",
          );
          assert.equal(status, 0, output + errors);
          const rows = JSON.parse(output) as readonly unknown[];
          assert.equal(rows.length > 0, run.empty !== true, `${rows.length} rows`);
        });
    });
  }

  it("are run without writing anything", () => {
    assert.deepEqual(storedFiles(), storedBefore);
  });
});

/** All `.weir` files below `examples/`, as paths from there. */
function exampleFiles(): readonly string[] {
  return readdirSync(join(repositoryRoot, "examples"), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /[^/]\.weir$/.test(name))
    .sort();
}

/** What lies in the folders that the examples store into, with the time it was written. */
function storedFiles(): readonly string[] {
  return ["cleaning", "flights", "tasks"]
    .map((example) => join(repositoryRoot, "examples", example, "out"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => {
        const path = join(folder, name);
        return `${path} ${statSync(path).mtimeMs}`;
      }),
    )
    .sort();
}

/** Names (or titles) of the declarations of one kind, each of which starts in the first column. */
function declarations(file: string, keyword: "pipeline" | "test"): string[] {
  const text = readRepositoryFile(`examples/${file}`);
  return [...text.matchAll(new RegExp(`^${keyword} (\\w+|"(?:[^"\\\\]|\\\\.)*")`, "gm"))].map(
    (match) => match[1]!,
  );
}

function weir(...parameters: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/cli.js", ...parameters], {
    cwd: repositoryRoot,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, output: stdout, errors: stderr };
}
