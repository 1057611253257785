// Every name of the examples, renamed: what comes out says the same as before. Names that cannot be renamed say why.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import { rename } from "../../server/features/navigation/rename.ts";
import { thingsOf } from "../../server/features/navigation/things.ts";
import { type BindOptions, bindText } from "../language/bind.ts";
import { repositoryRoot } from "../support/repository.ts";

const folder = join(repositoryRoot, "examples");
const absent: BindOptions = { catalogue: { schemaOf: () => ({ status: "absent" }) } };

/** The files of the tasks bind together: most of them import the same sources. */
const texts = Object.fromEntries(
  readdirSync(join(folder, "tasks"))
    .filter((name) => /\w\.weir$/.test(name))
    .map((name) => [name, readFileSync(join(folder, "tasks", name), "utf8")]),
);

function bindAll(files: Readonly<Record<string, string>>) {
  return bindText("", { ...absent, files });
}

/** What is wrong in all files, and the columns of every pipeline; `old` is written as `fresh`. */
function meaningOf(files: Readonly<Record<string, string>>, old = "", fresh = ""): readonly string[] {
  const said: string[] = [];
  for (const file of bindAll(files).files.values()) {
    for (const { code, severity } of file.problems) if (severity !== "hint") said.push(`${file.uri} ${code}`);
    for (const { name, body } of file.pipelines) {
      const columns = body.shape.columns.map((column) => (column.name === fresh ? old : column.name));
      said.push(`${name === fresh ? old : name}: ${columns.join(", ")}`);
    }
  }
  return said;
}

describe("renaming in the examples", () => {
  it("keeps what they say", function () {
    this.timeout(120_000);
    const program = bindAll(texts);
    const before = meaningOf(texts);
    const done = new Set<string>();
    let renamedCount = 0;
    for (const file of program.files.values()) {
      for (const { start, end } of file.declarations.flatMap(({ references }, index) =>
        references.map((range) => ({
          start: range.start + file.tree.parts[index]!.start,
          end: range.end + file.tree.parts[index]!.start,
        })),
      )) {
        for (const thing of thingsOf(program).at(file.uri, start)) {
          const key = [...thing.keys].sort()[0]!;
          if (done.has(key)) continue;
          done.add(key);
          const result = rename(program, file.uri, start, "fresh_name", (uri) => uri);
          if (result.kind === "refused") {
            assert.ok(result.reason.length > 10);
            continue;
          }
          renamedCount++;
          const old = file.tree.text.slice(start, end).replace(/^\$/, "");
          const changed = { ...texts };
          for (const [uri, edits] of Object.entries(result.edit.changes ?? {})) {
            const document = TextDocument.create(uri, "weir", 0, program.file(uri)!.tree.text);
            changed[uri.slice(uri.lastIndexOf("/") + 1)] = TextDocument.applyEdits(document, edits);
          }
          assert.deepEqual(meaningOf(changed, old, "fresh_name"), before, `${file.uri} ${old} at ${start}`);
        }
      }
    }
    assert.ok(renamedCount > 100, `${renamedCount} names were renamed`);
  });
});
