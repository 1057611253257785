// What `weir run` is to do with the rows: which format, to which place. Decided from the options before anything starts,
// so that a wrong combination costs no time.

import type { RunOutput } from "../engine/messages.ts";
import type { RunFormat, RunOptions } from "./command-options.ts";
import { usageError } from "./exit.ts";
import { absolutePath, type Host } from "./host.ts";

export type RunTarget =
  /** Printed by this process. */
  | { readonly kind: "print"; readonly format: Exclude<RunFormat, "parquet"> }
  /** Written by the engine; `shown` is the path as typed. */
  | { readonly kind: "file"; readonly output: RunOutput & { readonly kind: "file" }; readonly shown: string };

const formatOfEnding: Readonly<Record<string, Exclude<RunFormat, "table">>> = {
  parquet: "parquet",
  csv: "csv",
  json: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  arrow: "arrow",
  arrows: "arrow",
};

export function runTarget(host: Host, options: Pick<RunOptions, "format" | "output">): RunTarget {
  const { format, output } = options;
  if (output !== undefined) return fileTarget(host, output, format);
  if (format === "parquet") {
    throw usageError("parquet goes to a file only", "write `--output rows.parquet`");
  }
  if (format === "arrow" && host.output.isTerminal) {
    throw usageError("arrow is no text: it goes to files and pipes only", "write `--output rows.arrow`");
  }
  return { kind: "print", format: format ?? (host.output.isTerminal ? "table" : "csv") };
}

function fileTarget(host: Host, output: string, asked: RunFormat | undefined): RunTarget {
  if (asked === "table") {
    throw usageError("a table is for terminals", "choose parquet, csv, json, ndjson or arrow for a file");
  }
  const ending = /\.([^./\\]+)$/.exec(output)?.[1]?.toLowerCase() ?? "";
  const format = asked ?? formatOfEnding[ending];
  if (format === undefined) {
    throw usageError(
      `the ending of "${output}" says no format`,
      "add --format parquet, csv, json, ndjson or arrow",
    );
  }
  return {
    kind: "file",
    output: { kind: "file", format, path: absolutePath(host, output) },
    shown: output,
  };
}
