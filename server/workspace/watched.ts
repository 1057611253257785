// Which files of a workspace matter: programs, the manifest, and data of the kinds that sources read.

export const watchedPatterns: readonly string[] = [
  "**/*.weir",
  "**/weir.json",
  "**/*.{parquet,csv,tsv,json,jsonl,ndjson,arrow,feather,ipc,duckdb,db}",
  "**/*.{csv,tsv,json,jsonl,ndjson}.{gz,zst}",
];
