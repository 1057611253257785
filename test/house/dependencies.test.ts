// Holds docs/dependencies.md to package.json and the lock file: nothing is installed that nobody justified.
import assert from "node:assert/strict";
import { readLockedPackages, readManifest, readRepositoryFile } from "../support/repository.ts";

/** Name → the other cells of its row, of the tables under the heading `## <title>` of docs/dependencies.md. */
function tableRows(title: string): ReadonlyMap<string, readonly string[]> {
  const section = readRepositoryFile("docs/dependencies.md")
    .split(/^## /m)
    .find((text) => text.startsWith(title));
  assert.ok(section !== undefined, `docs/dependencies.md has no section "${title}"`);
  const rows = new Map<string, readonly string[]>();
  for (const line of section.split(/\r?\n/)) {
    const match = /^\| `([^`]+)` \|(.*)\|\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) {
      rows.set(
        match[1],
        match[2].split("|").map((cell) => cell.trim()),
      );
    }
  }
  return rows;
}

/** Whether a package's name is `pattern`, in which `*` stands for any characters. */
function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`).test(name);
}

const packageName = (place: string): string =>
  place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);

describe("dependencies", () => {
  it("justifies every direct dependency, and only those", () => {
    const { dependencies, devDependencies } = readManifest();
    const justified = tableRows("Direct dependencies");
    assert.deepEqual(
      [...justified.keys()].sort(),
      [...Object.keys(dependencies), ...Object.keys(devDependencies)].sort(),
    );
    for (const [name, cells] of justified) {
      assert.ok((cells.at(-1) ?? "").length > 20, `the line of ${name} gives no reason`);
    }
  });

  it("pins every direct dependency to one version", () => {
    const { dependencies, devDependencies } = readManifest();
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is "${version}"`);
    }
  });

  it("approves every native package, and says truly whether it ships", () => {
    const approved = tableRows("Native packages");
    const used = new Set<string>();
    for (const [place, entry] of readLockedPackages()) {
      if (entry.os === undefined && entry.cpu === undefined && entry.hasInstallScript !== true) continue;
      const name = packageName(place);
      const pattern = [...approved.keys()].find((candidate) => matches(candidate, name));
      assert.ok(pattern !== undefined, `${name} is native and not approved in docs/dependencies.md`);
      assert.equal(approved.get(pattern)?.[0], entry.dev === true ? "no" : "yes", `whether ${name} ships`);
      used.add(pattern);
    }
    assert.deepEqual([...approved.keys()].sort(), [...used].sort(), "approvals that nothing needs");
  });

  it("locks the native packages of every platform, not only of the machine that wrote the lock file", () => {
    const locked = readLockedPackages();
    const names = new Set([...locked.keys()].map(packageName));
    for (const [place, entry] of locked) {
      for (const name of Object.keys(entry.optionalDependencies ?? {})) {
        assert.ok(names.has(name), `the lock file lacks ${name}, which ${place} chooses from`);
      }
    }
  });

  it("names no registry in the lock file", () => {
    assert.doesNotMatch(readRepositoryFile("package-lock.json"), /"resolved"|https?:\/\/[^"]*\.tgz/);
  });
});
