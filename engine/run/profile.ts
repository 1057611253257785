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

export interface Profile {
  /** The outermost first. */
  readonly operators: readonly Operator[];
  readonly rowsReturned: number;
}

/** The profile of the last statement; undefined where it failed, was interrupted, or gave none. */
export function takeProfile(file: string): Profile | undefined {
  if (!existsSync(file)) return undefined;
  const root = JSON.parse(readFileSync(file, "utf8")) as ProfileNode;
  forgetProfile(file);
  const operators: Operator[] = [];
  collect(root, operators);
  return { operators, rowsReturned: root.rows_returned ?? 0 };
}

export function forgetProfile(file: string): void {
  rmSync(file, { force: true });
}

interface ProfileNode {
  readonly rows_returned?: number;
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
