// Where columns come from, in four forms: a tree for people, JSON for programs, Mermaid and DOT for drawings.

import type { ColumnLineage, SourceColumn } from "../../language/index.ts";
import { type Colours, printable } from "./terminal.ts";

/** What `weir lineage --json` prints. */
export interface LineageRecord {
  readonly columns: readonly {
    readonly name: string;
    /** Source columns whose values are part of this one's. */
    readonly from: readonly SourceRecord[];
    /** Source columns that only decide over it: conditions, keys, groups. */
    readonly decidedBy: readonly SourceRecord[];
  }[];
}

export interface SourceRecord {
  readonly relation: string;
  readonly kind: "source" | "store";
  /** Where the relation is declared. */
  readonly file: string;
  readonly column: string;
}

export function lineageRecord(
  lineage: readonly ColumnLineage[],
  nameOf: (uri: string) => string,
): LineageRecord {
  const record = ({ name, kind, declaredIn, column }: SourceColumn): SourceRecord => ({
    relation: name,
    kind,
    file: nameOf(declaredIn),
    column,
  });
  return {
    columns: lineage.map(({ column, value, influence }) => ({
      name: column,
      from: value.map(record),
      decidedBy: influence.map(record),
    })),
  };
}

/** A line a column, its sources below it. */
export function lineageText({ columns }: LineageRecord, colours: Colours): string {
  return columns
    .flatMap(({ name, from, decidedBy }) => {
      const own = from.length === 0 ? [colours.dim("no source column")] : from.map(sourceText);
      const deciding =
        decidedBy.length === 0 ? [] : [colours.dim(`decided by ${decidedBy.map(sourceText).join(", ")}`)];
      const below = [...own, ...deciding];
      return [
        colours.bold(printable(name)),
        ...below.map((line, index) => `${index === below.length - 1 ? "└─" : "├─"} ${line}`),
      ].map((line) => `${line}\n`);
    })
    .join("");
}

/** A Mermaid flowchart: a box a relation, an arrow a column that is part of another, dashed where it only decides. */
export function lineageMermaid(record: LineageRecord, title: string): string {
  const graph = graphOf(record);
  const quoted = (text: string) => `"${printable(text).replaceAll('"', "#quot;").replaceAll("`", "#96;")}"`;
  return [
    "flowchart LR",
    ...graph.relations.flatMap((relation, index) => [
      `  subgraph r${index}[${quoted(relation.name)}]`,
      ...relation.columns.map(({ id, name }) => `    ${id}[${quoted(name)}]`),
      "  end",
    ]),
    `  subgraph result[${quoted(title)}]`,
    ...graph.results.map(({ id, name }) => `    ${id}[${quoted(name)}]`),
    "  end",
    ...graph.edges.map(({ from, to, isValue }) => `  ${from} ${isValue ? "-->" : "-.->"} ${to}`),
    "",
  ].join("\n");
}

/** A graph in the DOT language of Graphviz. */
export function lineageDot(record: LineageRecord, title: string): string {
  const graph = graphOf(record);
  const quoted = (text: string) => `"${printable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const cluster = (id: string, name: string, columns: readonly GraphColumn[]) => [
    `  subgraph cluster_${id} {`,
    `    label = ${quoted(name)};`,
    ...columns.map((column) => `    ${column.id} [label = ${quoted(column.name)}];`),
    "  }",
  ];
  return [
    `digraph ${quoted(title)} {`,
    "  rankdir = LR;",
    "  node [shape = box];",
    ...graph.relations.flatMap((relation, index) => cluster(`r${index}`, relation.name, relation.columns)),
    ...cluster("result", title, graph.results),
    ...graph.edges.map(({ from, to, isValue }) => `  ${from} -> ${to}${isValue ? "" : " [style = dashed]"};`),
    "}",
    "",
  ].join("\n");
}

// ------------------------------------------------------------------------------------------------ helpers

interface GraphColumn {
  readonly id: string;
  readonly name: string;
}

interface Graph {
  readonly relations: readonly { readonly name: string; readonly columns: readonly GraphColumn[] }[];
  readonly results: readonly GraphColumn[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly isValue: boolean }[];
}

function graphOf({ columns }: LineageRecord): Graph {
  const relations = new Map<string, { readonly name: string; readonly columns: GraphColumn[] }>();
  const ids = new Map<string, string>();
  const idOf = (source: SourceRecord) => {
    const relationKey = `${source.file}\n${source.relation}`;
    const key = `${relationKey}\n${source.column}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = `s${ids.size}`;
    ids.set(key, id);
    const relation = relations.get(relationKey) ?? { name: source.relation, columns: [] };
    relation.columns.push({ id, name: source.column });
    relations.set(relationKey, relation);
    return id;
  };
  const edges = columns.flatMap(({ from, decidedBy }, index) => [
    ...from.map((source) => ({ from: idOf(source), to: `c${index}`, isValue: true })),
    ...decidedBy.map((source) => ({ from: idOf(source), to: `c${index}`, isValue: false })),
  ]);
  const results = columns.map(({ name }, index) => ({ id: `c${index}`, name }));
  return { relations: [...relations.values()], results, edges };
}

function sourceText({ relation, column }: SourceRecord): string {
  return printable(`${relation}.${column}`);
}
