// Reads the profile that DuckDB writes after a statement: which operators ran, with how many rows each, over which
// files. A statement that failed writes none, and the one before is still there: so it is taken away when read.

import { existsSync, readFileSync, rmSync } from "node:fs";

export interface Operator {
  /** As DuckDB names it, such as `HASH_GROUP_BY`. */
  readonly kind: string;
  readonly rows: number;
  /** Details by DuckDB's own names: `Projections`, `Filters`, `Filename(s)`, … */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Operators of the last statement, the outermost first; empty where there is no profile. */
export function takeProfile(file: string | undefined): readonly Operator[] {
  if (file === undefined || !existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  rmSync(file, { force: true });
  const operators: Operator[] = [];
  collect(JSON.parse(text) as ProfileNode, operators);
  return operators;
}

interface ProfileNode {
  readonly operator_type?: string;
  readonly operator_cardinality?: number;
  readonly extra_info?: Readonly<Record<string, unknown>>;
  readonly children?: readonly ProfileNode[];
}

function collect(node: ProfileNode, operators: Operator[]): void {
  if (node.operator_type !== undefined) {
    operators.push({
      kind: node.operator_type,
      rows: node.operator_cardinality ?? 0,
      details: node.extra_info ?? {},
    });
  }
  for (const child of node.children ?? []) collect(child, operators);
}
