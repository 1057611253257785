// What may stand inside a text: a path, a connection, a value of a column, a unit or zone that a function takes.

import { CompletionItemKind } from "vscode-languageserver-types";
import type {
  AnyNode,
  CallNode,
  ConnectorCall,
  Expression,
  ImportDeclaration,
} from "../../../grammar/index.ts";
import {
  type ConnectorRole,
  connectorNamed,
  functionNamed,
  parseSignature,
} from "../../../language/index.ts";
import type { View } from "../../view.ts";
import { wordProposals } from "./names.ts";
import { pathProposals } from "./paths.ts";
import { type Probe, placeholder } from "./probe.ts";
import type { CompletionWorld, Proposal } from "./types.ts";
import { columnOf, valueProposals } from "./values.ts";
import type { WordPlace } from "./word.ts";

export interface TextProposals {
  readonly proposals: readonly Proposal[];
  /** How much of what is typed is left alone: of a path, its folders. */
  readonly keep: number;
}

const nothing: TextProposals = { proposals: [], keep: 0 };

export function textProposals(
  view: View,
  { word }: WordPlace,
  found: Probe,
  world: CompletionWorld,
): TextProposals {
  const { path } = found;
  const text = path.at(-1);
  const declaration = path[0];
  const asPath = (format: string): TextProposals => ({
    proposals: pathProposals(word.typed, format, view.uri, world),
    keep: word.typed.lastIndexOf("/") + 1,
  });
  if (declaration?.kind === "import" && (declaration as unknown as ImportDeclaration).path === text) {
    return asPath("weir");
  }
  const connector = path.findLast(({ kind }) => kind === "connector") as unknown as ConnectorCall | undefined;
  if (connector !== undefined) {
    const [first] = connector.arguments;
    if (first !== undefined && first.name === undefined && holds(first, text)) {
      return connectorNamed(connector.name.text)?.first === "connection"
        ? plain(connectionNames(view, connector.name.text))
        : asPath(connector.name.text);
    }
    const option = connector.arguments.find((argument) => holds(argument, text))?.name?.text;
    return plain(optionValues[option ?? ""] ?? []);
  }
  const values = valuesFor(path, found, world);
  if (values.length > 0) return { proposals: values, keep: 0 };
  return plain(argumentValues(path));
}

function plain(words: readonly string[]): TextProposals {
  return words.length === 0 ? nothing : { proposals: wordProposals(words), keep: 0 };
}

function holds(outer: AnyNode, inner: AnyNode | undefined): boolean {
  return inner !== undefined && outer.start <= inner.start && inner.end <= outer.end;
}

function connectionNames({ project }: View, type: string): readonly string[] {
  const all = [...(project.manifest?.connections.values() ?? [])];
  const fitting = all.filter(({ kind }) => kind === type);
  return fitting.map(({ name }) => name);
}

const optionValues: Readonly<Record<string, readonly string[]>> = {
  compression: ["zstd", "gzip", "snappy", "none"],
  encoding: ["utf-8", "latin-1", "utf-16"],
  delimiter: [",", ";", "\\t", "|"],
  null: ["", "NA", "N/A", "NULL"],
};

/** Values of the column that the text is compared with. */
function valuesFor(path: readonly AnyNode[], found: Probe, world: CompletionWorld): readonly Proposal[] {
  const text = path.at(-1);
  for (let at = path.length - 2; at >= 0; at--) {
    const node = path[at] as unknown as Expression;
    if (node.kind === "list" || node.kind === "group") continue;
    if (node.kind === "binary") {
      const column = columnOf(holds(node.left, text) ? node.right : node.left);
      const other = holds(node.left, text) ? node.left : node.right;
      if (column === undefined || !["==", "!=", "in"].includes(node.operator)) return [];
      return valueProposals(column, found, world.knownValues, textsOf(other));
    }
    if (node.kind === "struct") {
      const field = node.fields.find(({ value }) => holds(value, text));
      return field === undefined ? [] : valueProposals(field.name.text, found, world.knownValues, new Set());
    }
    if ((node as AnyNode).kind === "pivot") {
      const column = (node as unknown as { column: { text: string } }).column.text;
      return valueProposals(column, found, world.knownValues, new Set());
    }
    if ((node as AnyNode).kind === "parameter") {
      const { check } = node as unknown as { check?: { values?: Expression } };
      const taken = check?.values === undefined ? new Set<string>() : textsOf(check.values);
      return holds(check?.values ?? { start: -1, end: -1 }, text)
        ? []
        : [...taken].map((label, index) => ({ label, kind: CompletionItemKind.Value, score: 100 - index }));
    }
    if (node.kind !== "between") return [];
  }
  return [];
}

function textsOf(node: Expression): ReadonlySet<string> {
  const items = node.kind === "list" ? node.items : [node];
  return new Set(
    items.flatMap((item) =>
      item.kind === "literal" && item.value.kind === "text" && item.value.value !== placeholder
        ? [item.value.value]
        : [],
    ),
  );
}

const units = ["day", "week", "month", "quarter", "year", "hour", "minute", "second"];
const zones = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "Europe/Paris",
  "America/New_York",
  "America/Los_Angeles",
  "Asia/Tokyo",
  "Asia/Kolkata",
  "Australia/Sydney",
];

/** What a function takes as a text known before the run. */
function argumentValues(path: readonly AnyNode[]): readonly string[] {
  const text = path.at(-1);
  const call = path.findLast(({ kind }) => kind === "call") as unknown as CallNode | undefined;
  if (call === undefined) return isZonePlace(path) ? zones : [];
  const position = call.arguments.findIndex((argument) => holds(argument, text));
  const name = call.arguments[position]?.name?.text;
  if (call.name.text === "today") return zones;
  for (const { type, checks } of functionNamed(call.name.text)?.signatures ?? []) {
    const parameter = name ?? parseSignature(type).parameters[position]?.name;
    const check = parameter === undefined ? undefined : checks?.[parameter];
    if (check === "calendar unit") return units;
    if (check === "zone") return zones;
  }
  return [];
}

function isZonePlace(path: readonly AnyNode[]): boolean {
  return path[0]?.kind === "job" && path.some(({ kind }) => kind === "every");
}

export function roleOf(declaration: AnyNode | undefined): ConnectorRole | undefined {
  const kind = declaration?.kind;
  return kind === "source" || kind === "store" || kind === "model" ? kind : undefined;
}
