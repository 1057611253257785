// The examples of the reference are true: each block of Weir has the problems that the page shows and no others, is
// formatted, and gives the rows that follow it. WEIR_UPDATE=1 writes what is found into the page; read it then.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { formatText } from "../../grammar/format.ts";
import { within } from "../cli/weir.ts";
import { readRepositoryFile, repositoryRoot } from "../support/repository.ts";
import { type Answer, readExamples, strayAnswers, withAnswers } from "./blocks.ts";
import { bindExample, problemLines, rowsTable, sameRows } from "./run-example.ts";

const page = "docs/language.md";

describe(page, function () {
  this.timeout(60_000);
  const markdown = readRepositoryFile(page);
  const answers: Answer[] = [];
  const updating = process.env.WEIR_UPDATE === "1";
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;

  before(async () => {
    instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    connection = await instance.connect();
    // As the engine sets them.
    for (const setting of [
      "autoinstall_known_extensions = false",
      "TimeZone = 'UTC'",
      "ieee_floating_point_ops = false",
      "integer_division = false",
    ]) {
      await connection.run(`SET ${setting}`);
    }
  });

  after(() => {
    connection.closeSync();
    instance.closeSync();
    if (answers.length > 0) writeFileSync(join(repositoryRoot, page), withAnswers(markdown, answers));
  });

  it("has examples, and no answer without a program", () => {
    assert.ok(readExamples(markdown, page).length >= 50);
    assert.deepEqual(strayAnswers(markdown, page), []);
  });

  for (const { title, source, problem, result } of readExamples(markdown, page)) {
    it(title, async () => {
      const formatted = formatText(source.text);
      if (updating && formatted !== source.text) answers.push({ block: source, text: formatted });
      else assert.equal(source.text, formatted, "the layout");
      const file = bindExample(source.text);
      const problems = problemLines(file);
      if (updating && problem !== undefined && problem.text !== problems) {
        answers.push({ block: problem, text: problems });
      } else assert.equal(problems, problem?.text ?? "", "the problems");
      if (/^test /m.test(source.text)) {
        await within({ "example.weir": source.text }, ({ weir }) => {
          const { status, output, errors } = weir("test", "example.weir");
          assert.equal(status, 0, output + errors);
        });
      }
      if (result === undefined) return;
      const table = await rowsTable(file, connection);
      if (sameRows(file, table, result.text)) return;
      if (updating) answers.push({ block: result, text: table });
      else assert.equal(table, result.text, "the rows");
    });
  }
});
