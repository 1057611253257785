// How many bytes a run read: the columns that its scans of Parquet asked for, by the footers of the files; whole files
// of every other kind. DuckDB's own figure leaves most of Parquet out.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { RunScan } from "../explain-error.ts";
import type { LocatedSource } from "../sources/location.ts";
import { fileList } from "../sources/spelling.ts";
import type { Operator } from "./profile.ts";

export async function bytesRead(
  connection: DuckDBConnection,
  scans: readonly RunScan[],
  operators: readonly Operator[],
): Promise<number> {
  const sources = new Map(scans.map(({ source }) => [source.source.path, source.source] as const));
  let total = 0;
  for (const source of sources.values()) {
    total +=
      source.format === "parquet"
        ? await parquetBytes(connection, source, operators)
        : wholeBytes(source, operators);
  }
  return Math.round(total);
}

/** Text files are read whole by every scan; Arrow files and databases count once. */
function wholeBytes(source: LocatedSource, operators: readonly Operator[]): number {
  const bytes = source.files.reduce((sum, file) => sum + file.bytes, 0);
  const scans = operators.filter((operator) => isScanOf(operator, source)).length;
  return source.format === "csv" || source.format === "json" ? bytes * scans : bytes;
}

async function parquetBytes(
  connection: DuckDBConnection,
  source: LocatedSource,
  operators: readonly Operator[],
): Promise<number> {
  const scans = operators.filter((operator) => isScanOf(operator, source));
  if (scans.length === 0) return 0;
  const paths = source.files.map((file) => file.path);
  const result = await connection.runAndReadAll(
    `SELECT split_part(path_in_schema, ', ', 1) AS name, sum(total_compressed_size)::DOUBLE AS bytes
     FROM parquet_metadata(${fileList(paths)}) GROUP BY 1`,
  );
  const sizes = new Map(result.getRowObjectsJS().map((row) => [String(row.name), row.bytes as number]));
  return scans.reduce((sum, scan) => {
    const columns = listOf(scan.details.Projections).reduce(
      (bytes, name) => bytes + (sizes.get(name) ?? 0),
      0,
    );
    return sum + columns * shareOfFiles(scan, source);
  }, 0);
}

/** Of the files, how many a filter on partitions left. */
function shareOfFiles(scan: Operator, source: LocatedSource): number {
  const [read, all] = String(scan.details["Scanning Files"] ?? "")
    .split("/")
    .map(Number);
  if (read !== undefined && all !== undefined && all > 0) return read / all;
  const total = Number(scan.details["Total Files Read"] ?? source.files.length);
  return Math.min(1, total / source.files.length);
}

function isScanOf(operator: Operator, source: LocatedSource): boolean {
  if (operator.kind !== "TABLE_SCAN") return false;
  const names = listOf(operator.details["Filename(s)"]);
  return names.some((name) => source.files.some((file) => file.path === name || name.includes(file.path)));
}

/** DuckDB writes one value as a text and several as a list. */
function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((item) => unquoted(String(item)));
  return typeof value === "string" && value !== "" ? value.split("\n").map(unquoted) : [];
}

function unquoted(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}
