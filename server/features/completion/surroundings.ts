// What stands around the cursor and says which names are likely: what the list already has, which names nothing stands
// for further down, what the step before has made.

import {
  type AnyNode,
  childrenOf,
  type Expression,
  type Item,
  type SortKey,
  type Step,
  walk,
} from "../../../grammar/index.ts";
import type { BoundStep, ColumnId } from "../../../language/index.ts";
import { type Probe, placeholder } from "./probe.ts";

export interface Surroundings {
  /** Columns that the list at the cursor has already and does not take twice, as they are written. */
  readonly listed: ReadonlySet<string>;
  /** Names further down that nothing stands for while the name at the cursor is missing. */
  readonly wanted: ReadonlySet<string>;
  /** Columns that the declaration mentions elsewhere. */
  readonly mentioned: ReadonlySet<string>;
  /** Columns that this pipeline has made itself. */
  readonly fresh: ReadonlySet<ColumnId>;
  /** Columns that stand beside the cursor in the same comparison, sum or call. */
  readonly besides: ReadonlySet<string>;
  /** Columns of a unique key. */
  readonly uniqueNames: ReadonlySet<string>;
  /** The name behind the dot that follows the cursor. */
  readonly field: string | undefined;
  /** The entries of the list right before and behind the cursor, where they are plain names. */
  readonly previousName: string | undefined;
  readonly nextName: string | undefined;
}

export function surroundingsOf(found: Probe): Surroundings {
  const { path, bound, hole } = found;
  const step = path.findLast((node) => "keyword" in node) as Step | undefined;
  const boundStep = bound?.steps.find(({ node }) => node === step);
  const list = listAround(path);
  const holder = path.at(-3) as unknown as Expression | undefined;
  const isQualifier = holder?.kind === "member" && holder.object === (path.at(-2) as unknown);
  const at = list.findIndex(({ start, end }) => start <= hole && hole <= end);
  return {
    listed: step !== undefined && takesOnce(step, path) ? namesOf(list.toSpliced(at, at < 0 ? 0 : 1)) : none,
    wanted: wantedNames(found),
    mentioned: mentionedNames(found),
    fresh: freshColumns(boundStep, found),
    besides: besidesOf(path),
    uniqueNames: uniqueNames(boundStep),
    field: isQualifier ? holder.name.text : undefined,
    previousName: at > 0 ? nameOf(list[at - 1]!) : undefined,
    nextName: at >= 0 && at + 1 < list.length ? nameOf(list[at + 1]!) : undefined,
  };
}

const none: ReadonlySet<string> = new Set();

/** Names that nothing stands for, but for the placeholder's own. */
export function wantedNames({ bound, declarationStart, text, hole }: Probe): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { start, end } of bound?.openPlaces ?? []) {
    if (start === hole) continue;
    const name = plainName(text.slice(declarationStart + start, declarationStart + end));
    if (name !== "" && name !== placeholder) names.add(name);
  }
  return names;
}

function plainName(written: string): string {
  return written.startsWith("`") ? written.slice(1, -1).replaceAll("``", "`") : written;
}

type Entry = Item | Expression | SortKey;

/** The list that the placeholder is an entry of, or part of an entry. */
function listAround(path: readonly AnyNode[]): readonly Entry[] {
  for (let at = path.length - 2; at >= 0; at--) {
    const node = path[at]!;
    const inner = path[at + 1]!;
    for (const member of Object.values(node) as unknown[]) {
      if (Array.isArray(member) && member.includes(inner)) return member as Entry[];
    }
    if ("keyword" in node) break;
  }
  return [];
}

/** Whether the entries of the list are columns, each of which can stand there once. */
function takesOnce(step: Step, path: readonly AnyNode[]): boolean {
  const at = path.indexOf(step);
  const entry = path[at + 1];
  if (entry === undefined) return false;
  const depth = path.length - at;
  const isBy = "by" in step && step.by.includes(entry as Item);
  const isSorted = "sorted" in step && step.sorted.includes(entry as SortKey);
  switch (step.kind) {
    case "select":
    case "rename":
    case "unpivot":
      return isPlainItem(entry as unknown as Item);
    case "drop":
    case "into":
      return true;
    case "sort":
      return depth <= 4;
    case "expect":
      return step.unique !== undefined;
    case "join":
      return step.on.includes(entry as Expression) && depth <= 3;
    default:
      return isSorted || (isBy && isPlainItem(entry as unknown as Item));
  }
}

function isPlainItem(item: Item): boolean {
  return item.kind === "item" && item.value.kind === "columnName" && item.name === undefined;
}

function namesOf(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(entries.flatMap((entry) => nameOf(entry) ?? []));
}

/** The column that an entry is, if it is nothing else. */
function nameOf(entry: Entry): string | undefined {
  if (entry.kind === "item") return entry.name === undefined ? nameOf(entry.value) : undefined;
  if (entry.kind === "sortKey") return nameOf(entry.value);
  if (entry.kind === "columnName") return entry.name.text;
  if (entry.kind === "member" && entry.object.kind === "columnName")
    return `${entry.object.name.text}.${entry.name.text}`;
  return undefined;
}

/** Columns and fields named anywhere in the declaration. */
function mentionedNames({ bound }: Probe): ReadonlySet<string> {
  const names = new Set<string>();
  if (bound === undefined) return names;
  walk(bound.declaration, (node) => {
    if (node.kind === "columnName" || node.kind === "member") {
      names.add((node as Expression & { readonly kind: "columnName" }).name.text);
    }
  });
  return names;
}

function freshColumns(step: BoundStep | undefined, { bound }: Probe): ReadonlySet<ColumnId> {
  const fresh = new Set<ColumnId>();
  if (step === undefined || bound === undefined) return fresh;
  for (const { node, input, output } of bound.steps) {
    if (node.start >= step.node.start) break;
    if (node.kind === "from" || node.kind === "join") continue;
    const before = new Set(input.shape.columns.map(({ id }) => id));
    for (const { id } of output.shape.columns) if (!before.has(id)) fresh.add(id);
  }
  return fresh;
}

function besidesOf(path: readonly AnyNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  const parent = path.findLast(({ kind }) => kind === "binary" || kind === "call" || kind === "between");
  if (parent === undefined) return names;
  for (const child of childrenOf(parent)) {
    const node = (
      child.kind === "argument" ? (child as unknown as { value: AnyNode }).value : child
    ) as Expression;
    if (node.kind === "columnName") names.add(node.name.text);
  }
  return names;
}

function uniqueNames(step: BoundStep | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const ids = new Set(step?.input.shape.uniqueKeys.flat());
  for (const { id, name } of step?.input.shape.columns ?? []) if (ids.has(id)) names.add(name);
  return names;
}
