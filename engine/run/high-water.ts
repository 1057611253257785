// The largest value that a store's column held before the run, as a constant of the plan: so that the files which
// cannot hold anything newer are not even opened.

import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from "@duckdb/node-api";
import { duckdbType, quoteName } from "../../emit/duckdb.ts";
import type { ScanSpelling } from "../../emit/scan.ts";
import type { PipelinePlan, PlanExpression } from "../../language/plan.ts";
import type { Type, Value } from "../../language/types.ts";
import { type HighWater, type PlanParts, withHighWaters } from "./plan-parts.ts";
import type { StatementRunner } from "./statement-runner.ts";

/** The plan with its high-water marks as values. Marks of types that are no constants stay queries. */
export async function settleHighWaters(
  plan: PipelinePlan,
  parts: PlanParts,
  scans: ScanSpelling,
  runner: StatementRunner,
): Promise<PipelinePlan> {
  const values = new Map<string, Value>();
  for (const mark of parts.highWaters) {
    const key = keyOf(mark);
    if (values.has(key)) continue;
    const value = await highest(mark, scans, runner);
    if (value !== undefined) values.set(key, value);
  }
  if (values.size === 0) return plan;
  return withHighWaters(plan, (mark): PlanExpression => {
    const value = values.get(keyOf(mark));
    if (value === undefined) return mark;
    return { kind: "value", value, type: mark.type, nullable: value.kind === "null" };
  });
}

async function highest(
  mark: HighWater,
  scans: ScanSpelling,
  runner: StatementRunner,
): Promise<Value | undefined> {
  const scan = scans.storeScan(mark.store, mark.location, mark.column);
  if (scan === undefined) return { kind: "null" };
  const rows = await runner.rows(
    `SELECT max(CAST(${quoteName(mark.column)} AS ${duckdbType(mark.type)})) AS highest FROM ${scan.sql}`,
  );
  return valueFrom(rows[0]?.highest, mark.type);
}

function valueFrom(found: unknown, type: Type): Value | undefined {
  if (found === null || found === undefined) return { kind: "null" };
  if (type.kind === "bool") return { kind: "bool", value: found === true };
  if (typeof found === "bigint") return { kind: "int", value: found };
  if (typeof found === "number") return { kind: "float", value: found };
  if (typeof found === "string") return type.kind === "text" ? { kind: "text", value: found } : undefined;
  if (found instanceof DuckDBDateValue) return { kind: "date", days: found.days };
  if (found instanceof DuckDBTimestampValue) return { kind: "timestamp", micros: found.micros };
  if (found instanceof DuckDBTimestampTZValue) return { kind: "instant", micros: found.micros };
  if (found instanceof DuckDBIntervalValue && found.months === 0) {
    return { kind: "duration", micros: BigInt(found.days) * 86_400_000_000n + found.micros };
  }
  if (found instanceof DuckDBDecimalValue) {
    return { kind: "decimal", unscaled: found.value, precision: found.width, scale: found.scale };
  }
  return undefined;
}

function keyOf(mark: HighWater): string {
  return JSON.stringify([mark.store, mark.location.declaredIn, mark.location.path, mark.column]);
}
