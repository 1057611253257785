// Rows as text: every type, for people and for programs, and the way of batches through the command.
import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import { rowWriter } from "../../cli/output/row-writers.ts";
import type { Sink } from "../../cli/output/sink.ts";
import { tableText } from "../../cli/output/table.ts";
import { noColours } from "../../cli/output/terminal.ts";
import { rowsOut } from "../../cli/rows-out.ts";
import { durationText, timestampText } from "../../engine/cell-text.ts";

describe("rows", () => {
  it("keep all digits as JSON, and say what JSON cannot", () => {
    const table = new arrow.Table({
      big: arrow.makeVector(BigInt64Array.from([9_007_199_254_740_993n, -1n])),
      float: arrow.makeVector(Float64Array.from([1, Number.NaN])),
      text: texts(["a\u0000\u2028", '"']),
    });
    const writer = rowWriter("ndjson");
    const text = table.batches.map((batch) => writer.batch(batch)).join("") + writer.end();
    assert.equal(
      text,
      '{"big":9007199254740993,"float":1.0,"text":"a\\u0000\u2028"}\n{"big":-1,"float":"NaN","text":"\\""}\n',
    );
  });

  it("are an array as JSON, over several batches and over none", () => {
    const one = arrow.tableFromArrays({ n: Int32Array.from([1, 2]) }).batches[0]!;
    const writer = rowWriter("json");
    assert.deepEqual(JSON.parse(writer.batch(one) + writer.batch(one) + writer.end()), [
      { n: 1 },
      { n: 2 },
      { n: 1 },
      { n: 2 },
    ]);
    assert.deepEqual(JSON.parse(rowWriter("json").end()), []);
  });

  it("tell null from an empty text in CSV, and quote what has to be", () => {
    const vector = texts(["", null, 'a"b', "c,d", "e\nf"]);
    const writer = rowWriter("csv");
    const [batch] = new arrow.Table({ "the text": vector }).batches;
    assert.equal(writer.batch(batch!), 'the text\n""\n\n"a""b"\n"c,d"\n"e\nf"\n');
  });

  it("have timestamps to the microsecond, on both sides of 1970", () => {
    assert.equal(timestampText(0n), "1970-01-01T00:00:00");
    assert.equal(timestampText(-1n), "1969-12-31T23:59:59.999999");
    assert.equal(timestampText(1_785_486_600_000_001n), "2026-07-31T08:30:00.000001");
    assert.equal(durationText(-90_061_500_000n), "-P1DT1H1M1.5S");
  });

  it("fit the terminal: wide columns are cut, wide characters count twice", () => {
    const table = new arrow.Table({
      名前: texts(["日本語".repeat(30), "b"]),
      n: arrow.makeVector(Int32Array.from([1, 2])),
    });
    const text = tableText({ colours: noColours, width: 40, shownRows: 1 });
    text.add(table.batches[0]!);
    const lines = text.end().split("\n");
    assert.match(lines[0]!, /^名前/);
    assert.match(lines[3]!, /^日本語.*…? *│ +1$/);
    assert.match(lines.at(-2)!, /^2 rows, the first 1 shown/);
  });

  it("come from parts of any size, and no faster than they are taken", async () => {
    const batch = arrow.tableFromArrays({ n: Int32Array.from([1, 2, 3]) });
    const bytes = arrow.tableToIPC(batch, "stream");
    const sink = fakeSink();
    const rows = rowsOut("csv", sink, { colours: noColours, shownRows: 10 });
    for (let start = 0; start < bytes.length; start += 7) await rows.take(bytes.subarray(start, start + 7));
    await rows.end();
    assert.equal(sink.text(), "n\n1\n2\n3\n");
  });

  it("fail where the stream is broken", async () => {
    const bytes = arrow.tableToIPC(arrow.tableFromArrays({ n: Int32Array.from([1]) }), "stream");
    const rows = rowsOut("csv", fakeSink(), { colours: noColours, shownRows: 10 });
    const broken = Uint8Array.from(bytes);
    broken.fill(255, 8, 64);
    await assert.rejects(async () => {
      await rows.take(broken);
      await rows.take(broken);
      await rows.end();
    });
  });
});

function texts(values: readonly (string | null)[]): arrow.Vector<arrow.Utf8> {
  return arrow.vectorFromArray(values, new arrow.Utf8());
}

function fakeSink(): Sink & { text(): string } {
  let text = "";
  return {
    write: async (data) => {
      text += typeof data === "string" ? data : Buffer.from(data).toString();
    },
    flush: async () => undefined,
    closed: false,
    isTerminal: false,
    width: 80,
    text: () => text,
  };
}
