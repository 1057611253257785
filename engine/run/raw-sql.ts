// The gate for raw `sql` steps: a text runs only if DuckDB's own parser says that it is exactly one SELECT over
// `input` and its own expressions. Everything that could reach a file, a setting or another table is refused by name.

import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../../emit/duckdb.ts";
import { RunError } from "../run-error.ts";

/** Functions that may stand after FROM: they make rows of their arguments and touch nothing. */
const harmlessTableFunctions: ReadonlySet<string> = new Set([
  "range",
  "generate_series",
  "unnest",
  "json_each",
  "json_tree",
  "generate_subscripts",
]);

/** Functions that look outside of the query or change something. */
const refusedFunctions =
  /^(getenv|nextval|currval|pg_.*|set_config|current_setting|write_log|query|query_table|enable_logging|disable_logging|force_checkpoint|checkpoint|add_parquet_key)$/i;

/** @throws {RunError} WR622 with what was found. */
export async function requireHarmlessSelect(connection: DuckDBConnection, text: string): Promise<void> {
  const result = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoteText(text)}) AS tree`);
  const parsed = JSON.parse(String(result.getRowObjectsJS()[0]?.tree)) as ParsedSql;
  if (parsed.error === true) {
    throw refused(
      /Only SELECT/i.test(parsed.error_message ?? "")
        ? "only a SELECT may stand there"
        : `DuckDB cannot read it: ${parsed.error_message}`,
    );
  }
  const statements = parsed.statements ?? [];
  if (statements.length !== 1)
    throw refused(`it holds ${statements.length} statements, where one SELECT may stand`);
  if (/;\s*(--[^\n]*\s*)*$/.test(text)) throw refused("it ends with `;`, which has no place in a step");
  checkNode(statements[0], new Set(["input"]));
}

interface ParsedSql {
  readonly error?: boolean;
  readonly error_message?: string;
  readonly statements?: readonly unknown[];
}

/** Walks the whole tree: what is not looked at by name is made of parts that are. */
function checkNode(node: unknown, tables: ReadonlySet<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) checkNode(item, tables);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const record = node as Readonly<Record<string, unknown>>;
  const known = withOwnTables(record, tables);
  switch (record.type) {
    case "SHOW_REF":
      throw refused("only a SELECT may stand there, no DESCRIBE, SHOW or SUMMARIZE");
    case "TABLE_FUNCTION": {
      const name = functionName(record.function);
      if (!harmlessTableFunctions.has(name.toLowerCase())) {
        throw refused(`it reads \`${name}(…)\`, but a step reads \`input\` only`);
      }
      break;
    }
    case "BASE_TABLE": {
      const name = String(record.table_name ?? "");
      const isQualified = Boolean(record.schema_name) || Boolean(record.catalog_name);
      if (isQualified || !known.has(name.toLowerCase())) {
        throw refused(`it reads \`${name}\`, but a step reads \`input\` only`);
      }
      break;
    }
    case "FUNCTION": {
      const name = functionName(record);
      if (refusedFunctions.test(name))
        throw refused(`it calls \`${name}\`, which reaches outside of the query`);
      break;
    }
  }
  for (const value of Object.values(record)) checkNode(value, known);
}

/** The names that a query's WITH adds. */
function withOwnTables(
  record: Readonly<Record<string, unknown>>,
  tables: ReadonlySet<string>,
): ReadonlySet<string> {
  const map = (record.cte_map as { readonly map?: unknown } | undefined)?.map;
  const names = Array.isArray(map) ? map.map((entry: { readonly key?: unknown }) => String(entry.key)) : [];
  if (typeof record.cte_name === "string") names.push(record.cte_name);
  if (typeof record.ctename === "string") names.push(record.ctename);
  return names.length === 0 ? tables : new Set([...tables, ...names.map((name) => name.toLowerCase())]);
}

function functionName(node: unknown): string {
  return String((node as { readonly function_name?: unknown } | undefined)?.function_name ?? "");
}

function refused(reason: string): RunError {
  return new RunError("WR622", `the text of an \`sql\` step is refused: ${reason}`, {
    hint: "Write one SELECT that reads `input`; what else it needs is joined before the step.",
  });
}
