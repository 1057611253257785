// Paths inside the texts of sources, stores, models and imports: files, folders, globs, hive partitions. What is in a folder
// is asked of the one who may look; a path that leads to another computer or protocol is never asked about.

import { CompletionItemKind } from "vscode-languageserver-types";
import { resolveFrom } from "../../../project/index.ts";
import type { CompletionWorld, ListedEntry, Proposal } from "./types.ts";

const extensions: Readonly<Record<string, RegExp>> = {
  parquet: /\.(parquet|pq)$/i,
  csv: /\.(csv|tsv|txt)(\.(gz|zst))?$/i,
  json: /\.(json|ndjson|jsonl)(\.(gz|zst))?$/i,
  arrow: /\.(arrow|arrows|feather|ipc)$/i,
  duckdb: /\.(duckdb|db|ddb)$/i,
  onnx: /\.onnx$/i,
  weir: /\.weir$/i,
};

/** Entries of the folder that the typed path leads to. `format` is a connector's name, or `weir` for imports. */
export function pathProposals(
  typed: string,
  format: string,
  uri: string,
  world: CompletionWorld,
): readonly Proposal[] {
  const list = world.listFolder;
  if (list === undefined || !isLocal(typed)) return [];
  const cut = typed.lastIndexOf("/") + 1;
  const folder = typed.slice(0, cut);
  if (/[*?[]/.test(folder)) return [];
  const style = world.style ?? "posix";
  const entries = list(resolveFrom(uri, folder === "" ? "." : folder, style)).filter(
    ({ name }) => !name.startsWith("."),
  );
  const wanted = extensions[format];
  const files = entries.filter(
    ({ name, kind }) =>
      kind === "file" && (wanted?.test(name) ?? true) && resolveFrom(uri, folder + name, style) !== uri,
  );
  const proposals = [
    ...files.map(({ name }): Proposal => ({ label: name, kind: CompletionItemKind.File, score: 100 })),
    ...entries
      .filter(({ kind, name }) => kind === "folder" && name !== "node_modules")
      .map(
        ({ name }): Proposal => ({
          label: `${name}/`,
          kind: CompletionItemKind.Folder,
          asksAgain: true,
          score: 60,
        }),
      ),
  ];
  return format === "weir" || format === "duckdb" || format === "onnx"
    ? proposals
    : [...globProposals(files), ...partitionProposals(entries, wanted), ...proposals];
}

/** Neither another computer nor another protocol. */
function isLocal(typed: string): boolean {
  return !/^[\\/]{2}/.test(typed) && !typed.includes("\\\\") && !/^[a-z][a-z0-9+.-]+:/i.test(typed);
}

/** `*.parquet` where a folder has more than one. */
function globProposals(files: readonly ListedEntry[]): readonly Proposal[] {
  const counts = new Map<string, number>();
  for (const { name } of files) {
    const ending = /\.[^/]+$/.exec(name)?.[0];
    if (ending !== undefined) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(
      ([ending, count]): Proposal => ({
        label: `*${ending}`,
        kind: CompletionItemKind.File,
        description: `${count} files`,
        score: 80,
      }),
    );
}

/** `year=*` + `/*.parquet` where folders are partitions. */
function partitionProposals(
  entries: readonly ListedEntry[],
  wanted: RegExp | undefined,
): readonly Proposal[] {
  const keys = new Map<string, number>();
  for (const { name, kind } of entries) {
    const key = kind === "folder" ? /^([^=]+)=/.exec(name)?.[1] : undefined;
    if (key !== undefined) keys.set(key, (keys.get(key) ?? 0) + 1);
  }
  const ending =
    wanted === extensions.csv
      ? "csv"
      : wanted === extensions.json
        ? "json"
        : wanted === extensions.arrow
          ? "arrow"
          : "parquet";
  return [...keys].map(
    ([key, count]): Proposal => ({
      label: `${key}=*/*.${ending}`,
      kind: CompletionItemKind.Folder,
      description: `${count} partitions`,
      score: 120,
    }),
  );
}
