// The names of one declaration: every place where something is named, and which of these names stand for one thing because
// rows flow from one to the other. It looks at one bound declaration and at nothing else.

import {
  type Argument,
  childrenOf,
  type Declaration,
  type Expression,
  type Item,
  type Name,
  nodesAt,
  type Range,
  type RelationNode,
  walk,
} from "../../../grammar/index.ts";
import type {
  BoundDeclaration,
  BoundStep,
  Column,
  PlanItem,
  RelationInput,
  RowShape,
} from "../../../language/index.ts";
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

class Collector implements DeclarationNames {
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
    for (const step of this.#bound.steps) this.#step(step);
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
          this.#place(name, storedKey(this.#uri, declaration.name.text, name.text), true);
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
          this.#place(name, parameterKey(this.#uri, this.#bound.key, name.text), true);
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
    if (name.text !== "") this.#place(name, declarationKey(this.#uri, name.text), true);
  }

  /** `partition_by: day`, `key: customer_id` name columns of the store. */
  #storeOptions(store: string, options: readonly Argument[]): void {
    for (const { name, value } of options) {
      if (name?.text !== "partition_by" && name?.text !== "key") continue;
      walk(value, (node) => {
        if (node.kind !== "columnName") return;
        const column = (node as Expression & { readonly kind: "columnName" }).name;
        this.#place(column, storedKey(this.#uri, store, column.text), false);
      });
    }
  }

  #test(): void {
    const { declaration, test } = this.#bound;
    if (declaration.kind !== "test") return;
    for (const step of test?.plan?.steps ?? []) if (step.kind === "from") this.#input(step.input);
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
          return column === undefined ? undefined : this.#column(column);
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
        if (key !== undefined) this.#place(name, key, false);
      }
    }
  }

  // --------------------------------------------------------------------------------------------- names that are read

  #references(): void {
    for (const { start, end, target } of this.#bound.references) {
      const range = { start, end };
      switch (target.kind) {
        case "column":
          this.#place(
            range,
            columnKey(this.#uri, this.#bound.key, target.column, this.#nameAt(range)),
            this.#isNaming(range),
          );
          break;
        case "parameter":
          this.#place(range, parameterKey(this.#uri, this.#bound.key, target.name), false);
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
      this.#place(range, parameterKey(this.#uri, this.#bound.key, name), false);
      return;
    }
    const parameter = parametersOf(lambda).find((candidate) => candidate.text === name)!;
    const key = localKey(this.#uri, this.#bound.key, parameter.start);
    this.#place(parameter, key, true);
    this.#place(range, key, false);
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
    this.#place(alias, key, true);
    this.#place(range, key, false);
  }

  #symbol(name: Pick<Name, "start" | "end" | "text">, isDefinition: boolean): void {
    const target = this.#resolve(name.text);
    if (target !== undefined) this.#place(name, declarationKey(target.uri, name.text), isDefinition);
  }

  #call(node: Expression & { readonly kind: "call" }): void {
    if (node.name.text === "high_water") {
      const [argument] = node.arguments;
      const value = argument?.value;
      if (value?.kind !== "member" || value.object.kind !== "columnName") return;
      const store = this.#resolve(value.object.name.text);
      if (store?.declaration.kind === "store")
        this.#place(value.name, storedKey(store.uri, store.declaration.name.text, value.name.text), false);
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
      this.#place({ start, end: start + written.length }, key, false);
    }
  }

  #named(given: readonly Argument[], uri: string, declaration: string): void {
    for (const { name } of given) {
      if (name !== undefined && name.text !== "")
        this.#place(name, parameterKey(uri, declaration, name.text), false);
    }
  }

  // ------------------------------------------------------------------------------------------- how columns flow

  #step({ node, plan, input, output }: BoundStep): void {
    switch (plan.kind) {
      case "from":
        this.#input(plan.input);
        if (node.kind === "from" && node.relation.kind === "rowsRelation")
          this.#rows(node.relation.rows, plan.input);
        return;
      case "join":
        this.#input(plan.right);
        if (node.kind === "join" && node.relation.kind === "rowsRelation")
          this.#rows(node.relation.rows, plan.right);
        if (node.kind === "join") this.#keys(node.on);
        for (const { left, right, merged } of plan.merged) {
          const column = output.shape.columns.find(({ id }) => id === merged);
          if (column === undefined) continue;
          for (const id of [left, right])
            this.#join(this.#column(column), this.#column({ id, name: column.name }));
        }
        return;
      case "union":
      case "except":
      case "intersect":
        for (const other of plan.others) this.#input(other);
        for (const side of plan.columns) {
          side.forEach((id, index) => {
            const column = output.shape.columns[index];
            if (id !== undefined && column !== undefined)
              this.#join(this.#column(column), this.#column({ id, name: column.name }));
          });
        }
        return;
      case "derive":
      case "window":
        this.#replaced(plan.items, input.shape, output.shape);
        return;
      case "select":
        this.#items(plan.items, node, output.shape, input.shape);
        return;
      case "aggregate":
        this.#items(plan.keys, node, output.shape, input.shape);
        return;
      case "pivot":
        this.#items(plan.keys, node, output.shape, input.shape);
        for (const { column: id } of plan.cells) {
          const column = output.shape.columns.find((candidate) => candidate.id === id);
          if (column !== undefined)
            this.fixed.set(this.#column(column), "`pivot` makes its name from a value");
        }
        return;
      case "unpivot":
        if (node.kind === "unpivot") this.#labels(node);
        return;
      case "sql":
        for (const column of input.shape.columns)
          this.fixed.set(this.#column(column), "a text of an `sql` step may use it");
        if (node.kind === "sql") {
          for (const { name } of node.returns) {
            const column = output.shape.columns.find((candidate) => candidate.name === name.text);
            if (column !== undefined)
              this.fixed.set(this.#column(column), "the texts of an `sql` step give it");
          }
        }
        return;
      case "into": {
        const { name } = plan.store;
        const target = this.#resolve(name);
        if (target === undefined) return;
        for (const column of input.shape.columns)
          this.#join(this.#column(column), storedKey(target.uri, name, column.name));
        return;
      }
      default:
        return;
    }
  }

  /** A bare name after `on` is a column of both sides: while one is not known, nobody can tell what hangs on the name. */
  #keys(on: readonly Expression[]): void {
    for (const key of on) {
      if (key.kind !== "columnName") continue;
      const columns = this.#bound.references.flatMap(({ start, target }) =>
        start === key.start && target.kind === "column" ? [target.column] : [],
      );
      if (columns.length !== 1) continue;
      const known = this.#column({ id: columns[0]!, name: key.name.text });
      this.fixed.set(known, "the other columns of a join are not known yet");
    }
  }

  #input(input: RelationInput): void {
    switch (input.kind) {
      case "source":
      case "store":
        for (const column of input.columns)
          this.#join(this.#column(column), storedKey(input.location.declaredIn, input.name, column.name));
        return;
      case "pipeline": {
        const { file, name, body } = input.pipeline;
        if (name === undefined) return;
        input.columns.forEach((column, index) => {
          const inner = body.shape.columns[index];
          if (inner !== undefined)
            this.#join(this.#column(column), columnKey(file, name, inner.id, inner.name));
        });
        return;
      }
      case "steps":
        input.columns.forEach((column, index) => {
          const inner = input.relation.shape.columns[index];
          if (inner !== undefined) this.#join(this.#column(column), this.#column(inner));
        });
        return;
      case "series":
        for (const column of input.columns)
          this.fixed.set(this.#column(column), "`series` gives it this name");
        return;
      case "rows":
        return;
    }
  }

  #rows(rows: Expression, input: RelationInput): void {
    if (rows.kind !== "list") return;
    for (const row of rows.items) {
      if (row.kind !== "struct") continue;
      for (const { name } of row.fields) {
        const column = input.columns.find((candidate) => candidate.name === name.text);
        if (column !== undefined) this.#place(name, this.#column(column), true);
      }
    }
  }

  /** Items without a name of their own take that of the column that they read. */
  #items(items: readonly PlanItem[], node: Range, output: RowShape, input: RowShape): void {
    const written = childrenOf(node).flatMap((child) => (child.kind === "item" ? [child as Item] : []));
    for (const { id, value } of items) {
      const column = output.columns.find((candidate) => candidate.id === id);
      if (value.kind === "unbound" && column !== undefined) {
        if (!written.some(({ name }) => name?.text === column.name))
          this.fixed.set(this.#column(column), "the columns that it comes from are not known yet");
        continue;
      }
      if (value.kind !== "column") continue;
      const read = [...input.columns, ...input.hidden].find((candidate) => candidate.id === value.column);
      if (column === undefined || read === undefined || column.name !== read.name) continue;
      if (written.some(({ name }) => name?.text === column.name)) continue;
      this.#join(this.#column(column), this.#column(read));
    }
  }

  /** With another name, a column that takes the place of its namesake would let that one stay: so both change. */
  #replaced(items: readonly PlanItem[], input: RowShape, output: RowShape): void {
    for (const { id } of items) {
      const column = output.columns.find((candidate) => candidate.id === id);
      if (column === undefined) continue;
      const before = input.columns.find(({ name }) => name === column.name);
      if (before !== undefined) this.#join(this.#column(column), this.#column(before));
      else if (!input.complete)
        this.fixed.set(this.#column(column), "the columns before it are not known yet");
    }
  }

  #labels(node: BoundStep["node"] & { readonly kind: "unpivot" }): void {
    for (const { name, value } of node.items) {
      if (name !== undefined || value.kind !== "columnName") continue;
      const found = this.#bound.references.find(({ start, target }) => {
        return start === value.name.start && target.kind === "column";
      });
      if (found?.target.kind !== "column") continue;
      const key = columnKey(this.#uri, this.#bound.key, found.target.column, value.name.text);
      this.places.push({ start: value.start, end: value.end, key, isDefinition: false, isLabel: true });
    }
  }

  // --------------------------------------------------------------------------------------------------- helpers

  #column({ id, name }: Pick<Column, "id" | "name">): string {
    return columnKey(this.#uri, this.#bound.key, id, name);
  }

  #join(a: string, b: string): void {
    if (a !== b) this.links.push([a, b]);
  }

  #place({ start, end }: Range, key: string, isDefinition: boolean): void {
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
