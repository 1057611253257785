// The README shows what is there: its pipeline stands in the flights example, the output is what the command prints,
// every command that it names has a file and a name that exist, and its links lead somewhere.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRepositoryFile, repositoryRoot } from "../support/repository.ts";

const page = "README.md";
const prompt = "$ npx weir ";

describe(page, function () {
  this.timeout(120_000);
  const markdown = readRepositoryFile(page);

  it("shows a pipeline of the flights example, as it stands there", () => {
    const [block] = blocks(markdown, "weir");
    assert.ok(block !== undefined);
    assert.ok(readRepositoryFile("examples/flights/flights.weir").includes(block), block);
  });

  it("shows what the command prints", () => {
    const block = blocks(markdown, "text")[0] ?? "";
    assert.ok(block.startsWith(prompt));
    const [command = "", ...output] = block.split("\n");
    const parameters = command.slice(prompt.length).split(" ");
    const { status, stdout, stderr } = weir(...parameters, "--format", "table");
    assert.equal(status, 0, stderr);
    if (process.env.WEIR_UPDATE === "1" && stdout !== output.join("\n")) {
      writeFileSync(join(repositoryRoot, page), markdown.replace(block, `${command}\n${stdout}`));
    } else assert.equal(output.join("\n"), stdout);
  });

  it("names commands that there are", () => {
    const commands = blocks(markdown, "sh").flatMap((block) => [
      ...block.matchAll(/npx weir (\w+)(?: (examples\S*))?(?: (\w+))?/g),
    ]);
    assert.ok(commands.length >= 6);
    for (const [text, command, path, pipeline] of commands) {
      const { status, stderr } = weir(command!, "--help");
      assert.equal(status, 0, `${text}: ${stderr}`);
      if (path === undefined) continue;
      assert.ok(existsSync(join(repositoryRoot, path)), text);
      if (pipeline !== undefined) {
        assert.match(
          readFileSync(join(repositoryRoot, path), "utf8"),
          new RegExp(`^pipeline ${pipeline}\\b`, "m"),
        );
      }
    }
  });

  it("links to what is there", () => {
    for (const [, target] of markdown.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (target!.startsWith("https://")) continue;
      assert.ok(existsSync(join(repositoryRoot, target!)), target);
    }
  });
});

/** The texts of the fenced blocks of one language. */
function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    (match) => match[1]!,
  );
}

function weir(...parameters: readonly string[]): ReturnType<typeof spawnSync> & {
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, ["dist/cli.js", ...parameters], {
    cwd: repositoryRoot,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}
