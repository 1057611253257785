// Weir sends nothing anywhere: no source file and no bundle reaches for the network, and no dependency reports home.
// It reads the text of the sources and of the bundles, so that it also sees what a package would bring along.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPrograms } from "../../scripts/build.mjs";
import {
  productFolders,
  readLockedPackages,
  readRepositoryFile,
  sourceFiles,
} from "../support/repository.ts";

/** Modules of Node and packages that open connections. */
const networkModules =
  /["'](?:node:)?(?:https?|http2|net|tls|dgram|dns|dns\/promises|quic|inspector)["']|["'](?:undici|ws|axios|got|node-fetch|socket\.io-client)["']/;

/** Calls of the web's own network functions. A name with a dot before it is someone else's method. */
const networkCalls =
  /(?<![\w.$#])(?:fetch|WebSocket|EventSource|XMLHttpRequest)\s*\(|globalThis\.(?:fetch|WebSocket|EventSource)|navigator\.sendBeacon/;

/** Parts of names by which packages that report usage are known. */
const telemetryPackages =
  /telemetry|analytics|applicationinsights|sentry|segment|posthog|mixpanel|amplitude|datadog|newrelic|bugsnag|rollbar|insight$/;

/** A source without its comments, which may well speak of what the code does not do. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`\\])\/\/.*$/gm, "$1");
}

function assertNoNetwork(path: string, code: string): void {
  assert.doesNotMatch(code, networkModules, `${path} loads a module of the network`);
  assert.doesNotMatch(code, networkCalls, `${path} calls a function of the network`);
}

describe("no network", () => {
  it("recognises what it looks for", () => {
    for (const text of [
      'import { request } from "node:https";',
      "const net = require('net');",
      'await import("undici")',
      "await fetch(address)",
      "new WebSocket(address)",
      "globalThis.fetch(address)",
    ]) {
      assert.throws(() => assertNoNetwork("example", text), assert.AssertionError, text);
    }
    for (const text of [
      "result.fetch(3)",
      withoutComments("x(); // fetch(address)"),
      "prefetch(rows)",
      'import { x } from "./net.ts";',
    ]) {
      assertNoNetwork("example", text);
    }
  });

  it("is in no source file", () => {
    const files = sourceFiles(productFolders);
    assert.ok(files.length > 0, "there are source files to look at");
    for (const path of files) assertNoNetwork(path, withoutComments(readRepositoryFile(path)));
  });

  it("is in no bundle", async () => {
    const scratch = mkdtempSync(join(tmpdir(), "weir-bundle-"));
    try {
      await buildPrograms({ outputDirectory: scratch });
      const bundles = readdirSync(scratch).filter((name) => /\.c?js$/.test(name));
      assert.ok(bundles.includes("client.cjs"), "the editor's bundle is among those to look at");
      for (const name of bundles) assertNoNetwork(`dist/${name}`, readFileSync(join(scratch, name), "utf8"));
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });

  it("has no dependency that reports usage", () => {
    for (const place of readLockedPackages().keys()) {
      assert.doesNotMatch(place.slice(place.lastIndexOf("node_modules/") + 13), telemetryPackages);
    }
  });

  it("is promised in the README", () => {
    assert.match(readRepositoryFile("README.md"), /sends nothing anywhere/i);
  });
});
