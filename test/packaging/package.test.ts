// The extension's package, made and unpacked outside of the repository: what it holds, and that its engine runs a pipeline of its
// own sample without anything of the repository.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Engine, startEngine } from "../../engine/client.ts";
import type { EngineSettings } from "../../engine/messages.ts";
import { type Catalogue, type SchemaAnswer, specialise } from "../../language/index.ts";
import { loadProgram, locationKey, rebind } from "../../project/index.ts";
import { packExtension } from "../../scripts/package.ts";
import { ownTarget, type Target, targets } from "../../scripts/packaging/targets.ts";
import { needs } from "../support/needs.ts";
import { readLockedPackages, repositoryRoot } from "../support/repository.ts";
import { unzip } from "./unzip.ts";

/** Packages that may lie in the extension's package, beside the binding of its target. */
const approved = ["@duckdb/node-bindings", "detect-libc"];

describe("the extension's package", function () {
  this.timeout(240_000);
  let scratch: string;
  let extension: string;
  let names: readonly string[];
  let target: Target;

  before(async function () {
    const own = ownTarget();
    needs(this, {
      what: `A target for ${process.platform}-${process.arch}`,
      available: own !== undefined,
      remedy: `one of ${targets.map(({ name }) => name).join(", ")}`,
    });
    target = own!;
    scratch = realpathSync(mkdtempSync(join(tmpdir(), "weir-package-")));
    const path = await packExtension(target, join(scratch, "packed"));
    assert.ok(statSync(path).size < 40_000_000, `the package has ${statSync(path).size} bytes`);
    names = unzip(path, join(scratch, "unpacked"));
    extension = join(scratch, "unpacked", "extension");
  });

  after(() => {
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  });

  it("holds the programs of the editor, and not the command", () => {
    const dist = readdirSync(join(extension, "dist"));
    for (const name of ["client.cjs", "server.js", "engine.js", "panel.js", "panel.css", "sample"]) {
      assert.ok(dist.includes(name), `dist/ has ${dist.join(", ")}`);
    }
    assert.ok(!dist.includes("cli.js"));
  });

  it("is for one platform, and says so", () => {
    const manifest = readFileSync(join(scratch, "unpacked/extension.vsixmanifest"), "utf8");
    assert.match(manifest, new RegExp(`TargetPlatform="${target.name}"`));
  });

  it("holds everything that its manifest names", () => {
    const manifest = readFileSync(join(extension, "package.json"), "utf8");
    const paths = [...manifest.matchAll(/"((?:\.\/|media\/)[^"*]+)"/g)].map((match) => match[1]!);
    assert.ok(paths.length > 8, "the manifest names files");
    for (const path of paths) assert.ok(existsSync(join(extension, path)), `${path} is not there`);
    assert.doesNotMatch(manifest, /"(scripts|devDependencies|dependencies)"/);
  });

  it("holds one native package, the approved one of its platform, and no other packages", () => {
    const packages = new Set(
      names.flatMap((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1] ?? []),
    );
    for (const name of packages) {
      assert.ok([...approved, target.binding].includes(name), `${name} is not approved to ship`);
    }
    assert.ok(packages.has(target.binding));
    const native = names.filter((name) => /\.(node|so|dylib|dll|exe)(\.\d+)*$/.test(name));
    for (const name of native) assert.ok(name.includes(`/${target.binding}/`), `${name} is native code`);
    assert.ok(native.length > 0);
  });

  it("has a binding in the lock file for every target", () => {
    const locked = readLockedPackages();
    assert.equal(targets.length, 8);
    for (const { binding } of targets) assert.ok(locked.has(`node_modules/${binding}`), binding);
  });

  it("is refused without a platform", () => {
    const packed = spawnSync(
      process.execPath,
      [
        join(repositoryRoot, "node_modules/@vscode/vsce/vsce"),
        "package",
        "--allow-missing-repository",
        ...["--out", join(scratch, "untargeted.vsix")],
      ],
      { cwd: repositoryRoot, encoding: "utf8" },
    );
    assert.notEqual(packed.status, 0);
    assert.match(`${packed.stdout}${packed.stderr}`, /npm run package/);
    assert.ok(!existsSync(join(scratch, "untargeted.vsix")));
    const unknown = spawnSync(
      process.execPath,
      ["--import", "tsx", "scripts/package.ts", "--target", "plan9-x64"],
      { cwd: repositoryRoot, encoding: "utf8" },
    );
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /"plan9-x64" is no target; targets are linux-x64/);
  });

  it("runs a pipeline of its sample with its own engine", async () => {
    const engine = startEngine({ program: join(extension, "dist/engine.js") });
    try {
      assert.deepEqual(await firstRows(engine, join(extension, "dist/sample")), { rows: 6, isArrow: true });
    } finally {
      await engine.close();
    }
  });
});

/** Runs `delays_by_distance` of the sample. */
async function firstRows(
  engine: Engine,
  folder: string,
): Promise<{ readonly rows: number; readonly isArrow: boolean }> {
  const uri = pathToFileURL(join(folder, "flights.weir")).href;
  const text = readFileSync(join(folder, "flights.weir"), "utf8");
  const settings: EngineSettings = {
    projectFolder: folder,
    cacheFolder: join(folder, ".weir/cache"),
    memoryLimitBytes: undefined,
    threads: undefined,
    temporaryFolder: undefined,
    temporaryLimitBytes: undefined,
    allowWrite: [],
  };
  const answers = new Map<string, SchemaAnswer>();
  const catalogue: Catalogue = {
    schemaOf: (location) => answers.get(locationKey(location, "posix")) ?? { status: "pending" },
  };
  const files = {
    readText: (asked: string) =>
      asked === uri ? ({ kind: "text", text } as const) : ({ kind: "missing" } as const),
  };
  const first = loadProgram({ files, uris: [uri], catalogue, style: "posix" });
  const locations = first.program.dataLocations;
  const found = await engine.describe(locations, settings);
  for (const [index, location] of locations.entries()) {
    answers.set(locationKey(location, "posix"), found[index]!);
  }
  const { program } = rebind(first, catalogue);
  const file = program.file(uri)!;
  assert.deepEqual(
    file.problems.filter(({ severity }) => severity === "error"),
    [],
  );
  const { plan } = specialise(file.pipelines.find(({ name }) => name === "delays_by_distance")!, {});
  const run = engine.run({
    settings,
    plan,
    startedAtMicros: 0n,
    limit: undefined,
    output: { kind: "batches" },
    store: false,
    measureSteps: false,
    given: undefined,
  });
  let bytes = 0;
  for await (const part of run) bytes += part.length;
  const outcome = await run.outcome;
  assert.equal(outcome.kind, "finished", JSON.stringify(outcome));
  return { rows: outcome.kind === "finished" ? outcome.report.rows : 0, isArrow: bytes > 0 };
}
