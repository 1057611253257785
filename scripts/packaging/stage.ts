// The folder that becomes the extension's package: the bundles of client, server and engine, the one native package of the
// target, and what the manifest names. Nothing of node_modules but DuckDB's binding gets in.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildPrograms } from "../build.mjs";
import { writeSample } from "../sample.mjs";
import { bindingFolder } from "./binding.ts";
import type { Target } from "./targets.ts";

/** Bundles that the editor uses; the `weir` command is not among them. */
const programs = ["client.cjs", "server.js", "engine.js", "panel.js", "panel.css"];

/** What the manifest names beside the bundles. */
const carried = [
  "l10n",
  "media",
  "syntaxes",
  "package.nls.json",
  "CHANGELOG.md",
  "LICENSE",
  "THIRD_PARTY_NOTICES",
];

/** Parts of the manifest that mean something to npm only. */
const npmOnly = [
  "allowScripts",
  "bin",
  "dependencies",
  "devDependencies",
  "files",
  "private",
  "scripts",
  "sideEffects",
];

/** Writes the folder anew. */
export async function stage(root: string, target: Target, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dist = join(folder, "dist");
  const outputs = await buildPrograms({ outputDirectory: dist });
  keepOnly(dist, reachable(outputs));
  await writeSample(join(dist, "sample"));
  for (const name of carried) cpSync(join(root, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, "project"));
  cpSync(join(root, "project/weir.schema.json"), join(folder, "project/weir.schema.json"));
  cpSync(join(root, "docs/editor.md"), join(folder, "README.md"));
  writeManifest(root, folder);
  // Without it vsce warns that more may come along than is wanted; here all of it is.
  writeFileSync(join(folder, ".vscodeignore"), "# All that lies here ships.\n");
  copyBinding(root, target, join(dist, "node_modules"));
}

type Outputs = Awaited<ReturnType<typeof buildPrograms>>;

/** Names of the files that the editor's programs load, chunks of chunks included. */
function reachable(outputs: Outputs): ReadonlySet<string> {
  const byName = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const found = new Set<string>();
  const waiting = [...programs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const { path, external } of byName.get(name)?.imports ?? []) {
      if (external !== true) waiting.push(basename(path));
    }
  }
  return found;
}

function keepOnly(folder: string, wanted: ReadonlySet<string>): void {
  const present = readdirSync(folder);
  for (const program of programs) {
    if (!present.includes(program)) throw new Error(`the build gave no ${program}`);
  }
  for (const name of present) if (!wanted.has(name)) rmSync(join(folder, name), { recursive: true });
}

function writeManifest(root: string, folder: string): void {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
  for (const key of npmOnly) delete manifest[key];
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** DuckDB's binding and the few lines that choose it; on Alpine, which the lines have to recognise, what they do it with. */
function copyBinding(root: string, target: Target, modules: string): void {
  const wanted: [string, string][] = [
    ["@duckdb/node-bindings", join(root, "node_modules/@duckdb/node-bindings")],
    [target.binding, bindingFolder(root, target)],
  ];
  if (target.isMusl) wanted.push(["detect-libc", join(root, "node_modules/detect-libc")]);
  for (const [name, from] of wanted) {
    cpSync(from, join(modules, name), {
      recursive: true,
      filter: (path) => !/\.(d\.ts|map|md)$/i.test(path),
    });
  }
}
