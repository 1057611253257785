// A caller of the engine that starts a long run, says which process runs it, and waits to be killed.

import { join } from "node:path";
import { startEngine } from "../../engine/client.ts";
import type { PipelinePlan, RelationInput } from "../../language/index.ts";

const folder = process.argv[2]!;
const int = { type: { kind: "int" }, nullable: false } as const;
const columns = [{ id: 0, name: "value", doc: "", ...int }];
const shape = { columns, hidden: [], order: [], uniqueKeys: [], complete: true };
const number = (value: bigint) => ({ kind: "value", value: { kind: "int", value }, ...int }) as const;
const input: RelationInput = {
  kind: "series",
  from: number(1n),
  to: number(3_000_000_000n),
  step: number(1n),
  columns,
};
const origin = { file: "", declaration: "#0", lineInDeclaration: 0, start: 0, end: 0 };
const plan: PipelinePlan = {
  name: undefined,
  file: "",
  doc: "",
  parameters: [],
  budget: { timeMicros: undefined, memoryBytes: undefined, scanBytes: undefined, costDollars: undefined },
  body: {
    steps: [
      { kind: "from", input, alias: "", origin, output: shape },
      { kind: "distinct", origin, output: shape },
    ],
    shape,
  },
};

const engine = startEngine({ program: process.argv[3]! });
void engine.run({
  settings: {
    projectFolder: folder,
    cacheFolder: join(folder, ".weir", "cache"),
    memoryLimitBytes: 500e6,
    threads: 1,
    temporaryFolder: undefined,
    temporaryLimitBytes: undefined,
    allowWrite: [],
  },
  plan,
  startedAtMicros: 0n,
  limit: undefined,
  output: { kind: "none" },
  store: false,
  measureSteps: false,
  given: undefined,
});
setTimeout(() => process.send?.(engine.processId), 2500);
