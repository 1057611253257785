// Rows that a test expects against rows that came: what counts as equal, what is paired, what a person sees.
import assert from "node:assert/strict";
import { noColours } from "../../cli/output/terminal.ts";
import type { CellValue } from "../../cli/testing/cell-value.ts";
import { comparisonLines } from "../../cli/testing/diff-text.ts";
import { type ComparedRow, compareRows } from "../../cli/testing/row-diff.ts";

describe("rows of a test", () => {
  it("are a bag: the order does not matter, the number of equal rows does", () => {
    const rows = [row("a", 1), row("b", 2), row("a", 1)];
    assert.equal(compareRows(rows, [row("b", 2), row("a", 1), row("a", 1)], false).kind, "same");
    assert.deepEqual(kinds(compareRows(rows, [row("b", 2), row("a", 1)], false)), ["missing"]);
    assert.deepEqual(kinds(compareRows([row("a", 1)], [row("a", 1), row("a", 1)], false)), ["unexpected"]);
  });

  it("are compared in order where one is promised", () => {
    const comparison = compareRows([row("a", 1), row("b", 2)], [row("b", 2), row("a", 1)], true);
    assert.equal(comparison.kind, "order");
    assert.equal(comparison.kind === "order" && comparison.at, 0);
  });

  it("hold floats that agree to 1e-9 of their size", () => {
    assert.equal(compareRows([row("a", 20)], [row("a", 20 + 1e-8)], false).kind, "same");
    assert.equal(compareRows([row("a", 20)], [row("a", 20 + 1e-7)], false).kind, "different");
    assert.equal(compareRows([row("a", 1e-300)], [row("a", 1.1e-300)], false).kind, "different");
    assert.equal(compareRows([row("a", Number.NaN)], [row("a", Number.NaN)], false).kind, "same");
    assert.equal(compareRows([row("a", 0)], [row("a", -0)], false).kind, "same");
  });

  it("hold numbers of other types than the expected ones", () => {
    const exact = (text: string): ComparedRow => ({
      cells: [{ kind: "exact", text, number: true }],
      texts: [text],
    });
    const float: ComparedRow = { cells: [{ kind: "float", value: 20 }], texts: ["20.0"] };
    assert.equal(compareRows([exact("20")], [float], false).kind, "same");
    assert.equal(compareRows([exact("20.00")], [exact("20")], false).kind, "same");
    assert.equal(compareRows([exact("20.01")], [exact("20")], false).kind, "different");
  });

  it("pair the nearest rows, so that one wrong cell is one change", () => {
    const expected = [wide("a", 1, 1, 1), wide("b", 2, 2, 2)];
    const actual = [wide("b", 2, 2, 9), wide("x", 7, 7, 7), wide("a", 1, 1, 1)];
    const comparison = compareRows(expected, actual, false);
    assert.deepEqual(kinds(comparison), ["changed", "unexpected"]);
    assert.deepEqual(comparisonLines(comparison, ["name", "x", "y", "z"], noColours), [
      "1 row unexpected, 1 row changed, 1 as expected",
      "  name  x  y  z",
      "- b     2  2  2",
      "+ b     2  2  9",
      "              ^",
      "+ x     7  7  7",
    ]);
  });

  it("are shown with what could act on the terminal escaped", () => {
    const lines = comparisonLines(compareRows([row("\x1b[31m", 1)], [], false), ["na\nme", "n"], noColours);
    assert.deepEqual(lines, ["1 row missing, 0 as expected", "  na\\nme    n", "- \\x1b[31m  1"]);
  });

  it("are counted when there are too many to show", () => {
    const many = Array.from({ length: 50 }, (_, index) => row(`r${index}`, index));
    const lines = comparisonLines(compareRows(many, [], false), ["name", "n"], noColours);
    assert.equal(lines.at(-1), "  … and 30 more");
  });
});

function row(name: string, value: number): ComparedRow {
  const cells: CellValue[] = [
    { kind: "exact", text: JSON.stringify(name), number: false },
    { kind: "float", value },
  ];
  return { cells, texts: [name, String(value)] };
}

function wide(name: string, ...values: readonly number[]): ComparedRow {
  const cells = values.map((value): CellValue => ({ kind: "float", value }));
  return {
    cells: [{ kind: "exact", text: name, number: false }, ...cells],
    texts: [name, ...values.map(String)],
  };
}

function kinds(comparison: ReturnType<typeof compareRows>): readonly string[] {
  return comparison.kind === "different" ? comparison.differences.map((difference) => difference.kind) : [];
}
