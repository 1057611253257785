// Looks at one source: columns and how they are read, by its format. What a person can mend comes back as a failure;
// the caller's database must be allowed to read the files.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { DataLocation, SchemaFailure } from "../../language/catalogue.ts";
import { describeCsv } from "./csv.ts";
import { attachReadOnly, databaseFiles, describeTable, detach, MissingTableError } from "./database.ts";
import type { SourceDescription } from "./description.ts";
import { systemReason } from "./glob.ts";
import { describeJson } from "./json.ts";
import type { LocatedSource } from "./location.ts";
import { describeParquet } from "./parquet.ts";
import { allowedFor } from "./spelling.ts";

export type Described =
  | { readonly kind: "described"; readonly description: SourceDescription }
  | { readonly kind: "failed"; readonly reason: SchemaFailure; readonly detail: string };

/** Files that a database has to be allowed for a source. */
export function allowedFiles(source: LocatedSource): string[] {
  if (source.format === "duckdb") return databaseFiles(source);
  return source.files.flatMap((file) => allowedFor(file.path));
}

/** \`attachedAs\` is the name under which the file of a database is attached already. */
export async function describeSource(
  connection: DuckDBConnection,
  location: DataLocation,
  source: LocatedSource,
  attachedAs?: string,
): Promise<Described> {
  try {
    return {
      kind: "described",
      description: await describeByFormat(connection, location, source, attachedAs),
    };
  } catch (error) {
    if (error instanceof MissingTableError) {
      return { kind: "failed", reason: "missing-table", detail: error.message };
    }
    return failureOf(error, source);
  }
}

/** Why a source could not be read, as far as the reader's message says it. */
export function failureOf(error: unknown, source: LocatedSource): Described & { readonly kind: "failed" } {
  const message = error instanceof Error ? error.message : String(error);
  if (/Could not set lock on file|Conflicting lock/i.test(message)) {
    return { kind: "failed", reason: "locked", detail: firstLine(message) };
  }
  if ((error as NodeJS.ErrnoException).code !== undefined) {
    return { kind: "failed", reason: "unreadable", detail: systemReason(error) };
  }
  return { kind: "failed", reason: "unreadable", detail: readableReason(message, source) };
}

async function describeByFormat(
  connection: DuckDBConnection,
  location: DataLocation,
  source: LocatedSource,
  attachedAs: string | undefined,
): Promise<SourceDescription> {
  switch (source.format) {
    case "parquet":
      return describeParquet(connection, source);
    case "csv":
      return describeCsv(connection, location, source);
    case "json":
      return describeJson(connection, location, source);
    case "arrow": {
      // Only those who read Arrow files wait for the library that does it.
      const { describeArrow } = await import("./arrow.ts");
      return describeArrow(source);
    }
    case "duckdb": {
      if (attachedAs !== undefined) return describeTable(connection, location, attachedAs);
      const alias = "weir described";
      await attachReadOnly(connection, source.files[0]!.path, alias);
      try {
        return await describeTable(connection, location, alias);
      } finally {
        await detach(connection, alias);
      }
    }
  }
}

/** The reader's reason without its advice on options of its own, naming the file where there are several. */
function readableReason(message: string, source: LocatedSource): string {
  const reason = firstLine(message)
    .replace(/^(Invalid Input|Invalid|IO|Permission|Binder|Serialization|Not implemented) Error: /i, "")
    .replace(/\. Use ".*$/, "");
  const file = /file = (.*)$/m.exec(message)?.[1];
  return file === undefined || source.files.length === 1 ? reason : `"${file}": ${reason}`;
}

function firstLine(message: string): string {
  return message.split("\n").find((line) => line.trim() !== "") ?? message;
}
