import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { parseCase, printCase } from "./case-file.ts";
import { runCase } from "./run-case.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const cases = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".case"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort();

describe("cases", () => {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  const scratch = mkdtempSync(join(tmpdir(), "weir-cases-"));

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
    rmSync(scratch, { recursive: true });
  });

  it("are many", () => {
    assert.ok(cases.length >= 150, `${cases.length} cases`);
  });

  for (const name of cases) {
    it(name.replace(/\.case$/, ""), async () => {
      const path = join(folder, name);
      const text = readFileSync(path, "utf8");
      const file = parseCase(text);
      const dataFolder = join(scratch, name);
      for (const section of file.sections) {
        if (section.kind !== "data") continue;
        const target = join(dataFolder, section.subject);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, `${section.text}\n`);
      }
      const found = printCase(await runCase(file, dataFolder, connection));
      if (process.env.WEIR_UPDATE === "1" && found !== text) writeFileSync(path, found);
      else assert.equal(found, text);
    });
  }
});
