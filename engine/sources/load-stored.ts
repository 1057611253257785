// Loads the Arrow files of a store for a merge: all their columns, in the order of the first file.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { LocatedSource } from "./location.ts";

export async function loadArrowStored(
  connection: DuckDBConnection,
  paths: readonly string[],
  table: string,
): Promise<void> {
  const { describeArrow, loadArrowFiles } = await import("./arrow.ts");
  const files = paths.map((path) => ({ path, bytes: 0, modifiedMillis: 0 }));
  const source: LocatedSource = {
    kind: "located",
    format: "arrow",
    path: paths[0]!,
    files,
    isPattern: false,
  };
  const { columns } = await describeArrow(source);
  await loadArrowFiles(connection, paths, table, columns);
}
