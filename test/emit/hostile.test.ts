// Hostile names and texts go through the emitter unharmed: whatever a column, an alias or a value is called, the SQL
// means the same, and the value comes back as it went in.

import assert from "node:assert/strict";
import fc from "fast-check";
import { UnprintableError } from "../../emit/dialect.ts";
import { quoteName, quoteText } from "../../emit/duckdb.ts";
import type { Catalogue, CatalogueColumn } from "../../language/index.ts";
import { printText } from "../../language/type-operations.ts";
import { fuzzRuns } from "../support/fuzz.ts";
import { emitText, runSql, runText, type TextOptions } from "./run-text.ts";

const runs = fuzzRuns(2000);

const nasty = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    "''",
    '""',
    "\\",
    "\\'",
    "'; drop table x; --",
    "/*",
    "*/",
    "--",
    "\n",
    "\r\n",
    "\t",
    "$1",
    "$$",
    "${x}",
    "%s",
    "{",
    "}",
    ";",
    "é",
    "😀",
    "\u202e",
    "\u00a0",
    "select",
    "SELECT",
    "order by",
    "E'\\n'",
    "?",
    ":a",
    "@b",
    "`",
    ".",
    "\u0001",
    "\u2028",
    "\r",
    "\uffff",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }),
);

const text = fc
  .array(nasty, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(""))
  .filter((value) => !/\0|\p{Surrogate}/u.test(value));

/** Names that a file can write in backticks. */
const name = text.map((value) => value.replace(/[`\r\n]/g, "'")).filter((value) => value.trim() !== "");

function catalogueOf(names: readonly string[]): Catalogue {
  const columns = names.map(
    (column): CatalogueColumn => ({
      name: column,
      doc: "",
      partition: false,
      type: { kind: "text" },
      nullable: false,
    }),
  );
  return { schemaOf: () => ({ status: "known", columns }) };
}

/** A source of one row whose columns bear these names and hold their own name. */
function sourceOf(names: readonly string[]): TextOptions {
  const items = names.map((column) => `${quoteText(column)} AS ${quoteName(column)}`);
  return {
    catalogue: catalogueOf(names),
    scans: { scan: () => ({ sql: `(SELECT ${items.join(", ")})` }) },
  };
}

describe("hostile texts and names", () => {
  it("values come back as they went in, as literals and as parameters", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (value, literals) => {
        const options: TextOptions = {
          literals,
          arguments: {
            v: { kind: "text", value },
            l: { kind: "list", items: [{ kind: "text", value }] },
          },
        };
        const { rows } = await runText(
          `pipeline p(v: text, l: list(text)) {\n  from rows([{a: 1}])\n  where $v in $l and $v == $l[0] and length(concat($v, f"{a}")) > a\n  derive echo = $v, twice = concat($v, $v), list = $l, s = {x: $v}\n  select echo, twice, list, s\n}\n`,
          options,
        );
        assert.deepEqual(rows, [[value, value + value, [value], { x: value }]]);
      }),
      { numRuns: runs },
    );
  });

  it("columns of any name are read and handed on under their names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(text, { maxLength: 5, minLength: 1, selector: lower }),
        async (names) => {
          const { rows, names: found } = await runText(
            'source s = parquet("x.parquet")\nfrom s\nsample 100%\ndistinct\n',
            sourceOf(names),
          );
          assert.deepEqual(found, names);
          assert.deepEqual(rows, [names]);
        },
      ),
      { numRuns: runs },
    );
  });

  it("columns and aliases of any name can be written, joined, hidden and computed with", async () => {
    await fc.assert(
      fc.asyncProperty(name, name, async (column, alias) => {
        const quoted = `\`${column}\``;
        const right = `\`${alias}\``;
        const { rows, names } = await runText(
          `source s = parquet("x.parquet")\nfrom s\njoin (from s) as ${right} on ${quoted}\nderive more = concat(${quoted}, ${right}.${quoted})\nwindow n = count() by ${right}.${quoted} sorted ${quoted}\nsort ${right}.${quoted}\nselect ${quoted}, more, n\n`,
          sourceOf([column]),
        );
        assert.deepEqual(names, [column, "more", "n"]);
        assert.deepEqual(rows, [[column, column + column, "1"]]);
      }),
      { numRuns: runs },
    );
  });

  it("labels and pivoted values of any text become columns and values", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const label = printText(value);
        const { rows } = await runText(
          `from rows([{k: ${label}, x: 1}])\npivot n = sum(x) for k in [${label}]\n`,
        );
        assert.deepEqual(rows, [["1"]]);
      }),
      { numRuns: runs },
    );
  });

  it("the sql step's own text keeps its lines", async () => {
    const { rows } = await runText(
      'from rows([{a: 1}])\nsql duckdb """select \'x\n  y\' as t -- it\'s\nfrom input""" returns (t: text)\n',
    );
    assert.deepEqual(rows, [["x\n  y"]]);
  });

  it("a text with a NUL or half a surrogate pair is refused, in words", () => {
    for (const [value, message] of [
      ["a\0b", /NUL/],
      ["\ud800", /surrogate/],
    ] as const) {
      for (const literals of [true, false]) {
        assert.throws(
          () =>
            emitText("pipeline p(v: text) {\n  from rows([{a: 1}])\n  derive b = $v\n}\n", {
              literals,
              arguments: { v: { kind: "text", value } },
            }),
          (error) => error instanceof UnprintableError && message.test(error.message),
        );
      }
    }
  });

  it("reserved words and words in capitals are names like others", async () => {
    const words = (await runSql("SELECT keyword_name FROM duckdb_keywords()")).rows.map((row) =>
      String(row[0]),
    );
    assert.ok(words.length > 100);
    const { rows, names } = await runText(
      'source s = parquet("x.parquet")\nfrom s\ndistinct\n',
      sourceOf(words),
    );
    assert.deepEqual(names, words);
    assert.deepEqual(rows, [words]);
  });
});

function lower(value: string): string {
  return value.toLowerCase();
}
