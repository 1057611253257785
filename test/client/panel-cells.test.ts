// The parts of the results panel that need no browser: cells as text, the clipboard's text, selections, words.

import assert from "node:assert/strict";
import fc from "fast-check";
import { cellLook, escaped, grouped, pieces } from "../../client/panel/web/cell.ts";
import { contains, moved, rangeOf, selectAll } from "../../client/panel/web/selection.ts";
import { copiedRows, parts, tsvRow } from "../../client/panel/web/tsv.ts";
import { laidOut } from "../../client/panel/web/value-view.ts";
import { copiedText, nextSort, noticesText, rowsText, secondsText } from "../../client/panel/web/wording.ts";
import { readMessage } from "../../client/panel/web-message.ts";
import { fuzzRuns } from "../support/fuzz.ts";

/** The text that a cell shows. */
function shown(text: string | undefined, type = "text", groupDigits = true): string {
  const look = cellLook(text, type, groupDigits);
  return look.kind === "value"
    ? look.pieces.map((piece) => piece.text).join("") + (look.isCut ? "…" : "")
    : look.kind;
}

describe("cells of the results panel", () => {
  it("tell null from the text null", () => {
    assert.deepEqual(cellLook(undefined, "text", true), { kind: "null" });
    assert.equal(cellLook("null", "text", true).kind, "value");
  });

  it("group the digits of numbers, and of nothing else", () => {
    assert.equal(shown("1234567", "int"), "1,234,567");
    assert.equal(shown("-1234567.125", "float"), "-1,234,567.125");
    assert.equal(shown("999.10", "decimal(5, 2)"), "999.10");
    assert.equal(shown("1e21", "float"), "1e21");
    assert.equal(shown("NaN", "float"), "NaN");
    assert.equal(shown("1234567", "text"), "1234567");
    assert.equal(shown("1234567", "int", false), "1234567");
    assert.equal(grouped("123456789012345678901234567890"), "123,456,789,012,345,678,901,234,567,890");
  });

  it("show times for people", () => {
    assert.equal(shown("2026-01-31T08:30:00.5", "timestamp"), "2026-01-31 08:30:00.5");
    assert.equal(shown("2026-01-31T08:30:00Z", "instant"), "2026-01-31 08:30:00 UTC");
    assert.equal(shown("2026-01-31T08:30:00Z", "text"), "2026-01-31T08:30:00Z");
  });

  it("write out what cannot be seen", () => {
    assert.equal(escaped("a\nb\tc\u0000"), "a\\nb\\tc\\u0000");
    assert.equal(escaped("\u202egnp.exe"), "\\u202egnp.exe");
    assert.equal(escaped("zero\u200bwidth\ufeff"), "zero\\u200bwidth\\ufeff");
    assert.equal(escaped("\ud800"), "\\ud800");
    assert.equal(escaped("\u{e0041}"), "\\u{e0041}");
    assert.equal(escaped("Zürich 東京 👍🏽 ثلاثة"), "Zürich 東京 👍🏽 ثلاثة");
    assert.equal(escaped("👩‍👩‍👧"), "👩‍👩‍👧");
    assert.deepEqual(pieces("a\n"), [
      { text: "a", isEscape: false },
      { text: "\\n", isEscape: true },
    ]);
  });

  it("never show a character that hides, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        assert.doesNotMatch(
          escaped(text),
          /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
        );
      }),
      { numRuns: fuzzRuns(20_000) },
    );
  });

  it("cut long texts between characters", () => {
    const text = shown("x".repeat(1_000_000));
    assert.equal(text, `${"x".repeat(300)}…`);
    assert.equal(shown(`${"x".repeat(299)}😀${"y".repeat(9)}`), `${"x".repeat(299)}…`);
  });

  it("lay out lists and structs, and keep every digit", () => {
    assert.equal(
      laidOut('{"a":[1,{}],"b":"x,{y}","big":12345678901234567890}', "json"),
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "x,{y}",\n  "big": 12345678901234567890\n}',
    );
    assert.equal(laidOut('{"a":1}', "text"), '{"a":1}');
  });
});

describe("the clipboard's text", () => {
  it("quotes what would break rows and columns", () => {
    assert.equal(
      tsvRow(["a", undefined, "b\tc", 'say "x"\n', '"', 'plain "quote']),
      'a\t\t"b\tc"\t"say ""x""\n"\t""""\tplain "quote',
    );
  });

  it("is bounded by rows and by cells, but is never empty", () => {
    assert.equal(copiedRows(10, 3), 10);
    assert.equal(copiedRows(10_000_000, 2), 100_000);
    assert.equal(copiedRows(10_000_000, 100), 10_000);
    assert.equal(copiedRows(5, 3_000_000), 1);
  });

  it("goes in parts that give the whole again", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 50 }),
        fc.integer({ min: 2, max: 9 }),
        (text, size) => {
          const found = parts(text, size);
          assert.equal(found.join(""), text);
          assert.ok(found.every((part) => part.length <= size));
        },
      ),
      { numRuns: fuzzRuns(5000) },
    );
  });
});

describe("selections", () => {
  const extent = { rows: 10_000_000, columns: 4, pageRows: 20 };

  it("move by keys, and stop at the edges", () => {
    const from = { row: 100, column: 2 };
    const cases: readonly [string, boolean, number, number][] = [
      ["ArrowUp", false, 99, 2],
      ["ArrowDown", true, 9_999_999, 2],
      ["ArrowLeft", false, 100, 1],
      ["ArrowRight", true, 100, 3],
      ["PageUp", false, 80, 2],
      ["PageDown", false, 120, 2],
      ["Home", false, 100, 0],
      ["End", false, 100, 3],
      ["Home", true, 0, 0],
      ["End", true, 9_999_999, 3],
    ];
    for (const [key, toEdge, row, column] of cases) {
      assert.deepEqual(moved(from, key, toEdge, extent), { row, column }, `${key} ${toEdge}`);
    }
    assert.deepEqual(moved({ row: 0, column: 0 }, "PageUp", false, extent), { row: 0, column: 0 });
    assert.equal(moved(from, "a", false, extent), undefined);
  });

  it("are two corners, in any order", () => {
    const range = rangeOf({ anchor: { row: 5, column: 3 }, focus: { row: 2, column: 1 } });
    assert.deepEqual(range, { fromRow: 2, toRow: 5, fromColumn: 1, toColumn: 3 });
    assert.ok(contains(range, 2, 3));
    assert.ok(!contains(range, 6, 3));
    assert.equal(rangeOf(selectAll(extent)).toRow, 9_999_999);
  });
});

describe("words of the results panel", () => {
  it("count rows", () => {
    assert.equal(rowsText({ rows: 3_000_000, isComplete: true }, 3_000_000), "3,000,000 rows");
    assert.equal(rowsText({ rows: 1, isComplete: true }, 1), "1 row");
    assert.equal(rowsText({ rows: 1000, isComplete: false }, 1000), "first 1,000 rows");
    assert.equal(rowsText({ rows: 3_000_000, isComplete: true }, 12), "12 of 3,000,000 rows");
    assert.equal(rowsText({ rows: 1000, isComplete: false }, 12), "12 of the first 1,000 rows");
  });

  it("tell times", () => {
    assert.deepEqual([0.0004, 0.05, 0.44, 12.3, 185].map(secondsText), [
      "1 ms",
      "50 ms",
      "0.4 s",
      "12 s",
      "3 min 5 s",
    ]);
  });

  it("say when a copy is not the whole", () => {
    assert.equal(copiedText(3, 3, 2, false), "Copied 3 × 2 cells.");
    assert.match(copiedText(100_000, 3_000_000, 2, false), /first 100,000 of 3,000,000 rows.*Export/);
    assert.match(copiedText(3, 3, 2, true), /may be cut.*Export/);
  });

  it("sum up checks", () => {
    const notice = (kind: "passed" | "warned" | "failed") => ({ kind, text: "", examples: [] });
    assert.equal(
      noticesText([notice("passed"), notice("failed"), notice("warned"), notice("passed")]),
      "1 failed, 1 warning, 2 passed",
    );
  });

  it("sort by one column or by several, up, down and not at all", () => {
    const up = nextSort([], "a", false);
    assert.deepEqual(up, [{ column: "a", descending: false }]);
    const down = nextSort(up, "a", false);
    assert.deepEqual(down, [{ column: "a", descending: true }]);
    assert.deepEqual(nextSort(down, "a", false), []);
    const two = nextSort(down, "b", true);
    assert.deepEqual(two, [...down, { column: "b", descending: false }]);
    assert.deepEqual(nextSort(two, "a", true), [{ column: "b", descending: false }]);
    assert.deepEqual(nextSort(two, "c", false), [{ column: "c", descending: false }]);
  });
});

describe("messages of the page", () => {
  it("are read by their shape", () => {
    const page = { kind: "page", request: 1, resultId: "r", offset: 0, rows: 10, sort: [], filter: "" };
    assert.deepEqual(readMessage({ ...page, more: 1 }), page);
    assert.deepEqual(readMessage({ kind: "ready" }), { kind: "ready" });
  });

  it("are refused when they have another", () => {
    const page = { kind: "page", request: 1, resultId: "r", offset: 0, rows: 10, sort: [], filter: "" };
    for (const wrong of [
      undefined,
      "ready",
      { kind: "run" },
      { ...page, offset: -1 },
      { ...page, rows: 1e9 },
      { ...page, offset: Number.NaN },
      { ...page, sort: [{ column: 1, descending: false }] },
      { ...page, filter: "x".repeat(2_000_000) },
      { kind: "copy", text: {}, isFirst: true, isLast: true },
      { kind: "export", resultId: "r", sort: "a", filter: "" },
    ]) {
      assert.equal(readMessage(wrong), undefined, JSON.stringify(wrong)?.slice(0, 80));
    }
  });
});
