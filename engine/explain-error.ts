// Turns what DuckDB says into a failure that a person can act on: which file, which line and column, what to do. What
// it does not know stays in DuckDB's own words, under a code of its own.

import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "../emit/duckdb.ts";
import type { Column } from "../language/plan.ts";
import { typeName } from "../language/type-operations.ts";
import type { Database } from "./database.ts";
import { RunError } from "./run-error.ts";
import { csvReader } from "./sources/csv.ts";
import { firstBrokenJsonLine, lineOfCsvRow, lineOfJsonRow } from "./sources/line-of-row.ts";
import { findBroken, type RunSource } from "./sources/scan.ts";
import { fileList } from "./sources/spelling.ts";
import { type BrokenValue, brokenValueIn } from "./sources/strict-read.ts";

/** A scan of the run: broken values name it by its place in the list. */
export interface RunScan {
  readonly source: RunSource;
  readonly columns: readonly Column[];
}

/**
 * \`reopen\` gives another database with the same files, for the time after an error that ended the first one.
 * @returns the same error where it is one already, or no fault of DuckDB's at all.
 */
export async function explainError(
  error: unknown,
  connection: DuckDBConnection,
  scans: readonly RunScan[],
  reopen: () => Promise<Database>,
): Promise<unknown> {
  if (error instanceof RunError || !(error instanceof Error)) return error;
  const { message } = error;
  const broken = brokenValueIn(message);
  if (broken !== undefined) return explainBroken(broken, connection, scans);
  const json = /(?:JSON transform error|Malformed JSON) in file "(.*?)".*?: (.*)$/m.exec(message);
  if (json !== null) return explainJson(json[1]!, json[2]!, scans);
  if (/^(INTERNAL|FATAL) Error/.test(message))
    return (await explainInternal(scans, reopen)) ?? internalError(message);
  if (isCorruptParquet(message)) return explainCorrupt(message, connection, scans);
  return explainMessage(message) ?? error;
}

/** The failures that the message alone tells; undefined for what is not DuckDB's. */
export function explainMessage(message: string): RunError | undefined {
  const text = message.trim();
  const kind = /^([A-Z][A-Za-z ]*?) Error: /.exec(text)?.[1];
  const rest = kind === undefined ? text : text.slice(kind.length + 8);
  const line = firstLine(rest);
  const csvLine = /CSV Error on Line: (\d+)/.exec(text);
  if (csvLine !== null) return explainCsv(text, Number(csvLine[1]));
  if (
    /No space left on device|failed to offload data block|Could not write all bytes|max_temp_directory_size/i.test(
      text,
    )
  ) {
    return new RunError("WR633", `there is no space left to write: ${line}`, {
      hint: "Free some space, or give the target another `temporary` folder in weir.json.",
    });
  }
  if (kind === "Out of Memory" || /std::bad_alloc|could not allocate/i.test(text)) {
    return new RunError("WR632", `the run needs more memory than it may use: ${line}`, {
      hint: "Raise `memory` of the target in weir.json, lower its `threads`, or read fewer rows and columns.",
    });
  }
  if (/Could not set lock on file|Conflicting lock/i.test(text)) {
    const file = /file "(.*?)"/.exec(text)?.[1];
    return new RunError("WR618", `another process holds the database: ${line}`, {
      file,
      hint: "Close the database in the other program; then run again.",
    });
  }
  if (kind === "Permission") {
    return new RunError("WR635", `the run may not do this: ${line}`, {
      hint: "A run reads its declared sources and writes its store; nothing else is open to it.",
    });
  }
  const unreadable = /Cannot open file "(.*?)": (.*)$/m.exec(text);
  if (unreadable !== null) {
    const [, file, reason] = unreadable;
    return new RunError("WR612", `"${file}" cannot be opened: ${reason}`, {
      file,
      hint: "Check that the file is there and that you may read it.",
    });
  }
  const gone = /No files found that match the pattern "(.*?)"/.exec(text);
  if (gone !== null) return new RunError("WR610", `"${gone[1]}" is no longer there`, { file: gone[1] });
  if (kind === "Out of Range") {
    return new RunError("WR630", `a value goes beyond its type: ${line}`, {
      hint: "Compute with a wider type: `(x as float)`, or `(x as decimal(38, 2))`.",
    });
  }
  if (kind === "Conversion" || (kind === "Invalid Input" && /" is not /.test(line))) {
    return new RunError("WR631", `a value cannot be converted: ${line}`, {
      hint: "`as?` instead of `as` gives null where a value does not fit.",
    });
  }
  if (kind === "Invalid Input" && /More than one row returned by a subquery/i.test(line))
    return new RunError("WR639", line);
  return kind === undefined ? undefined : new RunError("WR639", `DuckDB cannot run the statement: ${line}`);
}

// ------------------------------------------------------------------------------------------------ helpers

/**
 * Some broken lines of CSV files run DuckDB into an assertion when only a part of the columns is read. Reading all of
 * them tells the line.
 */
async function explainInternal(
  scans: readonly RunScan[],
  reopen: () => Promise<Database>,
): Promise<RunError | undefined> {
  for (const { source } of scans) {
    const { layout } = source.description;
    if (layout.format !== "csv") continue;
    const database = await reopen();
    try {
      for (const group of layout.groups) {
        const paths = group.files.map((index) => source.source.files[index]!.path);
        const all = group.names.map((name) => `max(${quoteName(name)})`).join(", ");
        await database.connection.run(`SELECT ${all} FROM ${csvReader(paths, layout.layout, group.names)}`);
      }
    } catch (error) {
      const found = explainMessage((error as Error).message);
      if (found?.failure.code === "WR615") return found;
    } finally {
      database.close();
    }
  }
  return undefined;
}

function internalError(message: string): RunError {
  return new RunError("WR639", `DuckDB met a fault of its own: ${firstLine(message)}`, {
    hint: "This is a bug, of DuckDB or of Weir; please report it with the pipeline that shows it.",
  });
}

async function explainBroken(
  broken: BrokenValue,
  connection: DuckDBConnection,
  scans: readonly RunScan[],
): Promise<RunError> {
  const scan = scans[broken.source]!;
  const { source } = scan;
  const { column, file, row } = await findBroken(connection, source, scan.columns, broken.column);
  const line = file === undefined || row === undefined ? undefined : await lineOf(source, file, row);
  const shownFile = file ?? source.source.path;
  const place = line !== undefined ? `line ${line}, ` : row !== undefined ? `row ${row}, ` : "";
  const type = typeName({ type: column.type, nullable: false });
  const head = `"${shownFile}", ${place}column \`${column.name}\``;
  if (broken.value === undefined) {
    return new RunError(
      "WR616",
      `${head} has no value, where source "${source.name}" promises one (\`${type}\`)`,
      {
        file: shownFile,
        line,
        hint: `Write \`${column.name}: ${type}?\` in the schema block if it may be null.`,
      },
    );
  }
  const value = broken.value.length > 100 ? `${broken.value.slice(0, 100)}…` : broken.value;
  return new RunError("WR614", `${head}: "${value}" is not \`${type}\`${wanted[column.type.kind] ?? ""}`, {
    file: shownFile,
    line,
    hint: `Correct the value, name it in \`null: […]\` if it means nothing, or read the column as text and convert it with \`as?\`.`,
  });
}

const wanted: Readonly<Record<string, string>> = {
  bool: " (`true` or `false`)",
  date: " (as 2026-01-31)",
  timestamp: " (as 2026-01-31T08:30:00)",
  instant: " (as 2026-01-31T08:30:00Z)",
};

function lineOf(source: RunSource, file: string, row: number): Promise<number | undefined> {
  const { layout } = source.description;
  if (layout.format === "csv") return lineOfCsvRow(file, row, layout.layout);
  if (layout.format === "json" && layout.form === "newline_delimited")
    return lineOfJsonRow(file, row, layout.compression);
  return Promise.resolve(undefined);
}

function explainCsv(text: string, line: number): RunError {
  const file = /^\s*file = (.*)$/m.exec(text)?.[1]?.trim();
  const original = /^Original Line: ?(.*)$/m.exec(text)?.[1];
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  const reason =
    counts !== null
      ? `it has ${counts[2]} values, where ${counts[1]} columns are expected`
      : /Invalid unicode/i.test(text)
        ? "it is not UTF-8"
        : /unterminated quote|quote/i.test(text.split("\n").slice(0, 4).join("\n"))
          ? "a quote is not closed as it should be"
          : firstLine(text.split("\n").slice(2).join("\n"));
  const shown =
    original === undefined ? "" : ` (${original.length > 80 ? `${original.slice(0, 80)}…` : original})`;
  return new RunError(
    "WR615",
    `${file === undefined ? "the CSV file" : `"${file}"`}, line ${line}: ${reason}${shown}`,
    {
      file,
      line,
      hint:
        counts !== null
          ? "Correct the line, or state `delimiter`, `quote` and `skip` of the source."
          : "Correct the line, or state `encoding` and `quote` of the source.",
    },
  );
}

/** DuckDB's line numbers are approximate, so the line is searched. */
async function explainJson(file: string, reason: string, scans: readonly RunScan[]): Promise<RunError> {
  const scan = scans.find(({ source }) => source.source.files.some(({ path }) => path === file));
  const layout = scan?.source.description.layout;
  const isLines = layout?.format === "json" && layout.form === "newline_delimited";
  const line = isLines ? await firstBrokenJsonLine(file, layout.compression) : undefined;
  const place = line === undefined ? "" : `, line ${line}`;
  return new RunError("WR615", `"${file}"${place} is no JSON as expected: ${reason.trim()}`, {
    file,
    line,
    hint: "Correct or remove the line; a file is either an array of objects or one object a line.",
  });
}

function isCorruptParquet(message: string): boolean {
  return (
    /No magic bytes|TProtocolException|don't know what type|Parquet file|parquet|snappy|zstd|Invalid Error: |page header|dictionary/i.test(
      message.slice(0, 300),
    ) && !/Permission Error|Cannot open file|No files found/i.test(message)
  );
}

/** Names the damaged file: the one in the message, else the first whose footer or pages cannot be read. */
async function explainCorrupt(
  message: string,
  connection: DuckDBConnection,
  scans: readonly RunScan[],
): Promise<unknown> {
  const parquet = scans.filter(({ source }) => source.source.format === "parquet");
  const files = [...new Set(parquet.flatMap(({ source }) => source.source.files.map((file) => file.path)))];
  const named = files.find((file) => message.includes(file));
  const file = named ?? (files.length === 1 ? files[0] : await firstDamaged(connection, files));
  if (file === undefined) return explainMessage(message) ?? new Error(message);
  const reason = firstLine(message.trim())
    .replace(/^[A-Z][A-Za-z ]*? Error: /, "")
    .replaceAll(`'${file}'`, "it")
    .trim();
  return new RunError(
    "WR612",
    `"${file}" is damaged or no Parquet file${reason === "" ? "" : `: ${reason}`}`,
    {
      file,
      hint: "Write or fetch the file anew.",
    },
  );
}

async function firstDamaged(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<string | undefined> {
  for (const file of files) {
    try {
      await connection.run(
        `SELECT count(*) FROM (SELECT * FROM read_parquet(${fileList([file])})) AS t WHERE hash(t) = 0`,
      );
    } catch {
      // This is the one: its own message would say no more than the first.
      return file;
    }
  }
  return undefined;
}

function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}
