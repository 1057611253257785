// What may begin a declaration: its words with their shapes, offered where nothing else can stand.

import { CompletionItemKind } from "vscode-languageserver-types";
import type { Proposal } from "./types.ts";

const shapes: readonly (readonly [string, string, string])[] = [
  [
    "pipeline",
    "pipeline ${1:name} {\n  from ${2:relation}\n  $0\n}",
    "Steps under a name; others may read it.",
  ],
  [
    "source",
    'source ${1:name} = ${2|parquet,csv,json,arrow,duckdb|}("${3:path}")$0',
    "Where data comes from.",
  ],
  ["from", "from ${1:relation}\n$0", "A pipeline without a name."],
  [
    "store",
    'store ${1:name} = ${2|parquet,csv,json,arrow,duckdb|}("out/${3:name}")$0',
    "Where results are kept.",
  ],
  ["import", 'import ${2:names} from "${1:file.weir}"$0', "Names of another file."],
  ["let", "let ${1:name} = $0", "A constant, written `$name` where it is used."],
  ["function", "function ${1:name}(${2:x}: ${3:text}) -> ${4:text} = $0", "An expression with a name."],
  [
    "test",
    'test "${1:what holds}" of ${2:pipeline} {\n  given ${3:source} = [\n    {$4},\n  ]\n  expect rows [\n    {$0},\n  ]\n}',
    "A pipeline on given rows.",
  ],
  [
    "service",
    'service ${1:name} {\n  endpoint "/${2:path}" = ${3:pipeline}\n  auth token\n}$0',
    "Pipelines as an interface for programs.",
  ],
  [
    "job",
    'job ${1:name} {\n  run ${2:pipeline}\n  every day at ${3:02:00} in "${4:Europe/Berlin}"\n}$0',
    "Pipelines that run by the clock.",
  ],
  ["model", 'model ${1:name} = onnx("${2:path}")$0', "A model that scores rows."],
];

export function declarationProposals(score = 100): readonly Proposal[] {
  return shapes.map(([label, snippet, documentation], index) => ({
    label,
    kind: CompletionItemKind.Keyword,
    insert: `${label} `,
    snippet,
    documentation,
    score: score - index,
  }));
}
