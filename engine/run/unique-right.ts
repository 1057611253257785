// Whether the right side of a join has each key at most once: the cheap half of checking `one`. What is found of a
// source is kept as a fact for as long as its files do not change.

import { quoteName } from "../../emit/duckdb.ts";
import { emitRelation } from "../../emit/emit.ts";
import type { Column, PlanStep, RelationPlan, RowShape } from "../../language/plan.ts";
import { isKnownFact, keepFact } from "../schema-cache.ts";
import type { SettleContext } from "./settle-context.ts";

type JoinStep = PlanStep & { readonly kind: "join" };

/** Ids of the key columns, beyond those that a pipeline has. */
const firstKeyId = 2_000_000;

/** False where it is not so, or where no keys join. */
export async function uniqueRight(step: JoinStep, context: SettleContext): Promise<boolean> {
  if (step.keys.length === 0) return false;
  const fact = factOf(step);
  const source = step.right.kind === "source" ? context.sources.sourceOf(step.right.location) : undefined;
  const location = step.right.kind === "source" ? step.right.location : undefined;
  const isKept = fact !== undefined && source !== undefined && location !== undefined;
  if (isKept && isKnownFact(location, source, context.cacheFolder, fact)) return true;
  const { sql } = emitRelation(keysOf(step), context.emit);
  const names = step.keys.map((_, index) => quoteName(`key ${index}`));
  const present = names.map((name) => `${name} IS NOT NULL`).join(" AND ");
  const rows = await context.runner.rows(
    `SELECT 1 AS twice FROM (${sql}) AS keys WHERE ${present} GROUP BY ${names.join(", ")} HAVING count(*) > 1 LIMIT 1`,
  );
  const isUnique = rows.length === 0;
  if (isUnique && isKept) keepFact(location, source, context.cacheFolder, fact);
  return isUnique;
}

/** The right side's keys as a relation. */
function keysOf(step: JoinStep): RelationPlan {
  const { right, alias, origin } = step;
  const carried =
    right.kind === "pipeline" || right.kind === "steps" ? right.carried.map(({ column }) => column) : [];
  const columns = step.keys.map(({ right: key }, index): Column => {
    return { id: firstKeyId + index, name: `key ${index}`, doc: "", type: key.type, nullable: true };
  });
  const items = step.keys.map(({ right: value }, index) => ({ id: firstKeyId + index, value }));
  const output = shapeOf(columns);
  return {
    steps: [
      { kind: "from", input: right, alias, origin, output: shapeOf([...right.columns, ...carried]) },
      { kind: "select", items, origin, output },
    ],
    shape: output,
  };
}

/** The fact in words that mean the same in every run; undefined where keys are more than columns. */
function factOf(step: JoinStep): string | undefined {
  const names = step.keys.map(({ right: key }) => {
    if (key.kind !== "column") return undefined;
    const column = step.right.columns.find((candidate) => candidate.id === key.column);
    return column === undefined ? undefined : [column.name, column.type];
  });
  return names.every((name) => name !== undefined) ? `unique ${JSON.stringify(names)}` : undefined;
}

function shapeOf(columns: readonly Column[]): RowShape {
  return { columns, hidden: [], order: [], uniqueKeys: [], complete: true };
}
