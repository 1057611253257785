// The names of one declaration: every place where something is named, and which of these names stand for one thing because
// rows flow from one to the other. It looks at one bound declaration and at nothing else.

import {
  type Argument,
  type Declaration,
  type Expression,
  type Name,
  nodesAt,
  type Range,
  type RelationNode,
  walk,
} from "../../../grammar/index.ts";
import type { BoundDeclaration, Column, ColumnId } from "../../../language/index.ts";
import { type FlowNames, flowThrough, readInput } from "./column-flow.ts";
import { columnKey, declarationKey, localKey, parameterKey, storedKey } from "./keys.ts";

/** A place where something is named, relative to the start of its declaration. */
export interface NamedPlace extends Range {
  readonly key: string;
  readonly isDefinition: boolean;
  /** In `unpivot a` the name is also the text in the label column: renamed, it is written `a = b`. */
  readonly isLabel?: boolean;
}

export interface DeclarationNames {
  readonly places: readonly NamedPlace[];
  /** Keys that stand for one thing. */
  readonly links: readonly (readonly [string, string])[];
  /** Why a thing cannot be renamed, by key: something that Weir does not write hangs on its name. */
  readonly fixed: ReadonlyMap<string, string>;
}

/** Finds out which declaration a name of the file means: the URI and the name there. */
export type Resolve = (
  name: string,
) => { readonly uri: string; readonly declaration: Declaration } | undefined;

export function namesOfDeclaration(
  bound: BoundDeclaration,
  uri: string,
  text: string,
  resolve: Resolve,
): DeclarationNames {
  const collector = new Collector(bound, uri, text, resolve);
  collector.collect();
  return collector;
}

class Collector implements DeclarationNames, FlowNames {
  readonly places: NamedPlace[] = [];
  readonly links: [string, string][] = [];
  readonly fixed = new Map<string, string>();
  readonly #bound: BoundDeclaration;
  readonly #uri: string;
  readonly #text: string;
  readonly #resolve: Resolve;

  constructor(bound: BoundDeclaration, uri: string, text: string, resolve: Resolve) {
    this.#bound = bound;
    this.#uri = uri;
    this.#text = text;
    this.#resolve = resolve;
  }

  collect(): void {
    this.#declared();
    for (const step of this.#bound.steps) flowThrough(this, step);
    this.#references();
    walk(this.#bound.declaration, (node) => {
      if (node.kind === "call") this.#call(node as Expression & { readonly kind: "call" });
      if (node.kind === "namedRelation")
        this.#relation(node as RelationNode & { readonly kind: "namedRelation" });
    });
  }

  // ------------------------------------------------------------------------------------- what is declared here

  #declared(): void {
    const { declaration } = this.#bound;
    switch (declaration.kind) {
      case "import":
        for (const name of declaration.names) this.#symbol(name, false);
        return;
      case "source":
      case "store":
      case "model":
        this.#define(declaration.name);
        for (const { name } of declaration.schema?.fields ?? [])
          this.place(name, storedKey(this.#uri, declaration.name.text, name.text), true);
        if (declaration.kind === "store")
          this.#storeOptions(declaration.name.text, declaration.connector?.arguments ?? []);
        return;
      case "let":
        this.#define(declaration.name);
        return;
      case "function":
      case "pipeline":
        this.#define(declaration.name);
        for (const { name } of declaration.parameters)
          this.place(name, parameterKey(this.#uri, this.#bound.key, name.text), true);
        return;
      case "service":
        this.#define(declaration.name);
        for (const item of declaration.items) {
          if (item.kind !== "endpoint") continue;
          this.#arguments(item.relation, item.example ?? []);
          this.#pathNames(item.path, item.relation);
        }
        return;
      case "job":
        this.#define(declaration.name);
        return;
      case "test":
        this.#test();
        return;
      default:
        return;
    }
  }

  #define(name: Name): void {
    if (name.text !== "") this.place(name, declarationKey(this.#uri, name.text), true);
  }

  /** `partition_by: day`, `key: customer_id` name columns of the store. */
  #storeOptions(store: string, options: readonly Argument[]): void {
    for (const { name, value } of options) {
      if (name?.text !== "partition_by" && name?.text !== "key") continue;
      walk(value, (node) => {
        if (node.kind !== "columnName") return;
        const column = (node as Expression & { readonly kind: "columnName" }).name;
        this.place(column, storedKey(this.#uri, store, column.text), false);
      });
    }
  }

  #test(): void {
    const { declaration, test } = this.#bound;
    if (declaration.kind !== "test") return;
    for (const step of test?.plan?.steps ?? []) if (step.kind === "from") readInput(this, step.input);
    for (const item of declaration.items) {
      if (item.kind === "given") {
        this.#symbol(item.name, false);
        const target = this.#resolve(item.name.text);
        if (target === undefined) continue;
        this.#fields(item.value, (name) => this.#givenColumn(target, name));
      }
      if (item.kind === "expectRows") {
        const columns = test?.plan?.shape.columns ?? [];
        this.#fields(item.rows, (name) => {
          const column = columns.find((candidate) => candidate.name === name);
          return column === undefined ? undefined : this.column(column);
        });
      }
    }
  }

  /** A column of given rows is that of what they stand in for. */
  #givenColumn({ uri, declaration }: NonNullable<ReturnType<Resolve>>, column: string): string | undefined {
    if (declaration.kind === "source" || declaration.kind === "store")
      return storedKey(uri, declaration.name.text, column);
    return undefined;
  }

  /** The field names of rows written as structs. */
  #fields(rows: Expression | RelationNode, keyOf: (name: string) => string | undefined): void {
    if (rows.kind !== "list") return;
    for (const row of rows.items) {
      if (row.kind !== "struct") continue;
      for (const { name } of row.fields) {
        const key = keyOf(name.text);
        if (key !== undefined) this.place(name, key, false);
      }
    }
  }

  // --------------------------------------------------------------------------------------------- names that are read

  #references(): void {
    for (const { start, end, target } of this.#bound.references) {
      const range = { start, end };
      switch (target.kind) {
        case "column":
          this.place(
            range,
            columnKey(this.#uri, this.#bound.key, target.column, this.#nameAt(range)),
            this.#isNaming(range),
          );
          break;
        case "parameter":
          this.place(range, parameterKey(this.#uri, this.#bound.key, target.name), false);
          break;
        case "variable":
          this.#variable(range, target.name);
          break;
        case "alias":
          this.#alias(range, target.name);
          break;
        case "symbol":
          this.#symbol({ ...range, text: target.name }, false);
          break;
        case "libraryFunction":
          break;
      }
    }
  }

  /** Whether the name stands before a `=`, or in another place that makes a column. */
  #isNaming(range: Range): boolean {
    const path = nodesAt(this.#bound.declaration, range.start);
    return path.some((node) => {
      if (node.kind === "item") return sameStart((node as { readonly name?: Name }).name, range);
      if (node.kind === "unpivot") {
        const { label, value } = node as { readonly label?: Name; readonly value?: Name } & Range;
        return sameStart(label, range) || sameStart(value, range);
      }
      return node.kind === "score" && sameStart((node as { readonly name?: Name }).name, range);
    });
  }

  #variable(range: Range, name: string): void {
    const { declaration } = this.#bound;
    const lambda = nodesAt(declaration, range.start).findLast((node) => {
      return node.kind === "lambda" && parametersOf(node).some((parameter) => parameter.text === name);
    });
    if (lambda === undefined) {
      this.place(range, parameterKey(this.#uri, this.#bound.key, name), false);
      return;
    }
    const parameter = parametersOf(lambda).find((candidate) => candidate.text === name)!;
    const key = localKey(this.#uri, this.#bound.key, parameter.start);
    this.place(parameter, key, true);
    this.place(range, key, false);
  }

  /** An alias is introduced by the last step before it that names it; without `as` it is the relation's own name. */
  #alias(range: Range, name: string): void {
    const step = this.#bound.steps.findLast(({ node }) => {
      if (node.kind !== "from" && node.kind !== "join") return false;
      return node.start <= range.start && (node.alias?.text ?? relationName(node.relation)?.text) === name;
    });
    if (step === undefined || (step.node.kind !== "from" && step.node.kind !== "join")) return;
    const { alias, relation } = step.node;
    if (alias === undefined) {
      const named = relationName(relation);
      if (named !== undefined) this.#symbol({ ...range, text: named.text }, false);
      return;
    }
    const key = localKey(this.#uri, this.#bound.key, alias.start);
    this.place(alias, key, true);
    this.place(range, key, false);
  }

  #symbol(name: Pick<Name, "start" | "end" | "text">, isDefinition: boolean): void {
    const target = this.#resolve(name.text);
    if (target !== undefined) this.place(name, declarationKey(target.uri, name.text), isDefinition);
  }

  #call(node: Expression & { readonly kind: "call" }): void {
    if (node.name.text === "high_water") {
      const [argument] = node.arguments;
      const value = argument?.value;
      if (value?.kind !== "member" || value.object.kind !== "columnName") return;
      const store = this.#resolve(value.object.name.text);
      if (store?.declaration.kind === "store")
        this.place(value.name, storedKey(store.uri, store.declaration.name.text, value.name.text), false);
      return;
    }
    const target = this.#resolve(node.name.text);
    if (target?.declaration.kind !== "function") return;
    this.#named(node.arguments, target.uri, target.declaration.name.text);
  }

  #relation(node: RelationNode & { readonly kind: "namedRelation" }): void {
    const isRead = this.#bound.references.some(({ start }) => start === node.name.start);
    if (!isRead) this.#symbol(node.name, false);
    this.#arguments(node, node.arguments ?? []);
  }

  /** Names in front of arguments are those of the parameters. */
  #arguments(relation: RelationNode, given: readonly Argument[]): void {
    const name = relationName(relation);
    const target = name === undefined ? undefined : this.#resolve(name.text);
    if (target?.declaration.kind === "pipeline") this.#named(given, target.uri, target.declaration.name.text);
  }

  /** `{country}` in the path of an endpoint is a parameter, or the key of a store. */
  #pathNames(path: Range, relation: RelationNode): void {
    const name = relationName(relation);
    const target = name === undefined ? undefined : this.#resolve(name.text);
    if (target === undefined || name === undefined) return;
    for (const { index, 1: written = "" } of this.#text
      .slice(path.start, path.end)
      .matchAll(/\{([^{}]+)\}/g)) {
      const start = path.start + index + 1;
      const key =
        target.declaration.kind === "store"
          ? storedKey(target.uri, name.text, written)
          : parameterKey(target.uri, name.text, written);
      this.place({ start, end: start + written.length }, key, false);
    }
  }

  #named(given: readonly Argument[], uri: string, declaration: string): void {
    for (const { name } of given) {
      if (name !== undefined && name.text !== "")
        this.place(name, parameterKey(uri, declaration, name.text), false);
    }
  }

  // --------------------------------------------------------------------------------------------------- helpers

  column({ id, name }: Pick<Column, "id" | "name">): string {
    return columnKey(this.#uri, this.#bound.key, id, name);
  }

  join(a: string, b: string): void {
    if (a !== b) this.links.push([a, b]);
  }

  fix(key: string, reason: string): void {
    this.fixed.set(key, reason);
  }

  label({ start, end }: Range, key: string): void {
    this.places.push({ start, end, key, isDefinition: false, isLabel: true });
  }

  columnsReadAt({ start }: Range): readonly ColumnId[] {
    return this.#bound.references.flatMap((reference) =>
      reference.start === start && reference.target.kind === "column" ? [reference.target.column] : [],
    );
  }

  declaredIn(name: string): string | undefined {
    return this.#resolve(name)?.uri;
  }

  place({ start, end }: Range, key: string, isDefinition: boolean): void {
    if (end <= start) return;
    const known = this.places.findIndex((place) => place.start === start && place.key === key);
    if (known >= 0) {
      if (isDefinition) this.places[known] = { ...this.places[known]!, isDefinition };
      return;
    }
    this.places.push({ start, end, key, isDefinition });
  }

  #nameAt({ start, end }: Range): string {
    return plainName(this.#text.slice(start, end));
  }
}

/** A name as it is meant: without the backticks that it may be written in. */
export function plainName(written: string): string {
  return written.startsWith("`") ? written.slice(1, -1).replaceAll("``", "`") : written;
}

function relationName(relation: RelationNode): Name | undefined {
  return relation.kind === "namedRelation" ? relation.name : undefined;
}

function parametersOf(node: Range): readonly Name[] {
  return (node as { readonly parameters?: readonly Name[] }).parameters ?? [];
}

function sameStart(name: Name | undefined, range: Range): boolean {
  return name !== undefined && name.start === range.start;
}
