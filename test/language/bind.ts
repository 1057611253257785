// Binds texts for tests: one text or several files, with a catalogue that knows what the test tells it.

import { isDeepStrictEqual } from "node:util";
import { type FilePart, parseFile, type SyntaxFile } from "../../grammar/index.ts";
import {
  type BoundFile,
  bindProgram,
  type Catalogue,
  type ColumnType,
  emptyCatalogue,
  type ManifestNames,
  type Program,
  type SchemaAnswer,
  type Type,
  typeName,
} from "../../language/index.ts";
import { importsOf } from "../../project/index.ts";
import { assertProblems, parseMarked } from "./markers.ts";

export const mainUri = "file:///project/main.weir";

/** Answers by path. A path that is not listed is pending. */
export function catalogueOf(answers: Readonly<Record<string, SchemaAnswer>>): Catalogue {
  return { schemaOf: (location) => answers[location.path] ?? { status: "pending" } };
}

/** A known schema of columns that may not be null, or may with `?`. */
export function known(columns: Readonly<Record<string, `${Type["kind"]}${"?" | ""}`>>): SchemaAnswer {
  return {
    status: "known",
    columns: Object.entries(columns).map(([name, type]) => {
      const nullable = type.endsWith("?");
      const kind = (nullable ? type.slice(0, -1) : type) as "int";
      const column: ColumnType = { type: { kind }, nullable };
      return { name, doc: "", partition: false, ...column };
    }),
  };
}

export interface BindOptions {
  readonly catalogue?: Catalogue;
  readonly manifest?: ManifestNames;
  /** Other files by name, beside the main one. */
  readonly files?: Readonly<Record<string, string>>;
  readonly previous?: Program;
}

/** Binds a program of `text` as `main.weir`. */
export function bindText(text: string, options: BindOptions = {}): Program {
  const texts = new Map([
    [mainUri, text],
    ...Object.entries(options.files ?? {}).map(
      ([name, content]) => [`file:///project/${name}`, content] as const,
    ),
  ]);
  const files = [...texts].map(([uri, content]) => {
    const before = options.previous?.file(uri)?.tree;
    const tree = before?.text === content ? before : withKnownParts(parseFile(content), before);
    return { uri, tree, imports: importsOf(uri, tree, "posix") };
  });
  return bindProgram({
    files,
    catalogue: options.catalogue ?? emptyCatalogue,
    manifest: options.manifest,
    previous: options.previous,
  });
}

/** The tree with the parts of an earlier one where they say the same, as after an edit in the editor. */
function withKnownParts(tree: SyntaxFile, before: SyntaxFile | undefined): SyntaxFile {
  if (before === undefined) return tree;
  const textOf = ({ text }: SyntaxFile, { start, declaration }: FilePart) =>
    text.slice(start, start + declaration.end);
  const known = new Map(before.parts.map((part) => [textOf(before, part), part]));
  const parts = tree.parts.map((part) => {
    const old = known.get(textOf(tree, part));
    const isSame = old !== undefined && isDeepStrictEqual({ ...old, start: 0 }, { ...part, start: 0 });
    return isSame ? { ...old, start: part.start } : part;
  });
  return { ...tree, parts };
}

/** The bound main file. */
export function mainFile(program: Program): BoundFile {
  return program.file(mainUri)!;
}

/** Checks a marked text: exactly the marked problems are reported, of every severity. */
export function check(marked: string, options: BindOptions = {}): void {
  const parsed = parseMarked(marked);
  assertProblems(parsed, mainFile(bindText(parsed.text, options)).problems);
}

/** The columns after the last step of the last pipeline, as `name: type`. */
export function columns(text: string, options: BindOptions = {}): string {
  const pipeline = mainFile(bindText(text, options)).pipelines.at(-1);
  return (pipeline?.body.shape.columns ?? [])
    .map((column) => `${column.name}: ${typeName(column)}`)
    .join(", ");
}

/** The source `t` that most tests read. */
export const sourceT = `source t = parquet("t.parquet") {
  id: int
  k: int?
  name: text
  x: float?
  d: decimal(12, 2)
  at: timestamp
  day: date?
  ok: bool
  tags: list(text)
  j: json?
}
`;

/** The source `u`, which shares \`id\` and \`name\` with \`t\`. */
export const sourceU = `source u = parquet("u.parquet") {
  id: int
  name: text?
  t_id: int
  score: float
  at: timestamp
}
`;
