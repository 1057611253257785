// `npm run package`: packs the extension for one platform, into out/package/. Without --target it is the platform of this machine;
// a package for no platform, or for one that has no engine, is refused.
//
//   npm run package -- --target darwin-arm64
//   npm run package -- --all

import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { stage } from "./packaging/stage.ts";
import { ownTarget, type Target, targetNamed, targets } from "./packaging/targets.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Packs for a target and returns the path of the package. */
export async function packExtension(target: Target, folder = join(root, "out", "package")): Promise<string> {
  const staged = join(folder, target.name);
  await stage(root, target, staged);
  const packagePath = join(folder, `weir-${target.name}.vsix`);
  mkdirSync(folder, { recursive: true });
  await createVSIX({
    cwd: staged,
    target: target.name,
    packagePath,
    // What is needed lies in dist/, and nothing else may come along.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  if (!existsSync(packagePath)) throw new Error(`no package was written for ${target.name}`);
  return packagePath;
}

function wantedTargets(): readonly Target[] {
  const { values } = parseArgs({ options: { target: { type: "string" }, all: { type: "boolean" } } });
  if (values.all === true) return targets;
  const target = values.target === undefined ? ownTarget() : targetNamed(values.target);
  if (target !== undefined) return [target];
  const names = targets.map(({ name }) => name).join(", ");
  throw new Error(
    `"${values.target ?? `${process.platform}-${process.arch}`}" is no target; targets are ${names}`,
  );
}

async function main(): Promise<void> {
  for (const target of wantedTargets()) {
    const path = await packExtension(target);
    console.log(`${path}  ${(statSync(path).size / 1_000_000).toFixed(1)} MB`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
