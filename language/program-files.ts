// The names of a program: what each file declares, what it imports from which file, and what is wrong with
// either. It knows declarations by name only; what they mean is found by the binder.

import type { Declaration, FilePart, ImportDeclaration, Name, Range, SyntaxFile } from "../grammar/tree.ts";
import { namesInWords, suggestion } from "./bind-context.ts";
import { namesUsed } from "./names-used.ts";
import { type CollectingReporter, collectingReporter } from "./reporter.ts";

/** A file as it comes in: parsed, with the URIs that its imports lead to. */
export interface ProgramFile {
  readonly uri: string;
  readonly tree: SyntaxFile;
  /** URI by path text as written in the import. A path that leads nowhere is missing here. */
  readonly imports: ReadonlyMap<string, string>;
}

/** One declaration of the program. */
export interface Entity {
  readonly uri: string;
  readonly part: FilePart;
  readonly declaration: Declaration;
  /** Its name, or `bare#0` for the first of its kind without one; `name#2` where the name was taken. */
  readonly key: string;
  /** Key over all files. */
  readonly id: string;
  /** The text of its file. */
  readonly text: () => string;
  /** What is found about names here (duplicates, imports); the binder adds the rest. */
  readonly names: CollectingReporter;
}

export interface FileNames {
  readonly file: ProgramFile;
  readonly entities: readonly Entity[];
  /** Named declarations of the file itself. */
  readonly declared: ReadonlyMap<string, Entity>;
  /** Everything that a name means in this file: its own declarations and imported ones. */
  readonly visible: ReadonlyMap<string, Entity>;
  /** Imported names that could not be found: they mean something, nobody knows what. */
  readonly unknown: ReadonlySet<string>;
  /** True where a whole file could not be imported, so that any name may be one of its. */
  readonly open: boolean;
}

/** The names of all files. Problems go to the entities' own reporters. */
export function fileNames(files: readonly ProgramFile[]): ReadonlyMap<string, FileNames> {
  const declared = new Map(files.map((file) => [file.uri, declaredNames(file)]));
  reportImportCycles(files, declared);
  return new Map(files.map((file) => [file.uri, withImports(file, declared)]));
}

interface DeclaredNames {
  readonly entities: readonly Entity[];
  readonly declared: ReadonlyMap<string, Entity>;
}

function declaredNames(file: ProgramFile): DeclaredNames {
  const declared = new Map<string, Entity>();
  const keys = new Set<string>();
  const ordinals = new Map<string, number>();
  const entities = file.tree.parts.map((part): Entity => {
    const { declaration } = part;
    const name = declaredName(declaration);
    const ordinal = ordinals.get(declaration.kind) ?? 0;
    ordinals.set(declaration.kind, ordinal + 1);
    let key = name === undefined ? `${declaration.kind}#${ordinal}` : name.text;
    for (let count = 2; keys.has(key); count++) key = `${name?.text ?? declaration.kind}#${count}`;
    keys.add(key);
    const entity: Entity = {
      uri: file.uri,
      part,
      declaration,
      key,
      id: `${file.uri}\n${key}`,
      text: () => file.tree.text,
      names: collectingReporter(),
    };
    if (name !== undefined) {
      const other = declared.get(name.text);
      if (other === undefined) declared.set(name.text, entity);
      else reportDuplicate(name, other, entity);
    }
    return entity;
  });
  return { entities, declared };
}

function reportDuplicate(name: Name, other: Entity, entity: Entity): void {
  entity.names.report(
    "WR140",
    name,
    `\`${name.text}\` is already ${article(kindInWords(other.declaration))} of this file; give one another name`,
  );
}

/** The name that a declaration makes known; undefined for those without, and for a name still missing. */
export function declaredName(declaration: Declaration): Name | undefined {
  switch (declaration.kind) {
    case "source":
    case "store":
    case "model":
    case "let":
    case "function":
    case "pipeline":
    case "service":
    case "job":
      return declaration.name.text === "" ? undefined : declaration.name;
    default:
      return undefined;
  }
}

/** What a declaration is, in a word. */
export function kindInWords(declaration: Declaration): string {
  switch (declaration.kind) {
    case "let":
      return "constant";
    case "bare":
      return "pipeline";
    case "faultyDeclaration":
      return "declaration";
    default:
      return declaration.kind;
  }
}

function article(word: string): string {
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

// --------------------------------------------------------------------------------------------------- imports

function withImports(file: ProgramFile, all: ReadonlyMap<string, DeclaredNames>): FileNames {
  const own = all.get(file.uri)!;
  const visible = new Map(own.declared);
  const unknown = new Set<string>();
  const used = namesUsedIn(own.entities);
  let open = false;
  for (const entity of own.entities) {
    if (entity.declaration.kind !== "import") continue;
    open = importNames(entity.declaration, entity, file, all, { visible, unknown, used }) || open;
  }
  return { file, entities: own.entities, declared: own.declared, visible, unknown, open };
}

interface Importing {
  readonly visible: Map<string, Entity>;
  readonly unknown: Set<string>;
  readonly used: ReadonlySet<string>;
}

/** Brings in what one import names; true where it should have brought in everything and could not. */
function importNames(
  node: ImportDeclaration,
  entity: Entity,
  file: ProgramFile,
  all: ReadonlyMap<string, DeclaredNames>,
  into: Importing,
): boolean {
  if (node.path === undefined) {
    for (const name of node.names) into.unknown.add(name.text);
    return node.names.length === 0;
  }
  const uri = file.imports.get(node.path.value);
  const from = uri === undefined ? undefined : all.get(uri);
  if (uri === file.uri) {
    entity.names.report("WR146", node.path, "A file does not import itself; its names are known already");
    return false;
  }
  if (from === undefined) {
    entity.names.report(
      "WR144",
      node.path,
      `There is no file \`${node.path.value}\`; paths are relative to this file`,
    );
    for (const name of node.names) into.unknown.add(name.text);
    return node.names.length === 0;
  }
  if (node.names.length === 0) {
    importAll(node, entity, from, into);
    return false;
  }
  for (const name of node.names) {
    if (name.text === "") continue;
    const target = from.declared.get(name.text);
    if (target === undefined) {
      const near = suggestion(name, from.declared.keys());
      const names = namesInWords([...from.declared.keys()], "and");
      const has = names === "" ? "it declares nothing" : `it has ${names}`;
      entity.names.report(
        "WR145",
        name,
        `\`${node.path.value}\` has no \`${name.text}\`${near.text === "" ? `; ${has}` : near.text}`,
        near.options,
      );
      into.unknown.add(name.text);
    } else if (bringIn(name.text, target, into)) {
      if (!into.used.has(name.text)) {
        entity.names.report("WR147", name, `\`${name.text}\` is imported and not used`);
      }
    } else reportTakenImport(name.text, entity, name, into);
  }
  return false;
}

function importAll(node: ImportDeclaration, entity: Entity, from: DeclaredNames, into: Importing): void {
  let isUsed = from.declared.size === 0;
  for (const [name, target] of from.declared) {
    if (target.declaration.kind === "service" || target.declaration.kind === "job") continue;
    if (!bringIn(name, target, into)) {
      reportTakenImport(name, entity, node.path ?? node, into);
      isUsed = true;
    } else if (into.used.has(name)) isUsed = true;
  }
  if (!isUsed) entity.names.report("WR147", node.path ?? node, "Nothing of this file is used");
}

/** Makes `name` mean `target`; false where it already means something else. */
function bringIn(name: string, target: Entity, into: Importing): boolean {
  const other = into.visible.get(name);
  if (other !== undefined && other !== target) return false;
  into.visible.set(name, target);
  return true;
}

function reportTakenImport(name: string, entity: Entity, range: Range, into: Importing): void {
  const other = into.visible.get(name)!;
  const where = other.uri === entity.uri ? "of this file" : "imported from another file";
  entity.names.report(
    "WR140",
    range,
    `\`${name}\` is already ${article(kindInWords(other.declaration))} ${where}; names are unique in a file and its imports`,
  );
}

/** Every name that some declaration of the file mentions. */
function namesUsedIn(entities: readonly Entity[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { declaration } of entities) {
    const names = namesUsed(declaration);
    for (const uses of [
      names.relations,
      names.highWaters,
      names.written,
      names.functions,
      names.parameters,
      names.models,
    ]) {
      for (const name of uses.keys()) used.add(name);
    }
  }
  return used;
}

/** Reports the import that closes a circle of files, once a circle. */
function reportImportCycles(
  files: readonly ProgramFile[],
  declared: ReadonlyMap<string, DeclaredNames>,
): void {
  const state = new Map<string, "open" | "done">();
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const visit = (file: ProgramFile, trail: readonly string[]): void => {
    state.set(file.uri, "open");
    for (const entity of declared.get(file.uri)?.entities ?? []) {
      if (entity.declaration.kind !== "import" || entity.declaration.path === undefined) continue;
      const uri = file.imports.get(entity.declaration.path.value);
      const next = uri === undefined ? undefined : byUri.get(uri);
      if (next === undefined || next === file) continue;
      if (state.get(next.uri) === "open") {
        const circle = [...trail.slice(trail.indexOf(next.uri)), next.uri].map(lastPart);
        entity.names.report(
          "WR146",
          entity.declaration.path,
          `Files import each other in a circle: ${circle.join(" → ")}; move what they share into a file of its own`,
        );
      } else if (!state.has(next.uri)) visit(next, [...trail, next.uri]);
    }
    state.set(file.uri, "done");
  };
  for (const file of files) if (!state.has(file.uri)) visit(file, [file.uri]);
}

function lastPart(uri: string): string {
  const part = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
