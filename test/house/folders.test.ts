// Holds the folder table together: dependency-cruiser's rule, TypeScript's references, ARCHITECTURE.md and the folders.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  productFolders,
  readRepositoryFile,
  repositoryRoot,
  sourceFiles,
  topFolders,
} from "../support/repository.ts";

const { mayImport } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs").folders as {
  readonly mayImport: Readonly<Record<string, readonly string[]>>;
};

/** Folders that a tsconfig.json refers to. */
function references(path: string): readonly string[] {
  const project = JSON.parse(readRepositoryFile(path)) as {
    readonly references: readonly { readonly path: string }[];
  };
  return project.references.map((reference) => reference.path.replace(/^.*\//, "")).sort();
}

/** Runs dependency-cruiser over a copy of the rule and the given files, and returns what it prints. */
function cruise(files: Readonly<Record<string, string>>): {
  readonly status: number;
  readonly output: string;
} {
  const scratch = mkdtempSync(join(tmpdir(), "weir-folders-"));
  try {
    for (const file of [".dependency-cruiser.cjs", "package.json"]) {
      cpSync(join(repositoryRoot, file), join(scratch, file));
    }
    symlinkSync(join(repositoryRoot, "node_modules"), join(scratch, "node_modules"), "junction");
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(scratch, path, ".."), { recursive: true });
      writeFileSync(join(scratch, path), text);
    }
    const result = spawnSync(
      process.execPath,
      [
        join(repositoryRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
        "--config",
        ".dependency-cruiser.cjs",
        ...new Set(Object.keys(files).map((path) => path.replace(/\/.*$/, ""))),
      ],
      { cwd: scratch, encoding: "utf8" },
    );
    return { status: result.status ?? -1, output: `${result.stdout}${result.stderr}` };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

describe("folders", () => {
  const present = productFolders.filter((folder) => sourceFiles([folder]).length > 0);

  it("names the same product folders everywhere", () => {
    assert.deepEqual(Object.keys(mayImport), productFolders);
  });

  it("gives every folder with code its TypeScript project, with the references of the import table", () => {
    const solution = references("tsconfig.json");
    for (const folder of present) {
      assert.ok(solution.includes(folder), `tsconfig.json does not refer to ${folder}/`);
      const allowed = (mayImport[folder] ?? []).filter((name) => solution.includes(name));
      assert.deepEqual(references(`${folder}/tsconfig.json`), [...allowed].sort(), `${folder}/tsconfig.json`);
    }
  });

  it("describes every folder with code in ARCHITECTURE.md", () => {
    const text = readRepositoryFile("ARCHITECTURE.md");
    const withCode = topFolders().filter(
      (folder) => !/^(\.|node_modules$|dist$|out$)/.test(folder) && sourceFiles([folder]).length > 0,
    );
    for (const folder of withCode) {
      assert.ok(text.includes(`\`${folder}/\``), `ARCHITECTURE.md says nothing about ${folder}/`);
    }
  });

  it("writes no type as `import(…).Name`, which the import rule cannot see", () => {
    for (const path of sourceFiles(productFolders)) {
      assert.doesNotMatch(readRepositoryFile(path), /\bimport\("[^"]+"\)\.[A-Z]/, path);
    }
  });

  describe("the import rule", function () {
    this.timeout(120_000);

    it("accepts what goes down the stairs", () => {
      const { status, output } = cruise({
        "grammar/tree.ts": "export interface Tree { readonly kind: string }\n",
        "language/bind.ts":
          'import type { Tree } from "../grammar/tree.ts";\nexport const kind = (tree: Tree): string => tree.kind;\n',
        "engine/run.ts":
          'export { kind } from "../language/bind.ts";\nexport { readFileSync } from "node:fs";\n',
      });
      assert.equal(status, 0, output);
    });

    it("refuses what goes up, round, or out", () => {
      const { status, output } = cruise({
        "grammar/tree.ts": 'export type { Plan } from "../language/plan.ts";\n',
        "language/plan.ts":
          'export interface Plan { readonly kind: string }\nexport { readFileSync } from "node:fs";\n',
        "language/first.ts": 'export { second } from "./second.ts";\nexport const first = 1;\n',
        "language/second.ts": 'export { first } from "./first.ts";\nexport const second = 2;\n',
        "emit/print.ts":
          'import { create } from "chevrotain";\nexport const lazily = () => import("../engine/run.ts");\nexport { create };\n',
        "engine/run.ts": 'export type { Tree } from "../grammar/nothing.ts";\nexport const run = 1;\n',
      });
      assert.notEqual(status, 0, output);
      for (const rule of [
        /grammar-imports: grammar\/tree\.ts → language\/plan\.ts/,
        /pure-folders: language\/plan\.ts → (node:)?fs/,
        /no-cycles: language\/(first|second)\.ts/,
        /emit-packages: emit\/print\.ts → .*node_modules\/chevrotain\//,
        /emit-imports: emit\/print\.ts → engine\/run\.ts/,
        /no-unresolvable: engine\/run\.ts → \.\.\/grammar\/nothing\.ts/,
      ]) {
        assert.match(output, rule);
      }
    });
  });
});
