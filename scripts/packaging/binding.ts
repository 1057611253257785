// The native package of a target: from node_modules where it is installed, else from npm, in the version and with the checksum
// that the lock file holds.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "./targets.ts";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
}

/** The folder that holds the binding's package. @throws where it cannot be had. */
export function bindingFolder(root: string, target: Target): string {
  const installed = join(root, "node_modules", target.binding);
  return existsSync(join(installed, "duckdb.node")) ? installed : fetched(root, target);
}

function fetched(root: string, { name, binding }: Target): string {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const entry = lock.packages[`node_modules/${binding}`];
  if (entry?.integrity === undefined) throw new Error(`package-lock.json does not know ${binding}`);
  const folder = join(root, "out", "bindings", `${name}-${entry.version}`);
  if (existsSync(join(folder, "package", "duckdb.node"))) return join(folder, "package");
  mkdirSync(folder, { recursive: true });
  const packed = run(
    "npm",
    ["pack", "--silent", "--pack-destination", folder, `${binding}@${entry.version}`],
    root,
  );
  const archive = join(folder, packed.trim().split("\n").at(-1) ?? "");
  const checksum = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (checksum !== entry.integrity) throw new Error(`${archive} is not what package-lock.json says`);
  run("tar", ["-xzf", archive, "-C", folder], root);
  return join(folder, "package");
}

function run(command: string, parameters: readonly string[], directory: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: directory,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stderr}`);
  return stdout;
}
