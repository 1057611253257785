import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { parseFile, type SyntaxFile } from "../../grammar/index.ts";
import { workspaceSymbols } from "../../server/features/workspace-symbols.ts";
import { realHost } from "../../server/host.ts";
import type { IndexHost } from "../../server/index/options.ts";
import { WorkspaceIndex } from "../../server/index/workspace-index.ts";
import { fuzzRuns } from "../support/fuzz.ts";

/** A folder of files and indexes over it. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), "weir-index-"));
  readonly keptPath = join(this.folder, ".weir", "cache", "index");
  readonly open = new Map<string, SyntaxFile>();
  readonly reads: string[] = [];

  uri(path: string): string {
    return pathToFileURL(join(this.folder, path)).href;
  }

  write(path: string, text: string): void {
    const whole = join(this.folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    // Long ago: what is written in the same moment as the kept index is read again on purpose.
    utimesSync(whole, 1_700_000_000, 1_700_000_000);
  }

  index(options: { readonly isKept?: boolean; readonly mayRead?: (uri: string) => boolean } = {}) {
    const real = realHost();
    const host: IndexHost = {
      ...real,
      readText: (path) => {
        this.reads.push(path);
        return real.readText(path);
      },
    };
    const index = new WorkspaceIndex(host, {
      weir: "1.2.3",
      mayRead: options.mayRead ?? (() => true),
      keptAt: () => (options.isKept === true ? this.keptPath : undefined),
      openTrees: () => this.open,
      onFault: (error) => {
        throw error;
      },
    });
    index.setFolders([pathToFileURL(this.folder).href]);
    return index;
  }
}

async function withBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  const bench = new Bench();
  try {
    await work(bench);
  } finally {
    rmSync(bench.folder, { recursive: true, force: true });
  }
}

const shared = 'source orders = csv("orders.csv") { id: int, shop: text }\n';
const daily = 'import "shared.weir"\npipeline daily { from orders | where shop == "a" }\n';
const weekly = 'import daily from "daily.weir"\npipeline weekly { from daily | take 7 }\n';

describe("the index of the workspace", () => {
  it("tells who declares, mentions and imports", () =>
    withBench(async (bench) => {
      bench.write("shared.weir", shared);
      bench.write("daily.weir", daily);
      bench.write("weekly.weir", weekly);
      bench.write("node_modules/x/left-out.weir", shared);
      bench.write(".hidden/left-out.weir", shared);
      bench.write("readme.md", shared);
      const index = bench.index();
      await index.settled();
      const uris = (...paths: string[]) => paths.map((path) => bench.uri(path)).sort();
      assert.deepEqual([...index.digests().keys()].sort(), uris("shared.weir", "daily.weir", "weekly.weir"));
      assert.deepEqual(index.filesDeclaring("orders"), uris("shared.weir"));
      assert.deepEqual([...index.filesUsing("shop")].sort(), uris("shared.weir", "daily.weir"));
      assert.deepEqual(index.filesUsing("nothing"), []);
      assert.deepEqual(
        [...index.importersOf(bench.uri("shared.weir"))].sort(),
        uris("daily.weir", "weekly.weir"),
      );
      assert.deepEqual(index.importersOf(bench.uri("weekly.weir")), []);
      await index.close();
    }));

  it("takes open files as they are, saved or not", () =>
    withBench(async (bench) => {
      bench.write("daily.weir", daily);
      const index = bench.index();
      await index.settled();
      assert.equal(index.importersOf(bench.uri("shared.weir")).length, 1);
      bench.open.set(bench.uri("daily.weir"), parseFile("pipeline renamed { from orders }\n"));
      bench.open.set(bench.uri("new.weir"), parseFile("let fresh = 1\n"));
      assert.deepEqual(index.importersOf(bench.uri("shared.weir")), []);
      assert.deepEqual(index.filesDeclaring("daily"), []);
      assert.deepEqual(index.filesDeclaring("renamed"), [bench.uri("daily.weir")]);
      assert.deepEqual(index.filesDeclaring("fresh"), [bench.uri("new.weir")]);
      bench.open.clear();
      assert.deepEqual(index.filesDeclaring("daily"), [bench.uri("daily.weir")]);
      await index.close();
    }));

  it("looks once at a storm of changes", () =>
    withBench(async (bench) => {
      for (let number = 0; number < 100; number++) bench.write(`f${number}.weir`, `let old_${number} = 1\n`);
      const index = bench.index();
      await index.settled();
      const before = index.passes;
      for (let number = 0; number < 100; number++) {
        bench.write(`f${number}.weir`, `let new_${number} = 1\n`);
        index.filesChanged([bench.uri(`f${number}.weir`)]);
      }
      bench.reads.length = 0;
      await new Promise((resolve) => setTimeout(resolve, 200));
      await index.settled();
      assert.equal(index.passes - before, 1);
      assert.equal(bench.reads.length, 100);
      assert.deepEqual(index.filesDeclaring("new_42"), [bench.uri("f42.weir")]);
      await index.close();
    }));

  it("never goes round in links, and has each file once", () =>
    withBench(async (bench) => {
      bench.write("a/one.weir", "let one = 1\n");
      symlinkSync(bench.folder, join(bench.folder, "a", "up"));
      symlinkSync(join(bench.folder, "a"), join(bench.folder, "z"));
      const index = bench.index();
      await index.settled();
      assert.equal(index.filesDeclaring("one").length, 1);
      index.filesChanged([bench.uri("z/one.weir"), bench.uri("a/up/a/one.weir")]);
      await index.settled();
      assert.equal(index.filesDeclaring("one").length, 1);
      await index.close();
    }));

  it("looks only where it may", () =>
    withBench(async (bench) => {
      bench.write("open/one.weir", "let one = 1\n");
      bench.write("closed/two.weir", "let two = 1\n");
      const index = bench.index({ mayRead: (uri) => !uri.includes("closed") });
      await index.settled();
      index.filesChanged([bench.uri("closed/two.weir")]);
      await index.settled();
      assert.deepEqual([...index.digests().keys()], [bench.uri("open/one.weir")]);
      assert.ok(bench.reads.every((path) => !path.includes("closed")));
      await index.close();
    }));
});

describe("the index on the disk", () => {
  /** An index that was kept, and how many programs the next one reads. */
  async function readsAfter(bench: Bench, change: () => void): Promise<number> {
    bench.write("shared.weir", shared);
    bench.write("daily.weir", daily);
    const first = bench.index({ isKept: true });
    await first.settled();
    await first.close();
    const fresh = JSON.stringify([...first.digests()].sort());
    assert.ok(existsSync(bench.keptPath));
    change();
    bench.reads.length = 0;
    const second = bench.index({ isKept: true });
    await second.settled();
    await second.close();
    if (bench.reads.every((path) => !path.endsWith(".weir"))) {
      assert.equal(JSON.stringify([...second.digests()].sort()), fresh);
    }
    return bench.reads.filter((path) => path.endsWith(".weir")).length;
  }

  it("spares reading what is as it was", () =>
    withBench(async (bench) => {
      assert.equal(await readsAfter(bench, () => undefined), 0);
    }));

  it("reads what has changed", () =>
    withBench(async (bench) => {
      assert.equal(await readsAfter(bench, () => bench.write("daily.weir", `${daily}let more = 1\n`)), 1);
    }));

  const damages: readonly (readonly [string, (text: string) => string])[] = [
    ["cut short", (text) => text.slice(0, -20)],
    ["changed inside", (text) => text.replace("orders", "OrderS")],
    ["empty", () => ""],
    ["something else", () => "{}\n[1, 2]\nnull"],
    ["no JSON", (text) => `x${text}`],
    ["of another version of Weir", (text) => text.replace("1.2.3", "1.2.4")],
    ["of another form", (text) => text.replace('"weirIndex":', '"weirIndex":9')],
  ];
  for (const [name, damage] of damages) {
    it(`is thrown away when it is ${name}`, () =>
      withBench(async (bench) => {
        const reads = await readsAfter(bench, () => {
          writeFileSync(bench.keptPath, damage(readFileSync(bench.keptPath, "utf8")));
        });
        assert.equal(reads, 2);
      }));
  }
});

describe("the index after any changes", () => {
  const paths = ["a.weir", "b.weir", "sub/c.weir", "sub/deep/d.weir", "out/e.weir", "f.txt"];
  const texts = [
    shared,
    daily,
    weekly,
    "",
    "pipeline p(x: int) {\n  from t\n  where a > $x\n",
    "let b = 1\n",
  ];
  const change = fc.oneof(
    fc.record({
      kind: fc.constant("write" as const),
      path: fc.constantFrom(...paths),
      text: fc.constantFrom(...texts),
    }),
    fc.record({ kind: fc.constant("delete" as const), path: fc.constantFrom(...paths) }),
    fc.record({
      kind: fc.constant("move" as const),
      path: fc.constantFrom(...paths),
      to: fc.constantFrom(...paths),
    }),
    fc.record({
      kind: fc.constant("open" as const),
      path: fc.constantFrom(...paths),
      text: fc.constantFrom(...texts),
    }),
    fc.record({ kind: fc.constant("close" as const), path: fc.constantFrom(...paths) }),
    fc.record({ kind: fc.constant("settle" as const) }),
    fc.record({ kind: fc.constant("restart" as const) }),
  );

  it("is what a fresh one is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 25 }), async (changes) => {
        await withBench(async (bench) => {
          let index = bench.index({ isKept: true });
          for (const one of changes) {
            switch (one.kind) {
              case "write":
                bench.write(one.path, one.text);
                index.filesChanged([bench.uri(one.path)]);
                break;
              case "delete":
                rmSync(join(bench.folder, one.path), { force: true });
                index.filesChanged([bench.uri(one.path)]);
                break;
              case "move":
                if (!existsSync(join(bench.folder, one.path))) break;
                mkdirSync(dirname(join(bench.folder, one.to)), { recursive: true });
                renameSync(join(bench.folder, one.path), join(bench.folder, one.to));
                index.filesChanged([bench.uri(one.path), bench.uri(one.to)]);
                break;
              case "open":
                bench.open.set(bench.uri(one.path), parseFile(one.text));
                break;
              case "close":
                bench.open.delete(bench.uri(one.path));
                break;
              case "settle":
                await index.settled();
                break;
              case "restart":
                await index.settled();
                await index.close();
                index = bench.index({ isKept: true });
                break;
            }
          }
          await index.settled();
          const fresh = bench.index();
          await fresh.settled();
          assert.deepEqual([...index.digests()].sort(), [...fresh.digests()].sort());
          for (const name of ["orders", "daily", "shop", "a", "b"]) {
            assert.deepEqual([...index.filesUsing(name)].sort(), [...fresh.filesUsing(name)].sort());
            assert.deepEqual([...index.filesDeclaring(name)].sort(), [...fresh.filesDeclaring(name)].sort());
          }
          for (const path of paths) {
            const importers = index.importersOf(bench.uri(path));
            assert.deepEqual([...importers].sort(), [...fresh.importersOf(bench.uri(path))].sort());
          }
          await index.close();
          await fresh.close();
        });
      }),
      { numRuns: fuzzRuns(1000) },
    );
  }).timeout(300_000);
});

describe("workspace symbols", () => {
  it("are ranked by how well they fit, with their file and place", () =>
    withBench(async (bench) => {
      bench.write(
        "a.weir",
        "let net = 1\nlet planet = 2\nlet total_net = 3\nlet net_total = 4\nlet n_e_t = 5\nlet other = 6\n",
      );
      const index = bench.index();
      await index.settled();
      const found = workspaceSymbols(index.declarationsMatching("net"), (uri) => uri);
      assert.deepEqual(
        found.map(({ name }) => name),
        ["net", "net_total", "total_net", "planet", "n_e_t"],
      );
      assert.deepEqual(found[0]?.location, {
        uri: bench.uri("a.weir"),
        range: { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } },
      });
      assert.equal(found[0]?.containerName, "a.weir");
      assert.equal(index.declarationsMatching("").length, 6);
      assert.deepEqual(index.declarationsMatching("tenx"), []);
      assert.equal(index.declarationsMatching("NET")[0]?.declaration.name, "net");
      await index.close();
    }));
});
