import assert from "node:assert/strict";
import { parseFile, reparse } from "../../grammar/index.ts";
import { digestOf, type KnownNames, mentions } from "../../server/index/digest.ts";

const uri = "file:///project/reports/main.weir";

describe("the digest of a file", () => {
  const text = `import country_names from "../shared.weir"
import "other.weir"
import "other.weir"

# Not a doc comment.

## Orders as they come in.
source orders = csv("orders.csv") { id: int, \`gross amount\`: decimal(12, 2) }
store totals = parquet("totals")

## One row a day.
pipeline daily(since: date, country: text? = null) {
  from orders
  where $country == null or c.shop == $country
  derive net = vat_free(\`gross amount\`)
  into totals
}

function vat_free(gross: float) -> float = gross / (1 + $vat)

from daily(since: @2026-01-01)
sql duckdb """select hidden_one as id from input""" returns (id: int)
into totals
service web {
  get "/days/{since}" = daily
}
`;
  const digest = digestOf(uri, parseFile(text), "posix");

  it("has its imports as URIs, each once", () => {
    assert.deepEqual(digest.imports, ["file:///project/shared.weir", "file:///project/reports/other.weir"]);
  });

  it("has its declarations with places, docs and parameters", () => {
    assert.deepEqual(
      digest.declarations.map(({ kind, name, parameters }) => `${kind} ${name}(${parameters.join(", ")})`),
      [
        "source orders()",
        "store totals()",
        "pipeline daily(since, country)",
        "function vat_free(gross)",
        "service web()",
      ],
    );
    const daily = digest.declarations[2]!;
    assert.equal(daily.doc, "One row a day.");
    assert.deepEqual(daily.nameRange, {
      start: { line: 11, character: 9 },
      end: { line: 11, character: 14 },
    });
    assert.deepEqual(daily.range.start, { line: 10, character: 0 });
    assert.deepEqual(daily.range.end, { line: 16, character: 1 });
  });

  it("knows every name that is mentioned, columns and words of SQL too", () => {
    const used = ["orders", "gross amount", "shop", "c", "country", "vat_free", "vat", "net", "totals"];
    for (const name of [...used, "country_names", "since", "hidden_one", "id"]) {
      assert.ok(mentions(digest, name), name);
    }
    for (const name of ["csv", "decimal", "date", "order", "zzz", "", "Not"]) {
      assert.ok(!mentions(digest, name), name);
    }
  });

  it("knows which pipelines store", () => {
    assert.deepEqual(digest.storing, [
      { pipeline: "daily", store: "totals" },
      { pipeline: "", store: "totals" },
    ]);
  });

  it("is the same with what was known of other declarations", () => {
    const known: KnownNames = new WeakMap();
    let tree = parseFile(text);
    for (let end = text.length; end > 0; end -= 5) {
      tree = reparse(tree, text.slice(0, end) + text.slice(end + 3));
      assert.deepEqual(digestOf(uri, tree, "posix", known), digestOf(uri, tree, "posix"));
    }
  });

  it("is made of half-typed texts too", () => {
    for (let end = 0; end < text.length; end += 7) {
      const half = digestOf(uri, parseFile(text.slice(0, end)), "posix");
      assert.deepEqual(JSON.parse(JSON.stringify(half)), half);
      for (const { name } of half.declarations) assert.ok(mentions(half, name));
    }
  });
});
