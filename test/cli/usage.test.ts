// How the command is asked and how it ends: help, versions, wrong usage.
import assert from "node:assert/strict";
import { readManifest } from "../support/repository.ts";
import { within } from "./weir.ts";

const commands = ["check", "format", "schema", "sql", "run", "test", "lineage", "init", "lsp"];

describe("weir", () => {
  it("prints its version", () =>
    within({}, ({ weir }) => {
      const version = (readManifest() as unknown as { readonly version: string }).version;
      assert.deepEqual(weir("--version"), { status: 0, output: `${version}\n`, errors: "" });
      assert.equal(weir("-V").output, `${version}\n`);
    }));

  it("lists its commands in the help, and none that is not there", () =>
    within({}, ({ weir }) => {
      const { status, output } = weir("--help");
      assert.equal(status, 0);
      for (const command of commands) assert.match(output, new RegExp(`^  ${command} `, "m"));
      assert.doesNotMatch(output, /\b(estimate|deploy|serve)\b/);
    }));

  for (const command of commands) {
    it(`shows examples in the help of ${command}`, () =>
      within({}, ({ weir }) => {
        const { status, output } = weir(command, "--help");
        assert.equal(status, 0);
        assert.match(output, /^Usage: weir /m);
        assert.match(output, new RegExp(`^Examples:\\n {2}weir ${command}`, "m"));
      }));
  }

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no command", [], /Usage: weir/],
    ["an unknown command", ["chekc"], /unknown command 'chekc'[\s\S]*check/],
    ["an unknown option", ["check", ".", "--jsno"], /unknown option '--jsno'[\s\S]*--json/],
    ["a missing argument", ["check"], /missing required argument 'paths'/],
    ["too many arguments", ["sql", "a.weir", "p", "q"], /too many arguments/],
    ["a path that is not there", ["check", "nowhere.weir"], /"nowhere\.weir"/],
    ["a file that is not there", ["run", "no where.weir"], /"no where\.weir"/],
    ["a file of data", ["run", "a.csv"], /"a\.csv" is no \.weir file\nhint: data is read by a `source`/],
    ["a file of data to check", ["check", "a.weir", "a.csv"], /"a\.csv" is no \.weir file/],
    ["an unknown format", ["run", "a.weir", "--format", "xml"], /Allowed choices are table, json/],
    ["a limit that is no number", ["run", "a.weir", "--limit", "-1"], /"-1" is not a whole number from 0/],
    ["a parameter without a value", ["run", "a.weir", "--param", "x"], /"x" is not of the form name=value/],
    ["an unknown dialect", ["sql", "a.weir", "--dialect", "mysql"], /Allowed choices are duckdb/],
    ["an unknown pipeline", ["run", "a.weir", "nothing"], /"nothing"[\s\S]*`one`/],
  ];
  for (const [what, parameters, message] of wrong) {
    it(`ends with 2 for ${what}`, () =>
      within({ "a.csv": "a\n1\n", "a.weir": "pipeline one {\n  from rows([{a: 1}])\n}\n" }, ({ weir }) => {
        const { status, output, errors } = weir(...parameters);
        assert.match(errors, message);
        assert.equal(status, 2, errors);
        assert.equal(output, "");
      }));
  }
});
