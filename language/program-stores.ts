// What a store holds, as far as it can be known before any run: its schema block, what is on disk, or what the
// pipelines that fill it give. It decides between these and says so when they leave the question open.

import type { StoreDeclaration } from "../grammar/tree.ts";
import { namesInWords } from "./bind-context.ts";
import type { BoundLocation } from "./bind-source.ts";
import type { SchemaAnswer } from "./catalogue.ts";
import type { Column } from "./plan.ts";
import type { Reporter } from "./reporter.ts";
import type { StoreSymbol } from "./scope.ts";
import type { FaceColumn, PipelineFace } from "./symbols.ts";
import { commonType, typeName } from "./type-operations.ts";

export interface StoreWriters {
  /** Faces of the pipelines that fill the store without reading it, in the order of the program. */
  readonly faces: readonly PipelineFace[];
  /** Names of those that read it too. */
  readonly readers: readonly string[];
}

/** Whether a store's columns can only come from its pipelines. */
export function needsWriters(bound: BoundLocation, answer: SchemaAnswer): boolean {
  if (bound.schema !== undefined) return false;
  return answer.status === "absent" || (answer.status === "failed" && answer.reason === "not-connected");
}

/**
 * The relation that a store is. `isRead` tells whether anybody asks: an open question nobody asks is no problem.
 */
export function storeRelation(
  node: StoreDeclaration,
  bound: BoundLocation,
  answer: SchemaAnswer,
  writers: StoreWriters,
  isRead: boolean,
  reporter: Reporter,
): StoreSymbol {
  const name = node.name.text;
  const { location } = bound;
  const known = (columns: readonly Column[]): StoreSymbol => ({ name, location, columns, complete: true });
  const unknown: StoreSymbol = { name, location, columns: [], complete: false };
  if (bound.schema !== undefined) return known(bound.schema);
  if (answer.status === "known") {
    return known(
      answer.columns.map((column, id) => ({
        id,
        name: column.name,
        doc: column.doc,
        type: column.type,
        nullable: column.nullable,
      })),
    );
  }
  if (!needsWriters(bound, answer)) return unknown;
  const [first, ...others] = writers.faces;
  if (first === undefined) {
    if (isRead) reportOpen(node, writers.readers, reporter);
    return unknown;
  }
  if (!first.complete) return unknown;
  let columns = first.columns;
  for (const other of others) {
    const both = agreed(columns, other);
    if (typeof both === "string") {
      if (isRead) reportDisagreement(node, first.name, other.name, both, reporter);
      return unknown;
    }
    columns = both;
  }
  return known(columns.map((column, id) => ({ ...column, id })));
}

/** The columns of both pipelines, or how they differ. */
function agreed(columns: readonly FaceColumn[], other: PipelineFace): readonly FaceColumn[] | string {
  if (!other.complete) return columns;
  const missing = columns.find((column) => !other.columns.some(({ name }) => name === column.name));
  if (missing !== undefined) return `only the first has \`${missing.name}\``;
  const extra = other.columns.find((column) => !columns.some(({ name }) => name === column.name));
  if (extra !== undefined) return `only the second has \`${extra.name}\``;
  const result: FaceColumn[] = [];
  for (const column of columns) {
    const twin = other.columns.find(({ name }) => name === column.name)!;
    const common = commonType(column, twin);
    if (common === undefined)
      return `\`${column.name}\` is \`${typeName(column)}\` in one and \`${typeName(twin)}\` in the other`;
    result.push({ name: column.name, doc: column.doc || twin.doc, ...common });
  }
  return result;
}

function reportOpen(node: StoreDeclaration, readers: readonly string[], reporter: Reporter): void {
  const why =
    readers.length === 0
      ? "no pipeline stores into it"
      : `all that store into it (${namesInWords(readers, "and")}) read it too`;
  reporter.report(
    "WR166",
    node.name,
    `The columns of \`${node.name.text}\` are not known: nothing is stored yet, and ${why}; add a schema block: \`store ${node.name.text} = … { id: int }\``,
  );
}

function reportDisagreement(
  node: StoreDeclaration,
  first: string,
  second: string,
  difference: string,
  reporter: Reporter,
): void {
  reporter.report(
    "WR166",
    node.name,
    `\`${first}\` and \`${second}\` store different columns into \`${node.name.text}\`: ${difference}; a schema block decides`,
  );
}
