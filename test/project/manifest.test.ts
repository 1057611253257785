import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import {
  cacheFolderOf,
  fallbackCacheFolder,
  manifestSchema,
  memoryFileSystem,
  parseSize,
  projectOf,
  readManifest,
} from "../../project/index.ts";

const shop = `{
  "$schema": "./node_modules/weir/project/weir.schema.json",
  "language": 1,
  "name": "shop",
  "targets": {
    "local": { "engine": "duckdb", "memory": "4 GB", "threads": 2 },
    "cluster": { "engine": "spark", "master": "yarn", "executors": 4, "price_per_hour": 1.5 }
  },
  "connections": {
    "crm": { "type": "postgres", "host": "db", "database": "crm", "password": "\${env:CRM_PASSWORD}" }
  },
  "defaults": { "target": "local", "memory": "512 MiB" }
}
`;

function faults(text: string): readonly string[] {
  return readManifest(text).problems.map(
    (problem) => `${problem.code} ${text.slice(problem.start, problem.end)}: ${problem.message}`,
  );
}

describe("weir.json", () => {
  it("is read with its types; secrets stay references", () => {
    const { manifest, problems } = readManifest(shop);
    assert.deepEqual(problems, []);
    assert.equal(manifest?.name, "shop");
    assert.deepEqual(manifest?.targets.get("local"), {
      name: "local",
      kind: "duckdb",
      options: { memory: 4_000_000_000n, threads: 2 },
    });
    assert.deepEqual(manifest?.connections.get("crm")?.options.password, {
      from: "env",
      name: "CRM_PASSWORD",
    });
    assert.deepEqual(manifest?.defaults, {
      target: "local",
      memoryBytes: 512n * 1024n * 1024n,
      threads: undefined,
    });
  });

  it("says what is wrong at its place and keeps the rest", () => {
    const text = `{ "nmae": "x", "targets": { "a": { "engine": "dukdb" }, "b": { "engine": "duckdb", "threads": 0 } } }`;
    assert.deepEqual(faults(text), [
      'WR169 "nmae": weir.json has no key `nmae`; did you mean `name`?',
      'WR169 "dukdb": `engine` is `"duckdb"` or `"spark"` or `"service"`; did you mean `duckdb`?',
      "WR169 0: `threads` is a whole number from 1",
    ]);
    assert.ok(readManifest(text).manifest?.targets.has("b"));
  });

  it("refuses secrets as text, and references where no secret belongs", () => {
    const connection = (rest: string) =>
      `{ "connections": { "c": { "type": "postgres", "host": "h", "database": "d", ${rest} } } }`;
    assert.match(faults(connection('"password": "hunter2"'))[0] ?? "", /^WR165 "hunter2": /);
    assert.match(faults(connection('"user": "${env:USER}"'))[0] ?? "", /^WR165 "\$\{env:USER\}": /);
    assert.deepEqual(faults(connection('"password": "${secret:crm}"')), []);
    assert.match(faults(connection('"password": "${env:A} x"'))[0] ?? "", /^WR165/);
  });

  it("is one clear problem when it is no JSON, no object, or of a newer language", () => {
    assert.deepEqual(faults('{ "name": }'), ["WR169 }: A JSON value is missing here"]);
    assert.deepEqual(faults("[]").length, 1);
    assert.deepEqual(faults('{ "name": "a", "name": "b" }').length, 1);
    const newer = readManifest('{ "language": 2, "whatever": true }');
    assert.equal(newer.manifest, undefined);
    assert.equal(newer.problems.length, 1);
    assert.match(newer.problems[0]!.message, /version 2 .* knows version 1/);
  });

  it("never throws, whatever the text", () => {
    for (let end = 0; end < shop.trimEnd().length; end++) {
      const result = readManifest(shop.slice(0, end));
      assert.equal(result.problems.length, 1, shop.slice(0, end));
    }
    assert.equal(readManifest("[".repeat(5_000)).problems.length, 1);
  });

  it("has a JSON Schema that is written down", () => {
    const file = new URL("../../project/weir.schema.json", import.meta.url);
    const schema = JSON.stringify(manifestSchema(), null, 2);
    const written = JSON.stringify(JSON.parse(readFileSync(file, "utf8")), null, 2);
    if (process.env.WEIR_UPDATE === "1" && written !== schema) writeFileSync(file, `${schema}\n`);
    else assert.equal(written, schema);
  });
});

describe("sizes", () => {
  it("are bytes", () => {
    assert.equal(parseSize("4 GB"), 4_000_000_000n);
    assert.equal(parseSize("1.5 MiB"), 1_572_864n);
    assert.equal(parseSize("10B"), 10n);
    assert.equal(parseSize("ten GB"), undefined);
    assert.equal(parseSize("10 XB"), undefined);
  });
});

describe("the project folder", () => {
  const files = memoryFileSystem(
    new Map([
      ["file:///home/shop/weir.json", '{ "name": "shop" }'],
      ["file:///home/shop/flows/a.weir", ""],
    ]),
  );

  it("is that of the nearest manifest upwards, else the file's own", () => {
    assert.equal(projectOf("file:///home/shop/flows/a.weir", files).folder, "file:///home/shop");
    assert.equal(projectOf("file:///home/shop/flows/a.weir", files).manifest?.name, "shop");
    assert.equal(projectOf("file:///home/other/b.weir", files).folder, "file:///home/other");
  });

  it("holds the cache, or the user's cache folder does", () => {
    assert.equal(cacheFolderOf("file:///home/shop"), "file:///home/shop/.weir/cache");
    const fallback = fallbackCacheFolder("file:///read/only", "file:///home/me/.cache");
    assert.match(fallback, /^file:\/\/\/home\/me\/\.cache\/weir\/only-[0-9a-f]{16}$/);
    assert.notEqual(fallback, fallbackCacheFolder("file:///other/only", "file:///home/me/.cache"));
  });
});
