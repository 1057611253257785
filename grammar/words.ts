// The words of the language: which are reserved, which begin a step, a declaration or an item, which are
// clause words, and what people of other languages write instead. Everything that needs a word list (tokens,
// suggestions, highlighting, quoting) reads it here. Holds data only: it decides nothing about positions.

/** Words that are never plain names (backticks make them one), but after `.` and before `:`. */
export const reservedWords = [
  "and",
  "or",
  "not",
  "in",
  "between",
  "like",
  "matches",
  "if",
  "then",
  "else",
  "case",
  "as",
  "by",
  "on",
  "true",
  "false",
  "null",
] as const;

/** Words that begin a step where they stand first on a line or after `|`. */
export const stepWords = [
  "from",
  "where",
  "derive",
  "select",
  "drop",
  "rename",
  "join",
  "aggregate",
  "window",
  "sort",
  "take",
  "distinct",
  "union",
  "except",
  "intersect",
  "unnest",
  "pivot",
  "unpivot",
  "sample",
  "expect",
  "score",
  "sql",
  "into",
] as const;

/** Words before `join` (and, for `left`, before `unnest`). */
export const joinKindWords = ["left", "right", "full", "semi", "anti", "cross", "asof"] as const;

/** Words that begin a declaration. */
export const declarationWords = [
  "import",
  "source",
  "store",
  "model",
  "let",
  "function",
  "pipeline",
  "test",
  "service",
  "job",
] as const;

/** Words that begin an item, by the block that they belong to. */
export const itemWords = {
  test: ["given", "expect"],
  service: ["endpoint", "auth", "limit", "cache"],
  job: ["run", "every", "on", "retry"],
} as const;

/** Words that are keywords only right after a complete operand, and names anywhere else. */
export const clauseWords = [
  "asc",
  "desc",
  "nulls",
  "first",
  "last",
  "sorted",
  "rows",
  "range",
  "offset",
  "one",
  "many",
  "for",
  "to",
  "seed",
  "warn",
  "at",
  "most",
  "returns",
  "append",
  "replace",
  "merge",
  "budget",
  "of",
  "per",
  "example",
] as const;

/** Connectors that sources, stores, models and the items of tests name. */
export const fileConnectorWords = ["parquet", "csv", "json", "arrow", "duckdb"] as const;

export type StepWord = (typeof stepWords)[number];
export type DeclarationWord = (typeof declarationWords)[number];
export type ReservedWord = (typeof reservedWords)[number];
export type ClauseWord = (typeof clauseWords)[number];
export type BlockWord = keyof typeof itemWords;

/** What people write out of habit at the head of a line, and the step that does it here. */
export const stepSynonyms: ReadonlyMap<string, StepWord> = new Map([
  ["filter", "where"],
  ["having", "where"],
  ["mutate", "derive"],
  ["extend", "derive"],
  ["assign", "derive"],
  ["project", "select"],
  ["group", "aggregate"],
  ["group_by", "aggregate"],
  ["groupby", "aggregate"],
  ["summarize", "aggregate"],
  ["summarise", "aggregate"],
  ["order", "sort"],
  ["order_by", "sort"],
  ["orderby", "sort"],
  ["arrange", "sort"],
  ["sort_by", "sort"],
  ["limit", "take"],
  ["head", "take"],
  ["top", "take"],
  ["explode", "unnest"],
  ["flatten", "unnest"],
  ["concat", "union"],
  ["append", "union"],
  ["minus", "except"],
  ["assert", "expect"],
  ["melt", "unpivot"],
]);

/** What people write out of habit at the head of a declaration, and what it is called here. */
export const declarationSynonyms: ReadonlyMap<string, DeclarationWord> = new Map([
  ["def", "function"],
  ["fn", "function"],
  ["func", "function"],
  ["fun", "function"],
  ["const", "let"],
  ["var", "let"],
  ["query", "pipeline"],
  ["flow", "pipeline"],
  ["view", "pipeline"],
  ["table", "source"],
  ["include", "import"],
  ["use", "import"],
  ["sink", "store"],
  ["schedule", "job"],
  ["api", "service"],
]);

/** Other spellings of clause words. */
export const clauseSynonyms: ReadonlyMap<string, ClauseWord> = new Map([
  ["descending", "desc"],
  ["ascending", "asc"],
  ["skip", "offset"],
]);

const needsNoQuotes = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const reserved: ReadonlySet<string> = new Set(reservedWords);
const mayBeginLine: ReadonlySet<string> = new Set([...stepWords, ...joinKindWords, ...declarationWords]);

/** Whether a name is only readable in backticks at every place (odd characters, or a reserved word). */
export function needsQuotes(name: string): boolean {
  return reserved.has(name) || !needsNoQuotes.test(name);
}

/** Whether a name would be read as a keyword where it stands first on a line. */
export function isLineWord(name: string): boolean {
  return mayBeginLine.has(name);
}

/** The name as it is written in a program: in backticks where it has to be, a backtick in it doubled. */
export function quoteName(name: string): string {
  return needsQuotes(name) ? `\`${name.replaceAll("`", "``")}\`` : name;
}
