// The extension's manifest and its code say the same: commands, settings, texts. VS Code itself reports none of these faults.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { placeCommands } from "../../server/protocol.ts";
import { readRepositoryFile, repositoryRoot, sourceFiles } from "../support/repository.ts";

interface Setting {
  readonly scope?: string;
  readonly description?: string;
  readonly default?: unknown;
}

interface Contributes {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
  readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
  readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  readonly walkthroughs: readonly {
    readonly id: string;
    readonly steps: readonly {
      readonly description: string;
      readonly media: { readonly markdown: string };
      readonly completionEvents: readonly string[];
    }[];
  }[];
}

interface ExtensionManifest {
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly contributes: Contributes;
}

const text = readRepositoryFile("package.json");
const { contributes, activationEvents, extensionKind } = JSON.parse(text) as ExtensionManifest;
const texts = JSON.parse(readRepositoryFile("package.nls.json")) as Readonly<Record<string, string>>;
const sources = sourceFiles(["client"])
  .filter((path) => !path.startsWith("client/panel/web/"))
  .map((path) => readRepositoryFile(path))
  .join("\n");

const declared = contributes.commands.map(({ command }) => command);

/** Commands that the code registers: keys of the tables given to `registerCommands`. */
function registered(): readonly string[] {
  const named = [...sources.matchAll(/"(weir\.\w+)":/g)].map((match) => match[1]!);
  const placed = [...sources.matchAll(/\[placeCommands\.(\w+)\]/g)].map(
    (match) => placeCommands[match[1] as keyof typeof placeCommands],
  );
  return [...new Set([...named, ...placed])].sort();
}

describe("the extension's manifest", () => {
  it("declares the commands that are registered, and only those", () => {
    assert.deepEqual([...declared].sort(), registered());
  });

  it("uses declared commands alone in keys, menus and the walkthrough", () => {
    const used = [
      ...contributes.keybindings.map(({ command }) => command),
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...Object.values(texts).flatMap((value) =>
        [...value.matchAll(/command:([\w.]+)/g)].map((match) => match[1]!),
      ),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ completionEvents }) =>
          completionEvents.flatMap((event) => /^onCommand:(.*)/.exec(event)?.[1] ?? []),
        ),
      ),
    ];
    assert.ok(used.length > 10);
    for (const command of used) assert.ok(declared.includes(command), `${command} is not declared`);
  });

  it("takes keys where a .weir file is edited only", () => {
    for (const { key, when } of contributes.keybindings) {
      assert.match(when, /editorTextFocus && editorLangId == weir/, key);
    }
  });

  it("has a text for every place that wants one, and none too many", () => {
    const wanted = [...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]!);
    assert.deepEqual([...new Set(wanted)].sort(), Object.keys(texts).sort());
    for (const [key, value] of Object.entries(texts)) assert.notEqual(value.trim(), "", key);
  });

  it("describes every setting, and reads every setting that it describes", () => {
    for (const [name, { description, default: byDefault }] of Object.entries(
      contributes.configuration.properties,
    )) {
      assert.match(description ?? "", /^%setting\./, name);
      assert.notEqual(byDefault, undefined, `${name} has no default`);
      // The language client reads the setting of its trace by itself.
      if (name === "weir.trace.server") continue;
      const key = name.replace("weir.", "");
      const last = key.slice(key.lastIndexOf(".") + 1);
      assert.ok(sources.includes(`"${key}"`) || sources.includes(`"${last}"`), `${name} is read nowhere`);
    }
  });

  it("lets no folder decide about programs, paths, limits and confirmations", () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties)) {
      const isSafe = !/program|path|folder|limit|memory|threads|confirm/i.test(name);
      assert.ok(isSafe || scope === "machine" || scope === "application", `${name} has the scope ${scope}`);
    }
  });

  it("wakes for .weir files only, where the data are", () => {
    assert.deepEqual(activationEvents, ["onLanguage:weir"]);
    assert.deepEqual(extensionKind, ["workspace"]);
  });

  it("has a page for every step of the walkthrough", () => {
    for (const { steps } of contributes.walkthroughs) {
      for (const { media } of steps)
        assert.ok(existsSync(join(repositoryRoot, media.markdown)), media.markdown);
    }
  });
});
