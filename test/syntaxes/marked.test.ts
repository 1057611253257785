// Marked texts: under a line stand the scopes that its words have to have (`vscode-tmgrammar-test`).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/repository.ts";

describe("the TextMate grammar in marked texts", () => {
  const folder = join(repositoryRoot, "test/syntaxes");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".weir"))) {
    it(name, () => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [
          join(repositoryRoot, "node_modules/vscode-tmgrammar-test/dist/unit.js"),
          ...["-g", join(repositoryRoot, "syntaxes/weir.tmLanguage.json")],
          join(folder, name),
        ],
        { cwd: repositoryRoot, encoding: "utf8" },
      );
      assert.equal(status, 0, `${stdout}${stderr}`);
      assert.match(stdout, /✓/);
    });
  }
});
