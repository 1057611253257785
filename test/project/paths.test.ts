import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  canonicalUri,
  displayPath,
  folderOf,
  isInside,
  nameOf,
  type PathStyle,
  pathOfUri,
  resolveFrom,
  uriOfPath,
} from "../../project/index.ts";

describe("paths and URIs", () => {
  const pairs: readonly (readonly [PathStyle, string, string])[] = [
    ["posix", "/", "file:///"],
    ["posix", "/home/a b/ü.weir", "file:///home/a%20b/%C3%BC.weir"],
    ["posix", "/data/50%.csv", "file:///data/50%25.csv"],
    ["posix", "/back\\slash", "file:///back%5Cslash"],
    ["windows", "c:\\Users\\me\\x.weir", "file:///c:/Users/me/x.weir"],
    ["windows", "c:\\", "file:///c:/"],
    ["windows", "\\\\server\\share\\x.weir", "file://server/share/x.weir"],
    ["windows", "d:\\a b\\#1.csv", "file:///d:/a%20b/%231.csv"],
  ];
  for (const [style, path, uri] of pairs) {
    it(`${style}: ${path} is ${uri} and back`, () => {
      assert.equal(uriOfPath(path, style), uri);
      assert.equal(pathOfUri(uri, style), path);
    });
  }

  it("gives one URI for the ways in which editors and shells write a file", () => {
    for (const written of [
      "file:///C%3A/Users/x.weir",
      "file:///c:/Users/x.weir",
      "file:///C:/Users/./x.weir",
    ]) {
      assert.equal(canonicalUri(written, "windows"), "file:///c:/Users/x.weir");
    }
    assert.equal(uriOfPath("C:/Users/x.weir", "windows"), "file:///c:/Users/x.weir");
    assert.equal(uriOfPath("C:\\Users\\y\\..\\x.weir", "windows"), "file:///c:/Users/x.weir");
    assert.equal(canonicalUri("untitled:Untitled-1", "posix"), "untitled:Untitled-1");
  });

  it("resolves what a file says relative to it", () => {
    const posix = "file:///home/me/flows/a.weir";
    assert.equal(resolveFrom(posix, "data/*.csv", "posix"), "file:///home/me/flows/data/*.csv");
    assert.equal(resolveFrom(posix, "../shared.weir", "posix"), "file:///home/me/shared.weir");
    assert.equal(resolveFrom(posix, "/etc/x", "posix"), "file:///etc/x");
    assert.equal(resolveFrom(posix, "a\\b.csv", "posix"), "file:///home/me/flows/a%5Cb.csv");
    const windows = "file:///c:/flows/a.weir";
    assert.equal(resolveFrom(windows, "data/x.csv", "windows"), "file:///c:/flows/data/x.csv");
    assert.equal(resolveFrom(windows, "data\\x.csv", "windows"), "file:///c:/flows/data/x.csv");
    assert.equal(resolveFrom(windows, "D:\\x.csv", "windows"), "file:///d:/x.csv");
    assert.equal(resolveFrom(windows, "\\x.csv", "windows"), "file:///c:/x.csv");
    assert.equal(resolveFrom(windows, "\\\\nas\\data\\x.csv", "windows"), "file://nas/data/x.csv");
    assert.equal(resolveFrom("file://nas/flows/a.weir", "../x.csv", "windows"), "file://nas/x.csv");
  });

  it("knows folders, names and what stands inside", () => {
    assert.equal(folderOf("file:///a/b/c.weir"), "file:///a/b");
    assert.equal(folderOf("file:///c.weir"), "file:///");
    assert.equal(folderOf("file:///"), "file:///");
    assert.equal(folderOf("file:///c:/x.weir"), "file:///c:/");
    assert.equal(nameOf("file:///a/b%20c.weir"), "b c.weir");
    assert.ok(isInside("file:///a/b", "file:///a/b/c", "posix"));
    assert.ok(!isInside("file:///a/b", "file:///a/bc", "posix"));
    assert.ok(!isInside("file:///a/b", "file:///a/b/../c", "posix"));
    assert.ok(isInside("file:///c:/Flows", "file:///C%3A/flows/x", "windows"));
    assert.equal(displayPath("file:///a/b/c%20d.weir", "file:///a", "posix"), "b/c d.weir");
    assert.equal(displayPath("file:///c:/z/x.weir", "file:///c:/a", "windows"), "c:\\z\\x.weir");
  });

  it("comes back to every path that has no empty or dotted part", () => {
    const part = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((text) => text !== "." && text !== ".." && !text.includes("/"));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const path = `/${parts.join("/")}`;
        assert.equal(pathOfUri(uriOfPath(path, "posix"), "posix"), path);
        const clean = parts.map((text) => text.replace(/[\\:]/g, "_"));
        const windows = `c:\\${clean.join("\\")}`;
        assert.equal(pathOfUri(uriOfPath(windows, "windows"), "windows"), windows);
      }),
      { numRuns: 500 },
    );
  });
});
