// The engine's settings of a project, under the person's own limits for the machine.
import assert from "node:assert/strict";
import { engineSettingsOf, memoryVariable, threadsVariable } from "../../engine/settings.ts";
import { projectOf } from "../../project/index.ts";

const manifest = `{
  "name": "p",
  "language": 1,
  "targets": { "local": { "engine": "duckdb", "memory": "2 GB", "threads": 4 } },
  "defaults": { "target": "local" }
}`;

/** Memory and threads of a project with the text of a manifest, in an environment. */
function limits(text: string | undefined, environment: NodeJS.ProcessEnv): readonly unknown[] {
  const files = {
    readText: (uri: string) =>
      text !== undefined && uri.endsWith("weir.json")
        ? ({ kind: "text", text } as const)
        : ({ kind: "missing" } as const),
  };
  const result = engineSettingsOf(projectOf("file:///p/a.weir", files), environment);
  assert.equal(result.kind, "settings", JSON.stringify(result));
  return result.kind === "settings" ? [result.settings.memoryLimitBytes, result.settings.threads] : [];
}

describe("the engine's settings", () => {
  it("are those of the project's target", () => {
    assert.deepEqual(limits(manifest, {}), [2_000_000_000, 4]);
    assert.deepEqual(limits(undefined, {}), [undefined, undefined]);
  });

  it("stay below the limits of the machine, which a project can lower and not raise", () => {
    const strict = { [memoryVariable]: "1 GB", [threadsVariable]: "2" };
    assert.deepEqual(limits(manifest, strict), [1_000_000_000, 2]);
    assert.deepEqual(limits(undefined, strict), [1_000_000_000, 2]);
    assert.deepEqual(
      limits(manifest, { [memoryVariable]: "1 TB", [threadsVariable]: "64" }),
      [2_000_000_000, 4],
    );
  });

  it("take limits that are none as not set", () => {
    assert.deepEqual(
      limits(manifest, { [memoryVariable]: "much", [threadsVariable]: "0" }),
      [2_000_000_000, 4],
    );
    assert.deepEqual(limits(undefined, { [memoryVariable]: "", [threadsVariable]: "-1" }), [
      undefined,
      undefined,
    ]);
  });
});
