// The SQL of a pipeline for other hands: every value a literal, every path absolute, attached files attached first.
// Nothing of the pipeline is run; the data is looked at only for what its columns are.

import { quoteName, quoteText } from "../../emit/duckdb.ts";
import { emitDuckdb } from "../../emit/emit.ts";
import type { PipelinePlan } from "../../language/plan.ts";
import { openDatabase } from "../database.ts";
import type { EngineSettings, SqlText } from "../messages.ts";
import { temporaryFolderOf } from "../temporary.ts";
import { planParts } from "./plan-parts.ts";
import { requireHarmlessSelect } from "./raw-sql.ts";
import { requireConnected } from "./run.ts";
import { findSources, prepareSources, type RunSources } from "./run-sources.ts";

/** The plan is specialised. @throws {RunError} where a source cannot be had. */
export async function sqlText(plan: PipelinePlan, settings: EngineSettings): Promise<SqlText> {
  const parts = planParts(plan, () => false);
  requireConnected(parts);
  const found = await findSources(parts);
  const database = await openDatabase({
    ...settings,
    temporaryFolder: temporaryFolderOf(settings),
    allowedPaths: found.allowedPaths,
    allowedFolders: [],
  });
  try {
    const { connection } = database;
    for (const step of parts.sqlSteps) await requireHarmlessSelect(connection, step.texts.duckdb ?? "");
    const sources = await prepareSources(connection, found, parts, {}, settings, () => undefined, false);
    const query = emitDuckdb(plan, { scans: sources, literals: true, startedAtMicros: undefined });
    const attached = [...attachments(sources)].map(
      ([alias, path]) => `ATTACH ${quoteText(path)} AS ${quoteName(alias)} (READ_ONLY, TYPE duckdb);\n`,
    );
    const notes = arrowTables(sources).map(
      ([alias, paths]) =>
        `DuckDB reads no Arrow files by itself: load ${paths.map((path) => `"${path}"`).join(", ")} into the table ${quoteName(alias)} first`,
    );
    const lines = new Map(query.expressionLines.map(({ name, start, end }) => [name, { start, end }]));
    const steps = query.steps.flatMap(({ step, cte }) => {
      const found = lines.get(cte);
      if (found === undefined) return [];
      const { start, end } = found;
      return [{ origin: step.origin, start: start + attached.length, end: end + attached.length }];
    });
    return { sql: `${attached.join("")}${query.sql.trimEnd()};\n`, notes, steps };
  } finally {
    database.close();
  }
}

function attachments(sources: RunSources): ReadonlyMap<string, string> {
  const files = sources.scans.flatMap(({ source }) =>
    source.source.format === "duckdb" ? [[source.alias, source.source.files[0]!.path] as const] : [],
  );
  return new Map(files);
}

function arrowTables(sources: RunSources): [alias: string, paths: readonly string[]][] {
  const tables = new Map<string, readonly string[]>();
  for (const { source } of sources.scans) {
    const { format, files } = source.source;
    if (format === "arrow")
      tables.set(
        source.alias,
        files.map((file) => file.path),
      );
  }
  return [...tables];
}
