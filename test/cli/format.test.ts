// `weir format`: in place, as a check, from standard input; line endings and byte order marks stay.
import assert from "node:assert/strict";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { within } from "./weir.ts";

const loose = "pipeline   one{\n from rows([{a:1}]) # why\n   where a>0\n}\n";
const tidy = "pipeline one {\n  from rows([{a: 1}])  # why\n  where a > 0\n}\n";

describe("weir format", () => {
  it("writes in place, lists what changed, and has nothing to do the second time", () =>
    within({ "loose one.weir": loose, "sub/tidy.weir": tidy }, ({ weir, read }) => {
      const first = weir("format", ".");
      assert.equal(first.status, 0, first.errors);
      assert.match(first.output, /loose one\.weir/);
      assert.doesNotMatch(first.output, /tidy\.weir/);
      assert.match(read("loose one.weir"), /# why\n {2}where a > 0\n\}\n$/);
      const once = read("loose one.weir");
      const second = weir("format", ".");
      assert.equal(second.status, 0);
      assert.doesNotMatch(second.output, /loose/);
      assert.equal(read("loose one.weir"), once);
    }));

  it("only lists with --check, and ends with 1", () =>
    within({ "loose.weir": loose }, ({ weir, read }) => {
      const { status, output } = weir("format", "--check", "loose.weir");
      assert.equal(status, 1);
      assert.match(output, /^loose\.weir$/m);
      assert.equal(read("loose.weir"), loose);
      weir("format", "loose.weir");
      assert.equal(weir("format", "--check", "loose.weir").status, 0);
    }));

  it("formats standard input", () =>
    within({}, ({ weirReading }) => {
      const { status, output } = weirReading(loose, "format", "--stdin");
      assert.equal(status, 0);
      assert.match(output, /^pipeline one \{\n {2}from rows\(\[\{a: 1\}\]\)/);
      assert.equal(weirReading(loose, "format", "--stdin", "--check").status, 1);
      assert.equal(weirReading(output, "format", "--stdin", "--check").status, 0);
    }));

  it("keeps CRLF and a byte order mark", () =>
    within({ "a.weir": `\uFEFF${loose.replaceAll("\n", "\r\n")}` }, ({ weir, read }) => {
      assert.equal(weir("format", "a.weir").status, 0);
      const text = read("a.weir");
      assert.ok(text.startsWith("\uFEFFpipeline one {\r\n"));
      assert.doesNotMatch(text, /[^\r]\n/);
      assert.equal(weir("format", "--check", "a.weir").status, 0);
    }));

  it("keeps the file's rights", function () {
    if (process.platform === "win32") this.skip();
    return within({ "a.weir": loose }, ({ weir, folder }) => {
      chmodSync(join(folder, "a.weir"), 0o640);
      weir("format", "a.weir");
      assert.equal(statSync(join(folder, "a.weir")).mode & 0o777, 0o640);
    });
  });

  it("leaves alone what cannot be read, and says so", () =>
    within({ "a.weir": "pipeline one {\n  from (\n  wher ))) x\n}\n" }, ({ weir, read }) => {
      const before = read("a.weir");
      const { status } = weir("format", "a.weir");
      assert.ok(status === 0 || status === 1);
      assert.equal(read("a.weir").replaceAll(/\s+/g, ""), before.replaceAll(/\s+/g, ""));
    }));

  it("refuses bytes that are no UTF-8", () =>
    within({ "a.weir": Uint8Array.from([0x66, 0xff, 0xfe, 0x0a]) }, ({ weir }) => {
      const { status, errors } = weir("format", "a.weir");
      assert.equal(status, 1);
      assert.match(errors, /a\.weir.*UTF-8/);
    }));

  it("wants paths or --stdin", () =>
    within({}, ({ weir }) => {
      const { status, errors } = weir("format");
      assert.equal(status, 2);
      assert.match(errors, /--stdin/);
    }));
});
