// Sources, stores and models: where data is, and which columns it has by its schema block or by the catalogue.
// Whatever is wrong with the data is one problem at the path; what reads it then goes on with unknown columns.

import type { ModelDeclaration, Range, SourceDeclaration, StoreDeclaration } from "../grammar/tree.ts";
import { type BoundConnector, bindConnector } from "./bind-connector.ts";
import { type BindContext, namesInWords } from "./bind-context.ts";
import { fieldColumns } from "./bind-step-output.ts";
import type { Catalogue, CatalogueColumn, DataLocation, SchemaAnswer, SchemaFailure } from "./catalogue.ts";
import { convert } from "./convert.ts";
import type { Column, StoreTarget } from "./plan.ts";
import type { ModelSymbol, SourceSymbol } from "./symbols.ts";
import { typeName } from "./type-operations.ts";
import type { Value } from "./types.ts";

/** A source or store before its columns are known. */
export interface BoundLocation {
  readonly location: DataLocation;
  readonly pathRange: Range;
  /** Columns of the schema block; undefined without one. */
  readonly schema: readonly Column[] | undefined;
}

/** Binds what a source or store says about itself. Undefined where it names no data. */
export function bindLocation(
  node: SourceDeclaration | StoreDeclaration,
  context: BindContext,
): BoundLocation | undefined {
  const connector = bindConnector(node.connector, node.kind, context);
  const schema = node.schema === undefined ? undefined : fieldColumns(node.schema.fields, context);
  if (connector === undefined || connector.entry.name === "onnx") return undefined;
  return {
    location: {
      role: node.kind,
      format: connector.entry.name,
      path: connector.path,
      declaredIn: context.file,
      options: connector.options,
    },
    pathRange: connector.pathRange,
    schema,
  };
}

/** A source with its columns: the schema block's, checked against the data, else those of the data. */
export function bindSource(
  node: SourceDeclaration,
  bound: BoundLocation,
  catalogue: Catalogue,
  context: BindContext,
): SourceSymbol {
  const answer = catalogue.schemaOf(bound.location);
  const pinned = bound.schema;
  if (answer.status === "failed" && (pinned === undefined || isBroken(answer.reason))) {
    reportFailure(answer.reason, answer.detail, bound, context);
  }
  if (answer.status === "known") {
    if (pinned === undefined) checkCases(answer.columns, bound, context);
    else checkPinned(node, pinned, answer.columns, bound, context);
  }
  const columns = pinned ?? (answer.status === "known" ? answer.columns.map(catalogueColumn) : []);
  return {
    kind: "source",
    name: node.name.text,
    doc: node.doc,
    location: bound.location,
    columns,
    complete: pinned !== undefined || answer.status === "known",
  };
}

/** What `into` needs of a store. */
export function storeTarget(node: StoreDeclaration, bound: BoundLocation): StoreTarget {
  const { options } = bound.location;
  const capacity = options.capacity;
  return {
    name: node.name.text,
    location: bound.location,
    schema: bound.schema?.map((column) => ({
      name: column.name,
      column: { type: column.type, nullable: column.nullable },
    })),
    partitionBy: textsOf(options.partition_by),
    capacityBytes: capacity?.kind === "size" ? capacity.bytes : undefined,
  };
}

/** Binds a model: without a schema block it takes any numbers and gives a float. */
export function bindModel(node: ModelDeclaration, context: BindContext): ModelSymbol | undefined {
  const connector: BoundConnector | undefined = bindConnector(node.connector, "model", context);
  const fields = node.schema === undefined ? undefined : fieldColumns(node.schema.fields, context);
  if (connector === undefined) return undefined;
  const output = fields?.find((field) => field.name === "output");
  return {
    kind: "model",
    name: node.name.text,
    doc: node.doc,
    path: connector.path,
    declaredIn: context.file,
    inputs: fields
      ?.filter((field) => field !== output)
      .map((field) => ({ name: field.name, type: field.type, nullable: field.nullable })),
    output:
      output === undefined
        ? { type: { kind: "float" }, nullable: true }
        : { type: output.type, nullable: output.nullable },
  };
}

/** The columns that a catalogue's answer holds, under ids by position. */
export function catalogueColumns(answer: SchemaAnswer): readonly Column[] | undefined {
  return answer.status === "known" ? answer.columns.map(catalogueColumn) : undefined;
}

function catalogueColumn(column: CatalogueColumn, position: number): Column {
  return { id: position, name: column.name, doc: column.doc, type: column.type, nullable: column.nullable };
}

/** Faults that a schema block does not get around: the data is there and cannot be read. */
function isBroken(reason: SchemaFailure): boolean {
  return reason === "unreadable";
}

const failureCodes: Readonly<Record<SchemaFailure, string>> = {
  "missing-file": "WR201",
  "empty-glob": "WR202",
  unreadable: "WR203",
  "missing-table": "WR204",
  "not-connected": "WR205",
  locked: "WR206",
  "not-trusted": "WR207",
};

/** Reports why a schema could not be had, at the path, with the way out. */
export function reportFailure(
  reason: SchemaFailure,
  detail: string,
  bound: BoundLocation,
  context: BindContext,
): void {
  const { location } = bound;
  const path = `\`${location.path}\``;
  const pin = `a schema block (\`source name = ${location.format}(…) { id: int }\`) lets you go on without it`;
  const because = detail === "" ? "" : ` (${detail})`;
  const table = location.options.table;
  const messages: Readonly<Record<SchemaFailure, string>> = {
    "missing-file": `There is no file ${path}${because}; correct the path, or ${pin}`,
    "empty-glob": `No file matches ${path}${because}; correct the pattern, or ${pin}`,
    unreadable: `${path} cannot be read as ${location.format}${because}`,
    "missing-table": `${path} has no table \`${table?.kind === "text" ? table.value : ""}\`${because}; correct the name, or ${pin}`,
    "not-connected": `${path} is not connected, so its columns are not known${because}; ${pin}`,
    locked: `Another process holds ${path}, so its columns are not known${because}; close it, or ${pin}`,
    "not-trusted": `${path} is not read in a folder that is not trusted${because}; ${pin}`,
  };
  context.reporter.report(failureCodes[reason], bound.pathRange, messages[reason]);
}

function checkCases(columns: readonly CatalogueColumn[], bound: BoundLocation, context: BindContext): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      context.reporter.report(
        "WR208",
        bound.pathRange,
        `\`${bound.location.path}\` has columns \`${other}\` and \`${name}\`, which differ only in case; a schema block picks one`,
      );
    }
    seen.set(name.toLowerCase(), name);
  }
}

/** A schema block promises names and types; the data has to have the names, and types that convert. */
function checkPinned(
  node: SourceDeclaration | StoreDeclaration,
  pinned: readonly Column[],
  found: readonly CatalogueColumn[],
  bound: BoundLocation,
  context: BindContext,
): void {
  const isText = bound.location.format === "csv" || bound.location.format === "json";
  for (const field of node.schema?.fields ?? []) {
    const column = pinned.find((candidate) => candidate.name === field.name.text);
    if (column === undefined) continue;
    const actual = found.find((candidate) => candidate.name === column.name);
    if (actual === undefined) {
      const names = namesInWords(
        found.map((candidate) => candidate.name),
        "and",
      );
      context.reporter.report(
        "WR209",
        field.name,
        `\`${bound.location.path}\` has no column \`${column.name}\`; it has ${names}`,
      );
    } else if (
      !isText &&
      convert({ kind: "unbound", ...actual }, { type: column.type, nullable: true }) === undefined
    ) {
      context.reporter.report(
        "WR209",
        field.type,
        `\`${column.name}\` is \`${typeName(actual)}\` in the data, which does not widen to \`${typeName(column.type)}\``,
      );
    }
  }
}

function textsOf(value: Value | undefined): readonly string[] {
  if (value?.kind === "text") return [value.value];
  if (value?.kind !== "list") return [];
  return value.items.flatMap((item) => (item.kind === "text" ? [item.value] : []));
}
