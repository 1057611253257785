// Opens DuckDB in memory, locked to exactly what one run or one look at a source needs: these files, these staging
// folders, no network, no extensions, and a configuration that no SQL can change any more. Nothing else in engine/
// opens a database or changes a setting.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { quoteText } from "../emit/duckdb.ts";

export interface DatabaseOptions {
  readonly memoryLimitBytes: number | undefined;
  readonly threads: number | undefined;
  /** Folder in which what does not fit into memory may be put; a new folder is made in it, on demand. */
  readonly temporaryFolder: string;
  readonly temporaryLimitBytes: number | undefined;
  /** Exact files that may be read (and, where a raw SQL got so far, written: hence the gate for raw SQL). */
  readonly allowedPaths: readonly string[];
  /** Folders in which anything may be read and written: staging of stores and results. */
  readonly allowedFolders: readonly string[];
}

export interface Database {
  readonly connection: DuckDBConnection;
  /** Where DuckDB puts the profile of each statement that comes to its end. */
  readonly profileFile: string;
  /** Gives all memory and temporary space back. */
  close(): void;
}

/** A fresh instance; its settings are final. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  removeAbandoned(options.temporaryFolder);
  const own = ownFolder(options.temporaryFolder);
  const profileFile = join(own, "profile.json");
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    for (const setting of settingsOf(options, own, profileFile)) await connection.run(setting);
    return {
      connection,
      profileFile,
      close() {
        connection.closeSync();
        instance.closeSync();
        rmSync(own, { recursive: true, force: true });
      },
    };
  } catch (error) {
    instance.closeSync();
    rmSync(own, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The statements in the order that works: what may be touched before access to everything else ends, the lock last.
 */
function settingsOf(options: DatabaseOptions, own: string, profileFile: string): string[] {
  const { memoryLimitBytes, threads, temporaryLimitBytes } = options;
  const folders = [...options.allowedFolders, own].map((folder) => `${folder}/`);
  const settings = [
    `temp_directory = ${quoteText(join(own, "spill"))}`,
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "allow_persistent_secrets = false",
    "TimeZone = 'UTC'",
    // The meaning of SQL that emitted statements rely on, whatever a newer version's defaults are.
    "ieee_floating_point_ops = false",
    "integer_division = false",
    "default_collation = ''",
    "default_null_order = 'nulls_last'",
    "scalar_subquery_error_on_multiple_rows = true",
    "preserve_insertion_order = true",
    // Without the second of these DuckDB writes a bar to standard output.
    "enable_progress_bar = true",
    "enable_progress_bar_print = false",
    "progress_bar_time = 0",
  ];
  if (memoryLimitBytes !== undefined) settings.push(`memory_limit = '${Math.floor(memoryLimitBytes)} B'`);
  if (threads !== undefined) settings.push(`threads = ${Math.max(1, Math.floor(threads))}`);
  if (temporaryLimitBytes !== undefined) {
    settings.push(`max_temp_directory_size = '${Math.floor(temporaryLimitBytes)} B'`);
  }
  settings.push(
    "enable_profiling = 'json'",
    `profiling_output = ${quoteText(profileFile)}`,
    `custom_profiling_settings = '{"OPERATOR_CARDINALITY": "true", "OPERATOR_TYPE": "true", "EXTRA_INFO": "true", "ROWS_RETURNED": "true"}'`,
  );
  settings.push(
    // A partitioned copy asks for the folder itself, which is not among what lies in it.
    `allowed_paths = [${[...options.allowedPaths, ...options.allowedFolders].map(quoteText).join(", ")}]`,
    `allowed_directories = [${folders.map(quoteText).join(", ")}]`,
    "enable_external_access = false",
    "lock_configuration = true",
  );
  return settings.map((setting) => `SET ${setting}`);
}

const prefix = "weir-run-";

function ownFolder(temporaryFolder: string): string {
  mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(temporaryFolder, `${prefix}${process.pid}-`));
}

/** Removes what processes left behind that were killed. */
function removeAbandoned(temporaryFolder: string): void {
  if (!existsSync(temporaryFolder)) return;
  for (const name of readdirSync(temporaryFolder)) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isRunning(owner)) continue;
    rmSync(join(temporaryFolder, name), { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
